"""What the lineage of a project does with SQL it cannot follow: it is named, and it carries everything."""

from __future__ import annotations

import pytest

from scripts.lineage.compiled import Node
from scripts.lineage.flow import Ref
from scripts.lineage.project import Lineage, combined
from scripts.lineage.reach import carried

PEOPLE = "model.edp.people"
MARKS = {"personal": {(PEOPLE, "email")}}


def _lineage(*statements: str, columns: tuple[str, ...] = ()) -> Lineage:
    """people -> broken -> mart: what becomes of an address when `broken` consists of these statements."""
    nodes = {
        "source.edp.person": Node("source", "raw.crm.person", (), (), ()),
        PEOPLE: Node("model", "prep.crm.people", ("source.edp.person",), ("SELECT id, email FROM raw.crm.person",), ()),
        "model.edp.broken": Node("model", "prod.common.broken", (PEOPLE,), statements, columns),
        "model.edp.mart": Node(
            "model", "prod.common.mart", ("model.edp.broken",), ("SELECT contact AS c FROM prod.common.broken",), ()
        ),
    }
    return combined({"duckdb": nodes})


def _reached(lineage: Lineage) -> set[Ref]:
    return {each.column for each in carried(lineage, MARKS)}


@pytest.mark.parametrize(
    ("statement", "missed"),
    [
        ("SELECT ((( contact FROM", "the statement"),
        ("SELECT nothing AS contact FROM prep.crm.people", "nothing"),
        ("SELECT contact FROM prep.crm.people AS people", "contact"),
    ],
)
@pytest.mark.parametrize("columns", [("contact",), ()])
def test_a_statement_nobody_can_follow_is_named_and_leaks(
    statement: str, missed: str, columns: tuple[str, ...]
) -> None:
    lineage = _lineage(statement, columns=columns)
    assert any(found.column.startswith(missed) for found in lineage.unresolved)
    assert {("model.edp.broken", "contact"), ("model.edp.mart", "c")} <= _reached(lineage)


@pytest.mark.parametrize("columns", [("kind", "contact"), ()])
def test_the_columns_of_an_unpivot_leak_to_whoever_reads_them(columns: tuple[str, ...]) -> None:
    lineage = _lineage("SELECT * FROM prep.crm.people UNPIVOT (contact FOR kind IN (email, id))", columns=columns)
    assert lineage.unresolved == []
    assert ("model.edp.mart", "c") in _reached(lineage)


def test_a_declared_column_the_query_does_not_have_is_unresolved() -> None:
    lineage = _lineage("SELECT email AS contact FROM prep.crm.people", columns=("contact", "telephone"))
    assert [found.column for found in lineage.unresolved] == ["telephone"]


def test_a_model_that_takes_whatever_a_raw_table_has_is_unresolved() -> None:
    lineage = _lineage("SELECT * FROM raw.crm.person")
    assert [(found.node, found.column) for found in lineage.unresolved] == [("model.edp.broken", "*")]


def test_later_runs_read_what_the_first_has_built() -> None:
    first = "SELECT email AS contact FROM prep.crm.people"
    lineage = _lineage(first, f"{first} UNION ALL SELECT contact FROM prod.common.broken")
    assert lineage.unresolved == []
    assert ("model.edp.mart", "c") in _reached(lineage)
