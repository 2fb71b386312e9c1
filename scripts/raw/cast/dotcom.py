"""Cast users, namespaces, plans and members of GitLab.com; ids from 900,000,000 on are used by nothing generated."""

from __future__ import annotations

from typing import NamedTuple

from scripts.raw.cast.tables import Value, constant_table

FREE, PREMIUM, ULTIMATE, PREMIUM_TRIAL = 34, 100, 101, 103
GUEST, DEVELOPER, OWNER = 10, 30, 50
PROJECT_BOT = 6


class CastUser(NamedTuple):
    """A GitLab.com user; `user_type` is None for a person."""

    user_id: int
    username: str
    full_name: str
    first_name: str | None
    last_name: str | None
    email: str
    user_type: int | None = None
    state: str = "active"
    created_date: str = "2023-01-10"


class CastNamespace(NamedTuple):
    """A namespace; without a parent it is at the top."""

    namespace_id: int
    name: str
    kind: str = "Group"
    parent_id: int | None = None
    owner_id: int | None = None
    visibility_level: int = 0
    created_date: str = "2023-01-10"


class CastPlan(NamedTuple):
    """The plan of a top-level namespace, with its term."""

    namespace_id: int
    plan_id: int
    start_date: str
    end_date: str
    is_trial: bool = False
    seats: int = 10
    seats_in_use: int = 5


class CastMember(NamedTuple):
    """A user in a namespace; `is_request` while nobody has granted the access asked for."""

    user_id: int
    namespace_id: int
    access_level: int
    is_request: bool = False


_TEAM = 900_002_200

USERS = (
    CastUser(900_002_001, "cast-c20", "Cast C20", None, None, "cast.c20@example.com"),
    CastUser(_TEAM + 1, "cast-c22-guest", "Cast C22 Guest", "Cast", "C22 Guest", "cast.c22.guest@example.com"),
    CastUser(_TEAM + 2, "cast-c22-dev-1", "Cast C22 Dev One", "Cast", "C22 Dev One", "cast.c22.dev.1@example.com"),
    CastUser(_TEAM + 3, "cast-c22-dev-2", "Cast C22 Dev Two", "Cast", "C22 Dev Two", "cast.c22.dev.2@example.com"),
    CastUser(_TEAM + 4, "cast-c22-dev-3", "Cast C22 Dev Three", "Cast", "C22 Dev Three", "cast.c22.dev.3@example.com"),
    CastUser(_TEAM + 5, "cast-c22-bot", "Cast C22 Bot", None, None, "cast.c22.bot@noreply.example.com", PROJECT_BOT),
    CastUser(_TEAM + 6, "cast-c22-asks", "Cast C22 Asks", "Cast", "C22 Asks", "cast.c22.asks@example.com"),
    CastUser(900_001_401, "cast-c14", "Jo Dotcom", "Jo", "Dotcom", "JO@ex.com"),
)

NAMESPACES = (
    CastNamespace(900_002_010, "CAST-C20-ULTIMATE"),
    CastNamespace(900_002_011, "CAST-C20-TRIAL"),
    CastNamespace(900_002_210, "CAST-C22-ULTIMATE"),
    CastNamespace(900_002_211, "CAST-C22-PREMIUM"),
)

PLANS = (
    CastPlan(900_002_010, ULTIMATE, "2024-02-01", "2025-02-01"),
    CastPlan(900_002_011, PREMIUM_TRIAL, "2024-12-10", "2025-01-09", is_trial=True),
    CastPlan(900_002_210, ULTIMATE, "2024-02-01", "2025-02-01"),
    CastPlan(900_002_211, PREMIUM, "2024-02-01", "2025-02-01"),
)

_ROLES = (GUEST, DEVELOPER, DEVELOPER, DEVELOPER, DEVELOPER, DEVELOPER)
"""Of the team's users 1 to 6: a guest, three developers, a bot, and somebody who still asks to be let in."""

MEMBERS = (
    # the user owns the group on trial, the better plan is elsewhere
    CastMember(900_002_001, 900_002_011, OWNER),
    CastMember(900_002_001, 900_002_010, DEVELOPER),
    *(
        CastMember(_TEAM + nth, group, level, is_request=nth == len(_ROLES))
        for group in (900_002_210, 900_002_211)
        for nth, level in enumerate(_ROLES, start=1)
    ),
)


def dotcom_cast_statements() -> list[str]:
    """The statements that make `cast_dotcom_user`, `cast_namespace`, `cast_namespace_plan` and `cast_member`.

    `cast_bits()` stands for the random bits of a generated record; every `pick` from it is the last choice.
    """
    members: list[tuple[Value, ...]] = [(900_000_000 + nth, *row) for nth, row in enumerate(MEMBERS, start=1)]
    return [
        f"CREATE OR REPLACE TEMP MACRO cast_bits() AS {2**64 - 1:d}::UBIGINT",
        constant_table(
            "cast_dotcom_user",
            "user_id BIGINT, username VARCHAR, full_name VARCHAR, first_name VARCHAR, last_name VARCHAR, "
            "email VARCHAR, user_type INTEGER, state VARCHAR, created_at TIMESTAMP",
            USERS,
        ),
        constant_table(
            "cast_namespace",
            "namespace_id BIGINT, name VARCHAR, kind VARCHAR, parent_id BIGINT, owner_id BIGINT, "
            "visibility_level INTEGER, created_at TIMESTAMP",
            NAMESPACES,
        ),
        constant_table(
            "cast_namespace_plan",
            "namespace_id BIGINT, plan_id INTEGER, start_date DATE, end_date DATE, is_trial BOOLEAN, seats BIGINT, "
            "seats_in_use BIGINT",
            PLANS,
        ),
        constant_table(
            "cast_member",
            "member_id BIGINT, user_id BIGINT, namespace_id BIGINT, access_level INTEGER, is_request BOOLEAN",
            members,
        ),
    ]
