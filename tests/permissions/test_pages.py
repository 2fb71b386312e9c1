"""The pages about permission plans and people: their commands run in this order, and the example is what is printed."""

import re
import shlex

import pytest

from scripts.core.settings import PROJECT
from scripts.permissions.account.report import plan_lines
from scripts.snowflake.server import serving
from tests.permissions.served import Served
from tests.permissions.small_file import MASKED, spec
from tests.support.repository import TestRepository


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (PROJECT / "docs" / page).read_text(), flags=re.DOTALL)


def commands(block):
    """The arguments after `edp permissions` of each line."""
    for line in block.splitlines():
        words = shlex.split(line, comments=True)
        assert words[:2] == ["edp", "permissions"], line
        yield words[2:]


@pytest.fixture
def served(tmp_path, monkeypatch):
    repository = TestRepository(tmp_path / "checkout")
    made = Served(repository.folder)
    repository.commit("the account")
    repository.git("checkout", "--quiet", "-b", "change")
    monkeypatch.chdir(repository.folder)
    with serving(made.offline) as made.port:
        yield made


def run(served, block):
    for arguments in commands(block):
        outcome = served.permissions(*arguments)
        assert outcome.code in (0, 2), (arguments, outcome)
        yield arguments[0], outcome


def test_the_example_plan_is_the_one_that_is_printed(world):
    world.apply(world.plan(spec()))
    plan = world.plan(spec(ana={"member_of": ["people_data_masking", "reader"]}, bob={}), MASKED)
    printed = [line for line in plan_lines(plan) if not line.startswith("note: user bot ")]
    (example,) = blocks("read-a-permission-plan.md", "text")
    assert printed == example.splitlines()


def test_the_commands_of_a_plan_run_as_written(served):
    served.edit("[engineer, restricted_safe, snowflake_analyst]", "[snowflake_analyst]")
    (block,) = blocks("read-a-permission-plan.md", "sh")
    assert [(name, outcome.code) for name, outcome in run(served, block)] == [("record", 0), ("plan", 2), ("apply", 0)]
    assert served.permissions("plan", "--against", "live").code == 0


def test_the_commands_for_a_new_person_run_as_written(served):
    adding, templates, leaving = blocks("add-a-person.md", "sh")
    served.list.write_text(served.list.read_text().replace("  - dora\n", "  - dora\n  - eva\n"))
    assert [outcome.code for _, outcome in run(served, templates)] == [2, 2]
    codes = [(name, outcome.code) for name, outcome in run(served, adding)]
    before, after = (
        [("users", 2), ("users", 0), ("check", 0)],
        [("provision", 2), ("provision", 0), ("plan", 2), ("apply", 0)],
    )
    assert codes == before + after
    assert "eva" in served.state().users
    served.leave("bob")
    assert [outcome.code for _, outcome in run(served, leaving)] == [2, 2]
