"""Time travel: what declares a backup keeps 30 days, and only a permanent table can."""

import pytest

from tests.conftest import DbtRefusedError

FILES = {
    "models/kept.sql": "SELECT 1 AS kept_id",
    "models/plain.sql": "SELECT 1 AS plain_id",
    "models/models.yml": """
      version: 2
      models:
        - name: kept
          config: {materialized: table, transient: false, meta: {backup: true}}
        - name: plain
          config: {materialized: table}
    """,
    "snapshots/kept_snapshot.yml": """
      version: 2
      snapshots:
        - name: kept_snapshot
          relation: ref('plain')
          config: {strategy: check, check_cols: all, unique_key: plain_id}
    """,
}


@pytest.fixture(scope="module")
def tables(sandbox):
    sandbox.write(FILES)
    sandbox("build")
    return sandbox


def test_snapshots_and_declared_tables_keep_30_days_and_nothing_else_does(tables):
    assert tables.comments() == {"kept": "retention_days: 30", "kept_snapshot": "retention_days: 30"}


def test_retention_survives_a_rebuild(tables):
    tables("build")
    assert tables.comments() == {"kept": "retention_days: 30", "kept_snapshot": "retention_days: 30"}


@pytest.mark.parametrize(
    "config",
    [
        "{materialized: table, meta: {backup: true}}",
        "{materialized: table, transient: true, meta: {backup: true}}",
        "{materialized: view, transient: false, meta: {backup: true}}",
    ],
)
def test_a_backup_that_cannot_be_kept_is_refused_in_one_line(tables, config):
    tables.write(
        {
            "models/models.yml": FILES["models/models.yml"].replace(
                "{materialized: table, transient: false, meta: {backup: true}}", config
            )
        }
    )
    with pytest.raises(DbtRefusedError) as caught:
        tables("run", "--select", "kept")
    assert "model kept, key meta.backup: only a permanent table keeps 30 days; set transient: false" in str(
        caught.value
    )


def test_snowflake_asks_and_sets_the_retention(render, assert_snowflake):
    relation = "{% set relation = api.Relation.create(database='raw', schema='snapshots', identifier='x') %}"
    asked = render(relation + "{{ show_retention_sql(relation) }}", "prod")
    assert asked == "SHOW PARAMETERS LIKE 'DATA_RETENTION_TIME_IN_DAYS' IN TABLE raw.snapshots.x"
    changed = render(relation + "{{ set_retention_sql(relation, '1', 30) }}", "prod")
    assert changed == "ALTER TABLE raw.snapshots.x SET DATA_RETENTION_TIME_IN_DAYS = 30"
    assert_snowflake(asked)
    assert_snowflake(changed)
    assert render(relation + "{{ set_retention_sql(relation, none, 30) }}", "prod") == changed
    assert render(relation + "{{ set_retention_sql(relation, '30', 30) }}", "prod") == ""
