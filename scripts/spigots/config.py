"""config/spigots.yml: for each outside system its account, its role, its warehouse and what it reads.

(Data Team Platform, "Data Spigot": a dedicated service account, role and x-small warehouse, and dedicated views.)
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scripts.core.config import Strict, read_config

SPIGOTS = Path("config") / "spigots.yml"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*$")]
"""A name of the account, in lower case."""

RelationName = Annotated[str, StringConstraints(pattern=r"^prod\.[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$")]
"""Three-part name in lower case; outside systems read prod only."""


def _each_once_in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    for before, after in pairwise(names):
        if before == after:
            raise ValueError(f"'{after}' is listed twice")
        if before > after:
            raise ValueError(f"'{after}' stands behind '{before}'; sort the list")
    return names


class Spigot(Strict):
    """One outside system: who it is on Snowflake and what it reads there."""

    system: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    service_account: Name
    role: Name
    warehouse: Name
    relations: Annotated[tuple[RelationName, ...], Field(min_length=1), AfterValidator(_each_once_in_order)]


class Spigots(Strict):
    """The whole file."""

    spigots: tuple[Spigot, ...]

    @model_validator(mode="after")
    def _nothing_is_shared(self) -> Spigots:
        for key in ("system", "service_account", "role", "warehouse"):
            owner: dict[str, str] = {}
            for spigot in self.spigots:
                value = getattr(spigot, key)
                if value in owner:
                    raise ValueError(
                        f"{key} '{value}' stands at {owner[value]} and at {spigot.system}; each spigot has its own"
                    )
                owner[value] = spigot.system
        return self


def read_spigots(project: Path) -> Spigots:
    """Read and validate the spigots of a checkout.

    Args:
        project: the checkout.

    Raises:
        EdpError: the file is missing or malformed; names the line, the entry and the key.
    """
    return read_config(project / SPIGOTS, Spigots)
