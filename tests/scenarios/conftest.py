from pathlib import Path

import pytest

from tests.scenarios.later import Later, make_later
from tests.scenarios.world import WAVES, World, make_world
from tests.support.once import once


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The default data set, built once per test session; read only."""
    return World(once(tmp_path_factory, "world", lambda folder: make_world(folder, scale=1, seed=42)))


@pytest.fixture(scope="session")
def other_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Another data set with the same planted facts, of which only the last wave was ever loaded; read only."""

    def make(folder: Path) -> None:
        make_world(folder, scale=1, seed=20250201, waves=WAVES[-1:])

    return World(once(tmp_path_factory, "other_world", make))


@pytest.fixture
def changeable(world: World, tmp_path: Path) -> World:
    """A copy of the default data set that a test may change."""
    return world.copy(tmp_path)


@pytest.fixture(scope="session")
def later(world: World, tmp_path_factory: pytest.TempPathFactory) -> Later:
    """The default data set three eventful days later; read only."""
    return Later(once(tmp_path_factory, "later", lambda folder: make_later(world, folder)))
