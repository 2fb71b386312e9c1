"""Decide what `edp up` has to do. Pure: states in, plan out."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.raw.model import Wave
from scripts.up.state import Built


@dataclass(frozen=True)
class Plan:
    """What to build.

    Attributes:
        waves: the load waves to build, in order.
        aside: build new files beside the warehouse and put them in its place at the end; otherwise work in place.
        wipe: begin with empty files there.
        reason: one sentence for the user.
    """

    waves: tuple[Wave, ...]
    aside: bool
    wipe: bool
    reason: str


def make_plan(wanted: Built, live: Built | None, begun: Built | None, fresh: bool) -> Plan:
    """Compare what is wanted with what is there.

    Snapshots hold what was true at every wave, so a warehouse made from other data or by other models cannot be
    brought up to date: it is made anew, beside the old one.

    Args:
        wanted: what the finished warehouse shall record.
        live: what the warehouse records; None when there is none.
        begun: what an unfinished build beside it records; None when there is none.
        fresh: the user wants a new one in any case.
    """
    if fresh:
        return Plan(tuple(Wave), aside=True, wipe=True, reason="A new warehouse, as asked")
    if live == wanted:
        return Plan(
            (Wave.W2,), aside=False, wipe=False, reason="The warehouse is current: building and testing it again"
        )
    if begun is not None and _continues(wanted, begun):
        done = begun.models.wave.number if begun.models else -1
        waves = tuple(wave for wave in Wave if wave.number > done)
        return Plan(
            waves, aside=True, wipe=False, reason=f"Going on after {Wave(f'W{done}').value}, where the last run stopped"
        )
    return Plan(tuple(Wave), aside=True, wipe=True, reason=_why_anew(wanted, live))


def _continues(wanted: Built, begun: Built) -> bool:
    """Whether an unfinished build was making exactly what is wanted and has finished at least one wave."""
    if begun.models is None or begun.raw is None or begun.project != wanted.project:
        return False
    made = {(state.scale, state.seed, state.fingerprint) for state in (begun.raw, begun.models, wanted.models) if state}
    return len(made) == 1 and begun.models.wave is not Wave.W2


def _why_anew(wanted: Built, live: Built | None) -> str:
    if live is None:
        return "There is no warehouse yet"
    if live.models is None or live.raw is None or wanted.raw is None:
        return "The warehouse there was not made by `edp up`: making a new one"
    if (live.raw.scale, live.raw.seed) != (wanted.raw.scale, wanted.raw.seed):
        was, now = (f"scale {raw.scale} and seed {raw.seed}" for raw in (live.raw, wanted.raw))
        return f"The warehouse was built with {was}: making a new one with {now}"
    if live.raw.fingerprint != wanted.raw.fingerprint:
        return "The generator has changed since the warehouse was built: making a new one"
    if live.project != wanted.project:
        return "The project has changed since the warehouse was built: making a new one"
    return "The warehouse is not complete: making a new one"
