"""Three days after the last wave: records change twice in one day, disappear and come back, and every run is recorded.

Of every snapshot three records are chosen. On 2025-01-01 the first changes and the second disappears; later that day
the first changes again. On 2025-01-02 the second comes back and the third disappears. On 2025-01-03 nothing happens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.scenarios.graph import Snapshot
from tests.scenarios.history import Load
from tests.scenarios.world import World

DAYS = ("2025-01-01", "2025-01-02", "2025-01-03")
RUNS = ((DAYS[0], 9), (DAYS[0], 15), (DAYS[1], 9), (DAYS[2], 9))
"""The day and the hour of the loads."""

SELECTED = ("--select", "resource_type:snapshot", "config.materialized:incremental")


@dataclass(frozen=True)
class Base:
    """The table in which the records of a snapshot are changed.

    Attributes:
        relation: its three-part name.
        key: the column that names a record.
        touch: what a change sets; `{at}` is the time of the load.
        is_extract: every load appends a copy of all rows instead of changing them.
    """

    relation: str
    key: str
    touch: str
    is_extract: bool = False


BASES = {
    "customers_db_orders_snapshots": Base(
        "raw.tap_postgres.customers_db_orders", "id", "updated_at = '{at}'::TIMESTAMP", is_extract=True
    ),
    "dim_subscription_snapshot": Base(
        "prod.common.dim_subscription", "dim_subscription_id", "namespace_id = COALESCE(namespace_id, 0) + 1"
    ),
    "gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots": Base(
        "raw.tap_postgres.gitlab_db_gitlab_subscriptions",
        "namespace_id",
        "seats_in_use = COALESCE(seats_in_use, 0) + 1",
        is_extract=True,
    ),
    "mart_arr_snapshot": Base(
        "prod.restricted_safe_common_mart_sales.mart_arr", "primary_key", "quantity = COALESCE(quantity, 0) + 1"
    ),
    "sfdc_account_snapshots": Base(
        "raw.salesforce_v2_stitch.account", "id", "systemmodstamp = '{at}'::TIMESTAMP, name = name || ' Ltd.'"
    ),
    "sfdc_opportunity_snapshots": Base(
        "raw.salesforce_v2_stitch.opportunity", "id", "systemmodstamp = '{at}'::TIMESTAMP, arr_net__c = 1"
    ),
    "workday_employee_directory_snapshots": Base(
        "raw.workday.directory", "employee_id", "_fivetran_synced = '{at}'::TIMESTAMP"
    ),
    "zuora_subscription_snapshots": Base("raw.zuora_stitch.subscription", "id", "updateddate = '{at}'::TIMESTAMP"),
}


@dataclass(frozen=True)
class Records:
    """The three records of a snapshot that live through these days."""

    changing: str
    returning: str
    leaving: str


class Later:
    """The world after these days.

    Args:
        folder: where its warehouse lies; `later.json` says what happened.
    """

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self._recorded = json.loads((folder / "later.json").read_text())

    def loads(self, snapshot: str) -> list[Load]:
        """What the snapshot saw and held at each run, the three waves first."""
        return [*self.world.loads(snapshot), *(Load.of(load) for load in self._recorded["loads"][snapshot])]

    def records(self, snapshot: str) -> Records:
        """The records that were changed."""
        return Records(*self._recorded["records"][snapshot])


def make_later(world: World, folder: Path) -> None:
    """Copy a world to `folder` and let these days pass there."""
    later = world.copy(folder)
    snapshots = later.graph().snapshots
    loads: dict[str, list[dict[str, Any]]] = {snapshot.name: [] for snapshot in snapshots}
    records = {snapshot.name: _three_records(later, snapshot) for snapshot in snapshots}
    for number, (day, hour) in enumerate(RUNS):
        for snapshot in snapshots:
            _load(later, BASES[snapshot.name], Records(*records[snapshot.name]), number, f"{day} {hour:02d}:00:00")
        later.build(day, *SELECTED)
        for snapshot in snapshots:
            loads[snapshot.name].append(later.load_of(snapshot, day).record())
    (folder / "later.json").write_text(json.dumps({"loads": loads, "records": records}))


def _three_records(world: World, snapshot: Snapshot) -> Sequence[str]:
    held = {version.key for version in world.versions_of(snapshot) if version.end is None}
    seen = sorted(held & world.input_of(snapshot).keys(), key=lambda key: hashlib.sha256(key.encode()).hexdigest())
    return seen[:3]


def _load(world: World, base: Base, records: Records, run: int, at: str) -> None:
    """Change a table as one load does."""
    table, saved = base.relation, f"{base.relation.rsplit('.', 1)[0]}.gone_{base.relation.rsplit('.', 1)[1]}"
    newest = f"_uploaded_at = (SELECT MAX(_uploaded_at) FROM {table})" if base.is_extract else "TRUE"
    returning, leaving = (f"{base.key}::VARCHAR = '{key}'" for key in (records.returning, records.leaving))
    statements = []
    if run == 0:
        statements.append(f"CREATE TABLE {saved} AS SELECT * FROM {table} WHERE {newest} AND {returning}")
    if base.is_extract:
        statements += _next_extract(table, at)
    if run == 0:
        statements.append(f"DELETE FROM {table} WHERE {newest} AND {returning}")
    if run in (0, 1):
        statements.append(_touch(base, newest, records.changing, at))
    if run == 2:
        back = f"SELECT * FROM {saved}"
        if base.is_extract:
            stamp = f"(SELECT MAX(_uploaded_at) FROM {table}) AS _uploaded_at"
            task = f"(SELECT MAX(_task_instance) FROM {table}) AS _task_instance"
            back = f"SELECT * REPLACE ({stamp}, {task}) FROM {saved}"
        statements += [
            f"INSERT INTO {table} BY NAME {back}",
            _touch(base, newest, records.returning, at),
            f"DELETE FROM {table} WHERE {newest} AND {leaving}",
        ]
    for statement in statements:
        world.execute(statement)


def _touch(base: Base, newest: str, key: str, at: str) -> str:
    return f"UPDATE {base.relation} SET {base.touch.format(at=at)} WHERE {newest} AND {base.key}::VARCHAR = '{key}'"


def _next_extract(table: str, at: str) -> list[str]:
    newest = f"_uploaded_at = (SELECT MAX(_uploaded_at) FROM {table})"
    task = f"regexp_replace(_task_instance, '[0-9]{{8}}$', '{at[:10].replace('-', '')}') AS _task_instance"
    return [
        f"INSERT INTO {table} SELECT * REPLACE (epoch('{at}'::TIMESTAMP) AS _uploaded_at, {task}) "
        f"FROM {table} WHERE {newest}"
    ]
