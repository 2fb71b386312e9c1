"""What a permissions file allows: wildcards, inheritance, shared databases, masks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.permissions.access import Access
from scripts.permissions.file import read_permissions

FILE = """
databases: [{raw: {shared: no}}, {prod: {shared: no}}, {snowflake: {shared: yes}}]
warehouses: [{small: {size: x-small}}]
roles:
  - masked: {}
  - one_table:
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common]}
        tables: {read: [prod.common.dim_date]}
  - one_schema:
      privileges: {databases: {read: [prod]}, schemas: {read: [prod.common]}, tables: {read: [prod.common.*]}}
  - prefix:
      privileges: {databases: {read: [prod]}, schemas: {read: [prod.common_*]}, tables: {read: [prod.common_*.*]}}
  - suffix:
      privileges: {databases: {read: [prod]}, schemas: {read: ["prod.*_mart"]}, tables: {read: ["prod.*_mart.*"]}}
  - everything:
      privileges: {databases: {read: [prod]}, schemas: {read: [prod.*]}, tables: {read: [prod.*.*]}}
  - no_schema: {privileges: {databases: {read: [prod]}, tables: {read: [prod.*.*]}}}
  - no_database: {privileges: {schemas: {read: [prod.*]}, tables: {read: [prod.*.*]}}}
  - writer: {privileges: {databases: {write: [raw]}, schemas: {write: [raw.a]}, tables: {write: [raw.a.*]}}}
  - owner: {owns: {databases: [raw], schemas: [raw.a], tables: [raw.a.*]}}
  - account_usage: {privileges: {databases: {read: [snowflake]}}}
  - halves_meet: {member_of: [no_schema, no_database]}
  - LOUD: {member_of: [ONE_TABLE]}
  - some: {member_of: {include: [one_table, masked], exclude: [masked]}}
  - all: {member_of: {include: ["*"], exclude: [masked, some]}}
  - star: {member_of: ["*"]}
  - round_a: {member_of: [round_b]}
  - round_b: {member_of: [round_a, masked]}
  - transformer: {}
  - engineer: {member_of: [transformer]}
users:
  - ana: {can_login: yes, member_of: [one_table, masked]}
  - eva: {can_login: yes, member_of: [engineer]}
"""


@pytest.fixture(scope="module")
def access(tmp_path_factory):
    return Access(read(tmp_path_factory.mktemp("access"), FILE))


def read(folder: Path, text: str):
    path = folder / "roles.yml"
    path.write_text(text)
    return read_permissions(path)


@pytest.mark.parametrize(
    ("role", "relation", "readable"),
    [
        ("one_table", "prod.common.dim_date", True),
        ("one_table", "PROD.Common.DIM_DATE", True),
        ("one_table", "prod.common.dim_crm_user", False),
        ("one_table", "raw.common.dim_date", False),
        ("one_schema", "prod.common.anything", True),
        ("one_schema", "prod.common_mart.anything", False),
        ("prefix", "prod.common_mart.anything", True),
        ("prefix", "prod.common.anything", False),
        ("suffix", "prod.common_mart.anything", True),
        ("suffix", "prod.common_mart_sales.anything", False),
        ("everything", "prod.any.thing", True),
        ("everything", "raw.any.thing", False),
        ("no_schema", "prod.common.dim_date", False),
        ("no_database", "prod.common.dim_date", False),
        ("halves_meet", "prod.common.dim_date", True),
        ("writer", "raw.a.t", True),
        ("owner", "raw.a.t", True),
        ("owner", "raw.b.t", False),
        ("account_usage", "snowflake.account_usage.query_history", True),
        ("loud", "prod.common.dim_date", True),
        ("some", "prod.common.dim_date", True),
        ("all", "prod.any.thing", True),
        ("nobody", "prod.common.dim_date", False),
    ],
)
def test_a_role_reads_exactly_what_its_privileges_name(access, role, relation, readable):
    assert access.may_read(role, *relation.split(".")) is readable
    assert access.readable(role, [tuple(relation.split("."))]) == ([tuple(relation.lower().split("."))] * readable)


@pytest.mark.parametrize(
    ("role", "relation", "writable"),
    [
        ("writer", "raw.a.t", True),
        ("writer", "raw.b.t", False),
        ("owner", "raw.a.t", True),
        ("everything", "prod.any.thing", False),
        ("account_usage", "snowflake.account_usage.query_history", False),
    ],
)
def test_writing_takes_a_privilege_of_its_own(access, role, relation, writable):
    assert access.may_write(role, *relation.split(".")) is writable


def test_members_are_included_excluded_and_meant_by_a_star(access):
    assert access.roles_of("some") == {"some", "one_table"}
    everything = set(access.roles) - {"some"}
    assert access.roles_of("star") == set(access.roles)
    # what is excluded is reached all the same where another member has it
    assert access.roles_of("all") == everything | {"some"}
    assert "masked" not in access.memberships["all"]
    assert access.memberships["star"] == tuple(sorted(set(access.roles) - {"star"}))


def test_a_cycle_gives_each_of_its_roles_the_same(access):
    assert access.roles_of("round_a") == access.roles_of("round_b") == {"round_a", "round_b", "masked"}
    assert access.paths("round_a", "masked") == [("round_a", "round_b", "masked")]


def test_every_simple_path_is_found_once_and_in_order(tmp_path):
    access = Access(
        read(tmp_path, "roles: [{a: {member_of: [c, b]}}, {b: {member_of: [c, d]}}, {c: {member_of: [d]}}, {d: {}}]")
    )
    assert access.paths("a", "d") == [("a", "b", "c", "d"), ("a", "b", "d"), ("a", "c", "d")]
    assert access.paths("a", "a") == [("a",)]
    assert access.paths("d", "a") == []


def test_a_mask_opens_for_members_and_for_the_builders_as_current_role_only(access):
    assert access.sees_clear("masked", "masked")
    assert access.sees_clear("TRANSFORMER", "masked")
    assert not access.sees_clear("engineer", "masked")
    assert not access.sees_clear("one_table", "masked")
    # a user chooses its role: with transformer, eva sees what her engineer role hides
    assert access.user_sees_clear("eva", "masked")
    assert access.user_sees_clear("ana", "masked")


def test_a_user_has_what_its_roles_have(access):
    assert access.roles_of_user("ana") == {"one_table", "masked"}
    assert access.user_may_read("ana", "prod", "common", "dim_date")
    assert not access.user_may_read("ana", "raw", "a", "t")
    assert access.roles_of_user("nobody") == frozenset()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("roles: [{a: {member_of: {include: [b], only: [c]}}}]", "role 'a', member_of: unknown key 'only'"),
        ("roles: [{a: {member_of: {exclude: [b]}}}]", "role 'a', member_of: must be a list of role names"),
        ("roles: [{a: {member_of: b}}]", "role 'a', member_of: must be a list of role names"),
        ("roles: [{a: {}}, {a: {}}]", "'a' is listed twice"),
        ("roles:\n- a:\n    member_of: []\n    member_of: []", "roles.yml:4: the key 'member_of' is given twice"),
        ("roles: !other x.yml", "roles.yml:1: the tag !other is unknown"),
        ("roles: !include roles.yml", "roles.yml: is included by itself"),
        ("roles: !include gone.yml", "gone.yml: cannot be read (No such file or directory)"),
        ("roles: [", "is not valid YAML, did not find expected node content"),
        ("version: 2001-99-99", "is not valid YAML"),
    ],
)
def test_a_malformed_file_is_one_line(tmp_path, text, problem):
    with pytest.raises(EdpError) as caught:
        read(tmp_path, text)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_may_be_split_by_kind(tmp_path):
    (tmp_path / "users.yml").write_text("- ana: {can_login: yes, member_of: [a]}")
    file = read(tmp_path, "roles: [{a: {}}]\nusers: !include users.yml")
    assert file.users["ana"].member_of == ("a",)


def test_ten_thousand_lines_are_answered_in_seconds(tmp_path):
    lines = ["databases: [{prod: {shared: no}}]", "roles:"]
    for number in range(1000):
        lines += [
            f"  - role_{number}:",
            f"      member_of: [role_{max(number - 7, 0)}, role_{number // 2}]" if number else "      member_of: []",
            "      privileges:",
            "        databases:",
            "          read: [prod]",
            "        schemas:",
            f"          read: [prod.schema_{number}]",
            "        tables:",
            "          read:",
            f"            - prod.schema_{number}.*",
        ]
    started = time.process_time()
    access = Access(read(tmp_path, "\n".join(lines)))
    relations = [("prod", f"schema_{number}", "t") for number in range(500)]
    counts = [len(access.readable(f"role_{number}", relations)) for number in range(1000)]
    assert time.process_time() - started < 5
    assert counts[:3] == [1, 2, 3]
