"""The floor: a dbt project with as many nodes of each kind as ours, each with trivial SQL.

What our build takes above it is what our SQL, hooks and contracts cost; the rest is dbt itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Shape = Counter[str]


def shape_of(manifest: Mapping[str, Any]) -> Shape:
    """Count a manifest's enabled nodes by kind: seed, snapshot, test, unit_test, and models by materialization."""
    shape: Shape = Counter()
    for node in manifest["nodes"].values():
        kind = node["resource_type"]
        if kind == "operation":
            continue
        shape[f"model:{node['config']['materialized']}" if kind == "model" else kind] += 1
    shape["unit_test"] = len(manifest["unit_tests"])
    return shape


def write_project(folder: Path, shape: Shape) -> None:
    """Write a dbt project of `shape` into the empty `folder`, with a DuckDB profile of its own."""
    for name in ("models", "seeds", "snapshots", "tests"):
        (folder / name).mkdir(parents=True)
    _write(
        folder / "dbt_project.yml",
        {"name": "floor", "version": "1.0.0", "profile": "floor", "flags": {"send_anonymous_usage_stats": False}},
    )
    _write(
        folder / "profiles.yml",
        {"floor": {"target": "local", "outputs": {"local": {"type": "duckdb", "path": "floor.duckdb", "threads": 2}}}},
    )
    models = [
        kind.removeprefix("model:")
        for kind, count in sorted(shape.items())
        if kind.startswith("model:")
        for _ in range(count)
    ]
    for number, materialized in enumerate(models):
        # A short chain, so that the scheduler has an order to keep as it has in ours.
        parent = f"{{{{ ref('floor_{number - 1}') }}}}" if number % 8 else "(SELECT 1 AS id)"
        sql = f"{{{{ config(materialized='{materialized}') }}}}\nSELECT id FROM {parent}\n"
        (folder / "models" / f"floor_{number}.sql").write_text(sql)
    for number in range(shape["seed"]):
        (folder / "seeds" / f"seed_{number}.csv").write_text("id\n1\n")
    for number in range(shape["test"]):
        sql = f"SELECT id FROM {{{{ ref('floor_{number % len(models)}') }}}} WHERE id IS NULL\n"
        (folder / "tests" / f"assert_{number}.sql").write_text(sql)
    _write(
        folder / "snapshots" / "snapshots.yml",
        {
            "snapshots": [
                {
                    "name": f"snapshot_{number}",
                    "relation": f"ref('floor_{number}')",
                    "config": {"unique_key": "id", "strategy": "check", "check_cols": ["id"], "schema": "snapshots"},
                }
                for number in range(shape["snapshot"])
            ]
        },
    )
    # A unit test needs a parent to feed, so only the chained models carry them.
    chained = [number for number in range(len(models)) if number % 8 and models[number] != "incremental"]
    _write(
        folder / "models" / "unit_tests.yml",
        {
            "unit_tests": [
                {
                    "name": f"unit_{number}",
                    "model": f"floor_{model}",
                    "given": [{"input": f"ref('floor_{model - 1}')", "rows": [{"id": 1}]}],
                    "expect": {"rows": [{"id": 1}]},
                }
                for number in range(shape["unit_test"])
                for model in [chained[number % len(chained)]]
            ]
        },
    )


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False))
