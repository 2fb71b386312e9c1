"""Both targets build the same from the same raw data; a column that cannot be equal has a named reason."""

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.snowflake.parity.ledger import DIFFERENT
from scripts.snowflake.parity.reasons import read_reasons
from scripts.snowflake.parity.run import check_parity

# the process that runs the project compares it, too
pytestmark = pytest.mark.xdist_group("snowflake_project")


@pytest.fixture(scope="module")
def ledger(run, built_warehouse):
    """Everything the account of the run holds, compared with what `edp up` builds."""
    return check_parity(Settings(project=PROJECT, home=built_warehouse), run.offline.setup, read_reasons())


def test_every_model_snapshot_and_seed_has_the_same_rows_on_both_engines(ledger):
    assert ledger.problems == []


def test_nothing_that_is_built_is_left_out_of_the_comparison(ledger, run):
    assert len(ledger.lines) == len(run.relations) > 200
    compared = [line for line in ledger.lines if line.status != DIFFERENT]
    assert sum(line.found.rows[0] for line in compared) > 1_000_000
