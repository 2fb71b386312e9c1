"""What dbt is asked to do, in an order that builds everything three times and tests it once."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.raw.model import Wave

PRODUCTION = "snowflake_offline"
DEVELOPMENT = "snowflake_offline_dev"

_WITHOUT_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")

# What the analytics engineer changes, and what it reads: nothing in it is masked for that role.
CLONED = "dim_crm_touchpoint dim_product_detail"
CHANGED = "dim_product_detail"

# What adds to the rows it has; everything else is made anew by each build.
KEEPING = "config.materialized:incremental config.materialized:snapshot"

LOST_RESULTS = (
    "DELETE FROM prep.trusted_data.test_result WHERE run_at = (SELECT MAX(run_at) FROM prep.trusted_data.test_result)"
)


@dataclass(frozen=True)
class Step:
    """One command.

    Attributes:
        name: what it proves, in a few words.
        arguments: dbt's.
        wave: the day it is run on.
        loads: whether the loaders bring that day's raw data before.
        target: the target of profiles.yml.
        deferred: whether production's last state is what it defers to.
        lost: a statement that undoes before what the step is there to do again.
    """

    name: str
    arguments: tuple[str, ...]
    wave: Wave = Wave.W2
    loads: bool = False
    target: str = PRODUCTION
    deferred: bool = False
    lost: str = ""

    @property
    def builds(self) -> bool:
        """Whether relations are created anew: their policies must be there again."""
        return self.arguments[0] in ("build", "seed", "clone")


STEPS = (
    Step("seeds", ("seed",), Wave.W0, loads=True),
    Step("first build", ("build", *_WITHOUT_TESTS, "--exclude-resource-type", "seed"), Wave.W0),
    Step("second load, built again", ("build", *_WITHOUT_TESTS), Wave.W1, loads=True),
    Step("age of the sources", ("source", "freshness"), loads=True),
    Step("third load, built and tested", ("build",)),
    # as after a run that was killed before it could store its results: dbt's own files still have them
    Step("past results", ("run-operation", "load_test_results"), lost=LOST_RESULTS),
    # nothing has changed since: rows that do now would differ from DuckDB's
    Step("third load, built once more", ("build", *_WITHOUT_TESTS, "--select", KEEPING)),
    Step("documentation", ("docs", "generate")),
    Step("clone into development", ("clone", "--select", CLONED), target=DEVELOPMENT, deferred=True),
    Step("build on production", ("build", *_WITHOUT_TESTS, "--select", CHANGED), target=DEVELOPMENT, deferred=True),
)
