"""Carry a plan out: raw data, dbt and the record, wave by wave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scripts.core.dbt import DbtProject, Outcome
from scripts.core.errors import EdpError
from scripts.core.interrupt import interruptible
from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse
from scripts.gitlog.git import Repository
from scripts.gitlog.load import create_tables, load_repository
from scripts.raw.build import Summary, build_raw, target_state
from scripts.raw.model import Wave
from scripts.up import files, state
from scripts.up.plan import Plan, make_plan

# The first two waves leave history behind; what they built is tested when the last one is in.
_WITHOUT_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")

# The engine may use 4 GB for all models at work; beyond this scale the two largest at once would want more, and a model
# alone keeps all cores busy.
_LARGE_SCALE = 10
_ONE_MODEL_AT_A_TIME = ("--threads", "1")

Report = Callable[[str, str, int, int], None]


@dataclass
class Result:
    """What a run has done.

    Attributes:
        plan: what was decided, and why.
        raw: the raw tables at the last wave.
        dbt: what dbt built and tested at the last wave.
        seconds: phase -> how long it took.
    """

    plan: Plan
    raw: Summary | None = None
    dbt: Outcome | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def bring_up(
    settings: Settings, *, scale: int, seed: int, fresh: bool, begin: Callable[[str], None], report: Report
) -> Result:
    """Bring the warehouse to the last load wave of this scale and seed, built and tested.

    Args:
        settings: the checkout and the home of the warehouse.
        scale: size of the generated data, from 1.
        seed: which generated world, from 0.
        fresh: make a new warehouse even if the one there is current.
        begin: called with the reason of the plan, before anything is done.
        report: called with (phase, step, steps done, steps in all).

    Raises:
        EdpError: something is wrong; a warehouse that was there before still is.
    """
    wanted = state.target(scale, seed, settings.project)
    with files.only_one(settings):
        made = files.aside(settings)
        begun = files.inspect(made) if files.exists(made) else None
        if begun == wanted or files.is_moving(settings):
            files.put_in_place(settings)
            begun = None
        plan = make_plan(wanted, files.inspect(settings), begun, fresh)
        begin(plan.reason)
        result = Result(plan)
        work = made if plan.aside else settings
        if plan.wipe or not plan.aside:
            files.wipe(made)
        project = DbtProject(settings, warehouse=work)
        _timed(result, report, "read the dbt project", project.parse)
        _timed(result, report, "git log", lambda: _git_log(work))
        for wave in plan.waves:
            _raw(result, work, scale, seed, wave, report)
            _freshness(result, project, wave, report)
            _models(result, project, scale, wave, report)
            with open_warehouse(work) as warehouse:
                state.write(warehouse, target_state(scale, seed, wave), wanted.project)
        if plan.aside:
            files.put_in_place(settings)
    return result


def _timed(result: Result, report: Report, phase: str, work: Callable[[], None]) -> None:
    report(phase, "", 0, 0)
    started = time.perf_counter()
    work()
    result.seconds[phase] = time.perf_counter() - started


def _git_log(work: Settings) -> None:
    """The history of the checkout; one without history, or an unpacked archive, gives empty tables."""
    with open_warehouse(work, create=True) as warehouse:
        create_tables(warehouse)
        if (work.project / ".git").exists():
            load_repository(warehouse, Repository(work.project), datetime.now(UTC).replace(tzinfo=None))


def _raw(result: Result, work: Settings, scale: int, seed: int, wave: Wave, report: Report) -> None:
    phase = f"{wave.value} raw data"

    def build() -> None:
        def step(what: str, done: int, total: int) -> None:
            report(phase, what, done, total)

        with open_warehouse(work) as warehouse:
            result.raw = interruptible(
                warehouse.connection,
                lambda: build_raw(warehouse, scale=scale, seed=seed, wave=wave, progress=step),
            )

    _timed(result, report, phase, build)


def _freshness(result: Result, project: DbtProject, wave: Wave, report: Report) -> None:
    """As in production the age of the sources is measured before they are built on, at the last load only."""
    if wave is Wave.W2:
        variables = {"as_of_date": wave.as_of_date}
        _timed(result, report, "age of the sources", lambda: project.measure_freshness(variables=variables))


def _models(result: Result, project: DbtProject, scale: int, wave: Wave, report: Report) -> None:
    last = wave is Wave.W2
    phase = f"{wave.value} snapshots, models{' and tests' if last else ''}"

    def build() -> None:
        result.dbt = project.build(
            *build_options(scale, last=last),
            variables={"as_of_date": wave.as_of_date},
            write=last,
            progress=lambda name, done, total: report(phase, name, done, total),
        )

    _timed(result, report, phase, build)
    problem = result.dbt.problem() if result.dbt else None
    if problem:
        raise EdpError(f"up: {problem}; {_what_now(result.plan, project)}")


def build_options(scale: int, *, last: bool) -> tuple[str, ...]:
    """What dbt is told beside its variables: the tests come at the last load, large models one after the other."""
    return (*(() if last else _WITHOUT_TESTS), *(_ONE_MODEL_AT_A_TIME if scale > _LARGE_SCALE else ()))


def _what_now(plan: Plan, project: DbtProject) -> str:
    if plan.aside:
        return f"look into it with EDP_HOME={project.warehouse.home}; the next `edp up` goes on from there"
    return "mend it and run `edp up` again, or `edp up --fresh` to make the warehouse anew"
