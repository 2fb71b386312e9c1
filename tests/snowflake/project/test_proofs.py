"""What counts as a failure of a run."""

from types import SimpleNamespace

import pytest

from scripts.core.dbt import Node, Outcome
from scripts.snowflake.project.proofs import failed


def run_with(kind, status):
    node = Node("one", kind, "models/one.sql", "common", status, "why", (), None, "", 0.1)
    return SimpleNamespace(outcomes={"a step": Outcome((node,))})


@pytest.mark.parametrize(
    ("kind", "status"),
    [("model", "error"), ("model", "skipped"), ("test", "fail"), ("source", "runtime error")],
)
def test_what_is_not_built_or_does_not_pass_is_named(kind, status):
    assert failed(run_with(kind, status)) == [f"a step: {kind} one: {status} why"]


@pytest.mark.parametrize(
    ("kind", "status"), [("model", "success"), ("test", "warn"), ("source", "warn"), ("source", "error")]
)
def test_an_old_source_is_an_answer_and_no_failure(kind, status):
    assert failed(run_with(kind, status)) == []
