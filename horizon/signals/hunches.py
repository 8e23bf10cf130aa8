"""Readers' notes as human signals: each is looked for in what is read and judged weekly like any other signal.

A note is one line that somebody wrote on a hunch. A document speaks of it when its vector is near the note's, or when it has
the note's rare words; the counts, evidence and dates of a human signal come from those documents. It is never flagged by
itself: the digest shows it under its reader's words. docs/methodology/notes.md has the limits and how they were found.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from horizon.config import SignalsSettings
from horizon.storage.ledger import begin, hash_of
from horizon.storage.store import Store
from horizon.types import Embedder, FloatArray, Signal, SignalEvidence, StageReport, Window, midnight

STAGE = "hunches"
CODE = 1
NEAR = 0.5  # cosine that alone ties a document to a note
HALF_NEAR, HALF_WORDS = 0.35, 0.4  # both together do too
MOST_WORDS = 0.6  # share of the note's weight in words that alone does, where at least two words are shared
MAX_EVIDENCE = 12
TEXT_CHARS = 400
LEAST_SHARED = 0.4  # of the note's words, whatever their weight
_WORD = re.compile(r"[^\W\d_]{4,}")
STEM = 6  # letters that stand for a word, so that its endings do not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunch:
    """A note, its vector where there is one."""

    note_id: str
    text: str
    noted_at: datetime
    vector: FloatArray | None


@dataclass(frozen=True, slots=True)
class Tied:
    """A document that speaks of a note: its place in the rows and how near it is."""

    row: int
    nearness: float


def stems(text: str) -> set[str]:
    """What stands for the words of a text."""
    return {word[:STEM] for word in _WORD.findall(text.lower())}


def ties(hunch: Hunch, rows: Sequence[Mapping[str, Any]], vectors: Mapping[str, FloatArray]) -> list[Tied]:
    """Documents that speak of a note, nearest first. rows: the window's documents, the first of each origin only."""
    words = [stems(f"{r['title']} {r['text']}") for r in rows]
    n_with = Counter(word for found in words for word in found)
    mine = stems(hunch.text)
    # a word that nothing read has (the reader's own turn of phrase) can tell nothing apart
    weight = {w: math.log(1 + len(rows) / (1 + n_with[w])) for w in mine if n_with[w]}
    total = sum(weight.values()) or 1.0
    found = []
    for i, row in enumerate(rows):
        shared = words[i] & weight.keys()
        by_words = sum(weight[w] for w in shared) / total
        vector = vectors.get(row["text_hash"])
        near = (
            float(np.dot(hunch.vector, vector)) if hunch.vector is not None and vector is not None else None
        )
        if (
            (near is not None and near >= NEAR)
            or (by_words >= MOST_WORDS and len(shared) >= max(2, LEAST_SHARED * len(mine)))
            or (near is not None and near >= HALF_NEAR and by_words >= HALF_WORDS)
        ):
            found.append(Tied(i, max(near or 0.0, by_words)))
    return sorted(found, key=lambda t: (-round(t.nearness, 6), rows[t.row]["doc_id"]))


def judge(
    hunch: Hunch,
    rows: Sequence[Mapping[str, Any]],
    tied: Sequence[Tied],
    topics: Mapping[str, str],
    week_on: date,
    as_of: datetime,
) -> tuple[Signal, list[SignalEvidence]]:
    """The human signal of one week and the documents it rests on. topics: doc_id -> topic_id in this judgement."""
    docs = [rows[t.row] for t in tied]
    now = [d for d in docs if d["week_on"] == week_on]
    families = {d["family"] for d in docs}
    recent = [d for d in docs if (week_on - d["week_on"]).days <= 21]
    near_topics = Counter(topics[d["doc_id"]] for d in docs if d["doc_id"] in topics)
    firsts = {
        c: min((d["day"] for d in docs if d["source_class"] == c), default=None)
        for c in ("research", "policy", "news")
    }
    signal = Signal(
        signal_id=f"note-{hunch.note_id}",
        week_on=week_on,
        as_of=as_of,
        kind="human",
        topic_id=min(near_topics, key=lambda t: (-near_topics[t], t)) if near_topics else None,
        label=hunch.text,
        terms=tuple(sorted(_WORD.findall(hunch.text.lower()), key=lambda w: (-len(w), w))[:5]),
        stage="weak" if len(docs) < 3 else "emerging" if now else "fading" if recent else "dormant",
        reason_codes=("reader_note", *(() if docs else ("no_document",)), *(("single_family",) if len(families) == 1 else ())),
        detectors=("reader",),
        n_origins=len(now),
        n_origins_window=len(docs),
        n_sources=len({d["source_id"] for d in now}),
        attention_share=None,
        attention_low=None,
        attention_high=None,
        baseline_share=None,
        growth_ratio=None,
        burst_score=None,
        novelty_score=None,
        coherence_score=None,
        n_new_actors=None,
        emergence_probability=None,
        emergence_low=None,
        emergence_high=None,
        emergence_basis="none",
        evidence_grade=None if not docs else "high" if len(families) >= 4 else "moderate" if len(families) >= 2 else "low",
        n_independent_origins=len(docs),
        n_families=len(families),
        n_primary=sum(bool(d["is_primary"]) for d in docs),
        n_contradicting=0,
        uncertainty_score=None,
        first_research_on=firsts["research"],
        first_policy_on=firsts["policy"],
        first_news_on=firsts["news"],
        first_seen_on=min((d["day"] for d in docs), default=hunch.noted_at.date()),
        geo_level=None,
        rank_score=None,
        rank=None,
        is_flagged=False,
    )  # fmt: skip
    ordered = sorted(
        tied, key=lambda t: (rows[t.row]["week_on"] != week_on, -round(t.nearness, 6), rows[t.row]["doc_id"])
    )
    evidence = [
        SignalEvidence(
            signal_id=signal.signal_id, week_on=week_on, as_of=as_of, doc_id=rows[t.row]["doc_id"],
            origin_id=rows[t.row]["origin_id"], stance="supports", rank=i,
        )
        for i, t in enumerate(ordered[:MAX_EVIDENCE], 1)
    ]  # fmt: skip
    return signal, evidence


def run(
    store: Store, settings: SignalsSettings, window: Window, *, embedder: Embedder | None = None
) -> StageReport | None:
    """Add the human signals to the judgement of the window's week; None when there is no note to judge.

    The rows belong to the judgement that the signals stage made: same week_on, same as_of, and only notes written by then.
    """
    judged = store.rows("forces/judgement", stage="signals", week_on=window.week_on, as_of=window.as_of)
    if not judged:
        return None
    as_of = judged[0]["as_of"]
    notes = store.rows("signals/notes", as_of=as_of, since=as_of - timedelta(days=182))
    if not notes:
        return None
    model = embedder.model_id if embedder else None
    work = begin(
        store, STAGE, window, settings,
        inputs=[CODE, judged[0]["run_id"], hash_of(f"{n['note_id']}{n['text']}" for n in notes)],
        model_ids=() if model is None else (model,),
    )  # fmt: skip
    if work.is_done:
        return work.skipped()
    span = {
        "since": midnight(window.week_on) - timedelta(weeks=settings.window_weeks - 1),
        "until": window.end,
        "as_of": as_of,
    }
    rows = store.rows("signals/recent", **span, n_chars=TEXT_CHARS)
    topics = {
        r["doc_id"]: r["topic_id"]
        for r in store.rows("signals/topic_of", week_on=window.week_on, as_of=as_of)
    }
    vectors: dict[str, FloatArray] = {}
    encoded: Sequence[FloatArray | None] = [None] * len(notes)
    if embedder is not None:
        found = store.rows("documents/vectors", model_id=model, **span)
        vectors = {r["text_hash"]: np.asarray(r["vector"], dtype=np.float32) for r in found}
        encoded = list(embedder.encode([n["text"] for n in notes]))
    signals: list[Signal] = []
    evidence: list[SignalEvidence] = []
    for note, vector in zip(notes, encoded, strict=True):
        hunch = Hunch(note_id=note["note_id"], text=note["text"], noted_at=note["noted_at"], vector=vector)
        signal, its = judge(hunch, rows, ties(hunch, rows, vectors), topics, window.week_on, as_of)
        signals.append(signal)
        evidence += its
    with store.transaction():
        for signal in signals:
            for table in ("core_signal", "core_signal_evidence"):
                store.delete(table, week_on=window.week_on, as_of=as_of, signal_id=signal.signal_id)
        store.append("core_signal", signals, run_id=work.run_id)
        store.append("core_signal_evidence", evidence, run_id=work.run_id)
        return work.finish(counts={"n_notes": len(signals), "n_evidence": len(evidence)})
