"""What the project itself says about its incremental models and snapshots, so that no test keeps a list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Incremental:
    """An incremental model.

    Attributes:
        name: its name.
        relation: its three-part name.
        key: the columns by which a run replaces rows.
        on_schema_change: what a run does when the model has a column its table lacks.
        keeps_memory: it refuses a full refresh, because its rows cannot be worked out again.
        raw: the raw tables it reads directly.
        depth: how many nodes the longest way from a source passes; of two models with the same none reads the other.
    """

    name: str
    relation: str
    key: tuple[str, ...]
    on_schema_change: str
    keeps_memory: bool
    raw: tuple[str, ...]
    depth: int


@dataclass(frozen=True)
class Snapshot:
    """A snapshot.

    Attributes:
        name: its name.
        relation: its three-part name.
        key: the columns that name a record.
        updated_at: the column whose change opens a version, or None.
        check: the columns of which a change opens a version, or none.
        closes_deleted: the last version of a record that disappears is closed.
        raw_code: the query it reads, not compiled.
    """

    name: str
    relation: str
    key: tuple[str, ...]
    updated_at: str | None
    check: tuple[str, ...]
    closes_deleted: bool
    raw_code: str

    def input_sql(self, compiled: str) -> str:
        """Every key as text, and the mark whose change opens a version."""
        mark = self.updated_at or "md5(concat_ws('|', " + ", ".join(f"COALESCE({c}::VARCHAR, '')" for c in self.check)
        return f"SELECT {self._key_text}, ({mark}{'' if self.updated_at else '))'})::VARCHAR FROM ({compiled}) AS input"

    def versions_sql(self) -> str:
        """Every version: key, begin and end as text."""
        times = "dbt_valid_from::VARCHAR, dbt_valid_to::VARCHAR"
        return f"SELECT {self._key_text}, {times} FROM {self.relation}"

    @property
    def _key_text(self) -> str:
        return "concat_ws('|', " + ", ".join(self.key) + ")"


@dataclass(frozen=True)
class RawTable:
    """A raw table and the column that says when a row was loaded; `is_epoch` when that is a number of seconds."""

    relation: str
    columns: tuple[str, ...]
    loaded_at: str
    is_epoch: bool

    def loaded(self, hours: int) -> str:
        """When a row was loaded, moved by some hours."""
        moved = f"{self.loaded_at} + {hours * 3600}" if self.is_epoch else f"{self.loaded_at} + INTERVAL {hours} HOUR"
        return f"({moved}) AS {self.loaded_at}"


class Graph:
    """The nodes of a parsed project.

    Args:
        manifest: what dbt parsed.
    """

    def __init__(self, manifest: Any) -> None:
        self._manifest = manifest
        self._depths: dict[str, int] = {}

    @cached_property
    def incrementals(self) -> tuple[Incremental, ...]:
        """All incremental models; one that reads another comes after it."""
        nodes = [node for node in self._nodes("model") if node.config.materialized == "incremental"]
        nodes.sort(key=lambda node: self._depth(node.unique_id))
        return tuple(
            Incremental(
                node.name,
                _relation(node),
                _columns(node.config.unique_key),
                node.config.on_schema_change,
                node.config.full_refresh is False,
                tuple(_relation(parent) for parent in self._parents(node) if parent.resource_type == "source"),
                self._depth(node.unique_id),
            )
            for node in nodes
        )

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """All snapshots, by name."""
        return tuple(
            Snapshot(
                node.name,
                _relation(node),
                _columns(node.config.unique_key),
                node.config.updated_at if node.config.strategy == "timestamp" else None,
                _columns(node.config.check_cols) if node.config.strategy == "check" else (),
                node.config.get("hard_deletes") == "invalidate",
                node.raw_code,
            )
            for node in self._nodes("snapshot")
        )

    def raw_table(self, relation: str, columns: dict[str, str]) -> RawTable:
        """A raw table of a source; `columns` are its columns and their types."""
        source = next(node for node in self._manifest.sources.values() if _relation(node) == relation)
        words = re.findall(r"\w+", str(source.loaded_at_field))
        loaded_at = next(word for word in words if word in columns)
        return RawTable(relation, tuple(columns), loaded_at, columns[loaded_at] != "TIMESTAMP")

    def _nodes(self, kind: str) -> list[Any]:
        found = [node for node in self._manifest.nodes.values() if node.resource_type == kind]
        return sorted(found, key=lambda node: str(node.name))

    def _depth(self, unique_id: str) -> int:
        """How many nodes the longest way from a source to this one passes."""
        if unique_id not in self._depths:
            node = self._manifest.nodes.get(unique_id)
            parents = getattr(getattr(node, "depends_on", None), "nodes", ())  # a seed and a source have none
            above = [self._depth(parent) for parent in parents]
            self._depths[unique_id] = 1 + max(above, default=0)
        return self._depths[unique_id]

    def _parents(self, node: Any) -> list[Any]:
        named = {**self._manifest.nodes, **self._manifest.sources}
        return [named[name] for name in node.depends_on.nodes if name in named]


def _relation(node: Any) -> str:
    return f"{node.database}.{node.schema}.{node.identifier if node.resource_type == 'source' else node.alias}"


def _columns(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
