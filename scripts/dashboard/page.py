"""The page as text: facts in, one self-contained HTML document out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scripts.dashboard import charts, words
from scripts.dashboard.facts import Cell, Facts, Failure, Layer, Source

_TEMPLATES = Path(__file__).parent / "templates"
_TIERS = ("1", "2", "3", None)
_ORDER = list(words.DEPTHS)


@dataclass(frozen=True)
class Owned:
    """The failing checks of one owner."""

    owner: str
    failures: list[Failure]

    @property
    def worst(self) -> str:
        """`failed` for failing checks, `warned` for tolerated ones."""
        return "warned" if self.failures[0].status == "warn" else "failed"


def render(facts: Facts) -> str:
    """The page; the same facts give the same text."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(words=words, state=state)
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    return environment.get_template("page.html.j2").render(
        facts=facts,
        style=style,
        verdict=verdict(facts.total),
        tiers=[tier for tier in _TIERS if any(tier in row for row in facts.health.values())],
        trend=charts.trend(facts.trend),
        failing=_owners(failure for failure in facts.failures if failure.status != "warn"),
        warning=_owners(failure for failure in facts.failures if failure.status == "warn"),
        layers=sorted(facts.layers, key=lambda entry: (_layer_place(entry), entry.name)),
        depths=_ORDER,
        breached=[source for source in facts.sources if source.status == "breached"],
        kept=[source for source in facts.sources if source.status == "met"],
        unmeasured=sum(source.status == "not measured" for source in facts.sources),
        slowest=_slowest(facts.sources),
        golden=sum(entry.depths.get("golden", 0) for entry in facts.layers),
        covered=sum(entry.relations - entry.depths.get("none", 0) for entry in facts.layers),
        relations=sum(entry.relations for entry in facts.layers),
    )


def state(cell: Cell) -> str:
    """How a group of checks stands: failed, warned or passed."""
    return "failed" if cell.failed else "warned" if cell.warned else "passed"


def verdict(total: Cell) -> str:
    """The page in one sentence."""
    if total.failed:
        return f"{words.count(total.failed, 'check')} of {total.tests:,} {'fails' if total.failed == 1 else 'fail'}."
    if total.warned:
        warn = "raises a warning" if total.warned == 1 else "raise warnings"
        return f"Nothing fails. {words.count(total.warned, 'check')} of {total.tests:,} {warn}."
    return f"All {words.count(total.tests, 'check')} pass."


def _owners(failures: Iterable[Failure]) -> list[Owned]:
    by_owner = sorted(failures, key=lambda failure: failure.owner)
    groups = [Owned(owner, list(entries)) for owner, entries in groupby(by_owner, key=lambda failure: failure.owner)]
    return sorted(groups, key=lambda group: (-len(group.failures), group.owner))


def _layer_place(entry: Layer) -> int:
    known = list(words.LAYERS)
    return known.index(entry.name) if entry.name in known else len(known)


def _slowest(sources: list[Source]) -> float:
    """The end of the scale of ages, hours: a little beyond the oldest source that has an objective."""
    ages = [max(float(s.age_hours or 0), float(s.allowed_hours or 0)) for s in sources if s.status == "breached"]
    return max(ages, default=1.0) * 1.05
