"""Sub-topics on demand: the parts a topic falls into when more likeness is asked of them than of a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from horizon.config import TopicsSettings
from horizon.storage.store import Store
from horizon.topics.cluster import RELIEF, TOPIC_WEIGHTS
from horizon.topics.describe import describe
from horizon.topics.linkage import agglomerate
from horizon.topics.similarity import even_languages, similarities
from horizon.topics.stage import read_corpus
from horizon.types import FloatArray, Window

STEP = 0.02
MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sub-topic: what it is called, its documents, and the mean similarity at which it parts from the rest."""

    label: str
    terms: tuple[str, ...]
    doc_ids: tuple[str, ...]
    similarity: float


def sub_topics(
    store: Store,
    settings: TopicsSettings,
    topic_id: str,
    *,
    as_of: datetime,
    embedder_id: str,
    n_parts: int = 2,
) -> list[Part]:
    """At least n_parts parts of two or more documents of a topic in its latest judgement, largest first; [] when it has none."""
    members = store.rows("topics/latest_members", topic_id=topic_id, as_of=as_of)
    if not members:
        return []
    window = Window.week(members[0]["week_on"], as_of=members[0]["as_of"])
    corpus = read_corpus(store, settings, window, embedder_id=embedder_id)
    wanted = {row["doc_id"] for row in members}
    rows = [i for i, copies in enumerate(corpus.copies) if wanted & set(copies)]
    features = corpus.features().take(rows)
    languages = [corpus.languages[row] or "" for row in rows]
    scores = even_languages(similarities(features, features, TOPIC_WEIGHTS), languages)
    limit, groups = divide(scores, settings.topic_similarity, n_parts=n_parts)
    held = {f"part-{i}": [rows[at] for at in group] for i, group in enumerate(groups)}
    centroids = {name: np.asarray(corpus.vectors[at].mean(axis=0)) for name, at in held.items()}
    described = describe(corpus, held, centroids, {}, frozenset(held))
    return [
        Part(
            label=described[name].label,
            terms=described[name].terms,
            doc_ids=tuple(corpus.doc_ids[row] for row in at),
            similarity=round(limit, 4),
        )
        for name, at in held.items()
    ]


def divide(scores: FloatArray, limit: float, *, n_parts: int) -> tuple[float, Sequence[list[int]]]:
    """(limit, groups of two or more rows, largest first) at the lowest limit that leaves n_parts of them; none: ([])."""
    while limit < MOST:
        labels = agglomerate(scores, limit=limit, relief=RELIEF)
        groups = [[i for i, own in enumerate(labels) if own == label] for label in range(max(labels) + 1)]
        groups = sorted((g for g in groups if len(g) > 1), key=lambda g: (-len(g), g))
        if len(groups) >= n_parts:
            return limit, groups
        limit += STEP
    return limit, []
