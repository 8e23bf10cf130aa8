"""Two successive bodies of one feed: what stayed, got a new id, was withdrawn, and whether items were lost in between. Pure.

Only the last body is remembered, as short hashes of keys and titles; that is enough to tell the four cases apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from horizon.collect.identity import short_hash

MIN_ITEMS = 3  # with fewer, two bodies without a common item say nothing
REMEMBERED = 150
Mark = tuple[str, str]  # (hash of key, hash of title); as text "key:title" in the state


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two bodies."""

    n_common: int = 0
    reissued: tuple[tuple[int, str], ...] = ()  # (position in the new body, hash of the old key)
    vanished: tuple[str, ...] = ()  # hashes of keys withdrawn from the middle, not scrolled off the end
    is_window_missed: bool = False


def key_mark(key: str) -> str:
    """Short hash of an entry key."""
    return short_hash("key", key)[:12]


def title_mark(title: str | None) -> str:
    """Short hash of a title without regard to case and spacing; "" without a title."""
    return short_hash("title", " ".join(title.split()).casefold())[:10] if title and title.strip() else ""


def marks(items: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    """What is remembered of a body's (key, title) pairs, in its order."""
    return tuple(f"{key_mark(key)}:{title_mark(title)}" for key, title in items[:REMEMBERED])


def compare(before: Sequence[str], now: Sequence[str]) -> Comparison:
    """Compare two bodies by their marks, both in the order of the feed (newest first, as nearly all feeds are)."""
    old, new = [_split(m) for m in before], [_split(m) for m in now]
    old_keys, new_keys = {k for k, _ in old}, {k for k, _ in new}
    common = old_keys & new_keys
    reissued = _reissued(old, new, common)
    renamed = {old_key for _, old_key in reissued}
    gone = [i for i, (key, _) in enumerate(old) if key not in new_keys and key not in renamed]
    # what stood below the last survivor has scrolled off; what stood above it was taken out
    last = max((i for i, (key, _) in enumerate(old) if key in common or key in renamed), default=-1)
    vanished = tuple(old[i][0] for i in gone if i < last)
    is_missed = not common and not reissued and len(old) >= MIN_ITEMS and len(new) >= MIN_ITEMS
    return Comparison(len(common), reissued, vanished, is_missed)


def _split(mark: str) -> Mark:
    key, _, title = mark.partition(":")
    return key, title


def _reissued(old: list[Mark], new: list[Mark], common: set[str]) -> tuple[tuple[int, str], ...]:
    """Items whose title stayed while their id changed; a title that occurs twice in either body proves nothing."""
    n_old, n_new = Counter(t for _, t in old), Counter(t for _, t in new)
    by_title = {title: key for key, title in old if title and n_old[title] == 1 and key not in common}
    return tuple(
        (position, by_title[title])
        for position, (key, title) in enumerate(new)
        if key not in common and title in by_title and n_new[title] == 1
    )
