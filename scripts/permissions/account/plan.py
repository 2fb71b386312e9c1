"""A plan: the statements, what they mean, and what they were made from. Saved, read and held to be unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.core.errors import EdpError
from scripts.permissions.account.consequences import RISKS, Effect, Risk, consequences
from scripts.permissions.account.difference import difference
from scripts.permissions.account.state import State, fingerprint
from scripts.permissions.account.statements import Action
from scripts.permissions.file import PermissionsFile
from scripts.permissions.masked import MaskedColumns


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedStatement(_Strict):
    """One statement of a plan; `grants` is how many grants it adds or removes."""

    action: Action
    sql: str
    grants: int


class PlannedConsequence(_Strict):
    """One change for one user, see `Consequence`."""

    risk: Risk
    user: str
    effect: Effect
    name: str


class Plan(_Strict):
    """What `edp permissions plan` saves and `apply` runs.

    Attributes:
        account: fingerprint of the state of the account it was made for.
        permissions: fingerprint of the permissions file.
        statements: in the order they are run.
        consequences: the riskiest first.
        notes: what was left alone, and why.
        seal: fingerprint of all of the above.
    """

    format: Literal["edp permissions plan 1"] = "edp permissions plan 1"
    account: str
    permissions: str
    statements: tuple[PlannedStatement, ...]
    consequences: tuple[PlannedConsequence, ...]
    notes: tuple[str, ...]
    seal: str = ""

    @property
    def revokes(self) -> int:
        """How many grants it takes away."""
        return sum(each.grants for each in self.statements if each.action == "revoke")

    @property
    def risk(self) -> Risk:
        """The highest risk of its consequences."""
        return min((each.risk for each in self.consequences), key=RISKS.index, default="low")

    def sealed(self) -> Plan:
        """The same plan with its seal."""
        return self.model_copy(update={"seal": fingerprint(self.model_dump(mode="json", exclude={"seal"}))})

    def as_json(self) -> str:
        """The plan as text; the same plan gives the same bytes."""
        return json.dumps(self.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def permissions_fingerprint(permissions: PermissionsFile) -> str:
    """A hash of what a permissions file says; comments and order do not count."""
    return fingerprint(permissions.model_dump(mode="json"))


def make_plan(permissions: PermissionsFile, state: State, masked: MaskedColumns) -> Plan:
    """Plan the change of an account to what a permissions file wants.

    Args:
        permissions: the file.
        state: the account.
        masked: the masked columns of the project.

    Raises:
        EdpError: the file contradicts itself.
    """
    change = difference(permissions, state)
    return Plan(
        account=state.fingerprint(),
        permissions=permissions_fingerprint(permissions),
        statements=tuple(
            PlannedStatement(action=each.action, sql=each.sql, grants=each.count) for each in change.statements
        ),
        consequences=tuple(
            PlannedConsequence(risk=each.risk, user=each.user, effect=each.effect, name=each.name)
            for each in consequences(state, change.after, masked)
        ),
        notes=change.notes,
    ).sealed()


def require_revokes(plan: Plan, limit: int) -> None:
    """Refuse a plan that takes away more than expected: a broken file looks like a thousand revokes.

    Raises:
        EdpError: more grants are taken away than `limit`.
    """
    if plan.revokes > limit:
        raise EdpError(
            f"the plan takes {plan.revokes} grants away, more than --max-revokes {limit}; look at the file, or raise it"
        )


def read_plan(path: Path) -> Plan:
    """Read a saved plan.

    Raises:
        EdpError: the file is missing, is no plan, or was changed after it was saved.
    """
    try:
        plan = Plan.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EdpError(
            f"{path}: cannot be read ({error.strerror}); save it with `edp permissions plan --out`"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(str(part) for part in first["loc"]) or "the file"
        raise EdpError(f"{path}: {where}: {first['msg']}; save it with `edp permissions plan --out`") from None
    if plan.sealed().seal != plan.seal:
        raise EdpError(f"{path}: was changed after it was saved; plan again and have that reviewed")
    return plan


def require_current(plan: Plan, path: Path, permissions: PermissionsFile, state: State) -> None:
    """Refuse a plan made for another account, an older state of it, or another permissions file.

    Raises:
        EdpError: one of them differs from what the plan was made from.
    """
    if plan.permissions != permissions_fingerprint(permissions):
        raise EdpError(f"{path}: the permissions file has changed since; plan again")
    if plan.account != state.fingerprint():
        raise EdpError(f"{path}: the account has changed since, or is another one; plan again")
