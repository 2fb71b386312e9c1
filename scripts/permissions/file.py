"""Reading a permissions file in Permifrost's format.

Every section is a list of single-key mappings, as Permifrost has it (Data Team Platform, "Snowflake Permissions
Paradigm").
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from scripts.core.errors import EdpError

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


class Role(_Strict):
    """One role: the warehouses it may use, the roles it is a member of, its privileges, what it owns."""

    warehouses: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    privileges: Privileges = Privileges()
    owns: Ownership = Ownership()


class User(_Strict):
    """One user or service account and the roles it may use."""

    can_login: bool = True
    member_of: tuple[str, ...] = ()


class Database(_Strict):
    """One database; a shared one is read only and owned by another account."""

    shared: bool = False


class Warehouse(_Strict):
    """One warehouse and its size."""

    size: str


class PermissionsFile(_Strict):
    """The whole file."""

    version: str = "1.0"
    databases: Named[Database] = Field(default_factory=dict)
    warehouses: Named[Warehouse] = Field(default_factory=dict)
    roles: Named[Role] = Field(default_factory=dict)
    users: Named[User] = Field(default_factory=dict)


def read_permissions(path: Path) -> PermissionsFile:
    """Read and validate a permissions file.

    Args:
        path: the YAML file.

    Raises:
        EdpError: the file is missing, is no YAML, or an entry has an unknown key, a wrong type or a name twice.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EdpError(f"{path}: cannot be read ({error.strerror})") from None
    except yaml.YAMLError as error:
        raise EdpError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    try:
        return PermissionsFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(str(part) for part in first["loc"]) or "the file"
        raise EdpError(f"{path}: {where}: {first['msg']}") from None
