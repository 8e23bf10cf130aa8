import asyncio
import ipaddress
from typing import Any

import httpcore
import pytest

from horizon.collect.guard import AddressRefusedError, GuardedBackend, is_public, vet_url

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "::127.0.0.1",
    "2001:db8::1", "2001:0:4136:e378:8000:63bf:80ff:fffe",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_reserved_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "/etc/passwd", "ftp://host.example/x", "gopher://host.example", "http://", "http:///x", "",
     "http://user:secret@host.example/", "javascript:alert(1)", "data:text/xml,<rss/>", "http://localhost/", "http://a.local/x",
     "http://[::1]/", "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://host.example:99999/",
     "http://[bad/", "http://metadata.internal/", "http://host.example/" + "x" * 5000],
)  # fmt: skip
def test_addresses_that_are_never_asked(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        vet_url(url, ())


class Recorder(httpcore.AsyncNetworkBackend):
    """Records where a connection would go."""

    def __init__(self, fail: tuple[str, ...] = ()) -> None:
        self.asked: list[str] = []
        self._fail = fail

    async def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> Any:
        self.asked.append(host)
        if host in self._fail:
            raise httpcore.ConnectError("no route")
        return object()


def connect(
    host: str, answers: list[str], *, allow: tuple[str, ...] = (), fail: tuple[str, ...] = (), port: int = 80
) -> Recorder:
    inner = Recorder(fail)

    async def go() -> None:
        loop = asyncio.get_running_loop()

        async def lookup(*args: Any, **more: Any) -> list[Any]:
            return [(0, 0, 0, "", (a, port)) for a in answers]

        loop.getaddrinfo = lookup  # type: ignore[method-assign]
        await GuardedBackend(allow, inner).connect_tcp(host, port)

    asyncio.run(go())
    return inner


def test_the_vetted_address_is_the_one_connected_to() -> None:
    assert connect("feeds.example", ["93.184.216.34"]).asked == ["93.184.216.34"]


def test_a_name_that_leads_inside_is_refused() -> None:
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.5"):
        connect("feeds.example", ["10.0.0.5"])


def test_private_answers_among_public_ones_are_passed_over() -> None:
    assert connect("feeds.example", ["127.0.0.1", "1.1.1.1"]).asked == ["1.1.1.1"]


def test_the_next_address_is_tried() -> None:
    assert connect("feeds.example", ["1.1.1.1", "8.8.8.8"], fail=("1.1.1.1",)).asked == ["1.1.1.1", "8.8.8.8"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001"])
def test_odd_spellings_of_loopback_are_refused(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        asyncio.run(GuardedBackend(()).connect_tcp(host, 80))


def test_the_opening_is_exact() -> None:
    assert connect("127.0.0.1", ["127.0.0.1"], allow=("127.0.0.1:8123",), port=8123).asked == ["127.0.0.1"]
    with pytest.raises(AddressRefusedError):
        connect("127.0.0.1", ["127.0.0.1"], allow=("127.0.0.1:8123",), port=8124)
    with pytest.raises(AddressRefusedError):
        connect("evil.example", ["127.0.0.1"], allow=("127.0.0.1:8123",), port=8123)
    vet_url("http://127.0.0.1:8123/feed", ("127.0.0.1:8123",))
    with pytest.raises(AddressRefusedError):
        vet_url("http://127.0.0.1:8124/feed", ("127.0.0.1:8123",))


def test_local_sockets_are_refused() -> None:
    with pytest.raises(AddressRefusedError):
        asyncio.run(GuardedBackend(()).connect_unix_socket("/run/x"))
