"""A policy is about a role of the permissions file, and every masking role of the file may be named in a policy."""

import csv
import re

import pytest
import yaml

from scripts.core.settings import PROJECT
from scripts.permissions.access import Access
from scripts.permissions.file import read_permissions


@pytest.fixture(scope="module")
def access():
    return Access(read_permissions(PROJECT / "config" / "permissions" / "roles.yml"))


def test_the_masking_roles_of_macro_check_and_permissions_are_the_same(access):
    listed = {
        name: set(re.findall(r"'(\w+_data_masking)'", (PROJECT / name).read_text()))
        for name in ("macros/masking/masking_roles.sql", "checks/masking_role.sql")
    }
    defined = {role for role in access.roles if role.endswith("_data_masking")}
    assert set(map(frozenset, listed.values())) == {frozenset(defined)}


def test_a_row_policy_names_a_role_of_the_file(access):
    named = {}
    for path in sorted((PROJECT / "models").rglob("*.yml")):
        for model in (yaml.safe_load(path.read_text()) or {}).get("models", []):
            meta = (model.get("config") or {}).get("meta") or {}
            if "rls_policy" in meta:
                named[model["name"]] = meta["rls_policy"]
    assert named
    assert not {model: role for model, role in named.items() if role not in access.roles}


def test_an_entitled_role_may_read_the_targets_it_is_entitled_to(access):
    with (PROJECT / "seeds" / "sales" / "sales_target_entitlement.csv").open(newline="") as file:
        roles = {row["role_name"] for row in csv.DictReader(file)}
    target = ("prod", "restricted_safe_common", "fct_sales_funnel_target")
    assert roles
    assert not [role for role in sorted(roles | {"analyst_sales"}) if not access.may_read(role, *target)]
