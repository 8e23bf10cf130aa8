"""A second process that reads texts beside this one: an entry's reading depends on nothing but the entry.

Started as `python -m horizon.normalise.helper`, over plain pipes like the parser processes of collect, and kept for the next run.
Whoever is free takes the next part, so one that is slow to start or dies costs nothing but its share; what is read, and
its order, is the same whoever reads it.
"""

from __future__ import annotations

import atexit
import gc
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from horizon import piped
from horizon.garbage import MANY
from horizon.normalise.reading import Raw, Reading, read_all

PART = 600  # entries that are handed over at once
WORTH_STARTING = 2_000  # entries: below that all are read before a new process is ready
PATIENCE_S = 30.0  # for a part that takes a tenth of a second
READY = b"+"
_SIZE = struct.Struct(">I")
Part = Sequence[Raw]


class Helper:
    """One process, one part at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._turn = threading.Lock()

    @property
    def is_running(self) -> bool:
        """Whether there is a process, ready or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process if there is none; it gets ready by itself meanwhile."""
        if self.is_running:
            return
        self.close()
        with suppress(OSError):  # no memory or no process left: one reads alone
            self._process = piped.start("horizon.normalise.helper", os.environ)

    def get_ready(self) -> None:
        """Start the process if there is none, and wait until it can read."""
        self.start()
        self.work(deque(), [], {}, 0)

    def work(
        self, waiting: deque[int], parts: Sequence[Part], done: dict[int, list[Reading]], max_chars: int
    ) -> None:
        """Take parts from the front until none is waiting. A part whose reading fails here is put back, for others."""
        if not self._turn.acquire(timeout=PATIENCE_S):  # one that hangs must not collect threads and texts
            return
        try:
            process = self._process
            if process is None or process.stdin is None or process.stdout is None:
                return
            if not self._is_ready:
                self._is_ready = process.stdout.read(1) == READY
            while self._is_ready:
                try:
                    number = waiting.popleft()
                except IndexError:
                    return
                try:
                    _send(process.stdin, (list(map(tuple, parts[number])), max_chars))
                    done[number] = _received(process.stdout)
                except (OSError, EOFError, ValueError, pickle.UnpicklingError):
                    break
                finally:
                    if number not in done:
                        waiting.appendleft(number)
            self.close()
        finally:
            self._turn.release()

    def kill(self) -> None:
        """End a process that does not answer; whoever waits for it sees that it is gone, and tidies up."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process; harmless when there is none."""
        process, self._process, self._is_ready = self._process, None, False
        piped.end(process)


HELPER = Helper()
atexit.register(HELPER.close)


def read_with_help(raws: Part, *, max_chars: int) -> Iterator[Reading]:
    """What read_all gives, by two processes where there are two cores and enough to read.

    The other process begins at once and works while the caller does something with the readings it has taken.
    """
    if len(raws) >= WORTH_STARTING and (os.cpu_count() or 1) > 1:
        HELPER.start()
    if len(raws) <= PART or not HELPER.is_running:
        return iter(read_all(raws, max_chars=max_chars))
    parts = [raws[start : start + PART] for start in range(0, len(raws), PART)]
    waiting, done = deque(range(len(parts))), dict[int, list[Reading]]()
    other = threading.Thread(target=HELPER.work, args=(waiting, parts, done, max_chars), daemon=True)
    other.start()
    return _in_order(parts, waiting, done, other, max_chars)


def _in_order(
    parts: Sequence[Part],
    waiting: deque[int],
    done: dict[int, list[Reading]],
    other: threading.Thread,
    max_chars: int,
) -> Iterator[Reading]:
    """The readings in order; while the next one is still missing, parts that the other process has not taken are read here."""
    try:
        for wanted in range(len(parts)):
            while wanted not in done:
                try:
                    number = waiting.popleft()
                except IndexError:
                    other.join(PATIENCE_S)  # it has the last part, or has put it back
                    if other.is_alive():
                        HELPER.kill()
                    continue
                done[number] = read_all(parts[number], max_chars=max_chars)
            yield from done[wanted]
    finally:
        waiting.clear()  # whoever takes no more readings wants no more to be read


def _send(sink: IO[bytes], what: object) -> None:
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    sink.write(_SIZE.pack(len(data)))
    sink.write(data)
    sink.flush()


def _received(source: IO[bytes]) -> list[Reading]:
    """What the process at the other end, which is ours, has sent. Raises EOFError when it has ended."""
    return list(pickle.loads(piped.received(source, _SIZE)))


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Read parts until the other side goes away."""
    read_all([Raw(None, None, "warm " * 20, None, None, None)], max_chars=100)  # loads the models
    sink.write(READY)
    sink.flush()
    while head := source.read(_SIZE.size):
        raws, max_chars = pickle.loads(source.read(_SIZE.unpack(head)[0]))
        _send(sink, read_all([Raw(*raw) for raw in raws], max_chars=max_chars))


def main() -> None:
    """Serve over stdin and stdout."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what prints, in any language, must not spoil the answers
    gc.freeze()
    gc.set_threshold(MANY)
    with suppress(BrokenPipeError):
        serve(source, sink)


if __name__ == "__main__":
    main()
