"""A small emulated account in this process: two databases, a builder, a reader and a reader who sees clear values."""

import pytest

from scripts.snowflake.offline import OfflineAccount

PERMISSIONS = """
databases: [{raw: {shared: no}}, {prep: {shared: no}}, {prod: {shared: no}}]
warehouses: [{small: {size: x-small}}]
roles:
  - people_data_masking: {}
  - builder:
      warehouses: [small]
      owns: {databases: [prep, prod], schemas: [prep.*, prod.*], tables: [prep.*.*, prod.*.*]}
      privileges:
        databases: {read: [raw, prep, prod], write: [prep, prod]}
        schemas: {read: [raw.*, prep.*, prod.*], write: [prep.*, prod.*]}
        tables: {read: [raw.*.*, prep.*.*, prod.*.*], write: [prep.*.*, prod.*.*]}
  - reader:
      warehouses: [small]
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common]}
        tables: {read: [prod.common.*]}
  - people_reader: {member_of: [reader, people_data_masking]}
users:
  - builder: {member_of: [builder]}
  - ana: {member_of: [reader]}
  - pia: {member_of: [people_reader]}
"""

PEOPLE_POLICY = """
  CREATE MASKING POLICY prod.masking.people AS (val VARCHAR) RETURNS VARCHAR ->
    CASE WHEN CURRENT_ROLE() IN ('BUILDER') OR IS_ROLE_IN_SESSION('PEOPLE_DATA_MASKING') THEN val ELSE '***' END
"""


class Someone:
    """A user with an open session who can ask for rows."""

    def __init__(self, offline: OfflineAccount, user: str, role: str) -> None:
        self.connection = offline.connect(user, role, warehouse="small", database="prod", schema="common")

    def __call__(self, sql: str) -> list[tuple[object, ...]]:
        cursor = self.connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def offline(tmp_path):
    file = tmp_path / "roles.yml"
    file.write_text(PERMISSIONS)
    account = OfflineAccount()
    account.configure(file)
    for schema in ("common", "masking"):
        account.setup.run(f"CREATE SCHEMA prod.{schema}")
    account.grant(file)
    return account


@pytest.fixture
def builder(offline):
    return Someone(offline, "builder", "builder")


@pytest.fixture
def ana(offline):
    return Someone(offline, "ana", "reader")


@pytest.fixture
def pia(offline):
    return Someone(offline, "pia", "people_reader")


@pytest.fixture
def people(builder):
    """prod.common.person: two people, names masked."""
    builder(PEOPLE_POLICY)
    builder(
        "CREATE TRANSIENT TABLE prod.common.person "
        "(person_id NUMBER(38, 0), name VARCHAR WITH MASKING POLICY prod.masking.people) "
        "AS (SELECT * FROM (SELECT 1 AS person_id, 'Jo' AS name UNION ALL SELECT 2, 'Mo') AS listed)"
    )
