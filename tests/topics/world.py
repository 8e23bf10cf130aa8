"""A made-up world for the tests: themes with their own words and directions, documents drawn from them by the week."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from horizon.config import TopicsSettings
from horizon.storage.store import Store
from horizon.topics import stage
from horizon.types import Document, Embeddings, StageReport, Window, monday_of

DIM = 48
MODEL = "test-hash"
START = date(2026, 1, 5)
COMMON = "report group plan level local work office paper talk number".split()  # noqa: SIM905
SYLLABLES = "ka lo mi ra tu ve so ne di pa gro ste fin hal bor".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Theme:
    """Words and direction of a theme; made from its name alone."""

    name: str

    @property
    def words(self) -> list[str]:
        rng = np.random.default_rng(_seed(self.name))
        return ["".join(rng.choice(SYLLABLES, 3)) + self.name[-1] for _ in range(14)]

    @property
    def direction(self) -> np.ndarray:
        vector = np.random.default_rng(_seed(self.name) + 1).normal(size=DIM)
        return np.asarray(vector / np.linalg.norm(vector))


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


@dataclass(frozen=True, slots=True)
class Made:
    """A document with the vector it will get."""

    document: Document
    vector: np.ndarray
    theme: str


def make(
    doc_id: str,
    themes: Sequence[Theme],
    day: date,
    *,
    source: str | None = None,
    seen_at: datetime | None = None,
) -> Made:
    """A document about one theme, or about several in equal parts; a theme-less one is noise."""
    rng = np.random.default_rng(_seed(doc_id))
    own = [w for t in themes for w in rng.choice(t.words, 12 // len(themes), replace=False)]
    noise = ["".join(rng.choice(SYLLABLES, 4)) for _ in range(6 if themes else 16)]
    words = list(rng.permutation([*own, *noise, *rng.choice(COMMON, 4, replace=False)]))
    direction = sum((t.direction for t in themes), np.zeros(DIM)) / max(len(themes), 1)
    vector = direction + rng.normal(size=DIM) * (0.9 if themes else 3.0) / DIM**0.5
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    title, text = " ".join(words[:6]).capitalize(), " ".join(words[6:]).capitalize() + "."
    seen = seen_at or at
    document = Document(
        doc_id=doc_id, version=1, source_id=source or f"source-{_seed(doc_id) % 7}", source_class="news",
        entry_hash=doc_id, canonical_url=None, title=title, text=text, language="en", published_at=at,
        date_precision="day", first_seen_at=seen, seen_at=seen, counted_at=at, week_on=monday_of(at),
        is_backlog=False, identity="guid", text_hash=_hash(title + text), n_words=len(words),
    )  # fmt: skip
    return Made(document, vector / np.linalg.norm(vector), "+".join(t.name for t in themes))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def planted(name: str, counts: Mapping[int, int], *, parts: Sequence[str] = ()) -> list[Made]:
    """counts: documents by week number. parts: names of the themes mixed in each document, the theme itself if none."""
    themes = [Theme(p) for p in parts] or [Theme(name)]
    return [
        make(f"{name}-{week:02d}-{i:02d}", themes, START + timedelta(weeks=week, days=i % 7))
        for week, n in counts.items()
        for i in range(n)
    ]


def background(n_weeks: int, per_week: int = 12, *, steady: int = 3) -> list[Made]:
    """Noise documents, and a few steady themes with two documents a week each."""
    noise = [
        make(f"noise-{week:02d}-{i:02d}", [], START + timedelta(weeks=week, days=i % 7))
        for week in range(n_weeks)
        for i in range(per_week)
    ]
    kept = [
        d for s in range(steady) for d in planted(f"steady{'xyzuvw'[s]}", dict.fromkeys(range(n_weeks), 2))
    ]
    return noise + kept


def load(store: Store, made: Iterable[Made]) -> None:
    """Put documents, their vectors and sources into a store."""
    rows = list(made)
    store.append("core_document", [m.document for m in rows])
    store.append(
        "core_enrichment",
        [
            {
                "doc_id": m.document.doc_id,
                "version": 1,
                "geo_level": None,
                "countries": (),
                "text_hash": m.document.text_hash,
                "model_id": MODEL,
                "seen_at": m.document.seen_at,
                "run_id": "test",
            }
            for m in rows
        ],
    )
    embeddings = Embeddings(
        tuple(m.document.text_hash for m in rows), np.array([m.vector for m in rows], dtype=np.float32), MODEL
    )
    store.append_new(
        "core_embedding",
        [
            {"text_hash": h, "model_id": MODEL, "vector": tuple(map(float, v)), "run_id": "test"}
            for h, v in zip(embeddings.ids, embeddings.vectors, strict=True)
        ],
        key=("text_hash", "model_id"),
    )


def judge(
    store: Store, week: int, *, as_of: datetime | None = None, settings: TopicsSettings | None = None
) -> StageReport:
    """Judge week number `week` of the world."""
    window = Window.week(START + timedelta(weeks=week), as_of=as_of)
    return stage.run(store, settings or TopicsSettings(), window, embedder_id=MODEL)


def themes_of(store: Store, week: int) -> dict[str, dict[str, int]]:
    """Documents by topic and by the first part of their id (the theme), in the last judgement of a week."""
    on = START + timedelta(weeks=week)
    out: dict[str, dict[str, int]] = {}
    as_of = max((r["as_of"] for r in table(store, "core_topic_member") if r["week_on"] == on), default=None)
    for row in table(store, "core_topic_member"):
        if row["week_on"] == on and row["as_of"] == as_of:
            theme = row["doc_id"].split("-")[0]
            counts = out.setdefault(row["topic_id"], {})
            counts[theme] = counts.get(theme, 0) + 1
    return out


def topic_of(store: Store, week: int, theme: str) -> str | None:
    """The topic that holds most documents of a theme, if they are most of it."""
    best = max(
        ((counts.get(theme, 0), topic) for topic, counts in themes_of(store, week).items()
         if counts.get(theme, 0) * 2 > sum(counts.values())), default=None,
    )  # fmt: skip
    return best[1] if best else None


def table(store: Store, name: str) -> list[dict[str, object]]:
    """All rows of a table, without the run id."""
    rows = (
        store._con.execute(f"SELECT * EXCLUDE (run_id) FROM {name} ORDER BY ALL").to_arrow_table().to_pylist()
    )
    return list(rows)
