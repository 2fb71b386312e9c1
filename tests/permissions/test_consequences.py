"""Who newly sees or loses what, clear or masked: every person is named."""

import json

from scripts.permissions.account.report import plan_lines
from scripts.permissions.file import PermissionsFile
from tests.permissions.small_file import MASKED, SPEC, said, spec, sql, with_users


def test_a_masking_role_shows_clear_values_to_exactly_who_reaches_it(granted):
    plan = granted.plan(spec(ana={"member_of": ["people_data_masking", "reader"]}), MASKED)
    assert said(plan) == {("ana", "sees in clear", "prod.common.person.name")}
    assert [each.risk for each in plan.consequences] == ["high"]


def test_a_role_all_have_names_every_one_of_them(granted):
    content = json.loads(json.dumps(SPEC))
    content["roles"][1]["reader"]["member_of"] = ["people_data_masking"]
    plan = granted.plan(PermissionsFile.model_validate(content), MASKED)
    assert {each.user for each in plan.consequences} == {"ana", "bob"}
    assert "ana, bob: sees in clear prod.common.person.name" in "\n".join(plan_lines(plan))


def test_a_new_reader_sees_masked_columns_masked(granted):
    plan = granted.plan(with_users(*SPEC["users"], {"eva": {"member_of": ["reader"]}}), MASKED)
    assert said(plan) == {
        ("eva", "may log in", ""),
        ("eva", "sees masked", "prod.common.person.name"),
        ("eva", "sees", "prod.common.person"),
        ("eva", "sees", "prod.common.order_line"),
        ("eva", "sees", "prod.common.person_view"),
        ("eva", "sees", "prod.common.*"),
    }


def test_a_lost_membership_names_what_is_lost(granted):
    plan = granted.plan(spec(bob={}), MASKED)
    assert sql(plan) == ["REVOKE ROLE reader FROM ROLE bob"]
    assert {(effect, name) for user, effect, name in said(plan) if user == "bob"} == {
        ("sees no more", "prod.common.person.name"),
        ("sees no more", "prod.common.person"),
        ("sees no more", "prod.common.order_line"),
        ("sees no more", "prod.common.person_view"),
        ("sees no more", "prod.common.*"),
    }
    assert {each.user for each in plan.consequences} == {"bob"}


def test_access_kept_another_way_is_no_consequence(granted):
    granted.apply(granted.plan(spec()))
    double = with_users({"ana": {"member_of": ["ana", "reader"]}}, SPEC["users"][1])
    granted.apply(granted.plan(double))
    plan = granted.plan(spec())
    assert sql(plan) == ["REVOKE ROLE reader FROM USER ana"]
    assert plan.consequences == ()


def test_a_privileged_role_is_critical(granted):
    plan = granted.plan(with_users({"ana": {"member_of": ["accountadmin", "ana"]}}, SPEC["users"][1]))
    first = plan.consequences[0]
    assert (first.risk, first.user, first.effect, first.name) == ("critical", "ana", "administers", "accountadmin")
    assert ("ana", "sees", "prod.secret.salary") in said(plan), "here it owns everything"
    assert plan.risk == "critical"
