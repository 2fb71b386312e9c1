"""What the emulated account takes on: a statement of any other kind is refused by name, never half run."""

from __future__ import annotations

from sqlglot import exp

from scripts.snowflake.errors import unsupported
from scripts.snowflake.words import Words

_STATEMENTS = (
    exp.Query,
    exp.DML,
    exp.Merge,
    exp.TruncateTable,
    exp.Create,
    exp.Drop,
    exp.Alter,
    exp.Use,
    exp.Set,
    exp.Describe,
    exp.Show,
    exp.Transaction,
    exp.Commit,
    exp.Rollback,
    exp.Copy,
    exp.Put,
    exp.ListStage,
)
_UNPARSED = ("EXPLAIN", "SHOW USER FUNCTIONS")
"""Beginnings sqlglot does not parse and fakesnow answers."""
_OBJECTS = ("TABLE", "VIEW", "SCHEMA", "DATABASE", "SEQUENCE")
_CREATED_ONLY = ("STAGE", "FILE FORMAT")
_OTHER_TABLES = (exp.ExternalProperty, exp.IcebergProperty, exp.MaterializedProperty)


def require_supported(tree: exp.Expr, sql: str) -> None:
    """Refuse a statement this account cannot stand for.

    Raises:
        ProgrammingError: "not supported offline" and the beginning of the statement.
    """
    if isinstance(tree, exp.Command):
        known = any(" ".join(sql.upper().split()).startswith(beginning) for beginning in _UNPARSED)
    elif isinstance(tree, exp.Create):
        # CREATE OR ALTER is parsed as CREATE OR REPLACE and would replace
        known = _is_known_object(tree) and Words(sql).peek(2) != "ALTER"
    elif isinstance(tree, exp.Drop):
        known = (tree.kind or "").upper() in _OBJECTS
    elif isinstance(tree, exp.Copy):
        # rows are loaded from a stage; a bare address would be read by the SQL engine itself
        known = all(isinstance(each, exp.Table) for each in tree.args.get("files") or [])
    elif isinstance(tree, exp.Alter):
        known = not any(isinstance(action, exp.AlterSet) for action in tree.args.get("actions") or [])
    else:
        known = isinstance(tree, _STATEMENTS)
    if not known or not all(_is_known_source(source) for source in tree.find_all(exp.Table, exp.TableFromRows)):
        raise unsupported(sql[:200])


def _is_known_object(tree: exp.Create) -> bool:
    properties = tree.args.get("properties")
    is_other = any(isinstance(each, _OTHER_TABLES) for each in (properties.expressions if properties else []))
    return (tree.kind or "").upper() in (*_OBJECTS, *_CREATED_ONLY) and not is_other


def _is_known_source(source: exp.Expr) -> bool:
    """A relation or a table function of Snowflake's; the SQL engine has others, which read files of this machine."""
    if isinstance(source, exp.TableFromRows):
        call = source.this
        while isinstance(call, exp.Dot):
            call = call.expression
        is_known = isinstance(call, exp.Explode | exp.Generator)
        return is_known or (isinstance(call, exp.Anonymous) and call.name.upper() == "POLICY_REFERENCES")
    return not isinstance(source.this, exp.Func | exp.Literal)
