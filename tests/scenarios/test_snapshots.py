"""What each load wave adds to the snapshots, and what the daily models read out of them."""

from itertools import pairwise

import pytest

from tests.scenarios.world import SNAPSHOTS, WAVES


def what_happened(before, after):
    """Compare a snapshot before and after a load, record by record."""
    open_before = {key for key, _, until in before if until is None}
    open_after = {key for key, _, until in after if until is None}
    known = {key for key, _, _ in before}
    starts_before = {(key, since) for key, since, until in before if until is None}
    starts_after = {(key, since) for key, since, until in after if until is None}
    return {
        "versions": len(after),
        "open": len(starts_after),
        "new": len(open_after - known),
        "changed": len({key for key, _ in starts_after - starts_before} & open_before),
        "closed": len(open_before - open_after),
        "re-opened": len((open_after - open_before) & known),
    }


@pytest.mark.parametrize("metric", SNAPSHOTS)
def test_every_wave_adds_the_versions_the_oracle_expects(world, metric):
    expected = world.answers()[metric]
    states = [[], *world.after_waves(metric)]
    for number, wave in enumerate(WAVES):
        found = what_happened(states[number], states[number + 1])
        assert found == {name: int(value) for (period, name), value in expected.items() if period == wave.value}


def test_the_waves_change_60_accounts_remove_5_and_bring_1_back(world):
    happened = [what_happened(*states) for states in pairwise(world.after_waves("account snapshot"))]
    total = {name: sum(found[name] for found in happened) for name in ("changed", "closed", "re-opened", "new")}
    assert total == {"changed": 60, "closed": 5, "re-opened": 1, "new": 0}


@pytest.mark.parametrize("metric", SNAPSHOTS)
def test_closed_versions_stay_as_they_are(world, metric):
    for before, after in pairwise(world.after_waves(metric)):
        closed = {tuple(row) for row in before if row[2] is not None}
        assert closed <= {tuple(row) for row in after}


def test_a_versions_end_is_the_start_of_the_next(world):
    gaps = world.query(
        """
        SELECT id, dbt_valid_to, LEAD(dbt_valid_from) OVER versions AS next_from
        FROM raw.snapshots.sfdc_opportunity_snapshots
        WINDOW versions AS (PARTITION BY id ORDER BY dbt_valid_from)
        QUALIFY dbt_valid_to IS DISTINCT FROM next_from
        """
    )
    assert gaps == []


@pytest.mark.parametrize(
    ("metric", "model"),
    [("account snapshot", "crm_account_daily_snapshot"), ("opportunity snapshot", "crm_opportunity_daily_snapshot")],
)
def test_the_day_of_a_wave_shows_the_records_of_its_load(world, metric, model):
    days = dict(
        world.query(f"SELECT snapshot_date::VARCHAR, COUNT(*) FROM prod.restricted_safe_common.{model} GROUP BY 1")
    )
    for wave in WAVES:
        assert days[wave.as_of_date] == int(world.answers()[metric][wave.value, "open"])
    assert max(days) == WAVES[-1].as_of_date


def test_the_arr_known_on_the_day_of_a_wave_is_kept(world):
    model = "prod.restricted_safe_common_mart_sales.mart_arr_snapshot_model"
    known = (
        "SELECT arr_month::VARCHAR, COUNT(*)::VARCHAR, SUM(arr)::VARCHAR FROM {} WHERE snapshot_date = '{}' GROUP BY 1"
    )
    states = world.after_waves("mart_arr")
    for wave, expected in zip(WAVES, states, strict=True):
        found = world.query(known.format(model, wave.as_of_date))
        assert sorted(found) == sorted(map(tuple, expected))
    assert sorted(states[0]) != sorted(states[1]) != sorted(states[2])
