"""Each mistake somebody can make in the project's own roles.yml is one finding, which names it and its line."""

from __future__ import annotations

import pytest

from tests.permissions.check import mistakes_of_access, mistakes_of_form
from tests.permissions.check.conftest import ROLES

TEXT = ROLES.read_text()
MISTAKES = {**mistakes_of_form.MISTAKES, **mistakes_of_access.MISTAKES}


def test_the_project_itself_breaks_no_rule(found):
    assert found(TEXT) == []


@pytest.mark.parametrize(("old", "new", "rule", "line", "message"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_is_one_finding(found, old, new, rule, line, message):
    assert TEXT.count(old) == 1, f"{TEXT.count(old)} places say {old!r}"
    [(found_rule, found_line, found_message)] = found(TEXT.replace(old, new))
    assert found_rule == rule
    assert message in found_message
    if line is not None:
        assert found_line == TEXT[: TEXT.index(old)].count("\n") + 1 + line
