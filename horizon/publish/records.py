"""What a digest is made of: the one form from which JSON, Markdown, HTML, mail, the feed and the archive are drawn.

None means unknown or not looked at; an empty tuple means looked at and nothing found. `schema()` is the published JSON Schema
(docs/digest.schema.json); from_json reads back what to_json wrote.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from horizon.pictures.heat import HeatMap

FORMAT = 2  # raise when a key changes its meaning or goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and the documents it rests on; template sentences about Horizon itself rest on none."""

    text: str
    doc_ids: tuple[str, ...] = ()
    language: str | None = None  # of extracted words when they are not in the digest's language


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
    pestle: str | None = None  # field of the force
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
    label_language: str | None  # of most of its documents
    stage: str
    change: str  # new, rising, confirmed, contradicted, continuing
    change_reason: str
    development: Sentence
    effect: Sentence  # what it could do to the system, or that nobody has judged it
    evidence: tuple[EvidenceLine, ...]
    curve: tuple[tuple[date, int], ...]  # origins a week, oldest first
    parts: tuple[PartTouched, ...]
    forces: tuple[str, ...]
    pestle: str | None
    layer: str | None
    lag_weeks_low: int | None  # to the first effect: of the parts where judged, else typical of the force
    lag_weeks_high: int | None
    n_origins: int  # this week
    attention_share: float | None
    attention_low: float | None
    attention_high: float | None
    growth_ratio: float | None
    emergence_probability: float | None
    emergence_low: float | None
    emergence_high: float | None
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
    also_as: tuple[str, ...]  # ids of signals that are the same matter and are told here
    action: str  # watch, prepare, act
    action_reason: str
    change_our_mind: str
    ratings: str | None  # what readers said of it before, None when nobody did
    priority_score: float
    figures_of: str | None = None  # own label of the signal, where one told with it lends its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a signal since last week."""

    kind: str  # new, rising, confirmed, contradicted, merged, fading, withdrawn, unread
    signal_id: str
    label: str
    reason: str
    told: Sentence | None = None  # the sentence of the evidence that ended it, for what is no longer shown


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A signal that was not chosen, and why."""

    signal_id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDay:
    """A date that a policy document sets."""

    on_date: date
    days_left: int  # from the Monday on which the digest is issued
    stage: str  # consultation_closes, vote, entry_into_force, call_closes ...
    body: str | None
    label: str
    quote: str
    precision: str  # day, month, quarter, year
    is_inferred: bool  # the day is worked out, not written
    moved_from: date | None
    touches: tuple[str, ...]  # parts of the system, strongest tie first
    doc_id: str
    doc_ids: tuple[str, ...]
    source_name: str
    url: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A person or organisation that acts in this week's signals."""

    name: str
    kind: str
    role: str | None  # as a text states it
    n_origins: int  # that name it, over the signals' evidence
    first_on: date
    is_early: bool  # named before half of the signal's documents were out
    signal_ids: tuple[str, ...]
    doc_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """What earlier probabilities were worth, counted over those whose time is up."""

    n_due: int  # flags whose eight weeks are over and that could be scored
    n_came_true: int
    n_unknown: int  # due, and nothing was collected to tell by
    mean_probability: float | None
    brier: float | None
    criterion: str
    worst_miss: Sentence | None  # the most confident one that did not come true


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """A reader's hunch and what has come of it."""

    note_id: str
    signal_id: str
    text: str
    author: str | None
    noted_on: date
    n_origins: int | None  # found this week; None before its first run
    n_origins_window: int | None
    nearest: str | None  # label of the signal it is closest to
    told: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLine:
    """What readers said of a signal; disagreement is kept."""

    signal_id: str
    label: str
    n_useful: int
    n_not: int
    n_wrong: int
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLine:
    """A topic that a reader follows, shown or not."""

    topic_id: str
    label: str
    n_origins: int | None  # this week; None when the topic was not judged
    stage: str | None
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A source that a reader proposed."""

    url: str
    reason: str | None
    proposed_by: str | None
    proposed_on: date
    is_on_board: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What readers said."""

    notes: tuple[NoteLine, ...] = ()
    ratings: tuple[RatingLine, ...] = ()
    follows: tuple[FollowLine, ...] = ()
    proposals: tuple[ProposalLine, ...] = ()


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
    n_shown: int  # documents linked on the page
    n_sources_spoke: int
    n_sources_polled: int
    by_class: tuple[tuple[str, int], ...]  # source class, origins
    by_language: tuple[tuple[str, int], ...]
    by_pestle: tuple[tuple[str, int], ...]  # PESTLE field, signals tied to it
    blind_spots: tuple[str, ...]
    troubled: tuple[SourceTrouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """SQL on the published file that gives a table of the digest again."""

    what: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One system, one week, one state of knowledge."""

    format: int
    system_id: str
    system_name: str
    is_fictional: bool
    language: str
    week_on: date
    as_of: datetime
    bottom_line: tuple[Sentence, ...]
    changes: tuple[Change, ...]
    items: tuple[DigestItem, ...]
    heat: HeatMap | None = (
        None  # of all flagged signals, shown or not; None: the engine was not judged for this week
    )
    counter_view: Sentence | None
    calendar: tuple[PolicyDay, ...] | None  # None: no policy document has been read for dates
    movers: tuple[Mover, ...] | None  # None: names were not read
    forecasts: Forecasts | None  # None: none is due yet
    voice: Voice
    near_misses: tuple[NearMiss, ...]
    coverage: Coverage
    rule: str
    queries: tuple[Query, ...]


def to_json(digest: Digest) -> str:
    """The digest as JSON text, keys in record order, dates ISO; equal digests give equal bytes."""
    return json.dumps(asdict(digest), ensure_ascii=False, indent=1, default=_plain)


@cache
def _adapter() -> TypeAdapter[Digest]:
    return TypeAdapter(Digest)


def from_json(text: str) -> Digest:
    """The record that to_json wrote. Raises ValueError (pydantic's) for another format."""
    return _adapter().validate_json(text)


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of to_json's text."""
    made = _adapter().json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Horizon digest",
        "description": f"Format {FORMAT}. null: unknown or not looked at; an empty array: looked at, nothing found.",
        **{k: v for k, v in made.items() if k not in ("title", "description")},
    }


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no JSON form for {value!r}")
