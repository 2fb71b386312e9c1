"""The formats `edp query` writes."""

from enum import StrEnum


class Format(StrEnum):
    """How a result is written: a table for people, JSON or CSV for programs."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
