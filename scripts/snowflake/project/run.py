"""Run the whole project on an emulated account and keep everything there is to judge it by."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from scripts.core.dbt import Outcome
from scripts.core.settings import Settings
from scripts.core.sql import literal
from scripts.core.warehouse import open_warehouse
from scripts.gitlog.git import Repository
from scripts.gitlog.load import COMMITS, FILES, create_tables, load_repository
from scripts.permissions.masked import MASKED_KINDS, MaskedColumns, Relation, masked_columns, relation_of
from scripts.raw.build import build_raw
from scripts.raw.model import Wave
from scripts.snowflake.loading import load_wave
from scripts.snowflake.offline import OfflineAccount
from scripts.snowflake.project.driver import driving
from scripts.snowflake.project.steps import STEPS, Step
from scripts.snowflake.proof import Ask, wrong_policies
from scripts.snowflake.server import serving
from scripts.snowflake.starting import PERMISSIONS, start

SCALE, SEED = 1, 42

Progress = Callable[[str, float], None]


@dataclass
class Run:
    """What a run leaves behind.

    Attributes:
        settings: the checkout, and the home the run worked in.
        offline: the account.
        outcomes: step -> what became of every node.
        seconds: step -> how long it took.
        entries: every statement dbt sent, in the order they ended.
        policies: step -> columns that had another policy than they declare when the step had ended.
        manifest: the project as production saw it.
    """

    settings: Settings
    offline: OfflineAccount
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    policies: dict[str, list[str]] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def permissions(self) -> Path:
        """The permissions file the account was configured from."""
        return self.settings.project / PERMISSIONS

    @property
    def masked(self) -> MaskedColumns:
        """The columns the project masks."""
        return masked_columns(self.manifest)

    @property
    def relations(self) -> list[Relation]:
        """Everything the project builds and could mask."""
        built = [node for node in self.manifest["nodes"].values() if node["resource_type"] in MASKED_KINDS]
        return [relation_of(node) for node in built if node["config"]["materialized"] != "ephemeral"]

    def ask_as(self, role: str) -> Ask:
        """Queries in a session of a role, whoever has it."""
        # fakesnow's own functions are found from within a database only
        session = self.offline.connect(database="PREP", schema="SEEDS").emulated_session
        session.role = role.upper()

        def ask(sql: str) -> list[tuple[Any, ...]]:
            cursor = session.connection.cursor()
            cursor.execute(sql)
            return list(cursor.fetchall())

        return ask


def run_project(
    settings: Settings, progress: Progress, steps: tuple[Step, ...] = STEPS, history: Settings | None = None
) -> Run:
    """Load, build, test, document, clone.

    Args:
        settings: the checkout, and an empty home to work in.
        progress: called with a step's name and its seconds when it has ended.
        steps: what to do.
        history: the home whose git history is taken over; it is read from the checkout when None.

    Raises:
        EdpError: dbt could not begin, or the configuration is not valid.
    """
    make_history(settings, history)
    make_raw(settings, Wave.W0)
    run = Run(settings, start(settings, None, lambda _table: None))
    with serving(run.offline) as port, driving(settings, port) as driver:
        for step in steps:
            if step.loads and step.wave is not Wave.W0:
                make_raw(settings, step.wave)
                load_wave(run.offline.setup, settings, lambda _table: None)
            if step.lost:
                run.offline.setup.run(step.lost)
            started = perf_counter()
            before = len(run.offline.log.entries)
            run.outcomes[step.name] = driver.run(step)
            run.seconds[step.name] = perf_counter() - started
            run.entries += run.offline.log.entries[before:]
            # as every morning: what was built anew gets the grants of relations that are named one by one
            run.offline.grant(run.permissions)
            if driver.manifest.exists() and step.builds:
                run.manifest = json.loads(driver.manifest.read_text())
                run.policies[step.name] = wrong_policies(run.ask_as("accountadmin"), run.masked, run.relations)
            progress(step.name, run.seconds[step.name])
    return run


def make_history(settings: Settings, history: Settings | None) -> None:
    """Make a warehouse with the checkout's git history, or with that of another home."""
    with open_warehouse(settings, create=True) as warehouse:
        create_tables(warehouse)
        if history is not None:
            warehouse.execute(f"ATTACH {literal(str(history.database('raw')))} AS theirs (READ_ONLY)")
            for table in (COMMITS, FILES):
                warehouse.execute(f"INSERT INTO {table} SELECT * FROM theirs.{table.removeprefix('raw.')}")
            warehouse.execute("DETACH theirs")
        elif (settings.project / ".git").exists():
            load_repository(warehouse, Repository(settings.project), datetime.now(UTC).replace(tzinfo=None))


def make_raw(settings: Settings, wave: Wave) -> None:
    """Bring the raw data of a warehouse to a load."""
    with open_warehouse(settings) as warehouse:
        build_raw(warehouse, scale=SCALE, seed=SEED, wave=wave)
