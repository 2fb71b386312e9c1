"""Planted defects of GitLab.com: exactly as many as there should be, whatever the scale and the seed."""

from __future__ import annotations

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import Ask

USERS = "raw.tap_postgres.gitlab_db_users"
NAMESPACES = "raw.tap_postgres.gitlab_db_namespaces"
MEMBERS = "raw.tap_postgres.gitlab_db_members"
PLANS = "raw.tap_postgres.gitlab_db_gitlab_subscriptions"

AGAIN = f"""
    {USERS} AS later INNER JOIN {USERS} AS earlier
      ON later.id = earlier.id AND later._uploaded_at > earlier._uploaded_at
"""


@pytest.mark.parametrize(("table", "columns"), [(MEMBERS, "access_level"), (PLANS, "seats_in_use, max_seats_used")])
def test_d01_full_extracts_repeat_more_than_six_rows_in_ten(table: str, columns: str, ask: Ask) -> None:
    assert [ask(f"SELECT COUNT(DISTINCT _task_instance) FROM {table}", wave=wave) for wave in Wave] == [1, 2, 3]
    assert ask(f"SELECT 1 - COUNT(DISTINCT (id, updated_at, {columns})) / COUNT(*) FROM {table}") > 0.6
    assert ask(f"SELECT COUNT(*) - COUNT(DISTINCT (id, _task_instance)) FROM {table}") == 0


def test_d02_forty_users_changed_in_the_overlap_of_two_extracts(ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(DISTINCT later.id) FROM {AGAIN}
        WHERE later.updated_at > earlier.updated_at AND later.updated_at <= earlier.updated_at + to_minutes(30)
    """
    assert [ask(sql, wave=wave) for wave in Wave] == [0, 40, 40]


def test_d03_twelve_users_came_again_in_an_older_state(ask: Ask) -> None:
    sql = f"SELECT COUNT(DISTINCT later.id) FROM {AGAIN} WHERE later.updated_at < earlier.updated_at"
    assert [ask(sql, wave=wave) for wave in Wave] == [0, 6, 12]


def test_d04_of_43_deleted_records_7_came_back(ask: Ask) -> None:
    sql = "SELECT [COUNT(DISTINCT id) FILTER (pgp_is_deleted), COUNT(DISTINCT id) FILTER (NOT pgp_is_deleted)] FROM {}"
    assert ask(sql.format(USERS)) == [25, 4]
    assert ask(sql.format(NAMESPACES)) == [18, 3]
    # deletion and return move no time of change, so only the upload tells them apart
    sql = "SELECT COUNT(*) FROM (SELECT id FROM {} WHERE id IN (SELECT id FROM {} WHERE pgp_is_deleted) GROUP BY id"
    assert ask(sql.format(USERS, USERS) + " HAVING COUNT(DISTINCT updated_at) > 1)") == 0


def test_one_group_changes_its_plan_and_one_loses_it_for_a_day(ask: Ask) -> None:
    changed = f"SELECT COUNT(*) FROM (SELECT 1 FROM {PLANS} GROUP BY namespace_id HAVING COUNT(DISTINCT id) > 1)"
    assert [ask(changed, wave=wave) for wave in Wave] == [0, 1, 1]
    away = f"SELECT COUNT(*) FROM (SELECT 1 FROM {PLANS} GROUP BY namespace_id HAVING COUNT(*) = 2)"
    assert ask(away) == 1


def test_the_cast_of_contacts_and_seats_is_there(ask: Ask) -> None:
    sql = f"SELECT LIST(name ORDER BY name) FROM {NAMESPACES} WHERE name LIKE 'CAST-C2%'"
    assert ask(sql) == ["CAST-C20-TRIAL", "CAST-C20-ULTIMATE", "CAST-C22-PREMIUM", "CAST-C22-ULTIMATE"]
    sql = f"SELECT COUNT(*) FROM {MEMBERS} WHERE id > 900000000 AND id < 900000100 AND _task_instance LIKE '%31'"
    assert ask(sql) == 14
