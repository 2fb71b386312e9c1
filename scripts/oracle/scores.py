"""Propensity scores: stars per account after the conflict rule.

Rules: of one account and score date the upload loaded last counts. An account with propensity-to-expand group 5 and
propensity-to-contract group 1 on the same date cannot be both: compared as z values over that date, the weaker
expansion signal drops to 4 stars, otherwise contraction rises to 2. Without a z value nothing changes. The published
row takes the newest date of each score on its own.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest, ratio
from scripts.oracle.rows import read

Key = tuple[str, str]
"""Account and score date (ISO text)."""


class Score(NamedTuple):
    """One score of one account on one date: 0-1, group 1-5, and its distance from the date's mean."""

    score: Decimal
    group: int
    z: float | None


def read_scores(warehouse: Warehouse, table: str) -> dict[Key, Score]:
    """The scores of one table, `pte_scores` or `ptc_scores`, by account and date."""
    newest: dict[Key, tuple[object, Decimal, int]] = {}
    for text, uploaded_at in read(warehouse, f"data_science.{table}", "jsontext", "uploaded_at"):
        for entry in json.loads(text, parse_float=Decimal, parse_int=Decimal):
            key = (str(entry["crm_account_id"]), str(entry["score_date"])[:10])
            if key not in newest or uploaded_at > newest[key][0]:
                newest[key] = (uploaded_at, Decimal(entry["score"]), int(entry["grouping"]))
    return with_z({key: (score, group) for key, (_, score, group) in newest.items()})


def with_z(scores: Mapping[Key, tuple[Decimal, int]]) -> dict[Key, Score]:
    """Add to each score its z value over all scores of the same date; None when they do not vary."""
    by_date: defaultdict[str, list[float]] = defaultdict(list)
    for (_, date), (score, _) in scores.items():
        by_date[date].append(float(score))
    spread = {date: statistics.stdev(found) if len(found) > 1 else 0.0 for date, found in by_date.items()}
    mean = {date: statistics.fmean(found) for date, found in by_date.items()}
    return {
        key: Score(score, group, (float(score) - mean[key[1]]) / spread[key[1]] if spread[key[1]] else None)
        for key, (score, group) in scores.items()
    }


def stars(expand: Score | None, contract: Score | None) -> tuple[int | None, int | None]:
    """Stars for expansion and contraction of one account and date."""
    first, second = (expand.group if expand else None), (contract.group if contract else None)
    if expand and contract and (first, second) == (5, 1) and expand.z is not None and contract.z is not None:
        return (4, 1) if expand.z < contract.z else (5, 2)
    return first, second


def published(expand: Mapping[Key, Score], contract: Mapping[Key, Score]) -> dict[str, tuple[str, str, str, str]]:
    """Account -> expansion stars and percent, contraction stars and percent, as text; '' where never scored."""
    newest: list[dict[str, str]] = []
    for scores in (expand, contract):
        dates: dict[str, str] = {}
        for account, date in scores:
            dates[account] = max(date, dates.get(account, ""))
        newest.append(dates)
    rows = {}
    for account in {*newest[0], *newest[1]}:
        parts: list[str] = []
        for position, scores in enumerate((expand, contract)):
            key = (account, newest[position].get(account, ""))
            found = stars(expand.get(key), contract.get(key))[position]
            parts += ["", ""] if found is None else [str(found), ratio(scores[key].score * 100)]
        rows[account] = (parts[0], parts[1], parts[2], parts[3])
    return rows


def score_answers(warehouse: Warehouse) -> list[Answer]:
    """A digest over all scored accounts, and how many there are."""
    rows = published(read_scores(warehouse, "pte_scores"), read_scores(warehouse, "ptc_scores"))
    return [
        Answer("account scores", "", "digest", digest("|".join((account, *row)) for account, row in rows.items())),
        Answer("account scores", "", "accounts", str(len(rows))),
    ]
