"""What is remembered of a site after an answer, feed or page. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from horizon.collect.due import RATE_LIMIT_S
from horizon.collect.fetch import Answer
from horizon.collect.headers import budget_of, exhausted_for_s
from horizon.collect.polite import SiteMemory


def after_answer(
    memory: SiteMemory, answer: Answer, at: datetime, *, outcome: str, reason: str | None
) -> SiteMemory:
    """The site's memory after any answer of it, feed or page."""
    memory = memory.told(budget_of(answer.headers, at))
    exhausted_s = exhausted_for_s(answer.headers, at)
    if outcome == "rate_limited":
        wait_s = max(answer.retry_after_s or RATE_LIMIT_S, exhausted_s or 0.0)
        return memory.hushed(at + timedelta(seconds=wait_s), reason or "rate limited")
    if exhausted_s:
        until = at + timedelta(seconds=exhausted_s)
        return memory.hushed(until, "the answer was the last of the site's budget")
    return memory
