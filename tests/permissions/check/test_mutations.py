"""Each mistake somebody can make in the project's own roles.yml is one finding, which names it and its line."""

from __future__ import annotations

import pytest

from tests.permissions.check.conftest import ROLES

TEXT = ROLES.read_text()


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

# What is changed into what; the rule, the line counted from the changed place on, and the message of the finding.
MUTATIONS = {
    # the format
    "a section is unknown": ("\nusers:\n", "\nnotes: []\nusers:\n", "unknown-key", 1, "unknown key 'notes'"),
    "a key is misspelt": (
        ROLE,
        ROLE.replace("warehouses", "warehouse"),
        "unknown-key",
        2,
        "role gpatel: unknown key 'warehouse'",
    ),
    "a verb is unknown": (
        ZENDESK,
        ZENDESK.replace("raw]}", "raw], select: [prep]}"),
        "unknown-key",
        3,
        "role zendesk, privileges.databases: unknown key 'select'; known are read, write",
    ),
    "a kind of object is unknown": (
        ZENDESK,
        ZENDESK + "        views: {read: [prep.zendesk.*]}\n",
        "unknown-key",
        4,
        "role zendesk, privileges: unknown key 'views'",
    ),
    "members are left out by another word": (
        ROLE,
        ROLE.replace("[analyst_support]", "{include: [analyst_support], without: [zendesk]}"),
        "unknown-key",
        3,
        "role gpatel, member_of: unknown key 'without'",
    ),
    "nothing is included": (
        ROLE,
        ROLE.replace("      member_of", "      owns: {}\n      member_of").replace(
            "[analyst_support]", "{include: [analyst_support], exclude: zendesk}"
        ),
        "wrong-type",
        4,
        "role gpatel, member_of.exclude: must be a list of names",
    ),
    "shared is missing": (
        "  - raw: {shared: no}\n",
        "  - raw: {}\n",
        "missing-key",
        0,
        "database raw: the key 'shared' is missing",
    ),
    "can_login is missing": (
        USER,
        USER.replace("can_login: yes, ", ""),
        "missing-key",
        0,
        "user gpatel: the key 'can_login' is missing",
    ),
    "a size is missing": (
        "  - admin: {size: x-small}\n",
        "  - admin: {meta: {}}\n",
        "missing-key",
        0,
        "warehouse admin: the key 'size' is missing",
    ),
    "a flag is a text": (
        USER,
        USER.replace("yes", '"yes"'),
        "wrong-type",
        0,
        "user gpatel, can_login: must be yes or no",
    ),
    "a list is one name": (
        ROLE,
        ROLE.replace("[dev_xs]", "dev_xs"),
        "wrong-type",
        2,
        "role gpatel, warehouses: must be a list of names",
    ),
    "a name is a number": (
        SUPPORT,
        SUPPORT.replace("[analyst_core", "[7, analyst_core"),
        "wrong-type",
        3,
        "role analyst_support, member_of: '7' is no name",
    ),
    "a warehouse has nothing behind it": (
        "  - admin: {size: x-small}\n",
        "  - admin:\n",
        "format",
        0,
        "warehouse admin has no settings",
    ),
    "a user is only named": (USER, USER + "  - hpotter\n", "format", 1, "users: 'hpotter' has no settings"),
    "a user is called yes": (USER, USER + "  - yes: {can_login: no}\n", "format", 1, "user yes: the name is no text"),
    "a key is given twice": (
        ROLE,
        ROLE + "      warehouses: [dev_m]\n",
        "repeated-key",
        4,
        "role gpatel: the key 'warehouses' is given twice",
    ),
    "a role is defined twice": (
        SUPPORT,
        SUPPORT + "  - ANALYST_SUPPORT: {member_of: [analyst_core]}\n",
        "repeated-name",
        4,
        "role analyst_support is already defined in line",
    ),
    "a name is listed twice": (
        TABLEAU,
        TABLEAU.replace("workspaces", "workspaces, workspaces"),
        "repeated-item",
        0,
        "role tableau, member_of: 'workspaces' is listed twice",
    ),
    "a list is not sorted": (
        TABLEAU,
        TABLEAU.replace("dbt_analytics, restricted_safe", "restricted_safe, dbt_analytics"),
        "unsorted",
        0,
        "role tableau, member_of: 'dbt_analytics' stands after 'restricted_safe'",
    ),
    "a schema lacks its database": (
        SCHEMAS,
        SCHEMAS.replace("]", ", zendesk]"),
        "name-parts",
        0,
        "'zendesk' has 1 parts, schemas have 2",
    ),
    "a table lacks its table": (
        TABLES,
        TABLES.replace("[", "[prep.zendesk, "),
        "name-parts",
        0,
        "'prep.zendesk' has 2 parts, tables have 3",
    ),
    "a name holds a quote": (
        SCHEMAS,
        SCHEMAS.replace(", raw", ', "raw.tap\'s", raw'),
        "name-parts",
        0,
        "'raw.tap's' holds a character",
    ),
    "a table has only a beginning": (
        TABLES,
        TABLES.replace(", raw", ", prep.zendesk.tickets_*, raw"),
        "wildcard",
        0,
        "'prep.zendesk.tickets_*' is no wildcard Permifrost knows",
    ),
    "a table is meant in every schema": (
        TABLES,
        TABLES.replace("[", "[prep.*.tickets, "),
        "wildcard",
        0,
        "'prep.*.tickets' is no wildcard",
    ),
    "a star stands beside names": (
        TABLEAU,
        TABLEAU.replace("[", '["*", '),
        "star-member",
        0,
        "role tableau: '*' among its members",
    ),
    "a user is a member of everything": (
        USER,
        USER.replace("[", '["*", '),
        "star-member",
        0,
        "user gpatel: '*' among its members",
    ),
    "a size does not exist": (
        "  - admin: {size: x-small}\n",
        "  - admin: {size: tiny}\n",
        "warehouse-size",
        0,
        "warehouse admin: the size 'tiny' does not exist",
    ),
    # names that must exist
    "a member does not exist": (
        TABLEAU,
        TABLEAU.replace("]", ", workspacez]"),
        "undefined-role",
        0,
        "role tableau: the role 'workspacez' is not defined",
    ),
    "a role of a user does not exist": (
        USER,
        USER.replace("]", ", securityadmins]"),
        "undefined-role",
        0,
        "user gpatel: the role 'securityadmins' is not defined",
    ),
    "a role that is left out does not exist": (
        ROLE,
        ROLE.replace("[analyst_support]", "{include: [analyst_support], exclude: [nobody]}"),
        "undefined-role",
        3,
        "role gpatel: the role 'nobody' is not defined",
    ),
    "a default role does not exist": (
        USER,
        USER.replace("yes,", "yes, default_role: gpatle,"),
        "undefined-role",
        0,
        "user gpatel: the role 'gpatle' is not defined",
    ),
    "an owner does not exist": (
        "  - raw: {shared: no}\n",
        "  - raw: {shared: no, owner: loaders}\n",
        "undefined-role",
        0,
        "database raw: the role 'loaders' is not defined",
    ),
    "a database does not exist": (
        SCHEMAS,
        SCHEMAS.replace("[", "[pre.zendesk, "),
        "undefined-database",
        0,
        "role zendesk: the database of 'pre.zendesk' is not defined",
    ),
    "a schema does not exist": (
        SCHEMAS,
        SCHEMAS.replace("]", ", raw.tap_zendesks]"),
        "undefined-schema",
        0,
        "nothing is loaded or built into the schema raw.tap_zendesks",
    ),
    "a table does not exist": (
        "            - raw.tap_postgres.customers_db_leads\n",
        "            - raw.tap_postgres.customers_db_lead\n",
        "undefined-table",
        0,
        "there is no table or view 'raw.tap_postgres.customers_db_lead'",
    ),
    "a warehouse does not exist": (
        ROLE,
        ROLE.replace("[dev_xs]", "[dev_xs, dev_xxs]"),
        "undefined-warehouse",
        2,
        "role gpatel: the warehouse 'dev_xxs' is not defined",
    ),
    "an integration does not exist": (
        ROLE,
        ROLE + "      integrations: [gcs]\n",
        "undefined-integration",
        4,
        "role gpatel: the integration 'gcs' is not defined",
    ),
    # what belongs together
    "two roles inherit from each other": (
        CORE,
        CORE.replace("[", "[analyst_support, "),
        "cycle",
        -3,
        "role analyst_core inherits from itself: analyst_core -> analyst_support -> analyst_core",
    ),
    "a role inherits from itself": (
        ROLE,
        ROLE.replace("support]", "support, gpatel]"),
        "cycle",
        0,
        "role gpatel inherits from itself: gpatel -> gpatel",
    ),
    "a schema has two owners": (
        ROLE,
        ROLE + "      owns: {schemas: [prep.zendesk]}\n",
        "two-owners",
        4,
        "role gpatel owns 'prep.zendesk', role transformer owns 'prep.*'",
    ),
    "a database is not granted": (
        ZENDESK,
        ZENDESK.replace("[prep, raw]", "[prep]"),
        "without-database",
        4,
        "role zendesk may read 'raw.tap_zendesk' but not the database raw",
    ),
    "a schema is not granted": (
        SCHEMAS,
        SCHEMAS.replace("prep.zendesk, ", ""),
        "table-without-schema",
        1,
        "role zendesk may read 'prep.zendesk.*' but not use the schema prep.zendesk",
    ),
    "a part of a shared database is granted": (
        ROLE,
        ROLE + "      privileges: {databases: {read: [snowflake]}, schemas: {read: [snowflake.account_usage]}}\n",
        "shared-database",
        4,
        "'snowflake.account_usage' is in the shared database snowflake",
    ),
    "everybody is given something": (
        SUPPORT,
        SUPPORT + "  - public: {meta: {kind: user}, member_of: [zendesk]}\n",
        "public-role",
        4,
        "role public is given something",
    ),
    # who has what
    "a job becomes powerful": (
        CORE,
        CORE.replace("workspaces", "securityadmin, workspaces"),
        "privileged-role",
        0,
        "role analyst_core is a member of securityadmin; akim, analytics_engineer, bsato and others",
    ),
    "a person has nearly everything": (
        ROLE,
        ROLE.replace("[analyst_support]", '{include: ["*"], exclude: [accountadmin, securityadmin, sysadmin]}'),
        "privileged-role",
        3,
        "role gpatel is a member of useradmin; gpatel can use it",
    ),
    "a person is no member of their role": (
        USER,
        USER.replace("[gpatel]", "[]"),
        "user-role",
        0,
        "user gpatel is no member of its role gpatel",
    ),
    "a service account has no role": (
        USER,
        USER + "  - hedwig: {can_login: yes, type: service}\n",
        "service-role",
        1,
        "user hedwig has no role of its name",
    ),
    "a service account uses another's role": (
        "[zapier], type: service",
        "[grafana], type: service",
        "service-role",
        0,
        "user zapier is no member of its role zapier",
    ),
    "a person is given a second role": (
        USER,
        USER.replace("[", "[analyst_core, "),
        "direct-grant",
        0,
        "user gpatel is given analyst_core beside its own role",
    ),
    "who left keeps a role": (
        USER,
        USER.replace("yes", "no"),
        "disabled-access",
        0,
        "user gpatel may not log in but is a member of gpatel",
    ),
    "a person cannot run a query": (
        "      meta: {kind: user}\n      warehouses: [dev_xs, reporting]\n",
        "      meta: {kind: user}\n      warehouses: [reporting]\n",
        "user-warehouse",
        None,
        "user ssichak cannot use the warehouse dev_xs",
    ),
    "a role is given to nobody": (
        ROLE,
        ROLE + "  - forgotten: {meta: {kind: object}}\n",
        "ungranted-role",
        4,
        "role forgotten is given to nobody",
    ),
    "a warehouse is used by nobody": (
        "      warehouses: [zapier_xs]\n",
        "      warehouses: [reporting]\n",
        "unused-warehouse",
        None,
        "warehouse zapier_xs is used by no role",
    ),
    # this project
    "a role says of no kind": (
        "  - support_data_masking: {meta: {kind: masking}}\n",
        "  - support_data_masking: {}\n",
        "role-kind",
        0,
        "role support_data_masking does not say of which kind it is",
    ),
    "a person was never provisioned": (
        USER,
        USER + "  - hpotter: {can_login: no}\n",
        "undefined-user",
        1,
        "user hpotter is not in config/permissions/snowflake_users.yml",
    ),
    "a kind does not exist": (
        ROLE,
        ROLE.replace("kind: user", "kind: usr"),
        "role-kind",
        0,
        "role gpatel is of the unknown kind 'usr'",
    ),
    "a job does not say whether it is for insiders": (
        SUPPORT,
        SUPPORT.replace(", safe: no", ""),
        "role-kind",
        0,
        "role analyst_support does not say whether its holders are insiders",
    ),
    "Tableau reads prep": (
        TABLEAU,
        TABLEAU.replace(", restr", ", platform_metadata, restr"),
        "tableau-reach",
        None,
        "role tableau reaches the database prep: tableau -> platform_metadata",
    ),
    "a job not for insiders has restricted data": (
        SUPPORT,
        SUPPORT.replace(", support", ", restricted_safe, support"),
        "safe-reach",
        3,
        "role analyst_support is not approved for SAFE data but has prod.restricted_safe_common.*: analyst_support -> ",
    ),
    "a person has a source of nonpublic figures": (
        ROLE,
        ROLE.replace("support]", "support, zuora]"),
        "safe-reach",
        3,
        "role gpatel is not approved for SAFE data but has prep.zuora.*: gpatel -> zuora",
    ),
    "a spigot reads more": (
        ZAPIER,
        ZAPIER.replace("[", "[prod.workspace_customer_success.*, "),
        "spigot-reach",
        1,
        "role zapier reads 'prod.workspace_customer_success.*', which is not in its spigot",
    ),
    "a spigot writes": (
        ZAPIER,
        ZAPIER + "          write: [prod.workspace_customer_success.*]\n",
        "spigot-reach",
        2,
        "role zapier writes or owns 'prod.workspace_customer_success.*'",
    ),
    "a spigot reads less": (
        ZAPIER,
        "",
        "spigot-reach",
        None,
        "role zapier does not read 'prod.workspace_customer_success.mart_product_usage_health_score'",
    ),
    "the data of a source is in no role": (
        "        tables: {read: [raw.tap_xactly.*]}\n",
        "",
        "unreachable-source",
        None,
        "no object role reads raw.tap_xactly, the data of Xactly",
    ),
    "a warehouse has another size": (
        "  - dev_m: {size: medium}\n",
        "  - dev_m: {size: large}\n",
        "warehouse-register",
        0,
        "warehouse dev_m is large here and medium in config/warehouses.yml",
    ),
}


def test_the_project_itself_breaks_no_rule(found):
    assert found(TEXT) == []


@pytest.mark.parametrize(("old", "new", "rule", "line", "message"), MUTATIONS.values(), ids=MUTATIONS)
def test_one_mistake_is_one_finding(found, old, new, rule, line, message):
    assert TEXT.count(old) == 1, f"{TEXT.count(old)} places say {old!r}"
    [(found_rule, found_line, found_message)] = found(TEXT.replace(old, new))
    assert found_rule == rule
    assert message in found_message
    if line is not None:
        assert found_line == TEXT[: TEXT.index(old)].count("\n") + 1 + line
