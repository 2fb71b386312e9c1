import os

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.snowflake.command import quieten
from scripts.snowflake.project.run import run_project


@pytest.fixture(scope="session")
def run(tmp_path_factory, built_warehouse):
    """All steps of `edp snowflake prove` on an emulated account, whose git history is that of the built warehouse."""
    quieten()
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("DBT_", "SNOWFLAKE_"))}
    try:
        settings = Settings(project=PROJECT, home=tmp_path_factory.mktemp("snowflake_project"))
        history = Settings(project=PROJECT, home=built_warehouse)
        return run_project(settings, lambda step, seconds: print(f"{step}: {seconds:.1f} s"), history=history)
    finally:
        os.environ.update(before)
