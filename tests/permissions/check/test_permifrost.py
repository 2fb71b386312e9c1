"""Permifrost itself reads the project's file, and refuses what our check refuses; no account is asked.

Its requirements are not ours, so it lives in an environment of its own, made on first use from a locked list.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from scripts.permissions.check.run import check_file
from scripts.permissions.file import read_permissions
from tests.permissions.check.conftest import ROLES, TODAY

LOCK = PROJECT / "tests/permissions/permifrost.lock"

# Everything Permifrost does with a file before it connects.
LOAD = """
import json, logging, sys
logging.disable(logging.CRITICAL)
from permifrost.entities import EntityGenerator
from permifrost.error import SpecLoadingError
from permifrost.spec_file_loader import load_spec
answers = {}
for path in sys.argv[1:]:
    try:
        entities = EntityGenerator(spec=load_spec(path)).inspect_entities()
        answers[path] = {kind: sorted(entities[kind]) for kind in ("roles", "users", "databases", "warehouses")}
    except SpecLoadingError as error:
        answers[path] = str(error)
print(json.dumps(answers))
"""

REFUSED = {
    "a section is unknown": ("\nusers:\n", "\nnotes: []\nusers:\n"),
    "a verb is unknown": (
        "databases: {read: [prep, raw]}\n        schemas: {read: [prep.zendesk,",
        "databases: {select: [prep, raw]}\n        schemas: {read: [prep.zendesk,",
    ),
    "shared is missing": ("  - raw: {shared: no}\n", "  - raw: {}\n"),
    "can_login is missing": ("  - gpatel: {can_login: yes, ", "  - gpatel: {"),
    "a size is missing": ("  - admin: {size: x-small}\n", "  - admin: {}\n"),
    "a list is one name": ("      member_of: [analyst_support]\n", "      member_of: analyst_support\n"),
    "a schema lacks its database": ("{read: [prep.zendesk, raw.tap_zendesk]}", "{read: [zendesk]}"),
    "a table is meant in every schema": ("{read: [prep.zendesk.*, raw.tap_zendesk.*]}", "{read: [prep.*.tickets]}"),
    "a database is not granted": (
        "        databases: {read: [prep, raw]}\n        schemas: {read: [prep.zendesk,",
        "        databases: {read: [prep]}\n        schemas: {read: [prep.zendesk,",
    ),
    "a database does not exist": ("  - static: {shared: no}\n", ""),
    "a warehouse does not exist": ("  - zapier_xs: {size: x-small}\n", ""),
    "a role of a user does not exist": (
        "  - gpatel: {can_login: yes, member_of: [gpatel]}",
        "  - gpatel: {can_login: yes, member_of: [gpatle]}",
    ),
}


@pytest.fixture(scope="module")
def permifrost() -> Path:
    """The Python of Permifrost's environment."""
    cache = PROJECT / ".cache"
    cache.mkdir(exist_ok=True)
    folder = cache / f"permifrost-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    with (cache / "permifrost.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".ready").exists():
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
            for command in (
                [sys.executable, "-m", "venv", "--clear", str(folder)],
                [*pip, "--require-hashes", "--requirement", str(LOCK)],
            ):
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                assert done.returncode == 0, f"Permifrost cannot be installed:\n{done.stderr}"
            (folder / ".ready").touch()
    return python


def loaded(python: Path, paths: list[Path]) -> list[dict[str, list[str]] | str]:
    """For each file what Permifrost finds defined, or its refusal."""
    environment = {"PATH": os.environ["PATH"]}
    command = [str(python), "-c", LOAD, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    return [answers[str(path)] for path in paths]


def test_permifrost_reads_the_same_account(permifrost):
    [answer] = loaded(permifrost, [ROLES])
    file = read_permissions(ROLES)
    assert answer == {kind: sorted(getattr(file, kind)) for kind in ("roles", "users", "databases", "warehouses")}


def test_permifrost_refuses_what_the_check_refuses(permifrost, tmp_path):
    text = ROLES.read_text()
    paths = []
    for number, (old, new) in enumerate(REFUSED.values()):
        assert text.count(old) == 1, old
        paths.append(tmp_path / f"{number}.yml")
        paths[-1].write_text(text.replace(old, new))
    answers = loaded(permifrost, paths)
    accepted = [name for name, answer in zip(REFUSED, answers, strict=True) if not isinstance(answer, str)]
    assert accepted == []
    unseen = [name for name, path in zip(REFUSED, paths, strict=True) if not check_file(path, TODAY).failed]
    assert unseen == []


def test_a_split_file_and_every_form_of_membership_are_read_alike(permifrost, tmp_path):
    (tmp_path / "users.yml").write_text("- ana: {can_login: yes, member_of: [ana], type: person, email: a@b.c}\n")
    path = tmp_path / "roles.yml"
    path.write_text(
        "version: '1.0'\nrequire-owner: no\n"
        "databases: [{prod: {shared: no, owner: ana, meta: {a: 1}}}]\n"
        "warehouses: [{dev_xs: {size: x-small}}]\nintegrations: [{gcs: {category: storage}}]\n"
        "roles:\n"
        "  - zed: {integrations: [gcs], owns: {tables: [prod.a*.*]}}\n"
        "  - ana: {member_of: {include: ['*'], exclude: [zed]}, warehouses: [dev_xs]}\n"
        "users: !include users.yml\n"
    )
    [answer] = loaded(permifrost, [path])
    assert isinstance(answer, dict), answer
    assert set(answer["users"]) == set(read_permissions(path).users) == {"ana"}
    assert not check_file(path, TODAY).failed
