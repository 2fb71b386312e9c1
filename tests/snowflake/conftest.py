from pathlib import Path

import pytest

from tests.support.once import once
from tests.support.snowflake import compile_for_snowflake


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Folders of compiled SQL: one for a first run of every incremental model, one for a later run."""

    def make(folder: Path) -> None:
        compile_for_snowflake(folder / "first", assume_incremental=False)
        compile_for_snowflake(folder / "later", assume_incremental=True)

    folder = once(tmp_path_factory, "snowflake", make)
    return {run: folder / run / "compiled" / "edp" for run in ("first", "later")}
