"""The rules themselves: one SQL file each, and the register of exceptions."""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from scripts.core.errors import EdpError

HEADER = ("id", "severity", "title", "reason", "remedy")
SEVERITIES = ("error", "warning")
EXCEPTIONS = "checks/exceptions.csv"
_EXCEPTION_COLUMNS = ["check_id", "entry", "reason"]
_KEY = re.compile(r"--\s*(\w+):\s*(.*)")


@dataclass(frozen=True)
class Check:
    """One rule.

    Attributes:
        id: the file's name without `.sql`.
        severity: error (the command exits 1) or warning.
        title: the rule in one line.
        reason: why it exists.
        remedy: what to do about a violation; printed behind every one.
        path: its file, relative to the checkout.
        sql: the query that returns violations.
    """

    id: str
    severity: str
    title: str
    reason: str
    remedy: str
    path: str
    sql: str


@dataclass(frozen=True)
class Excepted:
    """One accepted violation: the check, the exact entry, why it is right, and its line in the register."""

    check_id: str
    entry: str
    reason: str
    line: int


def parse_check(path: str, text: str) -> Check:
    """Read one check file.

    The header is the run of `--` lines at the top, `-- key: value`; a line without a key continues the value above.

    Args:
        path: the file, relative to the checkout; its name is the check's id.
        text: the file's content.

    Raises:
        EdpError: a header key is missing, empty, unknown or doubled, the severity is unknown, the id is not the file
            name, or no query follows.
    """
    values: dict[str, str] = {}
    current = ""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.startswith("--"):
            break
        match = _KEY.fullmatch(line.rstrip())
        if match and match[1] in HEADER:
            current = match[1]
            if current in values:
                raise EdpError(f"{path}:{number}: header key {current!r} is given twice; keep one")
            values[current] = match[2]
        elif match and not line.startswith("--  "):
            raise EdpError(f"{path}:{number}: unknown header key {match[1]!r}; use {', '.join(HEADER)}")
        elif current:
            values[current] = f"{values[current]} {line.removeprefix('--').strip()}".strip()
        else:
            raise EdpError(f"{path}:{number}: the header must open with `-- id: ...`; add it")
    for key in HEADER:
        if not values.get(key):
            raise EdpError(f"{path}: header key {key!r} is missing or empty; add `-- {key}: ...` at the top")
    stem = Path(path).stem
    if values["id"] != stem:
        raise EdpError(f"{path}: header id {values['id']!r} is not the file name; write `-- id: {stem}`")
    if values["severity"] not in SEVERITIES:
        raise EdpError(f"{path}: severity {values['severity']!r} is unknown; use error or warning")
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip()
    if not sql:
        raise EdpError(f"{path}: no query follows the header; add a SELECT of file, line, entry, message")
    return Check(**values, path=path, sql=sql)


def read_checks(root: Path) -> list[Check]:
    """Every check of `<root>/checks`, ordered by id.

    Raises:
        EdpError: a file is malformed, or there is none.
    """
    files = sorted((root / "checks").glob("*.sql"))
    if not files:
        raise EdpError(f"{root / 'checks'}: holds no check; add one .sql file per rule")
    return [parse_check(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")) for file in files]


def find_check(checks: list[Check], wanted: str) -> Check:
    """The check with this id.

    Raises:
        EdpError: there is none; suggests the nearest id.
    """
    for check in checks:
        if check.id == wanted:
            return check
    ids = [check.id for check in checks]
    near = difflib.get_close_matches(wanted, ids, n=1, cutoff=0.4)
    advice = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(ids)}"
    raise EdpError(f"no check has the id {wanted!r}; {advice}")


def read_exceptions(root: Path) -> list[Excepted]:
    """The rows of checks/exceptions.csv; none when the file does not exist.

    Raises:
        EdpError: the header or a row has the wrong columns.
    """
    path = root / EXCEPTIONS
    if not path.is_file():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _EXCEPTION_COLUMNS:
            raise EdpError(f"{EXCEPTIONS}:1: the header must be {','.join(_EXCEPTION_COLUMNS)}; correct it")
        for row in reader:
            if len(row) != len(_EXCEPTION_COLUMNS):
                message = f"{len(row)} values instead of {len(_EXCEPTION_COLUMNS)}; quote a value that holds a comma"
                raise EdpError(f"{EXCEPTIONS}:{reader.line_num}: {message}")
            found.append(Excepted(row[0].strip(), row[1].strip(), row[2].strip(), reader.line_num))
    return found
