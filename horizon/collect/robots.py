"""robots.txt: may this page be read, and how fast (RFC 9309). Pure; the rules themselves are read in the parser process.

4xx: there are no rules, everything may be read. A server error, silence or an unreadable answer: nothing may be read for
now. What was said holds for a day, trouble for an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from horizon.collect.fetch import Answer  # the parser process, which judges, has no HTTP client

LIFETIME = timedelta(hours=24)  # RFC 9309, 2.4: not longer than 24 hours
CLOSED_FOR = timedelta(hours=1)
UNREACHED_FOR = timedelta(minutes=10)  # nobody answered: the fault may be here
MAX_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB; what lies beyond is not read
MAX_CRAWL_DELAY_S = 86_400.0
ACCEPT = "text/plain, */*;q=0.3"

Standing = Literal["rules", "open", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsJob:
    """One question to a robots.txt."""

    body: bytes
    url: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a robots.txt says about one page. outcome other than ok: it could not be read."""

    outcome: str = "ok"
    reason: str | None = None
    is_allowed: bool = False
    crawl_delay_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one origin's robots.txt last said (one row of core_robots)."""

    origin: str
    fetched_at: datetime
    expires_at: datetime
    standing: Standing
    outcome: str
    http_status: int | None = None
    reason: str | None = None
    body_hash: str | None = None
    crawl_delay_s: float | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may still be relied on; a moment in the future is a clock set back."""
        return self.fetched_at <= now < self.expires_at


def origin_of(url: str) -> str:
    """Scheme, host and port that one robots.txt speaks for; url is a vetted http(s) address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def agent_token(user_agent: str) -> str:
    """The name by which robots.txt may address us: the product, without version and comment."""
    return user_agent.split("/")[0].split()[0]


def robots_of(origin: str, answer: Answer, at: datetime, body_hash: str | None) -> Robots:
    """What an answer to a request for robots.txt means."""
    standing = standing_of(answer)
    shut_for = UNREACHED_FOR if answer.outcome in ("unreachable", "timeout") else CLOSED_FOR
    return Robots(
        origin=origin,
        fetched_at=at,
        expires_at=at + (shut_for if standing == "closed" else LIFETIME),
        standing=standing,
        outcome=answer.outcome,
        http_status=answer.http_status,
        reason=answer.reason,
        body_hash=body_hash if standing == "rules" else None,
    )


def standing_of(answer: Answer) -> Standing:
    """rules to be read, open (there are none), or closed for now."""
    if answer.outcome == "ok":
        return "rules"
    if answer.outcome == "empty":
        return "open"
    status = answer.http_status or 0
    if answer.outcome in ("http_error", "gone") and 400 <= status < 500 and status != 429:
        return "open"
    return "closed"  # 429, 5xx, a challenge, no answer, a redirect to nowhere


def judge(job: RobotsJob) -> Verdict:
    """What the rules say about one page; in the parser process."""
    from protego import Protego

    rules = Protego.parse(job.body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff"))
    delay_s: float | None = rules.crawl_delay(job.agent)
    rate = rules.request_rate(job.agent)
    if rate is not None and rate.requests > 0:
        delay_s = max(delay_s or 0.0, rate.seconds / rate.requests)
    is_known = delay_s is not None and 0 < delay_s <= MAX_CRAWL_DELAY_S
    return Verdict(
        is_allowed=rules.can_fetch(job.url, job.agent), crawl_delay_s=delay_s if is_known else None
    )
