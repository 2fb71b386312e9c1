"""Every `$ edp ...` line of the documentation is run, and must answer what the page prints below it."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from scripts.core.settings import PROJECT

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def printed_commands():
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text(), flags=re.DOTALL):
            for text in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, answer = text.partition("\n")
                yield pytest.param(command, answer.strip(), id=f"{page.stem}-{command[:40]}")


@pytest.mark.parametrize(("command", "answer"), printed_commands())
def test_command_answers_as_printed(built_warehouse, command, answer):
    words = shlex.split(command)
    assert words[0] == "edp"
    done = subprocess.run(
        [sys.executable, "-m", "scripts", *words[1:]],
        cwd=PROJECT,
        env={**os.environ, "EDP_HOME": str(built_warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.rstrip() for line in done.stdout.strip().splitlines()] == answer.splitlines()
