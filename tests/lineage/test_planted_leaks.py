"""Every planted leak is found, with the way its value has taken, and nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts.checks.engine import run_check
from scripts.checks.project import Project, load_artifacts, read_artifact
from scripts.checks.rules import find_check, read_checks
from scripts.core.settings import PROJECT
from scripts.lineage.compiled import compiled
from scripts.lineage.project import Lineage, combined
from scripts.lineage.reach import carried, implicit, read_marks
from scripts.lineage.tables import witness
from tests.conftest import macro_project
from tests.lineage.planted import LEAKS, READERS, SOURCE, files
from tests.support.once import once

pytestmark = pytest.mark.xdist_group("planted_leaks")

CHECKS = ("personal_published", "spigot_personal", "mnpi_restricted", "lineage_resolved")


def _make(folder: Path) -> None:
    macro_project(folder)
    shutil.copytree(PROJECT / "profiles", folder / "profiles")
    for path, text in files().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    governance = folder / "seeds" / "governance"
    governance.mkdir(parents=True)
    (governance / "data_spigots.csv").write_text("connected_system,data_scope,relation_name,mnpi,is_granted\n")
    compiled(folder)


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, compiled by dbt for both engines once per session."""
    return once(tmp_path_factory, "leaky", _make)


@pytest.fixture(scope="module")
def lineage(leaky: Path) -> Lineage:
    return combined(compiled(leaky))


@pytest.fixture(scope="module")
def manifest(leaky: Path) -> dict:
    return read_artifact(leaky / ".cache" / "lineage" / "duckdb" / "target" / "manifest.json")


@pytest.fixture(scope="module")
def findings(leaky: Path, lineage: Lineage, manifest: dict) -> dict[str, dict[str, str]]:
    """Messages by check, then entry."""
    connection = load_artifacts(Project(leaky, leaky), manifest, lineage, with_spigots=True)
    checks = [find_check(read_checks(PROJECT), check_id) for check_id in CHECKS]
    return {check.id: {found.entry: found.message for found in run_check(connection, check)} for check in checks}


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_found_with_its_witness_path(name: str, findings: dict[str, dict[str, str]]) -> None:
    leak = LEAKS[name]
    expected = f"{leak.entry(name)} is personal and unmasked in prod: {leak.witness(name)}"
    assert findings["personal_published"][leak.entry(name)] == expected


def test_nothing_is_reported_that_was_not_planted(findings: dict[str, dict[str, str]]) -> None:
    names = {entry.split(".")[0] for entry in findings["personal_published"]}
    assert names == {*LEAKS, "leak_pump", "leak_exposure"}
    assert set(findings["spigot_personal"]) == {"leak_spigot.email"}
    assert set(findings["mnpi_restricted"]) == {"leak_amount.total"}
    assert findings["lineage_resolved"] == {}


def test_open_pumps_exposures_spigots_and_amounts_are_found_with_their_paths(
    findings: dict[str, dict[str, str]],
) -> None:
    assert findings["personal_published"]["leak_pump.email"] == (
        f"leak_pump.email is personal and leaves with an open pump: {SOURCE} -> prod.pumps.leak_pump.email"
    )
    assert findings["personal_published"]["leak_exposure.clear_mail"] == (
        "leak_exposure.clear_mail is personal, unmasked and read by the exposure board: "
        f"{SOURCE} -> prep.sensitive.leak_exposure.clear_mail"
    )
    assert findings["spigot_personal"]["leak_spigot.email"] == (
        f"Charts reads the personal column email: {SOURCE} -> prod.common.leak_spigot.email -> role charts "
        "-> user charts"
    )
    assert findings["mnpi_restricted"]["leak_amount.total"] == (
        "leak_amount.total carries MNPI outside restricted_safe: raw.crm.charge.arr -> charge_source.arr "
        f"-> fct_mrr.mrr -> prod.common.leak_amount.total -> {READERS}"
    )


@pytest.mark.parametrize(
    "path",
    [
        f"{SOURCE} -> prod.common.leak_join_key.*",
        f"{SOURCE} -> prod.common.leak_filter.*",
        "prep.seeds.vip.mail_box -> prod.common.leak_exists.*",
        f"{SOURCE} -> prod.common.leak_rank.*",
        f"{SOURCE} -> prod.common.clean_count.people",
        f"{SOURCE} -> prod.common.clean_flag.has_address",
        f"{SOURCE} -> prod.common.clean_flag.kind",
    ],
)
def test_a_value_that_only_decides_is_an_implicit_flow(path: str, lineage: Lineage, manifest: dict) -> None:
    known = carried(lineage, read_marks(manifest))
    assert path in {witness(lineage, each) for each in implicit(lineage, known)}


def test_a_salted_hash_is_no_flow_at_all(lineage: Lineage, manifest: dict) -> None:
    known = carried(lineage, read_marks(manifest))
    hashed = ("model.edp.clean_hash", "email_hash")
    assert hashed not in {each.column for each in [*known, *implicit(lineage, known)]}
    assert any(edge.child == hashed for edge in lineage.edges)


def test_a_leak_of_one_engine_or_of_later_runs_says_where_it_is(lineage: Lineage) -> None:
    engines = {
        edge.child: edge.engines for edge in lineage.edges if edge.parent == ("model.edp.person_source", "email")
    }
    assert engines["model.edp.leak_one_engine", "where_from"] == ("snowflake",)
    assert engines["model.edp.leak_later_runs", "filled"] == ("duckdb", "snowflake")
