"""Each check accepts a correct miniature and finds exactly what is wrong in a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.checks.rules import read_checks
from scripts.core.settings import PROJECT
from tests.checks import governance, lineage, masking, properties, readers, registers, spigots, sql_text, structure
from tests.checks.miniature import Case, Miniature

CASES: dict[str, Case] = {
    **structure.CASES,
    **sql_text.CASES,
    **governance.CASES,
    **lineage.CASES,
    **masking.CASES,
    **properties.CASES,
    **readers.CASES,
    **registers.CASES,
    **spigots.CASES,
}


def test_every_check_has_miniatures_and_every_miniature_a_check() -> None:
    assert set(CASES) == {path.stem for path in (PROJECT / "checks").glob("*.sql")}


@pytest.mark.parametrize("check_id", sorted(CASES))
def test_a_correct_project_has_no_violation(check_id: str, tmp_path: Path) -> None:
    miniature = Miniature(tmp_path)
    CASES[check_id].passing(miniature)
    assert miniature.find(check_id) == []


@pytest.mark.parametrize("check_id", sorted(CASES))
def test_a_broken_project_has_exactly_the_expected_violations(check_id: str, tmp_path: Path) -> None:
    miniature = Miniature(tmp_path)
    CASES[check_id].failing(miniature)
    assert miniature.find(check_id) == CASES[check_id].expected


def test_every_failing_miniature_expects_something() -> None:
    assert [check_id for check_id, case in CASES.items() if not case.expected] == []


def test_headers_are_sentences_for_people() -> None:
    for check in read_checks(PROJECT):
        assert len(check.title) <= 90, check.id
        assert check.reason.endswith("."), check.id
        assert not check.remedy.endswith("."), check.id
