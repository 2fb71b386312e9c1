"""One answer of the oracle, and the exact texts its values take."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Answer(NamedTuple):
    """One number the warehouse must reproduce.

    Attributes:
        metric: what is counted or summed.
        period: a month (YYYY-MM-DD, its first day), a fiscal quarter ('FY25-Q4'), a load wave ('W1'), or ''.
        dimension: what it is broken down by, parts joined with ' / ', or ''.
        value: canonical text: money with 2 decimals, ratios and scores with 6, counts without, digests as MD5 hex.
    """

    metric: str
    period: str
    dimension: str
    value: str


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero, as both warehouse engines do when they cast to DECIMAL."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def money(value: Decimal) -> str:
    """USD with two decimals; never '-0.00'."""
    return f"{rounded(value, 2) + 0:.2f}"


def ratio(value: Decimal) -> str:
    """A ratio, percentage or score with six decimals; never '-0.000000'."""
    return f"{rounded(value, 6) + 0:.6f}"


def flag(value: bool) -> str:
    """A boolean as both engines print it when cast to text."""
    return "true" if value else "false"


def digest(lines: Iterable[str]) -> str:
    """MD5 of the lines in byte order, joined by newlines: equal exactly when the sets of lines are."""
    return hashlib.md5("\n".join(sorted(lines)).encode(), usedforsecurity=False).hexdigest()
