"""YAML files of the handbook: each becomes one row with its whole content as JSON and the time it was read.

So the tables of `raw.gitlab_data_yaml` hold every state a file had (Data Team Platform, "Snapshots").
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import yaml

from scripts.core.errors import EdpError
from scripts.extract.grid import column_name
from scripts.extract.run import Outcome
from scripts.extract.state import Load
from scripts.extract.target import Table, Target, held_columns, load, prepare

ADAPTER = "yaml"
SCHEMA = "gitlab_data_yaml"
_COLUMNS = {"jsontext": "VARCHAR", "uploaded_at": "TIMESTAMP"}
_MAX_BYTES = 64 << 20
_SECONDS = 60


def sources_of(places: Sequence[str]) -> list[str]:
    """The files a list of folders, files and addresses stands for, in the order of their tables.

    Raises:
        EdpError: a folder has no YAML file, a file is missing, or two would become the same table.
    """
    found: dict[str, str] = {}
    for place in places:
        for source in _files(place):
            name = table_of(source).name
            if name in found:
                raise EdpError(f"{source}: {found[name]} becomes the table {name}, too; rename one")
            found[name] = source
    return [found[name] for name in sorted(found)]


def table_of(source: str) -> Table:
    """The table of a file or address.

    Raises:
        EdpError: its name cannot be one.
    """
    stem = PurePosixPath(urlsplit(source).path).stem if _is_address(source) else Path(source).stem
    name = column_name(stem)
    if not name:
        raise EdpError(f"{source}: no table can be named after it; rename it")
    return Table(SCHEMA, name)


def load_yaml(sources: Sequence[str], target: Target, now: datetime, *, act: bool) -> list[Outcome]:
    """Add one row per file; a problem with one leaves the others alone.

    Args:
        sources: paths and addresses.
        target: the warehouse.
        now: the time to stamp on the rows, UTC without zone.
        act: load; otherwise only read the files and say what would be loaded.
    """
    outcomes = []
    for source in sources:
        table = table_of(source)
        try:
            text = json_text(_content(source), source)
            rows = _load(table, text, target, now) if act else None
            outcomes.append(Outcome(table.name, table.short, f"{len(text):,} characters of JSON", rows=rows))
        except EdpError as error:
            outcomes.append(Outcome(table.name, table.short, "", problem=str(error)))
    return outcomes


def json_text(content: bytes, where: str) -> str:
    """A YAML file's content as JSON.

    Args:
        content: of the file; tags that make objects of the reader's language are refused.
        where: named in messages.

    Raises:
        EdpError: it is not YAML, holds what JSON cannot say, or grows beyond measure by its own references.
    """
    try:
        parts, length = [], 0
        for part in json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain).iterencode(
            yaml.safe_load(content.decode("utf-8-sig"))
        ):
            parts.append(part)
            length += len(part)
            if length > _MAX_BYTES:
                raise EdpError(
                    f"{where}: becomes more than {_MAX_BYTES:,} characters of JSON; it repeats itself by references"
                )
    except UnicodeDecodeError:
        raise EdpError(f"{where}: is not UTF-8 text") from None
    except yaml.YAMLError as error:
        raise EdpError(f"{where}: is not valid YAML: {' '.join(str(error).split())}") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise EdpError(f"{where}: cannot be written as JSON: {error}") from None
    return "".join(parts)


def _load(table: Table, text: str, target: Target, now: datetime) -> int:
    held = held_columns(target, table)
    prepare(target, table, {name: kind for name, kind in _COLUMNS.items() if name not in held}, exists=bool(held))
    rows = pa.table({"jsontext": [text], "uploaded_at": pa.array([now], pa.timestamp("us"))})
    return load(target, table, rows.to_reader(), Load(ADAPTER, table.short, "snapshot", now), stamps={})


def _files(place: str) -> list[str]:
    if _is_address(place):
        return [place]
    path = Path(place)
    if path.is_dir():
        found = sorted(str(file) for file in path.iterdir() if file.suffix.lower() in (".yml", ".yaml"))
        if not found:
            raise EdpError(f"{place}: the folder has no YAML file")
        return found
    if not path.is_file():
        raise EdpError(f"{place}: there is no such file or folder")
    return [place]


def _is_address(place: str) -> bool:
    return urlsplit(place).scheme in ("http", "https")


def _content(source: str) -> bytes:
    if not _is_address(source):
        return Path(source).read_bytes()
    import requests

    try:
        with requests.get(source, timeout=_SECONDS, stream=True) as answer:
            if not answer.ok:
                raise EdpError(f"{source}: the server answers {answer.status_code} {answer.reason}")
            content = b""
            for part in answer.iter_content(1 << 20):
                content += part
                if len(content) > _MAX_BYTES:
                    raise EdpError(f"{source}: is larger than {_MAX_BYTES:,} bytes")
            return content
    except requests.RequestException as error:
        raise EdpError(f"{source}: {' '.join(str(error).split())}") from None


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"a value of type {type(value).__name__}")
