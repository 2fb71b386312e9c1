"""`edp permissions check` around its rules: any file, any size, four formats, an allow-list that expires."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from scripts.core.errors import EdpError
from scripts.permissions.check.allowed import read_allowed
from scripts.permissions.check.rules import rules
from scripts.permissions.check.run import check_file
from scripts.permissions.file import read_permissions
from tests.permissions.check import test_mutations
from tests.permissions.check.conftest import ROLES, TODAY
from tests.support.cli import edp, refusal

OTHER = """
version: "1.0"
databases:
  - analytics: {shared: no}
warehouses:
  - tiny_wh: {size: x-small}
roles:
  - reporter:
      warehouses: [tiny_wh]
      privileges: {databases: {read: [analytics]}, schemas: {read: [analytics.*]}, tables: {read: [analytics.*.*]}}
  - ana: {member_of: [reporter]}
  - bob: {member_of: [reporter]}
users:
  - ana: {can_login: yes, member_of: [ana]}
  - bob: {can_login: yes, member_of: [bob, reporter]}
"""


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "other.yml"
    path.write_text(OTHER)
    return path


def found_in(outcome) -> list[tuple[str, int, str]]:
    return [(each.check.id, each.line, each.entry) for each in outcome.violations]


def test_every_rule_has_a_mistake_that_breaks_it():
    tested = {mutation[2] for mutation in test_mutations.MISTAKES.values()}
    # the two others need another fact than the file, or are about the allow-list
    assert set(rules()) - tested == {"allowed", "undefined-masking-role"}


def test_a_masking_policy_must_be_a_role(found, facts):
    policies = {**facts.policies, "finance_data_masking": "prod.common.fct_x.amount"}
    assert found(ROLES.read_text(), facts=replace(facts, policies=policies)) == [
        (
            "undefined-masking-role",
            1,
            "the masking policy finance_data_masking, e.g. of prod.common.fct_x.amount, is no role",
        )
    ]


def test_the_file_of_another_account_is_judged_by_what_it_says_itself(other):
    assert found_in(check_file(other, TODAY)) == [("direct-grant", 15, "user bob: reporter")]


def test_a_person_without_a_role_is_found(other):
    other.write_text(OTHER + "  - cal: {can_login: yes}\n")
    assert ("user-role", 16, "user cal") in found_in(check_file(other, TODAY))


def test_what_is_wrong_in_an_included_file_is_found_there(tmp_path):
    (tmp_path / "users.yml").write_text("- ana: {can_login: yes, member_of: [nobody]}\n")
    path = tmp_path / "roles.yml"
    path.write_text("databases: []\nroles: [{ana: {}}]\nusers: !include users.yml\n")
    outcome = check_file(path, TODAY, shown="config/roles.yml")
    assert [(each.file, each.line, each.check.id) for each in outcome.violations] == [
        ("config/users.yml", 1, "undefined-role"),
        ("config/users.yml", 1, "user-role"),
    ]


def test_7500_lines_with_1000_people_take_less_than_five_seconds(tmp_path):
    lines = [
        "databases: [{prod: {shared: no}}]",
        "warehouses: [{dev_xs: {size: x-small}}, {reporting: {size: medium}}]",
    ]
    lines += ["roles:"]
    for number in range(60):
        lines += [
            f"  - source_{number}:",
            "      privileges:",
            "        databases: {read: [prod]}",
            f"        schemas: {{read: [prod.s_{number}]}}",
            f"        tables: {{read: [prod.s_{number}.*]}}",
            f"  - job_{number}:",
            "      warehouses: [dev_xs, reporting]",
            f"      member_of: [{', '.join(sorted(f'source_{each}' for each in range(number + 1)))}]",
        ]
    for number in range(1000):
        lines += [
            f"  - person_{number}:",
            "      member_of:",
            f"        - job_{number % 60}",
            f"      owns: {{schemas: [prod.p_{number}], tables: [prod.p_{number}.*]}}",
        ]
    lines += ["users:"]
    for number in range(1000):
        lines += [f"  - person_{number}:", "      can_login: yes", f"      member_of: [person_{number}]"]
    path = tmp_path / "roles.yml"
    path.write_text("\n".join(lines))
    assert len(lines) > 7450
    started = time.process_time()
    assert found_in(check_file(path, TODAY)) == []
    assert time.process_time() - started < 5


def test_each_circle_is_found_once_however_long_it_is(tmp_path):
    circles = {"ada": "bo", "bo": "cy", "cy": "ada", "kai": "lea", "lea": "kai", "outside": "bo"}
    path = tmp_path / "roles.yml"
    path.write_text(
        "roles:\n" + "".join(f"  - {name}: {{member_of: [{member}]}}\n" for name, member in circles.items())
    )
    found = [each.message for each in check_file(path, TODAY).violations if each.check.id == "cycle"]
    assert found == [
        "role ada inherits from itself: ada -> bo -> cy -> ada",
        "role kai inherits from itself: kai -> lea -> kai",
    ]


def test_what_an_anchor_merges_in_counts(tmp_path):
    path = tmp_path / "roles.yml"
    path.write_text(
        "roles:\n  - base: &base {member_of: [gone]}\n  - ana: {<<: *base, warehouses: []}\n"
        "users:\n  - ana: {can_login: yes, member_of: [ana]}\n  - base: {can_login: yes, member_of: [base]}\n"
    )
    assert found_in(check_file(path, TODAY)) == [
        ("undefined-role", 2, "role ana: gone"),
        ("undefined-role", 2, "role base: gone"),
    ]
    assert read_permissions(path).roles["ana"].member_of == ("gone",)


# the allow-list


def allowed(tmp_path, *entries: str):
    path = tmp_path / "allowed.yml"
    path.write_text("allowed:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries) if entries else "allowed: []\n")
    return read_allowed(path)


BOB = "rule: direct-grant, entry: 'user bob: reporter', reason: moves to another team soon"


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ([f"{BOB}, expires: 2024-12-31"], []),
        ([f"{BOB}, expires: 2024-12-30"], ["direct-grant", "expired on 2024-12-30"]),
        ([], ["direct-grant"]),
        ([f"{BOB}, expires: 2024-12-31"] * 2, ["is listed twice"]),
        (
            [f"{BOB}, expires: 2024-12-31", f"{BOB.replace('bob', 'ana')}, expires: 2024-12-31"],
            ["matches no finding any more"],
        ),
        (
            [f"{BOB}, expires: 2024-12-31".replace("direct-grant", "direct")],
            ["direct-grant", "there is no rule 'direct'"],
        ),
    ],
    ids=["in force", "expired", "none", "twice", "unused", "unknown rule"],
)
def test_a_finding_is_accepted_until_its_day_and_only_while_it_is_there(other, tmp_path, entries, left):
    outcome = check_file(other, TODAY, allowed=allowed(tmp_path, *entries))
    said = [each.check.id if each.check.id != "allowed" else each.message for each in outcome.violations]
    assert len(said) == len(left)
    assert all(want in has for want, has in zip(sorted(left), sorted(said), strict=True)), said


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("rule: cycle, entry: role a, expires: 2025-01-01", "key reason: Field required"),
        ("rule: cycle, entry: role a, reason: so, expires: 2025-01-01", "key reason: String should have at least 10"),
        ("rule: cycle, entry: role a, reason: because it is, expires: never", "key expires"),
        ("rule: cycle, entry: role a, reason: because it is, expires: 2025-01-01, until: x", "key until"),
    ],
)
def test_an_entry_without_a_reason_or_an_end_is_refused(tmp_path, entry, problem):
    with pytest.raises(EdpError, match=problem):
        allowed(tmp_path, entry)


# the command


def test_the_command_prints_findings_totals_and_an_exit_code(tmp_path, other):
    warned = edp(tmp_path, "permissions", "check", "--roles", str(other))
    assert (warned.code, warned.error) == (0, "")
    assert warned.out.splitlines() == [
        f"{other}:15  direct-grant  user bob is given reporter beside its own role; "
        "make the person's role a member instead",
        f"permissions: {len(rules())} checks, 0 errors, 1 warnings, 0 excepted",
    ]
    other.write_text(OTHER.replace("member_of: [reporter]", "member_of: [reporters]", 1))
    assert edp(tmp_path, "permissions", "check", "--roles", str(other)).code == 1


def test_machines_read_json_junit_and_codequality(tmp_path, other):
    other.write_text(OTHER.replace("x-small", "tiny"))
    asked = {
        form: edp(tmp_path, "permissions", "check", "--roles", str(other), "--format", form)
        for form in ("json", "junit", "codequality")
    }
    assert {outcome.code for outcome in asked.values()} == {1}
    document = json.loads(asked["json"].out)
    assert [(each["check_id"], each["line"]) for each in document["violations"]] == [
        ("warehouse-size", 6),
        ("direct-grant", 15),
    ]
    suite = ElementTree.fromstring(asked["junit"].out)
    assert suite[0].get("name") == "edp permissions check"
    assert [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None] == [
        "warehouse-size"
    ]
    report = json.loads(asked["codequality"].out)
    assert [(each["check_name"], each["severity"]) for each in report] == [
        ("warehouse-size", "major"),
        ("direct-grant", "minor"),
    ]


def test_the_command_takes_an_allow_list_and_a_day(tmp_path, other):
    allowed(tmp_path, f"{BOB}, expires: 2025-01-31")
    options = ["permissions", "check", "--roles", str(other), "--allowed", str(tmp_path / "allowed.yml")]
    assert "0 warnings, 1 excepted" in edp(tmp_path, *options, "--today", "2025-01-31").out
    late = edp(tmp_path, *options, "--today", "2025-02-01")
    assert late.code == 1
    assert "expired on 2025-01-31; correct or delete the entry" in late.out


def test_a_rule_explains_itself(tmp_path):
    said = edp(tmp_path, "permissions", "check", "--explain", "cycle").out
    assert said.splitlines()[0] == "cycle (error): No role inherits from itself"
    assert "did you mean" in refusal(edp(tmp_path, "permissions", "check", "--explain", "cycl"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no sections"),
        ("- a\n", "holds no sections"),
        ("roles: [", "is not valid YAML"),
        ("roles: !secret x\n", "the tag !secret is unknown"),
    ],
)
def test_a_file_that_is_none_is_one_line(tmp_path, text, problem):
    path = tmp_path / "roles.yml"
    path.write_text(text)
    assert problem in refusal(edp(tmp_path, "permissions", "check", "--roles", str(path)))
    assert "cannot be read" in refusal(edp(tmp_path, "permissions", "check", "--roles", str(tmp_path / "gone.yml")))


def test_the_project_as_it_is_breaks_no_rule(built_warehouse):
    outcome = edp(built_warehouse, "permissions", "check")
    assert (outcome.code, outcome.out) == (0, f"permissions: {len(rules())} checks, 0 errors, 0 warnings, 0 excepted\n")
