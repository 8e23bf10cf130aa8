"""One polite GET of one feed: conditional, bounded, redirects followed by hand. With connections.py the only module that
knows the HTTP client.

No cookies, no referrer, no retries: the next poll is the retry.
"""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin

import httpx

from horizon import __version__
from horizon.collect.connections import GuardedTransport
from horizon.collect.decode import ENCODINGS, BadEncodingError, Decoder, TooLargeError, inflate_file
from horizon.collect.guard import AddressRefusedError, vet_url
from horizon.collect.headers import retry_after_s, validator
from horizon.collect.keys import Keys, unsigned
from horizon.config import CollectSettings

MAX_REDIRECTS = 6
TOTAL_TIMEOUTS = 3  # a server that drips bytes is cut off after this many timeouts in all
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.3"
)
_CHALLENGE = re.compile(
    rb"cf-challenge|cf_chl_|challenge-platform|__cf_bm|just a moment\.\.\.|attention required!|ddos-guard|"
    rb"captcha|incapsula incident|perimeterx|are you a (?:human|robot)|enable javascript and cookies to continue|datadome|"
    rb"checking your browser|anubis_challenge",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask for; validators are echoed exactly, and only to the address that gave them."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None  # the address whose answer carried the validators
    accept: str = ACCEPT
    may_follow: Callable[[str], Awaitable[tuple[str, str] | None]] | None = (
        None  # asked of every redirect: None, or why not
    )
    is_one_hop: bool = False  # a redirect is the answer ("moved", to final_url) and is not followed

    @property
    def is_conditional(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. `outcome` is ok only for a body worth parsing; it is never raised."""

    outcome: str
    reason: str | None = None
    http_status: int | None = None
    final_url: str
    permanent_url: str | None = None  # where the leading run of permanent redirects ends
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    defects: tuple[str, ...] = ()
    is_conditional: bool = False
    retry_after_s: float | None = None
    elapsed_s: float = 0.0
    requested_url: str = ""

    @property
    def etag(self) -> str | None:
        return validator(self.headers, "etag")

    @property
    def last_modified(self) -> str | None:
        return validator(self.headers, "last-modified")


class Fetcher:
    """An HTTP client with our manners. `async with Fetcher(settings) as fetcher: await fetcher.get(request, now)`."""

    def __init__(
        self,
        settings: CollectSettings,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        keys: Keys | None = None,
    ) -> None:
        self._settings = settings
        self._keys = keys or Keys(os.environ)
        self._transport = transport or GuardedTransport(settings.allow_hosts, max_idle=settings.concurrency)
        agent = settings.user_agent.replace("{version}", __version__)
        self._headers = {
            "User-Agent": f"{agent} ({settings.contact})" if settings.contact else agent,
            "Accept-Encoding": ENCODINGS,
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(self, request: Request, now: datetime) -> Answer:
        """Fetch one address; every failure is an Answer with an outcome and a plain reason."""
        started = time.perf_counter()
        trail = _Trail(request.url)
        try:
            async with asyncio.timeout(self._settings.timeout_s * TOTAL_TIMEOUTS):
                answer = await self._follow(request, trail, now)
        except TimeoutError:
            limit = self._settings.timeout_s * TOTAL_TIMEOUTS
            answer = trail.failed("timeout", f"no complete answer within {limit:g} s")
        except httpx.TimeoutException as exc:
            answer = trail.failed(
                "timeout", f"no answer within {self._settings.timeout_s:g} s ({_name(exc)})"
            )
        except AddressRefusedError as exc:
            answer = trail.failed("refused", str(exc))
        except TooLargeError as exc:
            answer = trail.failed("too_large", str(exc))
        except BadEncodingError as exc:
            answer = trail.failed("bad_encoding", str(exc))
        except (httpx.InvalidURL, UnicodeError) as exc:
            answer = trail.failed("refused", f"not an address that can be fetched: {exc}")
        except (httpx.TransportError, httpx.StreamError, ssl.SSLError, OSError) as exc:
            answer = trail.failed("unreachable", _plain(exc))
        reason = answer.reason and self._keys.hidden(answer.reason)
        return replace(
            answer,
            reason=reason,
            elapsed_s=time.perf_counter() - started,
            requested_url=unsigned(request.url),
        )

    async def _follow(self, request: Request, trail: _Trail, now: datetime) -> Answer:
        seen: set[str] = set()
        while True:
            vet_url(trail.url, self._settings.allow_hosts)
            if trail.url in seen:
                return trail.failed("http_error", "redirects in a circle")
            if len(seen) > MAX_REDIRECTS:
                return trail.failed("http_error", f"more than {MAX_REDIRECTS} redirects")
            seen.add(trail.url)
            headers = {**self._headers, "Accept": request.accept}
            trail.is_conditional = request.is_conditional and trail.url == (
                request.validated_url or request.url
            )
            if trail.is_conditional and request.etag:
                headers["If-None-Match"] = request.etag
            if trail.is_conditional and request.last_modified:
                headers["If-Modified-Since"] = request.last_modified
            outgoing = httpx.Request(
                "GET",
                self._keys.signed(trail.url),
                headers=headers,
                extensions={"timeout": httpx.Timeout(self._settings.timeout_s).as_dict()},
            )
            response = await self._transport.handle_async_request(outgoing)
            try:
                location = response.headers.get("location")
                if response.status_code in REDIRECTS and location:
                    trail.hop(response.status_code, location)
                    if request.is_one_hop:
                        return trail.answer("moved")
                    refused = await request.may_follow(trail.url) if request.may_follow else None
                    if refused is not None:
                        return trail.failed(*refused)
                    continue
                return await self._read(response, trail, now)
            finally:
                await response.aclose()

    async def _read(self, response: httpx.Response, trail: _Trail, now: datetime) -> Answer:
        headers = {key.lower(): value for key, value in response.headers.items()}
        trail.status, trail.headers = response.status_code, headers
        if response.status_code == 304:
            if trail.is_conditional:
                return trail.answer("not_modified")
            return trail.failed("http_error", "304 although nothing conditional was asked")
        is_success = 200 <= response.status_code < 300
        cap = self._settings.max_body_bytes if is_success else 64 * 1024
        decoder = Decoder(headers.get("content-encoding"), cap)
        is_cut = False
        try:
            async for chunk in response.aiter_raw():
                decoder.feed(chunk)
        except TooLargeError:
            if is_success:
                raise
        except (httpx.RemoteProtocolError, httpx.ReadError) as exc:
            if not is_success:
                return judge_failure(trail, b"", now)
            is_cut = True
            trail.reason = f"the answer breaks off ({_plain(exc)})"
        try:
            body = decoder.finish()
        except (BadEncodingError, TooLargeError):
            if is_success:
                raise
            body = b""
        if not is_success:
            return judge_failure(trail, body, now)
        body = inflate_file(body, cap) or body
        if is_cut and not body.strip():
            return trail.failed("unreachable", trail.reason or "the answer breaks off")
        if not body.strip():
            return trail.failed("empty", "the answer has no body")
        defects = ("body_cut_off",) if is_cut or decoder.is_damaged else ()
        return trail.answer("ok", body=body, defects=defects)


class _Trail:
    """Where one request has come: address, redirects, last status."""

    def __init__(self, url: str) -> None:
        self.url = unsigned(urldefrag(url).url)
        self.permanent_url: str | None = None
        self._leading = True
        self.is_conditional = False
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self.reason: str | None = None

    def hop(self, status: int, location: str) -> None:
        """Follow one redirect; only the leading run of permanent ones can move a feed."""
        try:
            self.url = unsigned(urldefrag(urljoin(self.url, location.strip())).url)
        except ValueError as exc:
            raise AddressRefusedError(
                f"redirect to something that is no address: {location[:200]!r}"
            ) from exc
        self.status = status
        self._leading = self._leading and status in PERMANENT
        if self._leading:
            self.permanent_url = self.url

    def failed(self, outcome: str, reason: str, retry_s: float | None = None) -> Answer:
        return self.answer(outcome, reason=reason, retry_s=retry_s)

    def answer(
        self, outcome: str, *, reason: str | None = None, body: bytes = b"", defects: tuple[str, ...] = (),
        retry_s: float | None = None,
    ) -> Answer:  # fmt: skip
        return Answer(
            outcome=outcome, reason=reason or self.reason, http_status=self.status, final_url=self.url,
            permanent_url=self.permanent_url, headers=self.headers, body=body, defects=defects,
            is_conditional=self.is_conditional, retry_after_s=retry_s,
        )  # fmt: skip


def judge_failure(trail: _Trail, body: bytes, now: datetime) -> Answer:
    """The outcome of an answer that is neither a success nor a redirect."""
    status, headers = trail.status or 0, trail.headers
    retry_s = retry_after_s(headers, now)
    if status in (403, 503, 429, 401) and is_challenge(headers, body):
        return trail.failed("blocked", f"HTTP {status} with a page that asks for a human", retry_s)
    if status == 429 or (status in (403, 503) and retry_s is not None):
        wait = f", come back in {retry_s:.0f} s" if retry_s else ""
        return trail.failed("rate_limited", f"HTTP {status}{wait}", retry_s)
    if status == 410:
        return trail.failed("gone", "HTTP 410, removed by the publisher")
    if 300 <= status < 400:
        return trail.failed("http_error", f"HTTP {status} without an address to go to")
    return trail.failed("http_error", f"HTTP {status}", retry_s)


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer is a page that wants to see a human (Cloudflare and its like)."""
    if headers.get("cf-mitigated", "").lower() == "challenge" or "x-datadome" in headers:
        return True
    return bool(_CHALLENGE.search(body[:65_536]))


def _name(exc: BaseException) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(exc).__name__).lower()


def _plain(exc: BaseException) -> str:
    text = str(exc).strip()
    return f"{_name(exc)}: {text}"[:300] if text else _name(exc)
