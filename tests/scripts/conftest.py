from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import Ask, built, warehouse_in


@pytest.fixture(params=[(1, 42), (1, 7), (5, 42)], ids=lambda numbers: f"scale {numbers[0]}, seed {numbers[1]}")
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Ask one number of a generated wave: `ask("SELECT ...", wave=Wave.W0)`."""
    scale, seed = request.param
    homes: dict[Wave, Path] = {}

    def query(sql: str, wave: Wave = Wave.W2) -> Any:
        home = homes.setdefault(wave, built(tmp_path_factory, wave, scale=scale, seed=seed))
        with warehouse_in(home, read_only=True) as warehouse:
            ((value,),) = warehouse.query(sql)
            return value

    return query
