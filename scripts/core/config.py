"""Reading a file of `config/`: safe YAML, checked by a pydantic model, every problem one line with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.core.errors import EdpError

_Model = TypeVar("_Model", bound=BaseModel)


class Strict(BaseModel):
    """A part of a config file: an unknown key is an error, what was read cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_config(path: Path, model: type[_Model]) -> _Model:
    """Read and validate a config file.

    Args:
        path: the YAML file.
        model: what it must look like.

    Raises:
        EdpError: the file is missing, is no YAML, names a key twice, or an entry has an unknown key or a wrong value;
            the line, the entry and the key are named.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, yaml.SafeLoader)
        _refuse_repeated_keys(path, root)
        return model.model_validate({} if root is None else yaml.safe_load(text))
    except OSError as error:
        raise EdpError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise EdpError(f"{path}: is not UTF-8 text") from None
    except yaml.YAMLError as error:
        raise EdpError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        first = error.errors()[0]
        line, place = _place(root, first["loc"])
        raise EdpError(f"{path} (line {line}): {place}{first['msg'].removeprefix('Value error, ')}") from None


def _refuse_repeated_keys(path: Path, node: yaml.Node | None) -> None:
    """YAML lets the last of two equal keys win without a word."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(path, item)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise EdpError(f"{path} (line {line}): key {key.value} stands there twice; keep one")
            seen.add(key.value)
            _refuse_repeated_keys(path, value)


def _place(root: yaml.Node | None, location: Sequence[int | str]) -> tuple[int, str]:
    """The line of a problem and, in words, the entry and key it is in."""
    node, line = root, 1
    words: list[str] = []
    for step in location:
        found: yaml.Node | None = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step]
            # the list of a file's entries goes without saying
            words = [*(words if len(words) > 1 else ()), f"entry {_name(found) or step + 1}"]
        elif isinstance(step, str):
            words.append(f"key {step}")
            if isinstance(node, yaml.MappingNode):
                found = next((value for key, value in node.value if key.value == step), None)
                line = next((key.start_mark.line + 1 for key, _ in node.value if key.value == step), line)
        node = found
        if found is not None and isinstance(step, int):
            line = found.start_mark.line + 1
    return line, f"{', '.join(words)}: " if words else ""


def _name(entry: yaml.Node) -> Any:
    if isinstance(entry, yaml.MappingNode):
        return next((value.value for key, value in entry.value if key.value == "name"), None)
    return None
