"""Load a repository into `raw.handbook`: only commits that are not there yet, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

import pyarrow as pa

from scripts.core.warehouse import DuckDBWarehouse
from scripts.gitlog.git import Commit, Repository

COMMITS = "raw.handbook.git_commits"
FILES = "raw.handbook.git_commit_files"
_CHUNK = 2_000
_Item = TypeVar("_Item")

# The tables exist as soon as anything asks for them, so that models can be built without a git history.
_TABLES = (
    "CREATE SCHEMA IF NOT EXISTS raw.handbook",
    f"CREATE TABLE IF NOT EXISTS {COMMITS} (commit_id VARCHAR NOT NULL, repository VARCHAR NOT NULL,"
    " parent_count INTEGER NOT NULL, author_email VARCHAR NOT NULL, authored_at TIMESTAMP NOT NULL,"
    " committed_at TIMESTAMP NOT NULL, subject VARCHAR NOT NULL, is_reachable BOOLEAN NOT NULL,"
    " _uploaded_at TIMESTAMP NOT NULL)",
    f"CREATE TABLE IF NOT EXISTS {FILES} (commit_id VARCHAR NOT NULL, file_number INTEGER NOT NULL,"
    " file_path VARCHAR NOT NULL, previous_file_path VARCHAR, lines_added BIGINT, lines_removed BIGINT,"
    " _uploaded_at TIMESTAMP NOT NULL)",
)
_FILE_SCHEMA = pa.schema(
    {
        "commit_id": pa.string(),
        "file_number": pa.int32(),
        "file_path": pa.string(),
        "previous_file_path": pa.string(),
        "lines_added": pa.int64(),
        "lines_removed": pa.int64(),
        "_uploaded_at": pa.timestamp("us"),
    }
)


@dataclass(frozen=True)
class Loaded:
    """What one extraction did.

    Attributes:
        commits, files: rows added.
        unreachable: commits of this repository in the table that HEAD no longer leads to.
    """

    commits: int
    files: int
    unreachable: int


def create_tables(warehouse: DuckDBWarehouse) -> None:
    """Create the two tables where they are missing; existing rows stay."""
    for statement in _TABLES:
        warehouse.execute(statement)


def load_repository(
    warehouse: DuckDBWarehouse,
    repository: Repository,
    uploaded_at: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Add the commits of `repository` that the table does not hold; the table itself is the only state.

    A commit is its hash: one that came from another clone before is not loaded again. After a rewrite of history the
    old commits stay, because they were once true, with `is_reachable` false; models count reachable ones only.

    Args:
        warehouse: an open warehouse.
        repository: the repository; without history it adds nothing.
        uploaded_at: the time to stamp on new rows, UTC without zone.
        progress: called with (commits done, commits in all) after every chunk.

    Raises:
        EdpError: git cannot read the repository; nothing is kept then.
    """
    with warehouse.transaction():
        create_tables(warehouse)
        if not repository.has_history():
            return Loaded(0, 0, 0)
        name = repository.folder.name
        warehouse.execute("CREATE OR REPLACE TEMP TABLE git_reachable (place BIGINT, commit_id VARCHAR)")
        for ids in _chunks(enumerate(repository.commit_ids()), 50_000):
            places, names = zip(*ids, strict=True)
            warehouse.load("temp.git_reachable", pa.table({"place": list(places), "commit_id": list(names)}))
        missing = warehouse.query(
            f"SELECT git_reachable.commit_id FROM temp.git_reachable ANTI JOIN {COMMITS} AS loaded"
            " ON loaded.commit_id = git_reachable.commit_id ORDER BY git_reachable.place"
        )
        commits = files = 0
        for chunk in _chunks(repository.commits(commit_id for (commit_id,) in missing) if missing else (), _CHUNK):
            warehouse.load(COMMITS, _commit_rows(chunk, name, uploaded_at))
            changed = _file_rows(chunk, uploaded_at)
            warehouse.load(FILES, changed)
            commits += len(chunk)
            files += changed.num_rows
            if progress:
                progress(commits, len(missing))
        in_head = "commit_id IN (SELECT git_reachable.commit_id FROM temp.git_reachable)"
        warehouse.execute(
            f"UPDATE {COMMITS} SET is_reachable = {in_head} WHERE repository = ? AND is_reachable != {in_head}", [name]
        )
        [(unreachable,)] = warehouse.query(
            f"SELECT COUNT(*) FROM {COMMITS} WHERE repository = ? AND NOT is_reachable", [name]
        )
        warehouse.execute("DROP TABLE temp.git_reachable")
    return Loaded(commits, files, unreachable)


def _chunks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _commit_rows(commits: list[Commit], repository: str, uploaded_at: datetime) -> pa.Table:
    return pa.table(
        {
            "commit_id": [commit.commit_id for commit in commits],
            "repository": [repository] * len(commits),
            "parent_count": pa.array([commit.parents for commit in commits], pa.int32()),
            "author_email": [commit.author_email for commit in commits],
            "authored_at": [commit.authored_at for commit in commits],
            "committed_at": [commit.committed_at for commit in commits],
            "subject": [commit.subject for commit in commits],
            "is_reachable": [True] * len(commits),
            "_uploaded_at": [uploaded_at] * len(commits),
        }
    )


def _file_rows(commits: list[Commit], uploaded_at: datetime) -> pa.Table:
    rows = [
        {
            "commit_id": commit.commit_id,
            "file_number": number,
            "file_path": change.path,
            "previous_file_path": change.previous_path,
            "lines_added": change.added,
            "lines_removed": change.removed,
            "_uploaded_at": uploaded_at,
        }
        for commit in commits
        for number, change in enumerate(commit.files, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=_FILE_SCHEMA)
