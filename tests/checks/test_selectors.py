"""Each selector of selectors.yml selects what its description says."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from scripts.core.settings import PROJECT
from tests.conftest import Dbt

Selected = Callable[[str], set[str]]
SELECTORS = {entry["name"]: entry for entry in yaml.safe_load((PROJECT / "selectors.yml").read_text())["selectors"]}
BOTH = ("product", "non_product")
BUILT = ("model", "seed", "snapshot", "test", "unit_test")


@pytest.fixture(scope="module")
def manifest(dbt: Dbt) -> Any:
    return dbt.manifest()


@pytest.fixture(scope="module")
def selected(dbt: Dbt) -> Selected:
    known: dict[str, set[str]] = {}

    def selected(selector: str) -> set[str]:
        if selector not in known:
            output = ("--output", "json", "--output-keys", "unique_id")
            found = dbt("ls", "--selector", selector, *output).result
            known[selector] = {json.loads(line)["unique_id"] for line in found}
        return known[selector]

    return selected


def parents(manifest: Any) -> Iterator[tuple[str, set[str]]]:
    for child, found in manifest.parent_map.items():
        yield child, set(found)


def raw_sources(manifest: Any) -> list[Any]:
    return [source for source in manifest.sources.values() if source.database in ("raw", "static")]


def test_product_and_non_product_are_everything_and_share_nothing(manifest: Any, selected: Selected) -> None:
    everything = {key for key in manifest.parent_map if key.partition(".")[0] in BUILT}
    product, rest = ({key for key in selected(name) if key.partition(".")[0] in BUILT} for name in BOTH)
    assert everything - product - rest == set()
    assert product & rest == set()
    assert min(len(product), len(rest)) > 100


def test_non_product_reads_nothing_of_product(manifest: Any, selected: Selected) -> None:
    product, rest = (selected(name) for name in BOTH)
    assert {child: found & product for child, found in parents(manifest) if child in rest and found & product} == {}


def test_product_begins_with_the_sources_the_register_keeps_for_product(manifest: Any, selected: Selected) -> None:
    with (PROJECT / "seeds/governance/data_sources.csv").open(newline="") as file:
        names = {row["data_source"] for row in csv.DictReader(file) if "Product" in row["audience"].split(", ")}
    expected = {source.unique_id for source in raw_sources(manifest) if source.config.meta.get("data_source") in names}
    assert expected
    assert {key for key in selected("product") if key.startswith("source.")} == expected


def test_sensitive_is_what_lies_in_the_schemas_of_people(manifest: Any, selected: Selected) -> None:
    built = [node for node in manifest.nodes.values() if node.resource_type in ("model", "seed", "snapshot")]
    places = {("prep", "sensitive"), ("prod", "pumps_sensitive")}
    expected = {node.unique_id for node in built if (node.database, node.schema) in places}
    found = selected("sensitive")
    assert len(expected) > 10
    assert {key for key in found if key.partition(".")[0] in ("model", "seed", "snapshot")} == expected
    assert "test.edp.zuora_contact_source_contact_id_is_unique" in {key.rpartition(".")[0] for key in found}


def test_daily_snapshots_are_all_snapshots_and_what_is_spread_from_them(manifest: Any, selected: Selected) -> None:
    snapshots = {key for key in manifest.nodes if key.startswith("snapshot.")}
    readers = {child for child, found in parents(manifest) if child.startswith("model.") and found & snapshots}
    found = {key for key in selected("daily_snapshots") if key.partition(".")[0] in ("model", "snapshot", "seed")}
    assert len(snapshots) == 8
    assert {key.rpartition(".")[2] for key in readers} >= {"crm_account_daily_snapshot", "mart_arr_snapshot_model"}
    assert found == snapshots | readers


def test_tdf_is_exactly_the_tests_with_that_tag_and_their_golden_records(manifest: Any, selected: Selected) -> None:
    tagged = {key for key, node in manifest.nodes.items() if "tdf" in node.tags}
    assert {key.partition(".")[0] for key in tagged} == {"test", "seed"}
    assert selected("tdf") == tagged


def test_every_loaded_source_has_a_selector_and_every_selector_a_test(manifest: Any) -> None:
    names = {source.source_name.removesuffix("_static") for source in raw_sources(manifest)}
    others = {"product", "non_product", "sensitive", "daily_snapshots", "tdf"}
    assert set(SELECTORS) == {f"source_{name}" for name in names} | others


@pytest.mark.parametrize("selector", sorted(name for name in SELECTORS if name.startswith("source_")))
def test_a_source_s_selector_is_its_tables_its_source_models_and_their_own_tests(
    manifest: Any, selected: Selected, selector: str
) -> None:
    name = selector.removeprefix("source_")
    tables = {key for key, source in manifest.sources.items() if source.source_name.removesuffix("_static") == name}
    models = {
        key
        for key, node in manifest.nodes.items()
        if key.startswith("model.") and node.fqn[1] == "sources" and set(node.depends_on.nodes) & tables
    }
    assert tables
    assert models
    found = selected(selector)
    kinds = ("model.", "source.", "snapshot.", "seed.", "exposure.")
    assert {key for key in found if key.startswith(kinds)} == tables | models
    folders = {manifest.nodes[key].original_file_path.rpartition("/")[0] for key in models}
    tests = {key: set(node.depends_on.nodes) for key, node in manifest.nodes.items() if key.startswith("test.")}
    beside = {key for key in tests if manifest.nodes[key].original_file_path.rpartition("/")[0] in folders}
    own = {key for key, read in tests.items() if read <= tables | models}
    assert {key for key in found if key in tests} == beside | own
