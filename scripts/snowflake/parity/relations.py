"""What dbt built, under the names it has on both engines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from scripts.core.errors import EdpError

_BUILT = ("model", "seed", "snapshot")


@dataclass(frozen=True)
class Built:
    """A relation dbt builds.

    Attributes:
        node: name of the model, seed or snapshot; kind: which of them it is.
        relation: its three-part name in lower case.
    """

    node: str
    kind: str
    relation: tuple[str, str, str]


def read_built(manifest: Path) -> list[Built]:
    """Every model, seed and snapshot of a manifest that becomes a relation, by name.

    Args:
        manifest: dbt's manifest.json, of a target whose databases have production's names.

    Raises:
        EdpError: there is no such file, or it is no manifest.
    """
    try:
        nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
        found = [
            Built(
                node=node["name"],
                kind=node["resource_type"],
                relation=(node["database"].lower(), node["schema"].lower(), node["alias"].lower()),
            )
            for node in nodes
            if node["resource_type"] in _BUILT and node["config"]["materialized"] != "ephemeral"
        ]
    except OSError as error:
        raise EdpError(f"{manifest}: {error.strerror}; build the warehouse with `edp up`") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EdpError(f"{manifest}: this is no manifest of dbt ({error!r})") from None
    return sorted(found, key=lambda each: (each.kind, each.node))
