"""Load one project into the tables the checks read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from scripts.checks.files import DBT_FOLDERS, file_rows, load_seeds, project_files
from scripts.checks.manifest import catalog_rows, manifest_rows, run_result_rows
from scripts.checks.tables import fill, open_tables
from scripts.core.dbt import DbtProject
from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.lineage.project import Lineage, read_lineage
from scripts.lineage.tables import lineage_rows
from scripts.spigots.tables import spigot_rows


@dataclass(frozen=True)
class Project:
    """Where a project and its artifacts are.

    Attributes:
        root: the checkout.
        home: the folder in which dbt keeps its folder `target`.
    """

    root: Path
    home: Path

    @property
    def target(self) -> Path:
        """The folder of manifest.json and the other artifacts."""
        return self.home / "target"


def read_artifact(path: Path) -> Any:
    """Decode one of dbt's JSON artifacts.

    Raises:
        EdpError: the file is not JSON, e.g. because a dbt command was interrupted.
    """
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise EdpError(f"{path}: not readable JSON ({error}); delete it and run again") from error


def is_fresh(project: Project) -> bool:
    """Whether manifest.json is newer than every file dbt reads, and none of its files is gone."""
    manifest = project.target / "manifest.json"
    if not manifest.is_file():
        return False
    made = manifest.stat().st_mtime
    folders = [folder for name in DBT_FOLDERS for folder in (project.root / name, *(project.root / name).rglob("*/"))]
    files = [*project_files(project.root, DBT_FOLDERS), *(project.root / "seeds").rglob("*.csv")]
    # a folder's own time changes when a file in it is added, renamed or removed
    return all(path.stat().st_mtime < made for path in [*files, *filter(Path.is_dir, folders)])


def read_manifest(project: Project) -> Any:
    """The decoded manifest.json of the project as it is now; dbt parses first when the one there is stale.

    Raises:
        EdpError: dbt cannot parse the project.
    """
    if not is_fresh(project):
        DbtProject(Settings(project=project.root, home=project.home)).parse()
    return read_artifact(project.target / "manifest.json")


def load(project: Project, *, with_lineage: bool = False, with_spigots: bool = False) -> duckdb.DuckDBPyConnection:
    """Read artifacts, files, config and seeds into an in-memory DuckDB; parse first when the manifest is stale.

    Args:
        project: where they are.
        with_lineage: fill the tables of columns, too; that compiles the project when a file has changed.
        with_spigots: fill the tables of spigots and permissions, too.

    Raises:
        EdpError: dbt cannot parse or compile the project, or a file is malformed.
    """
    manifest = read_manifest(project)
    lineage = read_lineage(project.root) if with_lineage else None
    return load_artifacts(project, manifest, lineage, with_spigots=with_spigots)


def load_artifacts(
    project: Project, manifest: Any, lineage: Lineage | None = None, *, with_spigots: bool = False
) -> duckdb.DuckDBPyConnection:
    """As `load`, with a manifest that is already decoded and a lineage that is already read."""
    rows = manifest_rows(manifest)
    if with_spigots:
        rows.update(spigot_rows(project.root))
    if lineage is not None:
        rows.update(lineage_rows(lineage, manifest, project.root))
    rows.update(file_rows(project.root, project.target, manifest["metadata"]["project_name"]))
    catalog, results = project.target / "catalog.json", project.target / "run_results.json"
    if catalog.is_file():
        rows["dbt.catalog_columns"] = catalog_rows(read_artifact(catalog))
    if results.is_file():
        rows["dbt.run_results"] = run_result_rows(read_artifact(results))
    connection = open_tables()
    for name, table_rows in rows.items():
        fill(connection, name, table_rows)
    load_seeds(connection, project.root)
    return connection
