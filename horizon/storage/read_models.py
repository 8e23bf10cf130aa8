"""What the published file is copied from: grown at each publish by what is new, so that publishing does not cost history.

A search index over document versions (numbers, postings in segments), topic members packed per judgement, and the
changes of documents' stories. Everything follows from raw_ and core_ rows; `rebuild` starts over.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from horizon.storage.store import Store

TABLES = ("read_document_no", "read_posting", "read_topic_member", "read_story_member", "read_judgement")
BATCH = 50_000  # document versions of one new segment at most; about 3 million postings
SEALED = (
    6_000_000  # a segment this large is never merged again, so that no single publish pays for all of history
)


def refresh(store: Store) -> None:
    """Bring the read models up to date, each step in its own transaction: a killed publish goes on from there."""
    _define(store)
    while _index_some(store):
        pass
    for judgement in store.rows("read/unread_judgements"):
        with store.transaction():
            store.change("read/topic_members", **judgement)
            store.change("read/story_members", **judgement)
            store.append("read_judgement", [judgement])


def reindex(store: Store) -> None:
    """Index every numbered document version anew under its number: after texts were removed no word of them may stay."""
    _define(store)
    last = int(store.rows("read/unnumbered")[0]["last_no"])
    with store.transaction():
        store.delete("read_posting")
        for segment, low in enumerate(range(0, last, BATCH), 1):
            store.change("read/postings", last_no=low, until_no=low + BATCH, segment=segment)
            store.change("read/n_terms", last_no=low, until_no=low + BATCH, segment=segment)


def _define(store: Store) -> None:
    """The macros that the index and a reader's question share."""
    for name in ("words", "term"):
        store.define(macro_text(name).replace("CREATE MACRO horizon.", "CREATE OR REPLACE TEMP MACRO "))


def rebuild(store: Store) -> None:
    """Empty the read models; the next refresh builds them anew."""
    with store.transaction():
        for table in TABLES:
            store.delete(table)


def macro_text(name: str) -> str:
    """SQL that makes a macro of the published file."""
    folder = resources.files("horizon.storage").joinpath("contract", "macros")
    return folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _index_some(store: Store) -> bool:
    """Number and index the next batch of document versions; False when there was none."""
    state = store.rows("read/unnumbered")[0]
    if not state["n_new"]:
        return False
    segments = store.rows("read/segments")
    segment = 1 + max((row["segment"] for row in segments), default=0)
    with store.transaction():
        store.change("read/number", n=BATCH, last_no=state["last_no"])
        span = {"last_no": state["last_no"], "until_no": state["last_no"] + BATCH, "segment": segment}
        store.change("read/postings", **span)
        store.change("read/n_terms", **span)
    sizes = [(row["segment"], row["n_postings"]) for row in store.rows("read/segments")]
    first = first_to_merge(sizes)
    if first is not None:
        with store.transaction():
            store.change("read/merge", first=first, last=segment)
            store.change("read/drop_segments", first=first, last=segment)
    return True


def first_to_merge(segments: Sequence[tuple[int, int]]) -> int | None:
    """Oldest of the last segments that should become one: (segment, n_postings), oldest first. None: leave them.

    A segment joins the newer ones when it is less than four times their sum, so there are few of them and each posting
    is rewritten about log4(sealed / batch) times.
    """
    first, total = len(segments) - 1, segments[-1][1] if segments else 0
    while first > 0 and segments[first - 1][1] < min(4 * total, SEALED) and total < SEALED:
        first -= 1
        total += segments[first][1]
    return segments[first][0] if first < len(segments) - 1 else None
