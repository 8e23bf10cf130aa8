"""topics: documents of the trailing window -> stories, topics and their lineage, once per ISO week and as_of."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from horizon.config import MULTILINGUAL_MODELS, TopicsSettings
from horizon.storage.ledger import Run, begin
from horizon.storage.records import as_records
from horizon.storage.store import Store
from horizon.topics import edits
from horizon.topics.judgement import Earlier, Judgement, judge
from horizon.topics.reading import Corpus, read_window
from horizon.topics.revival import Silent
from horizon.types import FloatArray, Progress, StageReport, Window

# of documents/window, what a judgement looks at
COLUMNS = [
    "doc_id", "version", "source_id", "source_name", "origin_id", "title", "text", "language", "published_at", "counted_at",
    "is_backlog", "text_hash",
]  # fmt: skip
REVIVE_WEEKS = 52  # how long a retired topic may still be taken up again


@dataclass(frozen=True, slots=True)
class _Read:
    documents: list[dict[str, Any]]
    since: datetime
    model_id: str
    previous: dict[str, Any] | None
    by_hand: list[edits.Edit]


def run(
    store: Store,
    settings: TopicsSettings,
    window: Window,
    *,
    embedder_id: str = "minilm-int8",
    progress: Progress | None = None,
) -> StageReport:
    """Judge one ISO week. Rows of an earlier judgement are never touched; the same inputs are not judged twice."""
    # one thread: many small products, which threads that wait for each other slow down, and the same sums on any machine
    with _without_collecting(), threadpool_limits(limits=1, user_api="blas"):
        return _run(store, settings, window, embedder_id, progress)


def _run(
    store: Store, settings: TopicsSettings, window: Window, embedder_id: str, progress: Progress | None
) -> StageReport:
    read = _read_inputs(store, settings, window, embedder_id)
    known = [f"{d['doc_id']}:{d['version']}" for d in read.documents]
    run_before = read.previous["run_id"] if read.previous else ""
    by_hand = [edit.edit_id for edit in read.by_hand]
    work = begin(
        store,
        "topics",
        window,
        settings,
        inputs=[*known, run_before, *by_hand],
        model_ids=[read.model_id],
    )
    if work.is_done:
        return work.skipped()
    corpus = _corpus(store, window, read)
    if progress:
        progress("topics", 1, 3)
    earlier = _earlier(store, settings, window, read)
    judgement = judge(corpus, read.documents, earlier, settings, window)
    if progress:
        progress("topics", 2, 3)
    report = _save(store, work, judgement, corpus, read)
    if progress:
        progress("topics", 3, 3)
    return report


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for cycles meanwhile: millions of small objects hold none, and looking through them costs a sixth of the time.

    They are to be gone when the block ends, or the first search after it looks through them all.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_inputs(store: Store, settings: TopicsSettings, window: Window, embedder_id: str) -> _Read:
    since = window.end - timedelta(weeks=settings.window_weeks)
    span = {"since": since, "until": window.end, "as_of": window.as_of}
    documents = as_records(store.arrow("documents/window", **span).select(COLUMNS))
    model_id = choose_model(
        {row["model_id"]: row["n_docs"] for row in store.rows("topics/models", **span)}, embedder_id
    )
    previous = store.rows("topics/previous_judgement", week_on=window.week_on, as_of=window.as_of)
    by_hand = edits.from_rows(store.rows("topics/edits", as_of=window.as_of))
    return _Read(documents, since, model_id, previous[0] if previous else None, by_hand)


def read_corpus(store: Store, settings: TopicsSettings, window: Window, *, embedder_id: str) -> Corpus:
    """The texts a judgement of the window rests on, without judging anything."""
    return _corpus(store, window, _read_inputs(store, settings, window, embedder_id))


def choose_model(n_docs: Mapping[str, int], wanted: str) -> str:
    """The one model whose vectors a judgement uses: the wanted one once it has read as many texts as any other.

    n_docs: documents of the window with a vector, by model. In the middle of a switch the former model is still it.
    """
    most = max(n_docs.values(), default=0)
    if n_docs.get(wanted, 0) >= most:
        return wanted
    return min(model for model, n in n_docs.items() if n == most)


def _corpus(store: Store, window: Window, read: _Read) -> Corpus:
    span = {"since": read.since, "until": window.end, "as_of": window.as_of}
    table = store.arrow("topics/vectors", model_id=read.model_id, **span)
    hashes = table.column("text_hash").to_pylist()
    vectors: dict[str, FloatArray] = {}
    dim = 1
    if hashes:
        flat = np.asarray(table.column("vector").combine_chunks().flatten(), dtype=np.float32)
        matrix = flat.reshape(len(hashes), -1)
        dim = matrix.shape[1]
        vectors = dict(zip(hashes, matrix, strict=True))
    entities: dict[str, list[str]] = defaultdict(list)
    for row in store.rows("documents/mentions", **span):
        entities[row["doc_id"]].append(row["entity_id"])
    is_multilingual = read.model_id in MULTILINGUAL_MODELS
    return read_window(read.documents, vectors, entities, dim=dim, is_multilingual=is_multilingual)


def _earlier(store: Store, settings: TopicsSettings, window: Window, read: _Read) -> Earlier:
    """What was thought before: last week's judgement, an earlier one of this week, and the topics that fell silent."""
    same = store.scalar("topics/same_week_judgement", week_on=window.week_on, as_of=window.as_of)
    reissued = _pairs(store, "topics/topic_members", window.week_on, same, "topic_id") if same else {}
    silent = _silent(store, window, read.model_id)
    moment = read.previous["as_of"] if read.previous else None
    by_hand = edits.standing(read.by_hand, since=moment)
    if read.previous is None:
        return Earlier(stories={}, topics={}, weeks={}, reissued=reissued, silent=silent, by_hand=by_hand)
    week_on, as_of = read.previous["week_on"], read.previous["as_of"]
    rows = store.rows("topics/topic_weeks", week_on=week_on, as_of=as_of)
    since = window.week_on - timedelta(weeks=settings.dormant_weeks)
    parts = store.rows("topics/split_off", since=since, week_on=window.week_on, as_of=window.as_of)
    told = {row["topic_id"] for row in parts}
    return Earlier(
        stories=_pairs(store, "topics/story_members", week_on, as_of, "story_id"),
        topics=_pairs(store, "topics/topic_members", week_on, as_of, "topic_id"),
        weeks={row["topic_id"]: row for row in rows if row["state"] not in ("retired", "merged")},
        reissued=reissued,
        silent=silent,
        young=frozenset(r["topic_id"] for r in rows if r["born_week_on"] >= since) - told,
        by_hand=by_hand,
        known=_known(store, window, by_hand) if read.by_hand else {},
    )


def _known(store: Store, window: Window, by_hand: edits.Standing) -> dict[str, dict[str, Any]]:
    named = {*by_hand.pins.values(), *(before for _, before in by_hand.restored.values())} - {edits.NOWHERE}
    rows = store.rows("topics/first_weeks", topic_ids=sorted(named), as_of=window.as_of)
    # what was known only from an earlier judgement of this very week is being born
    return {row["topic_id"]: row for row in rows if row["born_week_on"] < window.week_on}


def _pairs(store: Store, query: str, week_on: date, as_of: datetime, key: str) -> dict[str, str]:
    return {row["doc_id"]: row[key] for row in store.rows(query, week_on=week_on, as_of=as_of)}


def _silent(store: Store, window: Window, model_id: str) -> tuple[Silent, ...]:
    rows = store.rows(
        "topics/silent",
        week_on=window.week_on,
        as_of=window.as_of,
        model_id=model_id,
        since=window.week_on - timedelta(weeks=REVIVE_WEEKS),
    )
    return tuple(
        Silent(
            topic_id=row["topic_id"],
            terms=tuple(row["terms"] or ()),
            born_week_on=row["born_week_on"],
            vector=np.asarray(row["vector"], dtype=np.float32),
        )
        for row in rows
    )


def _save(store: Store, work: Run, judgement: Judgement, corpus: Corpus, read: _Read) -> StageReport:
    states = Counter(row.state for row in judgement.weeks)
    counts = {
        "n_docs": len(read.documents),
        "n_origins": len(corpus),
        "n_stories": len({m.story_id for m in judgement.stories}),
        "n_topics": sum(row.state not in ("retired", "merged") for row in judgement.weeks),
        **{f"n_{state}": states[state] for state in ("born", "revived", "merged", "retired")},
        "n_split": sum(link.relation == "split" for link in judgement.links),
    }
    missing = int((~corpus.vectors.any(axis=1)).sum())
    notes = [f"{missing} of {len(corpus)} texts have no vector; words alone place them"] if missing else []
    with store.transaction():
        store.append("core_story_member", judgement.stories, run_id=work.run_id)
        store.append("core_topic_member", judgement.members, run_id=work.run_id)
        store.append("core_topic_week", judgement.weeks, run_id=work.run_id)
        store.append(
            "core_topic_centroid", _centroid_rows(judgement, work.window, read.model_id), run_id=work.run_id
        )
        store.append("core_topic_link", judgement.links, run_id=work.run_id)
        return work.finish(counts=counts, notes=notes)


def _centroid_rows(judgement: Judgement, window: Window, model_id: str) -> pa.Table:
    held = sorted(judgement.centroids.items())
    n = len(held)
    vectors = np.stack([vector for _, vector in held]) if held else np.zeros((0, 1), dtype=np.float32)
    starts = np.arange(n + 1, dtype=np.int32) * vectors.shape[1]
    return pa.table(
        {
            "topic_id": pa.array([topic_id for topic_id, _ in held], type=pa.string()),
            "week_on": pa.array([window.week_on] * n, type=pa.date32()),
            "as_of": pa.array([window.as_of] * n, type=pa.timestamp("us", tz="UTC")),
            "model_id": pa.array([model_id] * n, type=pa.string()),
            "vector": pa.ListArray.from_arrays(starts, vectors.ravel()),
        }
    )
