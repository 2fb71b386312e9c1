"""The SQL of the project as both engines get it, compiled with no connection and kept until a file changes.

What the last build left in dbt's target folder is not used: it is that of one engine, of one branch of every
incremental model, and of whatever the files were at that time.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scripts.checks.files import project_files
from scripts.core.dbt import DbtProject
from scripts.core.errors import EdpError
from scripts.core.settings import Settings

TARGETS = {"duckdb": "local", "snowflake": "prod"}
"""The target of profiles.yml that stands for each engine; the engine's name is also that of sqlglot's dialect."""

_KINDS = ("model", "snapshot", "seed")
_PACKAGES = ("dbt-core", "dbt-duckdb", "dbt-snowflake")


@dataclass(frozen=True)
class Node:
    """One model, snapshot, seed or source of one engine.

    Attributes:
        kind: dbt's resource type.
        relation: its three-part name in lower case.
        parents: unique ids of what it reads.
        statements: what it runs; two for an incremental model, whose first run differs from the next.
        columns: those its YAML declares, or those of a seed's file.
        keys: the columns of a snapshot's unique key.
        updated_at: the column that dates a snapshot's rows.
    """

    kind: str
    relation: str
    parents: tuple[str, ...]
    statements: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[str, ...] = ()
    updated_at: str | None = None


Compiled = dict[str, Node]


def compiled(project: Path) -> dict[str, Compiled]:
    """Every node of both engines, from the cache where no file has changed.

    Args:
        project: the checkout; the cache is its folder `.cache/lineage`.

    Raises:
        EdpError: dbt cannot compile the project.
    """
    key = content_key(project)
    found = {engine: _cached(project, engine, key) for engine in TARGETS}
    missing = [engine for engine, nodes in found.items() if nodes is None]
    # dbt keeps one adapter per process, so each engine has its own, which says nothing of the versions of libraries
    context = get_context("spawn")
    with ProcessPoolExecutor(len(TARGETS), context, initializer=warnings.simplefilter, initargs=("ignore",)) as pool:
        futures = {engine: pool.submit(compile_engine, project, engine) for engine in missing}
        for engine, future in futures.items():
            found[engine] = future.result()
            _keep(project, engine, key, future.result())
    return {engine: nodes or {} for engine, nodes in found.items()}


def content_key(project: Path) -> str:
    """A key that changes with every file dbt reads and with dbt's own version."""
    digest = hashlib.sha256(" ".join(version(package) for package in _PACKAGES).encode())
    digest.update(Path(__file__).read_bytes())
    for path in _inputs(project):
        digest.update(f"\n{path.relative_to(project)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs(project: Path) -> Iterator[Path]:
    yield from project_files(project, ("models", "macros", "snapshots", "seeds", "profiles"))
    yield from sorted((project / "seeds").rglob("*.csv"))


def _file(project: Path, engine: str) -> Path:
    return project / ".cache" / "lineage" / f"{engine}.json"


def _cached(project: Path, engine: str, key: str) -> Compiled | None:
    try:
        content = json.loads(_file(project, engine).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    if content["key"] != key:
        return None
    return {
        name: Node(**{part: _hashable(value) for part, value in node.items()})
        for name, node in content["nodes"].items()
    }


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _keep(project: Path, engine: str, key: str, nodes: Compiled) -> None:
    path = _file(project, engine)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{key[:8]}.new")
    draft.write_text(json.dumps({"key": key, "nodes": {name: asdict(node) for name, node in nodes.items()}}))
    draft.replace(path)


class OfflineProject(DbtProject):
    """A project that is only compiled: nothing is connected to, no warehouse is opened."""

    @property
    def manifest(self) -> Any:
        """The parsed project, dbt's own object; parsed now when it was not yet."""
        if self._manifest is None:
            self.parse()
        return self._manifest

    def compile(self, *, variables: Mapping[str, object]) -> dict[str, str]:
        """The SQL of every model and snapshot, by unique id.

        Args:
            variables: dbt's `--vars`; `assume_incremental` says which branch of incremental models is meant.

        Raises:
            EdpError: a file of the project is wrong; one line that names it.
            KeyboardInterrupt: the user pressed Ctrl-C.
        """
        for node in self.manifest.nodes.values():
            if getattr(node, "compiled", False):
                # from what reads a node it has compiled before, dbt would leave ephemeral models out
                node.compiled, node.extra_ctes_injected, node.extra_ctes = False, False, []
        offline = ("--no-introspect", "--no-populate-cache", "--indirect-selection", "empty")
        selected = ("--select", "resource_type:model", "resource_type:snapshot")
        done = self._invoke("compile", "--vars", json.dumps(dict(variables)), *offline, *selected, write=False)
        return {result.node.unique_id: str(result.node.compiled_code) for result in done.result.results}


def compile_engine(project: Path, engine: str) -> Compiled:
    """Compile the project for one engine, both branches of its incremental models.

    Raises:
        EdpError: dbt cannot compile it.
    """
    # no warehouse lies in this home, and none is opened
    home = project / ".cache" / "lineage" / engine
    dbt = OfflineProject(Settings(project=project, home=home), target=TARGETS[engine])
    branches = [dbt.compile(variables={"assume_incremental": later}) for later in (False, True)]
    found: Compiled = {}
    for name, node in dbt.manifest.nodes.items():
        if (
            str(node.resource_type) in _KINDS
            and node.relation_name
            and node.package_name == dbt.manifest.metadata.project_name
        ):
            statements = [branch[name] for branch in branches if name in branch]
            if str(node.resource_type) != "seed" and len(statements) != len(branches):
                raise EdpError(f"{node.original_file_path}: dbt does not compile it for {engine}; run `dbt compile`")
            found[name] = _node(project, node, tuple(dict.fromkeys(statements)))
    for name, source in dbt.manifest.sources.items():
        found[name] = Node("source", _relation(source), (), (), tuple(column.lower() for column in source.columns))
    return found


def _node(project: Path, node: Any, statements: tuple[str, ...]) -> Node:
    kind = str(node.resource_type)
    keys = getattr(node.config, "unique_key", None) if kind == "snapshot" else None
    return Node(
        kind=kind,
        relation=_relation(node),
        parents=tuple(node.depends_on.nodes) if kind != "seed" else (),
        statements=statements,
        columns=_header(project / node.original_file_path) if kind == "seed" else _declared(node),
        keys=tuple(keys) if isinstance(keys, list) else (keys,) if keys else (),
        updated_at=getattr(node.config, "updated_at", None) if kind == "snapshot" else None,
    )


def _declared(node: Any) -> tuple[str, ...]:
    return tuple(name.lower() for name in node.columns)


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8") as file:
        return tuple(name.strip().strip('"').lower() for name in file.readline().strip().split(","))


def _relation(node: Any) -> str:
    return str(node.relation_name).replace('"', "").lower()
