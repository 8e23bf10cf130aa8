"""What a digest is made of. `to_json` gives the one form from which Markdown, HTML, the feed and the archive are drawn."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and the documents it rests on; template sentences about Horizon itself rest on none."""

    text: str
    doc_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One dated link."""

    doc_id: str
    title: str
    source_name: str
    source_class: str
    grade: str
    published_on: date | None
    first_seen_on: date
    url: str | None
    language: str | None
    stance: str
    n_copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTouched:
    """A part of the reader's system and what the signal could do to it."""

    part_id: str
    part_name: str
    engine_name: str
    force_name: str | None
    layer: str | None
    direct_score: float | None
    loop_score: float | None
    sign: int | None
    lag_weeks_low: int | None
    lag_weeks_high: int | None
    confidence: float
    doc_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """One signal as the reader meets it."""

    signal_id: str
    label: str
    stage: str
    change: str  # new, rising, confirmed, contradicted, continuing
    change_reason: str
    development: Sentence
    evidence: tuple[EvidenceLine, ...]
    curve: tuple[tuple[date, int], ...]  # origins a week, oldest first
    parts: tuple[PartTouched, ...]
    forces: tuple[str, ...]
    pestle: str | None
    layer: str | None
    emergence_probability: float | None
    emergence_basis: str
    evidence_grade: str | None
    n_independent_origins: int
    n_families: int
    n_contradicting: int
    uncertainty_score: float | None
    geo_level: str | None
    lens: str | None  # local, national, international, as this system sees it
    is_outside_sector: bool | None
    reason_codes: tuple[str, ...]
    detectors: tuple[str, ...]
    action: str  # watch, prepare, act
    change_our_mind: str
    priority_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a signal since last week."""

    kind: str  # new, rising, confirmed, contradicted, merged, fading, withdrawn
    signal_id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A signal that was not chosen, and why."""

    signal_id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTrouble:
    """A source that could not be read, and since when."""

    source_id: str
    source_name: str
    health: str
    reason: str | None
    last_success_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read this week."""

    n_docs: int
    n_origins: int
    n_sources_spoke: int
    n_sources_enabled: int
    by_class: tuple[tuple[str, int], ...]  # source class, origins
    by_language: tuple[tuple[str, int], ...]
    blind_spots: tuple[str, ...]
    troubled: tuple[SourceTrouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One system, one week, one state of knowledge."""

    system_id: str
    system_name: str
    is_fictional: bool
    language: str
    week_on: date
    as_of: datetime
    bottom_line: tuple[Sentence, ...]
    changes: tuple[Change, ...]
    items: tuple[DigestItem, ...]
    counter_view: Sentence | None
    near_misses: tuple[NearMiss, ...]
    coverage: Coverage
    rule: str
    queries: tuple[tuple[str, str], ...]  # what it gives, SQL on the published file


def to_json(digest: Digest) -> str:
    """The digest as JSON text, keys in record order, dates ISO; equal digests give equal bytes."""
    return json.dumps(asdict(digest), ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no JSON form for {value!r}")
