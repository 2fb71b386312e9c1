"""UNDROP: a dropped table comes back with its rows."""

from __future__ import annotations

from scripts.snowflake.account import Relation
from scripts.snowflake.errors import exists_already
from scripts.snowflake.session import Rows, Session, quote, said
from scripts.snowflake.words import Words


def undrop(session: Session, words: Words) -> Rows | None:
    """UNDROP TABLE name."""
    words.need("UNDROP TABLE")
    name = session.name(words.path())
    words.end()
    if name in session.account.relations:
        raise exists_already(name[-1])
    stored = session.history.take_dropped(name)
    session.duck(f"CREATE TABLE {quote(name)} AS SELECT * FROM {stored}")
    session.account.add_relation(name, Relation("TABLE"), session.role)
    return said(f"Table {name[-1]} successfully restored.")


HANDLERS = {"UNDROP TABLE": undrop}
