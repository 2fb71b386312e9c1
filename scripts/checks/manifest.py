"""dbt's artifacts as rows: manifest.json, catalog.json, run_results.json."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.checks.tables import Row

Rows = dict[str, list[Row]]
Node = Mapping[str, Any]

_NODE_TABLES = {"model": "dbt.models", "seed": "dbt.seeds", "snapshot": "dbt.snapshots"}


def layer_of(resource_type: str, path: str) -> str:
    """The layer a node belongs to, from its kind and folder; 'other' for what has no layer.

    The layers are those of the Data Team Platform's folder table, read from raw to the outside. Two folders hold a
    model of another layer: a mart of people lies with the sensitive facts, a legacy report with the pump it feeds.
    """
    fixed = {"source": "raw", "snapshot": "snapshot", "seed": "seed", "exposure": "exposure"}
    if resource_type != "model":
        return fixed.get(resource_type, "other")
    folders = {
        "models/sources/": "source",
        "models/common_mapping/": "mapping",
        "models/common_prep/": "prep",
        "models/common/sensitive/mart_": "mart",
        "models/common/": "common",
        "models/common_mart": "mart",
        "models/marts/pumps/subscription_usage/": "legacy",
        "models/marts/": "pump",
        "models/workspaces/": "workspace",
        "models/legacy/snapshots/": "snapshot_latest",
        "models/legacy/": "legacy",
    }
    return next((layer for prefix, layer in folders.items() if path.startswith(prefix)), "other")


def _meta(node: Node) -> str:
    return json.dumps({**(node.get("meta") or {}), **((node.get("config") or {}).get("meta") or {})})


def _tags(node: Node) -> list[str]:
    both = [*(node.get("tags") or []), *((node.get("config") or {}).get("tags") or [])]
    return sorted(set(both))


def _node(node: Node) -> dict[str, Any]:
    path = node["original_file_path"]
    return {
        "unique_id": node["unique_id"],
        "name": node["name"],
        "path": path,
        "layer": layer_of(node["resource_type"], path),
        "database": node.get("database"),
        "schema": node.get("schema"),
        "description": node.get("description") or "",
        "tags": _tags(node),
        "meta": _meta(node),
    }


def _own_path(patch_path: str | None) -> str | None:
    """`edp://models/x.yml` -> `models/x.yml`."""
    return patch_path.split("://", 1)[-1] if patch_path else None


def _specific(node: Node) -> tuple[str | None, dict[str, Any]]:
    """The table of a node of the graph and the columns only that table has."""
    kind, config = node["resource_type"], node.get("config") or {}
    patch = {"patch_path": _own_path(node.get("patch_path"))}
    if kind == "model":
        folder = node["original_file_path"].removeprefix("models/").rpartition("/")[0]
        contract = bool((config.get("contract") or {}).get("enforced"))
        own = {"folder": folder, "alias": node.get("alias"), "materialized": config.get("materialized")}
        return "dbt.models", {**own, **patch, "contract": contract}
    if kind == "snapshot":
        unique_key = json.dumps(config.get("unique_key"))
        return "dbt.snapshots", {**patch, "strategy": config.get("strategy"), "unique_key": unique_key}
    return _NODE_TABLES.get(kind), patch


def _test(node: Node) -> Row:
    generic, config = node.get("test_metadata") or {}, node.get("config") or {}
    return {
        "unique_id": node["unique_id"],
        "name": node["name"],
        "path": node["original_file_path"],
        "singular": not generic,
        "test_name": generic.get("name"),
        "attached_node": node.get("attached_node"),
        "column_name": node.get("column_name"),
        "arguments": json.dumps(generic.get("kwargs")),
        "severity": (config.get("severity") or "error").lower(),
        "tags": _tags(node),
        "meta": _meta(node),
    }


def _columns(node: Node) -> Iterator[Row]:
    for position, column in enumerate((node.get("columns") or {}).values(), start=1):
        yield {
            "unique_id": node["unique_id"],
            "position": position,
            "name": column["name"].lower(),
            "data_type": column.get("data_type"),
            "description": column.get("description") or "",
            "tags": _tags(column),
            "meta": _meta(column),
        }


def _macros(manifest: Node, project: str, rows: Rows) -> None:
    for macro in manifest["macros"].values():
        if macro["package_name"] != project:
            continue
        identity = {"unique_id": macro["unique_id"], "name": macro["name"]}
        place = {"path": macro["original_file_path"], "patch_path": _own_path(macro.get("patch_path"))}
        rows["dbt.macros"].append({**identity, **place, "description": macro.get("description") or ""})
        for position, argument in enumerate(macro.get("arguments") or [], start=1):
            rows["dbt.macro_arguments"].append(
                {
                    "unique_id": macro["unique_id"],
                    "position": position,
                    "name": argument["name"],
                    "type": argument.get("type"),
                    "description": argument.get("description") or "",
                }
            )


def manifest_rows(manifest: Node) -> Rows:
    """Turn a parsed manifest.json into rows per table; only nodes of the project itself, not of packages.

    Args:
        manifest: the decoded file, dbt schema version 12.
    """
    rows: Rows = defaultdict(list)
    project = manifest["metadata"]["project_name"]
    for node in manifest["nodes"].values():
        if node["package_name"] != project:
            continue
        common = _node(node)
        rows["dbt.nodes"].append({**common, "resource_type": node["resource_type"]})
        table, own = _specific(node)
        if table is not None:
            rows[table].append({**common, **own})
        elif node["resource_type"] == "test":
            rows["dbt.tests"].append(_test(node))
        rows["dbt.columns"].extend(_columns(node))
    for source in manifest["sources"].values():
        common = _node(source)
        rows["dbt.nodes"].append({**common, "resource_type": "source"})
        freshness = source.get("freshness") or (source.get("config") or {}).get("freshness")
        own = {"source_name": source["source_name"], "identifier": source.get("identifier")}
        loaded = {"loaded_at_field": source.get("loaded_at_field"), "freshness": json.dumps(freshness)}
        rows["dbt.sources"].append({**common, **own, **loaded})
        rows["dbt.columns"].extend(_columns(source))
    for exposure in manifest["exposures"].values():
        common = _node(exposure)
        rows["dbt.nodes"].append({**common, "resource_type": "exposure"})
        own = {key: exposure.get(key) for key in ("type", "maturity", "url")}
        rows["dbt.exposures"].append({**common, **own, "owner": json.dumps(exposure.get("owner"))})
    for unit in manifest["unit_tests"].values():
        rows["dbt.nodes"].append({**_node(unit), "resource_type": "unit_test"})
        rows["dbt.unit_tests"].append(
            {
                "unique_id": unit["unique_id"],
                "name": unit["name"],
                "path": unit["original_file_path"],
                "model": unit["model"],
                "description": unit.get("description") or "",
                "tags": _tags(unit),
            }
        )
    for child, parents in manifest["parent_map"].items():
        rows["dbt.edges"].extend({"parent": parent, "child": child} for parent in parents)
    _macros(manifest, project, rows)
    return rows


def catalog_rows(catalog: Node) -> list[Row]:
    """The built columns of catalog.json, from `dbt docs generate`."""
    return [
        {
            "unique_id": unique_id,
            "position": column["index"],
            "name": column["name"].lower(),
            "data_type": column["type"],
        }
        for part in ("nodes", "sources")
        for unique_id, node in catalog[part].items()
        for column in node["columns"].values()
    ]


def run_result_rows(run_results: Node) -> list[Row]:
    """The results of the last dbt command, from run_results.json."""
    keys = ("unique_id", "status", "execution_time", "failures", "message")
    return [{key: result.get(key) for key in keys} for result in run_results["results"]]
