"""The shortest way from one role to another: what a finding shows."""

from __future__ import annotations

from collections import deque

from scripts.permissions.access import Access


def shortest_path(access: Access, role: str, target: str) -> tuple[str, ...]:
    """One of the shortest paths of memberships, the first in the order of names; empty when there is none.

    Args:
        access: the file's access.
        role: where the path begins.
        target: where it ends; the role itself is a path of one step.
    """
    ahead: deque[tuple[str, ...]] = deque([(role,)])
    seen = {role}
    while ahead:
        path = ahead.popleft()
        if path[-1] == target:
            return path
        for member in access.memberships.get(path[-1], ()):
            if member not in seen:
                seen.add(member)
                ahead.append((*path, member))
    return ()
