"""Driveload: the CSV files of a folder become a table of `raw.driveload`, replaced, or added to and then archived."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, Self

from pydantic import field_validator, model_validator

from scripts.core.config import Strict, read_config
from scripts.core.errors import EdpError
from scripts.core.sql import identifier
from scripts.extract.grid import Grid, append_rows, csv_cells, grid_of, replace_rows
from scripts.extract.run import Outcome
from scripts.extract.state import Load, content_hash, was_loaded
from scripts.extract.target import Table, Target, held_columns

ADAPTER = "driveload"
ARCHIVE = "Archive"


class Folder(Strict):
    """One folder: a name, who answers for it, its title, its table, and whether files replace (0) or add (1)."""

    name: str
    owner: str
    folder_name: str
    table_name: str
    table_replace_append: Literal[0, 1]

    @field_validator("table_name")
    @classmethod
    def _is_name(cls, value: str) -> str:
        try:
            return identifier(value)
        except EdpError as error:
            raise ValueError(str(error)) from None


class DrivesFile(Strict):
    """config/drives.yml."""

    folders: tuple[Folder, ...]

    @model_validator(mode="after")
    def _tables_are_unique(self) -> Self:
        seen: set[str] = set()
        for folder in self.folders:
            if folder.table_name.lower() in seen:
                raise ValueError(f"entry {folder.name}: table {folder.table_name} has another source already")
            seen.add(folder.table_name.lower())
        return self


@dataclass(frozen=True)
class DriveFile:
    """A file in a folder: how the drive calls it, and its name."""

    key: str
    name: str


class Drive(Protocol):
    """Where folders of files are."""

    def files(self, folder: str) -> Sequence[DriveFile]:
        """The CSV files that lie in a folder itself, by name."""

    def read(self, file: DriveFile) -> bytes:
        """The content of a file."""

    def archive(self, folder: str, file: DriveFile) -> None:
        """Move a file to the folder's own folder `Archive`."""


class LocalDrive:
    """Folders of this machine below one folder."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder."""
        self._folder = folder

    def files(self, folder: str) -> Sequence[DriveFile]:
        """The CSV files that lie in a folder itself, by name.

        Raises:
            EdpError: there is no such folder.
        """
        path = self._folder / folder
        if not path.is_dir():
            raise EdpError(f"{self._folder}: there is no folder {folder}")
        found = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() == ".csv")
        return [DriveFile(str(file), file.name) for file in found]

    def read(self, file: DriveFile) -> bytes:
        """The content of a file."""
        return Path(file.key).read_bytes()

    def archive(self, folder: str, file: DriveFile) -> None:
        """Move a file to the folder's own folder `Archive`; one of the same name there stays beside it."""
        into = self._folder / folder / ARCHIVE
        into.mkdir(exist_ok=True)
        place, number = into / file.name, 1
        while place.exists():
            number += 1
            place = into / f"{Path(file.name).stem} ({number}){Path(file.name).suffix}"
        Path(file.key).rename(place)


def read_drives(project: Path) -> DrivesFile:
    """Read config/drives.yml of a checkout.

    Raises:
        EdpError: see `read_config`.
    """
    return read_config(project / "config" / "drives.yml", DrivesFile)


def load_drives(file: DrivesFile, drive: Drive, target: Target, now: datetime, *, act: bool) -> list[Outcome]:
    """Load what is new in every folder; a problem with one leaves the others alone.

    Args:
        file: config/drives.yml.
        drive: where the folders are.
        target: the warehouse.
        now: the time to stamp on new rows, UTC without zone.
        act: load; otherwise only say what would be.
    """
    outcomes = []
    for folder in file.folders:
        table = Table(ADAPTER, folder.table_name.lower())
        work = _append if folder.table_replace_append else _replace
        try:
            outcomes.append(work(folder, table, drive, target, now, act))
        except EdpError as error:
            problem = f"config/drives.yml: {folder.name}: {error}"
            outcomes.append(Outcome(folder.name, table.short, "", problem=problem))
    return outcomes


def _replace(folder: Folder, table: Table, drive: Drive, target: Target, now: datetime, act: bool) -> Outcome:
    files = drive.files(folder.folder_name)
    if len(files) != 1:
        raise EdpError(
            f"folder {folder.folder_name} holds {len(files)} CSV files; leave the one that replaces the table"
        )
    grid = _grid(drive, files[0])
    if held_columns(target, table) and content_hash(target, ADAPTER, table.short) == grid.content_hash:
        return Outcome(folder.name, table.short, "nothing: unchanged", is_due=False, rows=0 if act else None)
    what = f"{len(grid.rows)} rows of {files[0].name} instead of the last"
    if not act:
        return Outcome(folder.name, table.short, what)
    written = Load(ADAPTER, table.short, "replace", now, content_hash=grid.content_hash)
    return Outcome(folder.name, table.short, what, rows=replace_rows(target, table, grid, written))


def _append(folder: Folder, table: Table, drive: Drive, target: Target, now: datetime, act: bool) -> Outcome:
    files = drive.files(folder.folder_name)
    rows = 0
    for file in files:
        grid = _grid(drive, file)
        content = hashlib.sha256(f"{file.name}\n{grid.content_hash}".encode()).hexdigest()
        # a file that was loaded by a run that died before it could archive it is only archived
        is_new = not was_loaded(target, ADAPTER, table.short, content)
        if is_new and act:
            written = Load(ADAPTER, table.short, "append", now, content_hash=content)
            append_rows(target, table, grid, written)
        rows += len(grid.rows) if is_new else 0
        if act:
            drive.archive(folder.folder_name, file)
    what = f"{rows} rows of {len(files)} files" if files else "nothing: no new file"
    return Outcome(folder.name, table.short, what, is_due=bool(files), rows=rows if act else None)


def _grid(drive: Drive, file: DriveFile) -> Grid:
    return grid_of(csv_cells(drive.read(file), file.name), file.name)
