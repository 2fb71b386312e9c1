"""Parameters of sessions and objects; the one that matters most is how long time travel reaches back."""

from __future__ import annotations

from scripts.snowflake.account import RETENTION
from scripts.snowflake.errors import compilation_error, missing
from scripts.snowflake.grants import Name
from scripts.snowflake.session import DONE, Rows, Session
from scripts.snowflake.words import Words

SESSION_PARAMETERS = {"QUERY_TAG": "", "TIMEZONE": "UTC", "STATEMENT_TIMEOUT_IN_SECONDS": "172800"}
OBJECT_PARAMETERS = {RETENTION, "MAX_DATA_EXTENSION_TIME_IN_DAYS", "COMMENT", "CHANGE_TRACKING"}
_SIZES = {"ACCOUNT": 0, "DATABASE": 1, "SCHEMA": 2, "TABLE": 3, "DYNAMIC TABLE": 3}


def alter_session(session: Session, words: Words) -> Rows | None:
    """ALTER SESSION SET key = value ... | UNSET key, ..."""
    words.need("ALTER SESSION")
    if words.take("UNSET"):
        while not words.done:
            session.parameters.pop(words.name(), None)
            words.take(",")
        return DONE
    words.need("SET")
    for key, value in words.properties().items():
        if key not in SESSION_PARAMETERS:
            raise compilation_error(f"invalid parameter '{key}'", 1006)
        if key == "TIMEZONE":
            session.duck(f"SET TimeZone = {session.quoted(value)}")
        session.parameters[key] = value
    return DONE


def alter_object(session: Session, words: Words) -> Rows | None:
    """ALTER TABLE|SCHEMA|DATABASE|ACCOUNT name SET|UNSET DATA_RETENTION_TIME_IN_DAYS [= days]."""
    words.need("ALTER")
    kind = words.need_any("DYNAMIC TABLE", "ACCOUNT", "DATABASE", "SCHEMA", "TABLE")
    words.take("IF EXISTS")
    name: Name = () if kind == "ACCOUNT" else session.name(words.path(), _SIZES[kind])
    operation = words.take_any("SET", "UNSET")
    if not operation or words.peek() not in OBJECT_PARAMETERS:
        return None
    if _SIZES[kind] == 3:
        session.owned(name, kind)
    elif kind == "ACCOUNT":
        session.require_administrator("MANAGE ACCOUNT")
    else:
        session.require_container(name)
        if not session.account.holds(session.role, kind, name):
            raise missing(kind.title(), ".".join(name))
    if operation == "UNSET":
        session.account.parameters.pop((name, words.name()), None)
        words.end()
        return DONE
    properties = words.properties()
    words.end()
    for key, value in properties.items():
        if key not in OBJECT_PARAMETERS:
            raise compilation_error(f"invalid parameter '{key}'", 1006)
        if key == RETENTION:
            _check_days(session, name, value)
        session.account.parameters[name, key] = value
    return DONE


def _check_days(session: Session, name: Name, days: str) -> None:
    relation = session.account.relations.get(name)
    longest = 1 if relation is not None and relation.kind in ("TRANSIENT", "TEMPORARY") else 90
    if not days.isdigit() or int(days) > longest:
        raise compilation_error(f"invalid value [{days}] for parameter '{RETENTION}'", 1008, "22023")


def show_parameters(session: Session, words: Words) -> Rows | None:
    """SHOW PARAMETERS [LIKE pattern] [IN|FOR SESSION | ACCOUNT | DATABASE|SCHEMA|TABLE name]."""
    words.need("SHOW PARAMETERS")
    like = words.string() if words.take("LIKE") else None
    kind = words.need_any("SESSION", *_SIZES) if words.take_any("IN", "FOR") else "SESSION"
    if kind == "SESSION":
        values = {**SESSION_PARAMETERS, **session.parameters}
    else:
        name: Name = () if kind == "ACCOUNT" else session.name(words.path(), _SIZES[kind])
        if _SIZES[kind] == 3:
            session.account.relation(name, kind)
        own = {key: value for (owner, key), value in session.account.parameters.items() if owner == name}
        values = {**own, RETENTION: str(session.account.retention(name))}
    words.end()
    return session.table(
        ("key", "value", "default", "level", "description", "type"),
        [(key, value, "", kind, "", "STRING") for key, value in values.items() if session.is_like(key, like)],
    )


HANDLERS = {
    "ALTER SESSION": alter_session,
    "ALTER TABLE": alter_object,
    "ALTER DYNAMIC TABLE": alter_object,
    "ALTER SCHEMA": alter_object,
    "ALTER DATABASE": alter_object,
    "ALTER ACCOUNT": alter_object,
    "SHOW PARAMETERS": show_parameters,
}
