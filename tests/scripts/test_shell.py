"""`edp shell`: typed at a real terminal, and fed from a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from tests.scripts.role_warehouse import make

COMMAND = [sys.executable, "-W", "ignore", "-m", "scripts", "shell", "--role", "analyst_core", "--format", "csv"]
PROMPT = "analyst_core> "
PATIENCE = 60.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("shell"))


def _control_the_terminal() -> None:
    # a terminal sends Ctrl-C only to the session it controls, and what was started in the background ignores it
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A shell at the other end of a pseudo terminal."""

    def __init__(self, home: Path) -> None:
        self.master, slave = pty.openpty()
        environment = {**os.environ, "EDP_HOME": str(home), "TERM": "dumb", "INPUTRC": os.devnull}
        self.process = subprocess.Popen(
            COMMAND,
            cwd=PROJECT,
            env=environment,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_control_the_terminal,
        )
        os.close(slave)

    def read(self, until: str) -> str:
        """What appears on the screen up to and with `until`."""
        seen, deadline = "", time.monotonic() + PATIENCE
        while until not in seen:
            ready, _, _ = select.select([self.master], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{until!r} did not appear after {seen!r}"
            seen += os.read(self.master, 4096).decode()
        return seen

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def ask(self, text: str, until: str = PROMPT) -> str:
        """Type a line and return the screen up to the next prompt."""
        self.type(f"{text}\n")
        return self.read(until)


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    opened = Terminal(home)
    try:
        opened.read(PROMPT)
        yield opened
    finally:
        if opened.process.poll() is None:
            opened.process.kill()
        opened.process.wait()
        os.close(opened.master)


def test_a_person_types_statements_makes_mistakes_and_leaves(terminal: Terminal) -> None:
    # a statement over two lines, with a semicolon that does not end it
    terminal.ask("SELECT 40 + 2 AS answer,", until="    -> ")
    assert "42,;" in terminal.ask("  ';' AS mark;").replace('"', "")
    # an error is one line and the shell goes on
    assert "edp: query: raw.workday.directory does not exist or role analyst_core may not read it" in terminal.ask(
        "FROM raw.workday.directory;"
    )
    assert "***MASKED***" in terminal.ask("SELECT name FROM prod.common.person;")
    # the arrow brings the whole statement back
    assert "***MASKED***" in terminal.ask("\x1b[A")
    # Ctrl-C drops what was typed
    terminal.ask("SELECT nonsense", until="    -> ")
    terminal.type("\x03")
    terminal.read(PROMPT)
    assert "7" in terminal.ask("SELECT 7 AS seven;")
    assert "prod.common.person_view" in terminal.ask("\\d")
    assert "Ctrl-D" in terminal.ask("\\?")
    terminal.type("\x04")
    assert terminal.process.wait(PATIENCE) == 0


def test_ctrl_c_stops_a_long_statement_and_the_shell_goes_on(terminal: Terminal) -> None:
    terminal.type(
        "SELECT COUNT(*) FROM range(100000) a, range(100000) b, range(100000) c WHERE a.range + b.range = 3;\n"
    )
    time.sleep(0.5)
    terminal.type("\x03")
    assert "interrupted" in terminal.read(PROMPT)
    assert "7" in terminal.ask("SELECT 7 AS seven;")


def piped(home: Path, text: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EDP_HOME": str(home)}
    return subprocess.run(
        COMMAND, cwd=PROJECT, env=environment, input=text, capture_output=True, text=True, check=False
    )


def test_a_file_of_statements_runs_to_its_end_and_an_error_shows_in_the_exit_code(home: Path) -> None:
    done = piped(home, "SELECT 1 AS one;\n\nFROM nowhere.at.all;\n-- the last one\nSELECT 2 AS two")
    assert done.stdout == "one\n1\ntwo\n2\n"
    assert done.stderr == "edp: query: nowhere.at.all does not exist or role analyst_core may not read it\n"
    assert done.returncode == 1


def test_nothing_on_the_input_is_no_error(home: Path) -> None:
    done = piped(home, "")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
