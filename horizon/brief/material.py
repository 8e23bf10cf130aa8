"""Reads the store for one pack: what the question is about, its documents and what was judged of them, all as of one moment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from horizon.errors import ConfigError
from horizon.storage.store import Store

Row = Mapping[str, Any]
MAX_DOCS = 400  # of a topic, newest first; a pack cites at most a few dozen
MAX_FOUND = 60  # of a query
STEM = 6
_STOP = frozenset(
    ("the", "and", "for", "with", "from", "och", "för", "med", "från", "som", "att", "det", "den", "om")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Rows for one pack."""

    what: str
    label: str
    terms: tuple[str, ...]
    signal: Row | None
    topic_id: str | None
    documents: tuple[Row, ...]
    stances: Mapping[str, str]
    claims: tuple[Row, ...]
    affiliations: tuple[Row, ...]
    mentions: tuple[Row, ...]
    impacts: tuple[Row, ...]
    open_questions: tuple[Row, ...]
    dates: tuple[Row, ...]
    touches: tuple[Row, ...]
    sources: tuple[Row, ...]
    systems: tuple[Row, ...]
    central: tuple[str, ...]  # documents that the topic or the query is most about, best first
    stories: Mapping[str, str]  # the story of each document that was in one
    query: str | None  # the question in words; None for a pack on a signal or a topic


def read(store: Store, what: str, as_of: datetime) -> Material:
    """Everything a pack on a signal id, a topic id or label, or a query rests on. Raises ConfigError when nothing matches."""
    signal = _first(store.rows("brief/signal", what=what, as_of=as_of))
    topic = _first(store.rows("brief/topic", what=(signal or {}).get("topic_id") or what, as_of=as_of))
    stances: dict[str, str] = {}
    query = None
    if signal is None and topic is not None:
        signal = _first(store.rows("brief/signal", what=topic["topic_id"], as_of=as_of))
    if signal or topic:
        doc_ids = _of_topic(store, topic, signal, as_of)
    else:
        doc_ids, query = _found(store, what, as_of), what
        topic_id = _main_topic(store, doc_ids, as_of)
        if topic_id:
            topic = _first(store.rows("brief/topic", what=topic_id, as_of=as_of))
            signal = _first(store.rows("brief/signal", what=topic_id, as_of=as_of))
    if not doc_ids:
        raise ConfigError(
            f"{what!r}: no signal, topic or document matches by {as_of:%Y-%m-%d %H:%M} "
            f"UTC. See `horizon signals --all` and `horizon topics list`."
        )
    if signal:
        stances = {
            r["doc_id"]: r["stance"]
            for r in store.rows("brief/evidence", signal_id=signal["signal_id"], as_of=as_of)
        }
    documents = store.rows("brief/documents", doc_ids=doc_ids, as_of=as_of)[-MAX_DOCS:]
    ids = [d["doc_id"] for d in documents]
    impacts = store.rows("brief/impacts", signal_id=signal["signal_id"], as_of=as_of) if signal else []
    force_ids = sorted({i["force_id"] for i in impacts if i["force_id"]})
    dates = store.rows("calendar/dates", as_of=as_of, since=as_of.date() - timedelta(days=366))
    topic_id = topic["topic_id"] if topic else None
    return Material(
        what=what,
        label=(signal or topic or {}).get("label") or what,
        terms=tuple((topic or signal or {}).get("terms") or _words(what)),
        signal=signal, topic_id=topic_id, documents=tuple(documents), stances=stances,
        claims=tuple(store.rows("brief/claims", doc_ids=ids, as_of=as_of)),
        affiliations=tuple(store.rows("brief/affiliations", doc_ids=ids, as_of=as_of)),
        mentions=tuple(store.rows("brief/mentions", doc_ids=ids, as_of=as_of)),
        impacts=tuple(impacts),
        open_questions=tuple(store.rows("brief/questions", force_ids=force_ids, as_of=as_of)),
        dates=tuple(d for d in dates if d["doc_id"] in set(ids)),
        touches=tuple(store.rows("calendar/touches", as_of=as_of)) if dates else (),
        sources=tuple(store.rows("brief/sources")),
        systems=tuple(store.rows("brief/systems")),
        central=tuple(doc_ids if query else (topic or {}).get("representative_doc_ids") or ()), query=query,
        stories={r["doc_id"]: r["story_id"] for r in store.rows("brief/stories", doc_ids=ids, as_of=as_of)},
    )  # fmt: skip


def _first(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    return rows[0] if rows else None


def _of_topic(store: Store, topic: Row | None, signal: Row | None, as_of: datetime) -> list[str]:
    ids: set[str] = set()
    if topic:
        ids |= {
            r["doc_id"] for r in store.rows("brief/topic_documents", topic_id=topic["topic_id"], as_of=as_of)
        }
    if signal:
        ids |= {r["doc_id"] for r in store.rows("brief/evidence", signal_id=signal["signal_id"], as_of=as_of)}
    return sorted(ids)


def _words(query: str) -> list[str]:
    """Beginnings of the query's words, lower case."""
    words = [w.casefold() for w in re.findall(r"[^\W_]{3,}", query)]
    return list(dict.fromkeys(w[:STEM] for w in words if w not in _STOP))


def _found(store: Store, query: str, as_of: datetime) -> list[str]:
    """Documents that hold at least two thirds of a query's words."""
    words = _words(query)
    if not words:
        return []
    least = max(1, -(-2 * len(words) // 3))
    return [
        r["doc_id"] for r in store.rows("brief/search", words=words, least=least, most=MAX_FOUND, as_of=as_of)
    ]


def _main_topic(store: Store, doc_ids: Sequence[str], as_of: datetime) -> str | None:
    """The topic that holds at least two fifths of what a query found."""
    rows = store.rows("brief/topic_of", doc_ids=list(doc_ids), as_of=as_of) if doc_ids else []
    return str(rows[0]["topic_id"]) if rows and rows[0]["n_docs"] >= 0.4 * len(doc_ids) else None
