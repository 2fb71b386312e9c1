"""Read ahead: sources are read while the rows before are still being stored, a few batches at most."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator

import pyarrow as pa

_DEPTH = 3
_SECONDS = 0.1


class Ahead:
    """Batches read by a thread of their own, in order, with whatever stops them."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        """Begin to read; `close` must be called before what is read from is closed.

        Args:
            batches: used by the thread alone from now on.
        """
        self._waiting: queue.Queue[pa.RecordBatch | BaseException | None] = queue.Queue(maxsize=_DEPTH)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(batches,), daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """The batches; once."""
        while (item := self._waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """Stop reading, also in the middle, and wait until nothing is read any more."""
        self._closed.set()
        self._thread.join()

    def _read(self, batches: Iterator[pa.RecordBatch]) -> None:
        last: BaseException | None = None
        try:
            for batch in batches:
                if not self._put(batch):
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised again where the batches are used
            last = error
        self._put(last)

    def _put(self, item: pa.RecordBatch | BaseException | None) -> bool:
        while not self._closed.is_set():
            try:
                self._waiting.put(item, timeout=_SECONDS)
            except queue.Full:
                continue
            return True
        return False


def in_turns(streams: Iterable[Ahead]) -> Iterator[pa.RecordBatch]:
    """A batch of each stream in turn until all have ended: the same order every time, however fast each of them is."""
    waiting = deque(map(iter, streams))
    while waiting:
        stream = waiting.popleft()
        batch = next(stream, None)
        if batch is not None:
            yield batch
            waiting.append(stream)
