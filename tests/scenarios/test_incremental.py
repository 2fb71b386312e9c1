"""Incremental models grow load by load: whatever arrives, they must equal a rebuild from nothing."""

import pytest

from tests.scenarios.later import DAYS
from tests.scenarios.world import WAVES

SELECTED = ("--select", "config.materialized:incremental")
REBUILT = ("--full-refresh", *SELECTED)


def relations(world):
    return [model.relation for model in world.graph().incrementals]


def differing(world, before):
    """The incremental models whose rows are not those they were."""
    after = world.content(before)
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def raw_tables(world):
    """The raw tables incremental models read directly."""
    names = sorted({name for model in world.graph().incrementals for name in model.raw})
    tables = []
    for name in names:
        described = world.query(f"DESCRIBE {name}")
        tables.append(world.graph().raw_table(name, {column: kind for column, kind, *_ in described}))
    return tables


def test_every_incremental_model_has_rows(world):
    assert len(relations(world)) >= 15
    assert {name for name, (rows, _) in world.content(relations(world)).items() if rows == 0} == set()


def test_three_waves_give_what_one_full_refresh_gives(changeable):
    before = changeable.content(relations(changeable))
    changeable.build(WAVES[2], *REBUILT)
    assert differing(changeable, before) == {}


def test_two_waves_give_what_one_full_refresh_gives(world, tmp_path):
    second = world.copy_of_second_wave(tmp_path)
    before = second.content(relations(second))
    assert before != world.content(relations(world))
    second.build(WAVES[1], *REBUILT)
    assert differing(second, before) == {}


def test_building_a_wave_again_changes_nothing(changeable):
    names = changeable.tables("prep", "prod", "raw")
    before = changeable.content(names)
    changeable.build(WAVES[-1])
    assert differing(changeable, before) == {}


def test_changed_returned_and_deleted_records_end_where_a_full_refresh_would(later, tmp_path):
    world = later.world.copy(tmp_path)
    before = world.content(relations(world))
    world.build(DAYS[-1], *REBUILT)
    assert differing(world, before) == {}


def test_late_and_repeated_rows_end_where_a_full_refresh_would(changeable):
    for table in raw_tables(changeable):
        chosen = f"SELECT * FROM {table.relation} AS chosen WHERE hash(chosen::VARCHAR) % 9 = 0"
        schema, name = table.relation.split(".")[1:]
        changeable.execute(f"CREATE TABLE raw.{schema}.late_{name} AS {chosen}")
        changeable.execute(f"DELETE FROM {table.relation} AS chosen WHERE hash(chosen::VARCHAR) % 9 = 0")
    changeable.build(WAVES[2], *REBUILT)
    without = changeable.content(relations(changeable))

    for table in raw_tables(changeable):
        schema, name = table.relation.split(".")[1:]
        newest = f"(SELECT MAX({table.loaded_at}) FROM {table.relation})"
        late = f"SELECT * REPLACE ({table.loaded(1)}) FROM raw.{schema}.late_{name}"
        late = f"SELECT * REPLACE ({newest} AS {table.loaded_at}) FROM ({late})"
        again = f"SELECT * FROM {table.relation} AS chosen WHERE hash(chosen::VARCHAR) % 9 = 1"
        changeable.execute(f"INSERT INTO {table.relation} {late}")
        changeable.execute(
            f"INSERT INTO {table.relation} SELECT * REPLACE ({newest} AS {table.loaded_at}) FROM ({again})"
        )
    changeable.build(WAVES[2], *SELECTED)
    loaded = changeable.content(relations(changeable))
    fed = {model.relation for model in changeable.graph().incrementals if model.raw}
    assert {name for name in fed if loaded[name] == without[name]} == set()

    changeable.build(WAVES[2], *REBUILT)
    assert differing(changeable, loaded) == {}


def test_a_ping_loaded_again_with_fewer_counters_leaves_none_behind(changeable):
    tables = {table.relation.split(".")[-1]: table for table in raw_tables(changeable)}
    chosen = "hash(id) % 50 = 0"
    counters = "SELECT COUNT(*) FROM prod.common_prep.prep_ping_instance_flattened WHERE metrics_path LIKE 'counts.%'"
    before = changeable.query(counters)
    without = "json_merge_patch(payload::JSON, '{\"counts\": null}')::VARCHAR AS payload"
    for name, changes in (("raw_usage_data", [without]), ("usage_data", [])):
        table = tables[name]
        newest = f"(SELECT MAX({table.loaded_at}) + INTERVAL 1 HOUR FROM {table.relation}) AS {table.loaded_at}"
        changed = f"SELECT * REPLACE ({', '.join([*changes, newest])}) FROM {table.relation} WHERE {chosen}"
        changeable.execute(f"INSERT INTO {table.relation} {changed}")
    changeable.build(WAVES[2], *SELECTED)
    assert changeable.query(counters) < before
    loaded = changeable.content(relations(changeable))
    changeable.build(WAVES[2], *REBUILT)
    assert differing(changeable, loaded) == {}


@pytest.fixture
def raw_with_tombstones(changeable):
    """The tables of the product database that mark deleted rows."""
    marked = [table for table in raw_tables(changeable) if "pgp_is_deleted" in table.columns]
    assert marked
    return changeable, marked


def test_a_deleted_record_that_returns_is_not_deleted(raw_with_tombstones):
    world, marked = raw_with_tombstones
    model_of = {raw: model for model in world.graph().incrementals for raw in model.raw}
    for table in marked:
        model = model_of[table.relation]
        (key,) = model.key
        kept = f"FROM {model.relation} WHERE NOT is_deleted"
        keys = [found for (found,) in world.query(f"SELECT {key} {kept} ORDER BY md5({key}::VARCHAR) LIMIT 5")]
        listed = ", ".join(map(str, keys))
        deleted = f"SELECT {key} FROM {model.relation} WHERE {key} IN ({listed}) AND is_deleted"
        for hours, is_deleted in ((1, True), (2, False)):
            newest = f"(SELECT MAX({table.loaded_at}) FROM {table.relation})"
            state = f"SELECT * FROM {table.relation} WHERE id IN ({listed}) QUALIFY ROW_NUMBER() OVER ({{}}) = 1"
            state = state.format(f"PARTITION BY id ORDER BY updated_at DESC, {table.loaded_at} DESC")
            world.execute(
                f"INSERT INTO {table.relation} SELECT * REPLACE ({is_deleted} AS pgp_is_deleted, "
                f"'{WAVES[2].as_of_date} 23:0{hours}:00'::TIMESTAMP AS updated_at, "
                f"{newest} + 3600 AS {table.loaded_at}) FROM ({state})"
            )
            world.build(WAVES[2], "--select", model.name)
            assert len(world.query(deleted)) == (len(keys) if is_deleted else 0)
    before = world.content([model_of[table.relation].relation for table in marked])
    world.build(WAVES[2], "--full-refresh", "--select", *(model_of[table.relation].name for table in marked))
    assert differing(world, before) == {}
