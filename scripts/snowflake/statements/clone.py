"""Clones of tables, schemas and databases, swapped tables, renamed relations."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from scripts.snowflake.account import Relation
from scripts.snowflake.errors import compilation_error, exists_already, unsupported
from scripts.snowflake.grants import Name
from scripts.snowflake.reading import stored_at
from scripts.snowflake.session import DONE, Rows, Session, quote, said
from scripts.snowflake.statements.masking import require_create
from scripts.snowflake.words import Words


def clone_table(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] [TRANSIENT] TABLE [IF NOT EXISTS] name CLONE source [AT|BEFORE (...)] [COPY GRANTS]."""
    words.need("CREATE")
    replace = words.take("OR REPLACE")
    transient = words.take("TRANSIENT")
    words.need("TABLE")
    if_not_exists = words.take("IF NOT EXISTS")
    path = words.path()
    if not words.take("CLONE"):
        return None
    name, source = session.name(path), session.name(words.path())
    moment = f" {words.need_any('AT', 'BEFORE')} ({words.parentheses()})" if words.peek() in ("AT", "BEFORE") else ""
    words.take("COPY GRANTS")
    words.end()
    account = session.account
    if name in account.relations and not replace:
        if if_not_exists:
            return said(f"{name[-1]} already exists, statement succeeded.")
        raise exists_already(name[-1])
    original = account.relation(source, "TABLE")
    account.require(session.role, "SELECT", source)
    require_create(session, "TABLE", name)
    if original.kind == "TRANSIENT" and not transient:
        raise compilation_error(f"Transient object '{source[-1]}' cannot be cloned to a permanent object.", 2120)
    rows = quote(source) if not moment else stored_at(session, source, moment)
    _copy(session, rows, name, "TRANSIENT" if transient else "TABLE")
    _copy_rules(session, source, name)
    return said(f"Table {name[-1]} successfully created.")


def clone_container(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] [TRANSIENT] SCHEMA|DATABASE [IF NOT EXISTS] name CLONE source."""
    words.need("CREATE")
    replace = words.take("OR REPLACE")
    words.take("TRANSIENT")
    kind = words.need_any("SCHEMA", "DATABASE")
    if_not_exists = words.take("IF NOT EXISTS")
    size = 1 if kind == "DATABASE" else 2
    name = session.name(words.path(), size)
    if not words.take("CLONE"):
        return None
    source = session.name(words.path(), size)
    words.end()
    session.require_container(source)
    there = name[0] in session.databases() if kind == "DATABASE" else name in session.schemas(name[0])
    if there and not replace:
        if if_not_exists:
            return said(f"{name[-1]} already exists, statement succeeded.")
        raise exists_already(name[-1])
    if there:
        session.run(f"DROP {kind} {quote(name)}")
    session.run(f"CREATE {kind} {quote(name)}")
    for schema in session.schemas(source[0]) if kind == "DATABASE" else [source]:
        _clone_schema(session, schema, (*name, schema[1]) if kind == "DATABASE" else name)
    return said(f"{kind.title()} {name[-1]} successfully created.")


def _clone_schema(session: Session, source: Name, target: Name) -> None:
    if target not in session.schemas(target[0]):
        session.run(f"CREATE SCHEMA {quote(target)}")
    inside = {name: relation for name, relation in session.account.relations.items() if name[:2] == source}
    for name, relation in inside.items():
        copy = (*target, name[2])
        if relation.is_temporary:
            continue
        session.account.require(session.role, "SELECT", name)
        if relation.kind == "VIEW":
            # a cloned view still reads what its text names
            session.run(_renamed_view(relation, copy))
        else:
            _copy(session, quote(name), copy, relation.kind)
            made = session.account.relations[copy]
            made.text, made.properties = relation.text, dict(relation.properties)
        _copy_rules(session, name, copy)


def _renamed_view(relation: Relation, name: Name) -> str:
    create = sqlglot.parse_one(relation.text, read="snowflake")
    table = create.find(exp.Table)
    if table is not None:
        table.replace(exp.to_table(quote(name), dialect="snowflake"))
    create.set("replace", False)
    return create.sql(dialect="snowflake")


def _copy(session: Session, source: str, target: Name, kind: str) -> None:
    if target in session.account.relations:
        session.history.keep(session.account, target, session.aside, quote(target), dropped=True)
    session.duck(f"CREATE OR REPLACE TABLE {quote(target)} AS SELECT * FROM {source}")
    session.account.add_relation(target, Relation(kind), session.role)


def _copy_rules(session: Session, source: Name, target: Name) -> None:
    account = session.account
    for (name, column), policy in list(account.masks.items()):
        if name == source:
            account.masks[target, column] = policy
    if source in account.row_access:
        account.row_access[target] = account.row_access[source]


def swap(session: Session, words: Words) -> Rows | None:
    """ALTER TABLE [IF EXISTS] name SWAP WITH other: rows, rules, parameters and history change places."""
    words.need("ALTER TABLE")
    words.take("IF EXISTS")
    one = session.name(words.path())
    if not words.take("SWAP WITH"):
        return None
    other = session.name(words.path())
    words.end()
    account = session.account
    session.owned(one, "TABLE")
    session.owned(other, "TABLE")
    beside = (*one[:2], f"{one[2]}__SWAPPED")
    for old, new in ((one, beside), (other, one), (beside, other)):
        _move(session, old, new, "TABLE")
        account.rename_relation(old, new)
    session.history.swap(one, other)
    return DONE


def rename(session: Session, words: Words) -> Rows | None:
    """ALTER TABLE|VIEW [IF EXISTS] name RENAME TO other: rules stay on the columns, dependants keep the old name."""
    words.need("ALTER")
    kind = words.need_any("DYNAMIC TABLE", "TABLE", "VIEW")
    words.take("IF EXISTS")
    old = session.name(words.path())
    if not words.take("RENAME TO"):
        return None
    new = session.name(words.path())
    words.end()
    relation = session.owned(old, kind)
    if new in session.account.relations:
        raise exists_already(new[-1])
    require_create(session, "VIEW" if relation.kind == "VIEW" else "TABLE", new)
    _move(session, old, new, "VIEW" if relation.kind == "VIEW" else "TABLE")
    session.account.rename_relation(old, new)
    session.history.rename(old, new)
    return DONE


def _move(session: Session, old: Name, new: Name, spoken: str) -> None:
    if old[:2] == new[:2]:
        session.duck(f"ALTER {spoken} {quote(old)} RENAME TO {quote(new[2:])}")
    elif spoken == "VIEW":
        raise unsupported("RENAME of a view TO another schema")
    else:
        session.duck(f"CREATE TABLE {quote(new)} AS SELECT * FROM {quote(old)}")
        session.duck(f"DROP TABLE {quote(old)}")


HANDLERS = {
    "CREATE TABLE": clone_table,
    "CREATE OR REPLACE TABLE": clone_table,
    "CREATE TRANSIENT TABLE": clone_table,
    "CREATE OR REPLACE TRANSIENT TABLE": clone_table,
    "CREATE SCHEMA": clone_container,
    "CREATE OR REPLACE SCHEMA": clone_container,
    "CREATE TRANSIENT SCHEMA": clone_container,
    "CREATE DATABASE": clone_container,
    "CREATE OR REPLACE DATABASE": clone_container,
    "CREATE TRANSIENT DATABASE": clone_container,
    "ALTER TABLE": swap,
    "ALTER VIEW": rename,
    "ALTER DYNAMIC TABLE": rename,
}


def _alter_table(session: Session, words: Words) -> Rows | None:
    at = Words(words.sql)
    return swap(session, words) or rename(session, at)


HANDLERS["ALTER TABLE"] = _alter_table
