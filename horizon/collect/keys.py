"""Keys for services that want one: from the environment, put into the request on its way out, nowhere else.

A key is no part of a source's address: what is stored, logged, published or told in an error is the address without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

HIDDEN = "(key)"


@dataclass(frozen=True, slots=True)
class Service:
    """A service, the query parameter that carries its key, and the environment variable that holds it."""

    host: str
    parameter: str
    variable: str


SERVICES = (Service("api.openalex.org", "api_key", "HORIZON_OPENALEX_KEY"),)


class Keys:
    """The keys that the environment holds."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        found = ((service, environment.get(service.variable, "").strip()) for service in SERVICES)
        self._by_host = {service.host: (service, key) for service, key in found if key}

    def signed(self, url: str) -> str:
        """The address with its key; only over https, only for the very host. Others unchanged."""
        service, key = self._by_host.get(_host(url), (None, ""))
        parts = urlsplit(url)
        if service is None or parts.scheme != "https" or parts.port not in (None, 443):
            return url
        pairs = [*_without(parts.query, service.parameter), f"{service.parameter}={quote(key, safe='')}"]
        return urlunsplit(parts._replace(query="&".join(pairs)))

    def hidden(self, text: str) -> str:
        """A text without any of the keys, as they are and as an address writes them."""
        for _, key in self._by_host.values():
            for spelt in (key, quote(key, safe="")):
                text = text.replace(spelt, HIDDEN)
        return text


def unsigned(url: str) -> str:
    """The address of a service without a key that it carries, as after a redirect that repeats it; others unchanged."""
    for service in SERVICES:
        if _host(url) == service.host:
            parts = urlsplit(url)
            url = urlunsplit(parts._replace(query="&".join(_without(parts.query, service.parameter))))
    return url


def service_of(url: str) -> Service | None:
    """The service at an address that takes a key."""
    return next((service for service in SERVICES if _host(url) == service.host), None)


def missing_key(url: str, environment: Mapping[str, str]) -> str | None:
    """What to say of an address whose service takes a key that the environment does not hold; None when nothing is missing."""
    service = service_of(url)
    if service is None or environment.get(service.variable, "").strip():
        return None
    return f"no key: with {service.variable} in the environment {service.host} gives a larger daily budget"


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def _without(query: str, parameter: str) -> list[str]:
    return [pair for pair in query.split("&") if pair and pair.partition("=")[0].lower() != parameter]
