"""Headers, exceptions, selection and the four output formats."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from scripts.checks import report
from scripts.checks.engine import Outcome, run
from scripts.checks.rules import Check, Excepted, find_check, parse_check, read_checks, read_exceptions
from scripts.checks.tables import fill, open_tables
from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT

GOOD = """-- id: a
-- severity: error
-- title: A title
-- reason: A reason that goes on
--   in a second line.
-- remedy: do it
SELECT 'x' AS file
"""


def check(check_id: str = "named", severity: str = "error", sql: str | None = None) -> Check:
    query = (
        "SELECT path AS file, 7 AS line, name AS entry, 'model ' || name || ' is <wrong>' AS message FROM dbt.models"
    )
    return Check(check_id, severity, "A title", "A reason.", "do it", f"checks/{check_id}.sql", sql or query)


def outcome(*exceptions: Excepted, checks: list[Check] | None = None, known: tuple[str, ...] = ()) -> Outcome:
    connection = open_tables()
    fill(connection, "dbt.models", [{"name": name, "path": f"models/{name}.sql"} for name in ("b", "a")])
    return run(connection, checks or [check()], list(exceptions), known)


def messages(result: Outcome) -> list[str]:
    return [str(violation) for violation in result.violations]


def test_a_header_is_read_with_its_continuation_lines() -> None:
    read = parse_check("checks/a.sql", GOOD)
    assert (read.id, read.severity, read.remedy) == ("a", "error", "do it")
    assert read.reason == "A reason that goes on in a second line."
    assert read.sql == "SELECT 'x' AS file"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("-- title: A title\n", ""), "checks/a.sql: header key 'title' is missing or empty"),
        (("A title", ""), "checks/a.sql: header key 'title' is missing or empty"),
        (("severity: error", "severity: fatal"), "checks/a.sql: severity 'fatal' is unknown; use error or warning"),
        (("id: a", "id: b"), "checks/a.sql: header id 'b' is not the file name; write `-- id: a`"),
        (("-- remedy", "-- remedi"), "checks/a.sql:6: unknown header key 'remedi'"),
        (("-- title: A title", "-- id: a"), "checks/a.sql:3: header key 'id' is given twice"),
        (("-- id: a", "-- hello"), "checks/a.sql:1: the header must open with `-- id: ...`"),
        (("SELECT 'x' AS file\n", ""), "checks/a.sql: no query follows the header"),
    ],
)
def test_a_malformed_header_is_an_error_that_names_the_file(change: tuple[str, str], problem: str) -> None:
    with pytest.raises(EdpError) as error:
        parse_check("checks/a.sql", GOOD.replace(*change))
    assert str(error.value).startswith(problem)
    assert "\n" not in str(error.value)


def test_a_folder_without_checks_is_an_error(tmp_path) -> None:
    with pytest.raises(EdpError, match="holds no check"):
        read_checks(tmp_path)


def test_an_unknown_id_suggests_the_nearest() -> None:
    checks = read_checks(PROJECT)
    with pytest.raises(EdpError, match=r"no check has the id 'layer_edge'; did you mean layer_edges\?"):
        find_check(checks, "layer_edge")
    with pytest.raises(EdpError, match="choose one of banned_functions, "):
        find_check(checks, "zzzzzzzz")


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("SELECT 1 AS a", "checks/named.sql: returns a; a check returns file, line, entry, message"),
        ("SELECT * FROM dbt.nothing", "checks/named.sql: the query fails, Catalog Error"),
    ],
)
def test_a_check_with_a_wrong_query_is_an_error(sql: str, problem: str) -> None:
    with pytest.raises(EdpError) as error:
        outcome(checks=[check(sql=sql)])
    assert str(error.value).startswith(problem)
    assert "\n" not in str(error.value)


def test_a_violation_is_one_line_with_place_rule_problem_and_remedy() -> None:
    assert messages(outcome()) == [
        "models/a.sql:7  named  model a is <wrong>; do it",
        "models/b.sql:7  named  model b is <wrong>; do it",
    ]


def test_warnings_do_not_fail_and_errors_do() -> None:
    assert outcome().failed
    assert not outcome(checks=[check(severity="warning")]).failed
    assert outcome(checks=[check(severity="warning")]).violations != []


def test_an_exception_with_a_reason_accepts_exactly_its_entry() -> None:
    result = outcome(Excepted("named", "a", "It is old.", 2))
    assert messages(result) == ["models/b.sql:7  named  model b is <wrong>; do it"]
    assert result.excepted == {"named": 1}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("named", "gone", "It is old.")], "the exception of named for 'gone' matches no violation any more"),
        ([("named", "a", "")], "the exception of named for 'a' gives no reason"),
        ([("other", "a", "It is old.")], "'other' is no check"),
        ([("named", "a", "Old."), ("named", "a", "Older.")], "the exception of named for 'a' is listed twice"),
    ],
)
def test_the_register_is_judged(rows: list[tuple[str, str, str]], problem: str) -> None:
    register = [Excepted(*row, line) for line, row in enumerate(rows, start=2)]
    found = [violation for violation in outcome(*register).violations if violation.check.id == "exceptions"]
    assert [violation.message for violation in found] == [problem]
    assert found[0].file == "checks/exceptions.csv"
    assert found[0].line == len(rows) + 1


def test_an_exception_without_a_reason_does_not_accept() -> None:
    assert "models/a.sql:7  named  model a is <wrong>; do it" in messages(outcome(Excepted("named", "a", "", 2)))


def test_a_selection_does_not_judge_the_exceptions_of_other_checks() -> None:
    result = outcome(Excepted("other", "a", "It is old.", 2), known=("other", "named"))
    assert [violation for violation in result.violations if violation.check.id == "exceptions"] == []


def test_the_register_of_the_project_can_be_read() -> None:
    ids = {check.id for check in read_checks(PROJECT)}
    assert {row.check_id for row in read_exceptions(PROJECT)} <= ids


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,entry,reason\n", "checks/exceptions.csv:1: the header must be check_id,entry,reason"),
        ("check_id,entry,reason\na,b\n", "checks/exceptions.csv:2: 2 values instead of 3"),
        ("check_id,entry,reason\na,b,c\na,b,c,d\n", "checks/exceptions.csv:3: 4 values instead of 3"),
    ],
)
def test_a_malformed_register_is_an_error_that_names_the_line(text: str, problem: str, tmp_path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "exceptions.csv").write_text(text)
    with pytest.raises(EdpError) as error:
        read_exceptions(tmp_path)
    assert str(error.value).startswith(problem)


def test_json_holds_every_check_and_violation() -> None:
    document = json.loads(report.as_json(outcome(Excepted("named", "a", "It is old.", 2))))
    assert document["failed"] is True
    assert document["checks"][0] == {
        "id": "named",
        "severity": "error",
        "title": "A title",
        "violations": 1,
        "excepted": 1,
    }
    assert document["violations"] == [
        {
            "check_id": "named",
            "severity": "error",
            "file": "models/b.sql",
            "line": 7,
            "entry": "b",
            "message": "model b is <wrong>",
            "remedy": "do it",
        }
    ]


def test_junit_has_one_case_per_check_and_fails_only_errors() -> None:
    warned = check("warned", "warning")
    clean = check("clean", sql="SELECT '' AS file, 1 AS line, '' AS entry, '' AS message LIMIT 0")
    root = ElementTree.fromstring(report.as_junit(outcome(checks=[check(), warned, clean])))
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == ["named", "warned", "clean", "exceptions"]
    assert root.get("tests") == "4"
    assert root.get("failures") == "1"
    failure = cases["named"].find("failure")
    assert failure is not None
    assert "model a is <wrong>" in (failure.text or "")
    assert cases["warned"].find("failure") is None
    assert "model a is <wrong>" in (cases["warned"].findtext("system-out") or "")
    assert len(cases["clean"]) == 0


def test_codequality_has_the_shape_the_merge_request_reads() -> None:
    found = json.loads(report.as_codequality(outcome(checks=[check(), check("warned", "warning")])))
    assert found[0] == {
        "description": "model a is <wrong>; do it",
        "check_name": "named",
        "fingerprint": found[0]["fingerprint"],
        "severity": "major",
        "location": {"path": "models/a.sql", "lines": {"begin": 7}},
    }
    assert [entry["severity"] for entry in found] == ["major", "major", "minor", "minor"]
    assert len({entry["fingerprint"] for entry in found}) == 4


def test_fingerprints_survive_a_moved_line_and_tell_repeated_entries_apart() -> None:
    def prints(line: int) -> list[str]:
        sql = f"SELECT 'f' AS file, x + {line} AS line, 'e' AS entry, 'm' AS message FROM RANGE(2) AS r(x)"
        return [entry["fingerprint"] for entry in json.loads(report.as_codequality(outcome(checks=[check(sql=sql)])))]

    assert prints(1) == prints(50)
    assert len(set(prints(1))) == 2


def test_explain_tells_rule_reason_remedy_and_query() -> None:
    text = report.explain(check(), 2)
    for part in ("named (error): A title", "Reason: A reason.", "Remedy: do it", "2 accepted", "FROM dbt.models"):
        assert part in text


def test_a_row_with_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match=r"dbt\.models has no column nmae"):
        fill(open_tables(), "dbt.models", [{"nmae": "a"}])
