"""Names in mixed case: Snowflake finds such a column only under its quoted name, the SQL engine under any."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from scripts.snowflake.errors import compilation_error
from scripts.snowflake.grants import Name
from scripts.snowflake.session import Session, quote

_Named = Callable[[exp.Table], Name]


def require_exact_names(session: Session, tree: exp.Expr, named: _Named) -> None:
    """Refuse a column that is written without quotes but stored in mixed case.

    Args:
        session: who asks.
        tree: the statement, as it was written.
        named: the full name of a table in it.

    Raises:
        ProgrammingError: "invalid identifier", as Snowflake says.
    """
    exact = {name: columns for name in _tables(session, tree, named) if (columns := _mixed_columns(session, name))}
    query = tree if isinstance(tree, exp.Query) else tree.args.get("expression")
    if not exact or not isinstance(query, exp.Query):
        return
    for scope in traverse_scope(query.unnest() if isinstance(query, exp.Subquery) else query):
        # a name may also be that of an alias beside it
        given = {each.alias.upper() for each in _selects(scope) if isinstance(each, exp.Alias)}
        for column in scope.columns:
            name = column.name.upper()
            if column.this.args.get("quoted") or name in given:
                continue
            sources = [source for alias, source in scope.sources.items() if column.table.upper() in ("", alias.upper())]
            if any(name in _upper(_mixed(source, exact, named)) for source in sources):
                raise compilation_error(f"invalid identifier '{name}'", 904)


def _tables(session: Session, tree: exp.Expr, named: _Named) -> list[Name]:
    tables = [table for table in tree.find_all(exp.Table) if table.db and isinstance(table.this, exp.Identifier)]
    names = {named(table) for table in tables}
    return [name for name in names if name in session.account.relations]


def _mixed_columns(session: Session, name: Name) -> frozenset[str]:
    relation = session.account.relations[name]
    if relation.mixed_columns is None:
        described = (row[0] for row in session.duck(f"DESCRIBE {quote(name)}"))
        relation.mixed_columns = frozenset(column for column in described if column != column.upper())
    return relation.mixed_columns


def _mixed(source: exp.Expr | Scope, exact: dict[Name, frozenset[str]], named: _Named) -> set[str]:
    """The columns of a source that have a name in mixed case; a star hands on those of what it stands for."""
    if isinstance(source, exp.Table):
        return set(exact.get(named(source), ())) if source.db else set()
    if not isinstance(source, Scope) or not isinstance(source.expression, exp.Select):
        return set()
    names = {each.alias_or_name for each in _selects(source)}
    found = {name for name in names if name not in ("*", name.upper(), name.lower())}
    if source.expression.is_star:
        found = found.union(*(_mixed(below, exact, named) for below in source.sources.values()))
    return found


def _selects(scope: Scope) -> list[exp.Expr]:
    return list(scope.expression.selects) if isinstance(scope.expression, exp.Query) else []


def _upper(names: set[str]) -> set[str]:
    return {name.upper() for name in names}
