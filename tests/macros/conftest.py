"""A small project of its own for hooks, generic tests and the recorder: real models, real runs, a real warehouse."""

from pathlib import Path
from textwrap import dedent

import pytest

from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse
from tests.conftest import Dbt, macro_project, new_home


class Sandbox(Dbt):
    """A project a test writes its own models into."""

    def write(self, files: dict[str, str]) -> None:
        """Write files (path in the project to text) and parse again at the next call."""
        for name, text in files.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        self.forget()

    def change(self, sql: str) -> None:
        """Change this project's warehouse from outside."""
        with open_warehouse(Settings(project=self.project, home=self.home)) as warehouse:
            warehouse.execute(sql)

    def comments(self) -> dict[str, str]:
        """Every comment in the warehouse, by table or table.column."""
        tables = "SELECT table_name, comment FROM duckdb_tables()"
        columns = "SELECT table_name || '.' || column_name, comment FROM duckdb_columns()"
        return dict(self.warehouse(f"SELECT * FROM ({tables} UNION ALL {columns}) WHERE comment IS NOT NULL"))


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    project = macro_project(tmp_path_factory.mktemp("sandbox"))
    return Sandbox(project, new_home(Path(project / "home")))
