"""Read commits from git: its machine format, byte-exact, with nothing of the user's own settings and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from scripts.core.errors import EdpError

# One empty field opens a commit: neither a file name nor a line count is ever empty there.
_FIELDS = ("%H", "%P", "%ae", "%at", "%ct", "%s")
_FORMAT = "--format=%x00" + "%x00".join(_FIELDS)
_CHUNK = 1 << 16

# Whatever the user or the repository configures, these decide. A repository that belongs to another user is fine:
# nothing here runs a program the repository names (pager, hook, external diff, text conversion, signature check).
_SETTINGS = {
    "safe.directory": "*",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "diff.renames": "true",
    "diff.renameLimit": "1000",
    "diff.orderFile": os.devnull,
    "protocol.allow": "never",
}
_LOG = (
    *("log", "-z", "--numstat", "--find-renames=50%", "--diff-merges=off"),
    *("--no-show-signature", "--no-notes", "--no-mailmap", "--no-color", "--encoding=UTF-8", "--root"),
    *("--ignore-submodules=none", "--no-relative", "--diff-algorithm=myers"),
)


@dataclass(frozen=True)
class FileChange:
    """One file a commit changed; `added` and `removed` count lines and are None for a binary file."""

    path: str
    previous_path: str | None
    added: int | None
    removed: int | None


@dataclass(frozen=True)
class Commit:
    """One commit and the files it changed against its parent; a merge has none of its own.

    Attributes:
        commit_id: the full hash.
        parents: how many parents it has: 0 for a root, 2 or more for a merge.
        author_email: as the commit has it, not lower-cased.
        authored_at, committed_at: UTC, without zone.
        subject: the first line of the message.
    """

    commit_id: str
    parents: int
    author_email: str
    authored_at: datetime
    committed_at: datetime
    subject: str
    files: list[FileChange] = field(default_factory=list)


class Repository:
    """A git repository on disk; every question to it is one git process."""

    def __init__(self, folder: Path) -> None:
        """Name the repository.

        Args:
            folder: its top folder, or a bare repository.

        Raises:
            EdpError: the folder does not exist, or there is no git to ask.
        """
        if not folder.is_dir():
            raise EdpError(f"extract gitlog: {folder} is not a folder; name the top folder of a git repository")
        program = shutil.which("git")
        if program is None:
            raise EdpError("extract gitlog: git is not installed or not on PATH; install it and run this again")
        self.folder = folder.resolve()
        self._git = [program, "--no-pager", *(part for item in _SETTINGS.items() for part in ("-c", "=".join(item)))]

    def has_history(self) -> bool:
        """Whether there is at least one commit. A plain folder, even inside another repository, has none."""
        return bool(self._text("rev-parse", "--verify", "--quiet", "HEAD^{commit}", may_fail=True))

    def commit_ids(self) -> Iterator[str]:
        """Every commit reachable from HEAD whose own change can be told.

        A shallow clone does not have the parents of its oldest commits; those commits are left out, because git would
        show all their files as added.
        """
        cut = set()
        if self._text("rev-parse", "--is-shallow-repository").strip() == "true":
            shallow = Path(self._text("rev-parse", "--path-format=absolute", "--git-path", "shallow").rstrip("\n"))
            cut = set(shallow.read_text(encoding="ascii").split())
        with self._running("rev-list", "HEAD") as out:
            for line in out:
                commit_id = line.decode("ascii").strip()
                if commit_id not in cut:
                    yield commit_id

    def commits(self, commit_ids: Iterable[str]) -> Iterator[Commit]:
        """The named commits with their changed files, streamed in the order given."""
        with tempfile.TemporaryFile() as wanted:
            wanted.writelines(f"{commit_id}\n".encode("ascii") for commit_id in commit_ids)
            wanted.seek(0)
            with self._running(*_LOG, _FORMAT, "--no-walk=unsorted", "--stdin", stdin=wanted) as out:
                yield from parse_log(_split(out))

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        alone = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1"}
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
        # Without the ceiling git would take a repository further up for this one.
        return {**kept, **alone, **quiet, "GIT_CEILING_DIRECTORIES": str(self.folder.parent)}

    def _text(self, *arguments: str, may_fail: bool = False) -> str:
        done = subprocess.run(  # noqa: S603  # the program is git, the arguments are this module's own
            [*self._git, *arguments], cwd=self.folder, env=self._environment(), capture_output=True, check=False
        )
        if done.returncode and not may_fail:
            raise EdpError(_problem(self.folder, done.stderr))
        return os.fsdecode(done.stdout) if done.returncode == 0 else ""

    @contextmanager
    def _running(self, *arguments: str, stdin: IO[bytes] | None = None) -> Iterator[IO[bytes]]:
        """One git process whose output is read as it comes; leaving early ends it, a failure is an error."""
        with (
            tempfile.TemporaryFile() as complaints,
            subprocess.Popen(  # noqa: S603  # the program is git, the arguments are this module's own
                [*self._git, *arguments],
                cwd=self.folder,
                env=self._environment(),
                stdin=stdin or subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
            ) as process,
        ):
            try:
                yield cast(IO[bytes], process.stdout)
            except BaseException:
                process.kill()
                raise
            if process.wait():
                complaints.seek(0)
                raise EdpError(_problem(self.folder, complaints.read()))


def _problem(folder: Path, complaint: bytes) -> str:
    first = complaint.decode("utf-8", "replace").strip().splitlines()
    return f"extract gitlog: git cannot read {folder}: {first[0] if first else 'no reason given'}"


def _split(out: IO[bytes]) -> Iterator[bytes]:
    """The NUL-terminated parts of a stream."""
    rest = b""
    while chunk := out.read(_CHUNK):
        *parts, rest = (rest + chunk).split(b"\0")
        yield from parts
    if rest:
        yield rest


def parse_log(parts: Iterator[bytes]) -> Iterator[Commit]:
    """Turn the NUL-separated parts of `git log -z --numstat` in this module's format into commits."""
    part = next(parts, None)
    while part is not None:
        if part:
            raise EdpError(f"extract gitlog: git's answer is not understood where it says {_decoded(part[:60])!r}")
        commit = _commit([next(parts) for _ in _FIELDS])
        while part := next(parts, None):
            # git puts one line end between a commit and its first file.
            added, removed, path = part.removeprefix(b"\n").split(b"\t", 2)
            previous = None if path else _decoded(next(parts))
            commit.files.append(FileChange(_decoded(path or next(parts)), previous, _count(added), _count(removed)))
        yield commit


def _commit(values: list[bytes]) -> Commit:
    commit_id, parents, email, authored, committed, subject = values
    return Commit(
        commit_id=commit_id.decode("ascii"),
        parents=len(parents.split()),
        author_email=_decoded(email),
        authored_at=_moment(authored),
        committed_at=_moment(committed),
        subject=_decoded(subject),
    )


def _moment(seconds: bytes) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        # A damaged or impossible date; git itself shows the epoch for it.
        return datetime(1970, 1, 1)


def _count(lines: bytes) -> int | None:
    return None if lines == b"-" else int(lines)


def _decoded(text: bytes) -> str:
    r"""Git stores bytes, the warehouse stores UTF-8: a byte that is no UTF-8 becomes its escape, e.g. `\xe9`."""
    return text.decode("utf-8", "backslashreplace")
