"""`edp snowflake parity` compares only what was built from the same raw data."""

from dataclasses import replace

from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse
from tests.support.cli import edp, refusal


def test_a_home_without_a_warehouse_is_said_before_anything_is_built(tmp_path):
    assert "warehouse file is missing; run `edp up` first" in refusal(edp(tmp_path, "snowflake", "parity"))


def test_a_warehouse_of_other_raw_data_is_not_compared(tmp_path):
    with open_warehouse(replace(Settings.from_environment(), home=tmp_path), create=True) as warehouse:
        warehouse.execute("CREATE SCHEMA raw.edp")
        warehouse.execute(
            "CREATE TABLE raw.edp.build AS SELECT 2 AS scale, 42 AS seed, 'W2' AS wave, '' AS fingerprint"
        )
    assert "is not of the last load at --scale 1 --seed 42" in refusal(edp(tmp_path, "snowflake", "parity"))
