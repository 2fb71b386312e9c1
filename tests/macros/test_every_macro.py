"""Every macro is documented with its true arguments, short, dispatched as agreed, and valid Snowflake SQL."""

import re

import pytest
import yaml

from scripts.core.settings import PROJECT

FOLDERS = ("sql", "masking", "backup", "trusted_data", "override", "golden")
FILES = [path for folder in FOLDERS for path in sorted((PROJECT / "macros" / folder).glob("*.sql"))]


def signatures(text):
    """Every macro of a file with the names of its arguments."""
    plain = re.sub(r"'[^'\n]*'", "", text)
    found = re.findall(r"{%-?\s*macro\s+(\w+)\(([^)]*)\)", plain)
    materializations = re.findall(r"{%-?\s*materialization\s+(\w+), adapter='(\w+)'", text)
    found += [(f"materialization_{name}_{engine}", "") for name, engine in materializations]
    return {name: [part.split("=")[0].strip() for part in parts.split(",") if part.strip()] for name, parts in found}


# One call per macro of macros/sql, as it stands in a query.
QUERIES = {
    "as_of_date": "SELECT {{ as_of_date() }} AS x",
    "date_literal": "SELECT {{ date_literal('2024-12-31') }} AS x",
    "date_spine": "{{ date_spine('2024-01-01', '2024-12-31') }}",
    "epoch_to_timestamp": "SELECT {{ epoch_to_timestamp('t.a') }} AS x FROM t",
    "get_date_id": "SELECT {{ get_date_id('t.a') }} AS x FROM t",
    "get_date_pt_id": "SELECT {{ get_date_pt_id('t.a') }} AS x FROM t",
    "id15to18": "SELECT {{ id15to18('t.a') }} AS x FROM t",
    "json_boolean": "SELECT {{ json_boolean('t.j', \"['a']['b']\") }} AS x FROM t",
    "json_elements": "SELECT {{ json_text('line.value', 'a') }} AS x FROM t, {{ json_elements('t.j', 'line') }}",
    "json_literal": "SELECT {{ json_literal([1, none, \"it's\", {'a': true}]) }} AS x",
    "json_number": "SELECT {{ json_number('t.j', 'a.b', 'DECIMAL(18, 2)') }} AS x FROM t",
    "json_path_keys": "SELECT '{{ json_path_keys('a.b') | join }}' AS x",
    "json_text": "SELECT {{ json_text('t.j', 'a.b[0]') }} AS x FROM t",
    "latest_record": "WITH l AS ({{ latest_record('t', ['a', 'b'], 'c DESC, d') }}) SELECT * FROM l",
    "missing_member_id": "SELECT {{ missing_member_id() }} AS x",
    "missing_member_key": "SELECT {{ missing_member_key('t.a') }} AS x FROM t",
    "missing_member_row": "{{ missing_member_row({'a': missing_member_id(), 'b': 'NULL::DATE'}) }}",
    "normalise_email": "SELECT {{ normalise_email('t.a') }} AS x FROM t",
    "parse_json": "SELECT {{ json_text(parse_json('t.a'), 'b') }} AS x FROM t",
    "regexp_extract": "SELECT {{ regexp_extract('t.a', '(\\\\d+)', 1) }}, {{ regexp_extract('t.a', 'b') }} FROM t",
    "regexp_replace_all": "SELECT {{ regexp_replace_all('t.a', '\\\\d+', \"'\") }} AS x FROM t",
    "select_json_elements_sql": "WITH e AS ({{ select_json_elements_sql('t', 'j', ['a', 'b']) }}) SELECT * FROM e",
    "select_json_entries_sql": "WITH e AS ({{ select_json_entries_sql('t', 'j', ['a']) }}) SELECT * FROM e",
    "select_json_leaves_sql": "WITH e AS ({{ select_json_leaves_sql('t', 'j', ['a']) }}) SELECT * FROM e",
    "slugify": "SELECT {{ slugify('t.a') }} AS x FROM t",
    "snapshot_spine": "WITH s AS ({{ snapshot_spine('p.q.r', 'd', 'id') }}) SELECT * FROM s",
    "sorted_list": "SELECT t.g, {{ sorted_list('t.a') }} AS x FROM t GROUP BY t.g",
    "surrogate_key": "SELECT {{ surrogate_key(['t.a', 't.b']) }} AS x, {{ surrogate_key(['t.a']) }} AS y FROM t",
    "text_literal": 'SELECT {{ text_literal("a\'b") }} AS x',
    "try_cast_to": "SELECT {{ try_cast_to('t.a', 'DATE') }} AS x FROM t",
}


@pytest.mark.parametrize("target", ["prod", "dev"])
@pytest.mark.parametrize("name", [path.stem for path in FILES if path.parent.name == "sql"])
def test_the_sql_is_valid_on_snowflake(render, assert_snowflake, name, target):
    assert_snowflake(render(QUERIES[name], target))


def documented():
    for folder in FOLDERS:
        for macro in yaml.safe_load((PROJECT / "macros" / folder / "_macros.yml").read_text())["macros"]:
            yield folder, macro


@pytest.mark.parametrize(
    ("folder", "macro"), documented(), ids=lambda value: value if isinstance(value, str) else value["name"]
)
def test_the_documentation_names_the_true_arguments(folder, macro):
    stem = re.sub(r"^(duckdb|snowflake)__|^materialization_|_(duckdb|snowflake)$", "", macro["name"])
    text = (PROJECT / "macros" / folder / f"{stem}.sql").read_text()
    assert [argument["name"] for argument in macro.get("arguments", [])] == signatures(text)[macro["name"]]
    assert macro["description"]
    assert all(argument["description"] and argument["type"] for argument in macro.get("arguments", []))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_holds_the_macro_of_its_name_first_and_is_short(path):
    text = path.read_text()
    first = re.search(r"{%-?\s*(?:macro|materialization)\s+(\w+)", text)[1]
    assert first.removeprefix("snowflake__").removeprefix("duckdb__") == path.stem
    assert text.startswith("{#"), "open with what it is for"
    assert text.count("\n") <= 80


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name != "override"], ids=lambda path: path.stem)
def test_a_public_macro_is_documented(path):
    names = {macro["name"] for folder, macro in documented() if folder == path.parent.name}
    engine_only = next(iter(signatures(path.read_text()))).startswith(("snowflake__", "duckdb__"))
    assert path.stem in names or engine_only


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_engine_branch_is_a_dispatch(path):
    text = path.read_text()
    names = signatures(text)
    for engine, other in (("snowflake", "duckdb"), ("duckdb", "snowflake")):
        for name in names:
            public = name.removeprefix(f"{engine}__")
            if public != name and f"dispatch('{public}', 'edp')" in text:
                assert f"{other}__{public}" in names
    if path.parent.name != "override":
        assert "target.type" not in text
