"""The same proofs on a real account: what it remembers of the last production run, and what its roles see now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from scripts.permissions.access import Access
from scripts.permissions.masked import MASKED_KINDS, masked_columns, relation_of
from scripts.snowflake.project.statements import TAG, ungrammatical, unsigned
from scripts.snowflake.proof import Ask, refused, wrong_policies, wrong_sight

NEEDED = ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY", "EDP_PROVED_MANIFEST")
"""The credentials of a user who has every role, and the manifest of the production run that is judged."""

HISTORY = f"""
    SELECT query_text, role_name, user_name, warehouse_name, query_tag, error_message, total_elapsed_time
    FROM snowflake.account_usage.query_history
    WHERE query_tag = '{TAG}' AND start_time > DATEADD('day', -1, CURRENT_TIMESTAMP())
    ORDER BY start_time, query_id
"""
_NODE = re.compile(r'"node":\s*"([^"]+)"')


def entries_of(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Rows of the query history as entries of a statement log."""
    return [
        {
            "sql": sql,
            "role": role or "",
            "user": user,
            "warehouse": warehouse,
            "tag": tag,
            "node": node[1] if (node := _NODE.search(sql)) else "",
            "clear": [],
            "error": error or "",
            "seconds": milliseconds / 1000,
        }
        for sql, role, user, warehouse, tag, error, milliseconds in rows
    ]


def asking(cursor: Any) -> Callable[[str], Ask]:
    """Queries of one session, in one role after the other.

    Args:
        cursor: of a session whose user has every role.
    """

    def ask_as(role: str) -> Ask:
        def ask(sql: str) -> list[tuple[Any, ...]]:
            cursor.execute(f'USE ROLE "{role.upper()}"')
            cursor.execute(sql)
            return list(cursor.fetchall())

        return ask

    return ask_as


def problems(cursor: Any, manifest: Mapping[str, Any], access: Access) -> dict[str, list[str]]:
    """Proof -> what does not hold.

    Args:
        cursor: of a session whose user has every role.
        manifest: the decoded manifest.json of the run that is judged.
        access: what the permissions file says, without the account's own roles.
    """
    ask_as = asking(cursor)
    entries = entries_of(ask_as("accountadmin")(HISTORY))
    masked = masked_columns(manifest)
    built = [relation_of(node) for node in manifest["nodes"].values() if node["resource_type"] in MASKED_KINDS]
    return {
        "dbt has run in the last day": [] if entries else ["no statement carries its query tag"],
        "no statement is refused": refused(entries),
        "every statement follows Snowflake's grammar": ungrammatical(entries),
        "every statement says who sent it": unsigned(entries),
        "every masked column has its policy": wrong_policies(ask_as("accountadmin"), masked, built),
        "every role sees what the permissions say": wrong_sight(ask_as, access, masked),
    }
