"""config/spigots.yml, its set-up SQL on the emulated account, and one finding for each thing that can be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from snowflake.connector.errors import ProgrammingError

from scripts.checks.rules import read_checks
from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT
from scripts.snowflake.offline import OfflineAccount
from scripts.spigots.config import read_spigots
from scripts.spigots.setup import find_spigots, public_key, setup_sql, view_names
from tests.checks.miniature import Miniature
from tests.checks.spigots import SPIGOTS, changed
from tests.support.cli import edp, refusal

CONTROLS = [check.id for check in read_checks(PROJECT) if check.id.startswith("spigot_")]

KEY = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\nhkiG9w0BAQEF\n-----END PUBLIC KEY-----\n"

# what is changed in a correct file, and the one line that says so
MALFORMED = {
    "an unknown key": (("role: grafana", "role: grafana\n    owner: me"), "line 5.*owner.*Extra inputs"),
    "a missing key": (("    warehouse: grafana_xs\n", ""), "line 2.*warehouse.*Field required"),
    "an empty system": (("system: Grafana", "system: ''"), "line 2.*system.*at least 1 character"),
    "no relations": (("[prod.legacy.page_view]", "[]"), "line 6.*relations.*at least 1 item"),
    "a name in capitals": (("role: grafana", "role: Grafana"), "line 4.*role.*match pattern"),
    "SQL for a name": (("warehouse: grafana_xs", "warehouse: 'x; DROP ROLE y'"), "line 5.*warehouse.*match pattern"),
    "a two-part relation": (("[prod.legacy.page_view]", "[legacy.page_view]"), "line 6.*match pattern"),
    "a relation outside prod": (("[prod.legacy.page_view]", "[prep.legacy.page_view]"), "line 6.*match pattern"),
    "a wildcard": (("[prod.legacy.page_view]", "['prod.legacy.*']"), "line 6.*match pattern"),
    "unsorted relations": (
        ("- prod.restricted_safe_common.mart_arr", "- prod.common.aaa"),
        r"line 11.*'prod.common.aaa' stands behind 'prod.common.mart_usage'; sort the list",
    ),
    "a relation twice": (
        ("- prod.restricted_safe_common.mart_arr", "- prod.common.mart_usage"),
        "line 11.*'prod.common.mart_usage' is listed twice",
    ),
    "a shared role": (("role: gainsight_role", "role: grafana"), "role 'grafana' stands at Grafana and at Gainsight"),
    "a shared account": (
        ("account: gainsight_pump", "account: grafana"),
        "service_account 'grafana' stands at Grafana",
    ),
    "a shared warehouse": (("warehouse: gainsight_xs", "warehouse: grafana_xs"), "warehouse 'grafana_xs' stands at"),
    "a system twice": (("system: Gainsight", "system: Grafana"), "system 'Grafana' stands at Grafana and at Grafana"),
    "a key twice": (("role: grafana\n", "role: grafana\n    role: grafana\n"), "line 5.*role.*twice"),
    "no YAML": (("spigots:\n", "spigots: [\n"), "is not valid YAML"),
}

WRONG = {
    "spigot_role": (("role: grafana\n", "role: grafanas\n"), "Grafana: the role grafanas is not defined"),
    "spigot_account": (("account: grafana", "account: nobody"), "Grafana: the service account nobody is no user"),
    "spigot_warehouse": (("warehouse: grafana_xs", "warehouse: reporting"), "the warehouse reporting is medium"),
    "spigot_warehouse of nobody": (("warehouse: grafana_xs", "warehouse: attic"), "the warehouse attic is not defined"),
    "spigot_registered": (("system: Grafana", "system: Looker"), "Looker: configured and not registered"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_file_is_one_line_with_its_place(case: str, tmp_path: Path) -> None:
    change, expected = MALFORMED[case]
    miniature = Miniature(tmp_path)
    changed("config/spigots.yml", SPIGOTS, change)(miniature)
    with pytest.raises(EdpError, match=f"config/spigots.yml.*{expected}") as caught:
        read_spigots(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_name_is_found_by_its_control_alone(case: str, tmp_path: Path) -> None:
    change, expected = WRONG[case]
    miniature = Miniature(tmp_path)
    changed("config/spigots.yml", SPIGOTS, change)(miniature)
    found = {control: [message for *_, message in miniature.find(control)] for control in CONTROLS}
    others = {control for control, messages in found.items() if messages} - {case.split()[0]}
    # another name of the system stands in the register and in the exposure, which are the same finding
    assert others == set()
    assert any(expected in message for message in found[case.split()[0]])


def test_a_relation_too_many_is_not_granted_and_not_registered(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path)
    changed(
        "config/spigots.yml", SPIGOTS, ("[prod.legacy.page_view]", "[prod.common.mart_usage, prod.legacy.page_view]")
    )(miniature)
    assert [message for *_, message in miniature.find("spigot_registered")] == [
        "Grafana: configured and not registered: prod.common.mart_usage"
    ]
    assert [message for *_, message in miniature.find("spigot_role")] == [
        "Grafana: the role grafana is not granted prod.common, is not granted prod.common.mart_usage"
    ]


def test_the_projects_own_spigots_are_those_of_the_platform_document() -> None:
    found = {spigot.system: spigot for spigot in read_spigots(PROJECT).spigots}
    assert list(found) == ["Grafana", "Gainsight", "Salesforce Snowflake API", "Zapier"]
    api = found["Salesforce Snowflake API"]
    assert api.role == "sales_systems_snowflake_api_role"
    assert api.relations == ("prod.common_mart_product.mart_product_usage_paid_user_metrics_monthly_report_view",)
    assert len(found["Gainsight"].relations) == 8


SET_UP = [
    "CREATE USER admin",
    "GRANT ROLE sysadmin TO USER admin",
    "GRANT ROLE securityadmin TO USER admin",
    "CREATE TABLE prod.common_mart_product.something_else AS SELECT 1 AS thing_id",
]


def _account_with(relations: set[str]) -> OfflineAccount:
    account = OfflineAccount()
    account.setup.run("CREATE DATABASE prod")
    for schema in sorted({name.rpartition(".")[0] for name in relations}):
        account.setup.run(f"CREATE SCHEMA {schema}")
    for name in sorted(relations):
        account.setup.run(f"CREATE TABLE {name} AS SELECT 1 AS thing_id")
    for statement in SET_UP:
        account.setup.run(statement)
    return account


def _may_read(session: Any, name: str) -> bool:
    try:
        return bool(session.cursor().execute(f"SELECT * FROM {name}").fetchall())
    except ProgrammingError:
        return False


def test_the_setup_sql_gives_each_role_its_relations_and_nothing_else() -> None:
    spigots = read_spigots(PROJECT).spigots
    relations = {name for spigot in spigots for name in spigot.relations}
    account = _account_with(relations)
    admin = account.connect("admin", "securityadmin").cursor()
    for spigot in spigots:
        # running it again changes nothing and fails at nothing
        for statement in 2 * setup_sql(spigot, views=(), key=public_key(KEY)):
            admin.execute(statement)
    for spigot in spigots:
        session = account.connect(spigot.service_account, spigot.role, warehouse=spigot.warehouse)
        readable = {
            name for name in {*relations, "prod.common_mart_product.something_else"} if _may_read(session, name)
        }
        assert readable == set(spigot.relations), spigot.system


def test_a_view_is_granted_as_a_view_and_the_account_signs_in_with_a_key() -> None:
    spigot = find_spigots(read_spigots(PROJECT).spigots, "salesforce snowflake api")[0]
    statements = setup_sql(spigot, views=set(spigot.relations), key=public_key(KEY))
    assert f"GRANT SELECT ON VIEW {spigot.relations[0]} TO ROLE sales_systems_snowflake_api_role" in statements
    assert statements[-1] == "ALTER USER sales_systems_snowflake_api SET RSA_PUBLIC_KEY = 'MIIBIjANBgkqhkiG9w0BAQEF'"
    assert not any("PASSWORD" in statement for statement in statements)
    assert any("TYPE = SERVICE" in statement for statement in statements)


def test_views_are_told_from_tables_by_the_manifest(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path)
    miniature.model("legacy/page_view", schema="legacy", config={"materialized": "view"})
    miniature.model("common/mart_usage")
    assert view_names(miniature.manifest) == {"prod.legacy.page_view"}


@pytest.mark.parametrize("text", ["", "MIIBIjANBgkq", KEY.replace("PUBLIC", "PRIVATE"), "-----BEGIN PUBLIC KEY-----"])
def test_a_text_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(EdpError, match="no public key in PEM format"):
        public_key(text)


def test_wrong_input_of_the_command_is_one_line(tmp_path: Path) -> None:
    assert "choose one of Grafana, Gainsight" in refusal(edp(tmp_path, "spigots", "sql", "Looker"))
    assert "name its system, too" in refusal(edp(tmp_path, "spigots", "sql", "--public-key", str(tmp_path)))
    missing = refusal(edp(tmp_path, "spigots", "sql", "Grafana", "--public-key", str(tmp_path / "no.pem")))
    assert missing.endswith("no.pem: cannot be read; give a text file with the public key")


def test_the_controls_of_the_project_find_nothing(built_warehouse: Path) -> None:
    done = edp(built_warehouse, "spigots", "check", "--format", "json")
    assert json.loads(done.out)["violations"] == []
    assert {check["id"] for check in json.loads(done.out)["checks"]} == {*CONTROLS, "exceptions"}
    assert done.code == 0
