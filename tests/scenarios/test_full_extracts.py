"""Full extracts of GitLab.com load after load: from the versions every extract can be read back as it was."""

import pytest

from scripts.core.warehouse import open_warehouse
from scripts.raw.build import build_raw
from tests.scenarios.world import WAVES, World
from tests.support.once import once

SOURCES = {
    "gitlab_db_members": (
        "prep.gitlab_dotcom.gitlab_dotcom_members_source",
        "id, user_id, source_id, access_level, requested_at, expires_at, updated_at",
        "member_id, user_id, source_id, access_level, requested_at, expires_date, updated_at",
    ),
    "gitlab_db_gitlab_subscriptions": (
        "prep.gitlab_dotcom.gitlab_dotcom_gitlab_subscriptions_source",
        "id, namespace_id, hosted_plan_id, seats, seats_in_use, max_seats_used, updated_at",
        "gitlab_subscription_id, namespace_id, plan_id, seats, seats_in_use, max_seats_used, updated_at",
    ),
}
SNAPSHOT = "gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots"
DAILY = "gitlab_subscriptions_daily_snapshot"
INCREMENTAL = {
    "gitlab_dotcom_users_source": "prep.sensitive.gitlab_dotcom_users_source",
    "gitlab_dotcom_namespaces_source": "prep.gitlab_dotcom.gitlab_dotcom_namespaces_source",
}
MODELS = ("prep_date", "dim_date", "path:models/sources/gitlab_dotcom", SNAPSHOT, DAILY)


@pytest.fixture(scope="module")
def dotcom(tmp_path_factory):
    """Three loads, and after each the models that read the extracts; read only."""

    def make(folder):
        world = World(folder)
        for wave in WAVES:
            with open_warehouse(world.settings, create=True) as warehouse:
                build_raw(warehouse, scale=1, seed=42, wave=wave)
            world.build(wave, "--select", *MODELS)

    return World(once(tmp_path_factory, "dotcom", make))


@pytest.fixture
def changed(dotcom, tmp_path):
    """A copy that a test may change."""
    return dotcom.copy(tmp_path)


def differing_rows(world, table):
    """Rows of an extract that the versions valid at its upload lack, and the other way round."""
    source, raw_columns, columns = SOURCES[table]
    return world.query(
        f"""
        WITH extracts AS (
          SELECT _task_instance AS name, to_timestamp(MIN(_uploaded_at))::TIMESTAMP AS uploaded_at
          FROM raw.tap_postgres.{table} GROUP BY ALL
        ),
        extracted AS (SELECT DISTINCT _task_instance, {raw_columns} FROM raw.tap_postgres.{table}),
        read_back AS (
          SELECT extracts.name, {columns} FROM extracts INNER JOIN {source} AS versions
            ON versions.valid_from <= extracts.uploaded_at
            AND COALESCE(versions.valid_to > extracts.uploaded_at, TRUE)
        )
        (FROM extracted EXCEPT ALL FROM read_back) UNION ALL (FROM read_back EXCEPT ALL FROM extracted)
        """
    )


@pytest.mark.parametrize("table", SOURCES)
def test_every_extract_can_be_read_back(dotcom, table):
    ((extracts,),) = dotcom.query(f"SELECT COUNT(DISTINCT _task_instance) FROM raw.tap_postgres.{table}")
    assert extracts == len(WAVES)
    assert differing_rows(dotcom, table) == []


@pytest.mark.parametrize("table", SOURCES)
def test_an_extract_that_was_killed_and_run_again_changes_nothing(changed, table):
    source = SOURCES[table][0]
    before = changed.query(f"SELECT * EXCLUDE (uploaded_at) FROM {source} ORDER BY ALL")
    changed.execute(
        f"""
        INSERT INTO raw.tap_postgres.{table}
        SELECT * REPLACE (_uploaded_at + 1800 AS _uploaded_at) FROM raw.tap_postgres.{table}
        WHERE _task_instance LIKE '%20241231' AND id % 3 = 0
        """
    )
    changed.build(WAVES[-1], "--select", "path:models/sources/gitlab_dotcom")
    assert changed.query(f"SELECT * EXCLUDE (uploaded_at) FROM {source} ORDER BY ALL") == before


def test_a_fourth_extract_ends_what_it_lacks_and_begins_what_it_changes(changed):
    changed.execute(
        """
        INSERT INTO raw.tap_postgres.gitlab_db_members
        SELECT * REPLACE (
          _uploaded_at + 86400 AS _uploaded_at, 'edp_gitlab_db_members_20250101' AS _task_instance,
          CASE WHEN id % 7 = 0 THEN 50 ELSE access_level END AS access_level,
          CASE WHEN id % 7 = 0 THEN TIMESTAMP '2024-12-31 12:00:00' ELSE updated_at END AS updated_at
        )
        FROM raw.tap_postgres.gitlab_db_members
        WHERE _task_instance LIKE '%20241231' AND id % 5 != 0
        """
    )
    changed.build(WAVES[-1], "--select", "gitlab_dotcom_members_source")
    assert differing_rows(changed, "gitlab_db_members") == []
    ended = changed.query(
        "SELECT DISTINCT valid_to FROM prep.gitlab_dotcom.gitlab_dotcom_members_source "
        "WHERE member_id % 5 != 0 AND member_id % 7 = 0 AND valid_to > '2024-12-31 04:00:00'"
    )
    assert [str(when) for (when,) in ended] == ["2024-12-31 12:00:00"]


def test_every_day_shows_the_plans_of_its_extract(dotcom):
    wrong = dotcom.query(
        f"""
        WITH extracted AS (
          SELECT strptime(RIGHT(_task_instance, 8), '%Y%m%d')::DATE, namespace_id, hosted_plan_id, seats_in_use,
            max_seats_used
          FROM raw.tap_postgres.gitlab_db_gitlab_subscriptions
        ),
        shown AS (
          SELECT snapshot_date, dim_namespace_id, dim_plan_id, seats_in_use, max_seats_used FROM prod.legacy.{DAILY}
        )
        (FROM extracted EXCEPT ALL FROM shown) UNION ALL (FROM shown EXCEPT ALL FROM extracted)
        """
    )
    assert wrong == []


def test_a_plan_lost_for_a_day_and_a_plan_changed_are_two_states_each(dotcom):
    states = f"""
        SELECT LIST(dbt_valid_from::DATE::VARCHAR ORDER BY dbt_valid_from), COUNT(DISTINCT id), COUNT(dbt_valid_to)
        FROM raw.snapshots.{SNAPSHOT} WHERE namespace_id IN (
          SELECT namespace_id FROM raw.tap_postgres.gitlab_db_gitlab_subscriptions GROUP BY ALL HAVING {{}}
        )
    """
    assert dotcom.query(states.format("COUNT(*) = 2")) == [(["2024-12-29", "2024-12-31"], 1, 1)]
    assert dotcom.query(states.format("COUNT(DISTINCT id) = 2")) == [(["2024-12-29", "2024-12-30"], 2, 1)]


def test_three_loads_give_what_one_full_refresh_gives(changed):
    before = changed.content(INCREMENTAL.values())
    assert all(rows > 0 for rows, _ in before.values())
    changed.build(WAVES[-1], "--full-refresh", "--select", *INCREMENTAL)
    assert changed.content(INCREMENTAL.values()) == before
