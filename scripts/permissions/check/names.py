"""Names: how many parts they have, which wildcards they hold, which sizes there are."""

from __future__ import annotations

import re

from scripts.permissions.check.findings import Findings
from scripts.permissions.check.spec import KINDS, Entry, Name, Spec

_PART = re.compile(r'"[^"]+"|[\w$*-]+')
_WILD = re.compile(r"\*|\*[^*]+|[^*]+\*")
_SIZES = {"xsmall", "small", "medium", "large", "xlarge", *(f"{count}xlarge" for count in range(2, 7))}


def check_names(spec: Spec, findings: Findings) -> None:
    """Judge every name of an object, every star among members, every size."""
    for role in spec.roles.values():
        for kind in KINDS:
            for path, name in role.objects(kind):
                _check_object(role, kind, path, name, findings)
        _check_star(role, role.names("member_of"), may_be_alone=True, findings=findings)
        _check_star(role, role.names("member_of.exclude"), may_be_alone=False, findings=findings)
    for user in spec.users.values():
        _check_star(user, user.names("member_of"), may_be_alone=False, findings=findings)
    for warehouse in spec.entries["warehouses"].values():
        size = warehouse.values.get("size")
        if size is not None and not is_size(size):
            message = f"{warehouse.label}: the size '{size}' does not exist"
            findings.add("warehouse-size", warehouse.file, warehouse.line, warehouse.label, message)


def is_name(kind: str, parts: tuple[str, ...]) -> bool:
    """Whether a name of databases, schemas or tables means something, so that it can be judged further."""
    return _problem(kind, parts) is None


def is_size(size: str) -> bool:
    """Whether Snowflake offers a size of a warehouse."""
    return size.lower().replace("-", "") in _SIZES


def _check_object(role: Entry, kind: str, path: str, name: Name, findings: Findings) -> None:
    problem = _problem(kind, name.parts)
    if problem is not None:
        rule, what = problem
        message = f"{role.label}, {path}: '{name.text}' {what}"
        findings.add(rule, name.file, name.line, f"{role.label}: {name.text}", message)


def _problem(kind: str, parts: tuple[str, ...]) -> tuple[str, str] | None:
    if len(parts) != KINDS[kind]:
        return "name-parts", f"has {len(parts)} parts, {kind} have {KINDS[kind]}"
    if not all(_PART.fullmatch(part) for part in parts):
        return "name-parts", "holds a character no name has"
    return None if _is_expanded(parts) else ("wildcard", "is no wildcard Permifrost knows")


def _is_expanded(parts: tuple[str, ...]) -> bool:
    """Whether Permifrost makes of a name with stars the objects it seems to mean."""
    wild = ["*" in part for part in parts]
    if wild[0] or not all(_WILD.fullmatch(part) for part, is_wild in zip(parts, wild, strict=True) if is_wild):
        return False
    # a table is named in full or not at all, and in several schemas not at all
    return len(parts) < 3 or parts[2] == "*" or not (wild[1] or wild[2])


def _check_star(entry: Entry, members: list[Name], *, may_be_alone: bool, findings: Findings) -> None:
    for name in members:
        if "*" in name.text and not (may_be_alone and name.text == "*" and len(members) == 1):
            message = f"{entry.label}: '{name.text}' among its members is taken for the name of a role"
            findings.add("star-member", name.file, name.line, f"{entry.label}: {name.text}", message)
