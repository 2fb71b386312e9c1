"""The SQL that gives a person a Snowflake user, a role and, where the file says so, databases.

The order is the documented one (Data Team Platform, "Managing Roles for Snowflake"): user, role, the role to the user;
then each database: created, granted, and at last owned by the person's role.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.core.errors import EdpError
from scripts.core.sql import identifier
from scripts.permissions.account.difference import user_properties
from scripts.permissions.account.state import State, membership
from scripts.permissions.account.statements import (
    Statement,
    create_database,
    create_role,
    create_user,
    enable_user,
    own_database,
)
from scripts.permissions.file import PermissionsFile, User
from scripts.permissions.people.templates import personal_databases
from scripts.permissions.privileges import WRITE

DEFAULT_WAREHOUSE = "dev_xs"
"""What everybody begins with (Data Team Platform, "Snowflake Analyst")."""


def plan_provisioning(
    names: Sequence[str], listed: Sequence[str], permissions: PermissionsFile, state: State, domain: str
) -> list[Statement]:
    """What is missing of the users, roles and databases of some people.

    Args:
        names: whom it is about.
        listed: the list of people; only they get a user.
        permissions: the permissions file; it says who has databases.
        state: the account.
        domain: what follows the @ of everybody's address; a user name is what stands before it.

    Raises:
        EdpError: somebody is not listed.
    """
    if strangers := sorted(set(names) - set(listed)):
        raise EdpError(f"{', '.join(strangers)}: not in snowflake_users.yml; add the name there first")
    found: list[Statement] = []
    for name in sorted(set(names)):
        found += _user(name, permissions, state, domain)
        if name not in state.roles:
            found.append(create_role(name))
        if membership(name, name, "user") not in state.grants:
            found.append(Statement("grant", f"GRANT ROLE {identifier(name)} TO USER {identifier(name)}"))
        own = {database.lower() for database in permissions.databases} - set(state.databases)
        for database in sorted(own.intersection(personal_databases(name))):
            found += _database(database, name)
    return found


def _user(name: str, permissions: PermissionsFile, state: State, domain: str) -> list[Statement]:
    settings = permissions.users.get(name, User())
    if name in state.users:
        return [enable_user(name, "")] if state.users[name].disabled and settings.can_login else []
    address = f"{name}@{domain}"
    defaults = {
        "LOGIN_NAME": address,
        "DISPLAY_NAME": name,
        "EMAIL": address,
        "DEFAULT_WAREHOUSE": DEFAULT_WAREHOUSE.upper(),
        "DEFAULT_ROLE": name.upper(),
        "TYPE": "PERSON",
    }
    return [create_user(name, {**defaults, **user_properties(name, settings)}, disabled=not settings.can_login)]


def _database(database: str, role: str) -> list[Statement]:
    granted = f"GRANT {', '.join(WRITE['database'])} ON DATABASE {identifier(database)} TO ROLE {identifier(role)}"
    return [*create_database(database), Statement("grant", granted), own_database(database, role)]
