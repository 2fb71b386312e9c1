"""The cast as temporary tables: natural names become negative row numbers that no generated record uses."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.core.sql import identifier, literal
from scripts.raw.cast import accounts, sales, subscriptions

Value = str | int | bool | None
"""A value of a hand-written record; dates and decimals are given as text."""

_ACCOUNT = {record.name: -number for number, record in enumerate(accounts.ACCOUNTS, start=1)}
_BILLING = {record.name: -number for number, record in enumerate(accounts.BILLING, start=1)}
_NAME = {record.name: -number for number, record in enumerate(subscriptions.SUBSCRIPTIONS, start=1)}


def cast_statements() -> list[str]:
    """The statements that make the `cast_*` tables of the world."""
    return [
        constant_table(
            "cast_account",
            "account_nth BIGINT, account_name VARCHAR, fate VARCHAR, master_nth BIGINT, parent_account_nth BIGINT, "
            "is_jihu BOOLEAN, segment VARCHAR, given_id15 VARCHAR",
            [
                (
                    _ACCOUNT[row.name],
                    row.name,
                    row.fate,
                    _ACCOUNT.get(row.master or ""),
                    _ACCOUNT[row.name],
                    row.is_jihu,
                    row.segment,
                    row.id15,
                )
                for row in accounts.ACCOUNTS
            ],
        ),
        constant_table(
            "cast_billing",
            "billing_nth BIGINT, billing_name VARCHAR, account_nth BIGINT, crm_form INTEGER, batch VARCHAR",
            [
                (_BILLING[row.name], row.name, _ACCOUNT[row.account], row.crm_form, row.batch)
                for row in accounts.BILLING
            ],
        ),
        constant_table(
            "cast_billing_contact",
            "billing_nth BIGINT, first_name VARCHAR, last_name VARCHAR, email VARCHAR",
            [(_BILLING[row.billing], *row[1:]) for row in accounts.BILLING_CONTACTS],
        ),
        constant_table(
            "cast_name",
            "name_nth BIGINT, subscription_name VARCHAR, billing_nth BIGINT, renewed_by VARCHAR, "
            "namespace_created_date DATE, trial_start_date DATE",
            [(_NAME[row.name], row.name, _BILLING[row.billing], *row[2:]) for row in subscriptions.SUBSCRIPTIONS],
        ),
        constant_table(
            "cast_event",
            "name_nth BIGINT, version INTEGER, start_date DATE, end_date DATE, quantity BIGINT, mrr DECIMAL(18, 6), "
            "charge_nth INTEGER, track INTEGER, line INTEGER, is_cancel BOOLEAN",
            [(_NAME[row.subscription], *row[1:]) for row in subscriptions.EVENTS],
        ),
        constant_table(
            "cast_opportunity",
            "opportunity_nth BIGINT, opportunity_name VARCHAR, account_nth BIGINT, kind VARCHAR, stage VARCHAR, "
            "is_won BOOLEAN, close_date DATE, net_arr DECIMAL(18, 2), order_type VARCHAR, source VARCHAR, "
            "is_web BOOLEAN, fpa_flag BOOLEAN, plan_name VARCHAR",
            [
                (-number, row.name, _ACCOUNT[row.account], *row[2:])
                for number, row in enumerate(sales.OPPORTUNITIES, start=1)
            ],
        ),
        constant_table(
            "cast_score",
            "model VARCHAR, account_nth BIGINT, score DECIMAL(9, 4), grouping_nth INTEGER",
            [(row.model, _ACCOUNT[row.account], row.score, row.grouping) for row in sales.SCORES],
        ),
        constant_table(
            "cast_true_up",
            "name_nth BIGINT, amount DECIMAL(18, 2), start_date DATE, end_date DATE",
            [(_NAME[row.subscription], *row[1:]) for row in sales.TRUE_UPS],
        ),
    ]


def constant_table(name: str, columns: str, rows: Sequence[Sequence[Value]]) -> str:
    """The statement that makes a temporary table of rows written by hand.

    Args:
        name: the table.
        columns: names and SQL types, separated by ", ".
        rows: the values of each row in the order of the columns.
    """
    names_and_types = [column.strip().split(" ", 1) for column in _split(columns)]
    listed = ", ".join(f"given.{identifier(column)}::{kind} AS {column}" for column, kind in names_and_types)
    values = ", ".join("(" + ", ".join(_literal(value) for value in row) + ")" for row in rows)
    given = ", ".join(column for column, _ in names_and_types)
    return (
        f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS SELECT {listed} FROM (VALUES {values}) AS given ({given})"
    )


def _split(columns: str) -> list[str]:
    # the comma inside DECIMAL(18, 6) is no separator
    return columns.replace("(18, ", "(18,").replace("(9, ", "(9,").split(", ")


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value).upper()
    return literal(value)
