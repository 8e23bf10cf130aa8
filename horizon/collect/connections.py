"""Connections made through the guard, each kept a few seconds for the next request to its site.

httpx's own pool looks over all its connections for each request and has no place for a guard. Whoever fetches keeps the number of
requests at once within bounds; here nothing waits.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import httpcore
import httpx

from horizon.collect.guard import GuardedBackend

KEPT_S = 5.0  # an idle connection, at most


@cache
def _tls() -> ssl.SSLContext:
    """Made once in a process: reading the list of authorities takes as long as asking ten sites."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.AsyncBaseTransport):
    """A transport for httpx requests. max_idle: connections kept open between requests."""

    def __init__(self, allow_hosts: Iterable[str], *, max_idle: int) -> None:
        self._tls = _tls()
        self._backend = GuardedBackend(allow_hosts)
        self._max_idle = max_idle
        self._idle: list[tuple[httpcore.Origin, httpcore.AsyncHTTPConnection]] = []  # last used last

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The response with its body still to be read. Raises httpx.TransportError and what the guard raises."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        origin = asked.url.origin
        connection = await self._kept(origin) or httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._tls, keepalive_expiry=KEPT_S, network_backend=self._backend
        )
        with _told_as_httpx_does():
            response = await connection.handle_async_request(asked)
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, origin, connection, self),
            extensions=response.extensions,
        )

    async def _kept(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        for place in range(len(self._idle) - 1, -1, -1):
            if self._idle[place][0] == origin:
                connection = self._idle.pop(place)[1]
                if not connection.has_expired():
                    return connection
                await connection.aclose()
                return await self._kept(origin)
        return None

    async def keep(self, origin: httpcore.Origin, connection: httpcore.AsyncHTTPConnection) -> None:
        """Take a connection back whose answer was read, or given up."""
        if not connection.is_idle():
            await connection.aclose()
            return
        self._idle.append((origin, connection))
        if len(self._idle) > self._max_idle:
            await self._idle.pop(0)[1].aclose()

    async def aclose(self) -> None:
        idle, self._idle = self._idle, []
        for _, connection in idle:
            await connection.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(
        self,
        response: httpcore.Response,
        origin: httpcore.Origin,
        connection: httpcore.AsyncHTTPConnection,
        transport: GuardedTransport,
    ) -> None:
        self._response, self._origin, self._connection = response, origin, connection
        self._transport = transport

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told_as_httpx_does():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        with _told_as_httpx_does():
            await self._response.aclose()
        await self._transport.keep(self._origin, self._connection)


@contextmanager
def _told_as_httpx_does() -> Iterator[None]:
    """Errors of the layer below under the names that callers know; the two libraries name them alike."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as exc:
        raise getattr(httpx, type(exc).__name__)(str(exc)) from exc
