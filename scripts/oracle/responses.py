"""Support tickets, survey responses and churn forecasts.

Rules: of a ticket loaded several times the newest change counts, of equal ones the latest load; it belongs to the CRM
account of its organisation after merges, and is solved when its status is solved or closed. A survey response that was
also loaded by hand counts once, as the survey tool has it. Of one cohort and renewal the newest score date is
published, of one date the upload loaded last.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest, money, ratio
from scripts.oracle.crm import MISSING, Crm
from scripts.oracle.rows import read


def ticket_answers(warehouse: Warehouse, crm: Crm) -> list[Answer]:
    """How many tickets there are, with a known account and solved, and a digest of them all."""
    accounts = {
        key: crm.survivor(json.loads(fields).get("salesforce_id"))
        for key, fields in read(warehouse, "tap_zendesk.organizations", "id", "organization_fields")
    }
    newest: dict[int, tuple[Any, Any, str, int | None]] = {}
    columns = ("id", "updated_at", "_sdc_batched_at", "status", "organization_id")
    for key, *state in read(warehouse, "tap_zendesk.tickets", *columns):
        if key not in newest or (state[0], state[1]) > newest[key][:2]:
            newest[key] = (state[0], state[1], state[2], state[3])
    lines = []
    counts: Counter[str] = Counter({"all": len(newest)})
    for key, (_, _, status, organization) in newest.items():
        account = accounts.get(organization, MISSING) if organization is not None else MISSING
        counts["with a known account"] += account != MISSING
        counts["solved"] += status in ("solved", "closed")
        lines.append(f"{key}|{account}|{status}")
    return [
        *(Answer("support tickets", "", name, str(count)) for name, count in counts.items()),
        Answer("support tickets", "", "digest", digest(lines)),
    ]


def survey_answers(warehouse: Warehouse) -> list[Answer]:
    """Responses by where they came from, and a digest of what they say."""
    values: dict[str, tuple[str, str]] = {}
    sources = (
        ("static", "sensitive.qualtrics_post_purchase_survey_answers"),
        ("live", "qualtrics.post_purchase_survey_responses"),
    )
    for name, table in sources:
        database = "static" if name == "static" else "raw"
        for key, text in read(warehouse, table, "response_id", "response_values", database=database):
            values[key] = (name, str(json.loads(text).get("QID1") or ""))
    by_source = Counter(name for name, _ in values.values())
    return [
        *(Answer("survey responses", "", name, str(count)) for name, count in by_source.items()),
        Answer(
            "survey responses", "", "digest", digest(f"{key}|{name}|{ease}" for key, (name, ease) in values.items())
        ),
    ]


def churn_answers(warehouse: Warehouse) -> list[Answer]:
    """What the churn pump sends: rows, first and last batch time, and a digest."""
    newest: dict[tuple[str, str], tuple[tuple[str, Any], dict[str, Any]]] = {}
    for text, uploaded_at in read(warehouse, "data_science.churn_forecasting_scores", "jsontext", "uploaded_at"):
        for entry in json.loads(text, parse_float=Decimal, parse_int=Decimal):
            key = (
                str(entry["oldest_subscription_in_cohort"]),
                str(entry["dim_crm_opportunity_id_current_open_renewal"]),
            )
            age = (str(entry["score_date"]), uploaded_at)
            if key not in newest or age > newest[key][0]:
                newest[key] = (age, entry)
    lines = (
        "|".join(
            (
                *key,
                date,
                money(Decimal(entry["current_arr"])),
                ratio(Decimal(entry["churn_score"])),
                ratio(Decimal(entry["contraction_score"])),
                str(entry["outcome"]),
                money(Decimal(entry["arr_expected_to_renew"])),
            )
        )
        for key, ((date, _), entry) in newest.items()
    )
    named = {"rows": str(len(newest)), "digest": digest(lines)}
    if newest:
        batches = [str(uploaded_at) for (_, uploaded_at), _ in newest.values()]
        named |= {"first batch": min(batches), "last batch": max(batches)}
    return [Answer("churn forecasts", "", name, value) for name, value in named.items()]


def response_answers(warehouse: Warehouse, crm: Crm) -> list[Answer]:
    """Tickets, survey responses and churn forecasts."""
    return [*ticket_answers(warehouse, crm), *survey_answers(warehouse), *churn_answers(warehouse)]
