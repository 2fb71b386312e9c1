"""Row access policies: which rows of a relation a role sees."""

from __future__ import annotations

from scripts.snowflake.account import Policy
from scripts.snowflake.errors import compilation_error, exists_already, missing
from scripts.snowflake.grants import Name
from scripts.snowflake.session import DONE, Rows, Session, said
from scripts.snowflake.statements.masking import read_arguments, refuse_if_attached, require_create
from scripts.snowflake.types import type_family
from scripts.snowflake.words import Words


def create_policy(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] ROW ACCESS POLICY [IF NOT EXISTS] name AS (arguments) RETURNS BOOLEAN -> body."""
    words.need("CREATE")
    replace = words.take("OR REPLACE")
    words.need("ROW ACCESS POLICY")
    if_not_exists = words.take("IF NOT EXISTS")
    name = session.name(words.path())
    words.need("AS")
    arguments = read_arguments(words.parentheses())
    words.need("RETURNS BOOLEAN")
    words.need("->")
    body = words.rest()
    if name in session.account.row_policies:
        if if_not_exists:
            return said(f"{name[-1]} already exists, statement succeeded.")
        if not replace:
            raise exists_already(name[-1])
        refuse_if_attached(session, name)
    session.check_expression(body)
    require_create(session, "ROW ACCESS POLICY", name)
    session.account.row_policies[name] = Policy(name, arguments, "BOOLEAN", body)
    session.account.own("ROW ACCESS POLICY", name, session.role)
    return said(f"Row access policy {name[-1]} successfully created.")


def alter_policy(session: Session, words: Words) -> Rows | None:
    """ALTER ROW ACCESS POLICY [IF EXISTS] name SET BODY -> body."""
    words.need("ALTER ROW ACCESS POLICY")
    words.take("IF EXISTS")
    policy = _owned(session, session.name(words.path()))
    words.need("SET BODY")
    words.need("->")
    body = words.rest()
    session.check_expression(body)
    policy.body = body
    return DONE


def drop_policy(session: Session, words: Words) -> Rows | None:
    """DROP ROW ACCESS POLICY [IF EXISTS] name."""
    words.need("DROP ROW ACCESS POLICY")
    if_exists = words.take("IF EXISTS")
    name = session.name(words.path())
    words.end()
    if if_exists and name not in session.account.row_policies:
        return said(f"Drop statement executed successfully ({name[-1]} already dropped).")
    _owned(session, name)
    refuse_if_attached(session, name)
    del session.account.row_policies[name]
    return said(f"{name[-1]} successfully dropped.")


def alter_relation(session: Session, words: Words) -> Rows | None:
    """ALTER TABLE|VIEW name ADD ROW ACCESS POLICY name ON (columns) | DROP ROW ACCESS POLICY name | DROP ALL ..."""
    words.need("ALTER")
    kind = words.need_any("DYNAMIC TABLE", "TABLE", "VIEW")
    words.take("IF EXISTS")
    name = session.name(words.path())
    if words.take("ADD ROW ACCESS POLICY"):
        session.owned(name, kind)
        policy = session.name(words.path())
        words.need("ON")
        columns = tuple(Words(part).name() for part in words.parentheses().split(","))
        words.end()
        attach(session, name, policy, columns)
        return DONE
    if words.take("DROP ALL ROW ACCESS POLICIES"):
        words.end()
        session.owned(name, kind)
        session.account.row_access.pop(name, None)
        return DONE
    if words.take("DROP ROW ACCESS POLICY"):
        session.owned(name, kind)
        policy = session.name(words.path())
        words.end()
        if session.account.row_access.get(name, ((), ()))[0] != policy:
            raise missing("Row access policy", ".".join(policy))
        del session.account.row_access[name]
        return DONE
    return None


def attach(session: Session, name: Name, policy_name: Name, columns: tuple[str, ...]) -> None:
    """Put a row access policy on a relation after the checks Snowflake makes."""
    policy = policy_of(session, policy_name)
    if not session.account.holds(session.role, "ROW ACCESS POLICY", policy_name, "APPLY"):
        raise missing("Row access policy", ".".join(policy_name))
    have = session.columns(name)
    for column in columns:
        if column not in have:
            raise compilation_error(f"invalid identifier '{column}'", 904)
    kinds = [type_family(kind) for _, kind in policy.arguments]
    if kinds != [type_family(have[column]) for column in columns]:
        raise compilation_error(f"Row access policy {policy_name[-1]} does not fit the columns {columns}.", 2023)
    if name in session.account.row_access:
        raise compilation_error(f"Object {name[-1]} already has a row access policy.", 3560)
    session.account.row_access[name] = (policy_name, columns)


def policy_of(session: Session, name: Name) -> Policy:
    """The row access policy of that name, or Snowflake's refusal."""
    policy = session.account.row_policies.get(name)
    if policy is None:
        raise missing("Row access policy", ".".join(name))
    return policy


def _owned(session: Session, name: Name) -> Policy:
    policy = policy_of(session, name)
    if not session.account.holds(session.role, "ROW ACCESS POLICY", name):
        raise missing("Row access policy", ".".join(name))
    return policy


def describe_policy(session: Session, words: Words) -> Rows | None:
    """DESC[RIBE] ROW ACCESS POLICY name."""
    words.need_any("DESCRIBE", "DESC")
    words.need("ROW ACCESS POLICY")
    policy = policy_of(session, session.name(words.path()))
    words.end()
    signature = ", ".join(f"{argument} {kind}" for argument, kind in policy.arguments)
    return session.table(
        ("name", "signature", "return_type", "body"), [(policy.name[-1], f"({signature})", "BOOLEAN", policy.body)]
    )


def show_policies(session: Session, words: Words) -> Rows | None:
    """SHOW ROW ACCESS POLICIES."""
    words.need("SHOW ROW ACCESS POLICIES")
    words.end()
    return session.table(
        ("database_name", "schema_name", "name", "kind"),
        [(*name, "ROW_ACCESS_POLICY") for name in sorted(session.account.row_policies)],
    )


HANDLERS = {
    "CREATE ROW ACCESS POLICY": create_policy,
    "CREATE OR REPLACE ROW ACCESS POLICY": create_policy,
    "ALTER ROW ACCESS POLICY": alter_policy,
    "DROP ROW ACCESS POLICY": drop_policy,
    "DESCRIBE ROW ACCESS POLICY": describe_policy,
    "DESC ROW ACCESS POLICY": describe_policy,
    "SHOW ROW ACCESS POLICIES": show_policies,
    "ALTER TABLE": alter_relation,
    "ALTER VIEW": alter_relation,
    "ALTER DYNAMIC TABLE": alter_relation,
}
