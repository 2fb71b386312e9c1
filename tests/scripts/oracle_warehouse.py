"""A warehouse of hand-made raw rows for the oracle's tests."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import duckdb

from scripts.core.warehouse import DuckDBWarehouse
from scripts.raw.registry import all_families

TABLES = {
    "salesforce_v2_stitch.account": (
        "id VARCHAR, name VARCHAR, masterrecordid VARCHAR, ultimate_parent_account__c VARCHAR, "
        "account_demographics_sales_segment__c VARCHAR, jihu_account__c BOOLEAN, isdeleted BOOLEAN DEFAULT false, "
        "ownerid VARCHAR, carr_this_account__c DECIMAL(18, 2), lam_dev_count__c BIGINT, "
        "systemmodstamp TIMESTAMP DEFAULT '2024-11-01'"
    ),
    "salesforce_v2_stitch.opportunity": (
        "id VARCHAR, accountid VARCHAR, stagename VARCHAR, type VARCHAR, iswon BOOLEAN, closedate DATE, "
        "arr_net__c DECIMAL(18, 2), order_type_test__c VARCHAR, fpa_master_bookings_flag__c BOOLEAN, "
        "sql_source__c VARCHAR, deal_path__c VARCHAR, web_portal_purchase__c BOOLEAN, "
        "isdeleted BOOLEAN DEFAULT false, systemmodstamp TIMESTAMP DEFAULT '2024-11-01'"
    ),
    "salesforce_v2_stitch.user": "id VARCHAR, name VARCHAR, user_role_name VARCHAR, user_geo__c VARCHAR",
    "salesforce_v2_stitch.case": (
        "id VARCHAR, accountid VARCHAR, recordtypeid VARCHAR DEFAULT '012000000000PLCAA2', subject VARCHAR, "
        "createddate TIMESTAMP DEFAULT '2024-12-01 08:00:00', date_time_first_responded__c TIMESTAMP, "
        "isdeleted BOOLEAN DEFAULT false"
    ),
    "zuora_stitch.account": "id VARCHAR, crmid VARCHAR, batch VARCHAR, deleted BOOLEAN DEFAULT false",
    "zuora_stitch.subscription": (
        "id VARCHAR, name VARCHAR, version INTEGER DEFAULT 1, status VARCHAR DEFAULT 'Active', accountid VARCHAR, "
        "contracteffectivedate DATE DEFAULT '2024-01-01', renewal_subscription__c__c VARCHAR, "
        "excludefromanalysis__c VARCHAR DEFAULT 'False', deleted BOOLEAN DEFAULT false, "
        "originalid VARCHAR DEFAULT 'original', gitlabnamespaceid__c VARCHAR, "
        "termstartdate DATE DEFAULT '2024-01-01', termenddate DATE DEFAULT '2025-01-01', "
        "subscriptionstartdate DATE DEFAULT '2024-01-01', subscriptionenddate DATE DEFAULT '2025-01-01', "
        "createddate TIMESTAMP DEFAULT '2024-01-01'"
    ),
    "zuora_stitch.rateplan": (
        "id VARCHAR, subscriptionid VARCHAR, amendmenttype VARCHAR, deleted BOOLEAN DEFAULT false"
    ),
    "zuora_stitch.rateplancharge": (
        "id VARCHAR, rateplanid VARCHAR, productrateplanchargeid VARCHAR DEFAULT 'premium', "
        "name VARCHAR DEFAULT 'Seats', chargetype VARCHAR DEFAULT 'Recurring', effectivestartdate DATE, "
        "effectiveenddate DATE, mrr DECIMAL(18, 6), quantity DECIMAL(18, 6) DEFAULT 1, deleted BOOLEAN DEFAULT false"
    ),
    "zuora_stitch.product": "id VARCHAR, producttier__c VARCHAR, effectiveenddate DATE, deleted BOOLEAN DEFAULT false",
    "zuora_stitch.productrateplan": "id VARCHAR, productid VARCHAR, name VARCHAR",
    "zuora_stitch.productrateplancharge": "id VARCHAR, productrateplanid VARCHAR",
    "zuora_revenue.zuora_revenue_revenue_contract_line": (
        "id VARCHAR, subscription_name VARCHAR, product_rate_plan_charge_id VARCHAR DEFAULT 'premium', "
        "atr16 VARCHAR DEFAULT '1 True-up ARR Allocation', start_date VARCHAR, end_date VARCHAR, "
        "incr_updt_dt TIMESTAMP DEFAULT '2024-11-01'"
    ),
    "zuora_revenue.zuora_revenue_manual_journal_entry": (
        "je_line_id VARCHAR, rc_line_id VARCHAR, dr_activity_type VARCHAR DEFAULT 'Contract Liability', "
        "cr_activity_type VARCHAR DEFAULT 'Revenue', amount DECIMAL(18, 2), incr_updt_dt TIMESTAMP DEFAULT '2024-11-01'"
    ),
    "sheetload.sales_funnel_targets_matrix": (
        "kpi_name VARCHAR DEFAULT 'Net ARR', month VARCHAR, order_type VARCHAR DEFAULT '3. Growth', "
        "allocated_target VARCHAR"
    ),
    "netsuite_fivetran.accounts": (
        "account_id DECIMAL(18, 6), full_name VARCHAR DEFAULT 'Subscription Revenue : SaaS', "
        "type_name VARCHAR DEFAULT 'Income', _fivetran_deleted BOOLEAN DEFAULT false"
    ),
    "netsuite_fivetran.transactions": (
        "transaction_id DECIMAL(18, 6), trandate TIMESTAMP, _fivetran_deleted BOOLEAN DEFAULT false"
    ),
    "netsuite_fivetran.transaction_lines": (
        "transaction_id DECIMAL(18, 6), account_id DECIMAL(18, 6), amount DECIMAL(18, 6), "
        "non_posting_line VARCHAR DEFAULT 'No', _fivetran_deleted BOOLEAN DEFAULT false"
    ),
    "tap_postgres.gitlab_db_users": (
        "id BIGINT, name VARCHAR DEFAULT 'Ana Lopez', first_name VARCHAR, last_name VARCHAR, "
        "email VARCHAR DEFAULT 'ana@example.com', notification_email VARCHAR, preferred_language VARCHAR, "
        "user_type BIGINT, state VARCHAR DEFAULT 'active', pgp_is_deleted BOOLEAN, "
        "updated_at TIMESTAMP DEFAULT '2024-11-01', _uploaded_at BIGINT DEFAULT 1"
    ),
    "tap_postgres.gitlab_db_namespaces": (
        "id BIGINT, traversal_ids VARCHAR, owner_id BIGINT, pgp_is_deleted BOOLEAN, "
        "created_at TIMESTAMP DEFAULT '2024-01-01', "
        "updated_at TIMESTAMP DEFAULT '2024-11-01', _uploaded_at BIGINT DEFAULT 1"
    ),
    "tap_postgres.gitlab_db_plans": "id BIGINT, name VARCHAR, title VARCHAR",
    "tap_postgres.gitlab_db_gitlab_subscriptions": (
        "namespace_id BIGINT, hosted_plan_id BIGINT, seats BIGINT DEFAULT 10, seats_in_use BIGINT DEFAULT 5, "
        "max_seats_used BIGINT DEFAULT 6, updated_at TIMESTAMP DEFAULT '2024-11-01', "
        "_task_instance VARCHAR DEFAULT 'edp_20241231'"
    ),
    "tap_postgres.gitlab_db_members": (
        "id BIGINT, user_id BIGINT, source_id BIGINT, source_type VARCHAR DEFAULT 'Namespace', "
        "access_level BIGINT DEFAULT 30, requested_at TIMESTAMP, expires_at DATE, "
        "_task_instance VARCHAR DEFAULT 'edp_20241231'"
    ),
    "tap_postgres.customers_db_orders": (
        "id BIGINT, subscription_id VARCHAR, gl_namespace_id VARCHAR, product_rate_plan_id VARCHAR, "
        "trial BOOLEAN DEFAULT false, start_date TIMESTAMP DEFAULT '2024-01-01', "
        "end_date TIMESTAMP DEFAULT '2025-01-01', created_at TIMESTAMP DEFAULT '2024-01-01', "
        "updated_at TIMESTAMP DEFAULT '2024-11-01', _uploaded_at BIGINT DEFAULT 1, "
        "_task_instance VARCHAR DEFAULT 'edp_20241231'"
    ),
    "tap_postgres.customers_db_licenses": (
        "id BIGINT, zuora_subscription_id VARCHAR, trial BOOLEAN DEFAULT false, email VARCHAR, "
        "license_file_sha256 VARCHAR, license_file_md5 VARCHAR, "
        "updated_at TIMESTAMP DEFAULT '2024-11-01', _uploaded_at BIGINT DEFAULT 1"
    ),
    "tap_postgres.customers_db_license_seat_links": (
        "zuora_subscription_id VARCHAR, report_timestamp TIMESTAMP, active_user_count BIGINT, "
        "license_user_count BIGINT, max_historical_user_count BIGINT"
    ),
    "version_db.usage_data": (
        "id BIGINT, uuid VARCHAR DEFAULT 'u', host_id BIGINT DEFAULT 1, hostname VARCHAR DEFAULT 'host.example', "
        "version VARCHAR DEFAULT '17.6.1-ee', edition VARCHAR DEFAULT 'EEP', license_expires_at VARCHAR, "
        "license_sha256 VARCHAR, license_md5 VARCHAR, raw_usage_data_id BIGINT, counts VARCHAR DEFAULT '{}', "
        "usage_activity_by_stage_monthly VARCHAR DEFAULT '{}', created_at TIMESTAMP DEFAULT '2024-12-08 10:00', "
        "_uploaded_at TIMESTAMP DEFAULT '2024-12-08 23:00'"
    ),
    "version_db.raw_usage_data": "id BIGINT, payload VARCHAR",
    "saas_usage_ping.namespace": (
        "namespace_ultimate_parent_id BIGINT, ping_name VARCHAR, counter_value BIGINT, "
        "error VARCHAR DEFAULT 'Success', ping_date TIMESTAMP, _uploaded_at BIGINT DEFAULT 1"
    ),
    "saas_usage_ping.instance_combined_metrics": (
        "uuid VARCHAR, edition VARCHAR, recorded_at TIMESTAMP, run_results VARCHAR"
    ),
    "data_science.pte_scores": "jsontext VARCHAR, uploaded_at TIMESTAMP",
    "data_science.ptc_scores": "jsontext VARCHAR, uploaded_at TIMESTAMP",
    "data_science.churn_forecasting_scores": "jsontext VARCHAR, uploaded_at TIMESTAMP",
    "tap_zendesk.tickets": (
        "id BIGINT, organization_id BIGINT, status VARCHAR, updated_at TIMESTAMP DEFAULT '2024-11-01', "
        "_sdc_batched_at TIMESTAMP DEFAULT '2024-11-01'"
    ),
    "tap_zendesk.organizations": "id BIGINT, organization_fields VARCHAR",
    "qualtrics.post_purchase_survey_responses": "response_id VARCHAR, response_values VARCHAR",
    "snowplow.gitlab_events": (
        "event_id VARCHAR, event VARCHAR DEFAULT 'page_view', app_id VARCHAR DEFAULT 'gitlab', "
        "derived_tstamp VARCHAR DEFAULT '2024-12-01 10:00:00.250', page_urlhost VARCHAR DEFAULT 'gitlab.com', "
        "contexts VARCHAR DEFAULT '{\"data\": []}', uploaded_at TIMESTAMP DEFAULT '2024-12-01 10:05:00'"
    ),
    "gcp_billing.summary_gcp_billing": "value VARCHAR",
}


@cache
def _definitions() -> dict[str, str]:
    """Three-part name of every generated table -> its columns: those above with their defaults, then all others."""
    definitions = {}
    with duckdb.connect() as scratch:
        for table in (table for family in all_families() for table in family.tables):
            chosen = TABLES.get(f"{table.schema}.{table.name}", "")
            scratch.execute(f"CREATE OR REPLACE TABLE generated ({table.columns})")
            scratch.execute(f"CREATE OR REPLACE TABLE chosen ({chosen or table.columns})")
            known = {row[0].lower() for row in scratch.execute("DESCRIBE chosen").fetchall()}
            others = [
                f'"{name}" {kind}'
                for name, kind, *_ in scratch.execute("DESCRIBE generated").fetchall()
                if name.lower() not in known
            ]
            definitions[table.relation] = ", ".join([chosen or table.columns, *others])
    return definitions


class RawRows(DuckDBWarehouse):
    """In-memory databases `raw` and `static` with every table of the generator, empty until `add`."""

    def __init__(self) -> None:
        super().__init__(duckdb.connect())
        for database in ("raw", "static"):
            self.execute(f"ATTACH ':memory:' AS {database}")
        for relation, columns in _definitions().items():
            self.execute(f"CREATE SCHEMA IF NOT EXISTS {relation.rpartition('.')[0]}")
            self.execute(f"CREATE TABLE {relation} ({columns})")

    def add(self, table: str, **values: str | int | float | bool | date | datetime | None) -> None:
        """Insert one row; columns not named take their default."""
        database = "static" if f"static.{table}" in _definitions() else "raw"
        marks = ", ".join("?" for _ in values)
        self.execute(f"INSERT INTO {database}.{table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
