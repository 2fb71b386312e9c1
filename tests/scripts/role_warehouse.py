"""A small warehouse with secrets in it, and readers of a small permissions file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.permissions.access import Access
from scripts.permissions.file import PermissionsFile
from scripts.query.reader import Reader
from scripts.query.session import open_session

SECRETS = ("Ana Secret", "ana@secret.example", "98765", "1971-02-03", "Bonus Secret", "Raw Secret", "Row Secret")
"""Values only members of the masking role, or nobody but the builders, may ever see."""

PERMISSIONS = """
databases: [{raw: {shared: no}}, {prep: {shared: no}}, {prod: {shared: no}}, {static: {shared: no}}]
roles:
  - people_data_masking: {}
  - reader:
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common, prod.pumps]}
        tables: {read: [prod.common.*, prod.pumps.named]}
  - people_reader: {member_of: [reader, people_data_masking]}
  - preparer:
      privileges:
        databases: {read: [prep]}
        schemas: {read: [prep.sensitive]}
        tables: {read: [prep.sensitive.*]}
  - transformer:
      privileges:
        databases: {read: [raw, prep, prod, static]}
        schemas: {read: [raw.*, prep.*, prod.*, static.*]}
        tables: {read: [raw.*.*, prep.*.*, prod.*.*, static.*.*]}
  - nobody: {}
users:
  - ana: {member_of: [reader]}
  - pia: {member_of: [preparer, people_reader]}
"""

STATEMENTS = """
CREATE SCHEMA raw.workday;
CREATE TABLE raw.workday.directory AS SELECT 1 AS person_id, 'Raw Secret' AS name;
CREATE SCHEMA prep.sensitive;
CREATE VIEW prep.sensitive.person_source AS SELECT person_id, name AS full_name FROM raw.workday.directory;
COMMENT ON COLUMN prep.sensitive.person_source.full_name IS 'masking_policy: people_data_masking';
CREATE VIEW prep.sensitive.person_upper AS SELECT person_id, UPPER(full_name) AS loud FROM prep.sensitive.person_source;
CREATE SCHEMA prod.common;
CREATE TABLE prod.common.person (
  person_id INTEGER, name VARCHAR, email VARCHAR, pay DECIMAL(18, 2), born DATE, country VARCHAR
);
INSERT INTO prod.common.person VALUES
  (1, 'Ana Secret', 'ana@secret.example', 98765.00, DATE '1971-02-03', 'DE'), (2, NULL, NULL, NULL, NULL, 'FR');
COMMENT ON COLUMN prod.common.person.name IS 'masking_policy: people_data_masking';
COMMENT ON COLUMN prod.common.person.email IS 'masking_policy: people_data_masking';
COMMENT ON COLUMN prod.common.person.pay IS 'masking_policy: people_data_masking';
COMMENT ON COLUMN prod.common.person.born IS 'masking_policy: people_data_masking';
COMMENT ON TABLE prod.common.person IS 'Bonus Secret';
CREATE VIEW prod.common.person_view AS SELECT name AS shown, country FROM prod.common.person;
CREATE VIEW prod.common.person_names (one, two) AS SELECT shown, country FROM prod.common.person_view;
CREATE TABLE prod.common.target AS SELECT * FROM (VALUES (1, 'EMEA', '10'), (2, 'APAC', 'Row Secret'), (3, NULL, '30'))
  AS target (target_id, geo, amount);
COMMENT ON COLUMN prod.common.target.geo IS
  'row_access_policy: {"entitled": {"reader": ["EMEA"], "preparer": ["APAC", "AMER"]}, "role": "people_data_masking"}';
CREATE VIEW prod.common.target_view AS SELECT geo, amount FROM prod.common.target;
CREATE TABLE prod.common.closed AS SELECT 1 AS closed_id;
COMMENT ON COLUMN prod.common.closed.closed_id IS 'row_access_policy: {"entitled": {}, "role": null}';
CREATE TABLE prod.common.broken AS SELECT 1 AS broken_id;
COMMENT ON COLUMN prod.common.broken.broken_id IS 'row_access_policy: {}';
CREATE SCHEMA prod.pumps;
CREATE TABLE prod.pumps.named AS SELECT 1 AS pump_id;
CREATE TABLE prod.pumps.unnamed AS SELECT 'Bonus Secret' AS note;
CREATE MACRO prod.common.peek() AS TABLE SELECT * FROM prod.pumps.unnamed;
CREATE MACRO prod.common.peek_one() AS (SELECT note FROM prod.pumps.unnamed);
CREATE SCHEMA static.lists;
CREATE TABLE static.lists.salary AS SELECT 'Bonus Secret' AS note;
"""


def make(home: Path) -> Path:
    """Make the warehouse in `home`."""
    with open_warehouse(Settings(project=PROJECT, home=home), create=True) as warehouse:
        for statement in filter(str.strip, STATEMENTS.split(";\n")):
            warehouse.execute(statement)
    return home


def reader(name: str, *, is_user: bool = False, permissions: str = PERMISSIONS) -> Reader:
    """A role or user of the small permissions file."""
    return Reader(name, is_user, Access(PermissionsFile.model_validate(yaml.safe_load(permissions))))


def ask(home: Path, who: Reader, *statements: str) -> list[tuple[Any, ...]]:
    """The rows of the last statement, all run in one session."""
    rows: Sequence[tuple[Any, ...]] = ()
    with open_session(Settings(project=PROJECT, home=home), who) as session:
        for statement in statements:
            rows = list(session.run(statement).rows)
    return list(rows)
