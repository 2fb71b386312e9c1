"""The list of people and what it makes of the permissions file."""

import json

import pytest
import yaml

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT
from scripts.permissions.file import read_permissions
from scripts.permissions.people.listing import parse_list, people_of, read_list, require_agreement, require_people
from scripts.permissions.people.templates import ROLES as DEFAULT_ROLES
from scripts.permissions.people.templates import USERS as DEFAULT_USERS
from scripts.permissions.people.templates import read_template, render
from tests.permissions.people_world import LIST, ROLES, PeopleWorld
from tests.support.cli import refusal

# the templates of the handbook, as its readers copy them
HANDBOOK_DATABASES = '[{"{{ prod_database }}": {"shared": false}}, {"{{ prep_database }}": {"shared": false}}]'
HANDBOOK_ROLES = '{"{{ username }}": {"member_of": ["snowflake_analyst"], "warehouses": ["dev_xs"]}}'
HANDBOOK_MORE = '{"{{username}}": {"member_of": ["snowflake_analyst"],"warehouses": ["dev_xs", "dev_m"]}}'
HANDBOOK_USERS = '{"{{ username }}": {"can_login": true, "member_of": ["{{ username }}"]}}'
HANDBOOK_ENGINEER = (
    '{"{{ username }}": {"member_of": ["engineer","restricted_safe"],'
    '"warehouses": ["dev_xs","dev_m","loading","reporting"],'
    '"owns": {"databases": ["{{ prep_database }}","{{ prod_database }}"],'
    '"schemas": ["{{ prep_schemas }}","{{ prod_schemas }}"],"tables": ["{{ prep_tables }}","{{ prod_tables }}"]},'
    '"privileges": {"databases": {"read": ["{{ prep_database }}","{{ prod_database }}"],'
    '"write": ["{{ prep_database }}","{{ prod_database }}"]},'
    '"schemas": {"read": ["{{ prep_schemas }}","{{ prod_schema }}"],'
    '"write": ["{{ prep_schemas }}","{{ prod_schema }}"]},'
    '"tables": {"read": ["{{ prep_tables }}","{{ prod_tables }}"],'
    '"write": ["{{ prep_tables }}","{{ prod_tables }}"]}}}}'
)


@pytest.fixture
def people(tmp_path):
    return PeopleWorld(tmp_path / "repository")


MUTATIONS = {
    "a name twice": (LIST.replace("  - dora\n", "  - dora\n  - bob\n"), ":5: bob is listed twice, first on line 3"),
    "an address": (LIST.replace("dora", "dora@example.com"), ":4: dora@example.com is an e-mail address"),
    "capitals": (LIST.replace("dora", "Dora"), ":4: 'Dora' is no user name"),
    "a dash": (LIST.replace("dora", "do-ra"), ":4: 'do-ra' is no user name"),
    "a digit first": (LIST.replace("dora", "2dora"), ":4: '2dora' is no user name"),
    "a word YAML reads as false": (LIST.replace("dora", "no"), ":4: 'no' is no user name; write one name, in quotes"),
    "a number": (LIST.replace("dora", "17"), ":4: '17' is no user name"),
    "nothing": (LIST.replace("dora", ""), ":4: '' is no user name"),
    "settings": (LIST.replace("dora", "dora: {can_login: yes}"), ":4: an entry is no user name"),
    "a role of Snowflake": (LIST.replace("dora", "accountadmin"), ":4: accountadmin is a role of Snowflake"),
    "no last line": (LIST.replace("####", "###"), ": the line '#### do not insert users below this line ####' is"),
    "a user below": (LIST + "  - eva\n", ":6: eva stands below the line"),
    "two last lines": (LIST + LIST.splitlines()[-1] + "\n", ":6: the line '#### do not insert users below this line"),
    "another key": (LIST.replace("users:", "people:"), ":2: unknown key 'people'; only users is known"),
    "the key twice": (LIST.replace("  - dora\n", "  - dora\nusers:\n  - eva\n"), ":5: the key 'users' is given twice"),
    "nobody": (LIST.replace("  - bob\n  - dora\n", "  []\n"), ": lists nobody; an empty list would remove everyone"),
    "no list": ("bob\n" + LIST.splitlines()[-1], ": must be a list of user names under the header 'users:'"),
    "an empty file": ("", ": must be a list of user names"),
    "no YAML": (LIST.replace("  - dora", "  - [dora"), ":6: is not valid YAML"),
    "a tab": (LIST.replace("  - dora", "\t- dora"), ": is not valid YAML"),
    "a service account": (LIST.replace("dora", "dora\n  - loader"), ": loader is a service account"),
    "a role of nobody": (LIST.replace("dora", "dora\n  - engineer"), ": engineer is a role that belongs to no user"),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_malformed_list_is_refused_with_its_place(people, mutation):
    text, problem = MUTATIONS[mutation]
    people.list.write_text(text)
    said = refusal(people.users("--no-test-run"))
    assert problem in said.replace(str(people.list), "")
    assert people.roles.read_text() == ROLES


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("  - bob\n  - dora\n", "  - dora\n  - bob\n"),
        LIST.replace("  - bob\n", "  # the boss\n  - bob   # since 2020\n"),
        LIST.replace("  - bob\n", "  - bob\n\n  # - eva\n"),
        LIST.replace("  - bob\n", '  - "bob"\n'),
        LIST.replace("users:\n", "").replace("  - ", "- "),
        LIST.replace("####\n", "####"),
        "---\n" + LIST,
    ],
)
def test_moving_or_commenting_a_line_changes_nobody(people, text):
    people.list.write_text(text)
    outcome = people.users("--no-test-run")
    assert (outcome.code, outcome.error) == (0, "")
    assert "nothing to do" in outcome.out
    assert people.roles.read_text() == ROLES


def test_a_new_name_gets_a_role_and_a_user_in_its_sorted_place(people):
    people.listed("bob", "cat", "dora")
    shown = people.users()
    assert shown.code == 2
    assert people.roles.read_text() == ROLES, "a test run writes nothing"
    assert people.users("--no-test-run").out == shown.out
    added_role = (
        "  - cat:\n      meta: {kind: user}\n      member_of: [snowflake_analyst]\n      warehouses: [dev_xs]\n"
    )
    added_user = "  - cat: {can_login: true, member_of: [cat]}\n"
    expected = ROLES.replace("  - dora:  # came", added_role + "  - dora:  # came")
    assert people.roles.read_text() == expected.replace("  - dora: {can", added_user + "  - dora: {can")


def test_running_it_again_changes_nothing(people):
    people.listed("aaa", "bob", "dora", "zoe")
    assert people.users("--no-test-run").code == 0
    once = people.roles.read_text()
    again = people.users("--no-test-run")
    assert (again.code, again.out) == (0, "nothing to do: the permissions file has the people of the list\n")
    assert people.roles.read_text() == once
    names = [next(iter(entry)) for entry in yaml.safe_load(once)["users"]]
    assert names == ["aaa", "bob", "dora", "zoe", "loader"]


def test_a_removed_name_loses_role_user_and_databases_and_nothing_else(people):
    people.listed("dora")
    outcome = people.users("--no-test-run")
    assert (outcome.code, outcome.out.splitlines()[-1]) == (0, "added: nobody; removed: bob")
    kept = [line for line in ROLES.splitlines() if "bob" not in line]
    kept.remove("      member_of: [engineer, restricted_safe, snowflake_analyst]")
    kept.remove("      meta: {kind: user}")
    assert people.roles.read_text().splitlines() == kept


def test_added_and_removed_again_leaves_every_character(people):
    people.listed("bob", "cat", "dora")
    people.users("--no-test-run", "--databases-template", HANDBOOK_DATABASES)
    assert people.roles.read_text() != ROLES
    people.listed("bob", "dora")
    assert people.users("--no-test-run", "--users-to-remove", "cat").code == 0
    assert people.roles.read_text() == ROLES


def test_the_handbooks_defaults_are_the_defaults():
    assert json.loads(DEFAULT_ROLES) == json.loads(HANDBOOK_ROLES)
    assert json.loads(DEFAULT_USERS) == json.loads(HANDBOOK_USERS)


def test_the_handbooks_templates_work_word_for_word(people):
    people.listed("bob", "cat", "dora", "eva")
    options = ("--databases-template", HANDBOOK_DATABASES, "--users-template", HANDBOOK_USERS, "--no-test-run")
    assert people.users("--users-to-add", "cat", "--users-to-add", "eva", "--roles-template", HANDBOOK_MORE).code == 2
    outcome = people.users("--roles-template", HANDBOOK_ENGINEER, *options)
    assert (outcome.code, outcome.error) == (0, "")
    written = {
        name: entry for item in yaml.safe_load(people.roles.read_text())["roles"] for name, entry in item.items()
    }
    assert written["cat"] == {
        "meta": {"kind": "user"},
        "member_of": ["engineer", "restricted_safe"],
        "warehouses": ["dev_m", "dev_xs", "loading", "reporting"],
        "owns": {
            "databases": ["cat_prep", "cat_prod"],
            "schemas": ["cat_prep.*", "cat_prod.*"],
            "tables": ["cat_prep.*.*", "cat_prod.*.*"],
        },
        "privileges": {
            "databases": {"read": ["cat_prep", "cat_prod"], "write": ["cat_prep", "cat_prod"]},
            "schemas": {"read": ["cat_prep.*", "cat_prod.*"], "write": ["cat_prep.*", "cat_prod.*"]},
            "tables": {"read": ["cat_prep.*.*", "cat_prod.*.*"], "write": ["cat_prep.*.*", "cat_prod.*.*"]},
        },
    }
    databases = [next(iter(entry)) for entry in yaml.safe_load(people.roles.read_text())["databases"]]
    personal = ["bob_prep", "bob_prod", "cat_prep", "cat_prod", "eva_prep", "eva_prod"]
    assert databases == ["raw", "prod", *personal]


def test_every_documented_variable_has_its_value():
    names = ("username", "prod_db", "prod_database", "prep_db", "prep_database", "prod_schemas", "prod_schema")
    names = (*names, "prep_schemas", "prod_tables", "prep_tables")
    template = json.dumps({"{{ username }}": {"meta": {name: "{{ " + name + " }}" for name in names}}})
    ((name, entry),) = render("roles", read_template("roles", template), "ana")
    assert name == "ana"
    assert entry["meta"] == {
        "username": "ana",
        "prod_db": "ana_prod",
        "prod_database": "ana_prod",
        "prep_db": "ana_prep",
        "prep_database": "ana_prep",
        "prod_schemas": "ana_prod.*",
        "prod_schema": "ana_prod.*",
        "prep_schemas": "ana_prep.*",
        "prod_tables": "ana_prod.*.*",
        "prep_tables": "ana_prep.*.*",
    }


@pytest.mark.parametrize(
    ("option", "template", "problem"),
    [
        ("--roles-template", '{"{{ user_name }}": {}}', "--roles-template: 'user_name' is undefined; known are"),
        ("--roles-template", '{"{{ username }}": {"members": []}}', "entry eva, key members: Extra inputs"),
        ("--roles-template", '{"{{ username }}": {"warehouses": "dev_xs"}}', "entry eva, key warehouses"),
        ("--roles-template", '{"{{ username }": {}}', "--roles-template: "),
        ("--roles-template", "{", "--roles-template: is not valid JSON"),
        ("--roles-template", '{"a": {}, "a": {}}', "is not valid JSON (the key 'a' is given twice)"),
        ("--roles-template", '"{{ username }}"', "--roles-template: must be names with their settings"),
        ("--roles-template", '{"{{ username }} x": {}}', "'eva x' is not a valid SQL name"),
        ("--roles-template", '{"{{ username.__class__.__mro__ }}": {}}', "--roles-template: "),
        (
            "--users-template",
            '{"{{ username }}": {"can_login": "perhaps"}}',
            "--users-template: entry eva, key can_login",
        ),
        (
            "--databases-template",
            '[{"{{ prod_db }}": {"share": false}}]',
            "--databases-template: entry eva_prod, key share",
        ),
        ("--roles-template", '{"{{ username }}": {"member_of": ["nobody"]}}', "nobody"),
        ("--roles-template", HANDBOOK_ENGINEER, "eva_prep"),
    ],
)
def test_a_wrong_template_changes_nothing_and_says_why(people, option, template, problem):
    people.listed("bob", "dora", "eva")
    assert problem in refusal(people.users(option, template, "--no-test-run"))
    assert people.roles.read_text() == ROLES


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--users-to-add", "eva"), "eva: not listed; add the name there first"),
        (("--users-to-remove", "bob"), "bob: still listed; remove the name there first"),
        (("--target-branch", "nowhere"), "git knows no common commit of HEAD and nowhere"),
        (("--target-branch", "--help"), "git knows no common commit of HEAD and --help"),
    ],
)
def test_wrong_names_and_branches_are_refused(people, options, problem):
    assert problem in refusal(people.users(*options))


def test_a_service_account_is_not_removed_like_a_person(people):
    assert "loader is a service account" in refusal(people.users("--users-to-remove", "loader"))


def test_a_name_that_is_listed_only_is_told_how_to_get_in(people):
    people.listed("bob", "dora", "eva")
    people.repository.git("checkout", "--quiet", "main")
    people.repository.commit("eva, and nobody ran the command")
    assert "eva: listed, but not in the permissions file; use --users-to-add" in refusal(people.users())
    assert people.users("--users-to-add", "eva", "--no-test-run").code == 0
    assert people.users().code == 0


def test_a_member_of_a_removed_role_stops_the_removal(people):
    people.roles.write_text(ROLES.replace("[snowflake_analyst]\n\nusers", "[bob, snowflake_analyst]\n\nusers"))
    before = people.roles.read_text()
    people.listed("dora")
    assert "bob" in refusal(people.users("--no-test-run"))
    assert people.roles.read_text() == before


def test_a_section_in_a_file_of_its_own_is_edited_there(people):
    whole = people.roles.read_text()
    at = whole.index("users:\n")
    (people.home / "people.yml").write_text(whole[at:].replace("users:\n", "").replace("  - ", "- "))
    people.roles.write_text(whole[:at] + "users: !include people.yml\n")
    people.listed("bob", "cat", "dora")
    assert people.users("--no-test-run").code == 0
    assert people_of(read_permissions(people.roles)) == {"bob", "cat", "dora"}
    assert "users: !include people.yml" in people.roles.read_text()


def test_the_projects_own_list_and_file_agree():
    listed = read_list(PROJECT / "config/permissions/snowflake_users.yml")
    permissions = read_permissions(PROJECT / "config/permissions/roles.yml")
    require_people(listed, permissions, "the list")
    require_agreement(listed, people_of(permissions), "the list")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(EdpError, match="cannot be read"):
        read_list(tmp_path / "none.yml")
    (tmp_path / "latin.yml").write_bytes("# \xe9\n".encode("latin-1"))
    with pytest.raises(EdpError, match="not UTF-8"):
        read_list(tmp_path / "latin.yml")
    assert parse_list(LIST, "the list") == ("bob", "dora")
