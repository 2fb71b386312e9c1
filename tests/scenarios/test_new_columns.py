"""A new column, upstream or in a model: nothing breaks, old rows stay as they are, and no model takes it silently."""

import pytest

from tests.conftest import DbtRefusedError
from tests.scenarios.world import WAVES

EVERYTHING = ("--select", "resource_type:snapshot", "config.materialized:incremental")


def columns_of(world, relation):
    return {name: kind for name, kind, *_ in world.query(f"DESCRIBE {relation}")}


def test_a_new_column_upstream_changes_no_model_and_opens_no_version(changeable):
    models = [model.relation for model in changeable.graph().incrementals]
    versions = {snapshot.name: changeable.versions_of(snapshot) for snapshot in changeable.graph().snapshots}
    before = changeable.content(models)
    for table in changeable.tables("raw"):
        if ".snapshots." not in table.replace('"', "") and ".edp." not in table.replace('"', ""):
            changeable.execute(f"ALTER TABLE {table} ADD COLUMN added_upstream VARCHAR DEFAULT 'new'")

    changeable.build(WAVES[2], *EVERYTHING)

    assert changeable.content(models) == before
    assert {snapshot.name: changeable.versions_of(snapshot) for snapshot in changeable.graph().snapshots} == versions


def newest_column(world, model):
    """A column that a model could have got since its table was made: not its key, nothing that steers a run."""
    steering = {*model.key, "uploaded_at", "updated_at", "snapshot_date", "last_changed"}
    names = [name for name, kind in columns_of(world, model.relation).items() if kind not in ("DATE", "TIMESTAMP")]
    return [name for name in names if name not in steering and not name.endswith(("_id", "_hash", "_reason"))][-1]


def rows_without(world, model, column):
    """Rows and hash of a table, whether it has this column or not."""
    ending = f" EXCLUDE ({column})" if column in columns_of(world, model.relation) else ""
    (content,) = world.content([f"(SELECT *{ending} FROM {model.relation})"]).values()
    return content


def test_a_model_with_a_new_column_appends_it_or_refuses_as_it_says(changeable):
    models = changeable.graph().incrementals
    # from the end of every chain, so that no model reads a table that was filled in part
    for depth in sorted({model.depth for model in models}, reverse=True):
        level = {model: newest_column(changeable, model) for model in models if model.depth == depth}
        before = {model: rows_without(changeable, model, column) for model, column in level.items()}
        for model, column in level.items():
            changeable.execute(f"ALTER TABLE {model.relation} DROP COLUMN {column}")
        for model in [model for model in level if model.on_schema_change == "fail"]:
            with pytest.raises(DbtRefusedError, match="schemas on this incremental model are out of sync"):
                changeable.build(WAVES[2], "--select", model.name)
        appending = [model for model in level if model.on_schema_change == "append_new_columns"]
        if appending:
            changeable.build(WAVES[2], "--select", *(model.name for model in appending))
        for model, column in level.items():
            assert (column in columns_of(changeable, model.relation)) is (model in appending), model.name
            assert rows_without(changeable, model, column) == before[model], model.name
