"""What `read` and `write` of a permissions file mean as privileges of Snowflake, per kind of object.

As Permifrost has it, with what dbt needs beyond: masking and row access policies and dynamic tables.
"""

from __future__ import annotations

from collections.abc import Mapping

READ: Mapping[str, tuple[str, ...]] = {
    "database": ("USAGE",),
    "schema": ("USAGE",),
    "table": ("SELECT",),
    "view": ("SELECT",),
    "dynamic table": ("SELECT",),
}
"""What reading takes."""

WRITE: Mapping[str, tuple[str, ...]] = {
    "database": ("USAGE", "MONITOR", "CREATE SCHEMA"),
    "schema": (
        "USAGE",
        "MONITOR",
        "CREATE TABLE",
        "CREATE VIEW",
        "CREATE DYNAMIC TABLE",
        "CREATE STAGE",
        "CREATE FILE FORMAT",
        "CREATE SEQUENCE",
        "CREATE FUNCTION",
        "CREATE PIPE",
        "CREATE MASKING POLICY",
        "CREATE ROW ACCESS POLICY",
    ),
    "table": ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES"),
    "view": ("SELECT", "REFERENCES"),
    "dynamic table": ("SELECT", "OPERATE", "MONITOR"),
}
"""What writing takes; it includes reading."""

WAREHOUSE = ("USAGE", "OPERATE", "MONITOR")
"""What using a warehouse takes: an idle one must be resumed."""

OWNERSHIP = "OWNERSHIP"

RELATION_KINDS = ("table", "view", "dynamic table")
"""What a permissions file calls tables."""

CHANGES_ROWS = frozenset({"INSERT", "UPDATE", "DELETE", "TRUNCATE"})
"""The privileges that let somebody change rows."""

_ORDER = {
    privilege: nth
    for nth, privilege in enumerate(
        dict.fromkeys([OWNERSHIP, *WRITE["database"], *WRITE["schema"], *WRITE["table"], *WAREHOUSE])
    )
}


def in_order(privileges: frozenset[str] | set[str]) -> list[str]:
    """Privileges in the order of the lists above, others after them by name."""
    return sorted(privileges, key=lambda privilege: (_ORDER.get(privilege, len(_ORDER)), privilege))
