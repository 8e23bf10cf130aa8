# ruff: noqa: E501
"""Rows as the queries give them, for a small world of four signals: one denied, one told twice, one with a judged effect."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from horizon.config import PublishSettings
from horizon.publish.material import Material

WEEK = date(2026, 9, 21)
AS_OF = datetime(2026, 9, 28, 4, tzinfo=UTC)
PUBLISH = PublishSettings()


def signal(name: str, rank: int | None, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "signal_id": f"topic-{name}", "topic_id": name, "kind": "topic", "label": name.title(), "terms": [name], "stage": "emerging",
        "reason_codes": ["growing"], "detectors": ["topic_growth"], "n_origins": 3, "n_origins_window": 6, "n_sources": 3,
        "attention_share": 0.08, "attention_low": 0.04, "attention_high": 0.14, "growth_ratio": 2.5, "emergence_probability": 0.31,
        "emergence_low": 0.2, "emergence_high": 0.44, "emergence_basis": "rule", "evidence_grade": "high",
        "n_independent_origins": 6, "n_families": 3, "n_primary": 1, "n_contradicting": 0, "n_supporting": 6,
        "uncertainty_score": 0.5, "geo_level": "national", "rank": rank, "is_flagged": rank is not None, "lens": "national",
        "is_outside_sector": False, "echo_share": 0.0,
    }  # fmt: skip
    return given | changes


def document(name: str, n: int, title: str, text: str, **changes: Any) -> dict[str, Any]:
    day = WEEK + timedelta(days=n % 5)
    given: dict[str, Any] = {
        "signal_id": f"topic-{name}", "doc_id": f"{name}{n}", "origin_id": f"{name}{n}", "stance": "supports", "rank": n,
        "title": title, "text": text, "language": "en", "url": f"https://news.example/{name}{n}",
        "published_at": datetime(day.year, day.month, day.day, 8, tzinfo=UTC),
        "first_seen_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC), "doc_week_on": WEEK, "doc_day": day,
        "source_id": f"s{n}", "source_class": "news", "source_name": ("Harbour Post", "The Ledger", "Kustbladet")[n % 3],
        "family": f"f{n % 3}", "grade": "B", "n_copies": 1,
    }  # fmt: skip
    return given | changes


def evidence() -> list[dict[str, Any]]:
    return [
        document("cells", 1, "SODIUM CELLS NOW CHEAPER THAN LEAD", "ULVIK (Harbour Post) – Sodium cells have become cheaper than lead, the grid firm "
                 "Kustkraft said on Monday. It will order 400 megawatt hours. Read more on our site."),
        document("cells", 2, "Kustkraft orders sodium depot", "The grid firm Kustkraft orders a depot of sodium cells for 2027, its largest so far."),
        document("cells", 3, "Saltet som lagrar ström", "Natriumceller har blivit billigare än bly, säger elnätsbolaget Kustkraft.", language="sv",
                 rank=3),
        document("celler", 4, "Kustkraft köper natriumceller", "Elnätsbolaget Kustkraft köper natriumceller till en depå i Ulvik.", language="sv"),
        document("move", 5, "Works to leave the town", "The works will leave the town next year, according to a paper seen by The Ledger."),
        document("move", 6, "Works deny the move", "The works are not leaving the town, their managing director said on Thursday.", stance="contradicts"),
        document("visas", 7, "Ten-day permits for specialists", "Specialists get a residence permit within ten days from January, the migration office said."),
    ]  # fmt: skip


def policy_date(
    name: str, on: date, counted: int, *, is_extension: bool = False, precision: str = "day"
) -> dict[str, Any]:
    return {
        "policy_date_id": name, "doc_id": name, "version": 1, "topic_id": "permits", "body": "Ministry of Energy", "stage": "consultation_closes",
        "on_date": on, "at_time": None, "time_zone": None, "precision": precision, "is_flagged": False, "flag_reason": None, "file_ref": None,
        "is_extension": is_extension, "quote": "Answers are wanted by then.", "start_offset": 0, "end_offset": 27, "as_of": AS_OF,
        "title": "Permits for computing halls", "language": "en", "counted_at": AS_OF - timedelta(days=counted), "url": "https://gov.example/1",
        "source_id": "gov", "source_name": "Government Office", "source_country": "SE",
    }  # fmt: skip


def material(*, language: str = "en", turned: bool = False, **changes: Any) -> Material:
    """The small world; turned: its rows in another order."""
    signals = [
        signal("cells", 1, label="Sodium cells for depots"),
        signal("celler", 2, label="Natriumceller i depåer", is_outside_sector=True),
        signal(
            "move",
            3,
            label="Works may move",
            n_contradicting=1,
            n_supporting=1,
            evidence_grade="low",
            n_families=1,
        ),
        signal(
            "visas",
            4,
            label="Ten-day permits",
            is_outside_sector=True,
            emergence_probability=None,
            n_primary=0,
        ),
        signal("quiet", None, label="Ferry traffic", reason_codes=["steady_regular"]),
    ]
    rows = evidence()
    given: dict[str, Any] = {
        "system": {"system_id": "harbour", "name": "Harbour Cluster", "name_sv": "Hamnklustret", "is_fictional": True, "sectors": ["energy"]},
        "week_on": WEEK, "as_of": AS_OF, "language": language,
        "signals": list(reversed(signals)) if turned else signals,
        "signals_before": [signal("cells", 2, label="Sodium cells for depots", n_origins=1, n_supporting=3),
                           signal("fire", 1, label="Fire at the depot", n_origins=4)],
        "shown_before": {"topic-cells": WEEK - timedelta(weeks=1), "topic-fire": WEEK - timedelta(weeks=1)},
        "evidence": rows,
        "parts": [
            {"part_id": p, "part_name": name, "part_kind": kind, "engine_name": "Energy"}
            for p, name, kind in (("people", "Pool of engineers", "resource"), ("store", "Storage firms", "conversion"),
                                  ("grid", "A grid that carries it", "effect"))],
        "impacts": [
            {"signal_id": "topic-cells", "part_id": "store", "part_name": "Storage firms", "engine_name": "Energy", "force_name": "Cheap storage",
             "force_name_sv": "Billig lagring", "pestle": "technological", "layer": "world", "direct_score": 1.1, "loop_score": 1.6, "sign": 1, "lag_weeks_low": 26,
             "lag_weeks_high": 104, "confidence": 0.7, "tie_score": 0.6, "doc_ids": ["cells1", "cells2"]},
            {"signal_id": "topic-visas", "part_id": "people", "part_name": "Pool of engineers", "engine_name": "Energy", "force_name": None,
             "force_name_sv": None, "pestle": None, "layer": None, "direct_score": None, "loop_score": None, "sign": None, "lag_weeks_low": None,
             "lag_weeks_high": None, "confidence": 0.3, "tie_score": 0.4, "doc_ids": ["visas7"]}],
        "forces": [{"signal_id": "topic-cells", "force_id": "storage", "confidence": 0.8, "name": "Cheap storage", "name_sv": "Billig lagring",
                    "pestle": "technological", "layer": "world", "lag_weeks_low": 26, "lag_weeks_high": 104}],
        "curves": [{"topic_id": t, "week_on": WEEK - timedelta(weeks=w), "n_origins": max(0, 3 - w)} for t in ("cells", "visas") for w in range(4)],
        "coverage": [{"source_class": "news", "language": "en", "n_docs": 40, "n_origins": 35, "source_ids": ["s1", "s2"]},
                     {"source_class": "news", "language": "sv", "n_docs": 20, "n_origins": 20, "source_ids": ["s3"]}],
        "troubled": [{"source_id": "s9", "source_name": "Effektbladet", "outcome": "http_error", "reason": "HTTP 404",
                      "last_success_at": datetime(2026, 7, 8, tzinfo=UTC)}],
        "merged": {}, "n_sources_polled": 12,
        "mentions": [{"signal_id": r["signal_id"], "doc_id": r["doc_id"], "origin_id": r["origin_id"], "entity_id": "kustkraft",
                      "name": "Kustkraft", "kind": "organisation", "doc_day": r["doc_day"]} for r in rows if "Kustkraft" in r["text"]],
        "forecasts": [
            {"signal_id": "topic-fire", "week_on": WEEK - timedelta(weeks=9), "label": "Fire at the depot", "emergence_probability": 0.6,
             "status": s, "due_on": WEEK - timedelta(weeks=1), "criterion": "doubles"} for s in ("missed", "came_true", "open")],
        "affiliations": [{"person": "Ada Alm", "role": "director", "organisation": "Kustkraft"}],
        "calendar": [policy_date("first", date(2026, 10, 2), 20), policy_date("moved", date(2026, 10, 16), 3, is_extension=True)],
        "touches": [{"doc_id": "moved", "system_id": "harbour", "part_id": "store", "part_name": "Storage firms", "tie_score": 0.4}],
        "stories": [{"signal_id": "topic-cells", "story_id": "one", "n_docs": 3}, {"signal_id": "topic-celler", "story_id": "one", "n_docs": 1},
                    {"signal_id": "topic-move", "story_id": "two", "n_docs": 2}],
    }  # fmt: skip
    given["heat"] = given["impacts"]
    return Material(**(given | changes))
