"""Store the results of a run from the files dbt left: for runs that ended before they could store them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scripts.core.dbt import DbtProject
from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse

_TESTS = ("test", "unit_test")

# What the macros that write a result read of a node.
_KEPT = (
    *("unique_id", "name", "resource_type", "fqn", "config", "depends_on", "test_metadata", "column_name"),
    *("attached_node", "source_name", "relation_name"),
)
_SETTINGS = ("severity", "warn_if", "error_if", "tags", "meta")


@dataclass(frozen=True)
class Run:
    """The test results of one dbt invocation, as its files tell them.

    Attributes:
        invocation: dbt's id of the run.
        results: how many test results the files hold.
        unknown: tests the manifest beside them does not have, because it is of another version of the project.
        document: what the macro `load_test_results` takes.
    """

    invocation: str
    results: int
    unknown: tuple[str, ...]
    document: dict[str, Any]


def read_run(folder: Path) -> Run:
    """Read run_results.json and manifest.json.

    Args:
        folder: a target folder of dbt.

    Raises:
        EdpError: a file is missing or is not what dbt writes.
    """
    results_file, manifest_file = folder / "run_results.json", folder / "manifest.json"
    written, manifest = _read(results_file), _read(manifest_file)
    try:
        metadata = written["metadata"]
        run = {
            "invocation_id": metadata["invocation_id"],
            "run_at": metadata["invocation_started_at"].replace("T", " ").removesuffix("Z"),
            "git_commit": written["args"].get("vars", {}).get("git_commit"),
        }
        tests = [entry for entry in written["results"] if entry["unique_id"].split(".")[0] in _TESTS]
        nodes = {**manifest["nodes"], **manifest["unit_tests"], **manifest["sources"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise EdpError(
            f"{results_file}: not what dbt 1.11 writes ({error} is missing); give its target folder"
        ) from error
    unknown = sorted(entry["unique_id"] for entry in tests if entry["unique_id"] not in nodes)
    results = [
        {
            "node": _trimmed(nodes[entry["unique_id"]]),
            **{key: entry[key] for key in ("status", "failures", "message", "execution_time", "adapter_response")},
        }
        for entry in tests
        if entry["unique_id"] in nodes
    ]
    relations = {name: _trimmed(node) for name, node in nodes.items() if node["resource_type"] not in _TESTS}
    document = {"run": run, "results": results, "nodes": relations}
    return Run(run["invocation_id"], len(results), tuple(unknown), document)


def store(settings: Settings, run: Run) -> int:
    """Store the results that are not stored yet and return how many that were.

    Raises:
        EdpError: the project or the warehouse cannot be opened.
    """
    before, begun = _stored(settings, run.invocation)
    # dbt's files tell when the command began, a few microseconds before the run; all results of a run share one time
    started = {"run_at": begun.isoformat(" ")} if begun else {}
    document = {**run.document, "run": {**run.document["run"], **started}}
    DbtProject(settings).run_operation("load_test_results", {"document": json.dumps(document)})
    return _stored(settings, run.invocation)[0] - before


def _stored(settings: Settings, invocation: str) -> tuple[int, datetime | None]:
    """How many results of a run are stored, and when it began."""
    with open_warehouse(settings, read_only=True) as warehouse:
        tables = warehouse.query(
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_catalog = 'prep'"
            " AND table_schema = 'trusted_data' AND table_name = 'test_result'"
        )
        if tables == [(0,)]:
            return 0, None
        ((count, begun),) = warehouse.query(
            "SELECT COUNT(*), MIN(run_at) FROM prep.trusted_data.test_result WHERE invocation_id = ?", [invocation]
        )
        return count, begun


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise EdpError(f"{file}: {error.strerror}; give the target folder of a dbt run") from error
    except ValueError as error:
        raise EdpError(
            f"{file}: not JSON, the run was killed while it wrote it ({error}); nothing was stored"
        ) from error


def _trimmed(node: dict[str, Any]) -> dict[str, Any]:
    kept = {key: node[key] for key in _KEPT if node.get(key) is not None}
    kept["config"] = {key: node["config"][key] for key in _SETTINGS if key in node["config"]}
    if "test_metadata" in kept:
        kept["test_metadata"] = {"name": kept["test_metadata"]["name"]}
    return kept
