"""The shipped files load; every malformed variant is one clear line with file, line, entry and key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.core.config import read_config
from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT
from scripts.extract.config import PgpFile, read_pgp
from scripts.reconcile.config import read_rowcounts
from tests.support.cli import edp, refusal

PGP = """\
connections:
  shop: {uri: SHOP_URI}
tables:
  - name: item
    connection: shop
    table: item
    primary_key: [id]
    target_table: item
    strategy: scd
    dbt_source_model: item_source
    group: shop
"""


def said(folder: Path, text: str) -> str:
    (folder / "pgp.yml").write_text(text)
    with pytest.raises(EdpError) as caught:
        read_config(folder / "pgp.yml", PgpFile)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{folder}/")


def test_a_good_file_loads(tmp_path: Path) -> None:
    (tmp_path / "pgp.yml").write_text(PGP)
    [entry] = read_config(tmp_path / "pgp.yml", PgpFile).tables
    assert (entry.target_schema, entry.advanced_metadata, entry.deletes_exempt) == ("tap_postgres", True, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("    group: shop", "    groop: shop"), "pgp.yml (line 4): entry item, key group: Field required"),
        (
            ("scd", "sometimes"),
            "pgp.yml (line 9): entry item, key strategy: Input should be 'incremental', 'scd' or 'replace'",
        ),
        (("scd", "incremental"), "pgp.yml (line 4): entry item: strategy incremental needs updated_column"),
        (("    table: item", "    table: a.b.c"), "pgp.yml (line 6): entry item, key table: String should match"),
        (("    table: item\n", ""), "pgp.yml (line 4): entry item: give either table or query"),
        (("[id]", "[]"), "pgp.yml (line 7): entry item, key primary_key: Tuple should have at least 1 item"),
        (("[id]", "['a b']"), "pgp.yml (line 7): entry item, key primary_key: 'a b' is not a valid SQL name"),
        (("target_table: item", "target_table: x;y"), "pgp.yml (line 8): entry item, key target_table: 'x;y' is not"),
        (("connection: shop", "connection: shup"), "pgp.yml (line 1): entry item, key connection: shup is none of"),
        (
            ("SHOP_URI", "postgresql://u:p@h/d"),
            "pgp.yml (line 2): key connections, key shop, key uri: String should match",
        ),
        (
            ("    group: shop", "    group: shop\n    group: x"),
            "pgp.yml (line 12): key group stands there twice; keep one",
        ),
        (("    group: shop", "    group: shop\n    hours: 3"), "pgp.yml (line 4): entry item: hours limits the window"),
        (("tables:", "tables: ["), "pgp.yml: is not valid YAML: "),
        (("connections:", "connections: !!python/object/apply:os.system"), "pgp.yml: is not valid YAML: "),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in PGP
    assert said(tmp_path, PGP.replace(*change)).startswith(message)


def test_an_entry_listed_twice_and_a_missing_file_are_named(tmp_path: Path) -> None:
    twice = PGP + PGP.split("tables:\n")[1]
    assert said(tmp_path, twice).endswith("entry item: its name or target table is listed twice")
    with pytest.raises(EdpError, match=r"none\.yml: cannot be read"):
        read_config(tmp_path / "none.yml", PgpFile)


def test_the_shipped_files_name_the_same_tables() -> None:
    pgp = read_pgp(PROJECT)
    checks = {check.name: check for check in read_rowcounts(PROJECT, set(pgp.connections)).checks}
    assert sorted(checks) == sorted(entry.name for entry in pgp.tables)
    for entry in pgp.tables:
        check = checks[entry.name]
        assert (check.source.connection, check.source.table) == (entry.connection, entry.table)
        assert check.target == f"{entry.target_schema}.{entry.target_table}"
        assert check.key == entry.primary_key


def test_every_tier_one_table_of_the_two_applications_is_extracted() -> None:
    """Data Team Platform, "Data Sources": CustomersDot and GitLab.com are Tier 1."""
    wanted: set[str] = set()
    for file in ("customers/_customers", "gitlab_dotcom/_gitlab_dotcom"):
        document: dict[str, Any] = yaml.safe_load((PROJECT / f"models/sources/{file}__sources.yml").read_text())
        wanted |= {table["name"] for source in document["sources"] for table in source["tables"]}
    assert {entry.target_table for entry in read_pgp(PROJECT).tables} == wanted


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--table", "nothing"), "config/pgp.yml: there is no table nothing; it lists customers_customers, "),
        (("--strategy", "backfill"), "--strategy backfill needs --table, --from and --to"),
        (("--from", "1"), "--from and --to belong to --strategy backfill"),
        (
            ("--strategy", "backfill", "--table", "gitlab_users", "--from", "2", "--to", "1"),
            "--from 2 --to 1: the first id is greater than the last",
        ),
        (("--target", "snowflake"), "set SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER, SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE, DBT"),
        (("--strategy", "guess"), "Invalid value for '--strategy'"),
    ],
)
def test_a_wrong_command_says_what_to_do(home: Path, arguments: tuple[str, ...], message: str) -> None:
    assert refusal(edp(home, "extract", "pgp", *arguments)).startswith(message)


def test_a_missing_connection_string_is_named_with_the_variable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITLAB_DB_URI", raising=False)
    for command in (("extract", "pgp", "--table", "gitlab_users", "--table", "gitlab_members"), ("reconcile",)):
        done = edp(home, *command, CUSTOMERS_DB_URI="postgresql://nowhere")
        assert (done.code, done.error) == (
            1,
            "edp: config/pgp.yml: set GITLAB_DB_URI to the connection string of gitlab_dotcom; for a source on this "
            "machine, `edp demo postgres` prints the lines to copy\n",
        )
    assert "there is no table nothing" in refusal(edp(home, "reconcile", "--table", "nothing"))
