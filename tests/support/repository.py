"""A git repository made by a test, with git itself as the judge of what is in it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class TestRepository:
    """A repository in `folder` whose commits have fixed authors and dates, one hour apart."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._hours = 0
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str, environment: dict[str, str] | None = None) -> bytes:
        """Run git here, without the machine's own settings."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        settings = ("-c", "user.name=Jo", "-c", "user.email=jo@example.com", "-c", "core.quotePath=false")
        done = subprocess.run(
            ["git", *settings, *arguments],
            cwd=self.folder,
            env={**plain, **alone, **(environment or {})},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stderr.decode())
        return done.stdout

    def write(self, name: str | bytes, content: bytes | str) -> None:
        """Write a file; a name in bytes may be anything but valid UTF-8."""
        path = os.path.join(os.fsencode(self.folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)

    def commit(self, message: str, *options: str, email: str = "jo@example.com", name: str = "Jo") -> str:
        """Commit everything and return the hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message, *options, environment=self._when(name, email))
        return self.head()

    def merge(self, branch: str) -> str:
        """Merge a branch, always with a merge commit."""
        self.git("merge", "--quiet", "--no-ff", "--message", f"Merge {branch}", branch, environment=self._when())
        return self.head()

    def head(self) -> str:
        """The hash of HEAD."""
        return self.git("rev-parse", "HEAD").decode().strip()

    def count(self) -> int:
        """How many commits HEAD leads to, by git's own count."""
        return int(self.git("rev-list", "--count", "HEAD"))

    def totals(self) -> tuple[int, int, int]:
        """Changes of files, lines added and lines removed, from git's plain, human `log --numstat`."""
        lines = self.git("log", "--numstat", "--format=").decode("utf-8", "replace").splitlines()
        changes = [line.split("\t")[:2] for line in lines if line]
        added = sum(int(numbers[0]) for numbers in changes if numbers[0] != "-")
        return len(changes), added, sum(int(numbers[1]) for numbers in changes if numbers[1] != "-")

    def _when(self, name: str = "Jo", email: str = "jo@example.com") -> dict[str, str]:
        self._hours += 1
        when = f"{1735603200 + 3600 * self._hours} +0900"
        author = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email, "GIT_AUTHOR_DATE": when}
        return {**author, "GIT_COMMITTER_DATE": when}


def odd_repository(folder: Path) -> TestRepository:
    """Everything git allows and a parser may trip over: names, authors, merges, moves, binary files, empty commits."""
    made = TestRepository(folder)
    made.write("README.md", "one\ntwo\n")
    made.commit("first\n\nwith a body\n\nand a second paragraph")
    made.write("docs/tab\there.md", "1\n")
    made.write("docs/line\nbreak.md", "1\n2\n")
    made.write('docs/"quoted" name => {odd}.md', "1\n2\n3\n")
    made.write(" leading space", "x\n")
    made.write("\nstarts with a line end", "x\n")
    made.write("docs/日本語/é.md", "x\n")
    made.write(b"docs/latin-\xe9.txt", "x\n")
    made.write("back\\slash", "x")
    made.commit("names\twith 'quotes' and \"more\" é", email='"odd @ name"@Example.ORG', name='O\'Neil "Q" é\ttab')
    made.write("image.bin", bytes(range(256)) * 4)
    made.write("empty", "")
    made.commit("binary and empty files", email="")
    made.commit("nothing changes", "--allow-empty", email="no-at-sign")
    made.git("mv", "README.md", "docs/READ\tME.md")
    made.git("mv", "image.bin", "docs/image.bin")
    made.commit("moves")
    made.git("checkout", "--quiet", "-b", "side", "HEAD~2")
    made.write("side/a.txt", "a\n" * 10)
    made.commit("on the side", email="ann@side.example")
    made.git("checkout", "--quiet", "main")
    made.write("docs/tab\there.md", "1\nmore\n")
    made.commit("meanwhile")
    made.merge("side")
    made.git("rm", "--quiet", "-r", "side")
    made.commit("--format=%H looks like an option", "--cleanup=verbatim")
    made.commit(" ", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
    return made
