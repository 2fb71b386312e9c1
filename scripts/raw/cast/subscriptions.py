"""Cast subscriptions: what was agreed when, as versions and charges.

Prices are per seat and month: Premium 19 (29 from April 2023), Ultimate 99. `charge` is the number of the price list.
"""

from __future__ import annotations

from typing import NamedTuple

PREMIUM, ULTIMATE, OSS, TRUE_UP, MAX_ENROLLMENT = 2, 5, 8, 37, 35
SERVER_PREMIUM, SERVER_ULTIMATE = 10, 13


class CastSubscription(NamedTuple):
    """A subscription name, whose it is, and the names that renew it (separated by ' || ').

    `namespace_created` is the day its group on GitLab.com was made, where that matters; `trial_start` the first day of
    a trial before it.
    """

    name: str
    billing: str
    renewed_by: str | None = None
    namespace_created: str | None = None
    trial_start: str | None = None


class CastEvent(NamedTuple):
    """Something agreed in version `version` of a subscription: one charge period, or its cancellation.

    `track` numbers charges that run side by side, `line` the rate plan, `end` is the term's end as agreed then.
    """

    subscription: str
    version: int
    start: str
    end: str
    quantity: int
    mrr: str
    charge: int = PREMIUM
    track: int = 1
    line: int = 1
    is_cancel: bool = False


SUBSCRIPTIONS = (
    CastSubscription("CAST-C01", "CAST-C01"),
    CastSubscription("CAST-C02", "CAST-C02"),
    CastSubscription("CAST-C03", "CAST-C03"),
    CastSubscription("CAST-C04", "CAST-C04"),
    CastSubscription("CAST-C05", "CAST-C05"),
    CastSubscription("CAST-C06", "CAST-C06"),
    CastSubscription("CAST-C07", "CAST-C07"),
    CastSubscription("CAST-C08-S1", "CAST-C08", "CAST-C08-S2 || CAST-C08-S3"),
    CastSubscription("CAST-C08-S2", "CAST-C08", "CAST-C08-S5"),
    CastSubscription("CAST-C08-S3", "CAST-C08"),
    CastSubscription("CAST-C08-S4", "CAST-C08", "CAST-C08-S5"),
    CastSubscription("CAST-C08-S5", "CAST-C08"),
    CastSubscription("CAST-C08-S6", "CAST-C08", "CAST-C08-S7"),
    CastSubscription("CAST-C08-S7", "CAST-C08", "CAST-C08-S6"),
    CastSubscription("CAST-C09-S1", "CAST-C09"),
    CastSubscription("CAST-C09-S2", "CAST-C09"),
    CastSubscription("CAST-C10", "CAST-C10"),
    CastSubscription("CAST-C11-SM", "CAST-C11"),
    CastSubscription("CAST-C11-SAAS", "CAST-C11"),
    CastSubscription("CAST-C19", "CAST-C19"),
    CastSubscription("CAST-C19-ZERO", "CAST-C19"),
    CastSubscription("CAST-C13", "CAST-C13"),
    CastSubscription("CAST-C18-BUY-NOW", "CAST-C18-BUY-NOW", namespace_created="2024-11-11"),
    CastSubscription("CAST-C18-TRIAL", "CAST-C18-TRIAL", namespace_created="2024-10-15", trial_start="2024-10-20"),
    CastSubscription("CAST-C18-FREE", "CAST-C18-FREE", namespace_created="2024-07-20", trial_start="2024-08-01"),
    CastSubscription("CAST-C18-SM", "CAST-C18-SM"),
)

EVENTS = (
    # C01, one life: more seats, the new price, a better tier, fewer seats, cancelled
    CastEvent("CAST-C01", 1, "2023-03-01", "2024-03-01", 10, "190"),
    CastEvent("CAST-C01", 2, "2023-07-01", "2024-03-01", 15, "285"),
    CastEvent("CAST-C01", 3, "2024-03-01", "2025-03-01", 15, "435"),
    CastEvent("CAST-C01", 4, "2024-06-01", "2025-03-01", 15, "1485", ULTIMATE, line=2),
    CastEvent("CAST-C01", 5, "2024-09-01", "2025-03-01", 12, "1188", ULTIMATE, line=2),
    CastEvent("CAST-C01", 6, "2024-11-01", "2024-11-01", 0, "0", ULTIMATE, line=2, is_cancel=True),
    # C02, a start in mid-month, and a charge that begins and ends in one month
    CastEvent("CAST-C02", 1, "2024-05-15", "2025-05-15", 5, "145"),
    CastEvent("CAST-C02", 1, "2024-05-10", "2024-05-28", 1, "99", ULTIMATE, track=2, line=2),
    CastEvent("CAST-C03", 1, "2024-02-01", "2025-02-01", 10, "290"),
    CastEvent("CAST-C04", 1, "2024-02-01", "2025-02-01", 2, "58"),
    CastEvent("CAST-C05", 1, "2024-02-01", "2025-02-01", 10, "990", ULTIMATE),
    CastEvent("CAST-C06", 1, "2024-02-01", "2025-02-01", 1, "83333.25", ULTIMATE),
    # C07, free seats count only where the charge is an enrolment
    CastEvent("CAST-C07", 1, "2024-02-01", "2025-02-01", 50, "0", OSS),
    CastEvent("CAST-C07", 1, "2024-02-01", "2025-02-01", 300, "0", MAX_ENROLLMENT, track=2),
    CastEvent("CAST-C08-S1", 1, "2022-02-01", "2023-02-01", 4, "76"),
    CastEvent("CAST-C08-S2", 1, "2023-02-01", "2024-02-01", 4, "76"),
    CastEvent("CAST-C08-S3", 1, "2023-03-01", "2024-03-01", 2, "38"),
    CastEvent("CAST-C08-S4", 1, "2022-08-01", "2023-08-01", 3, "57"),
    CastEvent("CAST-C08-S5", 1, "2024-02-01", "2025-02-01", 8, "232"),
    CastEvent("CAST-C08-S6", 1, "2023-05-01", "2024-05-01", 1, "29"),
    CastEvent("CAST-C08-S7", 1, "2023-06-01", "2024-06-01", 1, "29"),
    # C09, gone for two months and back
    CastEvent("CAST-C09-S1", 1, "2023-02-01", "2024-02-01", 5, "145"),
    CastEvent("CAST-C09-S2", 1, "2024-04-01", "2025-04-01", 5, "145"),
    # C10, nothing recurring; its revenue comes from a journal entry (see revenue.py)
    CastEvent("CAST-C10", 1, "2024-01-01", "2025-01-01", 5, "100", TRUE_UP),
    # C11, two years old in December 2024: the same use on an Ultimate server and in a Premium group of GitLab.com
    CastEvent("CAST-C11-SM", 1, "2022-12-01", "2025-12-01", 100, "9900", SERVER_ULTIMATE),
    CastEvent("CAST-C11-SAAS", 1, "2022-12-01", "2025-12-01", 100, "1900"),
    # C19, a subscription with four servers, and one that is paid by the year and not by the seat
    CastEvent("CAST-C19", 1, "2024-02-01", "2025-02-01", 50, "1450", SERVER_PREMIUM),
    CastEvent("CAST-C19-ZERO", 1, "2024-02-01", "2025-02-01", 0, "100", SERVER_PREMIUM),
    # C13, ten seats on one server
    CastEvent("CAST-C13", 1, "2024-01-01", "2025-01-01", 10, "290", SERVER_PREMIUM),
    # C18, four first orders (see sales.py): at once, after a trial, long after a trial, and on an own server
    CastEvent("CAST-C18-BUY-NOW", 1, "2024-11-12", "2025-11-12", 5, "145"),
    CastEvent("CAST-C18-TRIAL", 1, "2024-11-20", "2025-11-20", 5, "145"),
    CastEvent("CAST-C18-FREE", 1, "2024-11-20", "2025-11-20", 5, "145"),
    CastEvent("CAST-C18-SM", 1, "2024-11-20", "2025-11-20", 5, "145", SERVER_PREMIUM),
)
