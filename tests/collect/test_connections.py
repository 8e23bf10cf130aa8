"""Connections are kept for the next request to the same site, and only while they are good for it."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from horizon.collect.connections import GuardedTransport
from horizon.collect.guard import AddressRefusedError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Site:
    """A server that counts its connections and answers each request with the same bytes."""

    def __init__(self, answer: bytes = OK, *, n_answers: int = 100) -> None:
        self.n_connections = 0
        self._answer, self._n_answers = answer, n_answers

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.n_connections += 1
        for _ in range(self._n_answers):
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            writer.write(self._answer)
        writer.close()


async def ask(transport: GuardedTransport, port: int, path: str = "/") -> bytes:
    timeout = {"timeout": httpx.Timeout(2.0).as_dict()}
    request = httpx.Request("GET", f"http://127.0.0.1:{port}{path}", extensions=timeout)
    response = await transport.handle_async_request(request)
    try:
        return b"".join([part async for part in response.aiter_raw()])
    finally:
        await response.aclose()


def with_sites(
    sites: list[Site], do: Callable[[GuardedTransport, list[int]], Awaitable[None]], *, max_idle: int = 4
) -> None:
    async def go() -> None:
        servers = [await asyncio.start_server(site.serve, "127.0.0.1", 0) for site in sites]
        ports = [server.sockets[0].getsockname()[1] for server in servers]
        transport = GuardedTransport([f"127.0.0.1:{port}" for port in ports], max_idle=max_idle)
        try:
            await do(transport, ports)
        finally:
            await transport.aclose()
            for server in servers:
                server.close()

    asyncio.run(go())


def test_a_connection_serves_the_next_request_to_its_site() -> None:
    one, other = Site(), Site()

    async def do(transport: GuardedTransport, ports: list[int]) -> None:
        for port in (*ports, *ports, *ports):
            assert await ask(transport, port) == b"ok"

    with_sites([one, other], do)
    assert (one.n_connections, other.n_connections) == (1, 1)


def test_a_connection_that_the_site_has_closed_is_not_used_again() -> None:
    site = Site(n_answers=1)

    async def do(transport: GuardedTransport, ports: list[int]) -> None:
        for _ in range(3):
            assert await ask(transport, ports[0]) == b"ok"
            await asyncio.sleep(0.02)

    with_sites([site], do)
    assert site.n_connections == 3


def test_no_more_idle_connections_are_kept_than_asked_for() -> None:
    sites = [Site() for _ in range(3)]

    async def do(transport: GuardedTransport, ports: list[int]) -> None:
        for port in (*ports, *ports):
            await ask(transport, port)

    with_sites(sites, do, max_idle=1)
    assert [site.n_connections for site in sites] == [2, 2, 2]


def test_requests_at_once_have_a_connection_each_and_half_an_answer_ends_its_own() -> None:
    site = Site()
    cut = Site(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", n_answers=1)

    async def do(transport: GuardedTransport, ports: list[int]) -> None:
        assert await asyncio.gather(*(ask(transport, ports[0]) for _ in range(3))) == [b"ok"] * 3
        for _ in range(2):
            with pytest.raises(httpx.RemoteProtocolError):
                await ask(transport, ports[1])

    with_sites([site, cut], do)
    assert (site.n_connections, cut.n_connections) == (3, 2)


def test_errors_have_the_names_that_callers_know() -> None:
    async def do(transport: GuardedTransport, ports: list[int]) -> None:
        with pytest.raises(httpx.ReadTimeout):
            await ask(transport, ports[0])
        with pytest.raises(AddressRefusedError):
            await ask(transport, 1)

    with_sites([Site(b"")], do)
    refused = GuardedTransport(["127.0.0.1:1"], max_idle=1)
    with pytest.raises(httpx.ConnectError):
        asyncio.run(ask(refused, 1))
