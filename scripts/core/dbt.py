"""Run dbt in this process: parse once, build several times, get a small typed result and one line per problem."""

from __future__ import annotations

import atexit
import gc
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scripts.core.errors import EdpError
from scripts.core.settings import Settings

Progress = Callable[[str, int, int], None]

_BAD = ("error", "fail", "runtime error", "partial success")

# A misspelt key is a setting nobody applies, so it is an error, not a note in a log.
_REFUSED = {
    "error": [
        "CustomKeyInObjectDeprecation",
        "CustomKeyInConfigDeprecation",
        "CustomTopLevelKeyDeprecation",
        "DuplicateYAMLKeysDeprecation",
        "UnexpectedJinjaBlockDeprecation",
        "NodeNotFoundOrDisabled",
    ]
}
_RULE = re.compile(r"\n\s*(?:-{5,})?\s*\n")
_LABEL = re.compile(r"^(?:\w+ Error )?(?:\[WARNING\]\[\w+\]: )?(?:Deprecated functionality )?")
_HEADING = re.compile(r"^.*(?:Runtime|Database|Compilation|Parsing) Error(?: in .*)?$", re.MULTILINE)

# What decides where dbt reads and how it connects comes from the caller; what is secret or free for models may stay.
_KEPT = ("DBT_ENV_SECRET_", "DBT_ENV_CUSTOM_ENV_")


@dataclass(frozen=True)
class Node:
    """What became of one model, test, seed, snapshot or hook.

    Attributes:
        name: its name; kind: dbt's resource type; path: its file; layer: first folder below `models`, or the kind.
        status: success, pass, warn, error, fail or skipped.
        message: the first line of what the engine or dbt said.
        inputs: three-part names of the source tables it reads, or its model reads.
        relation: three-part name of what it built, or None.
        materialized: table, view, incremental, ...; empty for a test.
        seconds: how long it took.
    """

    name: str
    kind: str
    path: str
    layer: str
    status: str
    message: str
    inputs: tuple[str, ...]
    relation: str | None
    materialized: str
    seconds: float

    @property
    def is_test(self) -> bool:
        """Data tests and unit tests."""
        return self.kind in ("test", "unit_test")


@dataclass(frozen=True)
class Outcome:
    """All nodes of one dbt invocation."""

    nodes: tuple[Node, ...]

    @property
    def broken(self) -> list[Node]:
        """Nodes that failed, in the order dbt ran them; skipped ones only follow from these."""
        return [node for node in self.nodes if node.status in _BAD]

    def problem(self) -> str | None:
        """One line for the first failure and how many more there are; None when nothing failed."""
        if not self.broken:
            return None
        # What could not be built explains the tests that fail beside it.
        first, *others = sorted(self.broken, key=lambda node: node.is_test)
        reads = f" reads {', '.join(first.inputs)}" if first.inputs else ""
        kind = first.kind.replace("_", " ")
        more = f" (and {len(others)} more)" if others else ""
        return f"{kind} {first.name} ({first.path}){reads}: {first.message}{more}"


class DbtProject:
    """The dbt project of one checkout on one warehouse."""

    def __init__(self, settings: Settings, *, warehouse: Settings | None = None, target: str = "local") -> None:
        """Remember where things are; nothing is read yet.

        Args:
            settings: the checkout, and the home that holds dbt's folders `target` and `logs`.
            warehouse: the home whose warehouse is built, where it is another one.
            target: the target of profiles.yml.
        """
        self.settings = settings
        self.warehouse = warehouse or settings
        self.target = target
        self._manifest: Any = None

    def parse(self) -> None:
        """Read the project; later invocations use what was read.

        Raises:
            EdpError: a file of the project is wrong; one line that names it.
        """
        done = self._invoke("parse", write=True)
        self._manifest = done.result
        # The parsed project stays until the end; the collector need not walk through it again and again. Thawed at the
        # end, because DuckDB's Python module complains about objects that outlive it.
        gc.collect()
        gc.freeze()
        atexit.register(gc.unfreeze)

    def build(
        self,
        *arguments: str,
        variables: Mapping[str, str],
        write: bool = True,
        progress: Progress | None = None,
    ) -> Outcome:
        """Run `dbt build`.

        Args:
            arguments: selection options, e.g. `--exclude-resource-type test`.
            variables: dbt's `--vars`.
            write: leave manifest and run results in the target folder.
            progress: called with (name, nodes done, nodes in all) when a node has ended.

        Raises:
            EdpError: dbt could not begin, e.g. the project is wrong or the warehouse locked.
            KeyboardInterrupt: the user pressed Ctrl-C.
        """
        done = self._invoke("build", "--vars", json.dumps(dict(variables)), *arguments, write=write, progress=progress)
        results = [result for result in done.result.results if result.node.resource_type != "operation"]
        return Outcome(tuple(_node(self._manifest, result) for result in results))

    def run(self, *arguments: str, variables: Mapping[str, str]) -> Outcome:
        """Run any other command of dbt, e.g. `run("docs", "generate", variables={})`.

        Args:
            arguments: the command and its options.
            variables: dbt's `--vars`.

        Raises:
            EdpError: dbt could not begin, or the command failed as a whole.
        """
        done = self._invoke(*arguments, "--vars", json.dumps(dict(variables)), write=True)
        results = [each for each in getattr(done.result, "results", None) or [] if hasattr(each, "node")]
        outcome = Outcome(tuple(_node(self._manifest, each) for each in results))
        if not done.success and not outcome.broken:
            raise EdpError(f"dbt {' '.join(arguments[:2])}: failed; dbt's log says why")
        return outcome

    def measure_freshness(self, *, variables: Mapping[str, str]) -> None:
        """Run `dbt source freshness`: the age of every source goes to `prod.workspace_data.source_freshness`.

        A source that is too old, or cannot be read, is one of the answers; nothing fails.

        Args:
            variables: dbt's `--vars`.

        Raises:
            EdpError: dbt could not begin, e.g. the project is wrong or the warehouse locked.
            KeyboardInterrupt: the user pressed Ctrl-C.
        """
        self._invoke("source", "freshness", "--vars", json.dumps(dict(variables)), write=True)

    def run_operation(self, macro: str, arguments: Mapping[str, str]) -> None:
        """Run one macro for its effect.

        Args:
            macro: its name.
            arguments: of the macro, by name, as text.

        Raises:
            EdpError: it failed; one line that says why.
            KeyboardInterrupt: the user pressed Ctrl-C.
        """
        if self._manifest is None:
            self.parse()
        done = self._invoke("run-operation", macro, "--args", json.dumps(dict(arguments)), write=False)
        problem = next((result.message for result in done.result.results if result.message and not done.success), None)
        if not done.success:
            raise EdpError(f"dbt run-operation {macro}: {_reason(problem or str(done.exception))}")

    def _invoke(self, *arguments: str, write: bool, progress: Progress | None = None) -> Any:
        if self._manifest is None and arguments[0] != "parse":
            self.parse()
        from dbt.cli.main import dbtRunner
        from dbt.jsonschemas import jsonschemas

        # dbt knows every key its YAML files may have, but looks for others only on engines it ships itself.
        jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")
        settings = self.settings
        folders = ("--project-dir", str(settings.project), "--profiles-dir", str(settings.project / "profiles"))
        output = ("--target-path", str(settings.home / "target"), "--log-path", str(settings.home / "logs"))
        quiet = ("--quiet", "--no-print", "--log-level", "none", "--log-level-file", "none", "--no-use-colors")
        strict = ("--warn-error-options", json.dumps(_REFUSED), "--write-json" if write else "--no-write-json")
        callbacks = [_listener(progress)] if progress else []
        # The parsed project is kept for next time under the home it was parsed for, so that is always the same.
        with _environment(settings if arguments[0] == "parse" else self.warehouse):
            runner = dbtRunner(manifest=self._manifest, callbacks=callbacks)
            try:
                done = runner.invoke([*arguments, "--target", self.target, *folders, *output, *quiet, *strict])
            finally:
                _let_go()
        if isinstance(done.exception, KeyboardInterrupt):
            raise KeyboardInterrupt
        if done.result is None:
            raise EdpError(f"dbt {arguments[0]}: {one_line(str(done.exception))}")
        return done


def one_line(text: str) -> str:
    """The first lines of a message, up to an empty or a ruled one, without dbt's own headings, as one line."""
    lines = [line.strip() for line in _RULE.split(text.strip())[0].splitlines()]
    return _LABEL.sub("", " ".join(line for line in lines if line))


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """The environment with this warehouse's home and without the shell's dbt settings, which dbt would obey."""
    before = dict(os.environ)
    for name in before:
        if name.startswith("DBT_") and not name.startswith(_KEPT):
            del os.environ[name]
    os.environ["EDP_HOME"] = str(settings.home)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _let_go() -> None:
    """Close the warehouse files, which dbt keeps open in this process until it ends."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager as Manager

    if Manager._ENV is not None:
        Manager._ENV.close()
        Manager.close_all_connections()


def _listener(progress: Progress) -> Callable[[Any], None]:
    counts = {"done": 0, "total": 0}

    def listen(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            counts["total"] = event.data.node_count
        elif event.info.name == "NodeFinished":
            counts["done"] += 1
            progress(event.data.node_info.node_name, counts["done"], counts["total"])

    return listen


def _node(manifest: Any, result: Any) -> Node:
    node = result.node
    kind = str(node.resource_type)
    folders = node.original_file_path.split("/")
    # A unit test stands for its model: it fails when a column of the model's input is gone.
    readers = [manifest.nodes.get(name) for name in _parents(node)] if kind == "unit_test" else [node]
    parents = [name for reader in readers if reader and kind != "test" for name in _parents(reader)]
    return Node(
        name=node.name,
        kind=kind,
        path=node.original_file_path,
        layer=folders[1] if kind == "model" else kind,
        status=str(result.status),
        message=_reason(result.message or ""),
        inputs=tuple(manifest.sources[name].relation_name for name in parents if name in manifest.sources),
        relation=getattr(node, "relation_name", None),
        materialized=str(node.config.materialized) if kind in ("model", "snapshot", "seed") else "",
        seconds=result.execution_time,
    )


def _parents(node: Any) -> list[str]:
    """Unique ids of what a node reads; a seed reads nothing."""
    return getattr(node.depends_on, "nodes", [])


def _reason(message: str) -> str:
    """What the engine said, without the headings dbt puts above it, which repeat the node's name and file."""
    return one_line(_HEADING.split(message)[-1])
