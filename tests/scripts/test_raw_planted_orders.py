"""Planted defects of the customers portal: exactly as many as there should be, at every scale and seed."""

from __future__ import annotations

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import Ask

ORDERS = "raw.tap_postgres.customers_db_orders WHERE _task_instance LIKE '%20241231'"
SEATS = "raw.tap_postgres.customers_db_license_seat_links"


def test_d01_every_wave_appends_a_full_copy_that_hardly_differs(ask: Ask) -> None:
    for table in ("customers_db_customers", "customers_db_orders"):
        sql = f"SELECT [COUNT(*), COUNT(DISTINCT id) * 3] FROM raw.tap_postgres.{table}"
        rows, expected = ask(sql)
        assert rows == expected
    changed = "SELECT id FROM raw.tap_postgres.customers_db_orders GROUP BY id HAVING COUNT(DISTINCT updated_at) > 1"
    assert ask(f"SELECT COUNT(*) FROM ({changed})") == 15 + 10


def test_d10_reports_with_a_space_and_of_unknown_subscriptions(ask: Ask) -> None:
    known = "SELECT id FROM raw.zuora_stitch.subscription"
    sql = f"""
        SELECT [
          COUNT(*) FILTER (zuora_subscription_id LIKE '% '),
          COUNT(*) FILTER (TRIM(zuora_subscription_id) NOT IN ({known}))
        ]
        FROM {SEATS}
    """
    assert ask(sql) == [6, 8]


def test_d11_sold_licenses_without_or_with_an_unknown_subscription(ask: Ask) -> None:
    known = "SELECT id FROM raw.zuora_stitch.subscription"
    sql = f"""
        SELECT [
          COUNT(*) FILTER (zuora_subscription_id IS NULL),
          COUNT(*) FILTER (TRIM(zuora_subscription_id) NOT IN ({known}))
        ]
        FROM raw.tap_postgres.customers_db_licenses WHERE NOT trial AND _task_instance LIKE '%20241231'
    """
    assert ask(sql) == [14, 5]


def test_d24_namespaces_that_are_empty_unreadable_below_or_unknown(ask: Ask) -> None:
    namespaces = "SELECT id FROM raw.tap_postgres.gitlab_db_namespaces"
    below = f"{namespaces} WHERE parent_id IS NOT NULL"
    number = "TRY_CAST(gl_namespace_id AS BIGINT)"
    sql = f"""
        SELECT [
          COUNT(*) FILTER (gl_namespace_id = ''),
          COUNT(*) FILTER (gl_namespace_id != '' AND {number} IS NULL),
          COUNT(*) FILTER ({number} IN ({below})),
          COUNT(*) FILTER ({number} NOT IN ({namespaces}))
        ]
        FROM {ORDERS}
    """
    assert ask(sql) == [90, 4, 10, 5]


def test_a_server_reports_once_a_week_and_nothing_after_the_load(ask: Ask) -> None:
    assert ask(f"SELECT MAX(report_timestamp)::DATE::VARCHAR FROM {SEATS}", Wave.W1) == "2024-12-29"
    assert ask(f"SELECT MAX(report_timestamp)::DATE::VARCHAR FROM {SEATS}") == "2024-12-30"
