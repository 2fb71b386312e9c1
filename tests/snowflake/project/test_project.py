"""The project's Snowflake target does what it must, on the emulated account: nothing here is compiled only."""

import pytest

from scripts.snowflake.project.proofs import PROOFS

# one process runs the project once
pytestmark = pytest.mark.xdist_group("snowflake_project")


@pytest.mark.parametrize("name", PROOFS)
def test_it_holds_that(run, name):
    problems = PROOFS[name](run)
    assert not problems, f"{len(problems)} times not: {name}\n" + "\n".join(problems[:20])


def test_every_model_and_snapshot_is_built(run):
    nodes = run.manifest["nodes"].values()
    wanted = {
        node["name"]
        for node in nodes
        if node["resource_type"] in ("model", "snapshot") and node["config"]["materialized"] != "ephemeral"
    }
    for step in ("first build", "second load, built again", "third load, built and tested"):
        built = {node.name for node in run.outcomes[step].nodes if node.kind in ("model", "snapshot")}
        assert built >= wanted
    assert len(wanted) > 170


def test_the_results_of_the_tested_build_are_stored_again_from_dbts_files(run):
    ran = sum(node.is_test for node in run.outcomes["third load, built and tested"].nodes)
    stored = run.ask_as("transformer")("SELECT COUNT(*), COUNT(DISTINCT unique_id) FROM prep.trusted_data.test_result")
    assert stored == [(ran, ran)]


def test_every_data_test_and_unit_test_is_run(run):
    defined = [node for node in run.manifest["nodes"].values() if node["resource_type"] == "test"]
    ran = [node for node in run.outcomes["third load, built and tested"].nodes if node.is_test]
    assert len(ran) == len(defined) + len(run.manifest["unit_tests"]) > 1200
