"""GRANT, REVOKE and SHOW GRANTS: on objects, on all or all future objects of a container, of roles, of ownership."""

from __future__ import annotations

from scripts.snowflake.account import Account
from scripts.snowflake.errors import missing
from scripts.snowflake.grants import Grant, Name
from scripts.snowflake.session import DONE, Rows, Session
from scripts.snowflake.words import Words

_PLURAL = {
    "TABLES": "TABLE",
    "VIEWS": "VIEW",
    "SCHEMAS": "SCHEMA",
    "DYNAMIC TABLES": "DYNAMIC TABLE",
    "STAGES": "STAGE",
    "FUNCTIONS": "FUNCTION",
    "PROCEDURES": "PROCEDURE",
    "FILE FORMATS": "FILE FORMAT",
    "SEQUENCES": "SEQUENCE",
}
_SINGULAR = (
    "DYNAMIC TABLE",
    "MASKING POLICY",
    "ROW ACCESS POLICY",
    "FILE FORMAT",
    "TABLE",
    "VIEW",
    "SCHEMA",
    "DATABASE",
    "WAREHOUSE",
    "INTEGRATION",
    "STAGE",
    "USER",
)
_SIZES = {"DATABASE": 1, "WAREHOUSE": 1, "INTEGRATION": 1, "USER": 1, "ROLE": 1, "SCHEMA": 2}
_COLUMNS = (
    "created_on",
    "privilege",
    "granted_on",
    "name",
    "granted_to",
    "grantee_name",
    "grant_option",
    "granted_by",
)
# SHOW FUTURE GRANTS names two of the columns otherwise
_FUTURE_COLUMNS = {"granted_on": "grant_on", "granted_to": "grant_to"}


def grant(session: Session, words: Words) -> Rows | None:
    """GRANT privileges ON object TO ROLE name, GRANT ROLE name TO ROLE|USER name."""
    words.need("GRANT")
    if words.take("ROLE"):
        _change_membership(session, words, add=True)
        return DONE
    grants, future = _read_grants(session, words, "TO")
    words.take_any("WITH GRANT OPTION", "REVOKE CURRENT GRANTS", "COPY CURRENT GRANTS")
    words.end()
    account = session.account
    for new in grants:
        (account.future_grants if future else account.grants).add(new)
    return DONE


def revoke(session: Session, words: Words) -> Rows | None:
    """REVOKE privileges ON object FROM ROLE name, REVOKE ROLE name FROM ROLE|USER name."""
    words.need("REVOKE")
    words.take("GRANT OPTION FOR")
    if words.take("ROLE"):
        _change_membership(session, words, add=False)
        return DONE
    grants, future = _read_grants(session, words, "FROM")
    words.take_any("CASCADE", "RESTRICT")
    words.end()
    held = session.account.future_grants if future else session.account.grants
    held -= set(grants)
    return DONE


def _change_membership(session: Session, words: Words, *, add: bool) -> None:
    role = words.name()
    words.need("TO" if add else "FROM")
    kind = words.need_any("ROLE", "USER")
    grantee = words.name()
    words.end()
    account = session.account
    _require_role(account, role)
    _require_grantee(account, kind, grantee)
    session.require_administrator("MANAGE GRANTS")
    membership = Grant("USAGE", "ROLE", (role,), kind, grantee)
    if add:
        account.grants.add(membership)
    else:
        account.grants.discard(membership)


def _read_grants(session: Session, words: Words, link: str) -> tuple[list[Grant], bool]:
    privileges = [_privilege(words)]
    while words.take(","):
        privileges.append(_privilege(words))
    words.need("ON")
    future = False
    if words.take("ACCOUNT"):
        objects: list[tuple[str, Name]] = [("ACCOUNT", ())]
    elif scope := words.take_any("ALL", "FUTURE"):
        future = scope == "FUTURE"
        kind = _PLURAL[words.need_any(*_PLURAL)]
        words.need("IN")
        container_kind = words.need_any("SCHEMA", "DATABASE")
        container = session.name(words.path(), _SIZES[container_kind])
        session.require_container(container)
        objects = [(kind, container)] if future else session.objects(container, kind)
    else:
        kind = words.take_any(*_SINGULAR) or "TABLE"
        name = session.name(words.path(), _SIZES.get(kind, 3))
        objects = [(session.require_object(kind, name), name)]
    words.need(link)
    words.take("ROLE")
    role = words.name()
    _require_role(session.account, role)
    _require_grantor(session, objects, future=future)
    grants = [Grant(privilege, kind, name, "ROLE", role) for kind, name in objects for privilege in privileges]
    return grants, future


def _require_grantor(session: Session, objects: list[tuple[str, Name]], *, future: bool) -> None:
    """Only the owner of an object gives rights on it, and only who manages grants gives future ones."""
    for kind, name in objects:
        if kind == "ACCOUNT" or future or not session.account.holds(session.role, kind, name):
            session.require_administrator("MANAGE GRANTS")


def _privilege(words: Words) -> str:
    spoken = [words.name()]
    while words.peek() not in ("ON", ",", ""):
        spoken.append(words.name())
    privilege = " ".join(spoken)
    # what is imported from a share is listed as the usage of its database
    return {"ALL PRIVILEGES": "ALL", "IMPORTED PRIVILEGES": "USAGE"}.get(privilege, privilege)


def _require_role(account: Account, name: str) -> None:
    if name not in account.roles:
        raise missing("Role", name)


def _require_grantee(account: Account, kind: str, name: str) -> None:
    if name not in (account.roles if kind == "ROLE" else account.users):
        raise missing(kind.title(), name)


def show_grants(session: Session, words: Words) -> Rows | None:
    """SHOW GRANTS [ON kind name | TO ROLE|USER name | OF ROLE name], SHOW FUTURE GRANTS IN kind name | TO ROLE name."""
    words.need("SHOW")
    future = words.take("FUTURE")
    words.need("GRANTS")
    link = words.take_any("ON", "TO", "OF", "IN")
    held = session.account.future_grants if future else session.account.grants
    if not link:
        return _shown(session, [each for each in held if (each.grantee_kind, each.grantee) == ("ROLE", session.role)])
    kind = words.take_any("ACCOUNT", *_SINGULAR, "ROLE")
    name = () if kind == "ACCOUNT" else session.name(words.path(), _SIZES.get(kind, 3) if kind else 1)
    words.end()
    if link == "TO":
        grantee = (kind or "ROLE", name[0])
        _require_grantee(session.account, *grantee)
        mine = [each for each in held if (each.grantee_kind, each.grantee) == grantee]
        return _shown_of_user(session, mine) if kind == "USER" else _shown(session, mine, future=future)
    if link == "OF":
        return _shown(session, [each for each in held if each.kind == "ROLE" and each.name == name])
    return _shown(session, [each for each in held if each.name == name and each.kind != "ROLE"], future=future)


def _shown(session: Session, grants: list[Grant], *, future: bool = False) -> Rows:
    columns = tuple(_FUTURE_COLUMNS.get(column, column) for column in _COLUMNS) if future else _COLUMNS
    rows = [
        (
            "1970-01-01 00:00:00",
            each.privilege,
            each.kind.replace(" ", "_"),
            ".".join((*each.name, f"<{each.kind.replace(' ', '_')}>") if future else each.name),
            each.grantee_kind,
            each.grantee,
            "false",
            "",
        )
        for each in _ordered(grants)
    ]
    return session.table(columns, rows)


def _shown_of_user(session: Session, grants: list[Grant]) -> Rows:
    # a user is granted nothing but roles, and Snowflake answers with other columns
    rows = [("1970-01-01 00:00:00", each.name[0], "USER", each.grantee, "") for each in _ordered(grants)]
    return session.table(("created_on", "role", "granted_to", "grantee_name", "granted_by"), rows)


def _ordered(grants: list[Grant]) -> list[Grant]:
    return sorted(grants, key=lambda each: (each.kind, each.name, each.privilege, each.grantee))


HANDLERS = {
    "GRANT": grant,
    "REVOKE": revoke,
    "SHOW GRANTS": show_grants,
    "SHOW FUTURE GRANTS": show_grants,
}
