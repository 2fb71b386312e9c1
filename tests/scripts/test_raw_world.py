"""The generated companies make sense: keys meet, revenue has no gaps, prices are those of the list, the books agree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import TABLES, built, warehouse_in

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

REPEATED = {"raw.gcp_billing.summary_gcp_billing"}
"""Tables in which two rows may be the same on purpose: two equal costs are two costs."""

REFERENCES = (
    ("zuora_stitch.contact", "accountid", "zuora_stitch.account", "id"),
    ("zuora_stitch.account", "soldtocontactid", "zuora_stitch.contact", "id"),
    ("zuora_stitch.account", "billtocontactid", "zuora_stitch.contact", "id"),
    ("zuora_stitch.subscription", "accountid", "zuora_stitch.account", "id"),
    ("zuora_stitch.subscription", "originalid", "zuora_stitch.subscription", "id"),
    ("zuora_stitch.subscription", "previoussubscriptionid", "zuora_stitch.subscription", "id"),
    ("zuora_stitch.subscription", "createdbyid", "zuora_query_api.users", '"Id"'),
    ("zuora_stitch.subscription", "opportunityid__c", "salesforce_v2_stitch.opportunity", "id"),
    ("zuora_stitch.rateplan", "subscriptionid", "zuora_stitch.subscription", "id"),
    ("zuora_stitch.rateplan", "productrateplanid", "zuora_stitch.productrateplan", "id"),
    ("zuora_stitch.rateplancharge", "rateplanid", "zuora_stitch.rateplan", "id"),
    ("zuora_stitch.rateplancharge", "accountid", "zuora_stitch.account", "id"),
    ("zuora_stitch.rateplancharge", "originalid", "zuora_stitch.rateplancharge", "id"),
    ("zuora_stitch.rateplancharge", "productrateplanchargeid", "zuora_stitch.productrateplancharge", "id"),
    ("zuora_stitch.productrateplancharge", "productrateplanid", "zuora_stitch.productrateplan", "id"),
    ("zuora_stitch.productrateplanchargetier", "productrateplanchargeid", "zuora_stitch.productrateplancharge", "id"),
    ("zuora_revenue.zuora_revenue_revenue_contract_line", "subscription_name", "zuora_stitch.subscription", "name"),
    ("zuora_revenue.zuora_revenue_revenue_contract_line", "customer_number", "zuora_stitch.account", "accountnumber"),
    ("zuora_revenue.zuora_revenue_revenue_contract_line", "rate_plan_charge_id", "zuora_stitch.rateplancharge", "id"),
    (
        "zuora_revenue.zuora_revenue_manual_journal_entry",
        "rc_line_id",
        "zuora_revenue.zuora_revenue_revenue_contract_line",
        "id",
    ),
    ("salesforce_v2_stitch.account", "ownerid", "salesforce_v2_stitch.user", "id"),
    ("salesforce_v2_stitch.opportunity", "accountid", "salesforce_v2_stitch.account", "id"),
    ("salesforce_v2_stitch.opportunity", "ownerid", "salesforce_v2_stitch.user", "id"),
    ("salesforce_v2_stitch.user", "managerid", "salesforce_v2_stitch.user", "id"),
    ("netsuite_fivetran.transaction_lines", "transaction_id", "netsuite_fivetran.transactions", "transaction_id"),
    ("netsuite_fivetran.transaction_lines", "account_id", "netsuite_fivetran.accounts", "account_id"),
    ("salesforce_v2_stitch.contact", "accountid", "salesforce_v2_stitch.account", "id"),
    ("tap_postgres.gitlab_db_members", "user_id", "tap_postgres.gitlab_db_users", "id"),
    ("tap_postgres.gitlab_db_members", "source_id", "tap_postgres.gitlab_db_namespaces", "id"),
    ("tap_postgres.gitlab_db_namespaces", "owner_id", "tap_postgres.gitlab_db_users", "id"),
    ("tap_postgres.gitlab_db_namespaces", "parent_id", "tap_postgres.gitlab_db_namespaces", "id"),
    ("tap_postgres.gitlab_db_gitlab_subscriptions", "namespace_id", "tap_postgres.gitlab_db_namespaces", "id"),
    ("tap_postgres.gitlab_db_gitlab_subscriptions", "hosted_plan_id", "tap_postgres.gitlab_db_plans", "id"),
    ("tap_postgres.customers_db_orders", "customer_id", "tap_postgres.customers_db_customers", "id"),
    ("version_db.usage_data", "host_id", "version_db.hosts", "id"),
    ("tap_zendesk.tickets", "organization_id", "tap_zendesk.organizations", "id"),
    ("workday.compensation", "employee_id", "workday.directory", "employee_id"),
)


@pytest.fixture(
    params=[(Wave.W0, 1, 42), (Wave.W2, 1, 42), (Wave.W2, 1, 7), (Wave.W2, 5, 42)],
    ids=lambda given: f"{given[0].value}, scale {given[1]}, seed {given[2]}",
)
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    wave, scale, seed = request.param
    home = built(tmp_path_factory, wave, scale=scale, seed=seed)

    def query(sql: str) -> Rows:
        with warehouse_in(home, read_only=True) as warehouse:
            return warehouse.query(sql)

    return query


def test_every_table_has_a_key(ask: Ask) -> None:
    for table in TABLES:
        repeated = ask(f"SELECT COUNT(*) - COUNT(DISTINCT ({table.key})) FROM {table.relation}")[0][0]
        assert (repeated > 0) == (table.relation in REPEATED), table.relation


def test_every_reference_that_is_set_finds_its_record(ask: Ask) -> None:
    for table, column, other, key in REFERENCES:
        missing = f"SELECT COUNT(*) FROM raw.{table} WHERE {column} NOT IN (SELECT {key} FROM raw.{other})"
        assert ask(missing) == [(0,)], (table, column)


def test_every_known_crm_id_of_billing_is_an_account_or_was_one(
    ask: Ask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    unknown = """
        SELECT COUNT(*) FROM raw.zuora_stitch.account WHERE crmid != ''
          AND LEFT(crmid, 15) NOT IN (SELECT LEFT(id, 15) FROM raw.salesforce_v2_stitch.account)
    """
    # the two that are gone were there in the first wave
    is_first_wave = ask("SELECT wave FROM raw.edp.build") == [("W0",)]
    assert ask(unknown) == [(0 if is_first_wave else 2,)]


def test_billing_writes_crm_ids_in_three_forms(ask: Ask) -> None:
    rows = dict(ask("SELECT LENGTH(crmid), COUNT(*) / SUM(COUNT(*)) OVER () FROM raw.zuora_stitch.account GROUP BY 1"))
    assert set(rows) == {0, 15, 18}
    assert 0.62 < rows[18] < 0.78
    assert 0.02 < rows[0] < 0.08


def test_a_later_version_repeats_every_period_of_the_earlier_ones(ask: Ask) -> None:
    sql = """
        WITH held AS (
          SELECT subscription.name, subscription.version, chargenumber, segment, effectivestartdate, quantity, mrr
          FROM raw.zuora_stitch.rateplancharge AS charge
          INNER JOIN raw.zuora_stitch.rateplan AS plan ON charge.rateplanid = plan.id
          INNER JOIN raw.zuora_stitch.subscription AS subscription ON plan.subscriptionid = subscription.id
        )
        SELECT COUNT(*) FROM held
        WHERE version < (SELECT MAX(version) FROM raw.zuora_stitch.subscription AS newest WHERE newest.name = held.name)
          AND NOT EXISTS (
            SELECT 1 FROM held AS later
            WHERE later.name = held.name AND later.version = held.version + 1 AND later.chargenumber = held.chargenumber
              AND later.segment = held.segment AND later.effectivestartdate = held.effectivestartdate
              AND later.mrr = held.mrr AND later.quantity IS NOT DISTINCT FROM held.quantity
          )
    """
    assert ask(sql) == [(0,)]


def test_the_periods_of_a_charge_follow_each_other_without_gap_or_overlap(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*), COUNT(*) FILTER (next_start != effectiveenddate) FROM (
          SELECT effectiveenddate,
            LEAD(effectivestartdate) OVER (PARTITION BY rateplanid, chargenumber ORDER BY segment) AS next_start
          FROM raw.zuora_stitch.rateplancharge
        ) WHERE next_start IS NOT NULL
    """
    ((pairs, broken),) = ask(sql)
    assert pairs > 1000
    assert broken == 0


def test_only_the_newest_version_of_a_name_is_current(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*) FROM (
          SELECT status, version = MAX(version) OVER (PARTITION BY name) AS is_newest, name
          FROM raw.zuora_stitch.subscription
        ) WHERE is_newest = (status = 'Expired') AND name NOT IN ('A-S90000073', 'A-S90000074')
    """
    assert ask(sql) == [(0,)]


def test_seats_cost_what_the_price_list_says(ask: Ask) -> None:
    sql = """
        SELECT DISTINCT charge.name, effectivestartdate < DATE '2023-04-03', ROUND(mrr / quantity, 2)::DECIMAL(9, 2)
        FROM raw.zuora_stitch.rateplancharge AS charge
        INNER JOIN raw.zuora_stitch.account AS account ON charge.accountid = account.id
        WHERE quantity > 0 AND charge.name IN ('SaaS - Premium - 1 Year', 'SaaS - Ultimate - 1 Year')
          AND batch != 'Batch20' AND NOT starts_with(account.name, 'CAST-')
    """
    premium, ultimate = "SaaS - Premium - 1 Year", "SaaS - Ultimate - 1 Year"
    rows = set(ask(sql))
    # the old price lives on until the term ends; 8.70 is the first order promotion
    old, new, promotion, top = (Decimal(price) for price in ("19", "29", "8.70", "99"))
    premium_rows = {(premium, True, old), (premium, False, old), (premium, False, new)}
    promotion_rows = {(premium, True, promotion), (premium, False, promotion)}
    assert rows <= premium_rows | promotion_rows | {(ultimate, True, top), (ultimate, False, top)}
    assert rows >= {(premium, True, old), (premium, False, new), (ultimate, False, top)}


def test_premium_costs_more_from_the_third_of_april_2023_on(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*) > 50, COUNT(*) FILTER (effectivestartdate BETWEEN '2023-04-03' AND '2023-06-03') > 0,
          COUNT(*) FILTER ((effectivestartdate < '2023-04-03') != (mrr / quantity = 19))
        FROM raw.zuora_stitch.rateplancharge
        WHERE version = 1 AND segment = 1 AND name LIKE '%Premium - 1 Year' AND mrr / quantity IN (19, 29)
          AND NOT starts_with(chargenumber, 'C-CAST')
    """
    assert ask(sql) == [(True, True, 0)]


def test_most_terms_are_one_year(ask: Ask) -> None:
    ((share,),) = ask("SELECT AVG((currentterm = 12)::INTEGER) FROM raw.zuora_stitch.subscription")
    assert 0.8 < share < 1


def test_nothing_was_created_or_changed_after_the_day_of_the_load(ask: Ask) -> None:
    columns = (
        ("zuora_stitch.subscription", "createddate"),
        ("zuora_stitch.subscription", "updateddate"),
        ("zuora_stitch.rateplancharge", "createddate"),
        ("salesforce_v2_stitch.account", "systemmodstamp"),
        ("salesforce_v2_stitch.opportunity", "systemmodstamp"),
        ("salesforce_v2_stitch.opportunity", "createddate"),
        ("data_science.pte_scores", "uploaded_at"),
        ("netsuite_fivetran.transactions", "trandate"),
    )
    for table, column in columns:
        late = f"SELECT COUNT(*) FROM raw.{table} WHERE {column}::DATE > (SELECT as_of_date FROM raw.edp.build)"
        assert ask(late) == [(0,)], (table, column)
        allowed = (
            0 if column != "trandate" else ask(f"SELECT COUNT(*) FROM raw.{table} WHERE trandate > '2024-12-31'")[0][0]
        )
        assert ask(late) == [(allowed,)] or column == "trandate", (table, column)


def test_crm_change_times_lie_in_the_last_three_months(ask: Ask) -> None:
    for table in ("account", "opportunity", "user"):
        early = f"SELECT COUNT(*) FROM raw.salesforce_v2_stitch.{table} WHERE systemmodstamp < '2024-10-01'"
        assert ask(early) == [(0,)], table


def test_bookings_say_what_the_subscription_says(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*), COUNT(*) FILTER (web_portal_purchase__c != ("LastName" LIKE '%Integration%'))
        FROM raw.zuora_stitch.subscription AS subscription
        INNER JOIN raw.salesforce_v2_stitch.opportunity AS opportunity ON subscription.opportunityid__c = opportunity.id
        INNER JOIN raw.zuora_query_api.users AS creator ON subscription.createdbyid = creator."Id"
    """
    ((pairs, contradictions),) = ask(sql)
    assert pairs > 1000
    assert contradictions == 0
