"""Planted topics by peers: the trailing window clustered anew each week, ids carried over by the largest overlap.

The window, the vectors, the rule of silence and the scoring are Horizon's own; what differs is how topics are found and
how one week's are matched to the last one's. A peer with a limit is scored at the one that does best by births, ids and
lineage together, by the gold labels.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks import peers
from benchmarks.corpora import BenchDocument
from benchmarks.planted_scores import evaluate
from benchmarks.planted_told import Link, Plant, Told, plant_of
from horizon.config import TopicsSettings
from horizon.types import FloatArray

# texts and vectors of a window -> a labelling per limit
Clusterer = Callable[[Sequence[str], FloatArray], list[peers.Labels]]
MOVED = 0.5  # share of a group from which a split or a merger is told
CLUSTERERS: dict[str, Clusterer] = {
    peers.DENSITY: lambda _, vectors: [peers.by_density(vectors, least) for least in (2, 5)],
    peers.AVERAGE: lambda _, vectors: peers.by_average(vectors, np.arange(0.25, 0.65, 0.05)),
    peers.LEAN: lambda texts, vectors: [peers.by_bertopic(texts, vectors, least)[0] for least in (2, 5)],
}


@dataclass(slots=True)
class Carried:
    """Topics from week to week: members of the last week by id, who is silent, and all that was told so far."""

    topics: dict[str, frozenset[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    members: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    n_ids: int = 0

    def take(self, week: int, groups: Sequence[frozenset[str]], present: frozenset[str]) -> None:
        """A week's groups under their ids, with births, splits, mergers and ends told. present: documents of the window."""
        before = {topic: docs & present for topic, docs in self.topics.items()}
        pairs = sorted(
            (-len(docs & group) / len(docs | group), topic, at)
            for at, group in enumerate(groups)
            for topic, docs in before.items()
            if docs & group
        )
        ids: dict[int, str] = {}
        for _, topic, at in pairs:
            if at not in ids and topic not in ids.values():
                ids[at] = topic
        kept = set(ids.values())
        for at, group in enumerate(groups):
            if at not in ids:
                ids[at] = f"t{self.n_ids}"
                self.n_ids += 1
                parent = max(kept, key=lambda t: (len(before[t] & group), t), default="")
                is_part = parent and len(before[parent] & group) >= MOVED * len(group)
                self.links.append(
                    Link(week, parent, "split", ids[at]) if is_part else Link(week, ids[at], "born")
                )
        now = {ids[at]: group for at, group in enumerate(groups)}
        for topic in sorted(set(before) - kept):
            into = max(now, key=lambda t: (len(before[topic] & now[t]), t), default="")
            has_moved = (
                before[topic] and into and len(before[topic] & now[into]) >= MOVED * len(before[topic])
            )
            self.links.append(
                Link(week, topic, "merged", into) if has_moved else Link(week, topic, "retired")
            )
        self.topics = now
        self.members[week] = {topic: sorted(docs) for topic, docs in now.items()}

    def fall_silent(self, week: int, newest: Mapping[str, int], dormant_weeks: int) -> None:
        """Told dormant, once, are topics without a document in the last dormant_weeks weeks. newest: week by document."""
        for topic, docs in sorted(self.topics.items()):
            is_silent = max(newest[doc] for doc in docs) <= week - dormant_weeks
            if is_silent and topic not in self.silent:
                self.links.append(Link(week, topic, "dormant"))
            (self.silent.add if is_silent else self.silent.discard)(topic)


def by_peer(
    documents: Sequence[BenchDocument],
    vectors: FloatArray,
    plants: Sequence[Plant],
    weeks: Sequence[int],
    n_weeks: int,
    clusterer: Clusterer,
) -> dict[str, float]:
    """Scores of a peer at its best limit. weeks: (n_docs,) week of each document, counted from the first one judged."""
    settings = TopicsSettings()
    carried: dict[int, Carried] = defaultdict(Carried)
    present: Counter[tuple[int, str]] = Counter()
    of_doc = {d.doc_id: week for d, week in zip(documents, weeks, strict=True)}
    for week in range(n_weeks):
        rows = [i for i, at in enumerate(weeks) if week - settings.window_weeks < at <= week]
        ids = [documents[i].doc_id for i in rows]
        present.update((week, name) for doc in ids if (name := plant_of(doc)))
        for limit, labels in enumerate(clusterer([documents[i].joined for i in rows], vectors[rows])):
            groups: dict[int, list[str]] = defaultdict(list)
            for doc, label in zip(ids, labels, strict=True):
                groups[label].append(doc)
            held = [frozenset(docs) for docs in groups.values() if len(docs) >= settings.min_topic_docs]
            carried[limit].take(week, held, frozenset(ids))
            carried[limit].fall_silent(week, of_doc, settings.dormant_weeks)
    scores = [
        evaluate(Told(n_weeks, one.members, present, one.links), plants, settings) for one in carried.values()
    ]
    return max(
        scores,
        key=lambda s: s["planted_birth_share"] + s["planted_id_kept_share"] + s["planted_lineage_f1"],
    )
