"""A loopback HTTP server for benchmarks: files from memory, validators honoured, connections kept, in a process of its own.

It is lean on purpose, so that what is measured is the client: one asyncio protocol, whole answers in one write.
"""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection

STOP = b"stop"


class Answers(asyncio.Protocol):
    """Answers GET for the paths it knows (the query is ignored), 304 when the validator is echoed."""

    def __init__(self, bodies: Mapping[str, bytes], tags: Mapping[str, str]) -> None:
        self._bodies, self._tags = bodies, tags
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            self._transport.write(self._answer(head.decode("latin-1")))  # type: ignore[attr-defined]

    def _answer(self, head: str) -> bytes:
        first, *lines = head.split("\r\n")
        path = first.split(" ")[1].partition("?")[0]
        body = self._bodies.get(path)
        if body is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        tag = self._tags[path]
        sent = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        if sent.get("if-none-match") == tag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        start = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n"
        return start.encode() + body


def _serve(bodies: Mapping[str, bytes], port: int, pipe: Connection) -> None:
    # once, not with every connection: hashing the corpus each time, the server was the slowest part of the run
    tags = {p: f'"{hashlib.md5(b, usedforsecurity=False).hexdigest()}"' for p, b in bodies.items()}

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Answers(bodies, tags), "127.0.0.1", port, backlog=1_000)
        pipe.send(server.sockets[0].getsockname()[1])
        await loop.run_in_executor(None, pipe.recv_bytes)
        server.close()

    asyncio.run(main())


@contextmanager
def serving(bodies: Mapping[str, bytes], *, port: int = 0) -> Iterator[str]:
    """host:port of a server that answers these paths until the block ends; any free port unless one is asked for."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(bodies, port, theirs), daemon=True)
    process.start()
    try:
        yield f"127.0.0.1:{ours.recv()}"
    finally:
        ours.send_bytes(STOP)
        process.join(5)
        if process.is_alive():
            process.kill()
