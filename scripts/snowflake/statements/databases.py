"""SHOW DATABASES: those the role has been granted something on."""

from __future__ import annotations

from scripts.snowflake.session import Rows, Session
from scripts.snowflake.words import Words


def show(session: Session, words: Words) -> Rows | None:
    """SHOW [TERSE] DATABASES [LIKE pattern] [IN ACCOUNT] [STARTS WITH text] [LIMIT n]."""
    words.need("SHOW")
    words.take("TERSE")
    words.need("DATABASES")
    like = words.string() if words.take("LIKE") else None
    words.take("IN ACCOUNT")
    beginning = words.string() if words.take("STARTS WITH") else ""
    limit = int(words.value()) if words.take("LIMIT") else None
    words.end()
    account = session.account
    active = account.active_roles(session.role)
    seen = {grant.name[0] for grant in account.grants if grant.kind == "DATABASE" and grant.grantee in active}
    names = [
        name
        for name in sorted(session.databases())
        if (session.is_administrator or name in seen) and session.is_like(name, like) and name.startswith(beginning)
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


def _owner(session: Session, name: str) -> str:
    return next(
        (
            grant.grantee
            for grant in session.account.grants
            if (grant.privilege, grant.kind, grant.name) == ("OWNERSHIP", "DATABASE", (name,))
        ),
        "",
    )


HANDLERS = {"SHOW DATABASES": show, "SHOW TERSE DATABASES": show}
