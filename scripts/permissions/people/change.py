"""The change of the permissions file that a change of the list of people asks for. Pure until `write`."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scripts.checks.engine import Violation
from scripts.core.errors import EdpError
from scripts.permissions import nodes
from scripts.permissions.check.run import check_file
from scripts.permissions.file import read_permissions
from scripts.permissions.people.editing import Editor
from scripts.permissions.people.listing import people_of, service_accounts
from scripts.permissions.people.templates import SECTIONS, Entry, personal_databases, render


@dataclass(frozen=True)
class Change:
    """New text for some files, and what it does.

    Attributes:
        texts: new text by file; what does not change is not in it.
        added, removed: who got entries and who lost them; somebody who had all or none is in neither.
    """

    texts: dict[Path, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def diff(self) -> list[str]:
        """The change as a unified diff."""
        lines: list[str] = []
        for path, text in sorted(self.texts.items()):
            old = path.read_text(encoding="utf-8").splitlines()
            lines += difflib.unified_diff(old, text.splitlines(), path.name, path.name, lineterm="", n=1)
        return lines

    def write(self) -> None:
        """Replace the files, each as a whole or not at all."""
        for path, text in self.texts.items():
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
                file.write(text)
            shutil.copymode(path, file.name)
            os.replace(file.name, path)


def plan_change(
    path: Path, add: Collection[str], remove: Collection[str], templates: dict[str, list[tuple[str, object]]]
) -> Change:
    """Work out the new permissions file.

    Args:
        path: the file; what it includes is edited where it stands.
        add: people to add; entries they have already stay as they are.
        remove: people whose user, role and databases go; service accounts are refused.
        templates: by section, see `read_template`.

    Raises:
        EdpError: somebody is added and removed, or is a service account, or a template cannot be filled in.
    """
    permissions = read_permissions(path)
    for name in sorted({*add, *remove} & service_accounts(permissions)):
        raise EdpError(f"{path}: {name} is a service account; it is not added or removed like a person")
    if both := sorted(set(add) & set(remove)):
        raise EdpError(f"{', '.join(both)}: to be added and removed at once; decide for one")
    people = people_of(permissions) | set(add)
    editors = _editors(path)
    removed = [name for name in sorted(remove) if _remove(editors, name)]
    added = []
    for name in sorted(add):
        wanted = {section: render(section, template, name) for section, template in templates.items()}
        wanted["roles"] = [_of_a_person(entry, name) for entry in wanted["roles"]]
        if _add(editors, wanted, people):
            added.append(name)
    originals = {file: file.read_text(encoding="utf-8") for file in {file for file, _ in editors.values()}}
    texts = {file: editor.text for file, editor in editors.values() if editor.text != originals[file]}
    return Change(texts, tuple(added), tuple(removed))


def new_problems(path: Path, change: Change, today: date) -> list[Violation]:
    """What the rules of `edp permissions check` find in the changed file that they do not find in the present one.

    Args:
        path: the permissions file.
        change: of it and of what it includes.
        today: the day of the check.
    """
    if not change.texts:
        return []
    known = {(each.check.id, each.entry, each.message) for each in check_file(path, today).violations}
    with tempfile.TemporaryDirectory(prefix="edp-permissions-") as folder:
        copy = Path(folder) / "permissions"
        shutil.copytree(path.parent, copy, ignore=shutil.ignore_patterns(".git"))
        for file, text in change.texts.items():
            (copy / file.relative_to(path.parent)).write_text(text, encoding="utf-8")
        found = check_file(copy / path.name, today, shown=str(path)).violations
    return [
        each
        for each in found
        if each.check.severity == "error" and (each.check.id, each.entry, each.message) not in known
    ]


def _editors(path: Path) -> dict[str, tuple[Path, Editor]]:
    """The editor of each section; sections of one file share it."""
    by_file: dict[Path, Editor] = {}
    found = {}
    for key, value in nodes.pairs(nodes.load(path)):
        if key.value in SECTIONS:
            file = Path(nodes.file(value))
            editor = by_file.setdefault(file, Editor(file.read_text(encoding="utf-8"), str(file)))
            found[key.value] = (file, editor)
    if missing := [section for section in SECTIONS if section not in found]:
        raise EdpError(f"{path}: has no section {missing[0]}; add it with a first entry")
    return found


def _of_a_person(entry: Entry, name: str) -> Entry:
    """The role of somebody's own name says that it is one, as every role of the file says what it is."""
    role, settings = entry
    return (role, {"meta": {"kind": "user"}, **settings}) if role == name else entry


def _remove(editors: dict[str, tuple[Path, Editor]], name: str) -> bool:
    gone = [editors[section][1].remove(section, name) for section in ("users", "roles")]
    gone += [editors["databases"][1].remove("databases", database) for database in personal_databases(name)]
    return any(gone)


def _add(editors: dict[str, tuple[Path, Editor]], wanted: dict[str, list[Entry]], people: frozenset[str]) -> bool:
    """Write what is not there yet; people and their databases are sorted among themselves."""
    personal = {database for name in people for database in personal_databases(name)}
    is_new = False
    for section, entries in wanted.items():
        editor = editors[section][1]
        for entry in entries:
            if entry[0] not in editor.names(section):
                editor.add(section, entry, personal if section == "databases" else people)
                is_new = True
    return is_new


def split_names(given: Sequence[str]) -> list[str]:
    """Names from an option that may be repeated or hold several, with commas or blanks between them."""
    return sorted({name for text in given for name in text.replace(",", " ").split()})
