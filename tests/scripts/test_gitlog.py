"""`edp extract gitlog`: what it loads is what git says, once, whatever the names, the settings and the history."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from scripts.gitlog.git import Repository
from scripts.gitlog.load import Loaded, create_tables, load_repository
from tests.conftest import Dbt
from tests.support.cli import edp, refusal
from tests.support.repository import TestRepository, odd_repository

NOW = datetime(2024, 12, 31)


@pytest.fixture
def odd(tmp_path: Path) -> TestRepository:
    return odd_repository(tmp_path / "odd")


@pytest.fixture
def warehouse() -> Iterator[DuckDBWarehouse]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS raw")
        yield DuckDBWarehouse(connection)


def load(warehouse: DuckDBWarehouse, repository: TestRepository) -> Loaded:
    return load_repository(warehouse, Repository(repository.folder), NOW)


def totals(warehouse: DuckDBWarehouse) -> tuple[int, int, int]:
    [row] = warehouse.query(
        "SELECT COUNT(*), COALESCE(SUM(lines_added), 0), COALESCE(SUM(lines_removed), 0)"
        " FROM raw.handbook.git_commit_files JOIN raw.handbook.git_commits USING (commit_id) WHERE is_reachable"
    )
    return row[0], row[1], row[2]


def reachable(warehouse: DuckDBWarehouse) -> int:
    return int(warehouse.query("SELECT COUNT(*) FROM raw.handbook.git_commits WHERE is_reachable")[0][0])


def test_totals_are_those_of_git_itself(warehouse: DuckDBWarehouse, odd: TestRepository) -> None:
    loaded = load(warehouse, odd)
    assert loaded.commits == reachable(warehouse) == odd.count() == 10
    assert totals(warehouse) == odd.totals()
    assert loaded.files == odd.totals()[0]


def test_every_name_arrives_as_it_is(warehouse: DuckDBWarehouse, odd: TestRepository) -> None:
    load(warehouse, odd)
    paths = {path for (path,) in warehouse.query("SELECT file_path FROM raw.handbook.git_commit_files")}
    on_disk = {
        os.fsencode(Path(folder, name).relative_to(odd.folder)).decode("utf-8", "backslashreplace")
        for folder, _, names in os.walk(odd.folder)
        for name in names
        if ".git" not in Path(folder).parts
    }
    assert on_disk <= paths
    assert paths - on_disk == {"README.md", "image.bin", "side/a.txt"}
    assert "docs/latin-\\xe9.txt" in paths


def test_authors_subjects_and_times_arrive_as_they_are(warehouse: DuckDBWarehouse, odd: TestRepository) -> None:
    load(warehouse, odd)
    rows = warehouse.query("SELECT subject, author_email, parent_count, committed_at FROM raw.handbook.git_commits")
    commits = {row[0]: row[1:] for row in rows}
    assert commits["first"] == ("jo@example.com", 0, datetime(2024, 12, 31, 1))
    assert (
        commits["names\twith 'quotes' and \"more\" é"][0] == 'odd @ name"@Example.ORG'
    )  # git itself drops a leading quote
    assert commits["binary and empty files"][0] == ""
    assert commits["nothing changes"][0] == "no-at-sign"
    assert commits["Merge side"][1] == 2
    assert "--format=%H looks like an option" in commits
    assert len(commits) == 10


def test_moves_and_binary_files_are_told_apart(warehouse: DuckDBWarehouse, odd: TestRepository) -> None:
    load(warehouse, odd)
    moves = warehouse.query(
        "SELECT previous_file_path, file_path, lines_added, lines_removed FROM raw.handbook.git_commit_files"
        " WHERE previous_file_path IS NOT NULL ORDER BY 1"
    )
    assert moves == [("README.md", "docs/READ\tME.md", 0, 0), ("image.bin", "docs/image.bin", None, None)]
    binary = "SELECT lines_added, lines_removed FROM raw.handbook.git_commit_files WHERE file_path = 'image.bin'"
    assert warehouse.query(binary) == [(None, None)]
    nothing = "SELECT lines_added, lines_removed FROM raw.handbook.git_commit_files WHERE file_path = 'empty'"
    assert warehouse.query(nothing) == [(0, 0)]


def test_a_second_run_adds_only_what_is_new(warehouse: DuckDBWarehouse, odd: TestRepository) -> None:
    load(warehouse, odd)
    before = warehouse.query("FROM raw.handbook.git_commits ORDER BY ALL")
    assert load(warehouse, odd) == Loaded(0, 0, 0)
    assert warehouse.query("FROM raw.handbook.git_commits ORDER BY ALL") == before

    odd.write("new.txt", "1\n2\n")
    odd.commit("one more")
    assert load(warehouse, odd) == Loaded(1, 1, 0)
    assert reachable(warehouse) == odd.count()
    assert totals(warehouse) == odd.totals()


def test_loading_in_steps_equals_loading_at_once(odd: TestRepository, tmp_path: Path) -> None:
    tables = []
    for steps in (["HEAD~4", "HEAD~1", "main"], ["main"]):
        with duckdb.connect() as connection:
            connection.execute("ATTACH ':memory:' AS raw")
            stepwise = DuckDBWarehouse(connection)
            for step in steps:
                odd.git("checkout", "--quiet", step)
                load(stepwise, odd)
            odd.git("checkout", "--quiet", "main")
            tables.append(
                [
                    stepwise.query(f"FROM raw.handbook.{name} ORDER BY ALL")
                    for name in ("git_commits", "git_commit_files")
                ]
            )
    assert tables[0] == tables[1]


def test_commits_a_rewrite_leaves_behind_stay_and_are_not_counted(
    warehouse: DuckDBWarehouse, odd: TestRepository
) -> None:
    load(warehouse, odd)
    old = odd.head()
    odd.git("reset", "--quiet", "--hard", "HEAD~2")
    odd.write("instead", "x\n")
    odd.commit("instead")
    assert load(warehouse, odd) == Loaded(1, 1, 2)
    assert reachable(warehouse) == odd.count()
    assert totals(warehouse) == odd.totals()

    odd.git("reset", "--quiet", "--hard", old)
    assert load(warehouse, odd) == Loaded(0, 0, 1)
    assert reachable(warehouse) == odd.count()
    assert totals(warehouse) == odd.totals()


def test_a_clone_adds_nothing_and_another_repository_leaves_the_first_alone(
    warehouse: DuckDBWarehouse, odd: TestRepository, tmp_path: Path
) -> None:
    load(warehouse, odd)
    odd.git("clone", "--quiet", "--bare", str(odd.folder), str(tmp_path / "bare.git"))
    assert load_repository(warehouse, Repository(tmp_path / "bare.git"), NOW) == Loaded(0, 0, 0)
    other = TestRepository(tmp_path / "other")
    other.write("a", "1\n")
    other.commit("another")
    assert load(warehouse, other) == Loaded(1, 1, 0)
    assert reachable(warehouse) == odd.count() + 1


def test_the_oldest_commits_of_a_shallow_clone_wait_for_their_parents(
    warehouse: DuckDBWarehouse, odd: TestRepository, tmp_path: Path
) -> None:
    clone = tmp_path / "shallow"
    odd.git("clone", "--quiet", "--depth", "2", f"file://{odd.folder}", str(clone))
    assert load_repository(warehouse, Repository(clone), NOW).commits == 1
    odd.git("-C", str(clone), "fetch", "--quiet", "--unshallow")
    load_repository(warehouse, Repository(clone), NOW)
    assert reachable(warehouse) == odd.count()
    assert totals(warehouse) == odd.totals()


def test_settings_of_user_repository_and_environment_change_nothing(
    warehouse: DuckDBWarehouse, odd: TestRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched = tmp_path / "touched"
    for name, value in {
        "diff.renames": "false",
        "diff.external": f"touch {touched};",
        "core.fsmonitor": f"touch {touched};",
        "log.showSignature": "true",
        "log.diffMerges": "first-parent",
        "log.showRoot": "false",
        "diff.noprefix": "true",
        "diff.relative": "true",
        "format.pretty": "oneline",
        "i18n.logOutputEncoding": "ISO-8859-1",
        "color.ui": "always",
        "core.pager": f"touch {touched};",
    }.items():
        odd.git("config", name, value)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {touched};")
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    load(warehouse, odd)
    subjects = {subject for (subject,) in warehouse.query("SELECT subject FROM raw.handbook.git_commits")}
    assert not touched.exists()

    monkeypatch.undo()
    # git is asked for the truth without those settings
    (odd.folder / ".git" / "config").write_text("[core]\nrepositoryformatversion = 0\nbare = false\n")
    assert reachable(warehouse) == odd.count()
    assert totals(warehouse) == odd.totals()
    assert "names\twith 'quotes' and \"more\" é" in subjects


def test_no_history_makes_empty_tables(warehouse: DuckDBWarehouse, tmp_path: Path) -> None:
    empty = TestRepository(tmp_path / "outer")
    assert load(warehouse, empty) == Loaded(0, 0, 0)
    assert warehouse.query("SELECT COUNT(*) FROM raw.handbook.git_commits") == [(0,)]
    empty.write("inside/file", "1\n")
    empty.commit("the folder below is no repository of its own")
    assert load_repository(warehouse, Repository(empty.folder / "inside"), NOW) == Loaded(0, 0, 0)
    assert warehouse.query("SELECT COUNT(*) FROM raw.handbook.git_commit_files") == [(0,)]


def test_a_folder_that_lost_its_history_loses_no_rows(warehouse: DuckDBWarehouse, odd: TestRepository) -> None:
    load(warehouse, odd)
    commits = odd.count()
    shutil.rmtree(odd.folder / ".git")
    assert load(warehouse, odd) == Loaded(0, 0, 0)
    assert reachable(warehouse) == commits


def test_a_repository_git_cannot_read_leaves_the_tables_as_they_were(
    warehouse: DuckDBWarehouse, odd: TestRepository
) -> None:
    create_tables(warehouse)
    tree = odd.git("rev-parse", "HEAD~3^{tree}").decode().strip()
    (odd.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(EdpError, match=r"git cannot read .*odd: .*" + tree):
        load(warehouse, odd)
    assert warehouse.query("SELECT COUNT(*) FROM raw.handbook.git_commits") == [(0,)]


def test_the_command_says_what_it_did(odd: TestRepository, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "run `edp up`" in refusal(edp(home, "extract", "gitlog", str(odd.folder)))
    with open_warehouse(Settings(project=PROJECT, home=home), create=True):
        pass
    first = edp(home, "extract", "gitlog", str(odd.folder))
    assert (first.code, first.error) == (0, "")
    assert first.out.startswith(f"10 new commits with {odd.totals()[0]} changed files from ")
    assert edp(home, "extract", "gitlog", str(odd.folder)).out.startswith("0 new commits")
    odd.git("reset", "--quiet", "--hard", "HEAD~1")
    assert "1 older commits" in edp(home, "extract", "gitlog", str(odd.folder)).out
    plain = tmp_path / "plain"
    plain.mkdir()
    assert "no git history" in edp(home, "extract", "gitlog", str(plain)).out


def test_a_wrong_folder_and_a_missing_git_are_one_line_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is not a folder" in refusal(edp(tmp_path, "extract", "gitlog", str(tmp_path / "nowhere")))
    file = tmp_path / "file"
    file.touch()
    assert "is not a folder" in refusal(edp(tmp_path, "extract", "gitlog", str(file)))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in refusal(edp(tmp_path, "extract", "gitlog", str(tmp_path)))


def test_the_model_adds_up_to_what_git_says(odd: TestRepository, dbt: Dbt, home: Path) -> None:
    assert edp(home, "extract", "gitlog", str(odd.folder)).code == 0
    dbt("build", "--select", "+wk_git_change_monthly")
    model = "prod.workspace_engineering.wk_git_change_monthly"
    [(changes, added, removed)] = dbt.warehouse(
        f"SELECT SUM(file_changes), SUM(lines_added), SUM(lines_removed) FROM {model}"
    )
    assert (changes, added, removed) == odd.totals()
    [(alone,)] = dbt.warehouse(f"SELECT SUM(commits) FROM {model} WHERE top_folder = '(no files)'")
    assert alone == int(odd.git("rev-list", "--count", "--merges", "HEAD")) + 2
    domains = {domain for (domain,) in dbt.warehouse(f"SELECT DISTINCT author_domain FROM {model}")}
    assert domains == {"example.com", "example.org", "side.example", "(none)"}
    folders = {folder for (folder,) in dbt.warehouse(f"SELECT DISTINCT top_folder FROM {model}")}
    assert folders == {"docs", "side", "(top)", "(no files)"}
