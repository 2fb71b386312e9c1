"""The policies a built relation carries, and what they leave of it for one reader.

The hook of a model writes them on the columns they belong to (macros/masking/mask_model.sql), where Snowflake has the
policies themselves: what counts is what was built, not what is declared by now.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.core.errors import EdpError
from scripts.core.sql import literal, quoted
from scripts.query.reader import Reader

MASKED_TEXT = "***MASKED***"
"""What stands in place of a text; a value of any other type is NULL, because a 0 would be a plausible lie."""

_MASK = "masking_policy: "
_ROWS = "row_access_policy: "


@dataclass(frozen=True)
class Witness:
    """One column with a comment.

    Attributes:
        column: its name.
        type: DuckDB's type.
        comment: what the hook wrote.
    """

    column: str
    type: str
    comment: str


class _RowPolicy(BaseModel):
    """Who sees rows: members of `role` all of them, members of an entitled role those with one of its values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str | None
    entitled: dict[str, tuple[str, ...]]


def masks(witnesses: list[Witness], reader: Reader) -> str:
    """The REPLACE clause of a `SELECT *` that masks what the reader does not see in clear; empty when that is nothing.

    Args:
        witnesses: the columns of the relation that carry a comment.
        reader: for whom.
    """
    masked = [
        f"{_masked(witness.type)} AS {quoted(witness.column)}"
        for witness in witnesses
        if witness.comment.startswith(_MASK) and not reader.sees_clear(witness.comment.removeprefix(_MASK))
    ]
    return f" REPLACE ({', '.join(masked)})" if masked else ""


def _masked(kind: str) -> str:
    return literal(MASKED_TEXT) if kind == "VARCHAR" else f"CAST(NULL AS {kind})"


def row_condition(witnesses: list[Witness], reader: Reader) -> str | None:
    """The condition of the rows the reader sees; None when these are all.

    Args:
        witnesses: the columns of the relation that carry a comment.
        reader: for whom.

    Raises:
        EdpError: a row access policy cannot be read, so nobody may be shown a row.
    """
    conditions = [
        condition
        for witness in witnesses
        if witness.comment.startswith(_ROWS)
        and (condition := _row_condition(witness.column, _read(witness), reader)) is not None
    ]
    return " AND ".join(conditions) or None


def _read(witness: Witness) -> _RowPolicy:
    try:
        return _RowPolicy.model_validate_json(witness.comment.removeprefix(_ROWS))
    except ValidationError as error:
        raise EdpError(
            f"query: the row access policy on column {witness.column} is not readable; build it again"
        ) from error


def _row_condition(column: str, policy: _RowPolicy, reader: Reader) -> str | None:
    if reader.is_builder or (policy.role is not None and reader.is_member_of(policy.role)):
        return None
    values = {value for role, entitled in policy.entitled.items() if reader.is_member_of(role) for value in entitled}
    listed = ", ".join(literal(value) for value in sorted(values))
    return f"{quoted(column)} IN ({listed})" if listed else "FALSE"
