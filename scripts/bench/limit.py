"""The limit: the SQL dbt compiled from our project, executed in one DuckDB process with nothing around it."""

from __future__ import annotations

import json
import sys
import time
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from scripts.core.settings import Settings
from scripts.core.sql import relation
from scripts.core.warehouse import open_warehouse

SUFFIX = "__limit"


def statements(manifest: dict[str, Any]) -> list[str]:
    """One statement per compiled node, parents first.

    Relations are written beside the real ones, under a suffix, so incremental models still find their own rows.
    """
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node.get("compiled_code") and node["resource_type"] != "operation"
    }
    graph = {key: [parent for parent in node["depends_on"]["nodes"] if parent in nodes] for key, node in nodes.items()}
    return [_statement(nodes[key]) for key in TopologicalSorter(graph).static_order()]


def _statement(node: dict[str, Any]) -> str:
    sql = node["compiled_code"].strip().rstrip(";")
    if node["resource_type"] == "test":
        return f"SELECT COUNT(*) FROM (\n{sql}\n) AS failing_rows"
    name = relation(node["database"], node["schema"], node["alias"] + SUFFIX)
    kind = "VIEW" if node["config"]["materialized"] == "view" else "TABLE"
    return f"CREATE OR REPLACE {kind} {name} AS\n{sql}"


def main(manifest_path: str) -> None:
    """Execute every compiled node of the manifest on the warehouse of `EDP_HOME` and print the seconds it took."""
    plan = statements(json.loads(Path(manifest_path).read_text()))
    with open_warehouse(Settings.from_environment()) as warehouse:
        warehouse.execute("SET threads = 2")
        started = time.perf_counter()
        for statement in plan:
            warehouse.execute(statement)
        print(f"{len(plan)} statements in {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1])
