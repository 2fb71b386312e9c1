"""Reading a permissions file in Permifrost's format.

Every section is a list of single-key mappings, as Permifrost has it (Data Team Platform, "Snowflake Permissions
Paradigm"). The keys are those of Permifrost's own specification, so that what is accepted here is accepted there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from scripts.core.errors import EdpError
from scripts.permissions import nodes

_T = TypeVar("_T")


def _merged(entries: Any) -> Any:
    # a list of single-key mappings becomes one mapping; a name given twice would silently win or lose
    if not isinstance(entries, list):
        return entries
    merged: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise ValueError(f"'{entry}' must be a name with its settings")
        for name, settings in entry.items():
            if str(name) in merged:
                raise ValueError(f"'{name}' is listed twice")
            merged[str(name)] = {} if settings is None else settings
    return merged


Named = Annotated[dict[str, _T], BeforeValidator(_merged)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Entity(_Strict):
    """What every entry may say: its owner, and notes of ours that no tool grants anything for."""

    owner: str | None = None
    meta: dict[str, Any] = Field(default_factory=dict)


class Access(_Strict):
    """Names that may be read and written; `*` stands for everything below."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


class Privileges(_Strict):
    """What a role may do with databases, schemas and tables (views included)."""

    databases: Access = Access()
    schemas: Access = Access()
    tables: Access = Access()


class Ownership(_Strict):
    """What a role owns."""

    databases: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


class Role(_Entity):
    """One role: the warehouses it may use, the roles it is a member of, its privileges, what it owns.

    `member_of` is a plain list here: `{include, exclude}` and `*` are resolved on reading.
    """

    warehouses: tuple[str, ...] = ()
    integrations: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    privileges: Privileges = Privileges()
    owns: Ownership = Ownership()


class User(_Entity):
    """One user or service account and the roles it may use."""

    can_login: bool = True
    member_of: tuple[str, ...] = ()
    has_password: bool | None = None
    display_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    comment: str | None = None
    default_warehouse: str | None = None
    default_namespace: str | None = None
    default_role: str | None = None
    type: str | None = None


class Database(_Entity):
    """One database; a shared one is read only and owned by another account."""

    shared: bool = False


class Warehouse(_Entity):
    """One warehouse and its size."""

    size: str


class Integration(_Entity):
    """One integration and its category."""

    category: str


class PermissionsFile(_Strict):
    """The whole file."""

    version: str = "1.0"
    require_owner: bool = Field(default=False, alias="require-owner")
    databases: Named[Database] = Field(default_factory=dict)
    warehouses: Named[Warehouse] = Field(default_factory=dict)
    integrations: Named[Integration] = Field(default_factory=dict)
    roles: Named[Role] = Field(default_factory=dict)
    users: Named[User] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _resolve_members(cls, content: Any) -> Any:
        if not isinstance(content, Mapping) or not isinstance(content.get("roles"), list):
            return content
        roles = _merged(content["roles"])
        return {**content, "roles": {name: _with_members(name, role, list(roles)) for name, role in roles.items()}}


def members(role: str, include: list[str], exclude: list[str], roles: list[str]) -> list[str]:
    """The roles a `member_of` names: `*` alone is every role but itself, what is excluded is left out.

    Args:
        role: whose `member_of` it is.
        include: the names and `*`, in the file's order.
        exclude: names that are left out.
        roles: every role of the file.
    """
    named = [each for each in roles if each != role] if include == ["*"] else include
    return [each for each in named if each not in exclude]


def _with_members(name: str, settings: Any, roles: list[str]) -> Any:
    if not isinstance(settings, Mapping) or "member_of" not in settings:
        return settings
    given = settings["member_of"]
    parts = dict(given) if isinstance(given, Mapping) else {"include": given}
    include, exclude = parts.pop("include", None), parts.pop("exclude", [])
    if parts:
        raise ValueError(f"role '{name}', member_of: unknown key '{next(iter(parts))}'; use include and exclude")
    for names in (include, exclude):
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            raise ValueError(f"role '{name}', member_of: must be a list of role names, or include with such a list")
    return {**settings, "member_of": members(name, include, exclude, roles)}


def read_permissions(path: Path) -> PermissionsFile:
    """Read and validate a permissions file.

    Args:
        path: the YAML file; what it includes is read, too.

    Raises:
        EdpError: the file is missing, is no YAML, or an entry has an unknown key, a wrong type or a name twice.
    """
    content = nodes.plain(nodes.load(path))
    try:
        return PermissionsFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(str(part) for part in first["loc"]) or "the file"
        raise EdpError(f"{path}: {where}: {first['msg']}") from None
