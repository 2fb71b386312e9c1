"""dbt in a process of its own: it and the account share no lock, and each target is parsed once."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.core.dbt import DbtProject, Outcome
from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.snowflake.project.steps import Step
from scripts.trusted_data.load import read_run

PORT = "EDP_SNOWFLAKE_PORT"
STATE = "production"

_PROJECTS: dict[str, DbtProject] = {}


@dataclass(frozen=True)
class Driver:
    """Runs steps against the account on a port.

    Attributes:
        settings: the checkout, and the home of dbt's folders: one per target, and production's last manifest.
        port: where the account answers.
    """

    settings: Settings
    port: int
    pool: ProcessPoolExecutor

    def run(self, step: Step) -> Outcome:
        """Run a step.

        Raises:
            EdpError: dbt could not begin or died.
        """
        try:
            return self.pool.submit(_run, self.settings, self.port, step).result()
        except BrokenProcessPool:
            raise EdpError(f"{step.name}: the process of dbt has died") from None

    @property
    def manifest(self) -> Path:
        """The manifest of what was built last in production."""
        return self.settings.home / STATE / "manifest.json"


@contextmanager
def driving(settings: Settings, port: int) -> Iterator[Driver]:
    """A driver while the block runs."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield Driver(settings, port, pool)


def _run(settings: Settings, port: int, step: Step) -> Outcome:
    """In dbt's process: run a step and keep what production looks like for those that defer to it."""
    warnings.simplefilter("ignore")
    os.environ[PORT] = str(port)
    home = replace(settings, home=settings.home / step.target)
    project = _PROJECTS.setdefault(step.target, DbtProject(home, target=step.target))
    state = settings.home / STATE
    command, *options = step.arguments
    deferred: tuple[str, ...] = ("--state", str(state)) if step.deferred else ()
    if step.deferred and command == "build":
        deferred = ("--defer", *deferred)
    variables = {"as_of_date": step.wave.as_of_date}
    if command == "build":
        outcome = project.build(*options, *deferred, variables=variables)
    elif command == "run-operation":
        project.run_operation(options[0], {"document": json.dumps(read_run(home.home / "target").document)})
        outcome = Outcome(())
    else:
        outcome = project.run(*step.arguments, *deferred, variables=variables)
    if command == "build" and not step.deferred:
        state.mkdir(parents=True, exist_ok=True)
        shutil.copy(home.home / "target" / "manifest.json", state / "manifest.json")
    return outcome
