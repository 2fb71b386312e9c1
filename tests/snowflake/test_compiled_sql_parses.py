"""Every statement the project would send to Snowflake follows Snowflake's grammar."""

import pytest

from tests.support.snowflake import PROJECT, parse_problems

MODELS = sorted((PROJECT / "models").rglob("*.sql"))


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_model_parses_as_snowflake_sql(compiled, model):
    first = (compiled["first"] / model.relative_to(PROJECT)).read_text()
    later = (compiled["later"] / model.relative_to(PROJECT)).read_text()
    assert parse_problems(first) == []
    if later != first:
        assert parse_problems(later) == []


def test_an_incremental_model_differs_on_a_later_run(compiled):
    differing = [
        model.stem
        for model in MODELS
        if (compiled["first"] / model.relative_to(PROJECT)).read_text()
        != (compiled["later"] / model.relative_to(PROJECT)).read_text()
    ]
    declared = [model.stem for model in MODELS if "materialized: incremental" in model.with_suffix(".yml").read_text()]
    assert sorted(differing) == sorted(declared)


def test_every_data_test_parses_as_snowflake_sql(compiled):
    files = [path for path in compiled["first"].rglob("*.sql") if path.parent.suffix == ".yml" or "data" in path.parts]
    assert len(files) > 100
    assert {path.stem: problems for path in files if (problems := parse_problems(path.read_text()))} == {}


@pytest.mark.parametrize(
    "broken",
    ["SELECT FROM WHERE", "SELECT a b c FROM t", "CREATE TABLE", "SELECT strftime(a, '%Y' FROM t"],
)
def test_the_grammar_refuses_a_broken_statement(broken):
    assert parse_problems(broken)
