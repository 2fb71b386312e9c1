"""The list of people as it was where this branch left the main one, from git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.permissions.people.listing import parse_list

_DEFAULTS = ("origin/main", "origin/master", "main", "master")


def listed_at_merge_base(path: Path, target: str | None) -> tuple[str, ...]:
    """The names that were listed at the merge base of HEAD and the target branch; none if there was no list.

    Args:
        path: the list in the checkout.
        target: the branch a merge request goes to; the main branch when None.

    Raises:
        EdpError: the file is in no repository, the branch does not exist, or the list was malformed then.
    """
    folder = path.resolve().parent
    branch = target or next((name for name in _DEFAULTS if _git(folder, "rev-parse", "--verify", "-q", name)), None)
    if branch is None:
        raise EdpError(f"{path}: no main branch to compare with; name one with --target-branch")
    # --end-of-options: a branch is a name, whatever it looks like
    base = _git(folder, "merge-base", "--end-of-options", "HEAD", branch)
    if base is None:
        raise EdpError(f"{path}: git knows no common commit of HEAD and {branch}; fetch it or use --target-branch")
    text = _git(folder, "show", f"{base.strip()}:./{path.name}")
    return () if text is None else parse_list(text, f"{path.name} of {base.strip()[:12]}")


def _git(folder: Path, *arguments: str) -> str | None:
    """What git says, None if it cannot."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "safe.directory=*", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands; a branch stands behind --end-of-options
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise EdpError(f"git: {error.strerror}; it is needed to compare the list with the main branch") from None
    return done.stdout if done.returncode == 0 else None
