"""Hold one permissions file to all rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scripts.checks.engine import Outcome
from scripts.permissions.access import Access
from scripts.permissions.check.allowed import ALLOWED, Allowed, apply
from scripts.permissions.check.facts import Facts
from scripts.permissions.check.findings import Findings
from scripts.permissions.check.names import check_names
from scripts.permissions.check.people import check_people
from scripts.permissions.check.project import check_project
from scripts.permissions.check.reading import read_spec
from scripts.permissions.check.references import check_references
from scripts.permissions.check.rules import rules


def check_file(
    path: Path,
    today: date,
    *,
    facts: Facts | None = None,
    allowed: Sequence[Allowed] = (),
    allow_list: str = str(ALLOWED),
    shown: str | None = None,
) -> Outcome:
    """Run every rule over a permissions file.

    Args:
        path: the file, in Permifrost's format.
        today: the day accepted findings are judged on.
        facts: what the rest of the project says; None for a file that belongs to another project.
        allowed: accepted findings.
        allow_list: the name of their file in findings.
        shown: how findings name the file; its path when None.

    Raises:
        EdpError: the file cannot be read or is no YAML.
    """
    findings = Findings()
    spec = read_spec(path, shown or str(path), findings)
    access = Access(spec.permissions())
    check_names(spec, findings)
    check_references(spec, access, findings)
    check_people(spec, access, findings)
    check_project(spec, access, facts or Facts(), findings)
    violations, accepted = apply(findings.in_order(), tuple(allowed), today, allow_list)
    return Outcome(list(rules().values()), violations, accepted)
