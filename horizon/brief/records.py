"""What an evidence pack holds. Every statement points to evidence by its number (E1, E2...), which the bibliography resolves.

None means unknown or not judged. `schema()` is the published JSON Schema (docs/pack.schema.json).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from horizon.policy_calendar import CalendarEntry

FORMAT = 2  # of the JSON: 1 called the relation of a claim its stance and had no proposition


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
class Wording:
    """A proposition in one language."""

    language: str  # en, sv
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """The sentence that stances are held against: given by the reader, or read from a demand or plan of the documents."""

    wordings: tuple[Wording, ...]
    is_given: bool
    claim_id: str | None = None  # from here on null where it was given
    doc_id: str | None = None
    version: int | None = None
    evidence: int | None = None
    quote: str | None = None  # as it stands in the stored text
    start_offset: int | None = None  # into title + line break + text
    end_offset: int | None = None
    n_origins: int | None = None  # independent documents that speak about it, its own counted


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceWord:
    """What tells a stance: a listed word that was found, or a feature of the model with its share of the answer."""

    kind: str  # a list of stance_words.toml (denies, backs...), or "word"
    words: str
    weight: (
        float | None
    )  # of a "word": what it adds to the likeliest stance over the mean of the other two; no unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PackStance:
    """What a sentence says of the pack's proposition, by the trained reading. Not the relation of a claim to the matter."""

    told: str | None = None  # supports, contradicts, neutral; None: not judged
    likeliest: str | None = None  # what the model leans to all the same; None where it was not asked
    probability: float | None = None  # of the likeliest, 0-1
    why: str | None = None  # why it is not judged
    language: str | None = None  # of the wording that was used
    told_by: str | None = None  # "words", or "words and vectors of ..."
    told_from: float | None = None  # least probability from which a stance is told
    words: tuple[StanceWord, ...] = ()
    read: str | None = None  # the sentence that was read, verbatim
    doc_id: str | None = None
    version: int | None = None
    start_offset: int | None = None  # of the sentence, into title + line break + text
    end_offset: int | None = None

    def placed(self, doc_id: str, version: int, start: int, end: int) -> PackStance:
        """The same with the place of what was read; as it is where nothing was read."""
        if self.read is None:
            return self
        return replace(self, doc_id=doc_id, version=version, start_offset=start, end_offset=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceMethod:
    """How stances are read in one language, and how often that was right on pairs by hands it was not trained on."""

    language: str
    told_by: str
    told_from: float
    n_pairs: int | None  # from here on null where it was not measured
    accuracy: float | None  # of the likeliest stance, over all pairs
    told_share: float | None  # of the pairs, told at told_from
    told_right: float | None  # of those told
    side_right: float | None  # of those told to support or contradict


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
    relation: str | None  # to the matter: supports, contradicts; None: not judged, its words take no side
    stance: PackStance  # towards the pack's proposition
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
    relation: str | None  # of their claims that are shown, to the matter; None when nothing of theirs is
    stance: PackStance  # of their own words towards the pack's proposition
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

    format: int = FORMAT
    what: str
    label: str
    as_of: datetime
    question: str
    proposition: Proposition | None  # None: none was given and no document holds one
    stance_methods: tuple[StanceMethod, ...]  # one for each wording of the proposition
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


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a pack's JSON."""
    made = TypeAdapter(Pack).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Horizon evidence pack",
        "description": f"Format {FORMAT}. null: unknown or not judged; an empty array: looked at, nothing found.",
        **{k: v for k, v in made.items() if k not in ("title", "description")},
    }
