"""A source family is one module: it is found, checked and written without being registered anywhere."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.raw import families
from scripts.raw.model import Wave
from scripts.raw.registry import all_families
from tests.scripts.raw_warehouse import TABLES, build, warehouse_in

WEATHER = """
from scripts.raw.model import Family, RawTable

FAMILY = Family(
    name="Weather",
    world=("CREATE OR REPLACE TEMP TABLE weather AS SELECT nth FROM range(1, 4) AS days (nth)",),
    tables=(
        RawTable(
            schema="weather_station",
            name="reading",
            columns="account_id VARCHAR, day_number BIGINT",
            sql="SELECT account_id, nth + wave() AS day_number FROM weather CROSS JOIN crm_account",
            key="account_id, day_number",
            changes=(1, 2),
        ),
    ),
)
"""

Add = Callable[[str, str], None]


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    """Add a module to the package of families for one test."""
    folder = tmp_path / "more_families"
    folder.mkdir()
    monkeypatch.setattr(families, "__path__", [*families.__path__, str(folder)])
    names: list[str] = []

    def write(name: str, text: str) -> None:
        (folder / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        names.append(f"{families.__name__}.{name}")

    yield write
    for name in names:
        sys.modules.pop(name, None)


def test_every_module_of_the_folder_is_a_family() -> None:
    modules = {path.stem for path in Path(families.__path__[0]).glob("*.py")} - {"__init__"}
    assert len(all_families()) == len(modules)


def test_the_families_deliver_the_57_tables() -> None:
    assert len({table.relation for table in TABLES}) == len(TABLES) == 57


def test_a_new_module_is_found_and_written(add: Add, tmp_path: Path) -> None:
    add("weather", WEATHER)
    home = tmp_path / "home"
    build(home, Wave.W0)
    summary = build(home, Wave.W1)
    assert "raw.weather_station.reading" in {result.table.relation for result in summary.tables if result.written}
    with warehouse_in(home, read_only=True) as warehouse:
        days = warehouse.query("SELECT DISTINCT day_number FROM raw.weather_station.reading ORDER BY 1")
        unknown = warehouse.query(
            "SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account "
            "WHERE id NOT IN (SELECT account_id FROM raw.weather_station.reading)"
        )
    assert days == [(2,), (3,), (4,)]
    assert unknown == [(0,)]


def test_a_family_added_to_a_built_database_is_written_with_the_next_build(add: Add, tmp_path: Path) -> None:
    home = tmp_path / "home"
    build(home, Wave.W1)
    add("weather", WEATHER)
    assert build(home, Wave.W1).rows_written > 0
    with warehouse_in(home, read_only=True) as warehouse:
        assert warehouse.query("SELECT COUNT(*) > 1000 FROM raw.weather_station.reading") == [(True,)]


def test_a_module_without_a_family_is_one_clear_line(add: Add) -> None:
    add("empty", "NOTHING = 1\n")
    with pytest.raises(EdpError, match=r"^scripts/raw/families/empty.py: no constant FAMILY; define one or remove"):
        all_families()


def test_two_families_may_not_deliver_one_table(add: Add) -> None:
    text = WEATHER.replace("weather_station", "zuora_stitch").replace('"reading"', '"account"')
    add("zz_twice", text)
    with pytest.raises(EdpError, match=r"zz_twice.py: raw.zuora_stitch.account already belongs to Zuora accounts"):
        all_families()


def test_a_broken_family_leaves_the_database_as_it_was(add: Add, tmp_path: Path) -> None:
    home = tmp_path / "home"
    build(home, Wave.W0)
    add("zz_broken", WEATHER.replace("day_number FROM weather", "day_number, 1 // 0 AS surplus FROM weather"))
    with pytest.raises(Exception, match="surplus"):
        build(home, Wave.W1)
    with warehouse_in(home, read_only=True) as warehouse:
        assert warehouse.query("SELECT wave FROM raw.edp.build") == [("W0",)]
        assert warehouse.query("SELECT COUNT(*) FROM raw.data_science.pte_scores") == [(2,)]
