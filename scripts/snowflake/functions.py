"""Snowflake functions fakesnow does not know, as expressions it does."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from scripts.snowflake.errors import unsupported
from scripts.snowflake.session import Session

_CONTEXT_KINDS = (exp.CurrentRole, exp.CurrentUser, exp.CurrentWarehouse)
_TEXT_COLUMNS = (
    "POLICY_DB",
    "POLICY_SCHEMA",
    "POLICY_NAME",
    "POLICY_KIND",
    "REF_DATABASE_NAME",
    "REF_SCHEMA_NAME",
    "REF_ENTITY_NAME",
    "REF_COLUMN_NAME",
    "POLICY_STATUS",
)


def replace_functions(tree: exp.Expr) -> exp.Expr:
    """Functions the engine lacks become expressions it has; the tree itself is changed."""
    return tree.transform(_engine_function, copy=False)


def replace_context(session: Session, tree: exp.Expr) -> exp.Expr:
    """CURRENT_ROLE() and its kin become what they are in this session; the tree itself is changed."""
    return tree.transform(lambda node: _context_function(session, node), copy=False)


def name_context(tree: exp.Expr) -> exp.Expr:
    """Columns that are CURRENT_ROLE() or its kin keep that as their name when the value takes its place."""
    for select in tree.find_all(exp.Select):
        for column in list(select.expressions):
            if isinstance(column, _CONTEXT_KINDS):
                column.replace(exp.alias_(column.copy(), column.sql(dialect="snowflake"), quoted=True))
    return tree


def asks_for_context(tree: exp.Expr) -> bool:
    """Whether an expression depends on who runs it."""
    return any(True for _ in tree.find_all(*_CONTEXT_KINDS)) or any(
        node.name.upper() in _CONTEXT for node in tree.find_all(exp.Anonymous)
    )


def _engine_function(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Anonymous) and node.name.upper() == "TRY_TO_TIMESTAMP_TZ":
        return exp.TryCast(this=node.expressions[0].copy(), to=exp.DataType.build("TIMESTAMPTZ"))
    if isinstance(node, exp.Typeof):
        return _type_of_variant(node.this)
    if isinstance(node, exp.ArrayFilter) and isinstance(node.expression, exp.Lambda):
        return _filtered_elements(node, node.expression)
    return node


def _type_of_variant(value: exp.Expr) -> exp.Expr:
    """TYPEOF, which takes a VARIANT, in Snowflake's words; the engine would say that it is JSON."""
    kind = exp.Anonymous(this="JSON_TYPE", expressions=[value.copy()])
    words = {"BIGINT": "INTEGER", "UBIGINT": "INTEGER", "HUGEINT": "INTEGER", "DOUBLE": "DECIMAL", "NULL": "NULL_VALUE"}
    ifs = [exp.If(this=exp.Literal.string(word), true=exp.Literal.string(ours)) for word, ours in words.items()]
    return exp.Case(this=kind, ifs=ifs, default=kind.copy())


def _filtered_elements(node: exp.ArrayFilter, condition: exp.Lambda) -> exp.Expr:
    """FILTER of a VARIANT: the engine filters lists only, and an element of one must be read as JSON."""
    parameters = {each.name.upper() for each in condition.expressions}

    def read_element(inner: exp.Expr) -> exp.Expr:
        read = inner.this if isinstance(inner, exp.Cast) and inner.to.is_type(*exp.DataType.TEXT_TYPES) else None
        if isinstance(read, exp.Bracket) and read.this.name.upper() in parameters:
            path = exp.Literal.string(f'$."{read.expressions[0].name}"')
            return exp.Anonymous(this="JSON_EXTRACT_STRING", expressions=[read.this.copy(), path])
        return inner

    source = node.this
    if isinstance(source, exp.Anonymous) and source.name.upper() == "AS_ARRAY":
        # what is no array has no element
        source = source.expressions[0]
    elements = exp.Anonymous(this="JSON_EXTRACT", expressions=[source.copy(), exp.Literal.string("$[*]")])
    return exp.ArrayFilter(this=elements, expression=condition.transform(read_element))


def _context_function(session: Session, node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.CurrentRole):
        return exp.Literal.string(session.role)
    if isinstance(node, exp.CurrentUser):
        return exp.Literal.string(session.user)
    if isinstance(node, exp.CurrentWarehouse):
        return exp.Literal.string(session.warehouse) if session.warehouse else exp.Null()
    if isinstance(node, exp.TableFromRows):
        return _table_function(session, node)
    if isinstance(node, exp.Anonymous) and node.name.upper() in _CONTEXT:
        return _CONTEXT[node.name.upper()](session, node)
    return node


def _is_role_in_session(session: Session, node: exp.Anonymous) -> exp.Expr:
    asked = node.expressions[0]
    if not isinstance(asked, exp.Literal):
        raise unsupported("IS_ROLE_IN_SESSION of anything but a literal")
    return exp.Boolean(this=asked.name.upper() in session.account.active_roles(session.role))


_CONTEXT: dict[str, Callable[[Session, exp.Anonymous], exp.Expr]] = {
    "CURRENT_ACCOUNT": lambda _session, _node: exp.Literal.string("OFFLINE"),
    "CURRENT_ACCOUNT_NAME": lambda _session, _node: exp.Literal.string("OFFLINE"),
    "CURRENT_REGION": lambda _session, _node: exp.Literal.string("OFFLINE"),
    "INVOKER_ROLE": lambda session, _node: exp.Literal.string(session.role),
    "IS_ROLE_IN_SESSION": _is_role_in_session,
}


def _table_function(session: Session, node: exp.TableFromRows) -> exp.Expr:
    call = node.this
    while isinstance(call, exp.Dot):
        call = call.expression
    if not isinstance(call, exp.Anonymous) or call.name.upper() != "POLICY_REFERENCES":
        return node
    arguments = {
        each.this.name.upper(): each.expression.name for each in call.expressions if isinstance(each, exp.Kwarg)
    }
    rows = _policy_references(session, arguments)
    values = [
        exp.select(*(exp.alias_(exp.Literal.string(value), column) for column, value in row.items())) for row in rows
    ]
    if not values:
        empty = [exp.alias_(exp.cast(exp.Null(), "VARCHAR"), column) for column in _TEXT_COLUMNS]
        values = [exp.select(*empty).where(exp.false())]
    query: exp.Expr = values[0]
    for value in values[1:]:
        query = exp.union(query, value, distinct=False)
    return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier("POLICY_REFERENCES")))


def _policy_references(session: Session, arguments: dict[str, str]) -> list[dict[str, str]]:
    by_policy = arguments.get("POLICY_NAME")
    wanted = session.name((by_policy or arguments.get("REF_ENTITY_NAME", "")).replace('"', "").upper().split("."))
    account = session.account
    found = [
        (policy, "MASKING_POLICY", relation, column)
        for (relation, column), policy in account.masks.items()
        if wanted == (policy if by_policy else relation)
    ]
    found += [
        (policy, "ROW_ACCESS_POLICY", relation, "")
        for relation, (policy, _) in account.row_access.items()
        if wanted == (policy if by_policy else relation)
    ]
    return [
        dict(zip(_TEXT_COLUMNS, (*policy, kind, *relation, column, "ACTIVE"), strict=True))
        for policy, kind, relation, column in sorted(found)
    ]
