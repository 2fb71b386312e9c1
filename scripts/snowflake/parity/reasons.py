"""Why a column cannot be equal on both engines: every such column has a named reason, and every reason has columns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import Field, model_validator

from scripts.core.config import Strict, read_config

REASONS = Path(__file__).with_name("reasons.yml")


class Reason(Strict):
    """One reason and the columns it excuses.

    Attributes:
        name: one word or two, shown in the ledger.
        text: why no run could make these columns equal.
        columns: `<model>.<column>`, in lower case.
    """

    name: str = Field(min_length=1)
    text: str = Field(min_length=20)
    columns: tuple[str, ...] = Field(min_length=1)


class Reasons(Strict):
    """All reasons there are."""

    reasons: tuple[Reason, ...] = ()

    @model_validator(mode="after")
    def _are_named_once(self) -> Reasons:
        for what, counted in (
            ("reason", Counter(reason.name for reason in self.reasons)),
            ("column", Counter(column for reason in self.reasons for column in reason.columns)),
        ):
            twice = sorted(name for name, times in counted.items() if times > 1)
            if twice:
                raise ValueError(f"{what} {twice[0]} is listed twice")
        return self

    def of(self, node: str) -> dict[str, str]:
        """Column -> name of the reason, for one model, seed or snapshot."""
        return {
            column.removeprefix(f"{node}."): reason.name
            for reason in self.reasons
            for column in reason.columns
            if column.startswith(f"{node}.")
        }

    def listed(self) -> list[str]:
        """All columns that are excused."""
        return sorted(column for reason in self.reasons for column in reason.columns)


def read_reasons(path: Path = REASONS) -> Reasons:
    """Read the reasons.

    Raises:
        EdpError: the file is missing or not valid; the line and the entry are named.
    """
    return read_config(path, Reasons)
