"""A run that is killed while it writes leaves nothing half done; the next one ends where an undisturbed one does."""

import os
import signal
import subprocess
import sys

import pytest
from dbt.parser.manifest import extended_mashumaro_encoder

from scripts.core.settings import PROJECT
from scripts.core.warehouse import open_warehouse
from scripts.raw.build import build_raw
from tests.scenarios.world import NO_TESTS, WAVES

SELECTED = ("--select", "resource_type:snapshot", "config.materialized:incremental")
DAY = ("--vars", f"{{as_of_date: '{WAVES[2].as_of_date}'}}")
VICTIMS = ("snowplow_gitlab_events_source", "mart_arr_snapshot_model", "fct_ping_instance_metric")
"""In the order dbt comes to them: one reads raw rows, one a snapshot, one ends the longest chain."""


def load_third_wave(world):
    with open_warehouse(world.settings) as warehouse:
        build_raw(warehouse, scale=1, seed=42, wave=WAVES[2])


@pytest.fixture
def interrupted(world, tmp_path):
    """The world after its second wave with the raw rows of the third."""
    second = world.copy_of_second_wave(tmp_path / "interrupted")
    load_third_wave(second)
    return second


@pytest.fixture
def undisturbed(world, tmp_path):
    """The same, on which everything was run in one go."""
    second = world.copy_of_second_wave(tmp_path / "undisturbed")
    load_third_wave(second)
    second.build(WAVES[2], *SELECTED)
    return second


def killed_while_writing(world, victim):
    """Run dbt in a process of its own that is killed when it writes `victim`."""
    manifest = world.folder / "manifest.msgpack"
    manifest.write_bytes(world.dbt.manifest().to_msgpack(extended_mashumaro_encoder))
    command = [sys.executable, "-m", "tests.scenarios.killed_run", str(world.folder), str(manifest), victim]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "SNOWFLAKE_"))}
    done = subprocess.run(
        [*command, "build", *DAY, *NO_TESTS, *SELECTED],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def test_three_killed_runs_and_one_more_give_what_one_run_gives(interrupted, undisturbed):
    relations = {model.name: model.relation for model in interrupted.graph().incrementals}
    assert set(VICTIMS) < set(relations)
    expected = undisturbed.content(relations.values())
    for victim in VICTIMS:
        relation = relations[victim]
        before = interrupted.content([relation])
        assert before[relation] != expected[relation]
        killed_while_writing(interrupted, victim)
        assert interrupted.content([relation]) == before

    interrupted.build(WAVES[2], *SELECTED)

    held = [snapshot.relation for snapshot in interrupted.graph().snapshots]
    assert interrupted.content([*relations.values(), *held]) == {**expected, **undisturbed.content(held)}
    leftovers = [name for name in interrupted.tables("prep", "prod", "raw") if "__dbt_" in name]
    assert leftovers == []
