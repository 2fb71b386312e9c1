"""A plan in words: the riskiest first, people with the same change on one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scripts.permissions.account.consequences import RISKS
from scripts.permissions.account.plan import Plan, PlannedConsequence
from scripts.permissions.account.reach import COMING

_SHOWN = 4


def plan_lines(plan: Plan) -> list[str]:
    """Everything a plan says, as lines of text."""
    if not plan.statements:
        return [*_notes(plan.notes), "nothing to do: the account grants what the file says"]
    lines = ["statements"]
    lines += [f"  {nth:>3}  {each.sql};" for nth, each in enumerate(plan.statements, 1)]
    lines += ["", "consequences"]
    lines += consequence_lines(plan.consequences) or ["  none: nobody sees more or less than before"]
    return [*lines, "", *_notes(plan.notes), summary(plan)]


def summary(plan: Plan) -> str:
    """One line of counts."""
    actions = Counter(each.action for each in plan.statements)
    risks = Counter(each.risk for each in plan.consequences)
    count = len({each.user for each in plan.consequences})
    people = f"{count} user" if count == 1 else f"{count} users"
    said = ", ".join(f"{number} {action}" for action, number in sorted(actions.items()))
    danger = ", ".join(f"{risks[risk]} {risk}" for risk in RISKS if risks[risk]) or "none"
    return f"{len(plan.statements)} statements ({said}); consequences for {people}: {danger}"


def consequence_lines(found: Iterable[PlannedConsequence]) -> list[str]:
    """One line per change and group of users: objects of one schema together, users with the same objects together."""
    by_user: dict[tuple[str, str, str, str], list[str]] = {}
    for each in found:
        group = ".".join(each.name.split(".")[:2]) if "." in each.name else each.name
        by_user.setdefault((each.risk, each.effect, group, each.user), []).append(each.name)
    together: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = {}
    for (risk, effect, group, user), names in by_user.items():
        together.setdefault((risk, effect, group, tuple(sorted(names))), []).append(user)
    return [
        f"  {risk:<8}  {', '.join(sorted(users))}: {_said(effect, group, names)}"
        for (risk, effect, group, names), users in together.items()
    ]


def _said(effect: str, group: str, names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{effect} {names[0]}".strip()
    shown = [name.removeprefix(f"{group}.") for name in names]
    things = [name for name in shown if name != COMING]
    listed = ", ".join(things[:_SHOWN]) + (f" and {len(things) - _SHOWN} more" if len(things) > _SHOWN else "")
    later = "; and what will be made there" if COMING in shown else ""
    return f"{effect} {group}: {listed}{later}"


def _notes(notes: Iterable[str]) -> list[str]:
    return [f"note: {note}" for note in notes]
