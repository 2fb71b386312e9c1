"""Reading an account with SHOW statements: the same rows whether they come from the account or from a file.

A recording holds only the columns a plan needs, so it tells who exists and who may do what, and nothing else about
a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.core.errors import EdpError
from scripts.permissions.account.state import AccountDatabase, AccountUser, Grant, Name, State, membership
from scripts.permissions.privileges import RELATION_KINDS

Row = dict[str, str]

_LISTS = {
    "SHOW ROLES": ("name",),
    "SHOW USERS": ("name", "disabled", "comment", "type"),
    "SHOW WAREHOUSES": ("name", "size"),
    "SHOW DATABASES": ("name", "created_on", "origin"),
}
_GRANTED = ("privilege", "granted_on", "name")
_FUTURE = ("privilege", "grant_on", "name")
_OF_USER = ("role",)
_SIZES = {"database": 1, "schema": 2, "warehouse": 1, "integration": 1, "role": 1, **dict.fromkeys(RELATION_KINDS, 3)}
_PART = re.compile(r'"(?:[^"]|"")*"|<[A-Z_ ]+>|[^."<]+')
_PLAIN = re.compile(r"[A-Z_][A-Z0-9_]*")


class Cursor(Protocol):
    """What is needed of a DB-API cursor."""

    @property
    def description(self) -> Any:
        """The columns of the last answer."""

    def execute(self, sql: str) -> Any:
        """Run one statement."""

    def fetchall(self) -> Any:
        """The rows of the last answer."""


class Recording(BaseModel):
    """The answers of an account, by statement."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["edp account 1"] = "edp account 1"
    shows: dict[str, list[Row]]


def record(cursor: Cursor) -> Recording:
    """Ask an account for everything a plan looks at.

    Args:
        cursor: of a session whose role sees every role, user and grant, e.g. SECURITYADMIN.
    """
    shows = {statement: _ask(cursor, statement, columns) for statement, columns in _LISTS.items()}
    more: list[tuple[str, tuple[str, ...]]] = [
        (f"SHOW GRANTS TO USER {user}", _OF_USER) for user in _plain_names(shows["SHOW USERS"])
    ]
    for role in _plain_names(shows["SHOW ROLES"]):
        more += [(f"SHOW GRANTS TO ROLE {role}", _GRANTED), (f"SHOW FUTURE GRANTS TO ROLE {role}", _FUTURE)]
    shows.update((statement, _ask(cursor, statement, columns)) for statement, columns in more)
    return Recording(shows=shows)


def read_recording(path: Path) -> Recording:
    """Read what `edp permissions record` wrote.

    Raises:
        EdpError: the file is missing or is no recording.
    """
    try:
        return Recording.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EdpError(f"{path}: cannot be read ({error.strerror}); write it with `edp permissions record`") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(str(part) for part in first["loc"]) or "the file"
        raise EdpError(f"{path}: {where}: {first['msg']}; write it with `edp permissions record`") from None


def state_of(recording: Recording) -> State:
    """Understand a recording.

    Raises:
        EdpError: an answer is missing or lacks a column.
    """
    lists = {statement: _rows(recording, statement, columns) for statement, columns in _LISTS.items()}
    unread = {row["name"] for rows in lists.values() for row in rows if not _PLAIN.fullmatch(row["name"])}
    users, roles = _plain_names(lists["SHOW USERS"]), _plain_names(lists["SHOW ROLES"])
    grants: set[Grant] = set()
    for role in roles:
        granted = _rows(recording, f"SHOW GRANTS TO ROLE {role}", _GRANTED)
        grants.update(_grants(granted, role, unread, column="granted_on"))
        coming = _rows(recording, f"SHOW FUTURE GRANTS TO ROLE {role}", _FUTURE)
        grants.update(_grants(coming, role, unread, column="grant_on"))
    for user in users:
        rows = _rows(recording, f"SHOW GRANTS TO USER {user}", _OF_USER)
        grants.update(membership(row["role"].lower(), user.lower(), "user") for row in rows)
    return State(
        roles=frozenset(role.lower() for role in roles),
        users={
            row["name"].lower(): AccountUser(row["disabled"].lower() == "true", row["comment"], row["type"].lower())
            for row in lists["SHOW USERS"]
            if row["name"] in users
        },
        databases={
            row["name"].lower(): AccountDatabase(row["created_on"][:10], bool(row["origin"]))
            for row in lists["SHOW DATABASES"]
            if row["name"] not in unread
        },
        warehouses={
            row["name"].lower(): row["size"].lower() for row in lists["SHOW WAREHOUSES"] if row["name"] not in unread
        },
        grants=frozenset(grants),
        unread=frozenset(unread),
    )


def _ask(cursor: Cursor, statement: str, columns: tuple[str, ...]) -> list[Row]:
    cursor.execute(statement)
    heads = [str(column[0]).lower() for column in cursor.description]
    rows = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    kept = [{column: _text(row.get(column)) for column in columns} for row in rows]
    return sorted(kept, key=lambda row: tuple(row.values()))


def _text(value: object) -> str:
    # an account that does not have a property yet has no column for it
    return "" if value is None else str(value)


def _plain_names(rows: list[Row]) -> list[str]:
    """The names a permissions file can write; others need quotes on Snowflake."""
    return [row["name"] for row in rows if _PLAIN.fullmatch(row["name"])]


def _rows(recording: Recording, statement: str, columns: tuple[str, ...]) -> list[Row]:
    if statement not in recording.shows:
        raise EdpError(f"the recording has no answer to `{statement}`; record the account again")
    for row in recording.shows[statement]:
        if lacking := [column for column in columns if column not in row]:
            raise EdpError(f"the recording's answer to `{statement}` lacks the column {lacking[0]}; record again")
    return recording.shows[statement]


def _grants(rows: list[Row], role: str, unread: set[str], *, column: str) -> Iterator[Grant]:
    future = column == "grant_on"
    for row in rows:
        kind = row[column].lower().replace("_", " ")
        if kind not in _SIZES:
            continue
        name = _name(row["name"])
        if name is None or (not future and len(name) != _SIZES[kind]):
            unread.add(row["name"])
        else:
            yield Grant(kind, name, row["privilege"].upper(), role.lower(), future=future)


def _name(text: str) -> Name | None:
    """The parts of a name in lower case; None where one part was made with quotes and is no plain name."""
    parts = [part for part in _PART.findall(text) if not part.startswith("<")]
    plain = [part[1:-1] if part.startswith('"') else part for part in parts]
    return tuple(part.lower() for part in plain) if all(_PLAIN.fullmatch(part) for part in plain) else None
