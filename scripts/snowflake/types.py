"""Which SQL types a policy may stand for: a family is what Snowflake calls the same type under several names."""

from __future__ import annotations

_FAMILIES = {
    "TEXT": ("VARCHAR", "CHAR", "CHARACTER", "STRING", "TEXT", "NVARCHAR"),
    "NUMBER": ("NUMBER", "DECIMAL", "NUMERIC", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT", "HUGEINT"),
    "FLOAT": ("FLOAT", "DOUBLE", "REAL", "FLOAT4", "FLOAT8", "DOUBLE PRECISION"),
    "TIMESTAMP": ("TIMESTAMP", "TIMESTAMP_NTZ", "DATETIME"),
    "TIMESTAMP_TZ": ("TIMESTAMP_TZ", "TIMESTAMP_LTZ", "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
    "SEMI": ("VARIANT", "JSON", "OBJECT", "ARRAY"),
}
_FAMILY = {name: family for family, names in _FAMILIES.items() for name in names}


def type_family(sql_type: str) -> str:
    """The family of a type; length, precision and scale do not count."""
    name = sql_type.split("(")[0].strip().upper()
    return _FAMILY.get(name, name)
