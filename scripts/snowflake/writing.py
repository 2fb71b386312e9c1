"""Statements that change rows or relations: may this role, what was there before, what follows for the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
from snowflake.connector.errors import ProgrammingError
from sqlglot import exp

from scripts.snowflake import engine
from scripts.snowflake.account import Relation
from scripts.snowflake.creation import Policies
from scripts.snowflake.errors import missing
from scripts.snowflake.functions import replace_functions
from scripts.snowflake.grants import Name
from scripts.snowflake.reading import relation_name, rewrite
from scripts.snowflake.session import Session, quote
from scripts.snowflake.statements import dynamic_tables, masking, row_access

if TYPE_CHECKING:
    from scripts.snowflake.cursor import Cursor

_PRIVILEGES = {
    exp.Copy: "INSERT",
    exp.Insert: "INSERT",
    exp.Update: "UPDATE",
    exp.Delete: "DELETE",
    exp.Merge: "INSERT",
}
_RELATIONS = ("TABLE", "VIEW")


def is_write(tree: exp.Expr) -> bool:
    """Whether a statement changes rows, relations, schemas or databases."""
    return isinstance(tree, exp.DML | exp.Merge | exp.TruncateTable | exp.Create | exp.Drop | exp.Alter)


def write(cursor: Cursor, tree: exp.Expr, params: Any, policies: Policies) -> None:
    """Run a statement for which `is_write` holds."""
    session = cursor.session
    if isinstance(tree, exp.Create) and (tree.kind or "").upper() in _RELATIONS:
        _create_relation(cursor, tree, params, policies)
    elif isinstance(tree, exp.Create | exp.Drop) and (tree.kind or "").upper() in ("SCHEMA", "DATABASE"):
        _change_container(cursor, tree, params)
    elif isinstance(tree, exp.Drop) and (tree.kind or "").upper() in _RELATIONS:
        _drop_relation(cursor, tree, params)
    elif isinstance(tree, exp.Merge):
        _merge(cursor, tree)
    elif isinstance(tree, exp.Create | exp.Drop):
        cursor.pass_on(tree.copy(), params)
    else:
        target = _target(tree)
        name = relation_name(session, target)
        privilege = next((kind for node, kind in _PRIVILEGES.items() if isinstance(tree, node)), "OWNERSHIP")
        _require(session, privilege, name)
        _keep(session, name, dropped=False)
        cursor.pass_on(rewrite(session, tree, target), params)


def _target(tree: exp.Expr) -> exp.Table:
    table = tree.find(exp.Table) if not isinstance(tree.this, exp.Table) else tree.this
    if table is None:
        raise missing("Object", tree.sql(dialect="snowflake")[:100])
    return table


def _require(session: Session, privilege: str, name: Name) -> None:
    if name in session.account.relations:
        session.account.require(session.role, privilege, name)


def _keep(session: Session, name: Name, *, dropped: bool) -> None:
    if name not in session.temporary:
        session.history.keep(session.account, name, session.aside, quote(name), dropped=dropped)


def _create_relation(cursor: Cursor, tree: exp.Create, params: Any, policies: Policies) -> None:
    session = cursor.session
    target = _target(tree)
    name = relation_name(session, target)
    kind, is_secure = _kind(tree)
    if tree.args.get("exists") and name in session.account.relations:
        cursor.pass_on(tree.copy(), params)
        return
    _require_create(session, "VIEW" if kind == "VIEW" else "TABLE", name)
    if tree.args.get("replace") and name in session.account.relations:
        _require(session, "OWNERSHIP", name)
        _keep(session, name, dropped=True)
        _drop_other_kind(session, name, kind)
    text = tree.sql(dialect="snowflake") if kind in ("VIEW", "DYNAMIC") else ""
    # a view keeps its text and is masked when it is read; its creator must still be allowed to read what it names
    ready = rewrite(session, tree, target)
    runnable = replace_functions(tree.copy()) if kind == "VIEW" else ready
    if _make_ordinary(runnable):
        session.temporary.add(name)
    # a relation of that name may have been described before
    session.aside(engine.information_schema.insert_table_comment_sql(*name, ""))
    cursor.pass_on(runnable, params)
    relation = Relation(kind, text, is_secure, name in session.temporary, dynamic_tables.properties(tree))
    session.account.add_relation(name, relation, session.role)
    try:
        for column, path in policies.masks.items():
            masking.attach(session, name, column, session.name(path), force=False)
        if policies.row_access:
            path, columns = policies.row_access
            row_access.attach(session, name, session.name(path), columns)
    except ProgrammingError:
        # without its policy nobody may see it
        session.duck(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {quote(name)}")
        session.account.drop_relation(name)
        raise


def _kind(tree: exp.Create) -> tuple[str, bool]:
    properties = tree.args.get("properties")
    given = {type(each).__name__ for each in (properties.expressions if properties else [])}
    if (tree.kind or "").upper() == "VIEW":
        return "VIEW", "SecureProperty" in given
    for name, kind in (
        ("DynamicProperty", "DYNAMIC"),
        ("TemporaryProperty", "TEMPORARY"),
        ("TransientProperty", "TRANSIENT"),
    ):
        if name in given:
            return kind, False
    return "TABLE", False


def _require_create(session: Session, kind: str, name: Name) -> None:
    account = session.account
    session.require_schema(name)
    allowed = account.holds(session.role, "SCHEMA", name[:2], f"CREATE {kind}", "ALL")
    if not (allowed and account.holds(session.role, "DATABASE", name[:1], "USAGE", "ALL")):
        raise missing("Schema", ".".join(name[:2]))


def _drop_other_kind(session: Session, name: Name, kind: str) -> None:
    # Snowflake replaces a view by a table only after a DROP; DuckDB says so itself, this keeps the words the same
    have = session.account.relations[name].object_kind
    wanted = "VIEW" if kind == "VIEW" else "DYNAMIC TABLE" if kind == "DYNAMIC" else "TABLE"
    if have != wanted:
        session.account.relation(name, wanted)


def _make_ordinary(tree: exp.Expr) -> bool:
    # DuckDB's temporary relations cannot have a qualified name: they become ordinary ones that end with the session
    temporary = tree.find(exp.TemporaryProperty)
    if temporary is not None:
        temporary.pop()
    return temporary is not None


def _change_container(cursor: Cursor, tree: exp.Create | exp.Drop, params: Any) -> None:
    session = cursor.session
    kind = (tree.kind or "").upper()
    table = _target(tree)
    parts = [part for part in (table.args.get("catalog"), table.args.get("db"), table.this) if part]
    path = [part.name if part.args.get("quoted") else part.name.upper() for part in parts]
    name = session.name(path, 1 if kind == "DATABASE" else 2)
    account = session.account
    if isinstance(tree, exp.Drop):
        there = name[0] in session.databases() if kind == "DATABASE" else name in session.schemas(name[0])
        if not there and tree.args.get("exists"):
            cursor.reply(("status",), [(f"Drop statement executed successfully ({name[-1]} already dropped).",)])
            return
        if not there or not account.holds(session.role, kind, name):
            raise missing(kind.title(), ".".join(name))
        if kind == "DATABASE":
            _detach(cursor, name[0])
        else:
            cursor.pass_on(tree.copy(), params)
        account.drop_container(name)
        return
    there = name[0] in session.databases() if kind == "DATABASE" else name in session.schemas(name[0])
    parent_kind, parent = ("ACCOUNT", ()) if kind == "DATABASE" else ("DATABASE", name[:1])
    if not there and not account.holds(session.role, parent_kind, parent, f"CREATE {kind}", "ALL"):
        raise missing(parent_kind.title(), ".".join(parent) or "OFFLINE")
    cursor.pass_on(tree.copy(), params)
    if not there:
        account.own(kind, name, session.role)


def _detach(cursor: Cursor, database: str) -> None:
    # a database of the account is an attached one of DuckDB's
    session = cursor.session
    if session.connection.database == database:
        session.duck("USE memory")
        session.connection.database = session.connection._schema = None
    session.duck(f"DETACH {quote((database,))}")
    cursor.reply(("status",), [(f"{database} successfully dropped.",)])


def _drop_relation(cursor: Cursor, tree: exp.Drop, params: Any) -> None:
    session = cursor.session
    name = relation_name(session, _target(tree))
    if name in session.account.relations:
        _require(session, "OWNERSHIP", name)
        have = session.account.relations[name].object_kind
        if have != (tree.kind or "").upper():
            session.account.relation(name, (tree.kind or "").upper())
        _keep(session, name, dropped=True)
    cursor.pass_on(tree.copy(), params)
    session.account.drop_relation(name)
    session.temporary.discard(name)


def _merge(cursor: Cursor, tree: exp.Merge) -> None:
    """DuckDB merges itself; fakesnow's own rewrite writes to a second database inside the caller's transaction."""
    session = cursor.session
    target = _target(tree)
    name = relation_name(session, target)
    for privilege in ("INSERT", "UPDATE", "DELETE"):
        _require(session, privilege, name)
    _keep(session, name, dropped=False)
    ready = rewrite(session, tree, target)
    source = ready.args["using"].alias_or_name
    for when in ready.find_all(exp.When):
        then = when.args["then"]
        if isinstance(then, exp.Insert) and isinstance(then.expression, exp.Expr):
            for column in then.expression.find_all(exp.Column):
                if not column.table:
                    column.set("table", exp.to_identifier(source))
    try:
        done = [row[0] for row in cursor.pass_native(ready, "RETURNING merge_action")]
    except duckdb.InvalidInputException as error:
        if "more than once" not in str(error):
            raise
        raise ProgrammingError(
            msg=f"Duplicate row detected during DML action on {name[-1]}", errno=100090, sqlstate="42P18"
        ) from None
    counts = [("inserted", "INSERT"), ("updated", "UPDATE"), ("deleted", "DELETE")]
    cursor.reply(
        tuple(f"number of rows {word}" for word, _ in counts), [tuple(done.count(action) for _, action in counts)]
    )
