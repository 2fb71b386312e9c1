"""Generic tests: each passes on a relation that keeps the rule and fails on one that breaks it, with the right count."""

import pytest

from tests.conftest import DbtRefusedError

RELATION = "SELECT * FROM (VALUES %s) AS t(a, b, n)"
GOOD = RELATION % "(1, 'x', 1), (1, 'y', 4), (2, 'x', NULL)"

CASES = {
    # name: (test, rows that break it, failing rows of the broken relation)
    "unique_combination": ("{unique_combination: {name: NAME, arguments: {columns: [a, b]}}}", "(1, 'x', 1), (1, 'x', 2), (2, 'x', 3)", 1),
    "unique_combination_null": ("{unique_combination: {name: NAME, arguments: {columns: [a, b]}}}", "(NULL, 'x', 1), (NULL, 'x', 2)", 1),
    "expression_is_true": ("{expression_is_true: {name: NAME, arguments: {expression: \"a < 3 OR n > 1\"}}}", "(3, 'x', 1), (1, 'x', 1)", 1),
    "expression_is_true_null": ("{expression_is_true: {name: NAME, arguments: {expression: \"a > 0\"}}}", "(NULL, 'x', 1)", 1),
    "row_count_between": ("{row_count_between: {name: NAME, arguments: {min: 2, max: 3}}}", "(1, 'x', 1)", 1),
    "row_count_between_above": ("{row_count_between: {name: NAME, arguments: {min: 0, max: 3}}}", "(1, 'x', 1), (1, 'x', 1), (1, 'x', 1), (1, 'x', 1)", 1),
    "row_count_between_open": ("{row_count_between: {name: NAME, arguments: {min: 3}}}", "(1, 'x', 1)", 1),
}
COLUMN_CASES = {
    "accepted_range": ("{accepted_range: {name: NAME, arguments: {min_value: 1, max_value: 4}}}", "(1, 'x', 0), (1, 'x', 5), (1, 'x', 2)", 2),
    "accepted_range_min": ("{accepted_range: {name: NAME, arguments: {min_value: 1}}}", "(1, 'x', 0), (1, 'x', 99)", 1),
    "accepted_range_max": ("{accepted_range: {name: NAME, arguments: {max_value: 4}}}", "(1, 'x', -9), (1, 'x', 5)", 1),
    "expression_is_true_column": ("{expression_is_true: {name: NAME, arguments: {expression: \"IS NULL OR n IN (1, 4)\"}}}", "(1, 'x', 2)", 1),
}  # fmt: skip


def files():
    written, yml = {}, ["version: 2", "models:"]
    for kind, cases in (("data_tests", CASES), ("columns", COLUMN_CASES)):
        for case, (test, broken, _) in cases.items():
            for state, sql in (("good", GOOD), ("bad", RELATION % broken)):
                named = test.replace("NAME", f"{case}_{state}")
                tests = f"[{named}]" if kind == "data_tests" else f"[{{name: n, data_tests: [{named}]}}]"
                written[f"models/{case}_{state}_rows.sql"] = sql
                yml.append(f"  - {{name: {case}_{state}_rows, {kind}: {tests}}}")
    return {**written, "models/cases.yml": "\n".join(yml) + "\n"}


@pytest.fixture(scope="module")
def outcomes(sandbox):
    sandbox.write(files())
    sandbox("run")
    done = sandbox("test", check=False)
    tests = [result for result in done.result if result.node.resource_type == "test"]
    return {result.node.name: (str(result.status), result.adapter_response["rows_affected"]) for result in tests}


@pytest.mark.parametrize("case", [*CASES, *COLUMN_CASES])
def test_passes_on_a_relation_that_keeps_the_rule(outcomes, case):
    assert outcomes[f"{case}_good"] == ("pass", 0)


@pytest.mark.parametrize("case", [*CASES, *COLUMN_CASES])
def test_fails_on_a_relation_that_breaks_the_rule(outcomes, case):
    failing = {**CASES, **COLUMN_CASES}[case][2]
    assert outcomes[f"{case}_bad"] == ("fail", failing)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("test_unique_combination('m', 'a')", "unique_combination: columns must list two or more columns of m"),
        ("test_unique_combination('m', ['a'])", "unique_combination: columns must list two or more columns of m"),
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
    ],
)
def test_the_statement_parses_on_snowflake(render, assert_snowflake, call):
    assert_snowflake(render("{{ " + call + " }}", "prod"))


def test_dbt_refuses_an_unknown_argument(sandbox):
    sandbox.write({"models/wrong.sql": "SELECT 1 AS a", "models/wrong.yml": """
      version: 2
      models: [{name: wrong, data_tests: [{row_count_between: {name: wrong_argument, arguments: {at_least: 1}}}]}]
    """})
    with pytest.raises(DbtRefusedError, match="at_least"):
        sandbox("parse")
