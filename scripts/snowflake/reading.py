"""What a role sees when it reads: granted relations only, at the asked time, without hidden rows, masked.

A view runs with its owner's rights but under the reader's role, as on Snowflake: CURRENT_ROLE() inside a policy is the
role that asks. Views over protected tables are therefore read through their text, all others as they are.
"""

from __future__ import annotations

import time

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from scripts.snowflake.account import Policy
from scripts.snowflake.casing import require_exact_names
from scripts.snowflake.errors import compilation_error, missing, unsupported
from scripts.snowflake.functions import asks_for_context, name_context, replace_context, replace_functions
from scripts.snowflake.grants import Name
from scripts.snowflake.parsing import parsed
from scripts.snowflake.session import Session, quote


def rewrite(session: Session, tree: exp.Expr, target: exp.Table | None = None) -> exp.Expr:
    """The statement as this session may run it; `target` is the relation it writes.

    Raises:
        ProgrammingError: the role may not read a relation the statement names.
    """
    out = tree.copy()
    skip = id(_same(out, tree, target)) if target is not None else None
    require_exact_names(session, tree, lambda table: relation_name(session, table))
    out = replace_context(session, replace_functions(name_context(out)))
    _replace_sources(session, out, skip, checked=True)
    return out


def translate(session: Session, sql: str) -> str:
    """A query in Snowflake's SQL as DuckDB SQL, with everything a read means for this role."""
    tree = rewrite(session, parsed(sql))
    return str(session.connection.cursor()._transform(tree, None).sql(dialect="duckdb"))


def stored_at(session: Session, name: Name, moment: str) -> str:
    """The DuckDB relation that holds a table's rows as of `moment`, an AT or BEFORE clause."""
    table = sqlglot.parse_one(f"SELECT * FROM t {moment}", read="snowflake").find(exp.Table)
    when = table.args.get("when") if table is not None else None
    if when is None:
        raise unsupported(f"time travel clause {moment.strip()}")
    return _stored(session, name, when) or quote(name)


def relation_name(session: Session, table: exp.Table) -> Name:
    """The full name of a table in a statement."""
    return session.name(
        [identifier(part) for part in (table.args.get("catalog"), table.args.get("db"), table.this) if part]
    )


def identifier(part: exp.Expr) -> str:
    """An identifier's name as Snowflake stores it."""
    quoted = isinstance(part, exp.Identifier) and part.args.get("quoted")
    return part.name if quoted else part.name.upper()


def _same(copy: exp.Expr, tree: exp.Expr, node: exp.Expr) -> exp.Expr:
    # the node of the copy that stands where `node` stands in the tree
    for mine, theirs in zip(copy.walk(), tree.walk(), strict=True):
        if theirs is node:
            return mine
    raise ValueError("the node is not part of the tree")


def _replace_sources(session: Session, tree: exp.Expr, skip: int | None, *, checked: bool) -> None:
    with_names = {cte.alias.upper() for cte in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if id(table) == skip or not isinstance(table.this, exp.Identifier):
            continue
        if not table.db and identifier(table.this) in with_names:
            continue
        if table.db.upper() == "INFORMATION_SCHEMA" or table.name.startswith("@"):
            continue
        table.replace(_source(session, table, checked=checked))


def _source(session: Session, table: exp.Table, *, checked: bool) -> exp.Expr:
    name = relation_name(session, table)
    account = session.account
    if name not in account.relations:
        return table
    if account.relations[name].is_temporary and name not in session.temporary:
        raise missing("Object", ".".join(name))
    if checked:
        account.require(session.role, "SELECT", name)
    when = table.args.get("when")
    stored = _stored(session, name, when) if when else None
    if when:
        table.set("when", None)
    protected = _protection(session, name)
    text = account.relations[name].text if account.relations[name].kind == "VIEW" else ""
    expands = bool(text) and _depends_on_role(session, name)
    if not (stored or protected or expands):
        return table
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name, quoted=True))
    source: exp.Expr = exp.to_table(stored or quote(name), dialect="duckdb")
    if expands:
        source = exp.Subquery(this=_view_query(session, text), alias=exp.TableAlias(this=exp.to_identifier("_VIEW")))
    query = exp.select("*").from_(source)
    masks = {column: body for column, body in protected if column}
    if masks:
        query.set(
            "expressions", [exp.Star(replace=[exp.alias_(body, column, quoted=True) for column, body in masks.items()])]
        )
    for _, condition in (each for each in protected if not each[0]):
        # rows are hidden before values are masked: the policy reads the clear ones
        query = query.where(condition)
    return exp.Subquery(this=query, alias=alias)


def _view_query(session: Session, text: str) -> exp.Expr:
    body = replace_context(session, replace_functions(parsed(text).expression.copy()))
    _replace_sources(session, body, None, checked=False)
    query: exp.Expr = body.this if isinstance(body, exp.Subquery) else body
    return query


def _protection(session: Session, name: Name) -> list[tuple[str, exp.Expr]]:
    """(column, mask) pairs that change something for this role, and ('', condition) for hidden rows."""
    found: list[tuple[str, exp.Expr]] = []
    for column, policy in session.account.masks_of(name).items():
        body = _applied(session, policy, (column,))
        if isinstance(body, exp.Column) and body.name == column:
            session.shown.add(".".join((*name, column)).lower())
        else:
            found.append((column, body))
    if name in session.account.row_access:
        policy_name, columns = session.account.row_access[name]
        condition = _applied(session, session.account.row_policies[policy_name], columns)
        if not (isinstance(condition, exp.Boolean) and condition.this):
            found.append(("", condition))
    return found


def _applied(session: Session, policy: Policy, columns: tuple[str, ...]) -> exp.Expr:
    """A policy's body over the given columns, with this session's role put in and what follows from it worked out."""
    given = {argument: column for (argument, _), column in zip(policy.arguments, columns, strict=True)}

    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and identifier(node.this) in given:
            return exp.column(given[identifier(node.this)], quoted=True)
        return node

    holder = replace_context(session, replace_functions(parsed(f"SELECT {policy.body}").transform(fill)))
    simplified: exp.Expr = simplify(holder.expressions[0], dialect="snowflake")
    return simplified


def _depends_on_role(session: Session, name: Name) -> bool:
    """Whether a view asks who reads it, or stands over something that does."""
    relation = session.account.relations.get(name)
    if relation is None or relation.kind != "VIEW":
        return False
    body = parsed(relation.text).expression
    if asks_for_context(body):
        return True
    for table in body.find_all(exp.Table):
        if table.db:
            below = relation_name(session, table)
            if below != name and (_protection(session, below) or _depends_on_role(session, below)):
                return True
    return False


def _stored(session: Session, name: Name, when: exp.Expr) -> str | None:
    kind, value = str(when.args["kind"]).upper(), when.expression
    if kind == "STATEMENT":
        raise unsupported("AT or BEFORE a statement")
    sql = value.sql(dialect="snowflake")
    query = f"SELECT {sql}" if kind == "OFFSET" else f"SELECT DATE_PART('epoch_millisecond', ({sql})::TIMESTAMP_TZ)"
    answer = float(session.duck(translate(session, query))[0][0])
    moment = time.time() + answer if kind == "OFFSET" else answer / 1000
    if kind not in ("OFFSET", "TIMESTAMP"):
        raise compilation_error(f"syntax error: unknown time travel kind {kind}")
    return session.history.at(session.account, name, moment)
