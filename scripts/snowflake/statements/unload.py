"""COPY INTO a location: rows leave the account, as real files, and only below what an integration allows."""

from __future__ import annotations

import shutil
from pathlib import Path

from scripts.snowflake import engine
from scripts.snowflake.errors import compilation_error, unsupported
from scripts.snowflake.reading import translate
from scripts.snowflake.session import Rows, Session, quote
from scripts.snowflake.statements.integrations import allowed_locations, integration_of
from scripts.snowflake.words import Words

_FORMATS = ("PARQUET", "CSV", "JSON")


def unload(session: Session, words: Words) -> Rows | None:
    """COPY INTO '<address>' | @stage/path FROM table | (query) options; None when it loads a table instead."""
    words.need("COPY INTO")
    if words.has_string():
        address = words.string()
        folder = Path(engine.stages.LOCAL_BUCKET_PATH, "external", *address.split("://", 1)[-1].split("/"))
    elif words.take("@"):
        address = ""
        name = session.name(words.path())
        parts = []
        while words.take("/"):
            if words.peek() and words.peek() != "FROM":
                parts.append(words.value())
        folder = Path(engine.stages.LOCAL_BUCKET_PATH, *name, *parts)
    else:
        return None
    words.need("FROM")
    source = words.parentheses() if words.peek() == "(" else f"SELECT * FROM {quote(session.name(words.path()))}"
    options = words.properties()
    words.end()
    _check_address(session, address, options)
    file_format = _format(options)
    if options.get("OVERWRITE", "FALSE").upper() == "TRUE":
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"data_0_0_0.{file_format.lower()}"
    if file.exists():
        raise compilation_error(f"Files already existing at the unload destination: {address or folder}.", 1030)
    query = translate(session, source)
    rows = session.duck(f"COPY ({query}) TO {session.quoted(str(file))} (FORMAT {file_format})")[0][0]
    size = file.stat().st_size
    return session.table(("rows_unloaded", "input_bytes", "output_bytes"), [(rows, size, size)])


def _check_address(session: Session, address: str, options: dict[str, str]) -> None:
    if not address:
        return
    if "STORAGE_INTEGRATION" not in options:
        raise compilation_error(f"COPY INTO '{address}' needs a STORAGE_INTEGRATION.", 1006)
    name = options["STORAGE_INTEGRATION"].upper()
    allowed = allowed_locations(integration_of(session, name))
    if not any(address.startswith(location.rstrip("/") + "/") for location in allowed):
        raise compilation_error(f"Location '{address}' is not allowed by integration {name}.", 3167)


def _format(options: dict[str, str]) -> str:
    given = Words(options.get("FILE_FORMAT", "TYPE = CSV")).properties().get("TYPE", "CSV").upper()
    if given not in _FORMATS:
        raise unsupported(f"COPY INTO a location with FILE_FORMAT TYPE = {given}")
    return given


HANDLERS = {"COPY INTO": unload}
