"""Reading a permissions file to the end, noting everything Permifrost would refuse or misread."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.core.errors import EdpError
from scripts.permissions import nodes
from scripts.permissions.check.findings import Findings
from scripts.permissions.check.spec import KINDS, SECTIONS, Entry, Name, Spec

_TAG = "tag:yaml.org,2002:"
_TYPES = {"text": "str", "flag": "bool", "names": "seq", "notes": "map"}
_WORDS = {"text": "a text", "flag": "yes or no", "names": "a list of names", "notes": "keys with values"}
_OWN = {"owner": "text", "meta": "notes"}
_USER_TEXTS = (
    *("display_name", "first_name", "middle_name", "last_name", "email", "comment"),
    *("default_warehouse", "default_namespace", "default_role", "type"),
)
_KEYS: dict[str, dict[str, str]] = {
    "databases": {"shared": "flag", **_OWN},
    "warehouses": {"size": "text", **_OWN},
    "integrations": {"category": "text", **_OWN},
    "roles": {
        **dict.fromkeys(("warehouses", "integrations"), "names"),
        **dict.fromkeys(("member_of", "privileges", "owns"), "own"),
        **_OWN,
    },
    "users": {
        "member_of": "names",
        **dict.fromkeys(("can_login", "has_password"), "flag"),
        **dict.fromkeys(_USER_TEXTS, "text"),
        **_OWN,
    },
}
_REQUIRED = {"databases": "shared", "warehouses": "size", "integrations": "category", "users": "can_login"}


def read_spec(path: Path, shown: str, findings: Findings) -> Spec:
    """Read a file and all it includes.

    Args:
        path: the file.
        shown: its name in findings; what it includes is named beside it.
        findings: what is wrong with the form is added here.

    Raises:
        EdpError: the file cannot be read or is no YAML at all.
    """
    return _Reader(path, shown, findings).read()


class _Reader:
    def __init__(self, path: Path, shown: str, findings: Findings) -> None:
        self.path = path
        self.findings = findings
        self.shown = shown
        self.spec = Spec(shown)
        self.entry = "the file"

    def read(self) -> Spec:
        root = nodes.load(self.path)
        if root is None or not isinstance(root, yaml.MappingNode):
            raise EdpError(f"{self.path}: holds no sections; write databases, warehouses, roles and users")
        for key, value in self.pairs(root):
            if key in SECTIONS:
                self.section(key, value)
            elif key in ("version", "require-owner"):
                self.expect("text" if key == "version" else "flag", key, value)
            else:
                self.unknown(value, key, "the file", (*SECTIONS, "version", "require-owner"))
        return self.spec

    def note(self, rule: str, node: yaml.Node, message: str, entry: str | None = None) -> None:
        self.findings.add(rule, self.file(node), nodes.line(node), entry or self.entry, message)

    def file(self, node: yaml.Node) -> str:
        name = nodes.file(node)
        return str(Path(self.shown).parent / os.path.relpath(name, self.path.parent))

    def pairs(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        """The keys of a mapping as texts; one that is given twice is noted, and its first value counts."""
        seen = set()
        for key, value in nodes.pairs(node):
            name = str(key.value)
            if not self.is_a("text", key):
                self.note("format", key, f"{self.entry}: the key {name!r} is no text")
            elif name in seen:
                self.note("repeated-key", key, f"{self.entry}: the key '{name}' is given twice")
            else:
                seen.add(name)
                yield name, value

    def is_a(self, kind: str, node: yaml.Node) -> bool:
        return bool(node.tag == _TAG + _TYPES[kind])

    def unknown(self, node: yaml.Node, key: str, place: str, known: tuple[str, ...]) -> None:
        entry = self.entry if self.entry == place else f"{self.entry}: {key}"
        self.note("unknown-key", node, f"{place}: unknown key '{key}'; known are {', '.join(known)}", entry)

    def section(self, section: str, node: yaml.Node) -> None:
        self.entry = "the file"
        if not isinstance(node, yaml.SequenceNode):
            self.note("format", node, f"{section} is no list")
        for item in nodes.items(node):
            self.entry = section
            if not isinstance(item, yaml.MappingNode):
                self.note("format", item, f"{section}: '{_shown(item)}' has no settings")
            for key, value in nodes.pairs(item):
                self.one(section, key, value)

    def one(self, section: str, key: yaml.Node, node: yaml.Node) -> None:
        entry = Entry(section, str(key.value).lower(), self.file(key), nodes.line(key))
        self.entry = entry.label
        known = self.spec.entries[section]
        if not self.is_a("text", key):
            self.note("format", key, f"{entry.label}: the name is no text")
            return
        if entry.name in known:
            first = known[entry.name]
            self.note("repeated-name", key, f"{entry.label} is already defined in line {first.line}")
            return
        if not isinstance(node, yaml.MappingNode):
            self.note("format", key, f"{entry.label} has no settings")
        known[entry.name] = entry
        for name, value in self.pairs(node):
            kind = _KEYS[section].get(name)
            if kind is None:
                self.unknown(value, name, entry.label, tuple(_KEYS[section]))
            elif kind == "own":
                getattr(self, f"_{name}")(entry, value)
            elif kind == "names":
                self.names(entry, name, value)
            elif name == "meta":
                entry.meta = self.notes(value)
            elif self.expect(kind, name, value):
                entry.values[name] = nodes.plain(value)
        required = _REQUIRED.get(section)
        given = [each.value for each, _ in nodes.pairs(node)]
        if required is not None and required not in given and isinstance(node, yaml.MappingNode):
            self.note("missing-key", key, f"{entry.label}: the key '{required}' is missing")

    def expect(self, kind: str, key: str, node: yaml.Node) -> bool:
        right = self.is_a(kind, node)
        if not right:
            self.note("wrong-type", node, f"{self.entry}, {key}: must be {_WORDS[kind]}", f"{self.entry}: {key}")
        return right

    def notes(self, node: yaml.Node) -> dict[str, Any]:
        if not self.expect("notes", "meta", node):
            return {}
        return {key: nodes.plain(value) for key, value in self.pairs(node)}

    def names(self, entry: Entry, path: str, node: yaml.Node) -> None:
        if not self.expect("names", path, node):
            return
        place, whole = f"{entry.label}, {path}", f"{entry.label}: {path}"
        found: dict[str, Name] = {}
        is_sorted, before = True, ""
        for item in nodes.items(node):
            if not self.is_a("text", item):
                self.note("wrong-type", item, f"{place}: '{_shown(item)}' is no name", whole)
                continue
            name = Name(str(item.value).lower(), self.file(item), nodes.line(item))
            if name.text in found:
                self.note(
                    "repeated-item", item, f"{place}: '{name.text}' is listed twice", f"{entry.label}: {name.text}"
                )
            elif is_sorted and name.text < before:
                is_sorted = False
                self.note("unsorted", item, f"{place}: '{name.text}' stands after '{before}'", whole)
            before = name.text
            found.setdefault(name.text, name)
        entry.lists[path] = list(found.values())

    def _member_of(self, entry: Entry, node: yaml.Node) -> None:
        if not isinstance(node, yaml.MappingNode):
            self.names(entry, "member_of", node)
            return
        keys = dict(self.pairs(node))
        for key, value in keys.items():
            if key in ("include", "exclude"):
                self.names(entry, "member_of" if key == "include" else "member_of.exclude", value)
            else:
                self.unknown(value, key, f"{entry.label}, member_of", ("include", "exclude"))
        if "include" not in keys:
            self.note("missing-key", node, f"{entry.label}, member_of: the key 'include' is missing")

    def _privileges(self, entry: Entry, node: yaml.Node) -> None:
        for kind, verbs in self._kinds(entry, "privileges", node):
            if not self.expect("notes", f"privileges.{kind}", verbs):
                continue
            for verb, names in self.pairs(verbs):
                if verb in ("read", "write"):
                    self.names(entry, f"privileges.{kind}.{verb}", names)
                else:
                    self.unknown(names, verb, f"{entry.label}, privileges.{kind}", ("read", "write"))

    def _owns(self, entry: Entry, node: yaml.Node) -> None:
        for kind, names in self._kinds(entry, "owns", node):
            self.names(entry, f"owns.{kind}", names)

    def _kinds(self, entry: Entry, key: str, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        if not self.expect("notes", key, node):
            return
        for kind, value in self.pairs(node):
            if kind in KINDS:
                yield kind, value
            else:
                self.unknown(value, kind, f"{entry.label}, {key}", tuple(KINDS))


def _shown(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"
