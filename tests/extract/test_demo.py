"""`edp demo postgres`: what is extracted from it is what the generator made, and the same models build on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from scripts.core.sql import quoted
from scripts.demo.source import TECHNICAL, current_rows
from scripts.extract.config import read_pgp
from scripts.raw.model import Wave
from tests.conftest import Dbt
from tests.scripts.raw_warehouse import built, warehouse_in
from tests.support.cli import edp

pytestmark = pytest.mark.xdist_group("postgres")

ENTRIES = read_pgp(PROJECT).tables


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory, Wave.W2)


@pytest.fixture(scope="module")
def extracted(generated: Path, open_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A warehouse that holds nothing but what was extracted from the demonstration."""
    home = tmp_path_factory.mktemp("extracted")
    with warehouse_in(home):
        pass
    demo = open_folder / "demo_home"
    demo.mkdir()
    (demo / "warehouse").symlink_to(generated / "warehouse")
    started = edp(demo, "demo", "postgres")
    assert started.code == 0, started.error
    exported = [line.removeprefix("export ").split("=", 1) for line in started.out.splitlines() if "export" in line]
    with pytest.MonkeyPatch.context() as patch:
        for name, uri in exported:
            patch.setenv(name, uri.strip("'"))
        done = edp(home, "extract", "pgp", "--apply")
        assert (done.code, done.error) == (0, "")
        deletes = edp(home, "extract", "pgp", "--strategy", "deletes")
        assert (deletes.code, deletes.error) == (0, "")
    yield home
    assert edp(demo, "demo", "postgres", "--stop").out == "PostgreSQL has stopped\n"
    assert edp(demo, "demo", "postgres", "--stop").out == "PostgreSQL is not running\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_what_arrives_is_what_the_generator_made(generated: Path, extracted: Path, entry) -> None:
    with warehouse_in(generated, read_only=True) as before:
        expected = before.query(f"{current_rows(before, entry)} ORDER BY ALL")
        described = before.query(f"DESCRIBE {current_rows(before, entry)}")
    with warehouse_in(extracted, read_only=True) as after:
        relation = f"raw.{entry.target_schema}.{entry.target_table}"
        columns = [name for name, *_ in after.query(f"DESCRIBE {relation}") if name not in TECHNICAL]
        business = f"SELECT {', '.join(quoted(column) for column in columns)} FROM {relation}"
        arrived = after.query(f"{business} ORDER BY ALL")
        types = after.query(f"DESCRIBE {business}")
        stamped = after.query(f"SELECT COUNT(*) FROM {relation} WHERE _uploaded_at IS NULL")
    assert expected
    assert arrived == expected
    assert [row[:2] for row in types] == [row[:2] for row in described]
    assert stamped == [(0,)]


def test_every_model_of_the_config_exists() -> None:
    models = {path.stem for folder in ("models", "snapshots") for path in (PROJECT / folder).rglob("*.sql")}
    for entry in ENTRIES:
        assert {entry.dbt_source_model, *entry.dbt_snapshots} <= models, entry.name


def test_the_same_source_models_build_on_it(extracted: Path) -> None:
    # planted defects are of the generator's many extracts; this is one extract of a clean application
    dbt = Dbt(PROJECT, extracted)
    selection = [entry.dbt_source_model for entry in ENTRIES]
    dbt("build", "--select", *selection, "--exclude", "path:tests/data/planted", "--exclude-resource-type", "unit_test")
    [(users, orders)] = dbt.warehouse(
        "SELECT (SELECT COUNT(*) FROM prep.sensitive.gitlab_dotcom_users_source),"
        " (SELECT COUNT(*) FROM prep.customers.customers_db_orders_source)"
    )
    assert users > 4000
    assert orders > 1500
