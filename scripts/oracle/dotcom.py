"""GitLab.com: who is there, what plan they work on, who takes a seat.

Rules: of the rows of a user or namespace the one with the newest `updated_at` counts, of equal ones the one uploaded
last. Memberships and plans of namespaces come as full copies, so the newest copy is the truth. A namespace is on the
plan of the one at the top of its hierarchy, free without any. A membership is active when it was granted, has not
expired, and user and namespace are in use; it takes a seat unless the user is a project's bot, or a guest on a plan of
the highest rank. Surveys go to active people, with the best plan they actively work on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest
from scripts.oracle.crm import WaveState
from scripts.oracle.rows import read

RANKS = {"bronze": 1, "silver": 2, "premium": 2, "gold": 3, "ultimate": 3}
"""Rank of the plans somebody pays for; all others have rank 0."""

TODAYS_TITLES = {"silver": "Premium", "gold": "Ultimate"}
PROJECT_BOT = 6
HIGHEST_GUEST_LEVEL = 10


class Plan(NamedTuple):
    """A plan: its name, the title it is sold under today, and its rank 0-3."""

    name: str
    title: str
    rank: int


class User(NamedTuple):
    """A user as last changed; `kind` 0 is a person."""

    names: tuple[str, str, str]
    emails: tuple[str, str]
    language: str
    kind: int
    is_active: bool
    is_deleted: bool


class Namespace(NamedTuple):
    """A namespace as last changed, and the one at the top of its hierarchy."""

    root: int
    owner: int | None
    is_deleted: bool


class Membership(NamedTuple):
    """A user's membership in one place."""

    user: int
    source: int
    kind: str
    access_level: int
    is_granted: bool
    is_active: bool
    is_billable: bool


def newest_states(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The newest row per id; a row is id, updated_at, _uploaded_at and whatever else."""
    newest: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        if row[0] not in newest or row[1:3] > newest[row[0]][1:3]:
            newest[row[0]] = row
    yield from newest.values()


def full_copies(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each full copy by the copy's day (YYYYMMDD); a row begins with its `_task_instance`."""
    copies: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        copies[row[0][-8:]].append(row[1:])
    return copies


class Dotcom:
    """What the raw tables of GitLab.com say on a day."""

    def __init__(self, warehouse: Warehouse, as_of: date) -> None:
        """Read everything.

        Args:
            warehouse: an open warehouse whose raw tables hold the last load.
            as_of: the business date; memberships that expire on it have expired.
        """
        self.plans = {
            key: Plan(name, TODAYS_TITLES.get(name, title), RANKS.get(name, 0))
            for key, name, title in read(warehouse, "tap_postgres.gitlab_db_plans", "id", "name", "title")
        }
        self.users = self._read_users(warehouse)
        self.namespaces = self._read_namespaces(warehouse)
        columns = ("_task_instance", "namespace_id", "hosted_plan_id", "seats", "seats_in_use", "max_seats_used")
        self.plan_copies = full_copies(
            read(warehouse, "tap_postgres.gitlab_db_gitlab_subscriptions", *columns, "updated_at")
        )
        newest = self.plan_copies[max(self.plan_copies)] if self.plan_copies else []
        self.plan_of_root = {row[0]: row[1] for row in newest if row[1] is not None}
        self.free = next((key for key, plan in self.plans.items() if plan.name == "free"), None)
        self.memberships = self._read_memberships(warehouse, as_of)

    def plan(self, namespace: int) -> Plan | None:
        """The plan a namespace is on."""
        found = self.namespaces.get(namespace)
        key = self.plan_of_root.get(found.root, self.free) if found else None
        return self.plans.get(key) if key is not None else None

    @staticmethod
    def _read_users(warehouse: Warehouse) -> dict[int, User]:
        columns = ("id", "updated_at", "_uploaded_at", "first_name", "last_name", "name", "email", "notification_email")
        more = ("preferred_language", "user_type", "state", "pgp_is_deleted")
        return {
            row[0]: User(
                (clean(row[3]), clean(row[4]), clean(row[5])),
                (clean(row[6]).lower(), clean(row[7]).lower()),
                "" if clean(row[8]).lower() == "nan" else clean(row[8]),
                row[9] or 0,
                row[10] == "active" and not row[11],
                bool(row[11]),
            )
            for row in newest_states(read(warehouse, "tap_postgres.gitlab_db_users", *columns, *more))
        }

    @staticmethod
    def _read_namespaces(warehouse: Warehouse) -> dict[int, Namespace]:
        columns = ("id", "updated_at", "_uploaded_at", "traversal_ids", "owner_id", "pgp_is_deleted")
        return {
            row[0]: Namespace(int(row[3].strip("{}").split(",")[0]), row[4], bool(row[5]))
            for row in newest_states(read(warehouse, "tap_postgres.gitlab_db_namespaces", *columns))
        }

    def _read_memberships(self, warehouse: Warehouse, as_of: date) -> list[Membership]:
        columns = ("user_id", "source_id", "source_type", "access_level", "requested_at", "expires_at", "id")
        copies = full_copies(read(warehouse, "tap_postgres.gitlab_db_members", "_task_instance", *columns))
        best: dict[tuple[int, int, str], tuple[tuple[bool, int, int], Membership]] = {}
        for row in copies[max(copies)] if copies else []:
            user_id, source, kind, level, requested_at, expires_at, key = row
            if user_id is None:
                continue
            user, namespace, plan = self.users.get(user_id), self.namespaces.get(source), self.plan(source)
            is_active = (
                requested_at is None
                and (expires_at is None or expires_at > as_of)
                and (user is not None and user.is_active)
                and (namespace is not None and not namespace.is_deleted)
            )
            is_free_guest = level <= HIGHEST_GUEST_LEVEL and plan is not None and plan.rank == max(RANKS.values())
            is_billable = is_active and user is not None and user.kind != PROJECT_BOT and not is_free_guest
            found = Membership(user_id, source, kind, level, requested_at is None, is_active, is_billable)
            preference = (requested_at is None, level, key)
            place = (user_id, source, kind)
            if place not in best or preference > best[place][0]:
                best[place] = (preference, found)
        return [membership for _, membership in best.values()]


def clean(text: str | None) -> str:
    """The text without outer spaces, '' for none."""
    return (text or "").strip()


def contact_lines(dotcom: Dotcom) -> list[str]:
    """One line per person a survey can go to: user, names, e-mail, language, plan, top-level namespace."""
    places: dict[int, list[Membership]] = defaultdict(list)
    for membership in dotcom.memberships:
        if membership.is_active:
            places[membership.user].append(membership)
    lines = []
    for user_id, user in dotcom.users.items():
        email = user.emails[1] or user.emails[0]
        if not user.is_active or user.kind != 0 or not email:
            continue
        first, _, rest = user.names[2].partition(" ")
        title, namespace = "Free", ""
        if places[user_id]:
            best = min(places[user_id], key=lambda place: _preference(dotcom, place))
            plan = dotcom.plan(best.source)
            title, namespace = plan.title if plan else "Free", str(dotcom.namespaces[best.source].root)
        names = (user.names[0] or first, user.names[1] or rest.strip())
        lines.append("|".join((str(user_id), *names, email, (user.language or "EN").upper(), title, namespace)))
    return lines


def _preference(dotcom: Dotcom, place: Membership) -> tuple[int, bool, bool, int, int]:
    # smallest first: the highest rank, the user's own namespace, a group before a project, the lowest ids
    plan, root = dotcom.plan(place.source), dotcom.namespaces[place.source].root
    owner = dotcom.namespaces[root].owner if root in dotcom.namespaces else None
    return (-(plan.rank if plan else 0), owner != place.user, place.kind != "Namespace", root, place.source)


def seat_answers(copies: Mapping[str, Sequence[tuple[Any, ...]]], history: Sequence[WaveState]) -> list[Answer]:
    """Plans and seats on the day of each load, and how many states the plans went through."""
    found, known, versions = [], dict[int, tuple[Any, ...]](), 0
    for state in history:
        rows = copies.get(state.as_of.strftime("%Y%m%d"), [])
        today = {row[0]: row[2:] for row in rows}
        # counts and the time of change are compared; a plan that is gone ends its state
        versions += sum(known.get(namespace) != content for namespace, content in today.items())
        known = today
        named = {"namespaces": len(rows)}
        for position, name in enumerate(("seats", "seats in use", "most seats used"), start=2):
            named[name] = sum(row[position] or 0 for row in rows)
        found += [Answer("plans by day", state.as_of.isoformat(), name, str(value)) for name, value in named.items()]
    return [*found, Answer("plan states", "", "all", str(versions)), Answer("plan states", "", "open", str(len(known)))]


def dotcom_answers(warehouse: Warehouse, history: Sequence[WaveState]) -> list[Answer]:
    """Users, namespaces by plan, seats, contacts and the history of plans."""
    dotcom = Dotcom(warehouse, history[-1].as_of)
    users = {
        "all": len(dotcom.users),
        "deleted": sum(user.is_deleted for user in dotcom.users.values()),
        "active people": sum(user.is_active and user.kind == 0 for user in dotcom.users.values()),
    }
    plans = Counter(plan.name for key in dotcom.namespaces if (plan := dotcom.plan(key)))
    deleted = sum(namespace.is_deleted for namespace in dotcom.namespaces.values())
    seats: dict[int, set[int]] = defaultdict(set)
    for membership in dotcom.memberships:
        if membership.is_billable:
            seats[dotcom.namespaces[membership.source].root].add(membership.user)
    contacts = contact_lines(dotcom)
    counts = {
        "GitLab.com users": users,
        "GitLab.com namespaces": {**plans, "deleted": deleted},
        "memberships": {
            "all": len(dotcom.memberships),
            "active": sum(membership.is_active for membership in dotcom.memberships),
            "billable": sum(membership.is_billable for membership in dotcom.memberships),
        },
        "survey contacts": {"people": len(contacts)},
    }
    return [
        *(Answer(metric, "", name, str(value)) for metric, named in counts.items() for name, value in named.items()),
        Answer("survey contacts", "", "digest", digest(contacts)),
        Answer("billable members", "", "digest", digest(f"{root}|{len(people)}" for root, people in seats.items())),
        *seat_answers(dotcom.plan_copies, history),
    ]
