"""A tiny project on disk with the manifest dbt would write for it, loaded through the real loader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from scripts.checks.engine import run_check
from scripts.checks.project import Project, load_artifacts
from scripts.checks.rules import find_check, read_checks
from scripts.core.settings import PROJECT
from scripts.lineage.flow import Kind, Ref
from scripts.lineage.project import Edge, Lineage, Unresolved

SQL = "-- grain: one row per thing\nWITH final AS (\n\n  SELECT 1 AS thing_id\n\n)\n\nSELECT * FROM final\n"
Found = tuple[str, int | None, str, str]


class Miniature:
    """Adds nodes and files; what is not said is correct, so that a failing case differs in one thing only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest: dict[str, Any] = {
            "metadata": {"project_name": "edp"},
            "nodes": {},
            "sources": {},
            "exposures": {},
            "unit_tests": {},
            "macros": {},
            "parent_map": {},
        }
        self.ids: dict[str, str] = {}
        self.lineage = Lineage()
        self.write("seeds/governance/project_tags.csv", "tag,purpose,owner\n")
        self.write("seeds/governance/data_spigots.csv", "connected_system,data_scope,relation_name,mnpi,is_granted\n")
        self.register()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def _add(self, kind: str, name: str, path: str, reads: list[str], **node: Any) -> None:
        part = {"source": "sources", "exposure": "exposures", "unit_test": "unit_tests"}.get(kind, "nodes")
        unique_id = f"{kind}.edp.{name}"
        self.ids[name] = unique_id
        node = {
            "unique_id": unique_id,
            "name": name.rpartition(".")[2],
            "resource_type": kind,
            "package_name": "edp",
            "original_file_path": path,
            "database": "prod",
            "schema": "common",
            "description": "One row per thing.",
            "tags": [],
            "config": {},
            "columns": {},
            **node,
        }
        columns = node["columns"].items()
        node["columns"] = {key: column if "name" in column else {"name": key, **column} for key, column in columns}
        self.manifest[part][unique_id] = node
        self.manifest["parent_map"][unique_id] = [self.ids[parent] for parent in reads]

    def model(
        self,
        path: str,
        sql: str | None = None,
        yml: str | None = None,
        reads: tuple[str, ...] = (),
        contract: bool = True,
        meta: dict[str, str] | None = None,
        **node: Any,
    ) -> None:
        """A model `models/<path>.sql` with its YAML file beside it; `yml=''` leaves that out."""
        name = path.rpartition("/")[2]
        self.write(f"models/{path}.sql", SQL if sql is None else sql)
        yml = f"models:\n  - name: {name}\n    description: One row per thing.\n" if yml is None else yml
        if yml:
            self.write(f"models/{path}.yml", yml)
        config = {"materialized": "table", "contract": {"enforced": contract}, "meta": meta or {}}
        node.setdefault("columns", {"thing_id": {"description": "The key"}})
        patch = {"patch_path": f"edp://models/{path}.yml"}
        self._add("model", name, f"models/{path}.sql", list(reads), **{**patch, "config": config, **node})

    def seed(self, name: str, **node: Any) -> None:
        self._add("seed", name, f"seeds/{name}.csv", [], **{"database": "prep", "schema": "seeds", **node})

    def snapshot(self, name: str, reads: tuple[str, ...], **node: Any) -> None:
        place = {"database": "raw", "schema": "snapshots"}
        self._add("snapshot", name, f"snapshots/{name}.yml", list(reads), **{**place, **node})

    def source(self, system: str, table: str, **node: Any) -> None:
        own: dict[str, Any] = {
            "source_name": system,
            "database": "raw",
            "schema": system,
            "loaded_at_field": "loaded_at",
            "freshness": {"warn_after": {"count": 24, "period": "hour"}, "error_after": {"count": None}},
        }
        self._add("source", f"{system}.{table}", f"models/sources/_{system}__sources.yml", [], **{**own, **node})

    def exposure(self, name: str, reads: tuple[str, ...], channel: str = "dashboard", **node: Any) -> None:
        own: dict[str, Any] = {
            "type": "dashboard",
            "maturity": "high",
            "owner": {"name": "Finance", "email": None},
            "config": {"meta": {"channel": channel, "connected_system": "Tableau"}},
        }
        self._add("exposure", name, "models/exposures.yml", list(reads), **{**own, **node})

    def test(self, name: str, test: str | None = None, model: str = "", column: str | None = None, **node: Any) -> None:
        metadata = {"test_metadata": {"name": test, "kwargs": {}}} if test else {}
        attached = {"attached_node": self.ids.get(model), "column_name": column}
        self._add(
            "test", name, "models/x.yml" if test else f"tests/data/{name}.sql", [], **metadata, **attached, **node
        )

    def operation(self, name: str, **node: Any) -> None:
        self._add("operation", name, "dbt_project.yml", [], **node)

    def unit_test(self, name: str, model: str) -> None:
        self._add("unit_test", name, "models/x.yml", [], model=model)

    def macro(self, name: str, path: str, described: bool = True, **arguments: str) -> None:
        patch = "edp://" + path.rpartition("/")[0] + "/_macros.yml" if described else None
        self.manifest["macros"][f"macro.edp.{name}"] = {
            "unique_id": f"macro.edp.{name}",
            "name": name,
            "package_name": "edp",
            "original_file_path": path,
            "description": "What it says." if described else "",
            "patch_path": patch,
            "arguments": [{"name": key, "type": "string", "description": text} for key, text in arguments.items()],
        }

    def tag_seed(self, *tags: str) -> None:
        self.write("seeds/governance/project_tags.csv", "tag,purpose,owner\n" + "".join(f"{tag},p,o\n" for tag in tags))

    def flow(self, *columns: str, kind: Kind = Kind.DIRECT) -> None:
        """A value goes from column to column, each `name.column` of a node that was added before."""
        refs = [self._ref(column) for column in columns]
        self.lineage.edges += [Edge(one, other, kind, ("duckdb",)) for one, other in pairwise(refs)]

    def unresolved(self, column: str, engine: str) -> None:
        """The origin of `name.column` is not known on an engine."""
        self.lineage.unresolved.append(Unresolved(*self._ref(column), engine))

    def _ref(self, column: str) -> Ref:
        name, _, field = column.rpartition(".")
        return self.ids[name], field

    def register(self, *rows: str) -> None:
        """The source register; a row is `name,raw schema,prep schema,replication hours,slo hours,mnpi,is_modelled`."""
        columns = "data_source,raw_schema,prep_schema,replication_frequency_hours,slo_hours,mnpi,is_modelled"
        self.write("seeds/governance/data_sources.csv", "\n".join([columns, *rows, ""]))

    def project(self) -> Project:
        return Project(self.root, self.root)

    def find(self, check_id: str) -> list[Found]:
        """Run one of the project's real checks over this miniature."""
        check = find_check(read_checks(PROJECT), check_id)
        nodes = [*self.manifest["nodes"].values(), *self.manifest["sources"].values()]
        self.lineage.relations = {
            each["unique_id"]: f"{each['database']}.{each['schema']}.{each['name']}" for each in nodes
        }
        connection = load_artifacts(self.project(), self.manifest, self.lineage, with_spigots=True)
        return [(found.file, found.line, found.entry, found.message) for found in run_check(connection, check)]


@dataclass(frozen=True)
class Case:
    """What a check must accept, what it must reject, and the exact findings of the rejected one."""

    passing: Callable[[Miniature], None]
    failing: Callable[[Miniature], None]
    expected: list[Found]
