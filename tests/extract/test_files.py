"""Spreadsheets and folders of files: what people write arrives as text, whole, and only when it changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT
from scripts.extract.drives import DrivesFile, Folder, LocalDrive, load_drives, read_drives
from scripts.extract.grid import column_name, csv_cells, grid_of
from scripts.extract.run import Outcome
from scripts.extract.sheets import LocalSpreadsheets, Sheet, SheetsFile, load_sheets, read_sheets
from scripts.extract.target import DuckDBTarget
from tests.extract.work import NOW
from tests.support.cli import edp, refusal

SHEETS = SheetsFile(sheets=(Sheet(name="Plan", owner="sales", tabs=("targets",), description="Targets."),))
ADDED = DrivesFile(
    folders=(Folder(name="f", owner="o", folder_name="Inbox", table_name="inbox", table_replace_append=1),)
)
REPLACED = DrivesFile(
    folders=(Folder(name="f", owner="o", folder_name="Inbox", table_name="inbox", table_replace_append=0),)
)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Net ARR (USD)", "net_arr_usd"),
        ("  Month ", "month"),
        ("2024 plan", "_2024_plan"),
        ("a--b__c", "a_b_c"),
        ("%", ""),
    ],
)
def test_headers_become_names_of_columns(written: str, column: str) -> None:
    assert column_name(written) == column


def test_blank_cells_rows_and_columns_are_nothing() -> None:
    grid = grid_of([["", ""], ["Name", " ", "Note"], ["a", "", " "], ["", "", ""], ["b"], ["NA", "", "null"]], "tab")
    assert grid.header == ("name", "note")
    assert grid.rows == (("a", None), ("b", None), ("NA", "null"))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([], "tab: there is no header"),
        ([["a", ""], ["1", "2"]], "tab: column 2 has values but no name"),
        ([["a", "A "]], "tab: two columns are named a"),
    ],
)
def test_a_header_nobody_can_read_is_refused(cells: list[list[str]], said: str) -> None:
    with pytest.raises(EdpError, match=said):
        grid_of(cells, "tab")


def test_no_header_takes_the_name_of_our_column() -> None:
    assert grid_of([["_updated_at"]], "tab").header == ("updated_at",)


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(EdpError, match=r"f\.csv: is not a CSV file in UTF-8"):
        csv_cells("é".encode("latin-1"), "f.csv")
    assert csv_cells('\ufeffa,b\r\n"x\ny",2\r\n'.encode(), "f") == [["a", "b"], ["x\ny", "2"]]


def sheets(target: DuckDBTarget, folder: Path, *, act: bool = True, hours: int = 0) -> Outcome:
    [outcome] = load_sheets(SHEETS, LocalSpreadsheets(folder), target, NOW + timedelta(hours=hours), act=act)
    return outcome


def tab(folder: Path, text: str) -> None:
    (folder / "Plan").mkdir(exist_ok=True)
    (folder / "Plan" / "targets.csv").write_text(text)


def test_a_changed_tab_replaces_its_table_and_an_unchanged_one_is_left_alone(
    target: DuckDBTarget, tmp_path: Path
) -> None:
    tab(tmp_path, 'Month,Target\nFY25-Jan,"1,234.50"\nFY25-Feb,\n')
    assert sheets(target, tmp_path, act=False) == Outcome("targets", "sheetload.targets", "2 rows instead of the last")
    assert sheets(target, tmp_path).rows == 2
    assert not sheets(target, tmp_path, hours=1).is_due
    stamp = str(int((NOW - datetime(1970, 1, 1)).total_seconds()))
    assert target.query("FROM raw.sheetload.targets") == [("FY25-Jan", "1,234.50", stamp), ("FY25-Feb", None, stamp)]
    tab(tmp_path, "Quarter,Target\nQ1,5\n")
    assert sheets(target, tmp_path, hours=2).rows == 1
    assert target.query("SELECT quarter, target FROM raw.sheetload.targets") == [("Q1", "5")]
    assert target.query("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'sheetload'") == [("targets",)]


def test_a_sheet_nobody_can_read_leaves_the_last_rows(target: DuckDBTarget, tmp_path: Path) -> None:
    tab(tmp_path, "a\n1\n")
    sheets(target, tmp_path)
    tab(tmp_path, "a,a\n1,2\n")
    assert (
        sheets(target, tmp_path).problem == "config/sheets.yml: Plan: tab targets: two columns are named a; rename one"
    )
    assert target.query("SELECT a FROM raw.sheetload.targets") == [("1",)]


def test_a_load_that_dies_before_the_swap_leaves_the_last_rows(
    target: DuckDBTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def die(*_: object) -> None:
        raise KilledError

    tab(tmp_path, "a\n1\n")
    sheets(target, tmp_path)
    tab(tmp_path, "a\n2\n3\n")
    with monkeypatch.context() as patch:
        patch.setattr(target, "swap", die)
        with pytest.raises(KilledError):
            sheets(target, tmp_path)
    assert target.query("SELECT a FROM raw.sheetload.targets") == [("1",)]
    assert sheets(target, tmp_path).rows == 2
    assert target.query("SELECT a FROM raw.sheetload.targets ORDER BY a") == [("2",), ("3",)]


def test_a_workbook_shows_its_cells_as_people_see_them(target: DuckDBTarget, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "targets"
    for row in (
        ["When", "How many", "Sure", "Share"],
        [datetime(2025, 1, 2), 3.0, True, 0.25],
        [None, None, None, "x"],
    ):
        workbook.active.append(row)
    workbook.save(tmp_path / "Plan.xlsx")
    sheets(target, tmp_path)
    assert target.query("SELECT * EXCLUDE (_updated_at) FROM raw.sheetload.targets") == [
        ("2025-01-02T00:00:00", "3", "TRUE", "0.25"),
        (None, None, None, "x"),
    ]
    (tmp_path / "Plan.xlsx").write_text("no workbook")
    assert "Plan.xlsx: is not an Excel workbook" in str(sheets(target, tmp_path).problem)


def test_a_missing_sheet_is_named(target: DuckDBTarget, tmp_path: Path) -> None:
    assert str(sheets(target, tmp_path).problem).endswith("there is neither Plan/targets.csv nor Plan.xlsx")


def drives(target: DuckDBTarget, folder: Path, file: DrivesFile = ADDED, *, act: bool = True) -> Outcome:
    [outcome] = load_drives(file, LocalDrive(folder), target, NOW, act=act)
    return outcome


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "Inbox").mkdir()
    (tmp_path / "Inbox" / "one.csv").write_text("a\n1\n")
    return tmp_path / "Inbox"


def test_added_files_are_archived_and_loaded_once(target: DuckDBTarget, inbox: Path) -> None:
    assert drives(target, inbox.parent, act=False).what == "1 rows of 1 files"
    assert drives(target, inbox.parent).rows == 1
    (inbox / "one.csv").write_text("a,b\n2,x\n")
    (inbox / "two.csv").write_text("b,a\ny,3\n")
    assert drives(target, inbox.parent).rows == 2
    assert target.query("SELECT a, b FROM raw.driveload.inbox ORDER BY a") == [("1", None), ("2", "x"), ("3", "y")]
    assert sorted(file.name for file in (inbox / "Archive").iterdir()) == ["one (2).csv", "one.csv", "two.csv"]
    assert not drives(target, inbox.parent).is_due


def test_a_file_that_was_loaded_but_not_archived_is_only_archived(
    target: DuckDBTarget, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def die(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(LocalDrive, "archive", die)
        with pytest.raises(KilledError):
            drives(target, inbox.parent)
    assert (inbox / "one.csv").exists()
    assert drives(target, inbox.parent).rows == 0
    assert target.query("SELECT a FROM raw.driveload.inbox") == [("1",)]
    assert not (inbox / "one.csv").exists()


def test_an_added_file_without_a_known_column_is_refused_and_stays(target: DuckDBTarget, inbox: Path) -> None:
    drives(target, inbox.parent)
    (inbox / "other.csv").write_text("b\n1\n")
    assert "column a is in raw but no longer in the source" in str(drives(target, inbox.parent).problem)
    assert (inbox / "other.csv").exists()


def test_a_replacing_folder_holds_one_file(target: DuckDBTarget, inbox: Path) -> None:
    assert drives(target, inbox.parent, REPLACED).rows == 1
    assert not drives(target, inbox.parent, REPLACED).is_due
    (inbox / "two.csv").write_text("a\n2\n")
    assert "folder Inbox holds 2 CSV files" in str(drives(target, inbox.parent, REPLACED).problem)
    (inbox / "one.csv").unlink()
    drives(target, inbox.parent, REPLACED)
    assert target.query("SELECT a FROM raw.driveload.inbox") == [("2",)]


def test_the_shipped_files_are_valid() -> None:
    assert [tab for sheet in read_sheets(PROJECT).sheets for tab in sheet.tabs] == ["sales_funnel_targets_matrix"]
    assert {folder.table_replace_append for folder in read_drives(PROJECT).folders} == {0, 1}


def test_without_credentials_the_commands_say_what_to_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GSHEETS_SERVICE_ACCOUNT_CREDENTIALS", raising=False)
    for command in ("sheetload", "driveload"):
        assert "set GSHEETS_SERVICE_ACCOUNT_CREDENTIALS" in refusal(edp(home, "extract", command))
    monkeypatch.setenv("GSHEETS_SERVICE_ACCOUNT_CREDENTIALS", '{"private_key": "s3cret"}')
    said = refusal(edp(home, "extract", "sheetload"))
    assert said == "GSHEETS_SERVICE_ACCOUNT_CREDENTIALS is not the key file of a service account"
