# ruff: noqa: E501
"""Digests made by hand: a full one, an empty one, and one whose every feed text is hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from horizon.pictures.heat import EnginePart, HeatMap, heat_map
from horizon.publish.records import (
    FORMAT,
    Change,
    Coverage,
    Digest,
    DigestItem,
    EvidenceLine,
    FollowLine,
    Forecasts,
    Mover,
    NearMiss,
    NoteLine,
    PartTouched,
    PolicyDay,
    ProposalLine,
    Query,
    RatingLine,
    Sentence,
    SourceTrouble,
    Voice,
)

WEEK = date(2026, 9, 21)


def line(n: int, **changes: Any) -> EvidenceLine:
    given = {
        "doc_id": f"doc{n}", "title": f"Sodium cells priced below lead for the first time, buyers of depot storage say {n}",
        "source_name": "The Nordic Ledger", "source_class": "news", "grade": "B", "published_on": WEEK + timedelta(days=n % 7),
        "first_seen_on": WEEK, "url": f"https://ledger.example/{n}", "language": "en", "stance": "supports", "n_copies": 1 + n % 2,
    }  # fmt: skip
    return EvidenceLine(**(given | changes))


def part(n: int, sign: int | None = 1) -> PartTouched:
    score = None if sign is None else sign * (0.6 + 0.3 * n)
    return PartTouched(
        part_id=f"part{n}", part_name=("Pool of engineers", "Patient capital and free project money", "Proven systems")[n % 3],
        engine_name="Sensing", force_name="Battery technology and storage", pestle="technological", layer="world", direct_score=score,
        loop_score=score, sign=sign, lag_weeks_low=26, lag_weeks_high=104, confidence=0.6, doc_ids=(f"doc{n}",),
    )  # fmt: skip


def item(n: int, **changes: Any) -> DigestItem:
    docs = tuple(line(10 * n + i, stance="contradicts" if i == 3 else "supports") for i in range(4))
    given: dict[str, Any] = {
        "signal_id": f"topic-{n}", "label": f"Sodium-ion cells for grid and depot storage, part {n}", "label_language": "en",
        "stage": "emerging", "change": ("new", "rising", "contradicted", "continuing")[n % 4],
        "change_reason": "3 independent reports against one the week before",
        "development": Sentence(
            text="Ostsee Zellen is in talks to build sodium cells under licence from Natrika, the rival whose prices it "
            "mocked in August, and expects a first line of 400 megawatt hours within two years (The Nordic Ledger, 25 September 2026).",
            doc_ids=(docs[0].doc_id,)),
        "effect": Sentence(
            text="It could clearly strengthen Patient capital and free project money, in 6 months to 2 years, through Battery "
            "technology and storage.", doc_ids=(docs[1].doc_id,)),
        "evidence": docs, "curve": tuple((WEEK - timedelta(weeks=11 - w), w % 5) for w in range(12)),
        "parts": (part(n), part(n + 1, -1), part(n + 2, None)), "forces": ("Battery technology and storage",),
        "pestle": ("technological", "legal", "social", None)[n % 4], "layer": "world", "lag_weeks_low": 4 + 12 * (n % 4),
        "lag_weeks_high": 104, "n_origins": 4, "attention_share": 0.081, "attention_low": 0.04, "attention_high": 0.13,
        "growth_ratio": 2.4, "emergence_probability": None if n == 3 else 0.31, "emergence_low": 0.12, "emergence_high": 0.44,
        "emergence_basis": "emergence-2026-11", "evidence_grade": "high", "n_independent_origins": 9, "n_families": 4,
        "n_contradicting": 1, "uncertainty_score": 0.5, "geo_level": "national", "lens": "international",
        "is_outside_sector": n % 2 == 0, "reason_codes": ("growing",), "detectors": ("topic_growth",), "also_as": (),
        "action": "prepare", "action_reason": "a clear effect on our engine",
        "change_our_mind": "A decision, finding or denial from the body concerned: so far only others report it.",
        "ratings": "2 readers found it useful, one called it wrong", "priority_score": 0.7,
    }  # fmt: skip
    return DigestItem(**(given | changes))


def heat() -> HeatMap:
    """A model of five engines: a part hit both ways, one judged 0, one unknown, many untouched."""
    kinds = ("resource", "conversion", "effect")
    parts = [
        EnginePart(part_id=f"e{e}.{kind}", part_name=f"Pool of engineers and technicians, {kind} {e}", part_kind=kind,
                   engine_name=f"Sensing and perception {e}") for e in range(5) for kind in kinds
    ]  # fmt: skip
    rows = [
        {"part_id": p, "signal_id": f"topic-{n}", "label": f"Sodium cells {n}", "force_name": "Battery technology and storage",
         "layer": ("world", "society", "market")[n % 3], "loop_score": score, "sign": sign, "confidence": 0.6}
        for n, (p, score, sign) in enumerate((
            ("e0.resource", -1.6, -1), ("e0.resource", 0.8, 1), ("e0.effect", 0.0, 0), ("e1.conversion", None, None), ("e2.effect", 2.4, 1)))
    ]  # fmt: skip
    return heat_map(parts, rows)


def digest(n_items: int = 7, **changes: Any) -> Digest:
    """Everything a digest can hold, at the length it may have."""
    items = tuple(item(n) for n in range(1, n_items + 1))
    said = Sentence(
        text="Sodium cells fell below lead in price (The Nordic Ledger, 22 September 2026).",
        doc_ids=("doc1",),
    )
    given: dict[str, Any] = {
        "format": FORMAT, "system_id": "norrvik", "system_name": "Norrvik Mobility & Tech Cluster", "is_fictional": True,
        "language": "en", "week_on": WEEK, "as_of": datetime(2026, 9, 28, 4, tzinfo=UTC),
        "bottom_line": (said, replace(said, text="It could clearly weaken Pool of engineers, in 6 months to 2 years."),
                        Sentence(text="One of 28 sources, Effektbladet, could not be read.")),
        "changes": tuple(
            Change(kind=k, signal_id=f"topic-{i}", label=f"Sodium cells {i}", reason="3 independent reports against one",
                   told=said if k in ("withdrawn", "fading") else None)
            for i, k in enumerate(("withdrawn", "contradicted", "new", "new", "rising", "confirmed", "merged", "fading", "fading"))
        ),
        "items": items, "heat": heat(), "counter_view": said,
        "calendar": tuple(
            PolicyDay(on_date=WEEK + timedelta(days=20 + i), days_left=13 + i, stage="consultation_ends", body="Ministry of Energy",
                      label="Permits for power-hungry computing halls", quote="Answers are wanted by then.", precision="day", is_inferred=False, moved_from=None, touches=("Pool of engineers",), doc_ids=(f"doc{i}",),
                      doc_id=f"doc{i}", source_name="Samordningskansliet", url="https://s.example/1", language="en")
            for i in range(8)),
        "movers": tuple(
            Mover(name=f"Natrika {chr(65 + i)}B", kind="organisation", role=None, n_origins=9 - i, first_on=WEEK, is_early=i < 2,
                  signal_ids=("topic-1", "topic-2"), doc_ids=("doc1",)) for i in range(8)),
        "forecasts": Forecasts(n_due=24, n_came_true=5, n_unknown=0, mean_probability=0.18, brier=0.151, criterion="doubles",
                               worst_miss=Sentence(text="Our worst miss: “Charging in 90 seconds” in week 27, given 61%, did not.")),
        "voice": Voice(
            notes=(NoteLine(note_id="n", signal_id="note-n", text="Somebody buys up landing sites", author="Ada", noted_on=WEEK,
                            n_origins=1, n_origins_window=3, nearest="Drones", told=said),),
            ratings=(RatingLine(signal_id="topic-1", label="Sodium cells", n_useful=2, n_not=0, n_wrong=1, comments=("Old news",)),),
            follows=(FollowLine(topic_id="t", label="Ferries", n_origins=1, stage="established", is_shown=False),),
            proposals=(ProposalLine(url="https://new.example/feed", reason="Fills a gap", proposed_by=None, proposed_on=WEEK,
                                    is_on_board=False),)),
        "near_misses": tuple(NearMiss(signal_id=f"m{i}", label=f"Near miss number {i}", reason="not flagged: few independent reports")
                             for i in range(10)),
        "coverage": Coverage(
            n_docs=1240, n_origins=980, n_shown=28, n_sources_spoke=21, n_sources_polled=28,
            by_class=(("news", 700), ("policy", 150), ("research", 130)), by_language=(("en", 600), ("sv", 380)),
            by_pestle=(("political", 3),), blind_spots=("no signal tied to environmental forces",),
            troubled=(SourceTrouble(source_id="e", source_name="Effektbladet", health="http_error", reason="HTTP 404",
                                    last_success_on=WEEK),)),
        "rule": "At most 7 signals. " * 12,
        "queries": tuple(Query(what=w, sql="SELECT rank, label\nFROM horizon.signals\nWHERE is_flagged ORDER BY rank") for w in
                         ("signals", "impact", "evidence", "calendar", "coverage", "sentences")),
    }  # fmt: skip
    return Digest(**(given | changes))


def empty() -> Digest:
    """A week in which nothing was material."""
    return digest(
        0, bottom_line=(Sentence(text="Nothing material this week: 31 signals were weighed."),), changes=(), heat=None, counter_view=None,
        calendar=None, movers=None, forecasts=None, voice=Voice(), near_misses=(),
    )  # fmt: skip
