"""Holidays and weekday names of the calendar."""

import pytest

DAYS = """
  SELECT date_actual FROM (
    SELECT date_actual, {{ dbt.datediff("'2014-12-28'::DATE", 'date_actual', 'day') }} % 7 + 1 AS weekday
    FROM ({{ date_spine('2020-01-01', '2024-12-31') }}) AS days
  ) AS days
  WHERE {{ is_us_holiday('date_actual', 'weekday') }} AND YEAR(date_actual) = """

HOLIDAYS = {
    2020: "01-01 01-20 02-17 05-25 07-04 09-07 10-12 11-11 11-26 12-25",
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_federal_holidays_fall_on_their_days(rows, year):
    found = [str(day)[5:] for (day,) in rows(f"{DAYS}{year} ORDER BY 1")]
    assert " ".join(found) == HOLIDAYS[year]


def test_a_week_starts_on_sunday(rows):
    found = rows(
        "SELECT {{ weekday_name('d') }} FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) AS t (d) ORDER BY d"
    )
    names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", None]
    assert [name for (name,) in found] == names
