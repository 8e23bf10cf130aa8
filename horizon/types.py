"""Records that cross a stage boundary. Each `core_`/`raw_` record has exactly the columns of its table.

All datetimes are timezone-aware UTC; a `week_on` is the Monday of an ISO week; shares are 0-1; None means unknown.
A judgement is keyed by (week_on, as_of): what was thought of that week with the knowledge of that moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
SourceClass = Literal["news", "policy", "research"]
SOURCE_CLASSES: tuple[SourceClass, ...] = ("news", "policy", "research")


class Clock(Protocol):
    """The only way code learns the time or waits, so that tests and the demo need not wait."""

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class Embedder(Protocol):
    """Turns texts into unit vectors of one model."""

    model_id: str
    dim: int

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit-length float32 vectors (n_texts, dim), in the order of the texts."""
        ...


class Progress(Protocol):
    """Told how far a long piece of work has come; the command line draws bars from it."""

    def __call__(self, what: str, done: int, total: int) -> None: ...


def monday_of(moment: datetime | date) -> date:
    """Monday of the ISO week (UTC) that holds the moment."""
    day = moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
    return day - timedelta(days=day.weekday())


def midnight(day: date) -> datetime:
    """Start of a UTC day."""
    return datetime.combine(day, time.min, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time to work on (end excluded) and the moment whose knowledge may be used."""

    start: datetime
    end: datetime
    as_of: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end", "as_of"):
            if getattr(self, name).tzinfo is None:
                raise ValueError(f"window {name} has no time zone")
        if not self.start < self.end:
            raise ValueError(f"window ends before it starts: {self.start} .. {self.end}")

    @classmethod
    def day(cls, day: date, *, as_of: datetime | None = None) -> Window:
        """One UTC day; as_of defaults to its end."""
        end = midnight(day + timedelta(days=1))
        return cls(start=midnight(day), end=end, as_of=as_of or end)

    @classmethod
    def week(cls, week_on: date, *, as_of: datetime | None = None) -> Window:
        """One ISO week by its Monday; as_of defaults to its end. Raises ValueError when the date is no Monday."""
        if week_on.weekday() != 0:
            raise ValueError(f"{week_on} is not a Monday")
        end = midnight(week_on + timedelta(days=7))
        return cls(start=midnight(week_on), end=end, as_of=as_of or end)

    @property
    def week_on(self) -> date:
        """Monday of the week in which the window starts."""
        return monday_of(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReport:
    """What one stage did in one window; the ledger row of the run."""

    stage: str
    window: Window
    status: Literal["done", "skipped"] = "done"
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # one plain line each: failures by name, degradations
    seconds: float = 0.0
    run_id: str = ""


# ---------------------------------------------------------------- collect


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One feed, API query or archive that is polled, as the catalogue describes it (table core_source)."""

    source_id: str
    name: str
    source_class: SourceClass
    url: str
    kind: str = "feed"  # feed, archive, or the name of an adapter
    site_url: str | None = None
    language: str | None = None
    country: str | None = None
    place: str | None = None
    sector: str | None = None
    family: str | None = None  # publishing house; independence is counted over families
    grade: str = "F"  # Admiralty reliability A-F; F is not judged
    time_zone: str | None = None  # for dates that carry none
    is_primary: bool = False  # publishes its own decisions or findings
    is_enabled: bool = True
    note: str | None = None
    rules: str | None = None  # of a list page: a JSON object of CSS selectors
    full_text: bool = False  # read the pages that entries link to, where robots.txt allows


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One version of an item exactly as a source published it (table raw_entry)."""

    entry_hash: str  # of source, key and content: names this version
    source_id: str
    entry_key: str  # identity within the source: guid, else link, else title and date
    guid: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    author: str | None = None
    published_raw: str | None = None
    published_at: datetime | None = None  # None when the source gives no readable date; never guessed
    date_precision: str | None = None  # second, minute, hour, day, month, year
    updated_at: datetime | None = None
    language: str | None = None  # as declared by the feed
    tags: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    extra: str | None = None  # JSON object of identifiers and fields that only some sources have
    fetched_at: datetime
    fetch_id: str
    body_hash: str | None = None
    position: int = 0
    run_id: str = ""


# ---------------------------------------------------------------- normalise, enrich


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of a normalised entry (table core_document)."""

    doc_id: str
    version: int  # 1 is the first; edits count up
    source_id: str
    source_class: SourceClass
    entry_hash: str
    canonical_url: str | None
    title: str
    text: str  # clean text without the title, may be empty
    author: str | None = None
    language: str | None
    published_at: datetime | None
    date_precision: str | None
    first_seen_at: datetime  # of version 1
    seen_at: datetime  # of this version
    counted_at: datetime  # published_at where it is believable, else first_seen_at
    week_on: date  # Monday of counted_at
    is_backlog: bool  # older than the source's own first poll: history, not news
    identity: str  # doi, arxiv, celex, dok_id, guid, url or title
    text_hash: str  # of title and text: key of the embedding
    n_words: int
    defects: tuple[str, ...] = ()
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginMember:
    """A document and the origin (set of copies of one text) it belongs to (table core_origin_member)."""

    doc_id: str
    origin_id: str  # doc_id of the first seen copy
    reason: str  # first, same_text, near_copy, same_title, same_identifier
    similarity: float | None
    matched_doc_id: str | None
    seen_at: datetime
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entity named in a document version (table core_mention)."""

    doc_id: str
    version: int
    entity_id: str  # folded name, stable over documents
    name: str
    kind: str  # person, organisation, place, law, product, event, other
    n_mentions: int
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """Geography and vector key of a document version (table core_enrichment)."""

    doc_id: str
    version: int
    geo_level: str | None  # local, national, international; None when nothing tells
    countries: tuple[str, ...]  # ISO 3166 alpha-2
    text_hash: str
    model_id: str
    seen_at: datetime
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDate:
    """A date that a policy document sets (table core_policy_date). Offsets are into title + newline + text of the version."""

    policy_date_id: str  # of document, stage and day: stable over versions
    doc_id: str
    version: int
    topic_id: str | None = None  # left to the judgements, which come later
    body: str | None  # who asks or decides, as the text writes it; None where it names none
    stage: str  # enrich.policy_dates.STAGES
    on_date: date  # in the body's own zone; first day of a month, quarter or year
    at_time: time | None  # as written, in time_zone
    time_zone: str | None  # IANA; of the text, else of the source; None without at_time
    precision: str  # day, month, quarter, year
    is_flagged: bool  # the day was inferred
    flag_reason: str | None
    file_ref: str | None  # case or file number as written
    is_extension: bool  # replaces an earlier deadline
    quote: str
    start_offset: int
    end_offset: int
    as_of: datetime  # when the version was seen
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim of a document version (table core_claim). Offsets are into title + line break + text."""

    claim_id: str
    doc_id: str
    version: int
    claim: str  # verbatim
    start_offset: int
    end_offset: int
    holder: str | None  # the words that name who says it; None: the outlet itself
    holder_start: int | None
    holder_end: int | None
    is_quote: bool
    modality: str  # asserted, hedged, proposed, denied
    as_of: datetime
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationRow:
    """A person in a stated public role (table core_affiliation)."""

    doc_id: str
    version: int
    person: str
    role: str | None
    organisation: str | None
    start_offset: int
    end_offset: int
    as_of: datetime
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors with their ids: float32 (n, dim), unit length, one model."""

    ids: tuple[str, ...]
    vectors: FloatArray
    model_id: str


# ---------------------------------------------------------------- topics


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """A document's story in one judgement (table core_story_member)."""

    week_on: date
    as_of: datetime
    doc_id: str
    story_id: str
    similarity: float | None  # to nearest_doc_id; None for the founder
    nearest_doc_id: str | None
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMember:
    """A document's topic in one judgement (table core_topic_member); every document of the trailing window that has one."""

    week_on: date
    as_of: datetime
    doc_id: str
    topic_id: str
    similarity: float
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWeek:
    """A topic as it stood at the end of a week (table core_topic_week)."""

    topic_id: str
    week_on: date
    as_of: datetime
    label: str
    terms: tuple[str, ...]
    state: str  # born, continued, revived, dormant, retired, merged
    born_week_on: date
    n_docs: int  # this week
    n_origins: int  # this week, copies counted once
    n_sources: int  # this week
    n_docs_window: int  # in the trailing window
    n_origins_window: int
    coherence_score: float | None
    representative_doc_ids: tuple[str, ...]
    successor_topic_id: str | None = None
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLink:
    """Lineage: what became of a topic in a week (table core_topic_link)."""

    week_on: date
    as_of: datetime
    topic_id: str
    relation: str  # born, continued, split, merged, dormant, revived, retired
    other_topic_id: str | None
    shared_share: float | None  # share of topic_id's members that moved
    run_id: str = ""


# ---------------------------------------------------------------- signals


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A topic, term or novel document group judged at the end of a week (table core_signal). Axes are never folded into one."""

    signal_id: str
    week_on: date
    as_of: datetime
    kind: str  # topic, term, novel
    topic_id: str | None
    label: str
    terms: tuple[str, ...]
    stage: str  # weak, emerging, strong, established, fading, dormant
    reason_codes: tuple[str, ...]
    detectors: tuple[str, ...]  # which of topic_growth, term_burst, novel_documents agree
    n_origins: int  # this week
    n_origins_window: int
    n_sources: int
    attention_share: float | None  # of all origins of the week, source classes weighted equally
    attention_low: float | None
    attention_high: float | None
    baseline_share: float | None  # of the earlier weeks of the window
    growth_ratio: float | None  # attention_share / baseline_share, smoothed
    attention_gain: float | None = None  # root of the share now less root of the share before; 0 is steady
    theme_gain: float | None = None  # the same of the wider theme; None where documents have no vectors
    burst_score: float | None
    novelty_score: float | None
    coherence_score: float | None
    n_new_actors: int | None
    emergence_probability: float | None  # share at least doubles within 8 weeks
    emergence_low: float | None
    emergence_high: float | None
    emergence_basis: str  # model id, or rule
    evidence_grade: str | None  # high, moderate, low
    n_independent_origins: int
    n_families: int
    n_primary: int
    n_contradicting: int
    uncertainty_score: float | None
    first_research_on: date | None
    first_policy_on: date | None
    first_news_on: date | None
    first_seen_on: date
    geo_level: str | None
    rank_score: float | None
    rank: int | None
    is_flagged: bool
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalEvidence:
    """A document a signal rests on (table core_signal_evidence)."""

    signal_id: str
    week_on: date
    as_of: datetime
    doc_id: str
    origin_id: str
    stance: str  # supports, contradicts, neutral
    rank: int  # 1 is shown first
    run_id: str = ""


# ---------------------------------------------------------------- forces, impact


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceLink:
    """A tie of a signal to a long-running force (table core_force_link)."""

    signal_id: str
    force_id: str
    week_on: date
    as_of: datetime
    confidence: float  # 0-1
    cue_score: float
    similarity: float | None
    phrases: tuple[str, ...]
    doc_ids: tuple[str, ...]
    standing: float | None = None  # among all forces, standard deviations; None with similarity
    learnt: float | None = None  # of the trained reading: log share; None without it
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What a signal could do to one part of one engine of one system (table core_impact)."""

    system_id: str
    signal_id: str
    part_id: str
    force_id: str | None  # the force that carries it; None for a tie by text and actors alone
    week_on: date
    as_of: datetime
    tie_score: float  # 0-1
    text_score: float
    entity_score: float
    place_score: float | None  # None when no place is named
    sensitivity: float | None  # -3..3 set by the owner of the model; None is not judged
    layer: str | None
    layer_reach: float | None  # None without a force
    direct_score: float | None  # -3..3; None where the sign is unknown
    loop_score: (
        float | None
    )  # direct plus what comes round the loop, -3..3; alone where the part has no tie of its own
    sign: int | None
    lag_weeks_low: int | None
    lag_weeks_high: int | None
    confidence: float
    derivation: str  # JSON: every factor with its inputs
    doc_ids: tuple[str, ...]
    bearing_score: float | None = (
        None  # 0-1: how plainly the news bears on the part; None where nothing judged moves it
    )
    run_id: str = ""
