"""Miniatures of the checks on YAML properties: test names, placement, macros, key order."""

from __future__ import annotations

from tests.checks.miniature import Case, Miniature

LONG = "prep_a_" + "x" * 56
NAMED = """models:
  - name: prep_a
    columns:
      - name: a
        data_tests:
          - unique: {name: prep_a_a_is_unique}
          - name: prep_a_a_is_given
            test_name: not_null
"""
UNNAMED = """models:
  - name: prep_a
    columns:
      - name: a
        data_tests:
          - unique
          - not_null: {severity: warn}
    data_tests:
      - unique_combination:
          arguments: {columns: [a, b]}
"""
PLACED = """models:
  - name: prep_a
    config:
      schema: elsewhere
      tags: [daily]
"""
SIZED = "-- grain: one row per a\n{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}\nWITH final AS"
INCREMENTAL = {"config": {"materialized": "incremental"}}
ORDERED = """models:
  - name: prep_a
    description: One row per a.
    config: {tags: []}
    columns:
      - {name: a, data_type: integer, description: The key}
    data_tests: []
"""
DISORDERED = """models:
  - name: prep_a
    config: {tags: []}
    description: One row per a.
    columns:
      - description: The key
        name: a
        tests: []
"""


def _named_pass(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=NAMED)
    m.test("assert_a_is_positive".ljust(62, "x"))
    m.test("x" * 80, "unique", "prep_a", "a")
    m.unit_test("prep_a_drops_test_accounts", "prep_a")


def _named_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=UNNAMED)
    m.model("common_prep/prep_b", yml=NAMED.replace("prep_a_a_is_unique", LONG).replace("name: prep_a\n", "name: b\n"))
    m.test(LONG, "unique", "prep_b", "a")
    m.test("a_is_positive")
    m.unit_test("drops_test_accounts", "prep_a")


def _config_pass(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=PLACED.replace("schema: elsewhere", "materialized: view"))
    m.model("common_prep/prep_b", sql=SIZED)


def _config_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=PLACED)
    m.model("common_prep/prep_c", sql=SIZED.replace(") }}", ", materialized='view') }}"))
    m.model("common_prep/prep_b", sql="-- grain: one row per b\n{{ config(materialized='view') }}\n")


def _size_pass(m: Miniature) -> None:
    m.model("common_prep/prep_a", sql=SIZED, **INCREMENTAL)
    m.model("common_prep/prep_b")
    m.model("common_prep/prep_c", sql=SIZED)


def _size_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", **INCREMENTAL)
    m.model("common_prep/prep_b", sql=SIZED.replace("generate_warehouse_name('L')", "'dev_l'"), **INCREMENTAL)
    m.model("common_prep/prep_c", sql=SIZED.replace("'L'", "'XXL'"), **INCREMENTAL)
    m.model("common_prep/prep_d", yml=PLACED.replace("schema: elsewhere", "snowflake_warehouse: transforming_l"))


def _macro_pass(m: Miniature) -> None:
    m.macro("date_id", "macros/sql/date_id.sql", day="A date expression")
    m.macro("duckdb__date_id", "macros/sql/date_id.sql", described=False, day="")
    m.macro("private_part", "macros/sql/date_id.sql", described=False, day="")
    m.macro("duckdb__get_catalog", "macros/override/get_catalog.sql")
    m.macro("materialization_test_default", "macros/override/test.sql")
    m.write("macros/sql/date_id.sql", "{{ private_part('x') }}")


def _macro_fail(m: Miniature) -> None:
    m.macro("date_id", "macros/sql/date_id.sql", described=False, day="")
    m.macro("month_id", "macros/sql/date_id.sql")
    m.macro("year_id", "macros/sql/year_id.sql", day="")
    m.model("common_prep/prep_a", sql="{{ month_id('x') }}")
    m.model("common_prep/prep_b", sql="{{ month_id('x') }}")
    m.write("macros/sql/empty.sql", "{# nothing #}")


CASES = {
    "test_named": Case(
        _named_pass,
        _named_fail,
        [
            ("models/common_prep/prep_a.yml", 6, "prep_a.a.unique", "the unique test of prep_a.a has no given name"),
            (
                "models/common_prep/prep_a.yml",
                7,
                "prep_a.a.not_null",
                "the not_null test of prep_a.a has no given name",
            ),
            (
                "models/common_prep/prep_a.yml",
                9,
                "prep_a.unique_combination",
                "the unique_combination test of prep_a has no given name",
            ),
            (
                "models/x.yml",
                None,
                "drops_test_accounts",
                "the unit test drops_test_accounts does not start with its model, prep_a_",
            ),
            ("models/x.yml", None, LONG, f"the name of test {LONG} has 63 characters"),
            (
                "tests/data/a_is_positive.sql",
                None,
                "a_is_positive",
                "the singular test a_is_positive does not start with assert_",
            ),
        ],
    ),
    "config_outside_root": Case(
        _config_pass,
        _config_fail,
        [
            ("models/common_prep/prep_a.yml", 2, "prep_a.schema", "prep_a sets schema itself"),
            ("models/common_prep/prep_b.sql", 2, "prep_b.sql: config", "the SQL file calls config()"),
            ("models/common_prep/prep_c.sql", 2, "prep_c.sql: config", "the SQL file calls config()"),
        ],
    ),
    "warehouse_size": Case(
        _size_pass,
        _size_fail,
        [
            ("models/common_prep/prep_a.sql", None, "prep_a", "prep_a is incremental and chooses no warehouse"),
            ("models/common_prep/prep_b.sql", None, "prep_b", "prep_b is incremental and chooses no warehouse"),
            (
                "models/common_prep/prep_b.sql",
                2,
                "prep_b.sql",
                "the warehouse is chosen without generate_warehouse_name",
            ),
            ("models/common_prep/prep_c.sql", None, "prep_c", "prep_c is incremental and chooses no warehouse"),
            (
                "models/common_prep/prep_d.yml",
                4,
                "prep_d.yml",
                "the warehouse is chosen without generate_warehouse_name",
            ),
        ],
    ),
    "macro_documented": Case(
        _macro_pass,
        _macro_fail,
        [
            (
                "macros/sql/date_id.sql",
                None,
                "date_id",
                "macro date_id is not described in macros/sql/_macros.yml",
            ),
            (
                "macros/sql/date_id.sql",
                None,
                "month_id",
                "macro month_id is used by models/common_prep/prep_a.sql, but its file is named after date_id",
            ),
            ("macros/sql/empty.sql", 1, "empty", "the file defines no macro empty"),
            (
                "macros/sql/year_id.sql",
                None,
                "year_id(day)",
                "argument day of macro year_id is not described",
            ),
        ],
    ),
    "yml_key_order": Case(
        lambda m: m.model("common_prep/prep_a", yml=ORDERED),
        lambda m: m.model("common_prep/prep_a", yml=DISORDERED),
        [
            (
                "models/common_prep/prep_a.yml",
                2,
                "prep_a",
                "the keys of prep_a are in the order name, config, description, columns",
            ),
            (
                "models/common_prep/prep_a.yml",
                6,
                "prep_a.a",
                "the keys of prep_a.a are in the order description, name",
            ),
            ("models/common_prep/prep_a.yml", 6, "prep_a.a", "prep_a.a uses the old key tests"),
        ],
    ),
}
