"""Whatever the roles: clear is who reaches the masking role, readable is what is granted, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES
from scripts.core.warehouse import DuckDBWarehouse
from scripts.permissions.access import Access
from scripts.permissions.file import PermissionsFile
from scripts.query.reader import Reader
from scripts.query.session import Session
from scripts.query.shadow import Shadow

HIDDEN = "hidden_0"
POLICIES = ("sales_data_masking", "people_data_masking")
ROLES = tuple(f"role_{number}" for number in range(6))
TABLES = (("raw", "crm", "deal"), ("prep", "crm", "deal_view"), ("prod", "common", "person"), ("prod", "pumps", "sale"))
# the text column of each table and its policy; what the view shows is masked in the table it reads, too
MASKED = {TABLES[0]: POLICIES[0], TABLES[1]: POLICIES[1], TABLES[2]: POLICIES[1], TABLES[3]: None}
BELOW = {TABLES[1]: (TABLES[0],)}

names = st.sets(st.sampled_from((*ROLES, *POLICIES)), max_size=3)
grants = st.fixed_dictionaries(
    {
        "databases": st.sets(st.sampled_from(DATABASES), max_size=3),
        "schemas": st.sets(st.sampled_from(("raw.crm", "raw.*", "prep.crm", "prod.common", "prod.*")), max_size=3),
        "tables": st.sets(
            st.sampled_from((*(".".join(table) for table in TABLES), "raw.crm.*", "prod.common.*", "prod.*.*")),
            max_size=3,
        ),
    }
)
graphs = st.fixed_dictionaries(
    {"members": st.tuples(*(names for _ in ROLES)), "grants": st.tuples(*(grants for _ in ROLES)), "user": names}
)
Graph = dict[str, Any]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        for name in DATABASES:
            opened.execute(f"ATTACH ':memory:' AS {HIDDEN}_{name}")
        for database, schema, table in TABLES:
            opened.execute(f"CREATE SCHEMA IF NOT EXISTS {HIDDEN}_{database}.{schema}")
            if (database, schema, table) not in BELOW:
                target = f"{HIDDEN}_{database}.{schema}.{table}"
                opened.execute(f"CREATE TABLE {target} AS SELECT 'secret of {table}' AS note, 7 AS number")
        # as in a file made under the plain name, where a view's definition names the databases
        opened.execute("ATTACH ':memory:' AS raw")
        opened.execute("CREATE SCHEMA raw.crm")
        opened.execute("CREATE TABLE raw.crm.deal AS SELECT 'x' AS note, 1 AS number")
        opened.execute(f"CREATE VIEW {HIDDEN}_prep.crm.deal_view AS SELECT note, number FROM raw.crm.deal")
        opened.execute("DETACH raw")
        for (database, schema, table), policy in MASKED.items():
            if policy:
                column = f"{HIDDEN}_{database}.{schema}.{table}.note"
                opened.execute(f"COMMENT ON COLUMN {column} IS 'masking_policy: {policy}'")
        yield opened


def permissions(graph: Graph) -> PermissionsFile:
    roles: list[dict[str, Any]] = [{policy: {}} for policy in POLICIES]
    for role, members, granted in zip(ROLES, graph["members"], graph["grants"], strict=True):
        privileges = {kind: {"read": sorted(objects)} for kind, objects in granted.items()}
        roles.append({role: {"member_of": sorted(members), "privileges": privileges}})
    users = [{"ana": {"member_of": sorted(graph["user"])}}]
    databases = [{name: {"shared": False}} for name in DATABASES]
    return PermissionsFile.model_validate({"databases": databases, "roles": roles, "users": users})


def reached(graph: Graph, start: set[str]) -> set[str]:
    """Roles that a walk over memberships meets, found without the tool."""
    direct = dict(zip(ROLES, graph["members"], strict=True))
    found: set[str] = set()
    while start - found:
        role = min(start - found)
        found.add(role)
        start = start | direct.get(role, set())
    return found


def granted(graph: Graph, roles: set[str], table: tuple[str, str, str]) -> bool:
    """Whether these roles together have the database, the schema and the table."""
    have = [given for role, given in zip(ROLES, graph["grants"], strict=True) if role in roles]
    database, schema, name = table
    wanted = {
        "databases": {database},
        "schemas": {f"{database}.{schema}", f"{database}.*"},
        "tables": {f"{database}.{schema}.{name}", f"{database}.{schema}.*", f"{database}.*.*"},
    }
    return all(any(given[kind] & accepted for given in have) for kind, accepted in wanted.items())


def shown(session: Session, table: tuple[str, str, str]) -> str | None:
    """The text a reader sees, None when it may not read the table."""
    try:
        [(note, number)] = session.run(f"SELECT note, number FROM {'.'.join(table)}").rows
    except EdpError as error:
        if "does not exist or" not in str(error):
            raise
        return None
    return str(note) if number == 7 else f"number {number}"


def session_as(connection: duckdb.DuckDBPyConnection, reader: Reader) -> Session:
    for name in (HIDDEN, *DATABASES):
        connection.execute(f"DETACH DATABASE IF EXISTS {name}")
        connection.execute(f"ATTACH ':memory:' AS {name}")
    return Session(DuckDBWarehouse(connection), Shadow.of(connection, HIDDEN, reader))


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(graph=graphs)
def test_clear_is_who_reaches_the_masking_role_and_readable_is_what_is_granted(
    connection: duckdb.DuckDBPyConnection, graph: Graph
) -> None:
    access = Access(permissions(graph))
    readers = [(Reader("role_0", False, access), {"role_0"}), (Reader("ana", True, access), graph["user"])]
    for reader, start in readers:
        session = session_as(connection, reader)
        roles = reached(graph, set(start))
        separate = [reached(graph, {role}) for role in start]
        for table in TABLES:
            policies = {MASKED[each] for each in (table, *BELOW.get(table, ()))} - {None}
            expected = None
            # a user reads with one of its roles, which must have the whole way to the table
            if any(granted(graph, each, table) for each in separate):
                source = BELOW.get(table, (table,))[0][2]
                expected = f"secret of {source}" if policies <= roles else "***MASKED***"
            assert shown(session, table) == expected, (reader.name, table)
