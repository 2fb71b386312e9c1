"""What a run of the project must leave behind in an account: each function answers with what is wrong, a line each.

Empty answers prove a run; the same functions judge the whole project and the small ones in which a fault is planted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from snowflake.connector.errors import ProgrammingError

from scripts.permissions.access import BUILDERS, Access
from scripts.permissions.masked import MASKED_KINDS, MaskedColumns, Relation, relation_of
from scripts.snowflake.account import RETENTION, Account
from scripts.snowflake.creation import split_policies
from scripts.snowflake.grants import Name
from scripts.snowflake.words import Words

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query in a session of one role."""

BACKUP_DAYS = 30
_HIDDEN = "***MASKED***"
_NAME = r'((?:"[^"]+"|[A-Za-z_]\w*)(?:\.(?:"[^"]+"|[A-Za-z_]\w*)){2})'
_CREATES = re.compile(rf"\s*CREATE\s+(?:OR\s+REPLACE\s+)?((?:\w+\s+)*?)(?:TABLE|VIEW)\s+{_NAME}", re.IGNORECASE)
_SETS = re.compile(
    rf'\s*ALTER\s+(?:TABLE|VIEW)\s+{_NAME}\s+MODIFY\s+COLUMN\s+("[^"]+"|\w+)\s+SET\s+MASKING\s+POLICY', re.IGNORECASE
)
_GRANTS = re.compile(rf"\s*GRANT\s+\w+\s+ON\s+(?:TABLE\s+|VIEW\s+)?{_NAME}\s+TO\s+ROLE\s+(\w+)", re.IGNORECASE)
_ROLES = (
    re.compile(r"IS_ROLE_IN_SESSION\s*\(\s*('[^']*')", re.IGNORECASE),
    re.compile(r"CURRENT_ROLE\s*\(\s*\)\s*=\s*('[^']*')", re.IGNORECASE),
    re.compile(r"CURRENT_ROLE\s*\(\s*\)\s*IN\s*\(([^)]*)\)", re.IGNORECASE),
)
"""How a policy's body asks for a role; what is found holds one or more text literals."""


def refused(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Statements of a log that were refused or failed."""
    return [
        f"{entry['node'] or entry['role']}: {entry['error']} in: {' '.join(entry['sql'].split())[:100]}"
        for entry in entries
        if entry["error"]
    ]


def wrong_policies(ask: Ask, masked: MaskedColumns, relations: Iterable[Relation]) -> list[str]:
    """Columns whose policy, as POLICY_REFERENCES lists it, is not the one they declare.

    Args:
        ask: as the administrator.
        masked: the columns that declare a policy.
        relations: everything the project builds; what declares none must have none.
    """
    found = []
    for relation in sorted({*relations, *masked}):
        declared = masked.get(relation, {})
        listed = _listed(ask, relation)
        for column in sorted({*declared, *listed}):
            wanted, have = declared.get(column), listed.get(column)
            # <masking role>_<type>: one policy per role and type
            if wanted is None or have is None or not have.startswith(f"{wanted}_"):
                found.append(f"{_dotted(relation)}.{column}: declares {wanted or 'no mask'}, has {have or 'none'}")
    return found


def _listed(ask: Ask, relation: Relation) -> dict[str, str]:
    name = _dotted(relation)
    rows = ask(
        f"SELECT ref_column_name, policy_name FROM TABLE({relation[0]}.INFORMATION_SCHEMA.POLICY_REFERENCES("
        f"REF_ENTITY_NAME => '{name}', REF_ENTITY_DOMAIN => 'TABLE')) WHERE policy_kind = 'MASKING_POLICY'"
    )
    return {column.lower(): policy.lower() for column, policy in rows}


def unmasked_moments(entries: Iterable[Mapping[str, Any]], account: Account, masked: MaskedColumns) -> list[str]:
    """Columns that a reader could see in clear between the statement that made their relation and their policy.

    A relation is readable from its first moment where a future grant covers it, and else from its first GRANT.
    """
    bare: dict[tuple[Name, str], str] = {}
    found: list[str] = []
    for entry in entries:
        sql = str(entry["sql"])
        if entry["error"]:
            continue
        if made := _CREATES.match(sql):
            name = _name(made[2])
            columns = masked.get(_lower(name), {}) if "TEMP" not in made[1].upper() else {}
            policies = split_policies(sql)[1].masks
            left = [column.upper() for column in columns if column.upper() not in policies]
            bare.update({(name, column): "CREATE" for column in left})
            readers = _readers_at_birth(account, name)
            found += [
                f"{_dotted((*name, column))}: is created without its policy for {readers[0]}"
                for column in left
                if readers
            ]
        elif put := _SETS.match(sql):
            bare.pop((_name(put[1]), Words(put[2]).name()), None)
        elif given := _GRANTS.match(sql):
            found += [
                f"{_dotted((*name, column))}: is granted to {given[2].lower()} before it has its policy"
                for name, column in bare
                if name == _name(given[1])
            ]
    return sorted(found)


def _readers_at_birth(account: Account, name: Name) -> list[str]:
    return sorted(
        grant.grantee.lower()
        for grant in account.future_grants
        if grant.privilege == "SELECT"
        and name[: len(grant.name)] == grant.name
        and grant.grantee.lower() not in BUILDERS
    )


def wrong_sight(ask_as: Callable[[str], Ask], access: Access, masked: MaskedColumns) -> list[str]:
    """Roles that see a masked column otherwise than the configuration says, or a relation they may not read.

    Args:
        ask_as: role -> queries in a session of that role.
        access: what the permissions file says.
        masked: the masked columns.
    """
    found = []
    for role in access.roles:
        ask = ask_as(role)
        for relation, columns in masked.items():
            try:
                seen = _seen(ask, relation, columns)
            except ProgrammingError:
                seen = None
            if (seen is not None) != access.may_read(role, *relation):
                found.append(f"{role}: {'may' if seen is not None else 'may not'} read {_dotted(relation)}")
            elif seen is not None:
                found += _misjudged(role, relation, columns, seen, access)
    return found


def _seen(ask: Ask, relation: Relation, columns: Mapping[str, str]) -> list[tuple[int, int]]:
    """Per column: how many values are there in clear, how many rows are hidden by the mask's text."""
    counts = ", ".join(
        f"COUNT_IF({column} IS NOT NULL AND {column}::VARCHAR != '{_HIDDEN}'), "
        f"COUNT_IF({column}::VARCHAR = '{_HIDDEN}')"
        for column in columns
    )
    [row] = ask(f"SELECT {counts} FROM {_dotted(relation)}")
    return list(zip(row[::2], row[1::2], strict=True))


def _misjudged(
    role: str, relation: Relation, columns: Mapping[str, str], seen: list[tuple[int, int]], access: Access
) -> Iterator[str]:
    for (column, policy), (clear, hidden) in zip(columns.items(), seen, strict=True):
        is_clear = access.sees_clear(role, policy)
        if is_clear and hidden:
            yield f"{role}: sees {_dotted(relation)}.{column} masked"
        if not is_clear and clear:
            yield f"{role}: sees {_dotted(relation)}.{column} in clear"


def wrong_retention(account: Account, manifest: Mapping[str, Any]) -> list[str]:
    """Relations that must keep 30 days of history and do not, and those that do without being asked to."""
    found = []
    for node in manifest["nodes"].values():
        if node["resource_type"] not in MASKED_KINDS:
            continue
        name = tuple(part.upper() for part in relation_of(node))
        relation = account.relations.get(name)
        must = bool((node["config"].get("meta") or {}).get("backup"))
        days = account.retention(name)
        if must and (relation is None or relation.kind != "TABLE" or days != BACKUP_DAYS):
            found.append(f"{_dotted(name)}: keeps {days} days as {relation.kind if relation else 'nothing'}, not 30")
        if not must and (name, RETENTION) in account.parameters:
            found.append(f"{_dotted(name)}: keeps {days} days, asked by nobody")
    return found


def unknown_roles(account: Account) -> list[str]:
    """Roles a policy asks for that the account does not have: nobody would ever be meant."""
    found = set()
    for policy in [*account.policies.values(), *account.row_policies.values()]:
        asked = [text for pattern in _ROLES for text in pattern.findall(policy.body)]
        for role in re.findall(r"'([^']*)'", " ".join(asked)):
            if role.upper() not in account.roles:
                found.add(f"{_dotted(policy.name)}: asks for role {role.lower()}, which is in no configuration")
    return sorted(found)


def _name(text: str) -> Name:
    return tuple(Words(text).path())


def _lower(name: Name) -> Relation:
    database, schema, table = (part.lower() for part in name)
    return (database, schema, table)


def _dotted(name: Iterable[str]) -> str:
    return ".".join(name).lower()
