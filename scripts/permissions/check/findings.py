"""What `edp permissions check` finds, collected while the file is read and judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from scripts.checks.engine import Violation
from scripts.permissions.check.rules import rules


@dataclass
class Findings:
    """Violations in the order they were found."""

    violations: list[Violation] = field(default_factory=list)

    def add(self, rule: str, file: str, line: int, entry: str, message: str) -> None:
        """Note one finding.

        Args:
            rule: id of a rule of rules.yml.
            file: the file it is in.
            line: counted from 1.
            entry: what the allow-list names, e.g. `role analyst_core: raw.zuora_stitch`.
            message: what is wrong, without the remedy.
        """
        self.violations.append(Violation(rules()[rule], file, line, entry, message))

    def in_order(self) -> list[Violation]:
        """All of them by file, line, rule and entry, each once."""
        keyed = {(each.file, each.line or 0, each.check.id, each.entry, each.message): each for each in self.violations}
        return [keyed[key] for key in sorted(keyed)]
