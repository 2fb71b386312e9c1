"""A pass of fakesnow's that is left out would have changed nothing."""

import ast
import inspect
import textwrap

import pytest
from fakesnow import transforms
from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.transforms import ddl
from fakesnow.transforms.transforms import _NUMERIC_ONLY_AGGS
from fakesnow.variables import Variables

from scripts.snowflake.parsing import parsed
from scripts.snowflake.passes import LOOKS_FOR, UPPER_CASE, Passes, translated


def kinds_in_source(function):
    """What a pass asks of the node it is given: isinstance(expression, exp.<Kind>)."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    node = next(argument.arg for argument in tree.args.args if argument.arg != "cls")
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "isinstance" and ast.unparse(call.args[0]) == node:
            # one kind, (one, other) or one | other
            found |= {kind.attr for kind in ast.walk(call.args[1]) if isinstance(kind, ast.Attribute)}
    return found


@pytest.mark.parametrize("name", sorted(set(LOOKS_FOR) - {"numeric_agg_implicit_cast"}))
def test_a_pass_looks_for_what_the_list_says(name):
    # some ask through functions of their own
    asking = {
        "alter_table_strip_cluster_by": [
            ddl._is_alter_table_cluster_by,
            ddl._is_alter_table_drop_clustering_key,
            ddl._is_alter_table_recluster,
        ],
        "update_variables": [Variables._is_set_expression, Variables._is_unset_expression],
    }.get(name) or [inspect.unwrap(getattr(transforms, name))]
    assert set().union(*map(kinds_in_source, asking)) == set(LOOKS_FOR[name])


def test_the_aggregates_of_numbers_are_those_the_list_says():
    assert {kind.__name__ for kind in _NUMERIC_ONLY_AGGS} == set(LOOKS_FOR["numeric_agg_implicit_cast"])


def test_every_pass_is_on_the_list(builder):
    passes = FakeSnowflakeCursor._transform(builder.connection.cursor(), Passes(), None)
    assert {name for name, _ in passes.made} == {*LOOKS_FOR, UPPER_CASE}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a.b AS c, COUNT(*) AS n FROM prod.common.x AS a WHERE c > 1 GROUP BY ALL",
        "SELECT x['a']['b']::VARCHAR AS t, TRY_PARSE_JSON(d) AS j FROM prod.common.x WHERE j IS NOT NULL",
        "SELECT DATEADD('day', 1, d) AS e, SHA2(t, 256) AS h, d::TIMESTAMP_NTZ AS at FROM prod.common.x",
        "CREATE OR REPLACE TABLE prod.common.y (a NUMBER(38, 0), b VARCHAR(20)) AS (SELECT 1, 'x')",
        "SELECT line.value:k::INT AS k FROM prod.common.x, LATERAL FLATTEN(INPUT => x.d) AS line",
        "SELECT TO_TIMESTAMP(a::TIMESTAMP)::TIMESTAMP::DATE AS d, b::TIMESTAMP::TIMESTAMP AS e FROM prod.common.x",
        "SELECT UPPER(LOWER(x:a:b)) AS t, SUM(AVG(n)), GET(ARRAY_AGG(y['k']), 0)::VARCHAR FROM prod.common.x",
        "SELECT OBJECT_CONSTRUCT('a', OBJECT_CONSTRUCT('b', SHA2(c))) FROM (SELECT * FROM x) AS x WHERE a = 1",
        "CREATE OR REPLACE TABLE prod.common.z COMMENT = 'it' AS SELECT b::TIMESTAMP_NTZ(9) AS b, SUM(x:n) FROM x",
    ],
)
def test_the_translation_is_that_of_all_passes(builder, sql):
    cursor = builder.connection.cursor()
    every = FakeSnowflakeCursor._transform(cursor, parsed(sql).copy(), None).sql(dialect="duckdb")
    passes = FakeSnowflakeCursor._transform(cursor, Passes(), None)
    assert translated(parsed(sql).copy(), passes).sql(dialect="duckdb") == every
