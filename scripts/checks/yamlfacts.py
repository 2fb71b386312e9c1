"""What the manifest forgets about YAML files: the order of keys, which names were given by hand, and line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.checks.tables import Row
from scripts.core.errors import EdpError

_KINDS = ("models", "snapshots", "seeds", "sources", "exposures", "macros", "unit_tests", "analyses")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(path: str, text: str) -> yaml.Node | None:
    """Parse YAML text to its node tree, which knows line numbers.

    Raises:
        EdpError: the text is not YAML; names the file and the line.
    """
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EdpError(f"{path}:{line}: not valid YAML, {error.problem}; correct the file") from error
    return node


def _pairs(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [(str(key.value), value) for key, value in node.value]


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: yaml.Node | None) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


class YamlFacts:
    """Collects rows of dbt.yaml_entries and dbt.yaml_tests from property files."""

    def __init__(self) -> None:
        """Start empty."""
        self.entries: list[Row] = []
        self.tests: list[Row] = []

    def read(self, path: str, text: str) -> None:
        """Add one property file; a file without any of dbt's resource lists adds nothing."""
        for kind, resources in _pairs(compose(path, text)):
            if kind in _KINDS:
                for resource in _items(resources):
                    self._entry(path, kind, None, resource)

    def _entry(self, path: str, kind: str, owner: str | None, node: yaml.Node) -> None:
        pairs = _pairs(node)
        values = dict(pairs)
        name = _scalar(values.get("name"))
        self.entries.append(
            {
                "path": path,
                "line": _line(node),
                "kind": kind,
                "owner": owner,
                "name": name,
                "keys": [key for key, _ in pairs],
                "config_keys": [key for key, _ in _pairs(values.get("config"))],
            }
        )
        holder = owner if kind == "columns" else name
        column = name if kind == "columns" else None
        for key in ("data_tests", "tests"):
            for test in _items(values.get(key)):
                self._test(path, holder, column, test)
        for child in ("columns", "tables"):
            for item in _items(values.get(child)):
                self._entry(path, child, name, item)

    def _test(self, path: str, owner: str | None, column: str | None, node: yaml.Node) -> None:
        values = dict(_pairs(node))
        if "test_name" in values:
            test, given = _scalar(values["test_name"]), _scalar(values.get("name"))
        elif values:
            test, body = next(iter(values.items()))
            given = _scalar(dict(_pairs(body)).get("name")) or _scalar(values.get("name"))
        else:
            test, given = _scalar(node), None
        self.tests.append(
            {
                "path": path,
                "line": _line(node),
                "owner": owner,
                "column_name": column,
                "test": test,
                "given_name": given,
            }
        )


def flatten(path: str, text: str) -> Iterator[Row]:
    """Every scalar of a YAML file as a row of config.entries, with a key such as `pumps[0].owner`."""

    def walk(key: str, node: yaml.Node) -> Iterator[Row]:
        for name, value in _pairs(node):
            yield from walk(f"{key}.{name}" if key else name, value)
        for index, value in enumerate(_items(node)):
            yield from walk(f"{key}[{index}]", value)
        if isinstance(node, yaml.ScalarNode):
            yield {"path": path, "line": _line(node), "key": key, "value": str(node.value)}

    root = compose(path, text)
    if root is not None:
        yield from walk("", root)


def read_text(path: Path) -> str:
    """Read a text file.

    Raises:
        EdpError: the file is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EdpError(f"{path}: not UTF-8 text at byte {error.start}; save it as UTF-8") from error
