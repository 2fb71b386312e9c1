"""Cast installations and what they reported, ping by ping.

C11 is the customer whose health is known, C13 a counter that is missing in one month and stands still in another, C19
a subscription with three servers in production and one for tests, beside one without seats.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from scripts.raw.cast.tables import constant_table
from scripts.raw.cast.usage import HEALTH_COUNTERS, SEATS, SEATS_IN_USE

FIRST_HOST = 900000001
"""Number of the first cast host; generated hosts never come near it."""


class CastHost(NamedTuple):
    """A server of a subscription: its name, edition and what customer success says it is for."""

    name: str
    subscription: str
    edition: str
    instance_type: str = "Production"


class CastPing(NamedTuple):
    """A ping: when it came, users and seats, and the counters it carried (path -> value)."""

    host: str
    day: str
    billable_users: int
    seats: int
    counters: dict[str, int]


HOSTS = (
    CastHost("CAST-C11-SM", "CAST-C11-SM", "EEU"),
    CastHost("CAST-C13", "CAST-C13", "EEP"),
    CastHost("CAST-C19-A", "CAST-C19", "EEP"),
    CastHost("CAST-C19-B", "CAST-C19", "EEP"),
    CastHost("CAST-C19-C", "CAST-C19", "EEP"),
    CastHost("CAST-C19-TEST", "CAST-C19", "EEP", "Non-Production"),
    CastHost("CAST-C19-ZERO", "CAST-C19-ZERO", "EEP"),
)

PINGS = (
    CastPing("CAST-C11-SM", "2024-12-08", 70, SEATS, {path: value // 2 for path, value in HEALTH_COUNTERS.items()}),
    CastPing("CAST-C11-SM", "2024-12-22", SEATS_IN_USE, SEATS, HEALTH_COUNTERS),
    # 700 in the 70 days between two pings, though nothing was counted in February; then a month without any
    CastPing("CAST-C13", "2024-01-10", 8, 10, {"counts.issues": 1000}),
    CastPing("CAST-C13", "2024-02-10", 8, 10, {}),
    CastPing("CAST-C13", "2024-03-20", 9, 10, {"counts.issues": 1700}),
    CastPing("CAST-C13", "2024-04-20", 9, 10, {"counts.issues": 1700}),
    # the newest production ping of November is that of server B; the test server reports later still
    CastPing("CAST-C19-A", "2024-11-05", 31, 50, {}),
    CastPing("CAST-C19-B", "2024-11-26", 22, 50, {}),
    CastPing("CAST-C19-C", "2024-11-12", 47, 50, {}),
    CastPing("CAST-C19-TEST", "2024-11-29", 3, 50, {}),
    CastPing("CAST-C19-ZERO", "2024-11-20", 5, 0, {}),
)


def payload(ping: CastPing) -> str:
    """The JSON text of a ping, nested like the paths of its counters."""
    users = {"active_user_count": ping.billable_users, "license_billable_users": ping.billable_users}
    return json.dumps(_nested({**users, **ping.counters}))


def _nested(values: dict[str, int]) -> dict[str, object]:
    branches: dict[str, dict[str, int]] = {}
    for path, value in values.items():
        key, _, rest = path.partition(".")
        branches.setdefault(key, {})[rest] = value
    return {key: found[""] if "" in found else _nested(found) for key, found in branches.items()}


HOST_NTH = {host.name: FIRST_HOST + nth for nth, host in enumerate(HOSTS)}

CAST_STATEMENTS = (
    constant_table(
        "cast_host",
        "host_id BIGINT, host_name VARCHAR, subscription_name VARCHAR, edition VARCHAR, instance_type VARCHAR",
        [(HOST_NTH[host.name], *host) for host in HOSTS],
    ),
    constant_table(
        "cast_ping",
        "host_id BIGINT, ping_nth BIGINT, ping_date DATE, billable_users BIGINT, seats BIGINT, payload VARCHAR",
        [
            (HOST_NTH[ping.host], nth, ping.day, ping.billable_users, ping.seats, payload(ping))
            for nth, ping in enumerate(PINGS, start=1)
        ],
    ),
)
"""Tables `cast_host` and `cast_ping`; they refer to the subscriptions of the cast."""
