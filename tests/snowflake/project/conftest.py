import os

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.snowflake.command import quieten
from scripts.snowflake.project.run import run_project
from scripts.snowflake.project.steps import STEPS

# `edp snowflake prove` takes all steps, which is too long for every change
FIRST = STEPS[:2]


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """Every seed, snapshot and model on an emulated account, after the first load."""
    quieten()
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("DBT_", "SNOWFLAKE_"))}
    try:
        settings = Settings(project=PROJECT, home=tmp_path_factory.mktemp("snowflake_project"))
        return run_project(settings, lambda step, seconds: print(f"{step}: {seconds:.1f} s"), FIRST)
    finally:
        os.environ.update(before)
