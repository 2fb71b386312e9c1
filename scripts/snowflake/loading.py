"""The generator's raw tables in the emulated account, as the loaders would have left them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.core.sql import literal
from scripts.snowflake.account import Relation
from scripts.snowflake.grants import Name
from scripts.snowflake.session import Session, quote

LOADED = ("raw", "static")
LOADER = "LOADER"

NOT_LOADED = ("edp", "snapshots")
"""Schemas of raw that no loader fills: the generator's own record, and the snapshots dbt takes."""

VARIANTS: Mapping[str, tuple[str, ...]] = {
    "raw.data_science.churn_forecasting_scores": ("jsontext",),
    "raw.data_science.ptc_scores": ("jsontext",),
    "raw.data_science.pte_scores": ("jsontext",),
    "raw.data_science.ptpt_scores": ("jsontext",),
    "raw.gcp_billing.summary_gcp_billing": ("value",),
    "raw.gitlab_data_yaml.stages": ("jsontext",),
    "raw.gitlab_data_yaml.usage_ping_metrics": ("jsontext",),
    "raw.qualtrics.post_purchase_survey_responses": ("response_values",),
    "raw.saas_usage_ping.instance_combined_metrics": ("run_results",),
    "raw.snowplow.gitlab_events": ("contexts",),
    "raw.tap_zendesk.organizations": ("organization_fields", "tags"),
    "raw.tap_zendesk.tickets": ("via", "satisfaction_rating"),
    "raw.version_db.raw_usage_data": ("payload",),
    "raw.version_db.usage_data": ("counts", "usage_activity_by_stage_monthly"),
    "raw.workday.compensation": ("compensation_history",),
    "static.sensitive.qualtrics_post_purchase_survey_answers": ("response_values",),
}
"""Columns the loaders fill with parsed JSON on Snowflake; the generator's files have them as text."""

SALTS = {kind: f"offline-{kind}-salt" for kind in ("email", "name", "ip", "other")}
"""Those of the DuckDB branch of macros/masking/hash_salt.sql, so that both engines give the same hashes."""


def load_wave(session: Session, settings: Settings, progress: Callable[[str], None]) -> int:
    """Bring the account's raw data to the state of a warehouse's; again for every later wave.

    Args:
        session: a session of the administrator.
        settings: the home whose raw and static data is loaded.
        progress: called with each table's name.

    Returns:
        How many tables were loaded.

    Raises:
        EdpError: there is no raw data.
    """
    missing = [settings.database(name) for name in LOADED if not settings.database(name).exists()]
    if missing:
        raise EdpError(f"{missing[0]}: no raw data to load; make it with `edp raw build` or name a home with --raw")
    load_salts(session)
    return sum(load_database(session, settings.database(name), name, progress) for name in LOADED)


def load_salts(session: Session) -> None:
    """Put the salts where the Snowflake branch of the hashing macros looks them up; a no-op when they are there."""
    if ("RAW", "SECURITY", "HASH_SALT") in session.account.relations:
        return
    rows = ", ".join(f"({literal(kind)}, {literal(salt)})" for kind, salt in SALTS.items())
    session.run("CREATE SCHEMA raw.security")
    session.run("CREATE TABLE raw.security.hash_salt (salt_kind VARCHAR, salt VARCHAR)")
    session.run(f"INSERT INTO raw.security.hash_salt VALUES {rows}")


def load_database(session: Session, file: Path, database: str, progress: Callable[[str], None]) -> int:
    """Copy every table of a DuckDB file into the database of that name; its rows replace those that are there.

    Args:
        session: a session of the administrator.
        file: the DuckDB file; it is opened for reading only.
        database: raw or static; it must exist in the account.
        progress: called with each table's name.

    Returns:
        How many tables were loaded.
    """
    session.duck(f"ATTACH {literal(str(file))} AS loading (READ_ONLY)")
    try:
        tables = session.duck(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'loading' "
            "AND NOT list_contains(?, schema_name) ORDER BY ALL",
            [list(NOT_LOADED)],
        )
        for schema, table in tables:
            progress(f"{database}.{schema}.{table}")
            _load_table(session, database, schema, table)
    finally:
        session.duck("DETACH loading")
    return len(tables)


def _load_table(session: Session, database: str, schema: str, table: str) -> None:
    name = (database.upper(), schema.upper(), table.upper())
    columns = _columns(session, database, schema, table)
    listed = ", ".join(f"{quote((source,))}::{kind} AS {quote((stored,))}" for source, stored, kind in columns)
    select = f"SELECT {listed} FROM loading.{quote((schema, table))}"
    if name in session.account.relations and _has(session, name, columns):
        # the table stays, with its owner, grants and retention: a loader writes rows
        session.duck(f"TRUNCATE {quote(name)}")
        session.duck(f"INSERT INTO {quote(name)} {select}")
        return
    if name[:2] not in session.schemas(name[0]):
        session.run(f"CREATE SCHEMA {quote(name[:2])}")
        session.account.own("SCHEMA", name[:2], LOADER)
    session.duck(f"CREATE OR REPLACE TABLE {quote(name)} AS {select}")
    session.account.add_relation(name, Relation("TABLE"), LOADER)


def _columns(session: Session, database: str, schema: str, table: str) -> list[tuple[str, str, str]]:
    """Name in the file, name in the account and type there of every column."""
    variants = VARIANTS.get(f"{database}.{schema}.{table}", ())
    return [
        # what a source wrote in mixed case was quoted there and keeps its case
        (column, column.upper() if column.islower() else column, "JSON" if column in variants else kind)
        for column, kind, *_ in session.duck(f"DESCRIBE {quote(('loading', schema, table))}")
    ]


def _has(session: Session, name: Name, columns: list[tuple[str, str, str]]) -> bool:
    have = [row[:2] for row in session.duck(f"DESCRIBE {quote(name)}")]
    return have == [column[1:] for column in columns]
