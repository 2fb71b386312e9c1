"""Sheetload: every tab of the listed spreadsheets becomes a table of `raw.sheetload`, replaced when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, Self
from zipfile import BadZipFile

from pydantic import Field, field_validator, model_validator

from scripts.core.config import Strict, read_config
from scripts.core.errors import EdpError
from scripts.core.sql import identifier
from scripts.extract.grid import csv_cells, grid_of, replace_rows
from scripts.extract.run import Outcome
from scripts.extract.state import Load, content_hash
from scripts.extract.target import Table, Target, held_columns

ADAPTER = "sheetload"


class Sheet(Strict):
    """One spreadsheet: its title, who answers for it, the tabs that are loaded (each a table), what it is."""

    name: str
    owner: str
    tabs: tuple[str, ...] = Field(min_length=1)
    description: str

    @field_validator("tabs")
    @classmethod
    def _tabs_are_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for tab in value:
            try:
                identifier(tab)
            except EdpError as error:
                raise ValueError(str(error)) from None
        return value


class SheetsFile(Strict):
    """config/sheets.yml."""

    sheets: tuple[Sheet, ...]

    @model_validator(mode="after")
    def _tabs_are_unique(self) -> Self:
        seen: set[str] = set()
        for sheet in self.sheets:
            for tab in sheet.tabs:
                if tab.lower() in seen:
                    raise ValueError(f"entry {sheet.name}: tab {tab} is loaded twice; its table can have one source")
                seen.add(tab.lower())
        return self


class Spreadsheets(Protocol):
    """Where spreadsheets are read from."""

    def cells(self, sheet: str, tab: str) -> Sequence[Sequence[str | None]]:
        """All cells of a tab as people see them."""


class LocalSpreadsheets:
    """Spreadsheets in a folder: `<name>.xlsx`, or a folder `<name>` with a CSV file per tab."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder."""
        self._folder = folder

    def cells(self, sheet: str, tab: str) -> Sequence[Sequence[str | None]]:
        """All cells of a tab.

        Raises:
            EdpError: there is no such file or tab.
        """
        text, workbook = self._folder / sheet / f"{tab}.csv", self._folder / f"{sheet}.xlsx"
        if text.is_file():
            return csv_cells(text.read_bytes(), str(text))
        if workbook.is_file():
            return _workbook_cells(workbook, tab)
        raise EdpError(f"{self._folder}: there is neither {sheet}/{tab}.csv nor {sheet}.xlsx")


def read_sheets(project: Path) -> SheetsFile:
    """Read config/sheets.yml of a checkout.

    Raises:
        EdpError: see `read_config`.
    """
    return read_config(project / "config" / "sheets.yml", SheetsFile)


def load_sheets(file: SheetsFile, source: Spreadsheets, target: Target, now: datetime, *, act: bool) -> list[Outcome]:
    """Load every tab whose content is not what was loaded last; a problem with one leaves the others alone.

    Args:
        file: config/sheets.yml.
        source: where the spreadsheets are.
        target: the warehouse.
        now: the time to stamp on new rows, UTC without zone.
        act: load; otherwise only say what would be.
    """
    outcomes = []
    for sheet in file.sheets:
        for tab in sheet.tabs:
            table = Table(ADAPTER, tab.lower())
            try:
                outcomes.append(_load(sheet, tab, table, source, target, now, act))
            except EdpError as error:
                outcomes.append(Outcome(tab, table.short, "", problem=f"config/sheets.yml: {sheet.name}: {error}"))
    return outcomes


def _load(
    sheet: Sheet, tab: str, table: Table, source: Spreadsheets, target: Target, now: datetime, act: bool
) -> Outcome:
    grid = grid_of(source.cells(sheet.name, tab), f"tab {tab}")
    if held_columns(target, table) and content_hash(target, ADAPTER, table.short) == grid.content_hash:
        return Outcome(tab, table.short, "nothing: unchanged", is_due=False, rows=0 if act else None)
    what = f"{len(grid.rows)} rows instead of the last"
    if not act:
        return Outcome(tab, table.short, what)
    written = Load(ADAPTER, table.short, "replace", now, content_hash=grid.content_hash)
    return Outcome(tab, table.short, what, rows=replace_rows(target, table, grid, written))


def _workbook_cells(path: Path, tab: str) -> list[list[str | None]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise EdpError(f"{path}: is not an Excel workbook ({error})") from None
    try:
        if tab not in workbook.sheetnames:
            raise EdpError(f"{path}: has no tab {tab}; it has {', '.join(workbook.sheetnames)}")
        return [[_shown(value) for value in row] for row in workbook[tab].iter_rows(values_only=True)]
    finally:
        workbook.close()


def _shown(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
