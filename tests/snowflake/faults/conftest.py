"""A miniature of the project: its real macros and hooks, four nodes that need them all, and an account to run it on.

`miniature` makes one; `plant` changes a file of it, `build` runs dbt on the emulated account, and the assertions of
scripts/snowflake/proof.py judge what is left behind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.permissions.access import Access
from scripts.permissions.file import read_permissions
from scripts.permissions.masked import masked_columns
from scripts.snowflake import proof
from scripts.snowflake.offline import OfflineAccount
from scripts.snowflake.server import serving
from tests.conftest import Dbt, macro_project

ROLES = """
databases: [{raw: {shared: no}}, {prep: {shared: no}}, {prod: {shared: no}},
            {analytics_engineer_prep: {shared: no}}, {analytics_engineer_prod: {shared: no}}]
warehouses: [{transforming_xs: {size: x-small}}, {dev_xs: {size: x-small}}, {reporting: {size: x-small}}]
roles:
  - people_data_masking: {}
  - marketing_data_masking: {}
  - sales_data_masking: {}
  - support_data_masking: {}
  - product_data_masking: {}
  - loader: {}
  - transformer:
      warehouses: [transforming_xs]
      owns:
        databases: [prep, prod]
        schemas: [prep.*, prod.*, raw.snapshots]
        tables: [prep.*.*, prod.*.*, raw.snapshots.*]
      privileges:
        databases: {read: [raw, prep, prod], write: [raw, prep, prod]}
        schemas: {read: [raw.*, prep.*, prod.*], write: [raw.snapshots, prep.*, prod.*]}
        tables: {read: [raw.*.*, prep.*.*, prod.*.*], write: [raw.snapshots.*, prep.*.*, prod.*.*]}
  - analytics_engineer:
      warehouses: [dev_xs]
      owns:
        databases: [analytics_engineer_prep, analytics_engineer_prod]
        schemas: [analytics_engineer_prep.*, analytics_engineer_prod.*]
        tables: [analytics_engineer_prep.*.*, analytics_engineer_prod.*.*]
      privileges:
        databases:
          read: [raw, prod, analytics_engineer_prep, analytics_engineer_prod]
          write: [analytics_engineer_prep, analytics_engineer_prod]
        schemas:
          read: [raw.crm, prod.common, analytics_engineer_prep.*, analytics_engineer_prod.*]
          write: [analytics_engineer_prep.*, analytics_engineer_prod.*]
        tables:
          read: [raw.crm.*, prod.common.*, analytics_engineer_prep.*.*, analytics_engineer_prod.*.*]
          write: [analytics_engineer_prep.*.*, analytics_engineer_prod.*.*]
  - analyst:
      warehouses: [reporting]
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common]}
        tables: {read: [prod.common.*]}
  - people_analyst: {member_of: [analyst, people_data_masking]}
users:
  - loader: {can_login: yes, member_of: [loader]}
  - transformer: {can_login: yes, member_of: [transformer]}
  - analytics_engineer: {can_login: yes, member_of: [analytics_engineer]}
"""

MODELS = {
    "models/person.sql": """
        {{ config(schema='common', materialized='table', contract={'enforced': true}) }}
        SELECT users."Id"::INTEGER AS person_id, users.person_name::VARCHAR AS person_name, 5.5::DECIMAL(18, 2) AS pay
        FROM {{ source('crm', 'users') }} AS users
    """,
    "models/person_list.sql": """
        {{ config(schema='common', materialized='view') }}
        SELECT person_id, person_name FROM {{ ref('person') }}
    """,
    "models/visit.sql": """
        {{ config(
          schema='common', materialized='incremental', unique_key='visit_id', contract={'enforced': true},
          on_schema_change='append_new_columns'
        ) }}
        SELECT 1::INTEGER AS visit_id, 'Jo'::VARCHAR AS visitor
    """,
}


def _column(name: str, data_type: str, policy: str = "") -> dict[str, Any]:
    masks = {"config": {"meta": {"masking_policy": policy}}} if policy else {}
    return {"name": name, "data_type": data_type, **masks}


PERSON = [
    _column("person_id", "INTEGER"),
    _column("person_name", "VARCHAR", "people_data_masking"),
    _column("pay", "DECIMAL(18, 2)", "people_data_masking"),
]
PROPERTIES = {
    "sources": [{"name": "crm", "database": "raw", "tables": [{"name": "users"}]}],
    "models": [
        {"name": "person", "columns": PERSON},
        {"name": "person_list", "columns": PERSON[:2]},
        {
            "name": "visit",
            "columns": [_column("visit_id", "INTEGER"), _column("visitor", "VARCHAR", "marketing_data_masking")],
        },
    ],
    "snapshots": [
        {
            "name": "person_snapshot",
            "relation": "ref('person')",
            "config": {"strategy": "check", "check_cols": "all", "unique_key": "person_id"},
            "columns": PERSON,
        }
    ],
}


class Miniature:
    """The small project, the account it runs on, and what its runs have left there."""

    def __init__(self, folder: Path, offline: OfflineAccount, permissions: Path) -> None:
        self.folder = folder
        self.offline = offline
        self.permissions = permissions
        self.target = "snowflake_offline"
        self.dbt = Dbt(folder, folder / "home")

    def plant(self, file: str, old: str, new: str) -> None:
        """Change a file; a text that is not there any more is an error, or the fault would not be planted."""
        path = self.folder / file
        text = path.read_text()
        assert old in text, f"{file} does not hold {old!r} any more"
        path.write_text(text.replace(old, new))
        self.parse_again()

    def parse_again(self) -> None:
        """The next run reads every file anew."""
        self.dbt.forget()
        (self.dbt.home / f"target_{self.target}" / "partial_parse.msgpack").unlink(missing_ok=True)

    def build(self, *arguments: str) -> None:
        """`dbt build`, and the grants of the daily permission run."""
        self.dbt("build", *arguments, target=self.target)
        self.offline.grant(self.permissions)

    def run_operation(self, *arguments: str) -> None:
        """`dbt run-operation`."""
        self.dbt("run-operation", *arguments, target=self.target)

    def problems(self) -> dict[str, list[str]]:
        """What every assertion finds wrong, by its name; empty when nothing is."""
        account, entries = self.offline.account, self.offline.log.entries
        manifest = json.loads((self.dbt.home / f"target_{self.target}" / "manifest.json").read_text())
        masked = masked_columns(manifest)
        access = Access(read_permissions(self.permissions))
        found = {
            "refused": proof.refused(entries),
            "wrong_policies": proof.wrong_policies(self.ask_as("accountadmin"), masked, masked),
            "unmasked_moments": proof.unmasked_moments(entries, account, masked),
            "wrong_sight": proof.wrong_sight(self.ask_as, access, masked),
            "wrong_retention": proof.wrong_retention(account, manifest),
            "unknown_roles": proof.unknown_roles(account),
        }
        return {name: lines for name, lines in found.items() if lines}

    def ask_as(self, role: str) -> proof.Ask:
        """Queries in a session of a role."""
        connection = self.offline.connect(database="prod", schema="common")
        connection.emulated_session.role = role.upper()

        def ask(sql: str) -> list[tuple[Any, ...]]:
            cursor = connection.cursor()
            cursor.dispatch(sql, None)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

        return ask


@pytest.fixture
def miniature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    project = macro_project(tmp_path / "project")
    config = yaml.safe_load((project / "dbt_project.yml").read_text())
    # the records of test results are another story, and need the project's seeds
    config["on-run-start"] = ["{{ create_masking_policies() }}"]
    del config["on-run-end"]
    (project / "dbt_project.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    for folder in ("models", "snapshots", "home"):
        (project / folder).mkdir()
    for name, text in MODELS.items():
        (project / name).write_text(text)
    (project / "models" / "properties.yml").write_text(yaml.safe_dump(PROPERTIES, sort_keys=False))
    permissions = tmp_path / "roles.yml"
    permissions.write_text(ROLES)
    offline = OfflineAccount()
    offline.configure(permissions)
    for statement in (
        "CREATE SCHEMA raw.crm",
        "CREATE SCHEMA raw.snapshots",
        """CREATE TABLE raw.crm.users AS (SELECT 1 AS "Id", 'Jo' AS person_name)""",
        "CREATE SCHEMA prod.common",
    ):
        offline.setup.run(statement)
    offline.grant(permissions)
    with serving(offline) as port:
        monkeypatch.setenv("EDP_SNOWFLAKE_PORT", str(port))
        yield Miniature(project, offline, permissions)
