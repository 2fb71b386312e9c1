"""The hand-checked cast and the planted defects have the same exact results whatever the data around them are."""

from tests.scenarios.world import MART_ARR, WAVES

NEEDS_ALL_WAVES = {
    "assert_d13_revenue_follows_merged_accounts",
    "assert_d30_account_history_has_every_change",
}
"""What they look for happened before the last wave, the only one that the other data set has seen."""


def golden(world, check=True, select="tag:golden"):
    as_of = f"{{as_of_date: '{WAVES[-1].as_of_date}'}}"
    done = world.dbt("test", "--select", select, "--vars", as_of, check=check)
    return {result.node.name: str(result.status) for result in done.result if result.node.resource_type == "test"}


def test_the_cast_is_the_same_in_another_data_set(other_world, tmp_path):
    results = golden(other_world.copy(tmp_path))
    cast = {name[: len("assert_cast_c01")] for name in results if name.startswith("assert_cast_c")}
    assert cast == {f"assert_cast_c{number:02d}" for number in range(1, 23)}
    assert set(results.values()) == {"pass"}


def test_planted_defects_end_the_same_in_another_data_set(other_world, tmp_path):
    results = golden(other_world.copy(tmp_path), check=False, select="path:tests/data/planted")
    assert {name[: len("assert_d01")] for name in results} == {f"assert_d{number:02d}" for number in range(1, 33)}
    assert {name for name, status in results.items() if status != "pass"} == NEEDS_ALL_WAVES


def test_a_wrong_missing_or_additional_row_fails_its_golden_test(changeable):
    changeable.execute(f"UPDATE {MART_ARR} SET arr = arr + 0.01 WHERE subscription_name = 'CAST-C01' AND arr = 5220")
    changeable.execute(f"DELETE FROM {MART_ARR} WHERE subscription_name = 'CAST-C02' AND arr_month = '2024-05-01'")
    changeable.execute(
        f"INSERT INTO {MART_ARR} BY NAME SELECT * REPLACE (DATE '2026-01-01' AS arr_month) "
        f"FROM {MART_ARR} WHERE subscription_name = 'CAST-C10' AND arr_month = '2024-01-01'"
    )
    failed = {name for name, status in golden(changeable, check=False).items() if status == "fail"}
    assert failed == {
        "assert_cast_c01_has_20_months_of_arr",
        "assert_cast_c02_counts_whole_months_only",
        "assert_cast_c10_true_up_spreads_over_its_year",
    }
