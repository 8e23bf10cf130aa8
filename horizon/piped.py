"""Processes of our own over plain pipes: a module of ours that reads its standard input and answers on its standard output.

Not multiprocessing: nothing of the calling program is imported or inherited, and a process whose parent dies reads
end-of-file and ends.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import horizon

Process = subprocess.Popen[bytes]


def start(module: str, environment: Mapping[str, str]) -> Process:
    """A process that runs a module of this package, with these variables and no others. Raises OSError where none can be made."""
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**environment, "PYTHONPATH": str(Path(horizon.__file__).parents[1])},
    )


def end(process: Process | None) -> None:
    """End a process and close its pipes; harmless when there is none."""
    if process is None:
        return
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # bytes still in the pipe of a dead process
                pipe.close()
    process.wait()


def received(source: IO[bytes], size: struct.Struct) -> bytes:
    """One answer, its length in front. Raises EOFError when the process at the other end has ended."""
    head = source.read(size.size)
    if len(head) < size.size:
        raise EOFError("no answer")
    (n_bytes,) = size.unpack(head)
    data = source.read(n_bytes)
    if len(data) < n_bytes:
        raise EOFError("half an answer")
    return data
