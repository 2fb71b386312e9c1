"""Where things are called what, on every target; the query comment; is_incremental without a connection."""

import json

import pytest


@pytest.mark.parametrize(
    ("wanted", "name", "engine", "profile", "expected"),
    [
        ("'prod'", "local", "duckdb", "prep", "prod"),
        ("'raw'", "ci", "duckdb", "prep", "raw"),
        ("none", "ci", "duckdb", "prep", "prep"),
        ("'prod'", "prod", "snowflake", "prep", "prod"),
        ("none", "prod", "snowflake", "prep", "prep"),
        ("'static'", "prod", "snowflake", "prep", "static"),
        ("'prod'", "dev", "snowflake", "jdoe_prep", "jdoe_prod"),
        ("'prep'", "dev", "snowflake", "JDOE_PREP", "jdoe_prep"),
        ("none", "dev", "snowflake", "12_fix_arr_prep", "12_fix_arr_prep"),
        ("'raw'", "dev", "snowflake", "jdoe_prep", "raw"),
        ("'static'", "dev", "snowflake", "jdoe_prep", "static"),
        ("' Prod '", "dev", "snowflake", "jdoe_prep", "jdoe_prod"),
    ],
)
def test_a_database_is_the_layer_s_own_or_a_person_s_copy(render, wanted, name, engine, profile, expected):
    assert render(f"{{{{ database_name_for({wanted}, '{name}', '{engine}', '{profile}') }}}}") == expected


@pytest.mark.parametrize(
    ("target", "prep", "prod"),
    [
        ("local", "prep", "prod"),
        ("ci", "prep", "prod"),
        ("prod", "prep", "prod"),
        ("dev", "offline_prep", "offline_prod"),
    ],
)
def test_databases_of_every_target_of_the_profile(render, target, prep, prod):
    text = (
        "{{ generate_database_name('prep') }} {{ generate_database_name('prod') }} {{ generate_database_name('raw') }}"
    )
    assert render(text, target) == f"{prep} {prod} raw"


def test_a_personal_database_must_end_in_prep(refused):
    message = refused("{{ database_name_for('prod', 'dev', 'snowflake', 'analytics') }}")
    assert "profiles.yml, target dev, key database: 'analytics' must end in _prep" in message


@pytest.mark.parametrize(
    ("custom", "expected"),
    [("'common_mart_sales'", "common_mart_sales"), (" ' Common '", "common"), ("none", "preparation")],
)
def test_a_schema_is_the_folder_s_word_for_word(render, custom, expected):
    assert render(f"{{{{ schema_name_for({custom}, 'Preparation') }}}}") == expected


@pytest.mark.parametrize("target", ["local", "ci", "dev", "prod"])
def test_schemas_have_no_prefix_on_any_target(render, target):
    assert render("{{ generate_schema_name('common') }}", target) == "common"


@pytest.mark.parametrize(
    ("size", "target", "expected"),
    [
        ("XS", "prod", "transforming_xs"), ("S", "prod", "transforming_s"), ("L", "prod", "transforming_l"),
        ("XL", "prod", "transforming_xl"), ("2XL", "prod", "transforming_2xl"), ("4XL", "prod", "transforming_4xl"),
        ("XS", "dev", "dev_xs"), ("M", "dev", "dev_m"), ("L", "dev", "dev_l"), ("XL", "dev", "dev_xl"),
    ],
)  # fmt: skip
def test_a_warehouse_of_each_size(render, size, target, expected):
    assert render(f"{{{{ generate_warehouse_name('{size}') }}}}", target) == expected


@pytest.mark.parametrize(("size", "target"), [("M", "prod"), ("S", "dev"), ("2XL", "dev"), ("xs", "prod"), ("", "dev")])
def test_a_warehouse_that_does_not_exist_is_an_error_that_names_the_choice(refused, size, target):
    message = refused(f"{{{{ generate_warehouse_name('{size}') }}}}", target)
    assert f"target {target} has no warehouse of size '{size}'; choose one of" in message


@pytest.mark.parametrize("target", ["local", "ci"])
def test_duckdb_has_no_warehouse(render, target):
    assert render("{{ generate_warehouse_name('XS') }}", target) == ""


def test_the_query_comment_names_node_target_and_run(render):
    text = render("{{ query_comment_for('model.edp.x', 'prod', 'snowflake', 'run-1') }}")
    assert json.loads(text) == {
        "app": "edp", "node": "model.edp.x", "target": "prod", "engine": "snowflake", "invocation": "run-1"
    }  # fmt: skip
    assert json.loads(render("{{ query_comment() }}"))["node"] is None
    assert json.loads(render("{{ query_comment({'unique_id': 'test.edp.y'}) }}"))["node"] == "test.edp.y"


@pytest.mark.parametrize("target", ["ci", "prod"])
@pytest.mark.parametrize(("variables", "expected"), [("{}", "False"), ("{assume_incremental: true}", "True")])
def test_compiling_without_a_connection_assumes_what_it_is_told(macros, target, variables, expected):
    done = macros(
        "compile", "--no-introspect", "--no-populate-cache", "--inline", "{{ is_incremental() }}", "--vars", variables,
        target=target,
    )  # fmt: skip
    assert done.result.results[0].node.compiled_code == expected


INCREMENTAL = {
    "models/growing.sql": "SELECT {% if is_incremental() %}2{% else %}1{% endif %} AS growing_id",
    "models/growing.yml": "version: 2\nmodels: [{name: growing, config: {materialized: incremental}}]\n",
}


def test_with_a_connection_is_incremental_is_dbt_s_own_answer(sandbox):
    sandbox.write(INCREMENTAL)
    sandbox("run")
    sandbox("run", "--vars", "{assume_incremental: false}")
    assert sandbox.warehouse("SELECT * FROM prod.preparation.growing ORDER BY 1") == [(1,), (2,)]
    sandbox("run", "--full-refresh", "--vars", "{assume_incremental: true}")
    assert sandbox.warehouse("SELECT * FROM prod.preparation.growing") == [(1,)]
