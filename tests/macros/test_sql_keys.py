"""Keys: surrogate keys, the missing member, date ids, Salesforce ids."""

import hashlib

import pytest


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("'x'", "'y'", md5("x|y")),
        ("'x'", "NULL", md5("x|<null>")),
        ("NULL", "'x'", md5("<null>|x")),
        ("''", "NULL", md5("|<null>")),
        ("1", "DATE '2024-12-31'", md5("1|2024-12-31")),
        ("NULL", "NULL", None),
    ],
)
def test_surrogate_key_hashes_the_parts_and_is_null_only_when_all_are(rows, a, b, expected):
    assert rows(f"SELECT {{{{ surrogate_key(['a', 'b']) }}}} FROM (SELECT {a} AS a, {b} AS b)") == [(expected,)]


def test_surrogate_key_of_one_part_is_its_hash(rows):
    found = rows("SELECT {{ surrogate_key(['a']) }} FROM (VALUES (1, 'x'), (2, ''), (3, NULL)) AS t(i, a) ORDER BY i")
    assert found == [(md5("x"),), (md5(""),), (None,)]


def test_surrogate_key_takes_whole_expressions(rows):
    assert rows("SELECT {{ surrogate_key(['1 + 1', \"'a' || 'b'\"]) }}") == [(md5("2|ab"),)]


@pytest.mark.parametrize("argument", ["'one_column'", "[]"])
def test_surrogate_key_refuses_what_is_no_list(refused, argument):
    assert "surrogate_key: expressions must be a list" in refused("{{ surrogate_key(" + argument + ") }}")


def test_missing_member_has_one_key_everywhere(rows):
    found = rows("SELECT {{ missing_member_id() }}, {{ surrogate_key([\"'-1'\"]) }}, {{ missing_member_key('NULL') }}")
    assert found == [(md5("-1"),) * 3]


def test_missing_member_key_leaves_a_known_key_alone(rows):
    assert rows("SELECT {{ missing_member_key(\"'k'\") }}") == [("k",)]


def test_missing_member_row_names_its_values_in_order(rows):
    row = "{{ missing_member_row({'dim_x_id': missing_member_id(), 'x_name': \"'Missing'\", 'x_date': 'NULL::DATE'}) }}"
    assert rows(row) == [(md5("-1"), "Missing", None)]
    assert rows("SELECT x_name FROM (" + row + ")") == [("Missing",)]


def test_missing_member_row_refuses_an_empty_row(refused):
    assert "missing_member_row: columns must map" in refused("{{ missing_member_row({}) }}")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("DATE '2024-12-31'", 20241231),
        ("DATE '2024-02-01'", 20240201),
        ("TIMESTAMP '2024-12-31 23:59:59.999'", 20241231),
        ("'2020-01-09'", 20200109),
        ("NULL::DATE", None),
    ],
)
def test_get_date_id_is_the_day_as_a_number(rows, value, expected):
    assert rows(f'SELECT {{{{ get_date_id("{value}") }}}}') == [(expected,)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-12-31 07:59:59", 20241230),  # winter: UTC - 8
        ("2024-12-31 08:00:00", 20241231),
        ("2024-07-01 06:59:59", 20240630),  # summer: UTC - 7
        ("2024-07-01 07:00:00", 20240701),
        ("2024-03-10 07:59:59", 20240309),  # the night the clocks change
        ("2024-03-11 06:59:59", 20240310),
    ],
)
def test_get_date_pt_id_is_the_pacific_day(rows, value, expected):
    assert rows(f"SELECT {{{{ get_date_pt_id(\"TIMESTAMP '{value}'\") }}}}") == [(expected,)]


def test_get_date_pt_id_converts_from_utc_on_snowflake(render):
    text = render("{{ get_date_pt_id('t.paid_at') }}", "prod")
    assert text.count("CONVERT_TIMEZONE('UTC', 'America/Los_Angeles', CAST(t.paid_at AS TIMESTAMP_NTZ))") == 3


def test_get_date_pt_id_of_nothing_is_nothing(rows):
    assert rows("SELECT {{ get_date_pt_id('NULL') }}") == [(None,)]


def test_date_ids_are_integers(rows):
    text = "SELECT TYPEOF({{ get_date_id(\"DATE '2024-01-01'\") }}), TYPEOF({{ get_date_pt_id('NULL') }})"
    assert rows(text) == [("INTEGER", "INTEGER")]


def checked(id15):
    """The published algorithm, one bit at a time, as an independent answer."""
    suffix = ""
    for group in (id15[:5], id15[5:10], id15[10:]):
        value = sum(2**place for place, letter in enumerate(group) if "A" <= letter <= "Z")
        suffix += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[value]
    return id15 + suffix


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0014M00001lbBt1", "0014M00001lbBt1QAE"),
        ("001000000000001", "001000000000001AAA"),
        ("ABCDEFGHIJKLMNO", "ABCDEFGHIJKLMNO555"),
        ("abcdefghijklmno", "abcdefghijklmnoAAA"),
        (" 001000000000001 ", "001000000000001AAA"),
        ("0014M00001lbBt1QAE", "0014M00001lbBt1QAE"),
        ("0014M", "0014M"),
        ("", None),
        ("   ", None),
        (None, None),
    ],
)
def test_id15to18_adds_the_check_characters(rows, value, expected):
    literal = "NULL::VARCHAR" if value is None else f"'{value}'"
    assert rows(f'SELECT {{{{ id15to18("{literal}") }}}}') == [(expected,)]


def test_id15to18_is_right_for_every_pattern_of_a_group(rows):
    ids = []
    for number in range(32):
        group = "".join("Ab"[1 - (number >> place & 1)] for place in range(5))
        ids.extend([group + "0a0a0" + "ZZZZZ", "9z9Z9" + group + "aaaaa", "AAAAA" + "zzzzz" + group])
    values = ", ".join(f"('{id15}')" for id15 in ids)
    assert dict(rows("SELECT id, {{ id15to18('id') }} FROM (VALUES " + values + ") AS t(id)")) == {
        id15: checked(id15) for id15 in ids
    }
