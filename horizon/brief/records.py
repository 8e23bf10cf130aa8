"""What an evidence pack holds. Every statement points to evidence by its number (E1, E2...), which the bibliography resolves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from horizon.policy_calendar import CalendarEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document that the pack cites."""

    number: int
    doc_id: str
    title: str
    author: str | None
    source_name: str
    source_class: str
    grade: str
    is_primary: bool
    published_on: date | None
    seen_on: date
    url: str | None
    body_hash: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackClaim:
    """A claim with its quotation as it stands in the stored text."""

    claim_id: str
    quote: str
    start_offset: int  # into title + line break + text
    end_offset: int
    holder: str | None
    is_quote: bool
    modality: str
    stance: str | None  # supports, contradicts; None: not judged, its words take no side
    status: str  # stands, contested, reported, denied, proposed, hedged
    evidence: int
    doc_id: str
    version: int
    said_on: date
    n_alike: int  # other documents with nearly the same claim


@dataclass(frozen=True, slots=True, kw_only=True)
class PackActor:
    """Who acts in the matter."""

    name: str
    other_names: tuple[str, ...]
    kind: str  # person, organisation
    role: str | None
    affiliations: tuple[str, ...]  # "organisation (first day - last day)"
    stance: str | None  # of what they say; None when nothing of theirs is quoted
    quote: str | None
    evidence: tuple[int, ...]
    n_origins: int
    first_on: date
    last_on: date
    days_after_first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDate:
    """A date ahead in the same topic that is of another matter."""

    entry: CalendarEntry
    why: str  # what keeps its document out of the matter


@dataclass(frozen=True, slots=True, kw_only=True)
class PackNumber:
    """A figure with its unit and where it stands."""

    value: str
    unit: str | None
    about: str
    evidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackImpact:
    """What it does to one part of one system."""

    system_id: str
    system_name: str
    part_name: str
    force_name: str | None
    score: float | None  # -3..3 with the loop; None where the sign is unknown
    sign: int | None
    lag_weeks: tuple[int | None, int | None]
    confidence: float
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the timeline."""

    on: date
    what: str
    evidence: int
    is_contradicting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A bold question and the evidence that raises it."""

    text: str
    why: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How it reads at one level."""

    level: str  # local, national, international
    n_docs: int
    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkeletonPart:
    """A heading of the position piece with what goes under it."""

    heading: str
    pages: float
    brief: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One evidence pack as of one moment."""

    what: str
    label: str
    as_of: datetime
    question: str
    state: tuple[str, ...]
    is_contested: bool
    n_docs: int
    n_origins: int
    n_sources: int
    timeline: tuple[Moment, ...]
    claims: tuple[PackClaim, ...]
    counter: tuple[PackClaim, ...]
    questions: tuple[Question, ...]
    actors: tuple[PackActor, ...]
    hooks: tuple[CalendarEntry, ...]  # of the pack's own matter
    other_dates: tuple[OtherDate, ...]  # of other matters in the same topic, the first few
    n_other_dates: int
    numbers: tuple[PackNumber, ...]
    impacts: tuple[PackImpact, ...]
    impact_notes: tuple[str, ...]  # whose engine is ours and why, and which of the two is not touched
    readings: tuple[Reading, ...]
    gaps: tuple[str, ...]
    skeleton: tuple[SkeletonPart, ...]
    references: tuple[Reference, ...]
    n_quotes_refused: int  # claims whose words were not found at their place in the stored text
    signal_id: str | None
    topic_id: str | None
