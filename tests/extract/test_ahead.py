"""Reading ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pyarrow as pa
import pytest

from scripts.extract.ahead import _DEPTH, Ahead


def batches(count: int, read: list[int], error: Exception | None = None) -> Iterator[pa.RecordBatch]:
    for nth in range(count):
        read.append(nth)
        yield pa.record_batch({"n": [nth]})
    if error is not None:
        raise error


def test_every_batch_comes_once_and_in_order() -> None:
    stream = Ahead(batches(50, []))
    assert [batch["n"][0].as_py() for batch in stream] == list(range(50))
    stream.close()


def test_only_a_few_batches_wait() -> None:
    read: list[int] = []
    stream = Ahead(batches(50, read))
    next(iter(stream))
    time.sleep(0.3)
    # those waiting, the one taken, the one in the reader's hands
    assert len(read) <= _DEPTH + 2
    stream.close()


def test_what_stops_the_source_is_raised_after_the_batches_before_it() -> None:
    stream = Ahead(batches(2, [], ValueError("gone")))
    rows = iter(stream)
    assert [next(rows)["n"][0].as_py() for _ in range(2)] == [0, 1]
    with pytest.raises(ValueError, match="gone"):
        next(rows)
    stream.close()


def test_closing_in_the_middle_ends_the_thread() -> None:
    before = threading.active_count()
    stream = Ahead(batches(1000, []))
    next(iter(stream))
    stream.close()
    assert threading.active_count() == before
