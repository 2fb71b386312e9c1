"""The project's own files as rows: SQL, YAML and Python text, what is inside them, config files and seed CSVs."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb

from scripts.checks import text as reader
from scripts.checks.manifest import Rows
from scripts.checks.yamlfacts import YamlFacts, flatten, read_text
from scripts.core.errors import EdpError
from scripts.core.sql import identifier

# dbt's folders first, because freshness of the manifest depends on these only.
DBT_FOLDERS = ("models", "macros", "snapshots", "seeds", "tests/data", "analyses")
_FOLDERS = ("models", "macros", "snapshots", "seeds", "tests", "analyses", "checks", "scripts", "dags", "config")
_EXTENSIONS = {".sql", ".yml", ".yaml", ".py"}


def project_files(project: Path, folders: tuple[str, ...] = _FOLDERS) -> Iterator[Path]:
    """Every SQL, YAML and Python file of the project, in a stable order."""
    yield from sorted(path for path in project.glob("*.yml") if not path.name.startswith("."))
    for folder in folders:
        for path in sorted((project / folder).rglob("*")):
            parts = path.relative_to(project).parts
            if path.suffix in _EXTENSIONS and not any(part.startswith((".", "__pycache__")) for part in parts):
                yield path


def _compiled(project_name: str, target: Path, relative: str) -> str | None:
    path = target / "compiled" / project_name / relative
    return read_text(path) if path.suffix == ".sql" and path.is_file() else None


def file_rows(project: Path, target: Path, project_name: str) -> Rows:
    """Rows of dbt.files, dbt.lines and everything derived from file text.

    Args:
        project: the checkout.
        target: dbt's target folder; compiled SQL is taken from it where it exists.
        project_name: the dbt project's name, a folder below `target/compiled`.
    """
    rows: Rows = defaultdict(list)
    facts = YamlFacts()
    for file in project_files(project):
        path = file.relative_to(project).as_posix()
        content = read_text(file)
        code = _code(file.suffix, content)
        sql = reader.sql_of(content) if file.suffix == ".sql" else code
        lines = content.removesuffix("\n").split("\n")
        rows["dbt.files"].append(
            {
                "path": path,
                "folder": path.rpartition("/")[0],
                "stem": file.stem,
                "extension": file.suffix.removeprefix("."),
                "lines": len(lines) if content else 0,
                "first_line": lines[0],
                "text": content,
                "code": code,
                "sql": sql,
                "compiled": _compiled(project_name, target, path),
            }
        )
        if file.suffix != ".py":
            rows["dbt.lines"].extend(
                {"path": path, "line": number, "text": line, "code": bare, "sql": pure}
                for number, line, bare, pure in zip(
                    range(1, len(lines) + 1), lines, code.split("\n"), sql.split("\n"), strict=False
                )
            )
        if path.startswith("config/"):
            rows["config.entries"].extend(flatten(path, content))
        elif file.suffix in {".yml", ".yaml"}:
            facts.read(path, content)
        elif file.suffix == ".sql":
            _sql_rows(path, code, rows)
    rows["dbt.yaml_entries"] = facts.entries
    rows["dbt.yaml_tests"] = facts.tests
    return rows


def _code(extension: str, content: str) -> str:
    if extension == ".sql":
        return reader.code_of(content)
    return content if extension == ".py" else reader.yaml_code_of(content)


def _sql_rows(path: str, code: str, rows: Rows) -> None:
    found = reader.ctes(code)
    rows["dbt.ctes"].extend(
        {
            "path": path,
            "line": cte.line,
            "position": position,
            "name": cte.name,
            "imports": cte.imports,
            "body": cte.body,
        }
        for position, cte in enumerate(found, start=1)
    )
    rows["dbt.inputs"].extend(
        {
            "path": path,
            "line": reader.line_at(code, offset),
            "kind": kind,
            "name": name,
            "in_import": any(cte.imports is not None and cte.start <= offset < cte.end for cte in found),
        }
        for offset, kind, name in reader.inputs(code)
    )
    rows["dbt.windows"].extend(
        {
            "path": path,
            "line": window.line,
            "function": window.function,
            "partition_by": window.partition_by,
            "order_by": window.order_by,
            "frame": window.frame,
        }
        for window in reader.windows(code)
    )


def load_seeds(connection: duckdb.DuckDBPyConnection, project: Path) -> None:
    """Load every seed CSV as text into `seed.<file name>`, with its row's line number as `csv_line`.

    Raises:
        EdpError: a CSV cannot be read, or its name is no SQL name.
    """
    for path in sorted((project / "seeds").rglob("*.csv")):
        relative = path.relative_to(project).as_posix()
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file), [])
        options = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
        try:
            columns = ", ".join(f"'{identifier(column)}': 'VARCHAR'" for column in header)
            connection.execute(
                f"CREATE TABLE seed.{identifier(path.stem)} AS SELECT ROW_NUMBER() OVER () + 1 AS csv_line, * "
                f"FROM read_csv(?, columns = {{{columns}}}, {options})",
                [str(path)],
            )
        except EdpError as error:
            raise EdpError(f"{relative}: {error}") from error
        except duckdb.Error as error:
            raise EdpError(f"{relative}: not a readable CSV, {str(error).splitlines()[0]}; correct the file") from error
