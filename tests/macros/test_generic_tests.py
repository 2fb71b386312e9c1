"""Generic tests: each passes on a relation that keeps its rule and fails on one that breaks it, counting rightly."""

import pytest

from tests.conftest import DbtRefusedError

RELATION = "SELECT * FROM (VALUES %s) AS t(a, b, n)"
GOOD = RELATION % "(1, 'x', 1), (1, 'y', 4), (2, 'x', NULL)"

# test: (arguments, rows that break the rule, how many rows fail then); n is the column of a column test
CASES = {
    "unique_combination": ("{columns: [a, b]}", "(1, 'x', 1), (1, 'x', 2), (2, 'x', 3)", 1),
    "unique_combination null": ("{columns: [a, b]}", "(NULL, 'x', 1), (NULL, 'x', 2)", 1),
    "expression_is_true": ('{expression: "a < 3 OR n > 1"}', "(3, 'x', 1), (1, 'x', 1)", 1),
    "expression_is_true null": ('{expression: "a > 0"}', "(NULL, 'x', 1)", 1),
    "row_count_between": ("{min: 2, max: 3}", "(1, 'x', 1)", 1),
    "row_count_between above": ("{min: 0, max: 3}", ", ".join(["(1, 'x', 1)"] * 4), 1),
    "row_count_between open": ("{min: 3}", "(1, 'x', 1)", 1),
    "accepted_range n": ("{min_value: 1, max_value: 4}", "(1, 'x', 0), (1, 'x', 5), (1, 'x', 2)", 2),
    "accepted_range n_min": ("{min_value: 1}", "(1, 'x', 0), (1, 'x', 99)", 1),
    "accepted_range n_max": ("{max_value: 4}", "(1, 'x', -9), (1, 'x', 5)", 1),
    "source_rowcount": ("{min: 3}", "(1, 'x', 1), (1, 'x', 2)", 1),
    "model_rowcount": ("{min: 3}", "(1, 'x', 1)", 1),
    "expression_is_true n": ('{expression: "IS NULL OR n IN (1, 4)"}', "(1, 'x', 2)", 1),
}


def files():
    written, yml = {}, ["version: 2", "models:"]
    for case, (arguments, broken, _) in CASES.items():
        test, _, variant = case.partition(" ")
        for state, sql in (("good", GOOD), ("bad", RELATION % broken)):
            name = f"{case}_{state}".replace(" ", "_")
            tests = f"data_tests: [{{{test}: {{name: {name}, arguments: {arguments}}}}}]"
            where = f"columns: [{{name: n, {tests}}}]" if variant.startswith("n_") or variant == "n" else tests
            written[f"models/{name}_rows.sql"] = sql
            yml.append(f"  - {{name: {name}_rows, {where}}}")
    return {**written, "models/cases.yml": "\n".join(yml) + "\n"}


@pytest.fixture(scope="module")
def outcomes(sandbox):
    sandbox.write(files())
    sandbox("run")
    done = sandbox("test", check=False)
    tests = [result for result in done.result if result.node.resource_type == "test"]
    return {result.node.name: (str(result.status), result.adapter_response["rows_affected"]) for result in tests}


@pytest.mark.parametrize("case", CASES)
def test_passes_on_a_relation_that_keeps_the_rule(outcomes, case):
    assert outcomes[f"{case}_good".replace(" ", "_")] == ("pass", 0)


@pytest.mark.parametrize("case", CASES)
def test_fails_on_a_relation_that_breaks_the_rule(outcomes, case):
    assert outcomes[f"{case}_bad".replace(" ", "_")] == ("fail", CASES[case][2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("test_unique_combination('m', 'a')", "unique_combination: columns must list two or more columns of m"),
        ("test_unique_combination('m', ['a'])", "unique_combination: columns must list two or more columns of m"),
        (
            "test_raw_table_existence('m', 'a')",
            "raw_table_existence: tables must list one or more tables of the schema of m",
        ),
        ("test_model_golden_data_comparison('m', 'g', [])", "the golden records of m: columns must list one or more"),
        ("test_source_golden_records_comparison('t', 'g', 'a')", "the golden records of t: columns must list"),
        ("test_accepted_range('m', 'n')", "accepted_range on m.n: give min_value, max_value or both"),
    ],
)
def test_a_test_that_checks_nothing_is_refused(refused, call, message):
    assert message in refused("{{ " + call + " }}")


@pytest.mark.parametrize(
    "call",
    [
        "test_unique_combination('prod.s.m', ['a', 'b'])",
        "test_expression_is_true('prod.s.m', 'a > 0')",
        "test_expression_is_true('prod.s.m', '> 0', 'a')",
        "test_accepted_range('prod.s.m', 'n', 1, 4)",
        "test_accepted_range('prod.s.m', 'n', min_value=1)",
        "test_row_count_between('prod.s.m', 1)",
        "test_row_count_between('prod.s.m', 1, 5)",
        "test_source_rowcount('raw.s.t', 1)",
        "test_model_rowcount('prod.s.m', 1)",
        "test_model_new_rows_per_day('prod.s.m', 'created_at', 1, 5, days=2)",
        "test_raw_table_existence(api.Relation.create(database='raw', schema='s', identifier='a'), ['a', 'b'])",
        "test_source_golden_records_comparison('raw.s.t', 'prep.tdf.golden_t', ['a', 'b'])",
        "test_model_golden_data_comparison('prod.s.m', 'prep.tdf.golden_m', ['a'])",
    ],
)
def test_the_statement_parses_on_snowflake(render, assert_snowflake, call):
    assert_snowflake(render("{{ " + call + " }}", "prod"))


def test_dbt_refuses_an_unknown_argument(sandbox):
    sandbox.write(
        {
            "models/wrong.sql": "SELECT 1 AS a",
            "models/wrong.yml": """
      version: 2
      models: [{name: wrong, data_tests: [{row_count_between: {name: wrong_argument, arguments: {at_least: 1}}}]}]
    """,
        }
    )
    with pytest.raises(DbtRefusedError, match="at_least"):
        sandbox("parse")
