"""The allow-list: findings somebody accepted, why, and until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field

from scripts.checks.engine import Violation
from scripts.core.config import Strict, read_config
from scripts.permissions.check.findings import Findings
from scripts.permissions.check.rules import rules

ALLOWED = Path("config/permissions/allowed.yml")


class Allowed(Strict):
    """One accepted finding.

    Attributes:
        rule: id of the rule.
        entry: exactly the entry of the finding, e.g. `user ssichak`.
        reason: why it is right.
        expires: the last day it is accepted.
    """

    rule: str
    entry: str
    reason: str = Field(min_length=10)
    expires: date


class _File(Strict):
    allowed: tuple[Allowed, ...] = ()


def read_allowed(path: Path) -> tuple[Allowed, ...]:
    """Read an allow-list.

    Raises:
        EdpError: an entry lacks one of its four keys, or a value is wrong.
    """
    return read_config(path, _File).allowed


def apply(
    found: list[Violation], allowed: tuple[Allowed, ...], today: date, file: str
) -> tuple[list[Violation], dict[str, int]]:
    """Drop what is accepted and judge the list itself.

    Args:
        found: all findings.
        allowed: the list.
        today: the day it is judged on.
        file: the list's name in findings.

    Returns:
        What remains, and how many findings of each rule were accepted.
    """
    in_force = {(each.rule, each.entry) for each in allowed if each.expires >= today}
    seen = {(violation.check.id, violation.entry) for violation in found}
    accepted: dict[str, int] = {}
    kept = []
    for violation in found:
        if (violation.check.id, violation.entry) in in_force:
            accepted[violation.check.id] = accepted.get(violation.check.id, 0) + 1
        else:
            kept.append(violation)
    findings = Findings(kept)
    known: set[tuple[str, str]] = set()
    for number, each in enumerate(allowed, start=1):
        key, entry = (each.rule, each.entry), f"{each.rule}: {each.entry}"
        if each.rule not in rules():
            problem = f"there is no rule '{each.rule}'"
        elif key in known:
            problem = "is listed twice"
        elif key not in seen:
            problem = "matches no finding any more"
        elif each.expires < today:
            problem = f"expired on {each.expires}"
        else:
            problem = ""
        known.add(key)
        if problem:
            findings.add("allowed", file, 1, entry, f"entry {number} ({entry}): {problem}")
    return findings.in_order(), accepted
