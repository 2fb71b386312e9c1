"""Pseudo-random numbers and ids as SQL macros: a pure function of the seed, a tag and a row number.

MD5 is used because its value is the same on every machine and in every release of the engine; the engine's own
`hash()` promises neither. One 64-bit draw serves four decisions (`pick(draw, slot, n)` with slot 0 to 3).
"""

from __future__ import annotations

from scripts.raw.model import Wave

SFDC_SPACE = 62**5
"""How many different Salesforce ids `sfdc15` can give: five characters of base 62."""


def settings_macros(scale: int, seed: int) -> list[str]:
    """Macros `scale()` and `seed()`: the two numbers a warehouse is built from."""
    return [
        f"CREATE OR REPLACE TEMP MACRO scale() AS {scale:d}",
        f"CREATE OR REPLACE TEMP MACRO seed() AS '{seed:d}'",
        f"CREATE OR REPLACE TEMP MACRO seed_offset() AS {seed % SFDC_SPACE:d}",
    ]


def wave_macros(wave: Wave) -> list[str]:
    """Macros `wave()` (0 to 2) and `as_of()` (its day) for the load that is written now."""
    return [
        f"CREATE OR REPLACE TEMP MACRO wave() AS {wave.number:d}",
        f"CREATE OR REPLACE TEMP MACRO as_of() AS DATE '{wave.as_of_date}'",
    ]


MACROS = [
    # 64 random bits for row `row_number` of the entity `tag`
    "CREATE OR REPLACE TEMP MACRO draw(tag, row_number) AS md5_number_lower(seed() || '|' || tag || '|' || row_number)",
    # 16 of the 64 bits
    "CREATE OR REPLACE TEMP MACRO slot(bits, nth) AS ((bits >> (16 * nth)::UBIGINT) & 65535::UBIGINT)::BIGINT",
    # a whole number 0 .. choices - 1; choices at most 65536
    "CREATE OR REPLACE TEMP MACRO pick(bits, nth, choices) AS (slot(bits, nth) * choices) >> 16",
    # a decimal share 0.0000 .. 0.9999
    "CREATE OR REPLACE TEMP MACRO share(bits, nth) AS (pick(bits, nth, 10000) / 10000.0)::DECIMAL(9, 4)",
    # the 32 hex characters Zuora uses as an id
    "CREATE OR REPLACE TEMP MACRO hex32(tag, row_key) AS md5(seed() || '|id|' || tag || '|' || row_key)",
    "CREATE OR REPLACE TEMP MACRO digit62(number) AS "
    "substr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', (number % 62)::INTEGER + 1, 1)",
    "CREATE OR REPLACE TEMP MACRO base62(number) AS digit62(number // 14776336) || digit62(number // 238328) "
    "|| digit62(number // 3844) || digit62(number // 62) || digit62(number)",
    # 15-character Salesforce id: injective, because the multiplier has no factor in common with 62^5
    "CREATE OR REPLACE TEMP MACRO sfdc15(prefix, row_number) AS "
    f"prefix || '4M00002' || base62(((row_number::BIGINT % {SFDC_SPACE}) * 387420489 + seed_offset()) % {SFDC_SPACE})",
    # ids of hand-written records do not depend on the seed
    "CREATE OR REPLACE TEMP MACRO sfdc15_named(prefix, natural_name) AS "
    f"prefix || '4M00003' || base62((md5_number_lower(natural_name) % {SFDC_SPACE})::BIGINT)",
    "CREATE OR REPLACE TEMP MACRO case_flag(id15, nth) AS "
    "CASE WHEN substr(id15, nth, 1) BETWEEN 'A' AND 'Z' THEN 1 ELSE 0 END",
    "CREATE OR REPLACE TEMP MACRO case_letter(id15, first) AS substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', "
    "1 + case_flag(id15, first) + 2 * case_flag(id15, first + 1) + 4 * case_flag(id15, first + 2) "
    "+ 8 * case_flag(id15, first + 3) + 16 * case_flag(id15, first + 4), 1)",
    # the 18-character form: three letters that tell which of the 15 characters are capitals
    "CREATE OR REPLACE TEMP MACRO sfdc18(id15) AS "
    "id15 || case_letter(id15, 1) || case_letter(id15, 6) || case_letter(id15, 11)",
    # element `nth` (0-based) of a list
    "CREATE OR REPLACE TEMP MACRO item(list, nth) AS list[nth + 1]",
    # a moment on a day, drawn from 14 hours
    "CREATE OR REPLACE TEMP MACRO moment(day, bits, nth) AS "
    "day::TIMESTAMP + to_seconds(21600 + pick(bits, nth, 50400))",
    "CREATE OR REPLACE TEMP MACRO add_months(day, months) AS (day + to_months(months::INTEGER))::DATE",
]
"""Everything random or id-like that the world and the families may use."""
