"""Every snapshot holds exactly the versions its loads call for: over the waves, and over three eventful days later."""

from datetime import date
from itertools import pairwise

import pytest

from scripts.core.settings import PROJECT
from tests.scenarios.history import expected_days, expected_versions, sortable
from tests.scenarios.later import BASES, DAYS
from tests.scenarios.world import WAVES

SNAPSHOTS = sorted(path.stem for path in (PROJECT / "snapshots").rglob("*.yml"))
FIRST, LAST = date.fromisoformat(WAVES[0].as_of_date), date.fromisoformat(DAYS[-1])


@pytest.fixture
def declared(world):
    """Snapshots of the project by name."""
    return {snapshot.name: snapshot for snapshot in world.graph().snapshots}


def test_every_snapshot_has_its_eventful_days(declared):
    assert sorted(declared) == sorted(BASES) == SNAPSHOTS
    assert len(SNAPSHOTS) == 8


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_every_wave_leaves_the_versions_its_loads_call_for(world, declared, name):
    loads = world.loads(name)
    assert [load.day for load in loads] == [wave.as_of_date for wave in WAVES]
    for number in range(len(loads)):
        assert loads[number].held == expected_versions(declared[name], loads[: number + 1])


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_every_later_run_leaves_the_versions_its_loads_call_for(later, declared, name):
    loads = later.loads(name)
    for number in range(len(WAVES), len(loads)):
        assert loads[number].held == expected_versions(declared[name], loads[: number + 1])


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_two_changes_in_one_day_are_two_versions(later, declared, name):
    before, first, second, *_ = (
        [version for version in load.held if version.key == later.records(name).changing]
        for load in later.loads(name)[len(WAVES) - 1 :]
    )
    assert [len(first) - len(before), len(second) - len(before)] == [1, 2]
    assert [version.end for version in second].count(None) == 1
    assert sorted(second, key=sortable)[-1].begin[:10] == DAYS[0]


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_what_disappears_is_closed_and_opens_again_when_it_returns(later, declared, name):
    before, gone, _, back, after = later.loads(name)[len(WAVES) - 1 :]
    records = later.records(name)

    def held(load, key):
        return [version for version in load.held if version.key == key]

    def is_open(load, key):
        return any(version.end is None for version in held(load, key))

    assert is_open(before, records.returning)
    assert is_open(before, records.leaving)
    assert is_open(gone, records.returning) is not declared[name].closes_deleted
    assert is_open(back, records.returning)
    assert len(held(back, records.returning)) == len(held(before, records.returning)) + 1
    assert is_open(after, records.leaving) is not declared[name].closes_deleted
    if declared[name].closes_deleted:
        assert held(gone, records.returning)[-1].end == f"{DAYS[0]} 00:00:00"
        assert held(after, records.leaving)[-1].end == f"{DAYS[1]} 00:00:00"


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_day_without_changes_adds_nothing(later, declared, name):
    *_, before, after = later.loads(name)
    assert after.held == before.held


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_every_version_has_its_own_id(later, declared, name):
    ids = f"SELECT COUNT(*), COUNT(DISTINCT dbt_scd_id) FROM {declared[name].relation}"
    ((versions, different),) = later.world.query(ids)
    assert versions == different == len(later.loads(name)[-1].held)


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_versions_of_a_record_never_overlap(later, name):
    by_key = {}
    for version in later.loads(name)[-1].held:
        by_key.setdefault(version.key, []).append(version)
    for versions in by_key.values():
        for earlier, following in pairwise(versions):
            assert earlier.begin <= earlier.end <= following.begin


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_spine_shows_every_record_once_a_day_without_gaps(later, declared, name):
    snapshot = declared[name]
    keys = list(snapshot.key)
    spine = later.world.dbt.compile(f"{{{{ snapshot_spine('held', 'days', {keys}, as_of=\"'{LAST}'::DATE\") }}}}")
    found = later.world.query(
        f"""
        WITH held AS (SELECT * FROM {snapshot.relation}),
        days AS (
          SELECT unnest(generate_series(DATE '{FIRST}', DATE '{LAST}' + 5, INTERVAL 1 DAY))::DATE AS date_actual
        ),
        spine AS ({spine})
        SELECT concat_ws('|', {", ".join(keys)}), snapshot_date::VARCHAR, dbt_valid_from::VARCHAR FROM spine
        """
    )
    assert len(found) == len(set(found))
    assert set(found) == expected_days(later.loads(name)[-1].held, FIRST, LAST)
