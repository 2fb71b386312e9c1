"""Adding and removing entries of a permissions file, line by line: everything else keeps every character.

The place of an entry comes from the parsed file; only its own lines are written or removed, so comments and order
stay what they are.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from scripts.core.errors import EdpError
from scripts.permissions import nodes
from scripts.permissions.people.templates import Entry

_WIDTH = 118


class Editor:
    """The text of a permissions file being changed."""

    def __init__(self, text: str, shown: str) -> None:
        """Take the text of a file; `shown` is what it is called in errors."""
        self.text = text
        self.shown = shown

    def names(self, section: str) -> list[str]:
        """The entries of a section, in lower case, in the file's order."""
        return [name for name, _, _ in self._entries(section)]

    def add(self, section: str, entry: Entry, peers: Collection[str]) -> None:
        """Write an entry before the first of its peers with a later name, else after the last of them.

        Args:
            section: databases, roles or users.
            entry: name and settings.
            peers: the names among which it is sorted; without any it comes last.
        """
        entries = self._entries(section)
        alike = [each for each in entries if each[0] in peers]
        later = [each for each in alike if each[0] > entry[0]]
        last = (alike or entries)[-1:]
        if not last:
            raise EdpError(f"{self.shown}: section {section} is empty; write its first entry by hand")
        at = later[0][1] if later else last[0][2]
        lines = self.text.splitlines(keepends=True)
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        self.text = "".join([*lines[:at], *rendered(section, entry, _column(lines[last[0][1]])), *lines[at:]])

    def remove(self, section: str, name: str) -> bool:
        """Remove an entry with the comments inside it; False if there is none."""
        for each, start, end in self._entries(section):
            if each == name:
                lines = self.text.splitlines(keepends=True)
                self.text = "".join([*lines[:start], *lines[end:]])
                return True
        return False

    def _entries(self, section: str) -> list[tuple[str, int, int]]:
        """Name, first line and the line after the last one of each entry, lines counted from 0."""
        root = yaml.compose(self.text, Loader=yaml.SafeLoader)
        # a section that is included is a file of its own, which is the list itself
        node = next((value for key, value in nodes.pairs(root) if key.value == section), root)
        if not isinstance(node, yaml.SequenceNode) or node.flow_style:
            raise EdpError(f"{self.shown}: section {section} must be a list with one entry a line")
        lines = self.text.splitlines()
        found = []
        for item in nodes.items(node):
            if not isinstance(item, yaml.MappingNode) or len(item.value) != 1:
                raise EdpError(f"{self.shown}:{nodes.line(item)}: an entry of {section} must be one name")
            start = item.start_mark.line
            found.append((str(item.value[0][0].value).lower(), start, _end(lines, start)))
        return found


def _end(lines: list[str], start: int) -> int:
    dash = _column(lines[start])
    end = start + 1
    for nth in range(start + 1, len(lines)):
        line = lines[nth]
        if line.strip() and _column(line) <= dash:
            break
        if line.strip():
            end = nth + 1
    return end


def _column(line: str) -> int:
    return len(line) - len(line.lstrip())


def rendered(section: str, entry: Entry, column: int) -> list[str]:
    """An entry as lines that begin at a column: a role takes several, a user or database one."""
    name, settings = entry
    content = CommentedMap({name: _styled(settings, whole=section != "roles")})
    writer = YAML()
    writer.width = _WIDTH
    writer.indent(mapping=2, sequence=2, offset=0)
    stream = io.StringIO()
    writer.dump([content], stream)
    return [" " * column + line for line in stream.getvalue().splitlines(keepends=True)]


def _styled(value: Any, *, whole: bool) -> Any:
    if isinstance(value, list):
        listed = CommentedSeq(value)
        listed.fa.set_flow_style()
        return listed
    if not isinstance(value, dict):
        return value
    mapped = CommentedMap({key: _styled(each, whole=whole) for key, each in value.items()})
    if whole or not any(isinstance(each, dict | list) for each in value.values()):
        mapped.fa.set_flow_style()
    return mapped
