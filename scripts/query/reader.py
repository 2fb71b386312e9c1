"""Who a query is run as: a role or a user of the permissions file, and what they may read and see in clear."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.permissions.access import BUILDERS, Access, Relation
from scripts.permissions.file import read_permissions

PERMISSIONS = Path("config/permissions/roles.yml")


@dataclass(frozen=True)
class Reader:
    """One role or one user, whose roles add up as in a session with all of them active.

    Attributes:
        name: as in the permissions file, lower case.
        is_user: whether it is a user, not a role.
        access: the answers of the permissions file.
    """

    name: str
    is_user: bool
    access: Access

    def __str__(self) -> str:
        """`role analyst_core` or `user datwood`, for messages."""
        return f"{'user' if self.is_user else 'role'} {self.name}"

    def may_read(self, relation: Relation) -> bool:
        """Whether the reader is granted a table or view."""
        asked = self.access.user_may_read if self.is_user else self.access.may_read
        return asked(self.name, *relation)

    def sees_clear(self, policy: str) -> bool:
        """Whether the reader sees the columns of a masking role in clear (Data Team Platform, "Masking Roles")."""
        asked = self.access.user_sees_clear if self.is_user else self.access.sees_clear
        return asked(self.name, policy)

    def is_member_of(self, role: str) -> bool:
        """Whether the reader has a role, over any number of memberships."""
        have = self.access.roles_of_user(self.name) if self.is_user else self.access.roles_of(self.name)
        return role.lower() in have

    @property
    def is_builder(self) -> bool:
        """Whether the reader builds the warehouse and is shown everything, which it would otherwise store masked."""
        return bool(BUILDERS & (self.access.roles_of_user(self.name) if self.is_user else {self.name}))


def find_reader(project: Path, *, role: str | None, user: str | None) -> Reader:
    """The role or user of the project's permissions file.

    Args:
        project: the checkout.
        role: name of a role, any case.
        user: name of a user, any case; exactly one of the two is given.

    Raises:
        EdpError: both or neither are given, the file is wrong, or it has no such role or user.
    """
    if (role is None) == (user is None):
        raise EdpError("query: give either --role or --user")
    access = Access(read_permissions(project / PERMISSIONS))
    name = str(user if role is None else role).lower()
    known = access.users if role is None else access.roles
    reader = Reader(name, role is None, access)
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.75)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise EdpError(f"{PERMISSIONS}: there is no {reader}{hint}")
    return reader
