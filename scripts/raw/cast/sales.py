"""Cast opportunities, scores and the manual true-up."""

from __future__ import annotations

from typing import NamedTuple

FIRST_ORDER, GROWTH, CONTRACTION, CHURN = "1. New - First Order", "3. Growth", "4. Contraction", "6. Churn - Final"
WON, LOST, DUPLICATE, NEGOTIATING = "Closed Won", "8-Closed Lost", "10-Duplicate", "5-Negotiating"


class CastOpportunity(NamedTuple):
    """An opportunity of FY25-Q4; `net_arr` in USD per year, `fpa_flag` the finance team's own word on booking it.

    One that has the name of a subscription booked that subscription's first version.
    """

    name: str
    account: str
    kind: str
    stage: str
    is_won: bool
    close_date: str
    net_arr: int
    order_type: str
    source: str = "AE Generated"
    is_web: bool = False
    fpa_flag: bool | None = None
    plan: str = "SaaS - Premium - 1 Year"


class CastScore(NamedTuple):
    """One score of an account: probability 0 to 1 and group 1 to 5."""

    model: str
    account: str
    score: str
    grouping: int


class CastTrueUp(NamedTuple):
    """A journal entry that spreads `amount` USD over the months of a contract line."""

    subscription: str
    amount: int
    start: str
    end: str


OPPORTUNITIES = (
    CastOpportunity(
        "CAST-C17-FO-WEB",
        "CAST-C17",
        "New Business",
        WON,
        True,
        "2024-11-12",
        1740,
        FIRST_ORDER,
        "Web Direct Generated",
        is_web=True,
    ),
    CastOpportunity(
        "CAST-C17-FO-SDR", "CAST-C17", "New Business", WON, True, "2024-11-20", 41580, FIRST_ORDER, "SDR Generated"
    ),
    CastOpportunity("CAST-C17-GROWTH", "CAST-C17", "Add-On Business", WON, True, "2024-12-05", 6960, GROWTH),
    CastOpportunity("CAST-C17-CONTRACTION", "CAST-C17", "Renewal", WON, True, "2024-12-10", -1740, CONTRACTION),
    # a lost renewal is booked as churn; a lost new deal is not booked
    CastOpportunity("CAST-C17-CHURN", "CAST-C17", "Renewal", LOST, False, "2024-12-15", -3480, CHURN),
    CastOpportunity("CAST-C17-LOST-NEW", "CAST-C17", "New Business", LOST, False, "2024-11-25", 8000, FIRST_ORDER),
    CastOpportunity("CAST-C17-JIHU-WON", "CAST-C17-JIHU", "New Business", WON, True, "2024-11-26", 9999, FIRST_ORDER),
    CastOpportunity("CAST-C17-DUPLICATE", "CAST-C17", "New Business", DUPLICATE, True, "2024-11-27", 5000, FIRST_ORDER),
    CastOpportunity(
        "CAST-C17-FPA-FALSE", "CAST-C17", "Add-On Business", WON, True, "2024-12-06", 2000, GROWTH, fpa_flag=False
    ),
    CastOpportunity("CAST-C17-OPEN", "CAST-C17", "New Business", NEGOTIATING, False, "2025-01-15", 12000, FIRST_ORDER),
    CastOpportunity("CAST-C18-BUY-NOW", "CAST-C18-BUY-NOW", "New Business", WON, True, "2024-11-12", 1740, FIRST_ORDER),
    CastOpportunity("CAST-C18-TRIAL", "CAST-C18-TRIAL", "New Business", WON, True, "2024-11-20", 1740, FIRST_ORDER),
    CastOpportunity("CAST-C18-FREE", "CAST-C18-FREE", "New Business", WON, True, "2024-11-20", 1740, FIRST_ORDER),
    CastOpportunity(
        "CAST-C18-SM",
        "CAST-C18-SM",
        "New Business",
        WON,
        True,
        "2024-11-20",
        1740,
        FIRST_ORDER,
        plan="Self-Managed - Premium - 1 Year",
    ),
)

SCORES = (
    # in group 5 to buy more and in group 1 to buy less at once: the larger standard score wins
    CastScore("pte", "CAST-C12-A", "0.99", 5),
    CastScore("ptc", "CAST-C12-A", "0.61", 1),
    CastScore("pte", "CAST-C12-B", "0.71", 5),
    CastScore("ptc", "CAST-C12-B", "0.99", 1),
)

TRUE_UPS = (CastTrueUp("CAST-C10", 1200, "2024-01-01", "2024-12-31"),)
