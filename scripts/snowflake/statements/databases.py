"""SHOW DATABASES and SHOW SCHEMAS: those the role has been granted something on."""

from __future__ import annotations

from scripts.snowflake.grants import Name
from scripts.snowflake.session import Rows, Session
from scripts.snowflake.words import Words

# who manages grants sees everything
_SEE_ALL = ("ACCOUNTADMIN", "SECURITYADMIN")


def show(session: Session, words: Words) -> Rows | None:
    """SHOW [TERSE] DATABASES [LIKE pattern] [IN ACCOUNT] [STARTS WITH text] [LIMIT n]."""
    words.need("SHOW")
    words.take("TERSE")
    words.need("DATABASES")
    like = words.string() if words.take("LIKE") else None
    words.take("IN ACCOUNT")
    beginning, limit = _rest(words)
    account = session.account
    names = [
        name
        for (name,) in _visible(session, "DATABASE", [(name,) for name in sorted(session.databases())])
        if session.is_like(name, like) and name.startswith(beginning)
    ]
    current = session.connection.database
    return session.table(
        ("created_on", "name", "is_default", "is_current", "origin", "owner", "comment", "options", "retention_time"),
        [
            ("1970-01-01 00:00:00", name, "N", "Y" if name == current else "N", "", _owner(session, name), "", "", days)
            for name in names[:limit]
            for days in [str(account.retention((name,)))]
        ],
    )


def show_schemas(session: Session, words: Words) -> Rows | None:
    """SHOW [TERSE] SCHEMAS [LIKE pattern] [IN ACCOUNT | IN [DATABASE] name] [STARTS WITH text] [LIMIT n]."""
    words.need("SHOW")
    words.take("TERSE")
    words.need("SCHEMAS")
    like = words.string() if words.take("LIKE") else None
    current = session.connection.database
    databases = [current] if current else sorted(session.databases())
    if words.take("IN ACCOUNT"):
        databases = sorted(session.databases())
    elif words.take_any("IN DATABASE", "IN"):
        databases = [words.name()]
        session.require_container((databases[0],))
    beginning, limit = _rest(words)
    names = [
        name
        for database in databases
        for name in [*_visible(session, "SCHEMA", session.schemas(database)), (database, "INFORMATION_SCHEMA")]
        if session.is_like(name[1], like) and name[1].startswith(beginning)
    ]
    return session.table(
        ("created_on", "name", "kind", "database_name", "schema_name"),
        [("1970-01-01 00:00:00", schema, "", database, "") for database, schema in sorted(names)[:limit]],
    )


def _visible(session: Session, kind: str, names: list[Name]) -> list[Name]:
    if session.role in _SEE_ALL:
        return names
    active = session.account.active_roles(session.role)
    seen = {grant.name for grant in session.account.grants if grant.kind == kind and grant.grantee in active}
    return [name for name in names if name in seen]


def _rest(words: Words) -> tuple[str, int | None]:
    beginning = words.string() if words.take("STARTS WITH") else ""
    limit = int(words.value()) if words.take("LIMIT") else None
    words.end()
    return beginning, limit


def _owner(session: Session, name: str) -> str:
    return session.account.grants.owner("DATABASE", (name,))


HANDLERS = {
    "SHOW DATABASES": show,
    "SHOW TERSE DATABASES": show,
    "SHOW SCHEMAS": show_schemas,
    "SHOW TERSE SCHEMAS": show_schemas,
}
