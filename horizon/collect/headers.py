"""What response headers say about when to come back: Retry-After, Cache-Control, Expires, rate limits. Pure readers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_RETRY_AFTER_S = 7 * 86_400.0
MAX_HEADER_CHARS = 1_000
_PRINTABLE = re.compile(r"[ -~]+")


def http_date(text: str | None) -> datetime | None:
    """An HTTP date as UTC; None when unreadable."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds the server asks us to stay away (Retry-After, else the reset of an exhausted x-ratelimit); at most 7 days."""
    text = headers.get("retry-after", "").strip()
    seconds: float | None = None
    if re.fullmatch(r"\d{1,12}(\.\d+)?", text):
        seconds = float(text)
    elif text:
        until = http_date(text)
        seconds = (until - now).total_seconds() if until else None
    if seconds is None:
        seconds = _rate_limit_reset_s(headers, now)
    if seconds is None or seconds <= 0:
        return None
    return min(seconds, MAX_RETRY_AFTER_S)


def exhausted_for_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until a budget is filled again that this answer, good or bad, says is used up; at most 7 days."""
    seconds = _rate_limit_reset_s(headers, now)
    return min(seconds, MAX_RETRY_AFTER_S) if seconds is not None and seconds > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What an answer says is left to us, in the service's own units; None for what it does not say."""

    limit: int | None
    left: int
    until: datetime  # when it is filled again
    cost: int | None  # of this answer


def budget_of(headers: Mapping[str, str], now: datetime) -> Budget | None:
    """The budget that an answer tells (x-ratelimit-limit, -remaining, -reset, -credits-used); None when it tells none."""
    for prefix in ("x-ratelimit-", "ratelimit-", "x-rate-limit-"):
        left, reset = _count(headers, prefix + "remaining"), _count(headers, prefix + "reset")
        if left is None or reset is None:
            continue
        seconds = reset - now.timestamp() if reset > 1_000_000_000 else float(reset)
        if 0 < seconds <= MAX_RETRY_AFTER_S:
            until = now + timedelta(seconds=seconds)
            limit, cost = _count(headers, prefix + "limit"), _count(headers, prefix + "credits-used")
            return Budget(limit=limit, left=left, until=until, cost=cost)
    return None


def _count(headers: Mapping[str, str], name: str) -> int | None:
    found = re.fullmatch(r"\s*(\d{1,12})(?:\.\d+)?\s*", headers.get(name, ""))
    return int(found[1]) if found else None


def _rate_limit_reset_s(headers: Mapping[str, str], now: datetime) -> float | None:
    for remaining, reset in _budgets(headers):
        if not re.fullmatch(r"0+(\.0+)?", remaining.strip()):
            continue
        if not re.fullmatch(r"\d{1,12}(\.\d+)?", reset.strip()):
            continue
        value = float(reset)
        # some count seconds, some name a moment since 1970
        return value - now.timestamp() if value > 1_000_000_000 else value
    return None


def _budgets(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(remaining, reset) of each budget told: three families of headers, and the one header of the later drafts."""
    for prefix in ("x-ratelimit-", "ratelimit-", "x-rate-limit-"):
        remaining, reset = headers.get(prefix + "remaining"), headers.get(prefix + "reset")
        if remaining and reset:
            yield remaining, reset
    for budget in headers.get("ratelimit", "").split(',"') if "ratelimit" in headers else ():
        told = dict(re.findall(r"\b(r|t|remaining|reset)\s*=\s*(\d+)", budget.lower()))
        if ("r" in told or "remaining" in told) and ("t" in told or "reset" in told):
            yield told.get("r") or told["remaining"], told.get("t") or told["reset"]


def fresh_for_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which the publisher calls the answer fresh (max-age, else Expires); None when it says nothing."""
    match = re.search(
        r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", headers.get("cache-control", ""), re.IGNORECASE
    )
    if match:
        age = re.fullmatch(r"\d{1,9}", headers.get("age", "").strip())
        return max(0.0, float(match[1]) - (float(age[0]) if age else 0.0))
    expires = http_date(headers.get("expires"))
    if expires is None:
        return None
    return max(0.0, (expires - (http_date(headers.get("date")) or now)).total_seconds())


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """ETag or Last-Modified exactly as sent, to be echoed; None when absent or too odd to send back."""
    value = headers.get(name)
    if not value or len(value) > MAX_HEADER_CHARS or not _PRINTABLE.fullmatch(value):
        return None
    return value
