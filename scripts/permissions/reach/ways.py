"""Every way in which a role or user comes to an object or sees a masked column in clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from scripts.core.errors import EdpError
from scripts.permissions.access import BUILDERS, Access, Patterns, Privilege, Relation


@dataclass(frozen=True)
class Subject:
    """A role or a user of a permissions file.

    Attributes:
        kind: role or user.
        name: in lower case.
        starts: the roles every path begins with: the role itself, or those the user is given.
    """

    kind: Literal["role", "user"]
    name: str
    starts: tuple[str, ...]

    def __str__(self) -> str:
        """E.g. `user datwood`."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, order=True)
class Way:
    """A path of memberships and the privilege its last role holds."""

    path: tuple[str, ...]
    privilege: Privilege


def find_subject(access: Access, name: str) -> Subject:
    """The user of a name, or else the role.

    Raises:
        EdpError: there is neither.
    """
    name = name.lower()
    if name in access.users:
        return Subject("user", name, access.granted_to(name))
    if name in access.roles:
        return Subject("role", name, (name,))
    near = get_close_matches(name, sorted({*access.users, *access.roles}), n=1, cutoff=0.75)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise EdpError(f"there is no role or user {name} in the permissions file{hint}")


def roles_of(access: Access, subject: Subject) -> list[str]:
    """Every role a subject is or inherits from, sorted."""
    return sorted(frozenset().union(*(access.roles_of(role) for role in subject.starts)))


def paths(access: Access, subject: Subject, target: str) -> list[tuple[str, ...]]:
    """Every path of memberships from a subject to a role, sorted, none with a role twice.

    For a user who is also given the role of another of its paths, both stand here: either alone is enough.
    """
    return sorted({path for start in subject.starts for path in access.paths(start, target)})


def ways(access: Access, subject: Subject, parts: tuple[str, ...]) -> list[Way]:
    """Every way to use a database, use a schema or read a table.

    Args:
        access: the answers of the permissions file.
        subject: whose access.
        parts: one to three parts, in lower case.
    """
    kind = ("database", "schema", "table")[len(parts) - 1]
    found = []
    for role in roles_of(access, subject):
        held = [each for each in access.privileges(role) if each.kind == kind and parts in Patterns([each.name])]
        if held:
            found += [Way(path, each) for path in paths(access, subject, role) for each in held]
    return sorted(found)


def needed(access: Access, parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What access to an object takes: the object, and the usage of the database and schema around it."""
    for count in range(1, len(parts) + 1):
        if count == 1 or not access.is_shared(parts[0]):
            yield parts[:count]


def clear_paths(
    access: Access, subject: Subject, policy: str, relation: Relation | None = None
) -> list[tuple[str, ...]]:
    """Every path by which a subject sees the columns of a masking role in clear; empty when they are masked.

    A path ends with the masking role. For a user it may also end with a role that builds the warehouse, which sees
    clear values while the user acts as it.

    Args:
        access: the answers of the permissions file.
        subject: whose access.
        policy: the masking role.
        relation: the table; who acts as a builder must be able to read it as that.
    """
    builders = BUILDERS if subject.kind == "user" else BUILDERS.intersection(subject.starts)
    acting = {builder for builder in builders if relation is None or access.may_read(builder, *relation)}
    targets = {policy.lower(), *acting}
    return sorted({path for target in targets for path in paths(access, subject, target)})
