"""The rules of `edp permissions check`: rules.yml beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from scripts.checks.rules import Check
from scripts.core.config import Strict, read_config

FILE = Path(__file__).with_name("rules.yml")


class _Rule(Strict):
    id: str
    severity: Literal["error", "warning"] = "error"
    title: str
    reason: str
    remedy: str


class _Rules(Strict):
    rules: tuple[_Rule, ...]


@cache
def rules() -> dict[str, Check]:
    """Every rule by its id, in the order in which they are reported."""
    path = "/".join(FILE.parts[-4:])
    return {
        rule.id: Check(rule.id, rule.severity, rule.title, rule.reason, rule.remedy, path, sql="")
        for rule in read_config(FILE, _Rules).rules
    }
