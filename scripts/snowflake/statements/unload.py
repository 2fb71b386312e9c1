"""COPY INTO a location: rows leave the account, as real files, and only below what an integration allows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scripts.snowflake.errors import compilation_error, unsupported
from scripts.snowflake.reading import translate
from scripts.snowflake.session import Rows, Session, quote
from scripts.snowflake.statements.stages import (
    address_folder,
    check_address,
    file_format,
    require_stage,
    stage_folder,
)
from scripts.snowflake.words import Words

_COMPRESSIONS = {
    "CSV": {"AUTO": "gzip", "GZIP": "gzip", "ZSTD": "zstd", "NONE": "none"},
    "JSON": {"AUTO": "gzip", "GZIP": "gzip", "ZSTD": "zstd", "NONE": "none"},
    "PARQUET": {"AUTO": "snappy", "SNAPPY": "snappy", "NONE": "uncompressed"},
}
_ENDINGS = {"gzip": ".gz", "zstd": ".zst"}
_OPTIONS = {"STORAGE_INTEGRATION", "FILE_FORMAT", "OVERWRITE", "HEADER", "SINGLE", "MAX_FILE_SIZE"}
_FORMAT_OPTIONS = {"TYPE", "COMPRESSION", "FIELD_DELIMITER"}


@dataclass(frozen=True)
class Format:
    """How rows become a file: CSV, JSON or PARQUET, DuckDB's name of the compression, the delimiter of CSV."""

    kind: str
    compression: str
    delimiter: str

    @property
    def ending(self) -> str:
        """The end of a file's name as Snowflake writes it."""
        if self.kind == "PARQUET":
            return ".snappy.parquet" if self.compression == "snappy" else ".parquet"
        return f".{self.kind.lower()}{_ENDINGS.get(self.compression, '')}"

    def settings(self, session: Session, *, header: bool) -> str:
        """The options of DuckDB's COPY."""
        text = f"FORMAT {self.kind}, COMPRESSION {self.compression}"
        return f"{text}, HEADER {header}, DELIMITER {session.quoted(self.delimiter)}" if self.kind == "CSV" else text


def unload(session: Session, words: Words) -> Rows | None:
    """COPY INTO '<address>' | @stage/path FROM table | (query) options; None when it loads a table instead."""
    words.need("COPY INTO")
    if words.has_string():
        location = words.string()
        where = None
    elif words.take("@"):
        where = session.name(words.path())
        location = _stage_path(words)
    else:
        return None
    words.need("FROM")
    source = words.parentheses() if words.peek() == "(" else f"SELECT * FROM {quote(session.name(words.path()))}"
    options = words.properties()
    words.end()
    if not set(options) <= _OPTIONS:
        raise unsupported(f"COPY INTO a location with {', '.join(sorted(set(options) - _OPTIONS))}")
    if where is None:
        check_address(session, location, options.get("STORAGE_INTEGRATION", ""))
        base = address_folder(location)
    else:
        require_stage(session, where, "WRITE", "ALL")
        base = stage_folder(session, where).joinpath(*location.strip("/").split("/"))
    form = _format(session, options.get("FILE_FORMAT", "TYPE = CSV"))
    file = _file(base, location, form, single=_is_true(options, "SINGLE"))
    overwrite = _is_true(options, "OVERWRITE")
    if file.exists() and not overwrite:
        raise compilation_error(f"Files already existing at the unload destination: {location}.", 1030)
    file.parent.mkdir(parents=True, exist_ok=True)
    header = _is_true(options, "HEADER")
    query = _named(session, translate(session, source), keep=header or form.kind != "PARQUET")
    settings = form.settings(session, header=header)
    rows = session.duck(f"COPY ({query}) TO {session.quoted(str(file))} ({settings})")[0][0]
    size = file.stat().st_size
    return session.table(("rows_unloaded", "input_bytes", "output_bytes"), [(rows, size, size)])


def _stage_path(words: Words) -> str:
    text = ""
    while words.peek() != "FROM":
        text += words.value()
    if ".." in text.split("/"):
        raise compilation_error(f"invalid path '{text}'", 1011)
    return text


def _file(base: Path, location: str, form: Format, *, single: bool) -> Path:
    # a location that ends in a slash is a folder, any other one is how the names of its files begin
    if single:
        return base
    if not location or location.endswith("/"):
        return base / f"data_0_0_0{form.ending}"
    return base.with_name(f"{base.name}_0_0_0{form.ending}")


def _format(session: Session, given: str) -> Format:
    options = {key: value.upper() if key != "FIELD_DELIMITER" else value for key, value in _given(session, given)}
    kind = options.get("TYPE", "CSV")
    compression = _COMPRESSIONS.get(kind, {}).get(options.get("COMPRESSION", "AUTO"))
    if compression is None or not set(options) <= _FORMAT_OPTIONS:
        raise unsupported(f"COPY INTO a location with FILE_FORMAT = ({given})")
    return Format(kind, compression, options.get("FIELD_DELIMITER", ","))


def _given(session: Session, text: str) -> list[tuple[str, str]]:
    return list(file_format(session, text).items())


def _named(session: Session, query: str, *, keep: bool) -> str:
    """Without HEADER = TRUE the columns of a Parquet file are called _COL_0, _COL_1 and so on."""
    if keep:
        return query
    count = len(session.duck(f"DESCRIBE {query}"))
    return f"SELECT * FROM ({query}) AS unnamed ({', '.join(f'_COL_{nth}' for nth in range(count))})"


def _is_true(options: dict[str, str], key: str) -> bool:
    value = options.get(key, "FALSE").upper()
    if value not in ("TRUE", "FALSE"):
        raise compilation_error(f"invalid value [{value}] for parameter '{key}'", 1008, "22023")
    return value == "TRUE"


HANDLERS = {"COPY INTO": unload}
