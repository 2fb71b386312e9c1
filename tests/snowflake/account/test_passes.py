"""A pass of fakesnow's that is left out would have changed nothing."""

import ast
import inspect
import textwrap

import pytest
from fakesnow import transforms
from fakesnow.cursor import FakeSnowflakeCursor

from scripts.snowflake.parsing import parsed
from scripts.snowflake.passes import LOOKS_FOR, Passes, translated


def kinds_in_source(function):
    """What a pass asks of the node it is given: isinstance(expression, exp.<Kind>)."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    node = tree.args.args[0].arg
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "isinstance" and ast.unparse(call.args[0]) == node:
            # one kind, (one, other) or one | other
            found |= {kind.attr for kind in ast.walk(call.args[1]) if isinstance(kind, ast.Attribute)}
    return found


@pytest.mark.parametrize("name", sorted(set(LOOKS_FOR) - {"to_timestamp"}))
def test_a_pass_looks_for_what_the_list_says(name):
    assert kinds_in_source(getattr(transforms, name)) == set(LOOKS_FOR[name])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a.b AS c, COUNT(*) AS n FROM prod.common.x AS a WHERE c > 1 GROUP BY ALL",
        "SELECT x['a']['b']::VARCHAR AS t, TRY_PARSE_JSON(d) AS j FROM prod.common.x WHERE j IS NOT NULL",
        "SELECT DATEADD('day', 1, d) AS e, SHA2(t, 256) AS h, d::TIMESTAMP_NTZ AS at FROM prod.common.x",
        "CREATE OR REPLACE TABLE prod.common.y (a NUMBER(38, 0), b VARCHAR(20)) AS (SELECT 1, 'x')",
        "SELECT line.value:k::INT AS k FROM prod.common.x, LATERAL FLATTEN(INPUT => x.d) AS line",
    ],
)
def test_the_translation_is_that_of_all_passes(builder, sql):
    cursor = builder.connection.cursor()
    every = FakeSnowflakeCursor._transform(cursor, parsed(sql).copy(), None).sql(dialect="duckdb")
    passes = FakeSnowflakeCursor._transform(cursor, Passes(), None)
    assert translated(parsed(sql).copy(), passes).sql(dialect="duckdb") == every
