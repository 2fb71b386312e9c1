"""All answers about one warehouse, and the file they are written to."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest
from scripts.oracle.bookings import Bookings
from scripts.oracle.charges import Charge, read_charges
from scripts.oracle.crm import Crm, WaveState, merge_lines
from scripts.oracle.dotcom import dotcom_answers
from scripts.oracle.events import cloud_cost_answers, event_answers
from scripts.oracle.history import history_answers
from scripts.oracle.hvs import hvs_answers
from scripts.oracle.ledger import ledger_answers
from scripts.oracle.lineage import lineage_answers
from scripts.oracle.marketing import marketing_answers
from scripts.oracle.movement import retention_answers, waterfall_answers
from scripts.oracle.periods import month_number
from scripts.oracle.pings import ping_answers
from scripts.oracle.portal import portal_answers
from scripts.oracle.products import read_labels
from scripts.oracle.responses import response_answers
from scripts.oracle.revenue import by_parent, in_mart, product_answers, revenue_answers
from scripts.oracle.scores import score_answers
from scripts.oracle.subscriptions import Billing, read_billing
from scripts.oracle.targets import read_targets, target_answers
from scripts.oracle.usage import usage_answers

WATERFALL_YEARS = 2
"""The waterfall covers the fiscal year of the business date and the one before."""


class Basis(NamedTuple):
    """What every subject starts from: accounts, subscriptions and charges as the rules see them."""

    crm: Crm
    billing: Billing
    charges: Sequence[Charge]


def answers(warehouse: Warehouse, history: Sequence[WaveState]) -> list[Answer]:
    """Work out every answer from the raw tables alone.

    Args:
        warehouse: an open warehouse whose raw tables hold the last wave of `history`.
        history: the state captured after each load wave, oldest first; the last one gives the business date.

    Returns:
        The answers, sorted; no two share metric, period and dimension.
    """
    basis = _read_basis(warehouse, history)
    return sorted(_sales(warehouse, history, basis) + _usage(warehouse, history, basis))


def sales_answers(warehouse: Warehouse, history: Sequence[WaveState]) -> list[Answer]:
    """The answers about what is sold, targeted and posted: a tenth of the work of `answers`, same arguments."""
    return sorted(_sales(warehouse, history, _read_basis(warehouse, history)))


def _read_basis(warehouse: Warehouse, history: Sequence[WaveState]) -> Basis:
    crm = Crm(history)
    billing = read_billing(warehouse, crm)
    return Basis(crm, billing, read_charges(warehouse, billing, history[-1].as_of, billing.rejected))


def _sales(warehouse: Warehouse, history: Sequence[WaveState], basis: Basis) -> list[Answer]:
    crm, billing, charges = basis
    as_of = history[-1].as_of
    bookings = Bookings(warehouse, crm)
    return [
        *_revenue(warehouse, charges, crm, history[-1]),
        *bookings.answers(),
        *target_answers(read_targets(warehouse, billing.rejected), bookings),
        *lineage_answers(billing),
        *score_answers(warehouse),
        *hvs_answers(warehouse, crm, as_of.isoformat()),
        *response_answers(warehouse, crm),
        *history_answers(history),
        *ledger_answers(warehouse, charges, as_of),
        *_accounts(crm),
        *(Answer("rejected rows", "", reason, str(count)) for reason, count in billing.rejected.items()),
    ]


def _usage(warehouse: Warehouse, history: Sequence[WaveState], basis: Basis) -> list[Answer]:
    crm, billing, charges = basis
    return [
        *dotcom_answers(warehouse, history),
        *portal_answers(warehouse, history, billing),
        *marketing_answers(warehouse, history, billing, crm),
        *ping_answers(warehouse, billing, history[-1].as_of),
        *usage_answers(warehouse, history, billing, charges, crm),
        *event_answers(warehouse),
        *cloud_cost_answers(warehouse),
    ]


def _revenue(warehouse: Warehouse, charges: Sequence[Charge], crm: Crm, state: WaveState) -> list[Answer]:
    last_month = month_number(state.as_of)
    # the fiscal year began in February; the waterfall starts with the February before that
    first_month = last_month - (last_month - 1) % 12 - 12 * (WATERFALL_YEARS - 1)
    mart = by_parent((charge for charge in charges if in_mart(charge, crm)), crm)
    return [
        *revenue_answers("fct_mrr", by_parent(charges, crm)),
        *revenue_answers("mart_arr", mart),
        *product_answers(charges, crm, read_labels(warehouse, state.as_of), last_month),
        *waterfall_answers(mart, first_month, last_month),
        *retention_answers(mart, last_month),
    ]


def _accounts(crm: Crm) -> list[Answer]:
    counts = {
        "live": len(crm.live),
        "with a broken parent link": sum(crm.has_invalid_parent(account) for account in crm.live),
        "JiHu": sum(crm.is_jihu(account) for account in crm.live),
    }
    found = [Answer("CRM accounts", "", name, str(count)) for name, count in counts.items()]
    return [*found, Answer("merged account map", "", "digest", digest(merge_lines(crm)))]


def write_answers(warehouse: Warehouse, path: Path, history: Sequence[WaveState]) -> int:
    """Write the answers as CSV with a header, sorted; the file appears complete or not at all.

    Args:
        warehouse: an open warehouse whose raw tables hold the last wave of `history`.
        path: the file to write; its folder is made.
        history: the state captured after each load wave, oldest first.

    Returns:
        How many answers were written.
    """
    found = answers(warehouse, history)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(Answer._fields)
            writer.writerows(found)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(found)


def read_answers(path: Path) -> list[Answer]:
    """Read a file that `write_answers` wrote."""
    with path.open(newline="", encoding="utf-8") as file:
        return [Answer(**row) for row in csv.DictReader(file)]
