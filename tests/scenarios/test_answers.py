"""The built warehouse gives every answer the oracle worked out from the raw tables."""

import pytest

from tests.scenarios.questions import QUESTIONS
from tests.scenarios.world import SNAPSHOTS

# Counts that do not depend on scale or seed: what is planted, and with the first two one record each of the cast.
PLANTED = {
    "billing account in the test batch": 5 + 1,
    "charge within one month": 9 + 1,
    "charge of negative length": 2,
    "deleted billing account": 4,
    "deleted subscription": 2,
    "draft subscription": 4,
    "open-ended charge cut at the horizon": 15,
    "subscription excluded from analysis": 3,
    "target without a month": 3,
}


def warehouse_says(world, metric):
    rows = world.query(f"SELECT * FROM ({QUESTIONS[metric]}) AS asked (period, dimension, answer)")
    found = {(str(period), dimension): answer for period, dimension, answer in rows}
    assert len(found) == len(rows), f"{metric}: the query gives one period and dimension twice"
    return found


def differences(world, metric):
    expected, found = world.answers()[metric], warehouse_says(world, metric)
    return {
        key: (expected.get(key), found.get(key))
        for key in expected.keys() | found
        if expected.get(key) != found.get(key)
    }


def test_every_answer_is_asked_for(world):
    assert set(world.answers()) == {*QUESTIONS, *SNAPSHOTS}


@pytest.mark.parametrize("metric", QUESTIONS)
def test_the_warehouse_agrees_with_the_oracle(world, metric):
    assert differences(world, metric) == {}, "key: (oracle, warehouse)"


def test_another_seed_gives_other_numbers_that_agree_too(world, other_world):
    wrong = {metric: found for metric in QUESTIONS if (found := differences(other_world, metric))}
    assert wrong == {}, "metric: key: (oracle, warehouse)"
    same = [
        metric
        for metric in ("mart_arr ARR", "booked net ARR", "waterfall ARR", "account scores")
        if world.answers()[metric] == other_world.answers()[metric]
    ]
    assert same == []


def test_what_is_planted_is_found_whatever_the_seed(world, other_world):
    for built in (world, other_world):
        rejected = {reason: int(count) for (_, reason), count in built.answers()["rejected rows"].items()}
        assert rejected == PLANTED
        variance = {month: value for (month, _), value in built.answers()["ledger variance"].items() if float(value)}
        assert variance == {"2024-07-01": "1250.00"}
