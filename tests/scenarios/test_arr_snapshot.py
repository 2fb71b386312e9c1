"""What ARR was known on a day survives late snapshots, deleted rows and days on which nothing ran."""

from scripts.raw.model import Wave

ARR = "prod.restricted_safe_common_mart_sales.mart_arr"
KNOWN = "prod.restricted_safe_common_mart_sales.mart_arr_snapshot_model"
MODEL = ("--select", "mart_arr_snapshot_model")
LAST_DAY = Wave.W2.as_of_date


def two_keys(world):
    """Two rows of mart_arr that were known on all three days."""
    found = world.query(
        f"SELECT primary_key FROM {KNOWN} GROUP BY primary_key "
        "HAVING COUNT(*) = 3 AND MIN(arr) = MAX(arr) ORDER BY primary_key LIMIT 2"
    )
    return [key for (key,) in found]


def known(world, key):
    return world.query(f"SELECT snapshot_date::VARCHAR, arr FROM {KNOWN} WHERE primary_key = '{key}' ORDER BY 1")


def test_a_snapshot_after_the_model_replaces_the_whole_day(changeable):
    deleted, changed = two_keys(changeable)
    before = {key: known(changeable, key) for key in (deleted, changed)}
    changeable.execute(f"DELETE FROM {ARR} WHERE primary_key = '{deleted}'")
    changeable.execute(f"UPDATE {ARR} SET arr = arr + 1 WHERE primary_key = '{changed}'")

    changeable.build(Wave.W2, "--select", "mart_arr_snapshot")
    changeable.build(Wave.W2, *MODEL)

    assert known(changeable, deleted) == before[deleted][:2]
    assert known(changeable, changed) == [*before[changed][:2], (LAST_DAY, before[changed][2][1] + 1)]
    incremental = changeable.content([KNOWN])
    changeable.build(Wave.W2, "--full-refresh", *MODEL)
    assert changeable.content([KNOWN]) == incremental


def test_days_without_a_run_are_filled_by_the_next_one(changeable):
    complete = changeable.content([KNOWN])
    changeable.execute(f"DELETE FROM {KNOWN} WHERE snapshot_date > '{Wave.W0.as_of_date}'")
    changeable.build(Wave.W2, *MODEL)
    assert changeable.content([KNOWN]) == complete
