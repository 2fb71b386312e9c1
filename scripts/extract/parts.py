"""A whole table in several parts that are read at once: each a run of its pages, together every row once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scripts.core.sql import literal

SMALL_PAGES = 4096
"""Below that a table is read sooner than another connection is opened."""

# TID ranges are read as such from PostgreSQL 14 on; before, each part would read the whole table.
_PAGES = """
    SELECT (pg_relation_size(oid) / current_setting('block_size')::bigint)::bigint
    FROM pg_class
    WHERE oid = to_regclass({source}) AND relkind IN ('r', 'm') AND current_setting('server_version_num')::int >= 140000
"""


def split(query: Callable[[str], list[tuple[Any, ...]]], source: str, parts: int) -> list[str]:
    """The conditions that divide a source; one that holds for every row where it cannot be, or need not be, divided.

    Args:
        query: runs a SELECT on the source's server.
        source: a table name, or a query in parentheses.
        parts: how many there may be.
    """
    if parts == 1 or source.startswith("("):
        return ["TRUE"]
    found = query(_PAGES.format(source=literal(source)))
    pages = int(found[0][0]) if found else 0
    if pages < SMALL_PAGES:
        return ["TRUE"]
    # the last part is open: pages may have been added since
    starts = [pages * nth // parts for nth in range(parts)]
    bounds = [f"ctid >= '({start},0)'::tid" for start in starts]
    return [
        " AND ".join([begin, *(f"ctid < '({end},0)'::tid" for end in starts[nth + 1 : nth + 2])])
        for nth, begin in enumerate(bounds)
    ]
