"""A private store of any size, made by program: the same numbers and shapes as a scanned one, none of the reading.

Deterministic for a given size. Weeks are judged as the pipeline does it: every week issues the stories and topics of its
whole trailing window anew, so the member tables hold about twelve rows a document. Left out because publishing does not
read them: vectors of documents, copy bands, aliases and the bodies themselves.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from horizon.publish.records import (
    FORMAT,
    Coverage,
    Digest,
    DigestItem,
    EvidenceLine,
    Sentence,
    Voice,
    to_json,
)
from horizon.storage.store import Store

FIRST_WEEK = date(2021, 1, 4)
N_WEEKS = 260
WINDOW_WEEKS = 12
N_STORIES = 20_000
N_TOPICS = 2_000
N_SOURCES = 400
N_ENTITIES = 30_000
N_WORDS = 200_000
DIM = 384
SYSTEMS = ("norrvik-mobility", "sundhaga-life")
PARTS = tuple(
    f"{engine}.{part}"
    for engine in ("talent", "innovation", "testbed")
    for part in ("resource", "conversion", "effect")
)
CLASSES = np.array(["news", "news", "news", "news", "policy", "policy", "research"])
# words that the cookbook searches for, planted among the words of topics
PLANTED = (
    "battery",
    "batteri",
    "depot",
    "permit",
    "tillstånd",
    "charging",
    "laddning",
    "vaccine",
    "talent",
    "ferry",
)
CHUNK = 50_000
STORY_NAMES = np.array([f"story-{s:012x}" for s in range(N_STORIES)])
TOPIC_NAMES = np.array([f"topic-{t:012x}" for t in range(N_TOPICS)])


@dataclass(frozen=True, slots=True)
class World:
    """What the generated documents are about. Arrays by document are in order of time."""

    rng: np.random.Generator
    words: np.ndarray
    topic_words: np.ndarray  # (N_TOPICS, 12) word numbers
    topic_first: np.ndarray
    topic_last: np.ndarray
    story_topic: np.ndarray  # -1: none
    doc_story: np.ndarray
    doc_week: np.ndarray
    doc_id: np.ndarray


def make_world(n_docs: int, seed: int = 5) -> World:
    """Topics with a lifetime, stories within them, documents within those."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, N_WEEKS - 4, N_TOPICS)
    last = np.minimum(first + rng.integers(8, 45, N_TOPICS), N_WEEKS - 1)
    last[rng.random(N_TOPICS) < 0.06] = N_WEEKS - 1  # some are still alive
    story_topic = np.where(rng.random(N_STORIES) < 0.87, rng.integers(0, N_TOPICS, N_STORIES), -1)
    low = np.where(story_topic >= 0, first[story_topic], 0)
    high = np.where(story_topic >= 0, last[story_topic], N_WEEKS - 1)
    story_week = low + (rng.random(N_STORIES) * (high - low + 1)).astype(int)
    weight = rng.pareto(1.6, N_STORIES) + 0.3
    doc_story = np.concatenate(
        [np.arange(N_STORIES), rng.choice(N_STORIES, n_docs - N_STORIES, p=weight / weight.sum())]
    )
    doc_week = np.minimum(story_week[doc_story] + rng.geometric(0.55, n_docs) - 1, N_WEEKS - 1)
    order = np.argsort(doc_week, kind="stable")
    ids = np.array([_hex("doc", n) for n in range(n_docs)])
    return World(
        rng=rng,
        words=_vocabulary(),
        topic_words=rng.integers(400, 40_000, (N_TOPICS, 12)),
        topic_first=first,
        topic_last=last,
        story_topic=story_topic,
        doc_story=doc_story[order],
        doc_week=doc_week[order],
        doc_id=ids,
    )


def fill(store: Store, n_docs: int) -> World:
    """Write a whole generated store, week judgements included."""
    world = make_world(n_docs)
    _catalogue(store)
    for low in range(0, n_docs, CHUNK):
        write_documents(store, world, low, min(low + CHUNK, n_docs))
    for week in range(N_WEEKS):
        with store.transaction():
            write_week(store, world, week)
    return world


def add_week(store: Store, n_docs: int) -> None:
    """One more week, as a scan would add it: its documents and its judgement."""
    week = store.scalar("pipeline/n_judged_weeks")
    world = make_world(n_docs)
    for extra in range(N_WEEKS, week + 1):
        world = _grown(world, extra, n_docs // N_WEEKS)
    write_documents(store, world, len(world.doc_week) - n_docs // N_WEEKS, len(world.doc_week))
    with store.transaction():
        write_week(store, world, week)


def _grown(world: World, week: int, n_more: int) -> World:
    """The world with more documents in a new last week, on the stories of the eight weeks before."""
    rng = np.random.default_rng(week)
    recent = np.unique(world.doc_story[world.doc_week >= week - 8])
    first = len(world.doc_week)
    return replace(
        world,
        doc_story=np.concatenate([world.doc_story, rng.choice(recent, n_more)]),
        doc_week=np.concatenate([world.doc_week, np.full(n_more, week)]),
        doc_id=np.concatenate([world.doc_id, [_hex("doc", n) for n in range(first, first + n_more)]]),
    )


def write_documents(store: Store, world: World, low: int, high: int, *, with_rows: bool = True) -> None:
    """Documents low..high with their entries, origins, mentions and geography, in one transaction.

    with_rows=False leaves out the document rows themselves, which the caller has written.
    """
    rows = document_rows(world, low, high)
    n = high - low
    ids, seen = rows.column("doc_id"), rows.column("seen_at")
    rng = np.random.default_rng(low)
    is_copy = (rng.random(n) < 0.12) & (np.arange(n) > 0)
    near = np.where(is_copy, np.maximum(np.arange(n) - rng.integers(1, 40, n), 0), np.arange(n))
    origin = np.where(is_copy, np.array(ids.to_pylist())[near], ids.to_pylist())
    per_doc = rng.integers(2, 7, n)
    owner = np.repeat(np.arange(n), per_doc)
    entity = _zipf(rng, N_ENTITIES, len(owner))
    with store.transaction():
        if with_rows:
            store.append("core_document", rows, run_id=f"normalise-{low}")
        store.append(
            "raw_entry",
            pa.table(
                {
                    "entry_hash": rows.column("entry_hash"),
                    "source_id": rows.column("source_id"),
                    "entry_key": ids,
                    "title": rows.column("title"),
                    "fetched_at": seen,
                    "body_hash": [hashlib.sha256(b"%d" % (k // 15)).hexdigest() for k in range(low, high)],
                }
            ),
            run_id=f"collect-{low}",
        )
        store.append(
            "core_entry_document",
            pa.table({"entry_hash": rows.column("entry_hash"), "doc_id": ids, "seen_at": seen}),
            run_id=f"normalise-{low}",
        )
        store.append(
            "core_origin_member",
            pa.table(
                {
                    "doc_id": ids,
                    "origin_id": origin,
                    "reason": np.where(is_copy, "near_copy", "first"),
                    "similarity": pa.array(np.where(is_copy, 0.93, np.nan), from_pandas=True),
                    "matched_doc_id": pa.array(
                        [o if c else None for o, c in zip(origin, is_copy, strict=True)]
                    ),
                    "seen_at": seen,
                }
            ),
            run_id=f"normalise-{low}",
        )
        store.append(
            "core_enrichment",
            pa.table(
                {
                    "doc_id": ids,
                    "version": rows.column("version"),
                    "text_hash": rows.column("text_hash"),
                    "geo_level": rng.choice(np.array(["local", "national", "international"]), n),
                    "countries": pa.array([["SE"] if k % 3 else ["DE", "US"] for k in range(n)]),
                    "model_id": ["minilm-int8"] * n,
                    "seen_at": seen,
                }
            ),
            run_id=f"enrich-{low}",
        )
        store.append(
            "core_mention",
            pa.table(
                {
                    "doc_id": ids.take(pa.array(owner)),
                    "version": np.ones(len(owner), np.int32),
                    "entity_id": [f"entity {e}" for e in entity],
                    "name": [f"Entity {e}" for e in entity],
                    "kind": np.array(["organisation", "person", "place"])[entity % 3],
                    "n_mentions": np.ones(len(owner), np.int32),
                }
            ),
            run_id=f"enrich-{low}",
        )


def document_rows(world: World, low: int, high: int) -> pa.Table:
    """The core_document rows low..high as the normaliser would hand them over."""
    n = high - low
    rng = np.random.default_rng(low + 1)
    story, week = world.doc_story[low:high], world.doc_week[low:high]
    topic = world.story_topic[story]
    texts = list(_texts(world, rng, topic))
    source = _zipf(rng, N_SOURCES, n)
    monday = np.datetime64(FIRST_WEEK) + 7 * week
    offset = np.sort(rng.integers(0, 7 * 86_400, n))  # roughly in order within the chunk
    at = monday.astype("datetime64[us]") + offset.astype("timedelta64[s]")
    moment = pa.array(at, type=pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))
    return pa.table(
        {
            "doc_id": world.doc_id[low:high],
            "version": np.ones(n, np.int32),
            "source_id": [f"source-{s}" for s in source],
            "source_class": CLASSES[source % len(CLASSES)],
            "entry_hash": [_hex("entry", k) for k in range(low, high)],
            "canonical_url": [f"https://source-{s}.example/{k}" for k, s in enumerate(source, low)],
            "title": [t[: t.index("\n")] for t in texts],
            "text": [t[t.index("\n") + 1 :] for t in texts],
            "language": np.where(source % 3 == 0, "sv", "en"),
            "published_at": moment,
            "date_precision": ["second"] * n,
            "first_seen_at": moment,
            "seen_at": moment,
            "counted_at": moment,
            "week_on": pa.array(monday).cast(pa.date32()),
            "is_backlog": np.zeros(n, bool),
            "identity": ["guid"] * n,
            "text_hash": [_hex("text", k) for k in range(low, high)],
            "n_words": np.array([t.count(" ") + 2 for t in texts], np.int32),
            "defects": pa.array([[]] * n, pa.list_(pa.string())),
        }
    )


def write_week(store: Store, world: World, week: int) -> None:
    """One week's judgement: stories, topics, signals, ties, impacts, digests and their runs."""
    week_on = FIRST_WEEK + timedelta(weeks=week)
    as_of = datetime.combine(week_on + timedelta(days=7), datetime.min.time(), UTC) + timedelta(hours=4)
    low, high = np.searchsorted(world.doc_week, [week - WINDOW_WEEKS + 1, week + 1])
    story = world.doc_story[low:high]
    topic = world.story_topic[story]
    key = {"week_on": week_on, "as_of": as_of}
    rng = np.random.default_rng(10_000 + week)
    ids = world.doc_id[low:high]
    _append(
        store,
        "core_story_member",
        key,
        f"topics-{week}",
        {
            "doc_id": ids,
            "story_id": STORY_NAMES[story],
            "similarity": np.round(rng.random(len(ids)), 4),
            "nearest_doc_id": ids[np.maximum(np.arange(len(ids)) - 1, 0)],
        },
    )
    placed = topic >= 0
    names = TOPIC_NAMES
    _append(
        store,
        "core_topic_member",
        key,
        f"topics-{week}",
        {
            "doc_id": ids[placed],
            "topic_id": names[topic[placed]],
            "similarity": np.round(0.4 + rng.random(placed.sum()) / 2, 4),
        },
    )
    alive = np.unique(topic[placed])
    _judged(store, world, week, key, rng, alive, names, (low, high, topic))
    for stage in ("topics", "signals", "forces", "impact", "publish"):
        _append(
            store,
            "core_run",
            {},
            None,
            {
                "run_id": [f"{stage}-{week}"],
                "stage": [stage],
                "window_start": [as_of - timedelta(days=7, hours=4)],
                "window_end": [as_of - timedelta(hours=4)],
                "as_of": [as_of],
                "inputs_hash": ["x"],
                "config_hash": ["x"],
                "code_version": ["0"],
                "model_ids": pa.array([["minilm-int8"]]),
                "counts": ["{}"],
                "notes": pa.array([[]], pa.list_(pa.string())),
                "started_at": [as_of],
                "seconds": [1.0],
            },
        )


def _judged(
    store: Store,
    world: World,
    week: int,
    key: dict[str, Any],
    rng: np.random.Generator,
    alive: np.ndarray,
    names: np.ndarray,
    span: tuple[int, int, np.ndarray],
) -> None:
    low, high, topic = span
    n = len(alive)
    if not n:
        return
    in_week = world.doc_week[low:high] == week
    n_week = np.bincount(topic[in_week & (topic >= 0)], minlength=N_TOPICS)[alive]
    n_window = np.bincount(topic[topic >= 0], minlength=N_TOPICS)[alive]
    words = [[str(world.words[w]) for w in world.topic_words[t]] for t in alive]
    terms = pa.array(words)
    labels = [" ".join(w[:3]).capitalize() for w in words]
    order = np.argsort(topic, kind="stable")
    order = order[topic[order] >= 0]
    starts = np.searchsorted(topic[order], alive)
    ends = np.searchsorted(topic[order], alive, side="right")
    newest = [order[max(a, b - 10) : b] + low for a, b in zip(starts, ends, strict=True)]
    born = [FIRST_WEEK + timedelta(weeks=int(world.topic_first[t])) for t in alive]
    _append(
        store,
        "core_topic_week",
        key,
        f"topics-{week}",
        {
            "topic_id": names[alive],
            "label": labels,
            "terms": terms,
            "state": np.where(n_week > 0, "continued", "dormant"),
            "born_week_on": born,
            "n_docs": n_week,
            "n_origins": n_week,
            "n_sources": np.minimum(n_week, 40),
            "n_docs_window": n_window,
            "n_origins_window": n_window,
            "coherence_score": np.round(rng.random(n), 4),
            "representative_doc_ids": pa.array([list(world.doc_id[k[:5]]) for k in newest]),
        },
    )
    vectors = rng.standard_normal((n, DIM), dtype=np.float32)
    _append(
        store,
        "core_topic_centroid",
        key,
        f"topics-{week}",
        {
            "topic_id": names[alive],
            "model_id": ["minilm-int8"] * n,
            "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), DIM).cast(
                pa.list_(pa.float32())
            ),
        },
    )
    _append(
        store,
        "core_topic_link",
        key,
        f"topics-{week}",
        {"topic_id": names[alive], "relation": ["continued"] * n, "shared_share": np.ones(n)},
    )
    signals = np.array([f"topic-{t}" for t in names[alive]])
    share = n_week / max(n_week.sum(), 1)
    rank = np.argsort(np.argsort(-share, kind="stable"), kind="stable") + 1
    day = key["week_on"]
    _append(
        store,
        "core_signal",
        key,
        f"signals-{week}",
        {
            "signal_id": signals,
            "kind": ["topic"] * n,
            "topic_id": names[alive],
            "label": labels,
            "terms": terms,
            "stage": rng.choice(np.array(["weak", "emerging", "strong", "established", "fading"]), n),
            "reason_codes": pa.array([["growth"]] * n),
            "detectors": pa.array([["topic_growth"]] * n),
            "n_origins": n_week,
            "n_origins_window": n_window,
            "n_sources": np.minimum(n_week, 40),
            "attention_share": share,
            "attention_low": share * 0.7,
            "attention_high": share * 1.4,
            "baseline_share": n_window / n_window.sum(),
            "growth_ratio": np.round(rng.random(n) * 3, 3),
            "burst_score": rng.random(n),
            "novelty_score": rng.random(n),
            "coherence_score": rng.random(n),
            "n_new_actors": rng.integers(0, 9, n),
            "emergence_probability": rng.random(n),
            "emergence_low": rng.random(n) / 9,
            "emergence_high": 0.9 + rng.random(n) / 10,
            "emergence_basis": ["rule"] * n,
            "evidence_grade": rng.choice(np.array(["high", "moderate", "low"]), n),
            "n_independent_origins": n_week,
            "n_families": np.minimum(n_week, 12),
            "n_primary": np.minimum(n_week, 2),
            "n_contradicting": (n_week % 7 == 3).astype(int),
            "uncertainty_score": rng.random(n),
            "first_news_on": [day] * n,
            "first_seen_on": born,
            "geo_level": ["national"] * n,
            "rank_score": -rank.astype(float),
            "rank": rank,
            "is_flagged": rank <= 20,
            "attention_gain": rng.random(n) / 10,
        },
    )
    sizes = np.array([len(k) for k in newest])
    flat = np.concatenate(newest)
    _append(
        store,
        "core_signal_evidence",
        key,
        f"signals-{week}",
        {
            "signal_id": np.repeat(signals, sizes),
            "doc_id": world.doc_id[flat],
            "origin_id": world.doc_id[flat],
            "stance": np.where(rng.random(len(flat)) < 0.03, "contradicts", "supports"),
            "rank": np.concatenate([np.arange(1, s + 1) for s in sizes]),
        },
    )
    _ties(
        store,
        world,
        week,
        key,
        rng,
        signals[np.argsort(rank)][:40],
        labels,
        [newest[i] for i in np.argsort(rank)[:40]],
    )


def _ties(
    store: Store,
    world: World,
    week: int,
    key: dict[str, Any],
    rng: np.random.Generator,
    signals: np.ndarray,
    labels: list[str],
    docs: list[np.ndarray],
) -> None:
    n = len(signals)
    doc_ids = pa.array([[str(d) for d in world.doc_id[k[:4]]] for k in docs])
    for j in range(2):
        _append(
            store,
            "core_force_link",
            key,
            f"forces-{week}",
            {
                "signal_id": signals,
                "force_id": [f"force-{(week + j * 31 + i) % 100}" for i in range(n)],
                "confidence": np.round(0.3 + rng.random(n) * 0.6, 4),
                "cue_score": rng.random(n),
                "similarity": rng.random(n),
                "phrases": pa.array([["battery depot"]] * n),
                "doc_ids": doc_ids,
            },
        )
    derivation = json.dumps(
        {
            "text": {"score": 0.31, "phrases": ["battery depot", "permits"] * 6},
            "force": {
                "confidence": 0.5,
                "weight": 0.5,
                "cells": [{"layer": "society", "n": i} for i in range(14)],
            },
        }
    )
    for system_id in SYSTEMS:
        for part in PARTS[:5]:
            score = np.round(rng.normal(0, 1, n).clip(-3, 3), 4)
            _append(
                store,
                "core_impact",
                key,
                f"impact-{week}",
                {
                    "system_id": [system_id] * n,
                    "signal_id": signals,
                    "part_id": [part] * n,
                    "force_id": [f"force-{(week + i) % 100}" for i in range(n)],
                    "tie_score": rng.random(n),
                    "text_score": rng.random(n),
                    "entity_score": rng.random(n),
                    "place_score": np.ones(n),
                    "sensitivity": np.full(n, 2.0),
                    "layer": ["society"] * n,
                    "layer_reach": np.full(n, 0.8),
                    "direct_score": score,
                    "loop_score": score,
                    "sign": np.sign(score).astype(np.int32),
                    "lag_weeks_low": np.full(n, 4),
                    "lag_weeks_high": np.full(n, 26),
                    "confidence": rng.random(n),
                    "derivation": [derivation] * n,
                    "doc_ids": doc_ids,
                },
            )
        _append(
            store,
            "core_signal_lens",
            key,
            f"impact-{week}",
            {
                "system_id": [system_id] * n,
                "signal_id": signals,
                "lens": ["national"] * n,
                "is_outside_sector": rng.random(n) < 0.5,
                "echo_share": rng.random(n) / 3,
            },
        )
        digest = _digest(
            system_id, key, [str(s) for s in signals[:6]], labels, [world.doc_id[k[:4]] for k in docs[:6]]
        )
        _append(
            store,
            "core_digest",
            key,
            f"publish-{week}",
            {"system_id": [system_id], "digest": [to_json(digest)], "digest_hash": [_hex(system_id, week)]},
        )


def _digest(
    system_id: str, key: dict[str, Any], signals: list[str], labels: list[str], docs: list[np.ndarray]
) -> Digest:
    def line(doc_id: str) -> EvidenceLine:
        return EvidenceLine(
            doc_id=doc_id,
            title="A title of some eight words or so",
            source_name="Source",
            source_class="news",
            grade="B",
            published_on=key["week_on"],
            first_seen_on=key["week_on"],
            url="https://source.example/1",
            language="en",
            stance="supports",
            n_copies=1,
        )

    items = tuple(
        DigestItem(
            signal_id=s,
            label=label,
            label_language="en",
            stage="emerging",
            change="new",
            change_reason="first week",
            development=Sentence(text=f"Source says: {label}.", doc_ids=(str(d[0]),)),
            effect=Sentence(text="No part is tied to it."),
            evidence=tuple(line(str(i)) for i in d),
            curve=(),
            parts=(),
            forces=(),
            pestle=None,
            layer=None,
            lag_weeks_low=None,
            lag_weeks_high=None,
            n_origins=1,
            attention_share=0.1,
            attention_low=0.05,
            attention_high=0.2,
            growth_ratio=None,
            emergence_probability=0.5,
            emergence_low=0.2,
            emergence_high=0.8,
            emergence_basis="rule",
            evidence_grade="low",
            n_independent_origins=3,
            n_families=2,
            n_contradicting=0,
            uncertainty_score=None,
            geo_level=None,
            lens=None,
            is_outside_sector=None,
            reason_codes=(),
            detectors=(),
            also_as=(),
            action="watch",
            action_reason="x",
            change_our_mind="x",
            ratings=None,
            priority_score=0.5,
        )
        for s, label, d in zip(signals, labels, docs, strict=False)
    )
    return Digest(
        format=FORMAT,
        system_id=system_id,
        system_name=system_id,
        is_fictional=True,
        language="en",
        **key,
        bottom_line=(Sentence(text=f"{len(items)} signals matter.", doc_ids=tuple(str(d[0]) for d in docs)),),
        changes=(),
        items=items,
        counter_view=None,
        calendar=None,
        movers=None,
        forecasts=None,
        voice=Voice(),
        near_misses=(),
        coverage=Coverage(
            n_docs=1,
            n_origins=1,
            n_shown=1,
            n_sources_spoke=1,
            n_sources_polled=1,
            by_class=(),
            by_language=(),
            by_pestle=(),
            blind_spots=(),
            troubled=(),
        ),
        rule="x",
        queries=(),
    )


def _append(
    store: Store, table: str, key: dict[str, Any], run_id: str | None, columns: dict[str, Any]
) -> None:
    n = len(next(iter(columns.values())))
    rows = pa.table(
        {
            **{k: pa.array([v] * n) for k, v in key.items()},
            **{k: v if isinstance(v, pa.Array) else pa.array(v) for k, v in columns.items()},
        }
    )
    store.append(table, rows, run_id=run_id)


def _catalogue(store: Store) -> None:
    n = np.arange(N_SOURCES)
    _append(
        store,
        "core_source",
        {},
        None,
        {
            "source_id": [f"source-{s}" for s in n],
            "name": [f"Source {s}" for s in n],
            "source_class": CLASSES[n % len(CLASSES)],
            "url": [f"https://source-{s}.example/feed" for s in n],
            "kind": ["feed"] * N_SOURCES,
            "language": np.where(n % 3 == 0, "sv", "en"),
            "country": ["SE"] * N_SOURCES,
            "sector": ["mobility"] * N_SOURCES,
            "family": [f"family-{s % 120}" for s in n],
            "grade": np.array(list("ABCDF"))[n % 5],
            "is_primary": n % 9 == 0,
            "is_enabled": np.ones(N_SOURCES, bool),
        },
    )
    end = datetime.combine(FIRST_WEEK, datetime.min.time(), UTC) + timedelta(weeks=N_WEEKS)
    _append(
        store,
        "core_source_state",
        {},
        None,
        {
            "source_id": [f"source-{s}" for s in n],
            "last_success_at": [end] * N_SOURCES,
            "n_failures": np.zeros(N_SOURCES, np.int32),
            "health": np.where(n % 20 == 7, "failing", "healthy"),
        },
    )
    f = np.arange(100)
    _append(
        store,
        "core_force",
        {},
        None,
        {
            "force_id": [f"force-{i}" for i in f],
            "name": [f"Force {i}" for i in f],
            "pestle": np.array(
                ["political", "economic", "social", "technological", "legal", "environmental"]
            )[f % 6],
            "layer": np.array(["world", "society", "market", "organisation"])[f % 4],
            "kind": ["slow-driver"] * 100,
            "description": ["Two sentences."] * 100,
            "lag_weeks_low": f % 9,
            "lag_weeks_high": 9 + f % 40,
        },
    )
    for system_id in SYSTEMS:
        _append(
            store,
            "core_system",
            {},
            None,
            {"system_id": [system_id], "name": [system_id], "is_fictional": [True]},
        )
        _append(
            store,
            "core_system_part",
            {},
            None,
            {
                "system_id": [system_id] * len(PARTS),
                "engine_id": [p.split(".")[0] for p in PARTS],
                "engine_name": [p.split(".")[0] for p in PARTS],
                "part_id": list(PARTS),
                "name": list(PARTS),
                "kind": [p.split(".")[1] for p in PARTS],
                "description": ["x"] * len(PARTS),
            },
        )


def _texts(world: World, rng: np.random.Generator, topic: np.ndarray) -> Iterator[str]:
    """Title, newline, text of each document: some sixty words, a fifth of them its topic's."""
    n = len(topic)
    lengths = rng.integers(38, 84, n)
    numbers = _zipf(rng, N_WORDS, int(lengths.sum()))
    own = rng.random(len(numbers)) < 0.2
    of = np.repeat(np.where(topic >= 0, topic, rng.integers(0, N_TOPICS, n)), lengths)
    numbers = np.where(own, world.topic_words[of, rng.integers(0, 12, len(numbers))], numbers)
    words = world.words[numbers]
    end = 0
    for length in lengths:
        start, end = end, end + int(length)
        yield " ".join(words[start : start + 8]) + "\n" + " ".join(words[start + 8 : end]) + "."


def _vocabulary() -> np.ndarray:
    """Words of two to four syllables, most frequent first; the planted ones stand among the words of topics."""
    onsets, cores = (
        ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "sk", "br"],
        ["a", "e", "i", "o", "u", "y", "å", "ä", "ö", "ei"],
    )
    syllables = [o + c for o in onsets for c in cores]
    k = len(syllables)
    words = [
        syllables[n % k] + syllables[n // k % k] + (syllables[n // k // k % k] if n >= k * k else "")
        for n in range(k, N_WORDS + k)
    ]
    for i, word in enumerate(PLANTED):
        words[500 + 37 * i] = word
    return np.array(words, dtype=object)


def _zipf(rng: np.random.Generator, n: int, size: int) -> np.ndarray:
    """Ranks 0..n-1 drawn log-uniformly: frequency falls as one over the rank."""
    return (np.power(float(n), rng.random(size)) - 1).astype(np.int64).clip(0, n - 1)


def _hex(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=10).hexdigest()


def make(folder: Path, n_docs: int) -> None:
    """A generated store in a folder."""
    with Store.open(folder) as store:
        fill(store, n_docs)


def command_line(doc: str | None, measure: Callable[[int, Path], Mapping[str, object]]) -> None:
    """A benchmark over a store of generated documents: `--docs`, `--store`; prints its measurement as JSON."""
    options = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--docs", type=int, default=100_000)
    options.add_argument("--store", type=Path, help="keep the generated store here")
    chosen = options.parse_args()
    if chosen.store:
        print(json.dumps(measure(chosen.docs, chosen.store)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(chosen.docs, Path(folder))))
