"""An outcome as text, JSON, JUnit XML or GitLab Code Quality JSON. Each function returns the whole document."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from xml.etree import ElementTree

from rich.table import Table

from scripts.checks.engine import Outcome
from scripts.checks.rules import Check


def summary(outcome: Outcome) -> Table:
    """The table printed below the violations: one row per check that found something or has exceptions."""
    counts = Counter(violation.check.id for violation in outcome.violations)
    table = Table("check", "severity", "violations", "excepted", "rule")
    for check in outcome.checks:
        excepted = outcome.excepted.get(check.id, 0)
        if counts[check.id] or excepted:
            table.add_row(check.id, check.severity, str(counts[check.id]), str(excepted), check.title)
    return table


def totals(outcome: Outcome, name: str = "check") -> str:
    """One closing line with the counts, opened by the name of what ran."""
    errors = sum(violation.check.severity == "error" for violation in outcome.violations)
    warnings = len(outcome.violations) - errors
    excepted = sum(outcome.excepted.values())
    return f"{name}: {len(outcome.checks)} checks, {errors} errors, {warnings} warnings, {excepted} excepted"


def as_document(outcome: Outcome, form: str, name: str = "edp check") -> str:
    """The outcome as one of the documents machines read.

    Args:
        outcome: what was found.
        form: json, junit or codequality.
        name: the command, as JUnit names its suite.
    """
    if form == "json":
        return as_json(outcome)
    return as_junit(outcome, name) if form == "junit" else as_codequality(outcome)


def as_json(outcome: Outcome) -> str:
    """Checks and violations as one JSON object, for machines."""
    counts = Counter(violation.check.id for violation in outcome.violations)
    document = {
        "failed": outcome.failed,
        "checks": [
            {
                "id": check.id,
                "severity": check.severity,
                "title": check.title,
                "violations": counts[check.id],
                "excepted": outcome.excepted.get(check.id, 0),
            }
            for check in outcome.checks
        ],
        "violations": [
            {
                "check_id": violation.check.id,
                "severity": violation.check.severity,
                "file": violation.file,
                "line": violation.line,
                "entry": violation.entry,
                "message": violation.message,
                "remedy": violation.check.remedy,
            }
            for violation in outcome.violations
        ],
    }
    return json.dumps(document, indent=2)


def as_junit(outcome: Outcome, name: str = "edp check") -> str:
    """One test case per check; a case fails when the check found an error, warnings are its output."""
    suite = ElementTree.Element("testsuite", name=name, tests=str(len(outcome.checks)))
    failures = 0
    for check in outcome.checks:
        case = ElementTree.SubElement(suite, "testcase", classname="checks", name=check.id, file=check.path)
        lines = [str(violation) for violation in outcome.violations if violation.check.id == check.id]
        if lines and check.severity == "error":
            failures += 1
            failure = ElementTree.SubElement(case, "failure", message=f"{len(lines)} violations: {check.title}")
            failure.text = "\n".join(lines)
        elif lines:
            ElementTree.SubElement(case, "system-out").text = "\n".join(lines)
    suite.set("failures", str(failures))
    suites = ElementTree.Element("testsuites", name="edp check", tests=suite.get("tests", ""), failures=str(failures))
    suites.append(suite)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True)


def as_codequality(outcome: Outcome) -> str:
    """The array GitLab's merge request widget reads.

    Fingerprints hold the check, the file and the entry but no line, so that moving code opens no new finding; repeated
    entries are told apart by their order.
    """
    seen: Counter[str] = Counter()
    report = []
    for violation in outcome.violations:
        identity = f"{violation.check.id}|{violation.file}|{violation.entry}"
        seen[identity] += 1
        fingerprint = hashlib.sha256(f"{identity}|{seen[identity]}".encode()).hexdigest()
        report.append(
            {
                "description": f"{violation.message}; {violation.check.remedy}",
                "check_name": violation.check.id,
                "fingerprint": fingerprint,
                "severity": "major" if violation.check.severity == "error" else "minor",
                "location": {"path": violation.file, "lines": {"begin": violation.line or 1}},
            }
        )
    return json.dumps(report, indent=2)


def explain(check: Check, exceptions: int) -> str:
    """Everything there is to know about one check, its query included."""
    accepted = f"{exceptions} accepted in checks/exceptions.csv"
    head = [f"{check.id} ({check.severity}): {check.title}", f"Reason: {check.reason}", f"Remedy: {check.remedy}"]
    return "\n".join([*head, f"Exceptions: {accepted}", f"Query ({check.path}):", "", check.sql])
