"""The project's own permissions file with what the rest of the project says, and ways to change a copy of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from scripts.permissions.check.facts import read_facts
from scripts.permissions.check.run import check_file

ROLES = PROJECT / "config/permissions/roles.yml"
TODAY = date(2024, 12, 31)


@pytest.fixture(scope="session")
def manifest(built_warehouse):
    """dbt's manifest of this project."""
    return json.loads((built_warehouse / "target" / "manifest.json").read_bytes())


@pytest.fixture(scope="session")
def facts(manifest):
    """What the project says about access."""
    return read_facts(PROJECT, manifest)


@pytest.fixture
def found(tmp_path: Path, facts):
    """What is found in a text as if it were the project's own file: (rule, line, message)."""

    def found(text: str, **settings):
        path = tmp_path / "roles.yml"
        path.write_text(text)
        outcome = check_file(path, TODAY, **{"facts": facts, "shown": "roles.yml", **settings})
        return [(each.check.id, each.line, each.message) for each in outcome.violations]

    return found
