"""Every value arrives as PostgreSQL has it: compared with PostgreSQL's own text of it, or its own arithmetic."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from scripts.extract.target import DuckDBTarget
from tests.extract.work import Source, entry, extract, loaded, problem, raw

pytestmark = pytest.mark.xdist_group("postgres")

SCD = entry(strategy="scd")

# type in PostgreSQL, values in its SQL
CLASSES = {
    "large numbers": ("bigint", ["9007199254740993", "-9223372036854775808", "9223372036854775807", "NULL"]),
    "words that look like nothing": ("text", ["'NA'", "'null'", "''", "'NULL'", "'nan'", "'None'", r"'\N'", "NULL"]),
    "decimals": (
        "numeric(38,10)",
        ["1234567890123456789012345678.0123456789", "-0.0000000001", "0.1", "1e-10", "NULL"],
    ),
    "decimals without limits": ("numeric", ["1e50", "'NaN'", "'-Infinity'", "0.10", "1.000", "NULL"]),
    "floating numbers": ("float8", ["0.1", "1e308", "-1e-308", "5e-324", "'NaN'", "'Infinity'", "NULL"]),
    "json": (
        "jsonb",
        [r"""'{"a": "\u00e9\n\"\\\t", "b": [1.10, null, 9007199254740993]}'""", "'null'", "'\"\"'", "NULL"],
    ),
    "json as it was written": ("json", ["""'{"a" : 1.0,"a":2 }'""", "NULL"]),
    "arrays": ("text[]", ['\'{a,NULL,"NULL",""}\'', "'{}'", "'{{1,2},{3,4}}'", r"""'{"a,b","\"q\"","\\"}'""", "NULL"]),
    "arrays of numbers": ("bigint[]", ["'{9007199254740993,NULL}'", "'[5:6]={1,2}'", "NULL"]),
    "texts that look broken": (
        "text",
        [
            "'caf\u00c3\u00a9'",
            "'\ufffd'",
            "E'\\u0001\\u200b\\ufeff'",
            "'\U0001f600'",
            "'\u00ff\u00fe'",
            "' \t\r\n'",
            "NULL",
        ],
    ),
    "times of a day": ("timetz", ["'24:00:00+02'", "'00:00:00.000001-11:30'", "NULL"]),
    "spans": ("interval", ["'1 mon -2 days 3.5s'", "'0'", "NULL"]),
    "bytes": ("bytea", [r"'\x00ff'", "''", "NULL"]),
    "padded texts": ("char(5)", ["'x'", "''", "NULL"]),
    "identifiers": ("uuid", ["'00000000-0000-0000-0000-000000000001'", "NULL"]),
    "addresses": ("inet", ["'1.2.3.4/8'", "'::1'", "NULL"]),
    "large object ids": ("oid", ["4294967295", "NULL"]),
    "ranges": ("int4range", ["'[1,5)'", "'empty'", "NULL"]),
}

NUMBERS = ("bigint", "numeric(38,10)", "float8")


def fill(source: Source, kind: str, values: list[str]) -> None:
    rows = ", ".join(f"({nth}, {value})" for nth, value in enumerate(values))
    source(f"CREATE TABLE item (id int PRIMARY KEY, value {kind}); INSERT INTO item VALUES {rows}")


@pytest.mark.parametrize("name", CLASSES)
def test_the_text_of_every_value_is_that_of_postgres(source: Source, target: DuckDBTarget, name: str) -> None:
    kind, values = CLASSES[name]
    fill(source, kind, values)
    assert loaded(source, target, SCD) == len(values)
    # numbers are compared as numbers; the cast of char(n) to text would cut its blanks
    shown = {"padded texts": "value::bpchar"}.get(name, "value" if kind in NUMBERS else "value::text")
    expected = source.rows(f"SELECT id, {shown} FROM item ORDER BY id")
    arrived = raw(target, "id, value")
    if kind == "float8":
        # NaN is not equal to itself
        expected, arrived = (
            [(key, repr(value)) for key, value in expected],
            [(key, repr(value)) for key, value in arrived],
        )
    assert arrived == expected


def test_numbers_dates_and_flags_keep_their_types(source: Source, target: DuckDBTarget) -> None:
    source(
        "CREATE TABLE item (id bigint, small smallint, exact numeric(38,10), price numeric(6,2), flag boolean,"
        " day date, at timestamp, zoned timestamptz, single real);"
        "INSERT INTO item VALUES (9007199254740993, -32768, 0.0000000001, 1234.5, true, '0001-01-01',"
        " '1969-12-31 23:59:59.999999', '2024-03-31 02:30:00.123456+05:30', 0.1)"
    )
    loaded(source, target, SCD)
    [row] = raw(target, "* EXCLUDE (_uploaded_at, _task_instance)")
    assert row[:5] == (9007199254740993, -32768, Decimal("0.0000000001"), Decimal("1234.50"), True)
    assert row[5:8] == (
        date(1, 1, 1),
        datetime(1969, 12, 31, 23, 59, 59, 999999),
        datetime(2024, 3, 30, 21, 0, 0, 123456),
    )
    types = dict(target.query("SELECT column_name, column_type FROM (DESCRIBE raw.tap_postgres.item)"))
    assert (types["exact"], types["price"], types["single"]) == ("DECIMAL(38,10)", "DECIMAL(6,2)", "FLOAT")


@pytest.mark.parametrize("kind", ["timestamp", "timestamptz", "date"])
def test_infinity_is_infinity_beside_the_first_and_last_days_of_postgres(
    source: Source, target: DuckDBTarget, kind: str
) -> None:
    values = ["'infinity'", "'-infinity'", "'4714-11-24 BC'", "'9999-12-31'", "'1970-01-01'", "NULL"]
    fill(source, kind, [*values, "'5874897-12-31'" if kind == "date" else "'294246-12-31 23:59:59.999999'"])
    loaded(source, target, SCD)
    days = "(value::date - date '1970-01-01')::text"
    finite = f"CASE WHEN isfinite(value) THEN {days} ELSE value::text END"
    expected = source.rows(f"SELECT id, {finite} FROM item ORDER BY id")
    assert raw(target, f"id, {finite}".replace("::text", "::VARCHAR")) == expected


def test_a_moment_beyond_what_raw_can_hold_is_refused_and_kept_as_text_on_demand(
    source: Source, target: DuckDBTarget
) -> None:
    fill(source, "timestamp", ["'294276-12-31 23:59:59.999999'", "'2024-01-01'"])
    assert problem(source, target, SCD).endswith(
        "column value holds a moment after the year 294246; name it in text_columns"
    )
    assert target.query("FROM raw.edp.extract_load") == []
    target.execute("DROP TABLE raw.tap_postgres.item")
    assert loaded(source, target, entry(strategy="scd", text_columns=["value"])) == 2
    assert raw(target, "value") == source.rows("SELECT value::text FROM item ORDER BY 1")


def test_not_a_number_in_a_decimal_is_refused_and_kept_as_text_on_demand(source: Source, target: DuckDBTarget) -> None:
    fill(source, "numeric(10,2)", ["1", "'NaN'"])
    assert "column value holds what DECIMAL(10, 2) cannot hold" in problem(source, target, SCD)
    target.execute("DROP TABLE raw.tap_postgres.item")
    loaded(source, target, entry(strategy="scd", text_columns=["value"]))
    assert raw(target, "value", "id") == [("1.00",), ("NaN",)]


def test_nothing_and_the_empty_text_stay_two_things(source: Source, target: DuckDBTarget) -> None:
    fill(source, "text", ["NULL", "''"])
    loaded(source, target, SCD)
    assert raw(target, "id, value") == [(0, None), (1, "")]


def test_a_column_named_like_a_word_of_the_language_is_a_column(source: Source, target: DuckDBTarget) -> None:
    source('CREATE TABLE item (id int, "order" int, "select" text); INSERT INTO item VALUES (1, 2, \'x\')')
    loaded(source, target, SCD)
    assert raw(target, '"order", "select"') == [(2, "x")]


def test_the_settings_of_the_server_change_no_text(source: Source, target: DuckDBTarget) -> None:
    source("CREATE TABLE item (id int, days date[], span interval, data bytea, moment timestamptz)")
    source(r"INSERT INTO item VALUES (1, '{2024-03-04}', '1 day 2 hours', '\x01', '2024-01-01 00:00:00+00')")
    for setting in (
        "DateStyle = 'German'",
        "IntervalStyle = 'iso_8601'",
        "bytea_output = 'escape'",
        "TimeZone = 'Asia/Tokyo'",
    ):
        source(f"ALTER ROLE postgres SET {setting}")
    outcome = extract(source, target, SCD)
    source("ALTER ROLE postgres RESET ALL")
    assert outcome.rows == 1
    assert raw(target, "days, span, data, moment") == [
        ("{2024-03-04}", "1 day 02:00:00", "\\x01", datetime(2024, 1, 1))
    ]
