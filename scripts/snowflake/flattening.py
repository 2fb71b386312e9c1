"""FLATTEN with its arguments: fakesnow takes the first one for the input and passes over MODE and RECURSIVE."""

from __future__ import annotations

from string import Template

from sqlglot import exp

from scripts.snowflake.errors import unsupported

_MODES = ("OBJECT", "ARRAY")

RECURSIVE = Template(
    r"""
CREATE OR REPLACE MACRO ${catalog}._fs_flatten_recursive(input) AS TABLE
    SELECT
        HASH(TO_JSON(input))::UBIGINT AS SEQ,
        CASE WHEN NOT tree.is_element THEN tree.key END AS KEY,
        LTRIM(REGEXP_REPLACE(SUBSTR(tree.fullkey, 2), '\."([^"]*)"', '[''\1'']', 'g'), '.') AS PATH,
        CASE WHEN tree.is_element THEN tree.key::BIGINT END AS INDEX,
        tree.value AS VALUE,
        JSON_EXTRACT(TO_JSON(input), tree.path) AS THIS
    FROM (
        SELECT *, fullkey = path || '[' || key || ']' AS is_element FROM JSON_TREE(TO_JSON(input)) WHERE path != fullkey
    ) AS tree
"""
)
"""DuckDB's macro for RECURSIVE => TRUE: every value at any depth, with its path as Snowflake writes it."""


def flatten(node: exp.Expr) -> exp.Expr:
    """Stands in for fakesnow's transformation of LATERAL FLATTEN and TABLE(FLATTEN).

    Raises:
        ProgrammingError: PATH, OUTER, or an argument that is no literal.
    """
    if not isinstance(node, exp.Lateral | exp.TableFromRows) or not isinstance(node.this, exp.Explode):
        return node
    listed = [node.this.this, *node.this.expressions]
    given = {each.this.name.upper(): each.expression for each in listed if isinstance(each, exp.Kwarg)}
    value = given.pop("INPUT", listed[0])
    mode, recursive = given.pop("MODE", None), given.pop("RECURSIVE", None)
    is_recursive = isinstance(recursive, exp.Boolean) and bool(recursive.this)
    chosen = mode.name.upper() if isinstance(mode, exp.Literal) else "BOTH"
    is_known = chosen in (*_MODES, "BOTH") and (mode is None or isinstance(mode, exp.Literal))
    if given or not is_known or (recursive is not None and not isinstance(recursive, exp.Boolean)):
        raise unsupported(f"these arguments of {node.this.sql(dialect='snowflake')[:200]}")
    if is_recursive and chosen != "BOTH":
        raise unsupported("FLATTEN with both RECURSIVE and MODE")
    # what holds no elements gives none
    kind = exp.Anonymous(this="JSON_TYPE", expressions=[exp.Anonymous(this="TO_JSON", expressions=[value.copy()])])
    held = exp.In(this=kind, expressions=[exp.Literal.string(mode) for mode in _MODES if chosen in (mode, "BOTH")])
    value = exp.Case(ifs=[exp.If(this=held, true=value.copy())])
    name = "_fs_flatten_recursive" if is_recursive else "_fs_flatten"
    return exp.Table(this=exp.Anonymous(this=name, expressions=[value]), alias=node.args.get("alias"))
