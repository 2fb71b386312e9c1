"""`edp shell`: statements typed one after another, each run as one role or user."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator

from scripts.core.errors import EdpError
from scripts.core.interrupt import interruptible
from scripts.core.settings import Settings
from scripts.query.command import write
from scripts.query.format import Format
from scripts.query.reader import Reader
from scripts.query.session import Session, open_session

Ask = Callable[[str], str]
"""Gives the next line for a prompt; EOFError at the end."""

_HELP = """A statement ends with ; and may take several lines.
\\d  what you may read
\\?  this help
\\q  leave, as does Ctrl-D; Ctrl-C drops what you typed or stops a statement"""


def shell(settings: Settings, reader: Reader, output: Format, limit: int) -> bool:
    """Read statements until the end of the input and run each; an error ends the statement, not the shell.

    Args:
        settings: where the warehouse is.
        reader: whose rows and columns are shown.
        output: how results are written.
        limit: how many rows a table shows.

    Returns:
        Whether every statement of a file succeeded; a person has seen and dealt with errors.

    Raises:
        EdpError: the warehouse cannot be opened.
    """
    interactive = sys.stdin.isatty()
    succeeded = True
    with open_session(settings, reader) as session:
        for typed in _statements(_terminal() if interactive else _plain, f"{reader.name}> ", interactive=interactive):
            if typed == "\\q":
                break
            if typed.startswith("\\"):
                print(_readable(session) if typed == "\\d" else _HELP)
            else:
                succeeded = _execute(session, typed, output, limit) and succeeded
    return succeeded or interactive


def _statements(ask: Ask, prompt: str, *, interactive: bool) -> Iterator[str]:
    """Every statement, from its first line to its semicolon, and every command, which is one line.

    Args:
        ask: gives the next line or raises EOFError.
        prompt: what stands before the first line of a statement.
        interactive: a person who leaves in the middle of a statement drops it; a file may lack the last semicolon.
    """
    typed = ""
    while True:
        try:
            line = ask("    -> " if typed else prompt)
        except EOFError:
            if typed.strip() and not interactive:
                yield typed
            return
        except KeyboardInterrupt:
            print()
            typed = ""
            continue
        if not typed and line.strip().startswith("\\"):
            yield line.strip()
            continue
        typed = f"{typed}{line}\n"
        # sqlite3 knows the semicolons inside texts, names and comments
        if not typed.strip() or sqlite3.complete_statement(typed):
            if typed.strip():
                yield typed
            typed = ""


def _execute(session: Session, sql: str, output: Format, limit: int) -> bool:
    _remember(sql.strip())
    try:
        interruptible(session.connection, lambda: write(session.run(sql), output, limit))
    except EdpError as error:
        print(f"edp: {' '.join(str(error).split())}", file=sys.stderr, flush=True)
        return False
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr, flush=True)
        return False
    return True


def _readable(session: Session) -> str:
    return "\n".join(session.shadow.readable() if session.shadow else ())


def _plain(_prompt: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def _terminal() -> Ask:
    """`input` with editing and a history of whole statements, which is forgotten with the shell."""
    import readline

    readline.set_auto_history(False)

    def ask(prompt: str) -> str:
        try:
            return input(prompt)
        except EOFError:
            print()
            raise

    return ask


def _remember(statement: str) -> None:
    if "readline" in sys.modules:
        import readline

        readline.add_history(statement)
