"""Dynamic tables: listed and dropped; they are built like tables and refreshed only when they are built."""

from __future__ import annotations

from scripts.snowflake.account import Name
from scripts.snowflake.session import DONE, Rows, Session, quote, said
from scripts.snowflake.words import Words


def show(session: Session, words: Words) -> Rows | None:
    """SHOW DYNAMIC TABLES [LIKE pattern] [IN SCHEMA|DATABASE name]."""
    words.need("SHOW DYNAMIC TABLES")
    like = words.string() if words.take("LIKE") else None
    container: Name = ()
    if words.take("IN"):
        kind = words.take_any("SCHEMA", "DATABASE") or "SCHEMA"
        container = session.name(words.path(), 1 if kind == "DATABASE" else 2)
    words.end()
    rows = []
    for name in sorted(session.account.in_container(container, "DYNAMIC TABLE")):
        if session.is_like(name[-1], like):
            text = session.account.relations[name].text
            rows.append((name[2], name[1], name[0], text, "", session.warehouse or "", "AUTO"))
    columns = ("name", "schema_name", "database_name", "text", "target_lag", "warehouse", "refresh_mode")
    return session.table(columns, rows)


def drop(session: Session, words: Words) -> Rows | None:
    """DROP DYNAMIC TABLE [IF EXISTS] name."""
    words.need("DROP DYNAMIC TABLE")
    if_exists = words.take("IF EXISTS")
    name = session.name(words.path())
    words.end()
    if if_exists and name not in session.account.relations:
        return said(f"Drop statement executed successfully ({name[-1]} already dropped).")
    session.account.relation(name, "DYNAMIC TABLE")
    session.duck(f"DROP TABLE {quote(name)}")
    session.account.drop_relation(name)
    return said(f"{name[-1]} successfully dropped.")


def alter(session: Session, words: Words) -> Rows | None:
    """ALTER DYNAMIC TABLE name REFRESH|RESUME|SUSPEND."""
    words.need("ALTER DYNAMIC TABLE")
    words.take("IF EXISTS")
    name = session.name(words.path())
    if not words.take_any("REFRESH", "RESUME", "SUSPEND"):
        return None
    words.end()
    session.account.relation(name, "DYNAMIC TABLE")
    return DONE


HANDLERS = {"SHOW DYNAMIC TABLES": show, "DROP DYNAMIC TABLE": drop, "ALTER DYNAMIC TABLE": alter}
