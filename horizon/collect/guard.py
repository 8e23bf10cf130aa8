"""Which addresses may be reached: public ones only, judged on the very address that is connected to.

A name is resolved once and the vetted address is connected to, so that a name that changes its answer between the check
and the connection gains nothing. Host header and TLS name stay those of the URL. Proxies of the environment are not used:
they would do the connecting out of our sight.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore

from horizon.errors import SkipItemError

MAX_URL_CHARS = 4_000
MAX_ADDRESSES = 3  # tried in turn when one does not answer
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_BENCHMARK = ipaddress.ip_network("198.18.0.0/15")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(SkipItemError):
    """The address may not be reached; the text says why."""


def vet_url(url: str, allow_hosts: Iterable[str]) -> None:
    """Raises AddressRefusedError for anything but a plain http(s) address; private literals are refused on connecting."""
    if len(url) > MAX_URL_CHARS:
        raise AddressRefusedError(f"the address has more than {MAX_URL_CHARS} characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as exc:
        raise AddressRefusedError(f"not an address: {exc}") from exc
    if parts.scheme not in ("http", "https"):
        raise AddressRefusedError(f"only http and https are fetched, not {parts.scheme or 'a local path'!r}")
    if not host:
        raise AddressRefusedError("the address names no host")
    if parts.username is not None or parts.password is not None:
        raise AddressRefusedError("the address carries a user name or password")
    if _is_listed(host, port or (443 if parts.scheme == "https" else 80), allow_hosts):
        return
    literal = _literal(host)
    if literal is not None and not is_public(literal):
        raise AddressRefusedError(f"{host} is not a public address")
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise AddressRefusedError(f"{host} is a name of a private network")


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet, looking inside addresses that wrap another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
        if address.ipv4_mapped is not None or address in _NAT64:
            return True
        if address.is_site_local or (int(address) >> 32 == 0):  # ::/96 once wrapped IPv4
            return False
    elif address in _BENCHMARK:
        return False
    return (
        address.is_global
        and not address.is_private
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_link_local
    )


def _is_listed(host: str, port: int, allow_hosts: Iterable[str]) -> bool:
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" in set(allow_hosts)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return None


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects only to vetted addresses; everything else is the library's own backend."""

    def __init__(self, allow_hosts: Iterable[str], inner: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._allow = frozenset(allow_hosts)
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._resolve(host, port, timeout)
        if not _is_listed(host, port, self._allow):
            public = [a for a in addresses if is_public(a)]
            if not public:
                raise AddressRefusedError(f"{host} leads to {addresses[0]}, which is not a public address")
            addresses = public
        failure: Exception | None = None
        for address in addresses[:MAX_ADDRESSES]:
            try:
                return await self._inner.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
        assert failure is not None
        raise failure

    async def _resolve(self, host: str, port: int, timeout: float | None) -> list[Address]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError as exc:
            raise httpcore.ConnectTimeout(f"looking up {host} took more than {timeout} s") from exc
        except (OSError, UnicodeError) as exc:
            raise httpcore.ConnectError(f"{host} is not known ({exc})") from exc
        addresses = [ipaddress.ip_address(str(item[4][0]).split("%")[0]) for item in found]
        if not addresses:
            raise httpcore.ConnectError(f"{host} has no address")
        return list(dict.fromkeys(addresses))

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefusedError("local sockets are not reached")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)
