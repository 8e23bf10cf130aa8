"""Processes of our own over plain pipes: a module of ours that reads its standard input and answers on its standard output.

Not multiprocessing: nothing of the calling program is imported or inherited, and a process whose parent dies reads
end-of-file and ends.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import horizon

Process = subprocess.Popen[bytes]
WIDE = 1 << 20  # bytes that a pipe holds where the system allows it: most questions and answers at once


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


def widen(process: Process) -> None:
    """Let its pipes hold more and never block, for `exchange`."""
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        os.set_blocking(pipe.fileno(), False)
        if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux
            with suppress(OSError):  # all that a user may have is in use
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, WIDE)


async def exchange(process: Process, question: bytes, size: struct.Struct, max_bytes: int) -> bytes:
    """What `received` gives to one question, while the event loop goes on. Raises OSError, EOFError, and ValueError when the
    answer would be longer than max_bytes.

    Given up half-way the process is in the middle of something: end it.
    """
    assert process.stdin is not None and process.stdout is not None
    await _send(process.stdin.fileno(), question)
    source = process.stdout.fileno()
    (n_bytes,) = size.unpack(await _receive(source, size.size))
    if n_bytes > max_bytes:
        raise ValueError(f"an answer of {n_bytes} bytes, where at most {max_bytes} are taken")
    return await _receive(source, n_bytes)


async def _send(sink: int, data: bytes) -> None:
    loop = asyncio.get_running_loop()
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(sink, left) :]
        except BlockingIOError:
            await _until(sink, loop.add_writer, loop.remove_writer)


async def _receive(source: int, n_bytes: int) -> bytes:
    loop = asyncio.get_running_loop()
    parts: list[bytes] = []
    while n_bytes:
        try:
            part = os.read(source, min(n_bytes, WIDE))  # memory for what it asks for is taken at once
        except BlockingIOError:
            await _until(source, loop.add_reader, loop.remove_reader)
            continue
        if not part:
            raise EOFError("half an answer" if parts else "no answer")
        parts.append(part)
        n_bytes -= len(part)
    return b"".join(parts)


async def _until(pipe: int, add: Callable[..., Any], remove: Callable[[int], Any]) -> None:
    """Wait until a pipe can go on."""
    can_go_on = asyncio.Event()
    add(pipe, can_go_on.set)
    try:
        await can_go_on.wait()
    finally:
        remove(pipe)
