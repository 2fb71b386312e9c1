"""Places of the project's roles.yml that mistakes are made in."""

ZENDESK = "  - zendesk:\n      meta: {kind: object}\n      privileges:\n        databases: {read: [prep, raw]}\n"
SCHEMAS = "{read: [prep.zendesk, raw.tap_zendesk]}"
TABLES = "{read: [prep.zendesk.*, raw.tap_zendesk.*]}"
SUPPORT = (
    "  - analyst_support:\n      meta: {kind: functional, safe: no}\n      warehouses: [dev_m, dev_xs, reporting]\n"
    "      member_of: [analyst_core, support_data_masking, zendesk, zendesk_community_relations]\n"
)
CORE = "      member_of: [dbt_analytics, platform_metadata, workspaces]\n"
TABLEAU = "      member_of: [dbt_analytics, restricted_safe, workspaces]\n"
ROLE = "  - gpatel:\n      meta: {kind: user}\n      warehouses: [dev_xs]\n      member_of: [analyst_support]\n"
USER = "  - gpatel: {can_login: yes, member_of: [gpatel]}\n"
ZAPIER = "        tables:\n          read: [prod.workspace_customer_success.mart_product_usage_health_score]\n"
