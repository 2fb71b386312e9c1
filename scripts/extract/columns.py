"""Columns of a PostgreSQL query, how each value stays exact on its way, and what holds it in `raw`.

PostgreSQL sends some types in a form that loses or hides part of the value: a decimal with a NaN, an array without its
dimensions, a time without its zone. Those are cast to text by PostgreSQL itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from scripts.core.sql import quoted

# What arrives bit by bit as the source has it: PostgreSQL's type, the Arrow type, the type in `raw`. Everything
# else arrives as the text PostgreSQL shows for it. char(n) is not cast, because that would cut its blanks.
_EXACT: dict[str, tuple[pa.DataType, str]] = {
    "int2": (pa.int16(), "SMALLINT"),
    "int4": (pa.int32(), "INTEGER"),
    "int8": (pa.int64(), "BIGINT"),
    "bool": (pa.bool_(), "BOOLEAN"),
    "float4": (pa.float32(), "REAL"),
    "float8": (pa.float64(), "DOUBLE"),
    "text": (pa.string(), "VARCHAR"),
    "varchar": (pa.string(), "VARCHAR"),
    "bpchar": (pa.string(), "VARCHAR"),
    "date": (pa.date32(), "DATE"),
    "timestamp": (pa.timestamp("us"), "TIMESTAMP"),
    # raw holds UTC everywhere, so an instant becomes its UTC time
    "timestamptz": (pa.timestamp("us"), "TIMESTAMP"),
}
_TEXT = (pa.string(), "VARCHAR")
_MAX_DIGITS = 38
_INT8_DIGITS = 18
NO_NUMBER = -(2**63)
"""What stands for NaN in a scaled decimal; no number of 18 digits is as small."""

# Integer digits each type needs as a source, and surely holds as a target.
_NEEDS = {"SMALLINT": 5, "INTEGER": 10, "BIGINT": 19}
_HOLDS = {"SMALLINT": 4, "INTEGER": 9, "BIGINT": 18, "HUGEINT": 38}
# Names the engines give to the types above when asked what a table has.
_SYNONYMS = {
    "TEXT": "VARCHAR",
    "FLOAT": "REAL",
    "TIMESTAMP_NTZ": "TIMESTAMP",
    "NUMBER": "DECIMAL",
    "NUMERIC": "DECIMAL",
}


@dataclass(frozen=True)
class Column:
    """One column of a source query.

    Attributes:
        name: as the source has it.
        source_type: PostgreSQL's name of its type.
        arrow: the type of what the reader delivers.
        raw_type: the type of a new column in `raw`.
        as_text: PostgreSQL casts it to text.
    """

    name: str
    source_type: str
    arrow: pa.DataType
    raw_type: str
    as_text: bool

    @property
    def is_scaled(self) -> bool:
        """Whether a decimal travels as the whole number of its last digits: the driver reads decimals as text."""
        return bool(pa.types.is_decimal(self.arrow) and self.arrow.precision <= _INT8_DIGITS)

    @property
    def expression(self) -> str:
        """The column in the SELECT that PostgreSQL runs."""
        name = quoted(self.name)
        if self.is_scaled:
            whole = f"({name} * 1{'0' * self.arrow.scale})::int8"
            return f"CASE WHEN {name} = 'NaN' THEN {NO_NUMBER} ELSE {whole} END AS {name}"
        return f"{name}::text AS {name}" if self.as_text else name


def column_of(field: pa.Field, *, as_text: bool) -> Column:
    """What becomes of one column.

    Args:
        field: the driver's description, with PostgreSQL's type in its metadata.
        as_text: take PostgreSQL's text whatever the type.
    """
    metadata = field.metadata or {}
    source_type = metadata.get(b"POSTGRESQL:type", b"unknown").decode()
    arrow, raw_type = _TEXT
    exact = source_type in _EXACT and not as_text
    if exact:
        arrow, raw_type = _EXACT[source_type]
    elif source_type == "numeric" and not as_text:
        arrow, raw_type = _decimal(int(metadata.get(b"POSTGRESQL:typmod", b"-1")))
    return Column(field.name, source_type, arrow, raw_type, as_text=not exact)


def _decimal(modifier: int) -> tuple[pa.DataType, str]:
    """PostgreSQL packs precision and scale into one number; -1 is a numeric without limits, which only text holds."""
    packed = modifier - 4
    precision, scale = (packed >> 16) & 0xFFFF, packed & 0x7FF
    if modifier < 0 or precision > _MAX_DIGITS or scale > precision:
        return _TEXT
    return pa.decimal128(precision, scale), f"DECIMAL({precision}, {scale})"


def fits(column: Column, data_type: str, precision: int | None, scale: int | None) -> bool:
    """Whether an existing column of `raw` holds every value of a source column exactly.

    Args:
        column: of the source.
        data_type: as the engine's information schema has it.
        precision: digits of a decimal in all.
        scale: digits behind its point.
    """
    held = data_type.split("(")[0].upper()
    held = _SYNONYMS.get(held, held)
    wanted = column.raw_type.split("(")[0]
    if held == wanted and held != "DECIMAL":
        return True
    if (wanted, held) == ("REAL", "DOUBLE"):
        return True
    if held == "DECIMAL":
        room, fraction = (precision or 0) - (scale or 0), scale or 0
    elif held in _HOLDS:
        room, fraction = _HOLDS[held], 0
    elif (held, wanted) == ("REAL", "DOUBLE"):
        # Snowflake has one floating type and calls it FLOAT
        return data_type.upper() == "FLOAT" and precision is None
    else:
        return False
    if pa.types.is_decimal(column.arrow):
        return bool(column.arrow.precision - column.arrow.scale <= room and column.arrow.scale <= fraction)
    return _NEEDS.get(wanted, _MAX_DIGITS + 1) <= room
