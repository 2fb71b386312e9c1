"""What `edp extract gitlog` does, from settings to one line of result."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse
from scripts.gitlog.git import Repository
from scripts.gitlog.load import Loaded, load_repository


def extract_gitlog(settings: Settings, folder: Path) -> None:
    """Load the new commits of a repository and say how many.

    Args:
        settings: where the warehouse is.
        folder: the top folder of a git repository; a folder without history loads nothing.

    Raises:
        EdpError: no such folder, no git, no warehouse, or git cannot read the repository.
    """
    repository = Repository(folder)
    now = datetime.now(UTC).replace(tzinfo=None)
    screen = Console(stderr=True)
    bar = Progress(console=screen, transient=True, disable=not screen.is_terminal)
    with open_warehouse(settings) as warehouse, bar as progress:
        task = progress.add_task("commits", total=None)
        loaded = load_repository(
            warehouse, repository, now, lambda done, total: progress.update(task, completed=done, total=total)
        )
    print(summary(loaded, repository))


def summary(loaded: Loaded, repository: Repository) -> str:
    """One line that says what an extraction did."""
    if not repository.has_history():
        return f"{repository.folder} has no git history: nothing to load"
    gone = f"; {loaded.unreachable} older commits are no longer in its history" if loaded.unreachable else ""
    return f"{loaded.commits} new commits with {loaded.files} changed files from {repository.folder}{gone}"
