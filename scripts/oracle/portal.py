"""All answers about the customers portal: what was ordered, tried, licensed and used."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer
from scripts.oracle.crm import WaveState
from scripts.oracle.dotcom import Dotcom
from scripts.oracle.matching import match_answers, read_plans
from scripts.oracle.orders import (
    license_answers,
    order_states,
    read_contents,
    read_orders,
    read_versions,
    trial_answers,
    trial_lines,
)
from scripts.oracle.products import read_labels
from scripts.oracle.rows import read
from scripts.oracle.seats import read_use, seat_use_answers
from scripts.oracle.subscriptions import Billing


def portal_answers(warehouse: Warehouse, history: Sequence[WaveState], billing: Billing) -> list[Answer]:
    """Orders, trials, licenses and use of seats on the business date, and the states orders went through."""
    as_of = history[-1].as_of
    dotcom = Dotcom(warehouse, as_of)
    contents = read_contents(warehouse)
    orders, versions = read_orders(warehouse), read_versions(warehouse, billing, contents)
    labels = read_labels(warehouse, as_of)
    deliveries = {
        plan: labels[charge].split(" / ")[1]
        for charge, plan in read(warehouse, "zuora_stitch.productrateplancharge", "id", "productrateplanid")
    }
    return [
        *trial_answers(trial_lines(orders.values(), versions, dotcom)),
        *license_answers(warehouse, versions),
        *order_states(warehouse, history),
        *match_answers(warehouse, orders, versions, read_plans(warehouse, labels, contents), dotcom, as_of),
        *seat_use_answers(read_use(warehouse, orders, versions, deliveries, dotcom, as_of)),
    ]
