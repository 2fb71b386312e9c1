"""A permissions file as it is written: entries and names with their lines, read as far as it can be understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.permissions.file import PermissionsFile, members

SECTIONS = ("databases", "warehouses", "integrations", "roles", "users")
KINDS = {"databases": 1, "schemas": 2, "tables": 3}
"""What a role can be granted and own, and how many parts the name of each has."""


@dataclass(frozen=True)
class Name:
    """One name of a list, in lower case, and where it stands."""

    text: str
    file: str
    line: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The name's parts, without the dots."""
        return tuple(self.text.split("."))


@dataclass
class Entry:
    """One database, warehouse, integration, role or user.

    Attributes:
        section: the list it stands in.
        name: in lower case.
        file, line: where its name stands.
        values: texts and flags by key.
        lists: names by path, e.g. `member_of`, `member_of.exclude`, `privileges.tables.read`, `owns.schemas`.
        meta: the notes.
    """

    section: str
    name: str
    file: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Name]] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How findings call it, e.g. `role analyst_core`."""
        return f"{self.section[:-1]} {self.name}"

    def names(self, *paths: str) -> list[Name]:
        """The names of some lists, in order; a missing list has none."""
        return [name for path in paths for name in self.lists.get(path, [])]

    def objects(self, kind: str) -> Iterator[tuple[str, Name]]:
        """Where and what it is granted or owns of one kind: databases, schemas or tables."""
        for path in (f"privileges.{kind}.read", f"privileges.{kind}.write", f"owns.{kind}"):
            for name in self.lists.get(path, []):
                yield path, name


@dataclass
class Spec:
    """The whole file; a name that is defined twice is known by its first entry."""

    file: str
    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {section: {} for section in SECTIONS})

    @property
    def roles(self) -> dict[str, Entry]:
        """The roles by name."""
        return self.entries["roles"]

    @property
    def users(self) -> dict[str, Entry]:
        """The users by name."""
        return self.entries["users"]

    def memberships(self, role: Entry) -> list[str]:
        """The roles a role is directly a member of, defined or not."""
        include = [name.text for name in role.names("member_of")]
        return members(role.name, include, [name.text for name in role.names("member_of.exclude")], list(self.roles))

    def permissions(self) -> PermissionsFile:
        """What the file allows where it can be understood: for questions about who reaches what."""
        roles = {}
        for name, role in self.roles.items():
            lists = {
                path: [each.text for each in names if len(each.parts) == KINDS.get(path.split(".")[1], 0)]
                for path, names in role.lists.items()
                if path.startswith(("privileges.", "owns."))
            }
            roles[name] = {
                "member_of": self.memberships(role),
                "privileges": {
                    kind: {verb: lists.get(f"privileges.{kind}.{verb}", []) for verb in ("read", "write")}
                    for kind in KINDS
                },
                "owns": {kind: lists.get(f"owns.{kind}", []) for kind in KINDS},
            }
        databases = {
            name: {"shared": each.values.get("shared", False)} for name, each in self.entries["databases"].items()
        }
        users = {
            name: {"member_of": [each.text for each in user.names("member_of")]} for name, user in self.users.items()
        }
        content = {"databases": databases, "users": users}
        sections = {section: [{name: each} for name, each in entries.items()] for section, entries in content.items()}
        return PermissionsFile.model_validate({**sections, "roles": [{name: role} for name, role in roles.items()]})
