"""YAML of a permissions file as nodes, which know the file and the line they come from.

Permifrost lets a file be split: `!include other.yml` stands for the content of another file, named relative to the
file it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from scripts.core.errors import EdpError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INCLUDE = "!include"
_MERGE = "tag:yaml.org,2002:merge"


def load(path: Path) -> yaml.Node | None:
    """Parse a file and everything it includes to one tree; None when it is empty.

    Raises:
        EdpError: a file is missing, is no YAML, includes itself, or names a tag other than `!include`.
    """
    return _load(path, ())


def _load(path: Path, above: tuple[Path, ...]) -> yaml.Node | None:
    if path.resolve() in above:
        raise EdpError(f"{path}: is included by itself; remove one !include")
    try:
        with path.open(encoding="utf-8") as stream:
            root = yaml.compose(stream, Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise EdpError(f"{path}: cannot be read ({reason})") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise EdpError(f"{place}: is not valid YAML, {problem}; correct the file") from None
    return None if root is None else _included(root, path, (*above, path.resolve()), {})


def _included(node: Any, path: Path, above: tuple[Path, ...], seen: dict[int, yaml.Node]) -> yaml.Node:
    # an anchor and its aliases are one node, which is looked at once
    if id(node) in seen:
        return seen[id(node)]
    if node.tag == _INCLUDE and isinstance(node, yaml.ScalarNode):
        other = _load(path.parent / node.value, above)
        seen[id(node)] = other if other is not None else yaml.ScalarNode("tag:yaml.org,2002:null", "", node.start_mark)
        return seen[id(node)]
    if node.tag.startswith("!"):
        raise EdpError(f"{place(node)}: the tag {node.tag} is unknown; only !include is allowed")
    seen[id(node)] = node
    if isinstance(node, yaml.SequenceNode):
        node.value = [_included(item, path, above, seen) for item in node.value]
    elif isinstance(node, yaml.MappingNode):
        node.value = [(key, _included(value, path, above, seen)) for key, value in node.value]
    return seen[id(node)]


def pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a mapping, in order, a key given twice also twice; nothing for any other node.

    What `<<` merges in comes last and without the keys the mapping has itself.
    """
    yield from _pairs(node, ())


def _pairs(node: yaml.Node | None, above: tuple[int, ...]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    # an anchor may be merged into what it contains; it adds nothing to itself
    if not isinstance(node, yaml.MappingNode) or id(node) in above:
        return
    own = [(key, value) for key, value in node.value if key.tag != _MERGE]
    yield from own
    given = {key.value for key, _ in own if isinstance(key, yaml.ScalarNode)}
    for key, value in node.value:
        for source in (items(value) or [value]) if key.tag == _MERGE else ():
            for name, merged in _pairs(source, (*above, id(node))):
                if name.value not in given:
                    given.add(name.value)
                    yield name, merged


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a list; nothing for any other node."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def line(node: yaml.Node) -> int:
    """The line a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def file(node: yaml.Node) -> str:
    """The file a node stands in."""
    return str(node.start_mark.name)


def place(node: yaml.Node) -> str:
    """`file:line` of a node."""
    return f"{file(node)}:{line(node)}"


def plain(node: yaml.Node | None) -> Any:
    """The Python value of a tree.

    Raises:
        EdpError: a mapping has a key twice, or a value cannot be decoded.
    """
    if node is None:
        return None
    _refuse_repeated_keys(node, set())
    try:
        return SafeConstructor().construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise EdpError(f"{file(node)}: is not valid YAML: {' '.join(str(error).split())}") from None


def _refuse_repeated_keys(node: yaml.Node, seen: set[int]) -> None:
    if id(node) in seen:
        return
    seen.add(id(node))
    keys = set()
    for key, value in pairs(node):
        if isinstance(key, yaml.ScalarNode):
            if key.value in keys:
                raise EdpError(f"{place(key)}: the key '{key.value}' is given twice; keep one")
            keys.add(key.value)
        _refuse_repeated_keys(value, seen)
    for item in items(node):
        _refuse_repeated_keys(item, seen)
