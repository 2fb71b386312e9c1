"""What `edp up` decides to do, from what is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from scripts.raw.build import State
from scripts.raw.model import Wave
from scripts.up.plan import make_plan
from scripts.up.run import build_options
from scripts.up.state import Built, project_hash

STATE = State(scale=1, seed=42, wave=Wave.W2, fingerprint="generator")
WANTED = Built(STATE, STATE, "project")
ALL = (Wave.W0, Wave.W1, Wave.W2)


def at(raw: Wave, models: Wave) -> Built:
    return Built(replace(STATE, wave=raw), replace(STATE, wave=models), "project")


def test_nothing_there_means_all_waves_beside_it() -> None:
    plan = make_plan(WANTED, live=None, begun=None, fresh=False)
    assert (plan.waves, plan.aside, plan.wipe) == (ALL, True, True)


def test_a_current_warehouse_is_built_again_in_place_at_the_last_wave_only() -> None:
    plan = make_plan(WANTED, live=WANTED, begun=None, fresh=False)
    assert (plan.waves, plan.aside, plan.wipe) == ((Wave.W2,), False, False)


def test_fresh_means_all_waves_whatever_is_there() -> None:
    plan = make_plan(WANTED, live=WANTED, begun=at(Wave.W1, Wave.W1), fresh=True)
    assert (plan.waves, plan.aside, plan.wipe) == (ALL, True, True)


@pytest.mark.parametrize(
    ("live", "says"),
    [
        (Built(replace(STATE, scale=2), replace(STATE, scale=2), "project"), "scale 2 and seed 42"),
        (Built(replace(STATE, seed=7), replace(STATE, seed=7), "project"), "scale 1 and seed 7"),
        (
            Built(replace(STATE, fingerprint="old"), replace(STATE, fingerprint="old"), "project"),
            "generator has changed",
        ),
        (Built(STATE, STATE, "other"), "project has changed"),
        (Built(replace(STATE, wave=Wave.W0), STATE, "project"), "not complete"),
        (Built(STATE, replace(STATE, wave=Wave.W1), "project"), "not complete"),
        (Built(STATE, None, ""), "not made by `edp up`"),
        (Built(None, None, ""), "not made by `edp up`"),
    ],
)
def test_a_warehouse_made_otherwise_is_made_anew_and_the_reason_is_said(live: Built, says: str) -> None:
    plan = make_plan(WANTED, live=live, begun=None, fresh=False)
    assert (plan.waves, plan.aside, plan.wipe) == (ALL, True, True)
    assert says in plan.reason


@pytest.mark.parametrize(
    ("begun", "waves"),
    [
        (at(raw=Wave.W0, models=Wave.W0), (Wave.W1, Wave.W2)),
        (at(raw=Wave.W1, models=Wave.W0), (Wave.W1, Wave.W2)),
        (at(raw=Wave.W2, models=Wave.W1), (Wave.W2,)),
    ],
)
def test_an_unfinished_build_goes_on_after_its_last_finished_wave(begun: Built, waves: tuple[Wave, ...]) -> None:
    for live in (None, Built(replace(STATE, scale=5), replace(STATE, scale=5), "project")):
        plan = make_plan(WANTED, live=live, begun=begun, fresh=False)
        assert (plan.waves, plan.aside, plan.wipe) == (waves, True, False)


@pytest.mark.parametrize(
    "begun",
    [
        Built(replace(STATE, wave=Wave.W0), None, ""),
        replace(at(Wave.W1, Wave.W1), project="before the mending"),
        Built(replace(STATE, scale=3, wave=Wave.W1), replace(STATE, scale=3, wave=Wave.W1), "project"),
        Built(replace(STATE, fingerprint="old"), replace(STATE, wave=Wave.W1), "project"),
    ],
)
def test_an_unfinished_build_of_something_else_is_thrown_away(begun: Built) -> None:
    plan = make_plan(WANTED, live=None, begun=begun, fresh=False)
    assert (plan.waves, plan.wipe) == (ALL, True)


def test_the_project_hash_sees_every_file_that_decides_what_is_built(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: x")
    for folder in ("models", "macros", "seeds", "snapshots"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file.sql").write_text("one")
    seen = {project_hash(tmp_path)}
    for path in (*(tmp_path / name / "file.sql" for name in ("models", "macros", "seeds", "snapshots")),):
        path.write_text("two")
        seen.add(project_hash(tmp_path))
    (tmp_path / "dbt_project.yml").write_text("name: y")
    seen.add(project_hash(tmp_path))
    (tmp_path / "models" / "file.sql").rename(tmp_path / "models" / "other.sql")
    seen.add(project_hash(tmp_path))
    assert len(seen) == 7
    (tmp_path / "README.md").write_text("not part of it")
    assert project_hash(tmp_path) in seen


def test_the_real_project_has_a_stable_hash() -> None:
    assert project_hash(PROJECT) == project_hash(PROJECT)


def test_large_models_are_built_one_after_the_other_and_tests_come_last() -> None:
    assert [build_options(scale, last=True) for scale in (1, 10, 11, 100)] == [(), (), *[("--threads", "1")] * 2]
    assert "unit_test" in build_options(10, last=False)
    assert build_options(100, last=False) == (*build_options(10, last=False), "--threads", "1")
