"""What may become a signal: topics, term bursts and groups of novel documents, merged where they are the same thing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from horizon.signals.bursts import TermBurst
from horizon.signals.history import History, IntArray
from horizon.signals.novelty import NovelGroup

TOPIC_GROWTH, TERM_BURST, NOVEL_DOCUMENTS = "topic_growth", "term_burst", "novel_documents"
SAME_SHARE = 0.5  # of the smaller detection's recent documents that it shares with the other
SAME_TOPIC_SHARE = (
    0.5  # of the topic's recent documents: a burst inside a large old topic stays a signal of its own
)
RECENT_WEEKS = 2
SKIPPED_STATES = frozenset({"merged", "retired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A group of documents that will be judged."""

    signal_id: str
    kind: str  # topic, term, novel
    topic_id: str | None
    label: str
    terms: tuple[str, ...]
    docs: IntArray  # all its documents in the history, copies included, oldest first
    detectors: frozenset[str] = (
        frozenset()
    )  # term_burst, novel_documents; topic_growth is decided with the series
    burst: TermBurst | None = None  # the strongest that coincides with it
    coherence_score: float | None = None


def topic_candidates(history: History, topics: Sequence[Mapping[str, Any]]) -> list[Candidate]:
    """One candidate per living topic of the judgement. topics: rows of `signals/topics`."""
    members: dict[str, list[int]] = {}
    for i, topic_id in enumerate(history.topic_ids):
        if topic_id is not None:
            members.setdefault(topic_id, []).append(i)
    return [
        Candidate(
            signal_id=f"topic-{row['topic_id']}",
            kind="topic",
            topic_id=row["topic_id"],
            label=row["label"],
            terms=tuple(row["terms"] or ()),
            docs=np.array(members[row["topic_id"]], dtype=np.int64),
            coherence_score=row["coherence_score"],
        )
        for row in topics
        if row["state"] not in SKIPPED_STATES and row["topic_id"] in members
    ]


def with_bursts(
    history: History, candidates: Sequence[Candidate], bursts: Sequence[TermBurst]
) -> list[Candidate]:
    """Candidates after each burst was merged into the one it coincides with, or added as a term candidate."""
    out = list(candidates)
    for burst in bursts:
        place = _same(history, out, burst.recent_docs)
        if place is not None:
            old = out[place]
            # bursts come strongest first: the first stays
            out[place] = replace(old, detectors=old.detectors | {TERM_BURST}, burst=old.burst or burst)
            continue
        out.append(
            Candidate(
                signal_id=f"term-{_short_hash(burst.key)}",
                kind="term",
                topic_id=None,
                label=burst.label,
                terms=burst.terms,
                docs=burst.docs,
                detectors=frozenset({TERM_BURST}),
                burst=burst,
            )
        )
    return out


def with_novel(
    history: History, candidates: Sequence[Candidate], groups: Sequence[NovelGroup]
) -> list[Candidate]:
    """Candidates after each novel group was merged into the one it coincides with, or added."""
    out = list(candidates)
    for group in groups:
        place = _same(history, out, group.docs)
        if place is not None:
            out[place] = replace(out[place], detectors=out[place].detectors | {NOVEL_DOCUMENTS})
            continue
        docs = np.sort(group.docs)
        out.append(
            Candidate(
                signal_id=f"novel-{_short_hash(history.doc_ids[docs[0]])}",
                kind="novel",
                topic_id=None,
                label=history.titles[_most_central(history, docs)],
                terms=(),
                docs=docs,
                detectors=frozenset({NOVEL_DOCUMENTS}),
            )
        )
    return out


def _same(history: History, candidates: Sequence[Candidate], docs: IntArray) -> int | None:
    """Place of the candidate that shares most recent documents with a detection, None when none shares enough."""
    wanted = set(docs.tolist())
    best, place = 0, None
    for i, candidate in enumerate(candidates):
        recent = candidate.docs[history.week[candidate.docs] > history.last - RECENT_WEEKS]
        shared = sum(1 for d in recent.tolist() if d in wanted)
        if shared >= SAME_SHARE * len(wanted) and shared >= SAME_TOPIC_SHARE * len(recent) and shared > best:
            best, place = shared, i
    return place


def _most_central(history: History, docs: IntArray) -> int:
    if history.vectors is None:
        return int(docs[0])
    vectors = history.vectors[docs]
    return int(docs[int(np.argmax(np.round(vectors @ vectors.sum(axis=0), 5)))])


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
