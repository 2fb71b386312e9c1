"""The lineage as rows for the checks: edges, flows of marked values with their witness, readers, what is unresolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.checks.tables import Row
from scripts.lineage.flow import Ref
from scripts.lineage.project import Lineage
from scripts.lineage.reach import Carried, carried, read_marks
from scripts.lineage.readers import reader
from scripts.permissions.access import Access
from scripts.permissions.file import read_permissions

TABLES = ("dbt.column_lineage", "dbt.column_flows", "dbt.unresolved_columns", "config.readers")
"""The tables of `edp check` this module fills; a check that reads none of them does not wait for the lineage."""

PERMISSIONS = Path("config") / "permissions" / "roles.yml"


def lineage_rows(lineage: Lineage, manifest: Mapping[str, Any], project: Path) -> dict[str, list[Row]]:
    """Rows of every table of `TABLES`.

    Args:
        lineage: of the project.
        manifest: the decoded manifest.json, which says what is personal and what is MNPI.
        project: the checkout, for its permissions file.

    Raises:
        EdpError: the permissions file is not valid.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for edge in lineage.edges:
        ends = dict(zip(("parent", "parent_column", "child", "child_column"), (*edge.parent, *edge.child), strict=True))
        rows["dbt.column_lineage"].append({**ends, "kind": edge.kind.name.lower(), "engines": list(edge.engines)})
    for missed in lineage.unresolved:
        rows["dbt.unresolved_columns"].append(
            {"unique_id": missed.node, "name": missed.column, "engine": missed.engine}
        )
    found = carried(lineage, read_marks(manifest))
    for each in found:
        node, column = each.column
        rows["dbt.column_flows"].append(
            {
                "mark": each.mark,
                "unique_id": node,
                "name": column,
                "path": witness(lineage, each),
                "carriers": [".".join(ref) for ref in each.path[:-1]],
            }
        )
    rows["config.readers"] = _readers(lineage, found, project / PERMISSIONS)
    return rows


def _readers(lineage: Lineage, found: list[Carried], permissions: Path) -> list[Row]:
    if not permissions.is_file():
        return []
    access = Access(read_permissions(permissions))
    nodes = sorted({each.column[0] for each in found if each.column[0] in lineage.relations})
    named = ((node, reader(access, lineage.relations[node])) for node in nodes)
    return [{"unique_id": node, "path": path} for node, path in named if path is not None]


def label(lineage: Lineage, ref: Ref, *, short: bool) -> str:
    """A column for people: `prod.common.dim_date.date_actual`, or `dim_date.date_actual` when `short`."""
    node, column = ref
    relation = lineage.relations.get(node, node)
    return f"{relation.rpartition('.')[2] if short else relation}.{column}"


def witness(lineage: Lineage, found: Carried) -> str:
    """The way of a value, first and last column with their full names."""
    last = len(found.path) - 1
    return " -> ".join(label(lineage, ref, short=0 < at < last) for at, ref in enumerate(found.path))
