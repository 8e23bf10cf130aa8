"""What readers say, kept as said: notes, ratings, follows and proposed sources. Append-only; the last word of a reader counts."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from horizon.errors import ConfigError
from horizon.publish.harmless import plain
from horizon.storage.store import Store

VERDICTS = ("useful", "not", "wrong")
MAX_NOTE = 500  # characters
ANYBODY = "anonymous"


def note(store: Store, text: str, *, author: str | None, now: datetime) -> str:
    """Keep a hunch; returns its signal id. Raises ConfigError for an empty or endless text."""
    clean = plain(text)
    if not clean:
        raise ConfigError("the note is empty; write the hunch in one line")
    if len(clean) > MAX_NOTE:
        raise ConfigError(f"the note has {len(clean)} characters; {MAX_NOTE} are enough for a hunch")
    note_id = _id(clean, author, now)
    store.append_new(
        "core_note",
        [{"note_id": note_id, "text": clean, "author": _name(author), "noted_at": now}],
        key=["note_id"],
    )
    return f"note-{note_id}"


def rate(
    store: Store, signal_id: str, verdict: str, *, rater: str | None, comment: str | None, now: datetime
) -> str:
    """Keep a verdict on a signal; returns the signal's label. Raises ConfigError for a signal that was never judged."""
    found = store.rows("publish/signal_label", signal_id=signal_id, as_of=now)
    if not found:
        raise ConfigError(f"no signal {signal_id!r}; `horizon signals --all` lists the ids")
    row = {
        "rating_id": _id(signal_id, verdict, rater, now),
        "signal_id": signal_id,
        "week_on": found[0]["week_on"],
        "rater": _name(rater) or ANYBODY,
        "verdict": verdict,
        "comment": plain(comment)[:MAX_NOTE] if comment else None,
        "rated_at": now,
    }
    store.append_new("core_rating", [row], key=["rating_id"])
    return str(found[0]["label"])


def follow(store: Store, topic_id: str, *, follower: str | None, stop: bool, now: datetime) -> str:
    """Follow a topic, or stop; returns its label. Raises ConfigError for a topic that was never judged."""
    found = store.rows("publish/topic_label", topic_id=topic_id, as_of=now)
    if not found:
        raise ConfigError(f"no topic {topic_id!r}; `horizon topics list` lists the ids")
    row = {
        "topic_id": topic_id,
        "follower": _name(follower) or ANYBODY,
        "is_following": not stop,
        "followed_at": now,
    }
    store.append("core_follow", [row])
    return str(found[0]["label"])


def propose(
    store: Store,
    url: str,
    *,
    source_class: str | None,
    reason: str | None,
    proposed_by: str | None,
    now: datetime,
) -> None:
    """Keep a proposed source for the operator; nothing is fetched. Raises ConfigError for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or plain(url) != url:
        raise ConfigError(f"{url!r}: not a web address; write it in full, https://...")
    row = {
        "url": url,
        "source_class": source_class,
        "reason": plain(reason)[:MAX_NOTE] if reason else None,
        "proposed_by": _name(proposed_by),
        "proposed_at": now,
    }
    store.append_new("core_source_proposal", [row], key=["url"])


def _id(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()[:10]


def _name(name: str | None) -> str | None:
    return plain(name)[:80] or None if name else None
