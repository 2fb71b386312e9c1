"""COMMENT ON and the column comments of ALTER TABLE: what persisted descriptions are made of."""

from __future__ import annotations

from scripts.snowflake import engine
from scripts.snowflake.errors import compilation_error
from scripts.snowflake.grants import Name
from scripts.snowflake.session import DONE, Rows, Session, quote
from scripts.snowflake.words import Words


def comment_on(session: Session, words: Words) -> Rows | None:
    """COMMENT [IF EXISTS] ON TABLE|VIEW|DYNAMIC TABLE|COLUMN name IS text."""
    words.need("COMMENT")
    words.take("IF EXISTS")
    words.need("ON")
    kind = words.need_any("DYNAMIC TABLE", "TABLE", "VIEW", "COLUMN")
    path = words.path()
    words.need("IS")
    text = words.string()
    words.end()
    if kind == "COLUMN":
        _comment_column(session, session.name(path[:-1]), path[-1], text)
    else:
        name = session.name(path)
        session.owned(name, kind)
        session.aside(engine.information_schema.insert_table_comment_sql(*name, text))
    return DONE


def comment_columns(session: Session, words: Words) -> Rows | None:
    """ALTER TABLE|VIEW name ALTER [COLUMN] column COMMENT text, column COMMENT text ..."""
    words.need("ALTER")
    kind = words.need_any("TABLE", "VIEW")
    words.take("IF EXISTS")
    path = words.path()
    if not words.take_any("ALTER", "MODIFY"):
        return None
    words.take("COLUMN")
    if words.peek(1) != "COMMENT":
        return None
    name = session.name(path)
    session.owned(name, kind)
    while not words.done:
        column = words.name()
        words.need("COMMENT")
        _comment_column(session, name, column, words.string())
        words.take(",")
    return DONE


def _comment_column(session: Session, name: Name, column: str, text: str) -> None:
    session.owned(name)
    if column not in session.columns(name):
        raise compilation_error(f"invalid identifier '{column}'", 904)
    session.duck(f"COMMENT ON COLUMN {quote((*name, column))} IS {session.quoted(text)}")


HANDLERS = {
    "COMMENT": comment_on,
    "ALTER TABLE": comment_columns,
    "ALTER VIEW": comment_columns,
}
