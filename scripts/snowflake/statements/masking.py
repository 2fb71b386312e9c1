"""Masking policies: created, changed, attached to columns, listed."""

from __future__ import annotations

from scripts.snowflake.account import Policy
from scripts.snowflake.errors import compilation_error, exists_already, missing
from scripts.snowflake.grants import Name
from scripts.snowflake.session import DONE, Rows, Session, said
from scripts.snowflake.types import type_family
from scripts.snowflake.words import Words


def policy_of(session: Session, name: Name) -> Policy:
    """The masking policy of that name, or Snowflake's refusal."""
    policy = session.account.policies.get(name)
    if policy is None:
        raise missing("Masking policy", ".".join(name))
    return policy


def _owned(session: Session, name: Name) -> Policy:
    policy = policy_of(session, name)
    if not session.account.holds(session.role, "MASKING POLICY", name):
        raise missing("Masking policy", ".".join(name))
    return policy


def require_create(session: Session, kind: str, name: Name) -> None:
    """Refuse unless the role may make an object of that kind in the schema of `name`."""
    session.require_schema(name)
    if not session.account.holds(session.role, "SCHEMA", name[:2], f"CREATE {kind}", "ALL"):
        raise missing("Schema", ".".join(name[:2]))


def create_policy(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] MASKING POLICY [IF NOT EXISTS] name AS (argument type) RETURNS type -> body."""
    words.need("CREATE")
    replace = words.take("OR REPLACE")
    words.need("MASKING POLICY")
    if_not_exists = words.take("IF NOT EXISTS")
    name = session.name(words.path())
    words.need("AS")
    arguments = read_arguments(words.parentheses())
    words.need("RETURNS")
    returns = read_type(words)
    words.need("->")
    body = words.rest()
    if name in session.account.policies and not replace:
        if if_not_exists:
            return said(f"{name[-1]} already exists, statement succeeded.")
        raise exists_already(name[-1])
    if name in session.account.policies:
        refuse_if_attached(session, name)
    if type_family(arguments[0][1]) != type_family(returns):
        raise compilation_error(f"Masking policy {name[-1]}: argument and return type must be the same.", 2023)
    session.check_expression(body)
    require_create(session, "MASKING POLICY", name)
    session.account.policies[name] = Policy(name, arguments, returns, body)
    session.account.own("MASKING POLICY", name, session.role)
    return said(f"Masking policy {name[-1]} successfully created.")


def alter_policy(session: Session, words: Words) -> Rows | None:
    """ALTER MASKING POLICY [IF EXISTS] name SET BODY -> body."""
    words.need("ALTER MASKING POLICY")
    words.take("IF EXISTS")
    policy = _owned(session, session.name(words.path()))
    words.need("SET BODY")
    words.need("->")
    body = words.rest()
    session.check_expression(body)
    policy.body = body
    return DONE


def drop_policy(session: Session, words: Words) -> Rows | None:
    """DROP MASKING POLICY [IF EXISTS] name; refused while a column has it."""
    words.need("DROP MASKING POLICY")
    if_exists = words.take("IF EXISTS")
    name = session.name(words.path())
    words.end()
    if if_exists and name not in session.account.policies:
        return said(f"Drop statement executed successfully ({name[-1]} already dropped).")
    _owned(session, name)
    refuse_if_attached(session, name)
    del session.account.policies[name]
    return said(f"{name[-1]} successfully dropped.")


def refuse_if_attached(session: Session, name: Name) -> None:
    """A policy that protects something can be neither dropped nor replaced."""
    attached = {*session.account.masks.values(), *(policy for policy, _ in session.account.row_access.values())}
    if name in attached:
        raise compilation_error(
            f"Policy {name[-1]} cannot be dropped/replaced as it is associated with one or more entities.", 3557
        )


def alter_column(session: Session, words: Words) -> Rows | None:
    """ALTER TABLE|VIEW name MODIFY|ALTER [COLUMN] column SET MASKING POLICY name [FORCE] | UNSET MASKING POLICY."""
    words.need("ALTER")
    kind = words.need_any("DYNAMIC TABLE", "TABLE", "VIEW")
    words.take("IF EXISTS")
    name = session.name(words.path())
    if not words.take_any("MODIFY", "ALTER"):
        return None
    words.take("COLUMN")
    if words.has_string() or words.peek(1) not in ("SET", "UNSET") or words.peek(2) != "MASKING":
        return None
    column = words.name()
    session.owned(name, kind)
    if words.take("UNSET MASKING POLICY"):
        words.end()
        if session.account.masks.pop((name, column), None) is None:
            raise compilation_error(f"Column '{column}' has no masking policy.", 3535)
        return DONE
    words.need("SET MASKING POLICY")
    policy = session.name(words.path())
    force = words.take("FORCE")
    words.end()
    attach(session, name, column, policy, force=force)
    return DONE


def attach(session: Session, name: Name, column: str, policy_name: Name, *, force: bool) -> None:
    """Put a policy on a column after the checks Snowflake makes."""
    policy = policy_of(session, policy_name)
    if not session.account.holds(session.role, "MASKING POLICY", policy_name, "APPLY"):
        raise missing("Masking policy", ".".join(policy_name))
    columns = session.columns(name)
    if column not in columns:
        raise compilation_error(f"invalid identifier '{column}'", 904)
    if type_family(columns[column]) != type_family(policy.returns):
        raise compilation_error(
            f"Masking policy {policy_name[-1]} is for {policy.returns}, column {column} of {name[-1]} is "
            f"{columns[column]}.",
            2023,
        )
    if (name, column) in session.account.masks and not force:
        raise compilation_error(
            f"Specified column already attached to another masking policy: {name[-1]}.{column}; "
            "drop the association or use FORCE.",
            1501,
        )
    session.account.masks[name, column] = policy_name


def show_policies(session: Session, words: Words) -> Rows | None:
    """SHOW MASKING POLICIES [LIKE pattern] [IN ACCOUNT | DATABASE name | SCHEMA name]."""
    words.need("SHOW MASKING POLICIES")
    like = words.string() if words.take("LIKE") else None
    container: Name = ()
    if words.take("IN") and not words.take("ACCOUNT"):
        kind = words.need_any("DATABASE", "SCHEMA")
        container = session.name(words.path(), 1 if kind == "DATABASE" else 2)
    words.end()
    return session.table(
        ("database_name", "schema_name", "name", "kind"),
        [
            (*name, "MASKING_POLICY")
            for name in sorted(session.account.policies)
            if name[: len(container)] == container and session.is_like(name[-1], like)
        ],
    )


def describe_policy(session: Session, words: Words) -> Rows | None:
    """DESC[RIBE] MASKING POLICY name."""
    words.need_any("DESCRIBE", "DESC")
    words.need("MASKING POLICY")
    policy = policy_of(session, session.name(words.path()))
    words.end()
    argument, kind = policy.arguments[0]
    return session.table(
        ("name", "signature", "return_type", "body"),
        [(policy.name[-1], f"({argument} {kind})", policy.returns, policy.body)],
    )


def read_arguments(text: str) -> tuple[tuple[str, str], ...]:
    """The (name, type) pairs of a policy's signature."""
    words = Words(text)
    arguments = []
    while not words.done:
        name = words.name()
        arguments.append((name, read_type(words)))
        words.take(",")
    if not arguments:
        raise words.unexpected("an argument")
    return tuple(arguments)


def read_type(words: Words) -> str:
    """A type such as VARCHAR or NUMBER(38, 0), in capitals."""
    name = words.name()
    return f"{name}({words.parentheses()})" if words.peek() == "(" else name


HANDLERS = {
    "CREATE MASKING POLICY": create_policy,
    "CREATE OR REPLACE MASKING POLICY": create_policy,
    "ALTER MASKING POLICY": alter_policy,
    "DROP MASKING POLICY": drop_policy,
    "ALTER TABLE": alter_column,
    "ALTER VIEW": alter_column,
    "ALTER DYNAMIC TABLE": alter_column,
    "SHOW MASKING POLICIES": show_policies,
    "DESCRIBE MASKING POLICY": describe_policy,
    "DESC MASKING POLICY": describe_policy,
}
