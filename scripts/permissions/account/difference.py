"""From what an account grants to what the permissions file wants: the statements, in an order that is safe.

First what must exist, then ownership, then grants, and revokes last: whoever keeps access another way never loses it
in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scripts.permissions.account.state import SYSTEM_ROLES, AccountDatabase, AccountUser, Grant, State, changed
from scripts.permissions.account.statements import (
    Statement,
    create_database,
    create_role,
    create_user,
    create_warehouse,
    disable_user,
    enable_user,
    grant_statements,
    resize_warehouse,
    revoke_statements,
    with_roles,
)
from scripts.permissions.account.wanted import Wanted, wanted
from scripts.permissions.file import PermissionsFile, User
from scripts.permissions.privileges import OWNERSHIP


@dataclass(frozen=True)
class Difference:
    """A change of an account.

    Attributes:
        statements: in the order they are to be run.
        after: the account when all of them have been.
        notes: what was left alone, and why.
    """

    statements: tuple[Statement, ...]
    after: State
    notes: tuple[str, ...]


def difference(permissions: PermissionsFile, state: State) -> Difference:
    """Compare a permissions file with an account.

    Raises:
        EdpError: the file contradicts itself, see `wanted`.
    """
    made = _with_created(permissions, state)
    want = wanted(permissions, made)
    shared = want.shared
    created = _creations(permissions, want, state)
    add, remove = _changes(want, made)
    users = {
        name: replace(user, disabled=not want.users.get(name, not user.disabled)) for name, user in made.users.items()
    }
    after = replace(
        made,
        users=users,
        warehouses={**made.warehouses, **want.warehouses},
        grants=changed(made, add, remove),
    )
    statements = (
        *created,
        *_alterations(want, made),
        # a schema or database has one role that will own what comes, and it has to be free first
        *revoke_statements([each for each in remove if each.privilege == OWNERSHIP], made, want.grants, shared),
        *grant_statements(add, made, want.grants, shared),
        *(disable_user(name) for name in sorted(users) if users[name].disabled and not made.users[name].disabled),
        *revoke_statements([each for each in remove if each.privilege != OWNERSHIP], made, want.grants, shared),
    )
    return Difference(with_roles(statements), after, tuple(_notes(want, state)))


def _with_created(permissions: PermissionsFile, state: State) -> State:
    """The account once everything the file names, other than schemas and tables, exists."""
    databases = {name.lower(): each for name, each in permissions.databases.items()}
    own = {name for name, each in databases.items() if not each.shared} - set(state.databases)
    users = {
        name.lower(): AccountUser(disabled=not user.can_login, type=(user.type or "").lower())
        for name, user in permissions.users.items()
    }
    return replace(
        state,
        roles=state.roles | {name.lower() for name in permissions.roles},
        users={**users, **state.users},
        databases={**state.databases, **{name: AccountDatabase() for name in own}},
        warehouses={
            **{name.lower(): each.size.lower() for name, each in permissions.warehouses.items()},
            **state.warehouses,
        },
    )


def _creations(permissions: PermissionsFile, want: Wanted, state: State) -> list[Statement]:
    found = [
        create_warehouse(name, want.warehouses[name]) for name in sorted(set(want.warehouses) - set(state.warehouses))
    ]
    for name in sorted(want.databases - set(state.databases)):
        found += create_database(name)
    found += [create_role(name) for name in sorted(want.roles - state.roles - SYSTEM_ROLES)]
    settings = {name.lower(): user for name, user in permissions.users.items()}
    for name in sorted(set(want.users) - set(state.users)):
        found.append(create_user(name, user_properties(name, settings[name]), disabled=not want.users[name]))
    return found


def user_properties(name: str, user: User) -> dict[str, str]:
    """What the file says of a user, as properties of Snowflake; the role of its name is the one it begins with.

    Names of objects are in capitals, as Snowflake stores them: it compares these texts by every character.
    """
    role = user.default_role or (name if name in user.member_of else None)
    spoken = {
        "LOGIN_NAME": user.email,
        "DISPLAY_NAME": user.display_name,
        "FIRST_NAME": user.first_name,
        "LAST_NAME": user.last_name,
        "EMAIL": user.email,
        "DEFAULT_WAREHOUSE": user.default_warehouse and user.default_warehouse.upper(),
        "DEFAULT_ROLE": role and role.upper(),
        "TYPE": user.type and user.type.upper(),
    }
    return {key: value for key, value in spoken.items() if value is not None}


def _alterations(want: Wanted, made: State) -> list[Statement]:
    resized = [name for name, size in sorted(want.warehouses.items()) if made.warehouses[name] != size]
    enabled = [name for name, login in sorted(want.users.items()) if login and made.users[name].disabled]
    return [
        *(resize_warehouse(name, want.warehouses[name]) for name in resized),
        *(enable_user(name) for name in enabled),
    ]


def _changes(want: Wanted, made: State) -> tuple[set[Grant], set[Grant]]:
    """What to add and what to remove. Ownership is never removed: an object has an owner, so it only moves."""
    add = set(want.grants - made.grants)
    managed = want.roles - SYSTEM_ROLES
    remove = {
        grant
        for grant in made.grants - want.grants
        if (grant.grantee in (managed if grant.grantee_kind == "role" else want.users))
        and (grant.future or grant.privilege != OWNERSHIP)
        and _is_managed(grant, want)
    }
    return add, remove


def _is_managed(grant: Grant, want: Wanted) -> bool:
    """Whether a grant is one a permissions file could have made, on something it speaks of."""
    name = grant.name[0]
    if grant.kind == "role":
        return grant.privilege == "USAGE"
    if grant.kind == "integration":
        return name in want.integrations and grant.privilege == "USAGE"
    if grant.kind == "warehouse":
        return True
    return name in want.databases or (name in want.shared and grant.kind == "database")


def _notes(want: Wanted, state: State) -> list[str]:
    """What the plan leaves alone."""
    foreign = sorted(
        {
            grant.name[0]
            for grant in state.grants
            if grant.grantee in want.roles
            and grant.kind not in ("role", "warehouse", "integration")
            and grant.name[0] not in want.databases | want.shared
        }
    )
    users = sorted(set(state.users) - set(want.users))
    owned = {(grant.kind, grant.name) for grant in want.grants if grant.privilege == OWNERSHIP}
    loose = sorted(
        (name, owner)
        for (kind, name), owner in state.owners.items()
        if owner in want.roles - SYSTEM_ROLES and (kind, name) not in owned and name[0] in want.databases
    )
    return [
        *([f"not in the account yet, granted when it is: {', '.join(want.waiting)}"] if want.waiting else []),
        *(f"database {name} is not in the file; grants on it are left alone" for name in foreign),
        *(f"user {name} is not in the file and left alone; see `edp permissions cleanup`" for name in users),
        *(f"{'.'.join(name)} is owned by {owner}, which the file does not say" for name, owner in loose),
        *(f"{name} needs quotes on Snowflake, so no file can name it; left alone" for name in sorted(state.unread)),
    ]
