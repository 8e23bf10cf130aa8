"""When to believe that a feed has moved or is gone for good. Pure.

A redirect is easily wrong (a maintenance page, a captive portal, a mistyped rule), so a new address is taken over only after
seven days of proof: permanent redirects all along, answering with the same items. An upgrade to https is believed at once.
A feed is retired only when a second look, a day later, finds it gone again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from horizon.collect.state import Memory, SourceState, Visit

PROOF = timedelta(days=7)
MIN_SEEN = 3
SECOND_LOOK = timedelta(hours=20)  # polls of a gone feed are a day apart
LOST_AFTER = 3  # failures at a new address before the catalogue's own is asked again


def moved(state: SourceState, visit: Visit, url: str, *, is_same_feed: bool) -> SourceState:
    """The state after weighing where a visit to `url` ended. is_same_feed: items of the last body were met again."""
    if visit.is_success:
        return _after_success(state, visit, url, is_same_feed=is_same_feed)
    return _after_failure(state, visit)


def _after_success(state: SourceState, visit: Visit, url: str, *, is_same_feed: bool) -> SourceState:
    target = visit.permanent_url
    memory = state.memory
    if target is None or target == url:
        return replace(state, memory=_forgotten(memory))
    if is_https_upgrade(url, target):
        return replace(state, resolved_url=target, memory=_forgotten(memory))
    if not is_same_feed:
        return replace(state, memory=_forgotten(memory))
    if memory.move_to != target:
        memory = replace(memory, move_to=target, move_since=visit.at.isoformat(), n_move_seen=1)
        return replace(state, memory=memory)
    memory = replace(memory, n_move_seen=memory.n_move_seen + 1)
    assert memory.move_since is not None
    if memory.n_move_seen >= MIN_SEEN and visit.at - datetime.fromisoformat(memory.move_since) >= PROOF:
        return replace(state, resolved_url=target, memory=_forgotten(memory))
    return replace(state, memory=memory)


def _after_failure(state: SourceState, visit: Visit) -> SourceState:
    memory = state.memory
    is_absent = visit.outcome == "gone" or (visit.outcome == "http_error" and visit.http_status == 404)
    if is_absent and memory.move_to:
        # the old address has fallen away while the new one was under proof and gave the same items
        return replace(state, resolved_url=memory.move_to, memory=_forgotten(memory))
    if state.resolved_url and state.n_failures >= LOST_AFTER:
        return replace(state, resolved_url=None, etag=None, last_modified=None, memory=_forgotten(memory))
    if visit.outcome != "gone":
        return replace(state, memory=replace(memory, n_gone=0, gone_since=None))
    since = memory.gone_since or visit.at.isoformat()
    memory = replace(memory, n_gone=memory.n_gone + 1, gone_since=since)
    is_retired = memory.n_gone >= 2 and visit.at - datetime.fromisoformat(since) >= SECOND_LOOK
    return replace(state, is_retired=state.is_retired or is_retired, memory=memory)


def is_https_upgrade(url: str, target: str) -> bool:
    """Whether the target is the same address under https (with or without www.)."""
    old, new = urlsplit(url), urlsplit(target)
    hosts = {(old.hostname or "").removeprefix("www."), (new.hostname or "").removeprefix("www.")}
    return (
        (old.scheme, new.scheme) == ("http", "https")
        and len(hosts) == 1
        and (old.path.rstrip("/"), old.query) == (new.path.rstrip("/"), new.query)
    )


def _forgotten(memory: Memory) -> Memory:
    return replace(memory, move_to=None, move_since=None, n_move_seen=0)
