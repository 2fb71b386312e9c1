"""The SQL that takes a person's Snowflake user away: disabled first, dropped days later, and never a system's.

A disabled user stays for a while as the record of when access ended (Data Team Platform, "Managing Roles for
Snowflake"); the day is kept in its comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES
from scripts.permissions.account.state import SERVICE_TYPES, State
from scripts.permissions.account.statements import Statement, disable_user, drop, drop_database
from scripts.permissions.file import PermissionsFile
from scripts.permissions.people.listing import service_accounts
from scripts.permissions.people.templates import personal_databases

_COMMENT = "deprovisioned on "
_DATED = re.compile(rf"{_COMMENT}(\d{{4}}-\d{{2}}-\d{{2}})")
_OF_SNOWFLAKE = "snowflake"


@dataclass(frozen=True)
class Limits:
    """How much one run may remove.

    Attributes:
        drop_after: days between disabling and dropping a user.
        users: users that are disabled or dropped at most.
        share: the same as a share of the account's people, from 0 to 1; one is always allowed.
        databases: databases that are dropped at most.
    """

    drop_after: int = 30
    users: int = 10
    share: float = 0.2
    databases: int = 20


@dataclass(frozen=True)
class Removal:
    """Statements in order, and what is not removed yet and why."""

    statements: tuple[Statement, ...]
    notes: tuple[str, ...]


def plan_deprovisioning(
    names: Iterable[str], permissions: PermissionsFile, state: State, today: date, limits: Limits
) -> Removal:
    """Disable the users of people who left; drop those who were disabled long enough ago.

    Args:
        names: whom it is about.
        permissions: the permissions file; who is in it still belongs to the account.
        state: the account.
        today: the day that is written down and counted from.
        limits: see `Limits`.

    Raises:
        EdpError: somebody is a service account or still in the file, or more would be removed than allowed.
    """
    names = sorted(set(names))
    for name in names:
        if is_service(name, permissions, state):
            raise EdpError(f"{name} is a service account; it is never removed by this command")
        if name in _known(permissions):
            raise EdpError(f"{name} is still in the permissions file; remove it with `edp permissions users`")
    return _removal(names, permissions, state, today, limits)


def plan_cleanup(
    permissions: PermissionsFile, state: State, today: date, limits: Limits, pattern: str, older_than: int
) -> Removal:
    """Remove what the permissions file does not know: people's users, and old copies of databases.

    Args:
        permissions: the file.
        state: the account.
        today: the day it is done.
        limits: see `Limits`.
        pattern: regular expression a database's whole name must fit, so that only copies are dropped.
        older_than: days a database must have existed.

    Raises:
        EdpError: the pattern is no regular expression, or more would be removed than allowed.
    """
    unknown = sorted(set(state.users) - _known(permissions) - {_OF_SNOWFLAKE})
    services = [name for name in unknown if is_service(name, permissions, state)]
    removal = _removal([name for name in unknown if name not in services], permissions, state, today, limits)
    copies = _old_copies(permissions, state, today, pattern, older_than)
    if len(copies) > limits.databases:
        raise EdpError(f"{len(copies)} databases would be dropped, more than --max-databases {limits.databases}")
    drops = [each for name in copies for each in _drop_database(name, state)]
    kept = [
        f"user {name} is a service account that the permissions file does not name; left alone" for name in services
    ]
    return Removal((*removal.statements, *drops), (*removal.notes, *kept))


def is_service(name: str, permissions: PermissionsFile, state: State) -> bool:
    """Whether the file or the account says that a user is a system."""
    user = state.users.get(name)
    return name in service_accounts(permissions) or (user is not None and user.type in SERVICE_TYPES)


def _known(permissions: PermissionsFile) -> set[str]:
    return {name.lower() for name in permissions.users}


def _removal(names: list[str], permissions: PermissionsFile, state: State, today: date, limits: Limits) -> Removal:
    statements: list[Statement] = []
    notes: list[str] = []
    touched = 0
    for name in names:
        if name not in state.users:
            notes.append(f"{name} has no user")
            continue
        since = _disabled_on(name, state)
        if since is None:
            statements.append(disable_user(name, f"{_COMMENT}{today}"))
            touched += 1
        elif today - since >= timedelta(days=limits.drop_after):
            statements += _drops(name, permissions, state)
            touched += 1
        else:
            notes.append(f"{name} was disabled on {since}, dropped from {since + timedelta(days=limits.drop_after)} on")
    people = sum(not is_service(name, permissions, state) for name in state.users)
    allowed = min(limits.users, max(1, int(limits.share * people)))
    if touched > allowed:
        raise EdpError(
            f"{touched} of {people} people would lose their user, more than the {allowed} that --max-users "
            f"{limits.users} and --max-share {limits.share} allow; look at the list, or raise them"
        )
    # everybody is disabled before anything is dropped
    return Removal(tuple(sorted(statements, key=lambda each: each.action != "disable")), tuple(notes))


def _disabled_on(name: str, state: State) -> date | None:
    user = state.users[name]
    dated = _DATED.search(user.comment)
    if not user.disabled or dated is None:
        return None
    try:
        return date.fromisoformat(dated[1])
    except ValueError:
        return None


def _drops(name: str, permissions: PermissionsFile, state: State) -> list[Statement]:
    databases = [each for each in personal_databases(name) if each in state.databases]
    own = {database.lower() for database in permissions.databases}
    statements = [statement for each in databases if each not in own for statement in _drop_database(each, state)]
    statements.append(drop("user", name))
    if name in state.roles and name not in {role.lower() for role in permissions.roles}:
        statements.append(drop("role", name))
    return statements


def _drop_database(name: str, state: State) -> list[Statement]:
    return drop_database(name, state.owners.get(("database", (name,))))


def _old_copies(permissions: PermissionsFile, state: State, today: date, pattern: str, older_than: int) -> list[str]:
    try:
        fits = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise EdpError(f"--pattern: {pattern!r} is no regular expression ({error})") from None
    kept = {name.lower() for name in permissions.databases} | set(DATABASES)
    # the databases of somebody who still has a user go with the user
    kept.update(database for name in state.users for database in personal_databases(name))
    return [
        name
        for name, database in sorted(state.databases.items())
        if name not in kept
        and not database.shared
        and fits.fullmatch(name)
        and database.created_on
        and today - date.fromisoformat(database.created_on) >= timedelta(days=older_than)
    ]
