"""Dynamic tables: described, changed and dropped; rows follow their query at REFRESH, not by themselves."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from scripts.snowflake.grants import Name
from scripts.snowflake.reading import translate
from scripts.snowflake.session import DONE, Rows, Session, quote, said
from scripts.snowflake.words import Words

_COLUMNS = (
    "name",
    "schema_name",
    "database_name",
    "text",
    "target_lag",
    "warehouse",
    "refresh_mode",
    "immutable_where",
    "cluster_by",
    "scheduler",
    "scheduling_state",
)


def properties(tree: exp.Create) -> dict[str, str]:
    """What CREATE says about a dynamic table, e.g. TARGET_LAG; nothing for any other relation."""
    given = tree.args.get("properties")
    listed = given.expressions if given else []
    if not any(isinstance(each, exp.DynamicProperty) for each in listed):
        return {}
    # sqlglot 30 keeps these as plain properties
    return {each.this.name.upper(): each.args["value"].name for each in listed if type(each) is exp.Property}


def show(session: Session, words: Words) -> Rows | None:
    """SHOW DYNAMIC TABLES [LIKE pattern] [IN SCHEMA|DATABASE name]."""
    words.need("SHOW DYNAMIC TABLES")
    like = words.string() if words.take("LIKE") else None
    container: Name = ()
    if words.take("IN"):
        kind = words.take_any("SCHEMA", "DATABASE") or "SCHEMA"
        container = session.name(words.path(), 1 if kind == "DATABASE" else 2)
    words.end()
    rows = []
    for name in sorted(session.account.in_container(container, "DYNAMIC TABLE")):
        if session.is_like(name[-1], like):
            relation = session.account.relations[name]
            have = relation.properties
            rows.append(
                (
                    *reversed(name),
                    relation.text,
                    have.get("TARGET_LAG", ""),
                    have.get("WAREHOUSE", "").upper(),
                    have.get("REFRESH_MODE", "AUTO").upper(),
                    have.get("IMMUTABLE_WHERE"),
                    have.get("CLUSTER_BY"),
                    have.get("SCHEDULER", "ENABLE"),
                    have.get("STATE", "ACTIVE"),
                )
            )
    return session.table(_COLUMNS, rows)


def drop(session: Session, words: Words) -> Rows | None:
    """DROP DYNAMIC TABLE [IF EXISTS] name."""
    words.need("DROP DYNAMIC TABLE")
    if_exists = words.take("IF EXISTS")
    name = session.name(words.path())
    words.end()
    if if_exists and name not in session.account.relations:
        return said(f"Drop statement executed successfully ({name[-1]} already dropped).")
    session.owned(name, "DYNAMIC TABLE")
    session.duck(f"DROP TABLE {quote(name)}")
    session.account.drop_relation(name)
    return said(f"{name[-1]} successfully dropped.")


def alter(session: Session, words: Words) -> Rows | None:
    """ALTER DYNAMIC TABLE [IF EXISTS] name REFRESH|RESUME|SUSPEND | SET TARGET_LAG|WAREHOUSE|SCHEDULER = value ..."""
    words.need("ALTER DYNAMIC TABLE")
    words.take("IF EXISTS")
    name = session.name(words.path())
    if words.peek() == "SET" and words.peek(1) in ("TARGET_LAG", "WAREHOUSE", "SCHEDULER"):
        words.need("SET")
        changed = words.properties()
        words.end()
        session.owned(name, "DYNAMIC TABLE").properties.update(changed)
        return DONE
    action = words.take_any("REFRESH", "RESUME", "SUSPEND")
    if not action:
        return None
    words.end()
    relation = session.owned(name, "DYNAMIC TABLE")
    if action == "REFRESH":
        _refresh(session, name, relation.text)
    else:
        relation.properties["STATE"] = "ACTIVE" if action == "RESUME" else "SUSPENDED"
    return DONE


def _refresh(session: Session, name: Name, text: str) -> None:
    query = sqlglot.parse_one(text, read="snowflake").expression.sql(dialect="snowflake")
    rows = translate(session, query)
    session.duck(f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT * FROM ({rows}) AS refreshed")


HANDLERS = {"SHOW DYNAMIC TABLES": show, "DROP DYNAMIC TABLE": drop, "ALTER DYNAMIC TABLE": alter}
