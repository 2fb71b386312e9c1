"""The answer to "why can she see that": as data, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scripts.core.errors import EdpError
from scripts.permissions.access import BUILDERS, Access, Relation
from scripts.permissions.masked import MaskedColumns
from scripts.permissions.reach.ways import Subject, Way, clear_paths, needed, ways

_VERBS = {"read": "reads", "write": "writes", "own": "owns"}


@dataclass(frozen=True)
class Column:
    """How one column looks; `policy` is None when it is not masked."""

    name: str
    policy: str | None
    paths: list[tuple[str, ...]]

    @property
    def is_clear(self) -> bool:
        """Whether its values are shown."""
        return self.policy is None or bool(self.paths)


@dataclass(frozen=True)
class Explanation:
    """Why a subject may, or may not, use an object.

    Attributes:
        subject: whose access.
        parts: the database, schema or table.
        ways: for the database, the schema and the table the ways to it; what has none is missing.
        columns: the column that was asked for, or all masked columns of the table.
    """

    subject: Subject
    parts: tuple[str, ...]
    ways: list[tuple[tuple[str, ...], list[Way]]]
    columns: list[Column]

    @property
    def is_allowed(self) -> bool:
        """Whether nothing is missing."""
        return all(found for _, found in self.ways)


def parse_object(text: str) -> tuple[tuple[str, ...], str | None]:
    """The parts of an object and the column, if one is named, in lower case.

    Raises:
        EdpError: the text has no or more than four parts, or an empty one.
    """
    parts = tuple(part.strip() for part in text.lower().split("."))
    if not 1 <= len(parts) <= 4 or not all(parts) or "*" in text:
        raise EdpError(f"'{text}' is no object; write database, database.schema, database.schema.table or ....column")
    return parts[:3], parts[3] if len(parts) == 4 else None


def explain(
    access: Access, subject: Subject, parts: tuple[str, ...], column: str | None, masked: MaskedColumns
) -> Explanation:
    """Find every way to an object and every path that shows its columns.

    Args:
        access: the answers of the permissions file.
        subject: whose access.
        parts: the object, in lower case.
        column: one column of the table; without it, every masked one.
        masked: the masked columns of the project.
    """
    relation = (parts[0], parts[1], parts[2]) if len(parts) == 3 else None
    policies = masked.get(relation, {}) if relation is not None else {}
    wanted = sorted(policies) if column is None else [column]
    return Explanation(
        subject,
        parts,
        [(each, ways(access, subject, each)) for each in needed(access, parts)],
        [_column(access, subject, name, policies.get(name), relation) for name in wanted],
    )


def _column(access: Access, subject: Subject, name: str, policy: str | None, relation: Relation | None) -> Column:
    return Column(name, policy, [] if policy is None else clear_paths(access, subject, policy, relation))


def lines(explanation: Explanation) -> list[str]:
    """The explanation for people, one fact per line."""
    subject, name = explanation.subject, ".".join(explanation.parts)
    kind = ("database", "schema", "table")[len(explanation.parts) - 1]
    verb = "read" if kind == "table" else "use"
    missing = [".".join(parts) for parts, found in explanation.ways if not found]
    said = f"{subject} may {verb} {name}" if not missing else f"{subject} may not {verb} {name}"
    told = [f"{said}: it lacks {', '.join(missing)}" if missing else said]
    for parts, found in explanation.ways:
        told += [
            f"  {'.'.join(parts)}: {_path(way.path)} {_VERBS[way.privilege.verb]} {way.privilege.name}" for way in found
        ]
    if missing:
        return told
    for column in explanation.columns:
        told += _column_lines(column)
    return told


def _column_lines(column: Column) -> list[str]:
    if column.policy is None:
        return [f"{column.name} is not masked"]
    if not column.paths:
        return [f"{column.name} is masked: no path to {column.policy}"]
    ends = {path: f" as {path[-1]}" if path[-1] in BUILDERS else "" for path in column.paths}
    return [f"{column.name} is clear:", *(f"  {_path(path)}{as_role}" for path, as_role in ends.items())]


def _path(path: tuple[str, ...]) -> str:
    return " -> ".join(path)


def document(explanation: Explanation) -> dict[str, Any]:
    """The explanation for machines."""
    return {
        "subject": {"kind": explanation.subject.kind, "name": explanation.subject.name},
        "object": ".".join(explanation.parts),
        "allowed": explanation.is_allowed,
        "needs": [
            {
                "object": ".".join(parts),
                "ways": [{"path": list(way.path), **way.privilege._asdict()} for way in found],
            }
            for parts, found in explanation.ways
        ],
        "columns": [
            {
                "column": column.name,
                "policy": column.policy,
                "sees": "clear" if column.is_clear else "masked",
                "paths": [list(path) for path in column.paths],
            }
            for column in explanation.columns
            if explanation.is_allowed
        ],
    }


def readable_schemas(access: Access, roles: Iterable[str], relations: Iterable[Relation]) -> dict[str, str]:
    """What some roles together read, per schema: `all`, or the names of the tables.

    Args:
        access: the answers of the permissions file.
        roles: the roles; each inherits what it inherits.
        relations: every table and view there is.
    """
    relations = sorted(relations)
    read = {relation for role in roles for relation in access.readable(role, relations)}
    schemas: dict[tuple[str, str], list[Relation]] = {}
    for relation in relations:
        schemas.setdefault(relation[:2], []).append(relation)
    found = {}
    for schema, tables in schemas.items():
        names = [relation[2] for relation in tables if relation in read]
        if names:
            found[".".join(schema)] = "all" if len(names) == len(tables) else " ".join(names)
    return found
