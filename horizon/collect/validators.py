"""ETag and Last-Modified are trusted, but checked: some servers answer "not modified" for ever. Pure.

Every few conditional polls one goes without validators. When that brings items which were published before an earlier
"not modified", or a new body under an unchanged validator, the validators of this source are ignored from then on, for a month.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from horizon.collect.state import Memory, SourceState, Visit

CHECK_EVERY = 8  # conditional polls
MARGIN = timedelta(hours=2)  # caches may lag
AGAIN_AFTER = timedelta(days=30)


def may_be_conditional(state: SourceState, now: datetime) -> bool:
    """Whether to send the validators with the next poll."""
    memory = state.memory
    if memory.distrusted_at and now - datetime.fromisoformat(memory.distrusted_at) < AGAIN_AFTER:
        return False
    return memory.n_conditional < CHECK_EVERY


def checked(before: SourceState, after: SourceState, visit: Visit) -> SourceState:
    """The state after weighing what a visit says about the validators. before: the state the visit started from."""
    memory = after.memory
    if visit.outcome == "not_modified":
        memory = replace(memory, n_conditional=memory.n_conditional + 1, unmodified_at=visit.at.isoformat())
        return replace(after, supports_conditional=True, memory=memory)
    if not visit.is_success:
        return after
    if visit.is_conditional:
        # asked conditionally and got a body: a server that sends the same one again ignores validators
        supports = False if visit.outcome == "same_body" else after.supports_conditional
        return replace(after, supports_conditional=supports, memory=replace(memory, n_conditional=0))
    reason = lie(before, visit)
    memory = replace(memory, n_conditional=0)
    if reason:
        memory = replace(memory, validators_distrusted=reason, distrusted_at=visit.at.isoformat())
        return replace(after, supports_conditional=False, memory=memory)
    if memory.distrusted_at and visit.at - datetime.fromisoformat(memory.distrusted_at) >= AGAIN_AFTER:
        memory = replace(memory, validators_distrusted=None, distrusted_at=None)
    return replace(after, memory=memory)


def lie(before: SourceState, visit: Visit) -> str | None:
    """What an unconditional body proves against the validators that came before it; None when nothing."""
    memory: Memory = before.memory
    if not (before.etag or before.last_modified) or visit.outcome != "ok" or before.body_hash is None:
        return None
    same = (before.etag, before.last_modified) == (visit.etag, visit.last_modified)
    if same and visit.n_new_keys:
        return "new items under unchanged validators"
    if memory.unmodified_at:
        unmodified_at = datetime.fromisoformat(memory.unmodified_at)
        if any(date < unmodified_at - MARGIN for date in visit.new_dates):
            return "answered 'not modified' when there was something new"
    return None
