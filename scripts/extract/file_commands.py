"""`edp extract yaml`, `sheetload` and `driveload`: files and spreadsheets people edit."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scripts.core.settings import Settings
from scripts.extract.command import Apply, Form, Output, To, Warehouse, finish, open_target

Folder = Annotated[Path | None, typer.Option(help="Read local copies in this folder instead of Google's.")]


def yaml(
    source: Annotated[list[str], typer.Argument(help="A folder, a file or an address of YAML; several are allowed.")],
    target: To = Warehouse.LOCAL,
    output: Form = Output.TABLE,
    apply: Apply = False,
) -> None:
    """Keep the present state of YAML files in raw, one row per file and run."""
    from scripts.extract.yamlfiles import load_yaml, sources_of

    sources = sources_of(source)
    with open_target(Settings.from_environment(), target, act=apply) as opened:
        outcomes = load_yaml(sources, opened, _now(), act=apply)
    finish(outcomes, output, act=apply)


def sheetload(
    folder: Folder = None, target: To = Warehouse.LOCAL, output: Form = Output.TABLE, apply: Apply = False
) -> None:
    """Bring the tabs of the spreadsheets in config/sheets.yml to raw where they changed."""
    from scripts.extract.google import CREDENTIALS, GoogleSpreadsheets, google_session
    from scripts.extract.sheets import LocalSpreadsheets, Spreadsheets, load_sheets, read_sheets

    settings = Settings.from_environment()
    file = read_sheets(settings.project)
    source: Spreadsheets
    source = (
        GoogleSpreadsheets(google_session(os.environ.get(CREDENTIALS))) if folder is None else LocalSpreadsheets(folder)
    )
    with open_target(settings, target, act=apply) as opened:
        outcomes = load_sheets(file, source, opened, _now(), act=apply)
    finish(outcomes, output, act=apply)


def driveload(
    folder: Folder = None, target: To = Warehouse.LOCAL, output: Form = Output.TABLE, apply: Apply = False
) -> None:
    """Bring the CSV files of the folders in config/drives.yml to raw."""
    from scripts.extract.drives import Drive, LocalDrive, load_drives, read_drives
    from scripts.extract.google import CREDENTIALS, GoogleDrive, google_session

    settings = Settings.from_environment()
    file = read_drives(settings.project)
    drive: Drive
    drive = GoogleDrive(google_session(os.environ.get(CREDENTIALS))) if folder is None else LocalDrive(folder)
    with open_target(settings, target, act=apply) as opened:
        outcomes = load_drives(file, drive, opened, _now(), act=apply)
    finish(outcomes, output, act=apply)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
