"""What full extracts say about the history of a table, and which of several rows of a record counts."""

import pytest

VERSIONS = (
    "{{ select_extract_versions_sql('source', ['id', 'seats', 'updated_at']) }} "
    "SELECT id, seats, strftime(valid_from, '%d %H'), strftime(valid_to, '%d %H') FROM extract_versions "
    "ORDER BY id, valid_from"
)


def extracted(*found):
    """Rows as extracts brought them: (id, seats, time of change, day of the extract, hour of its upload)."""
    values = ", ".join(
        f"({key}, {seats}, TIMESTAMP '2024-12-{changed}:00', 'edp_t_202412{day}', "
        f"epoch(TIMESTAMP '2024-12-{day} {hour}:00')::BIGINT)"
        for key, seats, changed, day, hour in found
    )
    return f"source AS (SELECT * FROM (VALUES {values}) AS raw (id, seats, updated_at, _task_instance, _uploaded_at)), "


def copies(day, *found, hour="04"):
    """One full copy."""
    return [(*row, day, hour) for row in found]


@pytest.fixture
def history(rows):
    return lambda *found: rows("WITH " + extracted(*(row for copy in found for row in copy)) + VERSIONS)


def test_an_unchanged_record_is_one_version_however_often_it_was_extracted(history):
    copied = [copies(day, (1, 5, "01 09")) for day in ("29", "30", "31")]
    assert history(*copied) == [(1, 5, "01 09", None)]


def test_a_version_begins_when_the_source_changed_it_and_ends_the_one_before(history):
    found = history(copies("29", (1, 5, "01 09")), copies("30", (1, 6, "29 15")), copies("31", (1, 6, "29 15")))
    assert found == [(1, 5, "01 09", "29 15"), (1, 6, "29 15", None)]


def test_a_change_without_a_mark_begins_with_the_extract_that_shows_it(history):
    found = history(copies("29", (1, 5, "01 09")), copies("30", (1, 6, "01 09")))
    assert found == [(1, 5, "01 09", "30 04"), (1, 6, "30 04", None)]


def test_a_record_that_is_gone_ends_with_the_first_extract_that_lacks_it(history):
    found = history(
        copies("29", (1, 5, "01 09"), (2, 1, "01 09")), copies("30", (2, 1, "01 09")), copies("31", (2, 1, "01 09"))
    )
    assert found == [(1, 5, "01 09", "30 04"), (2, 1, "01 09", None)]


def test_a_record_that_comes_back_unchanged_is_a_second_version(history):
    other = (2, 1, "01 09")
    found = history(copies("29", (1, 5, "01 09"), other), copies("30", other), copies("31", (1, 5, "01 09"), other))
    assert found == [(1, 5, "01 09", "30 04"), (1, 5, "31 04", None), (2, 1, "01 09", None)]


def test_an_extract_repeated_under_its_name_counts_once(history):
    """A killed extract is run again: its rows are there twice, at two times."""
    found = history(
        copies("29", (1, 5, "01 09"), (2, 1, "01 09")),
        copies("30", (1, 6, "29 15")),
        copies("30", (1, 6, "29 15"), (2, 1, "01 09"), hour="05"),
    )
    assert found == [(1, 5, "01 09", "29 15"), (1, 6, "29 15", None), (2, 1, "01 09", None)]


def test_taking_repeated_rows_away_changes_no_version(history):
    """Deduplication keeps the latest row of each content."""
    complete = (
        copies("29", (1, 5, "01 09"), (2, 1, "01 09"), (3, 7, "01 09")),
        copies("30", (1, 6, "29 15"), (2, 1, "01 09")),
        copies("31", (1, 6, "29 15"), (2, 1, "01 09")),
    )
    reduced = (copies("29", (1, 5, "01 09"), (3, 7, "01 09")), copies("31", (1, 6, "29 15"), (2, 1, "01 09")))
    before, after = history(*complete), history(*reduced)
    assert [row for row in before if row[0] != 3] == [row for row in after if row[0] != 3]
    # only when record 3 was missed first is less exact: the extract of the 30th has no row left
    assert [row for row in before if row[0] == 3] == [(3, 7, "01 09", "30 04")]
    assert [row for row in after if row[0] == 3] == [(3, 7, "01 09", "31 04")]


NEWEST = "{{ select_newest_states_sql('source', 'id') }} SELECT id, seats FROM newest_states ORDER BY id"


def test_of_several_rows_of_a_record_the_newest_change_counts(rows):
    """The later upload decides only between rows of one time of change."""
    found = extracted(
        (1, 5, "20 09", "29", "04"),
        (1, 4, "19 09", "30", "04"),
        (2, 5, "20 09", "29", "04"),
        (2, 6, "20 09", "30", "04"),
    )
    assert rows("WITH " + found + NEWEST) == [(1, 5), (2, 6)]


@pytest.mark.parametrize("target", ["prod", "dev"])
@pytest.mark.parametrize("query", [VERSIONS.replace("strftime", "COALESCE"), NEWEST], ids=["versions", "newest"])
def test_the_sql_is_valid_on_snowflake(render, assert_snowflake, query, target):
    assert_snowflake("WITH source AS (SELECT * FROM t), " + render(query, target))


@pytest.mark.parametrize(
    ("macro", "number", "name"),
    [
        ("gitlab_dotcom_access_level_name", 5, "Minimal Access"),
        ("gitlab_dotcom_access_level_name", 50, "Owner"),
        ("gitlab_dotcom_access_level_name", 7, None),
    ],
)
def test_numbers_have_the_names_people_know(rows, macro, number, name):
    assert rows(f"SELECT {{{{ {macro}('{number}') }}}}") == [(name,)]
