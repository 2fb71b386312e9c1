"""Fixtures every test may use: dbt in this process, macros as text, macros executed, Snowflake's grammar.

`dbt`               the real project on its own warehouse of this session: `dbt("build", "--select", "dim_date")`.
`home`              that warehouse's EDP_HOME: four attached, empty databases.
`macros`            all macros and generic tests in a project without models; parsed in a second.
`render`            a Jinja text rendered with those macros as one line of SQL: `render("{{ slugify('x') }}", "prod")`.
`rows`              a Jinja text rendered for DuckDB and executed in memory; the rows as tuples.
`refused`           the one-line message with which dbt refuses a Jinja text.
`assert_snowflake`  the SQL text parses in Snowflake's grammar.
`built_warehouse`   EDP_HOME of what `edp up` builds, made once per session, to be read only.
`copied_warehouse`  makes a copy of it, to be changed at will.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt_common.behavior_flags import BehaviorFlagRendered

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from tests.support.built import built_warehouse, copied_warehouse
from tests.support.snowflake import parse_problems

__all__ = ["built_warehouse", "copied_warehouse"]

OFFLINE = ("--no-introspect", "--no-populate-cache")

# What sqlfluff 4.4 refuses although Snowflake accepts it: the reason, and the statements it excuses.
ALLOWED: dict[str, str] = {
    "the name of a row access policy may be a full one": r"^CREATE ROW ACCESS POLICY IF NOT EXISTS \w+\.\w+\.\w+ AS \(",
}

# dbt names the module that defines each adapter flag by walking the whole call stack, 34 times per call. Below pytest
# that is two seconds; the name appears only in a warning about the flag.
BehaviorFlagRendered._default_source = staticmethod(lambda: "tests")


class DbtRefusedError(Exception):
    """dbt could not do it; the message is what a person would read."""


class Dbt:
    """One dbt project and one warehouse, driven in this process; every target is parsed once.

    Args:
        project: folder with dbt_project.yml.
        home: EDP_HOME of every call; target and log folders lie in it too.
    """

    def __init__(self, project: Path, home: Path) -> None:
        self.project = project
        self.home = home
        self._manifests: dict[str, Any] = {}

    def __call__(self, *arguments: str, target: str = "ci", check: bool = True) -> dbtRunnerResult:
        """Run one dbt command, e.g. `dbt("build", "--select", "x")`; with `check` a failure raises DbtRefusedError."""
        return self._invoke(self.manifest(target), target, *arguments, check=check)

    def manifest(self, target: str = "ci") -> Any:
        """The parsed project as `target` sees it."""
        if target not in self._manifests:
            self._manifests[target] = self._invoke(None, target, "parse", check=True).result
        return self._manifests[target]

    def forget(self) -> None:
        """Parse again at the next call, because files have changed."""
        self._manifests.clear()

    def compile(self, text: str, target: str = "ci") -> str:
        """Render a Jinja text as if it stood in a model; no connection is made."""
        try:
            done = self("compile", *OFFLINE, "--no-write-json", "--inline", text, target=target)
        finally:  # dbt adds the text to the manifest, and forgets to take it out when it fails
            self.manifest(target).nodes.pop("sql_operation.edp.inline_query", None)
        return str(done.result.results[0].node.compiled_code)

    def warehouse(self, sql: str) -> list[tuple[Any, ...]]:
        """Read this project's warehouse."""
        with open_warehouse(Settings(project=self.project, home=self.home), read_only=True) as warehouse:
            return warehouse.query(sql)

    def _invoke(self, manifest: Any, target: str, *arguments: str, check: bool) -> dbtRunnerResult:
        errors: list[str] = []

        def listen(event: Any) -> None:
            if event.info.level == "error":
                errors.append(event.info.msg)

        folders = ("--project-dir", str(self.project), "--profiles-dir", str(PROJECT / "profiles"))
        output = ("--target-path", str(self.home / f"target_{target}"), "--log-path", str(self.home / "logs"))
        logging = ("--quiet", "--log-level-file", "none", "--no-use-colors")
        with _environment(EDP_HOME=str(self.home)):
            call = [*arguments, "--target", target, *folders, *output, *logging]
            try:
                done = dbtRunner(manifest=manifest, callbacks=[listen]).invoke(call)
            finally:
                DuckDBConnectionManager.close_all_connections()  # dbt keeps the files open as long as the process lives
        if check and not done.success:
            raise DbtRefusedError("\n".join(errors) or str(done.exception))
        return done


@contextmanager
def _environment(**changes: str) -> Iterator[None]:
    """`changes` and none of the caller's dbt or Snowflake settings, so that a test means the same on every machine."""
    before = dict(os.environ)
    for name in [name for name in before if name.startswith(("DBT_", "SNOWFLAKE_"))]:
        del os.environ[name]
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def new_home(folder: Path) -> Path:
    with open_warehouse(Settings(project=PROJECT, home=folder), create=True):
        return folder


def macro_project(folder: Path) -> Path:
    """A dbt project in `folder` with this project's macros, hooks and generic tests, and no models of its own."""
    shutil.copytree(PROJECT / "macros", folder / "macros")
    shutil.copytree(PROJECT / "tests" / "data" / "generic", folder / "tests" / "data" / "generic")
    config = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    for kind in ("models", "seeds"):
        config[kind]["edp"] = {key: value for key, value in config[kind]["edp"].items() if key.startswith("+")}
    del config["data_tests"]
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def dbt(home: Path) -> Dbt:
    return Dbt(PROJECT, home)


@pytest.fixture(scope="session")
def macros(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    project = macro_project(tmp_path_factory.mktemp("macros"))
    return Dbt(project, new_home(project / "home"))


@pytest.fixture(scope="session")
def render(macros: Dbt) -> Callable[..., str]:
    def render(text: str, target: str = "ci") -> str:
        return re.sub(r"\s+", " ", macros.compile(text, target)).strip()

    return render


@pytest.fixture(scope="session")
def rows(macros: Dbt) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")

        def rows(text: str) -> list[tuple[Any, ...]]:
            return connection.execute(macros.compile(text)).fetchall()

        yield rows


@pytest.fixture(scope="session")
def refused(macros: Dbt) -> Callable[..., str]:
    def refused(text: str, target: str = "ci") -> str:
        with pytest.raises(DbtRefusedError) as caught:
            macros.compile(text, target)
        return str(caught.value)

    return refused


@pytest.fixture(scope="session")
def assert_snowflake() -> Callable[[str], None]:
    def assert_snowflake(sql: str) -> None:
        if any(re.search(statement, sql, re.IGNORECASE) for statement in ALLOWED.values()):
            return
        assert parse_problems(sql) == [], sql

    return assert_snowflake
