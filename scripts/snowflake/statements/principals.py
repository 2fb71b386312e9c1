"""Roles, users and warehouses: created, changed, dropped, listed, used."""

from __future__ import annotations

from dataclasses import replace

from scripts.snowflake.errors import compilation_error, exists_already, missing
from scripts.snowflake.session import DONE, Rows, Session, said
from scripts.snowflake.words import Words

_KINDS = ("ROLE", "USER", "WAREHOUSE")
_USER_COLUMNS = (
    "name",
    "created_on",
    "login_name",
    "display_name",
    "first_name",
    "last_name",
    "email",
    "comment",
    "disabled",
    "default_warehouse",
    "default_role",
    "type",
)


def create(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] ROLE|USER|WAREHOUSE [IF NOT EXISTS] name [WITH] key = value ..."""
    words.need("CREATE")
    replace = words.take("OR REPLACE")
    kind = words.need_any(*_KINDS)
    if_not_exists = words.take("IF NOT EXISTS")
    name = words.name()
    words.take("WITH")
    properties = words.properties()
    words.end()
    session.require_administrator(f"CREATE {kind}")
    known = _known(session, kind)
    if name in known and not replace:
        if if_not_exists:
            return said(f"{name} already exists, statement succeeded.")
        raise exists_already(name)
    if kind == "ROLE":
        session.account.roles.add(name)
    elif kind == "USER":
        session.account.users[name] = properties
    else:
        session.account.warehouses[name] = properties
    return said(f"{kind.title()} {name} successfully created.")


def drop(session: Session, words: Words) -> Rows | None:
    """DROP ROLE|USER|WAREHOUSE [IF EXISTS] name; its grants go with it."""
    words.need("DROP")
    kind = words.need_any(*_KINDS)
    if_exists = words.take("IF EXISTS")
    name = words.name()
    words.end()
    account = session.account
    session.require_administrator(f"CREATE {kind}")
    if name not in _known(session, kind):
        if if_exists:
            return said(f"Drop statement executed successfully ({name} already dropped).")
        raise missing(kind.title(), name)
    account.roles.discard(name) if kind == "ROLE" else _table(session, kind).pop(name)
    # what a dropped role owned belongs to the role that dropped it
    owned = [
        each for each in account.grants if (each.privilege, each.grantee) == ("OWNERSHIP", name) and kind == "ROLE"
    ]
    account.grants |= {replace(each, grantee=session.role) for each in owned}
    account.grants.forget(kind, (name,))
    for held in (account.grants, account.future_grants):
        held -= {each for each in held if (each.grantee_kind, each.grantee) == (kind, name)}
    return said(f"{name} successfully dropped.")


def alter(session: Session, words: Words) -> Rows | None:
    """ALTER USER|WAREHOUSE [IF EXISTS] name SET key = value ... | RESUME [IF SUSPENDED] | SUSPEND."""
    words.need("ALTER")
    kind = words.need_any("USER", "WAREHOUSE")
    words.take("IF EXISTS")
    name = words.name()
    if name not in _known(session, kind):
        raise missing(kind.title(), name)
    if kind == "WAREHOUSE" and words.take_any("RESUME IF SUSPENDED", "RESUME", "SUSPEND", "ABORT ALL QUERIES"):
        words.end()
        return DONE
    session.require_administrator(f"MANAGE {kind}")
    words.need("SET")
    _table(session, kind)[name].update(words.properties())
    words.end()
    return DONE


def show(session: Session, words: Words) -> Rows | None:
    """SHOW [TERSE] ROLES|USERS|WAREHOUSES [LIKE pattern] [LIMIT n]."""
    words.need("SHOW")
    words.take("TERSE")
    kind = words.need_any("ROLES", "USERS", "WAREHOUSES")[:-1]
    like = words.string() if words.take("LIKE") else None
    if words.take("LIMIT"):
        words.value()
    words.end()
    names = [name for name in sorted(_known(session, kind)) if session.is_like(name, like)]
    if kind == "WAREHOUSE":
        warehouses = session.account.warehouses
        return session.table(
            ("name", "state", "type", "size", "auto_suspend"),
            [
                (
                    name,
                    "STARTED",
                    "STANDARD",
                    warehouses[name].get("WAREHOUSE_SIZE", "X-SMALL"),
                    warehouses[name].get("AUTO_SUSPEND", "60"),
                )
                for name in names
            ],
        )
    if kind == "USER":
        return session.table(_USER_COLUMNS, [_user_row(name, session.account.users[name]) for name in names])
    return session.table(
        ("created_on", "name", "owner", "comment"), [("1970-01-01 00:00:00", name, "", "") for name in names]
    )


def _user_row(name: str, properties: dict[str, str]) -> tuple[str, ...]:
    defaults = {"CREATED_ON": "1970-01-01 00:00:00", "NAME": name, "DISABLED": "false"}
    spoken = {**properties, "DISABLED": properties.get("DISABLED", "false").lower(), "NAME": name}
    return tuple(spoken.get(column.upper(), defaults.get(column.upper(), "")) for column in _USER_COLUMNS)


def use(session: Session, words: Words) -> Rows | None:
    """USE ROLE|WAREHOUSE name, USE SECONDARY ROLES ALL|NONE. A role must have been granted to the user."""
    words.need("USE")
    if words.take("SECONDARY ROLES"):
        if words.need_any("ALL", "NONE") == "ALL":
            raise compilation_error("secondary roles are not used by this account", 3001)
        words.end()
        return DONE
    kind = words.need_any("ROLE", "WAREHOUSE")
    name = words.name()
    words.end()
    if kind == "ROLE":
        session.use_role(name)
    elif name not in session.account.warehouses:
        raise missing("Warehouse", name)
    else:
        session.warehouse = name
    return DONE


def _known(session: Session, kind: str) -> set[str]:
    return session.account.roles if kind == "ROLE" else set(_table(session, kind))


def _table(session: Session, kind: str) -> dict[str, dict[str, str]]:
    return session.account.users if kind == "USER" else session.account.warehouses


HANDLERS = {
    **{f"CREATE {kind}": create for kind in _KINDS},
    **{f"CREATE OR REPLACE {kind}": create for kind in _KINDS},
    **{f"DROP {kind}": drop for kind in _KINDS},
    "ALTER USER": alter,
    "ALTER WAREHOUSE": alter,
    **{f"SHOW {kind}S": show for kind in _KINDS},
    **{f"SHOW TERSE {kind}S": show for kind in _KINDS},
    "USE ROLE": use,
    "USE WAREHOUSE": use,
    "USE SECONDARY": use,
}
