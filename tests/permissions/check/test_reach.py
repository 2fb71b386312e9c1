"""Who reaches what and why, the flat table of it, and the committed file of what each job reads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT
from scripts.permissions.access import Access
from scripts.permissions.file import read_permissions
from scripts.permissions.matrix.table import changes
from scripts.permissions.reach.command import REACH
from scripts.permissions.reach.explain import document, explain, lines, parse_object
from scripts.permissions.reach.export import Row, rows
from scripts.permissions.reach.golden import functional_roles, golden
from scripts.permissions.reach.ways import find_subject
from tests.permissions.check.conftest import ROLES
from tests.support.cli import edp, refusal

# The table "Functional Role Assignment" of the Data Team Platform: SAFE data, yes or no.
DOCUMENTED = {
    "analyst_core": "no",
    "analyst_engineering": "yes",
    "analyst_finance": "yes",
    "analyst_growth": "yes",
    "analyst_marketing": "yes",
    "analyst_people": "yes",
    "analyst_sales": "yes",
    "analyst_support": "no",
    "analytics_engineer_core": "yes",
    "data_manager": "yes",
    "data_team_analyst": "yes",
    "engineer": "yes",
    "snowflake_analyst": "no",
    "snowflake_analyst_safe": "yes",
}
MASKED = {("prod", "common", "person"): {"email": "people_data_masking"}}
SMALL = """
databases: [{prod: {shared: no}}, {snowflake: {shared: yes}}]
roles:
  - people_data_masking: {}
  - transformer: {owns: {databases: [prod], schemas: [prod.*], tables: [prod.*.*]}}
  - base: {privileges: {databases: {read: [prod]}, schemas: {read: [prod.common]}}}
  - reader: {member_of: [base], privileges: {tables: {read: [prod.common.*]}}}
  - people: {member_of: [reader, people_data_masking]}
  - usage: {privileges: {databases: {read: [snowflake]}}, warehouses: [dev_xs]}
  - pia: {member_of: [people, reader]}
users:
  - pia: {can_login: yes, member_of: [pia]}
  - eva: {can_login: yes, member_of: [reader, transformer]}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "roles.yml"
    path.write_text(SMALL)
    return Access(read_permissions(path))


def told(access, who, what):
    parts, column = parse_object(what)
    return lines(explain(access, find_subject(access, who), parts, column, MASKED))


def test_every_path_to_a_table_and_to_a_clear_column_is_told(small):
    assert told(small, "pia", "prod.common.person.email") == [
        "user pia may read prod.common.person",
        "  prod: pia -> people -> reader -> base reads prod",
        "  prod: pia -> reader -> base reads prod",
        "  prod.common: pia -> people -> reader -> base reads prod.common",
        "  prod.common: pia -> reader -> base reads prod.common",
        "  prod.common.person: pia -> people -> reader reads prod.common.*",
        "  prod.common.person: pia -> reader reads prod.common.*",
        "email is clear:",
        "  pia -> people -> people_data_masking",
    ]


def test_what_is_missing_is_told_and_nothing_of_columns(small):
    assert told(small, "base", "PROD.Common.person.email") == [
        "role base may not read prod.common.person: it lacks prod.common.person",
        "  prod: base reads prod",
        "  prod.common: base reads prod.common",
    ]


def test_a_masked_column_names_the_role_that_would_open_it(small):
    assert told(small, "reader", "prod.common.person.email")[-1] == "email is masked: no path to people_data_masking"
    assert told(small, "reader", "prod.common.person.person_id")[-1] == "person_id is not masked"


def test_a_user_who_can_act_as_a_builder_sees_clear_values_as_that(small):
    assert told(small, "eva", "prod.common.person.email")[-1] == "  transformer as transformer"
    assert told(small, "transformer", "prod.common.person")[-1] == "  transformer as transformer"


def test_a_shared_database_takes_the_database_only(small):
    assert told(small, "usage", "snowflake.account_usage.query_history") == [
        "role usage may read snowflake.account_usage.query_history",
        "  snowflake: usage reads snowflake",
    ]


def test_the_document_holds_the_same(small):
    parts, column = parse_object("prod.common.person.email")
    answer = document(explain(small, find_subject(small, "pia"), parts, column, MASKED))
    assert answer["allowed"] is True
    assert [need["object"] for need in answer["needs"]] == ["prod", "prod.common", "prod.common.person"]
    assert answer["columns"] == [
        {
            "column": "email",
            "policy": "people_data_masking",
            "sees": "clear",
            "paths": [["pia", "people", "people_data_masking"]],
        }
    ]


@pytest.mark.parametrize("text", ["", "a..b", "a.b.c.d.e", "prod.*.x"])
def test_an_object_that_is_none_is_one_line(text):
    with pytest.raises(EdpError, match="is no object; write database"):
        parse_object(text)


def test_the_flat_table_holds_each_privilege_once_with_the_role_that_has_it(small):
    found = list(rows(small))
    assert len(found) == len(set(found))
    assert Row("user", "pia", "member", "role", "pia", "pia") in found
    assert Row("user", "pia", "read", "table", "prod.common.*", "reader") in found
    assert Row("role", "people", "read", "database", "prod", "base") in found
    assert Row("role", "usage", "use", "warehouse", "dev_xs", "usage") in found
    direct = list(rows(small, inherited=False))
    assert set(direct) < set(found)
    assert {row.holder for row in direct if row.grantee == "pia"} == {"pia"}


# the real file


def committed() -> str:
    return (PROJECT / REACH).read_text()


def golden_of(text: str, folder: Path, facts) -> str:
    path = folder / "roles.yml"
    path.write_text(text)
    file = read_permissions(path)
    safe = {name for name, role in file.roles.items() if role.meta.get("safe") is True}
    return golden(Access(file), functional_roles(file), facts.relations, facts.policies, safe)


def test_the_committed_file_says_what_each_job_reads(tmp_path, facts):
    assert changes(committed(), golden_of(ROLES.read_text(), tmp_path, facts)) == []


def test_the_jobs_are_the_documented_ones_with_their_reach():
    lines = list(csv.reader(committed().splitlines()))
    assert {role: extent for role, what, _, extent in lines if what == "safe"} == DOCUMENTED
    for role, safe in DOCUMENTED.items():
        schemas = {name for each, what, name, _ in lines if (each, what) == (role, "reads")}
        restricted = {name for name in schemas if ".restricted_safe_" in name}
        assert bool(restricted) is (safe == "yes"), role
        assert {"prod.common", "prod.workspace_sales"} <= schemas, role
    reads = {(role, name) for role, what, name, _ in lines if what == "reads"}
    for role, schema in [
        ("data_team_analyst", "prod.pumps_sensitive"),
        ("data_team_analyst", "prep.trusted_data"),
        ("analyst_core", "prep.trusted_data"),
        ("analyst_engineering", "raw.handbook"),
        ("analyst_finance", "raw.netsuite_fivetran"),
        ("analyst_marketing", "raw.marketo"),
        ("analyst_people", "prep.sensitive"),
        ("analyst_support", "raw.tap_zendesk"),
        ("analyst_support", "prep.zendesk"),
        ("engineer", "static.sensitive"),
    ]:
        assert (role, schema) in reads
    assert ("snowflake_analyst", "prep.trusted_data") not in reads
    assert not {name for role, name in reads if role.startswith("snowflake_analyst") and not name.startswith("prod.")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "      member_of: [analyst_core, support_data_masking, zendesk, zendesk_community_relations]\n",
            "      member_of: [analyst_core, gcp_billing, support_data_masking, zendesk]\n",
            ["+ analyst_support,reads,prep.gcp_billing,all", "+ analyst_support,reads,raw.gcp_billing,all"],
        ),
        (
            "      member_of: [restricted_safe, snowflake_analyst]\n",
            "      member_of: [restricted_safe]\n",
            [
                "- snowflake_analyst_safe,reads,prod.common,all",
                "- snowflake_analyst_safe,reads,prod.common_mapping,all",
                "- snowflake_analyst_safe,reads,prod.common_mart_product,all",
                "- snowflake_analyst_safe,reads,prod.common_prep,all",
                "- snowflake_analyst_safe,reads,prod.legacy,all",
                "- snowflake_analyst_safe,reads,prod.workspace_customer_success,all",
                "- snowflake_analyst_safe,reads,prod.workspace_data,all",
                "- snowflake_analyst_safe,reads,prod.workspace_engineering,all",
                "- snowflake_analyst_safe,reads,prod.workspace_sales,all",
            ],
        ),
        (
            "  - snowflake_analyst:\n      meta: {kind: functional, safe: no}\n      warehouses: [dev_xs, reporting]\n"
            "      member_of: [dbt_analytics, workspaces]\n",
            "  - snowflake_analyst:\n      meta: {kind: functional, safe: no}\n      warehouses: [dev_xs, reporting]\n"
            "      member_of: [dbt_analytics, product_data_masking, workspaces]\n",
            [
                "- snowflake_analyst,sees,product_data_masking,masked",
                "+ snowflake_analyst,sees,product_data_masking,clear",
                "- snowflake_analyst_safe,sees,product_data_masking,masked",
                "+ snowflake_analyst_safe,sees,product_data_masking,clear",
            ],
        ),
    ],
    ids=["a source is granted", "a job loses what it inherits", "a mask opens"],
)
def test_a_changed_grant_changes_exactly_its_lines(tmp_path, facts, old, new, expected):
    text = ROLES.read_text()
    assert text.count(old) == 1
    assert changes(committed(), golden_of(text.replace(old, new), tmp_path, facts)) == expected


def test_the_commands_answer(built_warehouse):
    asked = edp(built_warehouse, "permissions", "explain", "gpatel", "prep.zendesk.zendesk_tickets_source.description")
    assert asked.out.splitlines()[-2:] == [
        "description is clear:",
        "  gpatel -> analyst_support -> support_data_masking",
    ]
    summary = json.loads(edp(built_warehouse, "permissions", "explain", "klin", "--format", "json").out)
    assert summary["warehouses"] == ["dev_xs", "reporting"]
    assert "prod.restricted_safe_common" in summary["reads"]
    assert summary["sees in clear"] == []
    typo = edp(built_warehouse, "permissions", "explain", "klin", "prod.common.dim_dates")
    assert typo.out.splitlines()[-1] == "prod.common.dim_dates is no table or view of this project"
    table = edp(built_warehouse, "permissions", "export", "--direct").out
    assert next(csv.DictReader(io.StringIO(table)))["grantee_kind"] == "role"
    said = refusal(edp(built_warehouse, "permissions", "explain", "analyst_cor"))
    assert said == "there is no role or user analyst_cor in the permissions file; did you mean analyst_core?"


def test_another_file_is_explained_without_the_project(tmp_path):
    path = tmp_path / "other.yml"
    path.write_text(SMALL)
    asked = edp(tmp_path, "permissions", "explain", "usage", "--roles", str(path))
    assert asked.out.splitlines() == ["role usage", "  roles: usage", "  warehouses: dev_xs"]
