"""YAML files become rows of JSON, one per run, and nothing in them is ever executed."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.extract.target import DuckDBTarget
from scripts.extract.yamlfiles import json_text, load_yaml, sources_of
from tests.extract.work import NOW


def test_yaml_becomes_json_with_every_value_as_it_is() -> None:
    text = "a: [1, 1.50, null, 'null', ~, yes]\nday: 2024-01-02\n1: é\nbig: 9007199254740993\n"
    assert json.loads(json_text(text.encode(), "f")) == {
        "a": [1, 1.5, None, "null", None, True],
        "day": "2024-01-02",
        "1": "é",
        "big": 9007199254740993,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("!!python/object/apply:os.system ['true']", "f.yml: is not valid YAML"),
        ("a: [", "f.yml: is not valid YAML"),
        ("a: .nan", "f.yml: cannot be written as JSON"),
        ("? [1, 2]\n: x", "f.yml: "),
        ("x: !!binary aGVsbG8=", "f.yml: cannot be written as JSON: a value of type bytes"),
        (
            "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)),
            "f.yml: becomes more than",
        ),
    ],
)
def test_yaml_that_is_dangerous_or_wrong_is_refused(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.extract.yamlfiles._MAX_BYTES", 100_000)
    with pytest.raises(EdpError, match=said):
        json_text(text.encode(), "f.yml")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A web server on a folder that holds stages.yml."""
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "stages.yml").write_text("stages: {plan: {groups: {}}}\n")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, directory=str(folder), **options)  # type: ignore[arg-type]  # the server's own

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_files_and_addresses_become_one_row_per_run(target: DuckDBTarget, tmp_path: Path, address: str) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "Usage-Ping metrics.yaml").write_text("- key_path: a\n")
    sources = sources_of([str(tmp_path / "files"), f"{address}/stages.yml?x=1"])
    for hours in range(2):
        outcomes = load_yaml(sources, target, NOW + timedelta(hours=hours), act=True)
        assert [(outcome.name, outcome.rows) for outcome in outcomes] == [("stages", 1), ("usage_ping_metrics", 1)]
    assert target.query("SELECT jsontext, uploaded_at FROM raw.gitlab_data_yaml.usage_ping_metrics ORDER BY 2") == [
        ('[{"key_path": "a"}]', NOW),
        ('[{"key_path": "a"}]', NOW + timedelta(hours=1)),
    ]
    [gone] = load_yaml([f"{address}/gone.yml"], target, NOW, act=True)
    assert gone.problem == f"{address}/gone.yml: the server answers 404 File not found"


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    for name in ("a b.yml", "a-b.yml"):
        (tmp_path / name).write_text("x: 1")
    with pytest.raises(EdpError, match="becomes the table a_b, too; rename one"):
        sources_of([str(tmp_path)])
    with pytest.raises(EdpError, match="there is no such file or folder"):
        sources_of([str(tmp_path / "nowhere")])
