"""The pseudo-random macros against a second implementation in Python: the values may never differ between machines."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from scripts.raw.model import Wave
from scripts.raw.random import MACROS, SFDC_SPACE, settings_macros, wave_macros

Value = Callable[[str], Any]

ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits


@pytest.fixture(scope="module")
def value() -> Value:
    connection = duckdb.connect()
    for statement in [*settings_macros(3, 42), *wave_macros(Wave.W1), *MACROS]:
        connection.execute(statement)

    def calculate(expression: str) -> Any:
        row = connection.execute(f"SELECT {expression}").fetchone()
        assert row is not None
        return row[0]

    return calculate


def bits(tag: str, nth: int, seed: int = 42) -> int:
    digest = hashlib.md5(f"{seed}|{tag}|{nth}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little")


def id18(id15: str) -> str:
    suffix = ""
    for first in (0, 5, 10):
        flags = sum(2**nth for nth in range(5) if id15[first + nth] in string.ascii_uppercase)
        suffix += (string.ascii_uppercase + "012345")[flags]
    return id15 + suffix


def test_the_settings_of_a_build_are_macros(value: Value) -> None:
    assert (value("scale()"), value("seed()"), value("wave()"), str(value("as_of()"))) == (3, "42", 1, "2024-12-30")


@pytest.mark.parametrize("nth", [1, 2, 999_999_999_999])
def test_a_draw_is_the_md5_of_seed_tag_and_number(nth: int, value: Value) -> None:
    assert value(f"draw('account', {nth})") == bits("account", nth)


@pytest.mark.parametrize("slot", [0, 1, 2, 3])
def test_a_pick_scales_sixteen_bits_of_the_draw(slot: int, value: Value) -> None:
    drawn = (bits("x", 5) >> (16 * slot)) & 65535
    assert value(f"pick(draw('x', 5), {slot}, 100)") == drawn * 100 >> 16
    assert value(f"share(draw('x', 5), {slot})::DOUBLE") == (drawn * 10_000 >> 16) / 10_000


def test_picks_are_spread_evenly(value: Value) -> None:
    counts = value(
        "(SELECT LIST(held ORDER BY picked) FROM (SELECT pick(draw('spread', nth), 1, 8) AS picked, COUNT(*) AS held "
        "FROM range(16000) AS numbers (nth) GROUP BY 1))"
    )
    assert len(counts) == 8
    assert all(1800 < count < 2200 for count in counts)


def test_a_salesforce_id_is_never_given_twice(value: Value) -> None:
    distinct = "(SELECT COUNT(DISTINCT sfdc15('001', nth)) FROM range(1, 200001) AS numbers (nth))"
    assert value(distinct) == 200_000
    assert 387_420_489 % 2 != 0
    assert 387_420_489 % 31 != 0


def test_a_salesforce_id_has_fifteen_characters_of_base_62(value: Value) -> None:
    number, expected = (7 * 387_420_489 + 42) % SFDC_SPACE, ""
    for _ in range(5):
        number, digit = divmod(number, 62)
        expected = ALPHABET[digit] + expected
    assert value("sfdc15('001', 7)") == "0014M00002" + expected


@pytest.mark.parametrize("id15", ["0014M00001lbBt1", "001000000000001", "aaaaaAAAAAzZ9Zz", "006ZZZZZZZZZZZZ"])
def test_the_long_form_of_an_id_tells_its_capitals(id15: str, value: Value) -> None:
    assert value(f"sfdc18('{id15}')") == id18(id15)


def test_known_long_forms() -> None:
    assert id18("0014M00001lbBt1") == "0014M00001lbBt1QAE"
    assert id18("001000000000001") == "001000000000001AAA"


def test_ids_of_the_cast_do_not_depend_on_the_seed(value: Value) -> None:
    connection = duckdb.connect()
    for statement in [*settings_macros(1, 7), *MACROS]:
        connection.execute(statement)
    assert connection.execute("SELECT sfdc15_named('001', 'CAST-C01')").fetchone() == (
        value("sfdc15_named('001', 'CAST-C01')"),
    )


def test_adding_months_keeps_the_day(value: Value) -> None:
    assert str(value("add_months(DATE '2024-01-28', 13)")) == "2025-02-28"
    assert str(value("add_months(DATE '2024-01-15', -2)")) == "2023-11-15"
