"""The matrix of roles and masked columns as text.

One line for each role and masked column it may read, so that a changed policy, grant or membership is a changed line
that names who newly sees what (Data Team Platform, "Masking Roles").
"""

from __future__ import annotations

import difflib

from scripts.permissions.access import Access
from scripts.permissions.masked import MaskedColumns

HEADER = "role,relation,column,policy,sees"


def matrix(access: Access, masked: MaskedColumns) -> str:
    """The whole file, sorted by role, relation and column.

    Args:
        access: the answers of the permissions file.
        masked: the masked columns of the project.
    """
    lines = [HEADER]
    for role in access.roles:
        for relation in access.readable(role, masked):
            for column, policy in sorted(masked[relation].items()):
                sees = "clear" if access.sees_clear(role, policy) else "masked"
                lines.append(f"{role},{'.'.join(relation)},{column},{policy},{sees}")
    return "\n".join(lines) + "\n"


def changes(before: str, after: str) -> list[str]:
    """The lines that go, with `-`, and come, with `+`, in the order of the file; empty when nothing changes."""
    diff = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))
    return [f"{line[0]} {line[1:]}" for line in diff[2:] if line[0] in "-+"]
