"""Which source families exist: every module of `scripts.raw.families` that has a FAMILY."""

from __future__ import annotations

import importlib
import pkgutil

from scripts.core.errors import EdpError
from scripts.raw import families
from scripts.raw.model import Family


def all_families() -> list[Family]:
    """Return the families in the order of their module names.

    Raises:
        EdpError: a module has no FAMILY, or two families deliver the same table.
    """
    found: list[Family] = []
    owners: dict[str, str] = {}
    for module_info in pkgutil.iter_modules(families.__path__):
        module = importlib.import_module(f"{families.__name__}.{module_info.name}")
        family = getattr(module, "FAMILY", None)
        if not isinstance(family, Family):
            raise EdpError(
                f"scripts/raw/families/{module_info.name}.py: no constant FAMILY; define one or remove the file"
            )
        for table in family.tables:
            owner = owners.setdefault(table.relation, family.name)
            if owner != family.name:
                raise EdpError(
                    f"scripts/raw/families/{module_info.name}.py: {table.relation} already belongs to {owner}; keep one"
                )
        found.append(family)
    return found
