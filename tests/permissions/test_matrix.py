"""The committed matrix is what the configuration says, and a change of it is a change of the lines it concerns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from scripts.core.settings import PROJECT
from scripts.permissions.access import Access
from scripts.permissions.file import PermissionsFile, read_permissions
from scripts.permissions.masked import MaskedColumns, masked_columns
from scripts.permissions.matrix.command import MATRIX
from scripts.permissions.matrix.table import changes, matrix
from tests.support.cli import edp

ROLES = """
databases: [{prod: {shared: no}}]
roles:
  - people_data_masking: {}
  - sales_data_masking: {}
  - common:
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common]}
        tables: {read: [prod.common.*]}
  - analyst_people: {member_of: [common, people_data_masking]}
  - analyst_sales: {member_of: [common, sales_data_masking]}
  - outsider: {}
"""
PERSON = ("prod", "common", "person")
MASKED: MaskedColumns = {
    PERSON: {"email": "people_data_masking", "name": "people_data_masking"},
    ("prep", "sensitive", "pay"): {"amount": "people_data_masking"},
}


def access(text: str = ROLES) -> Access:
    return Access(PermissionsFile.model_validate(yaml.safe_load(text)))


def moved(text: str = ROLES, masked: MaskedColumns = MASKED) -> list[str]:
    return changes(matrix(access(), MASKED), matrix(access(text), masked))


def test_a_role_has_a_line_for_each_masked_column_it_may_read() -> None:
    assert matrix(access(), MASKED).splitlines() == [
        "role,relation,column,policy,sees",
        "analyst_people,prod.common.person,email,people_data_masking,clear",
        "analyst_people,prod.common.person,name,people_data_masking,clear",
        "analyst_sales,prod.common.person,email,people_data_masking,masked",
        "analyst_sales,prod.common.person,name,people_data_masking,masked",
        "common,prod.common.person,email,people_data_masking,masked",
        "common,prod.common.person,name,people_data_masking,masked",
    ]


def test_another_policy_changes_the_lines_of_its_column_only() -> None:
    assert moved(masked={PERSON: {"email": "people_data_masking", "name": "sales_data_masking"}}) == [
        "- analyst_people,prod.common.person,name,people_data_masking,clear",
        "+ analyst_people,prod.common.person,name,sales_data_masking,masked",
        "- analyst_sales,prod.common.person,name,people_data_masking,masked",
        "+ analyst_sales,prod.common.person,name,sales_data_masking,clear",
        "- common,prod.common.person,name,people_data_masking,masked",
        "+ common,prod.common.person,name,sales_data_masking,masked",
    ]


def test_a_new_membership_in_a_masking_role_says_who_newly_sees_clear() -> None:
    text = ROLES.replace("[common, sales_data_masking]", "[common, sales_data_masking, people_data_masking]")
    assert moved(text) == [
        "- analyst_sales,prod.common.person,email,people_data_masking,masked",
        "- analyst_sales,prod.common.person,name,people_data_masking,masked",
        "+ analyst_sales,prod.common.person,email,people_data_masking,clear",
        "+ analyst_sales,prod.common.person,name,people_data_masking,clear",
    ]


def test_a_new_grant_says_who_newly_reads() -> None:
    assert moved(ROLES.replace("outsider: {}", "outsider: {member_of: [common]}")) == [
        "+ outsider,prod.common.person,email,people_data_masking,masked",
        "+ outsider,prod.common.person,name,people_data_masking,masked",
    ]


def test_a_removed_mask_takes_its_lines_away() -> None:
    assert moved(masked={PERSON: {"name": "people_data_masking"}}) == [
        "- analyst_people,prod.common.person,email,people_data_masking,clear",
        "- analyst_sales,prod.common.person,email,people_data_masking,masked",
        "- common,prod.common.person,email,people_data_masking,masked",
    ]


@pytest.fixture(scope="module")
def masked(built_warehouse: Path) -> MaskedColumns:
    return masked_columns(json.loads((built_warehouse / "target" / "manifest.json").read_text()))


def test_the_committed_matrix_is_up_to_date(masked: MaskedColumns) -> None:
    made = matrix(Access(read_permissions(PROJECT / "config" / "permissions" / "roles.yml")), masked)
    assert changes((PROJECT / MATRIX).read_text(), made) == [], (
        "run `edp permissions matrix --apply` and review the diff"
    )


def test_the_command_says_which_lines_a_permissions_file_would_change(built_warehouse: Path, tmp_path: Path) -> None:
    before = (PROJECT / MATRIX).read_bytes()
    file = tmp_path / "roles.yml"
    file.write_text(ROLES)
    outcome = edp(built_warehouse, "permissions", "matrix", "--roles", str(file))
    assert outcome.code == 2
    assert "+ common,prod.common.dim_crm_user,user_email,people_data_masking,masked" in outcome.out.splitlines()
    assert outcome.out.splitlines()[-1].startswith("config/permissions/masking_matrix.csv: ")
    assert (PROJECT / MATRIX).read_bytes() == before


def test_what_is_built_carries_the_masks_that_are_declared(built_warehouse: Path, masked: MaskedColumns) -> None:
    from scripts.core.settings import Settings
    from scripts.core.warehouse import open_warehouse

    with open_warehouse(Settings(project=PROJECT, home=built_warehouse), read_only=True) as warehouse:
        rows = warehouse.query(
            "SELECT database_name, schema_name, table_name, column_name, comment FROM duckdb_columns()"
            " WHERE comment LIKE 'masking_policy: %'"
        )
    carried = {(database, schema, table, column): comment for database, schema, table, column, comment in rows}
    declared = {
        (*relation, column): f"masking_policy: {policy}"
        for relation, columns in masked.items()
        for column, policy in columns.items()
    }
    assert carried == declared
