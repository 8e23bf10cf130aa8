"""A small system that can be worked by hand, and a store filled as the stages before leave it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from horizon.impact.system import System, load
from horizon.storage.store import Store
from horizon.types import ForceLink, Signal, SignalEvidence, StageReport, Window, midnight

ROOT = Path(__file__).parents[2]
WEEK = date(2026, 5, 18)
LAYERS = {"war": "world", "law": "society", "rival": "market", "owner": "organisation"}
# Two engines. Own loops: 2/3 a step, feedback 3 (people) and 0 (money). One influence back from money to people, -3.
TINY = """
schema_version = 1
[system]
id = "tiny"
name = "Tiny"
name_sv = "Pytte"
is_fictional = true
goal = "To be worked by hand."
description = "Two engines."
sectors = ["mobility"]
[identity]
past = ["telephones"]
present = ["self-driving"]
emerging = ["sensing"]
past_sv = ["telefoner"]
present_sv = ["självkörande"]
emerging_sv = ["sensorik"]
[places]
home = ["Norrvik"]
country = "Sweden"
country_aliases = ["Sverige"]
partners = ["Finland"]
international = ["China"]
[[actor]]
id = "isvaka"
name = "Isvaka AB"
aliases = ["Isvaka"]
kind = "company"
roles = ["member"]
sector = "mobility"
[[actor]]
id = "board"
name = "Road Board"
aliases = []
kind = "public"
roles = ["regulator"]
sector = "public sector"
"""
ENGINE = """
[[engine]]
id = "{0}"
name = "{0}"
name_sv = "{0}"
description = "Round once."
[engine.resource]
id = "{0}.resource"
name = "{0} resource"
description = "What there is."
cues_en = ["{1} alpha", "{1}alone"]
cues_sv = ["{1}tillgång"]
actors = {2}
places = ["Norrvik"]
depends_on = []
[engine.conversion]
id = "{0}.conversion"
name = "{0} conversion"
description = "What is done."
cues_en = ["{1} beta"]
cues_sv = ["{1}omvandling"]
actors = []
places = []
depends_on = []
[engine.effect]
id = "{0}.effect"
name = "{0} effect"
description = "What comes of it."
cues_en = ["{1} gamma"]
cues_sv = ["{1}verkan"]
actors = []
places = []
depends_on = []
[engine.feedback]
description = "Back."
strength = {3}
delay_weeks = 26
"""
SENSITIVITY = """
[[sensitivity]]
part = "{0}"
force = "{1}"
value = {2}
lag_weeks = [4, 26]
reason = "Because."
"""
INFLUENCE = """
[[influence]]
from = "{0}"
to = "{1}"
value = {2}
delay_weeks = {3}
reason = "Because."
"""
SENSITIVITIES = [
    ("people.resource", "war", -3),
    ("people.effect", "war", 2),
    ("people.resource", "owner", -3),
    ("money.resource", "law", 0),
    ("money.effect", "law", -2),
]
INFLUENCES = [("money.effect", "people.resource", -3, 8)]


@pytest.fixture
def make_system(tmp_path: Path) -> Callable[..., System]:
    """Builds the small system; sensitivities and influences can be others."""

    def make(
        sensitivities: Sequence[tuple[str, str, int]] = SENSITIVITIES,
        influences: Sequence[tuple[str, str, int, int]] = INFLUENCES,
        *,
        change: tuple[str, str] = ("", ""),
    ) -> System:
        text = (
            TINY
            + ENGINE.format("people", "crew", '["isvaka", "board"]', 3)
            + ENGINE.format("money", "cash", "[]", 0)
        )
        text += "".join(SENSITIVITY.format(*s) for s in sensitivities)
        text += "".join(INFLUENCE.format(*i) for i in influences)
        if change[0]:
            assert change[0] in text
            text = text.replace(change[0], change[1], 1)
        path = tmp_path / "tiny.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, set(LAYERS))

    return make


@pytest.fixture
def tiny(make_system: Callable[..., System]) -> System:
    return make_system()


def document(doc_id: str, title: str, **values: Any) -> dict[str, Any]:
    """A row of queries/impact/documents.sql."""
    return {
        "signal_id": "s", "doc_id": doc_id, "origin_id": doc_id, "stance": "supports", "source_id": f"source-{doc_id}",
        "title": title, "text": "", "language": "en", "text_hash": doc_id, "geo_level": None, "countries": None, "week_on": WEEK,
        "source_name": f"Source {doc_id}",
        "source_family": None, "source_sector": None,
    } | values  # fmt: skip


def signal(signal_id: str, as_of: datetime) -> Signal:
    return Signal(
        signal_id=signal_id, week_on=WEEK, as_of=as_of, kind="topic", topic_id=signal_id, label=signal_id, terms=(),
        stage="emerging", reason_codes=(), detectors=(), n_origins=1, n_origins_window=1, n_sources=1, attention_share=None,
        attention_low=None, attention_high=None, baseline_share=None, growth_ratio=None, burst_score=None, novelty_score=None,
        coherence_score=None, n_new_actors=None, emergence_probability=None, emergence_low=None, emergence_high=None,
        emergence_basis="rule", evidence_grade=None, n_independent_origins=1, n_families=1, n_primary=0, n_contradicting=0,
        uncertainty_score=None, first_research_on=None, first_policy_on=None, first_news_on=None, first_seen_on=WEEK,
        geo_level=None, rank_score=None, rank=None, is_flagged=True,
    )  # fmt: skip


def fill(
    store: Store,
    rows: Sequence[Mapping[str, Any]],
    links: Sequence[tuple[str, str, float, tuple[str, ...]]],
    *,
    as_of: datetime | None = None,
) -> Window:
    """Signals, their documents and ties; links: signal, force, confidence, documents. Returns the week's window."""
    window = Window.week(WEEK, as_of=as_of)
    seen = midnight(WEEK) + timedelta(hours=9)
    store.append(
        "core_signal", [signal(s, window.as_of) for s in dict.fromkeys(r["signal_id"] for r in rows)]
    )
    store.append_new(
        "core_document",
        [
            {
                "doc_id": r["doc_id"], "version": 1, "source_id": r["source_id"], "source_class": "news", "title": r["title"],
                "text": r["text"], "language": r["language"], "text_hash": r["text_hash"], "seen_at": seen,
                "first_seen_at": seen, "counted_at": seen, "week_on": WEEK,
            }
            for r in rows
        ],
        key=("doc_id",),
    )  # fmt: skip
    store.append_new(
        "core_source",
        [
            {
                "source_id": r["source_id"],
                "name": r["source_name"],
                "family": r["source_family"],
                "sector": r["source_sector"],
            }
            for r in rows
        ],
        key=("source_id",),
    )
    store.append(
        "core_signal_evidence",
        [
            SignalEvidence(
                signal_id=r["signal_id"], week_on=WEEK, as_of=window.as_of, doc_id=r["doc_id"], origin_id=r["origin_id"],
                stance=r["stance"], rank=i,
            )
            for i, r in enumerate(rows, start=1)
        ],
    )  # fmt: skip
    store.append(
        "core_force_link",
        [
            ForceLink(
                signal_id=s, force_id=f, week_on=WEEK, as_of=window.as_of, confidence=c, cue_score=1.0, similarity=None,
                phrases=("x",), doc_ids=docs,
            )
            for s, f, c, docs in links
        ],
    )  # fmt: skip
    for stage in ("signals", "forces"):
        report = StageReport(stage=stage, window=window, run_id=f"{stage}-{window.as_of:%d%H}")
        store.record_run(
            report,
            inputs_hash="x",
            config_hash="x",
            code_version="x",
            started_at=datetime(2026, 6, 1, tzinfo=UTC),
        )
    return window


@pytest.fixture(name="document")
def document_fixture() -> Callable[..., dict[str, Any]]:
    """Makes a document row."""
    return document


@pytest.fixture(name="fill")
def fill_fixture() -> Callable[..., Window]:
    """Fills a store."""
    return fill


@pytest.fixture
def facts() -> dict[str, Any]:
    """What is used of the forces that the small system knows."""
    return {
        name: SimpleNamespace(
            layer=layer,
            kind="shock",
            growth=None,
            turns_abroad=False,
            grows_with=(),
            shrinks_with=(),
            ends_with=(),
            is_systemic=name == "war",
        )
        for name, layer in LAYERS.items()
    }
