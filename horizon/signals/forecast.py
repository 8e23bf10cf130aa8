"""Every flag is a dated forecast: what was foretold, when it is due, and whether it came true.

It comes true when the matter's share over the eight weeks after the flag is at least twice its share over the year up to the
flag, half a document added to both, and at least three documents came. docs/methodology/forecasts.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from horizon.signals.emergence import YEAR_WEEKS
from horizon.signals.history import History, IntArray
from horizon.signals.judge import Judged
from horizon.signals.novelty import centroid_of, lookalike_threshold
from horizon.signals.scale import cosine_scale
from horizon.signals.terms import terms_of

DUE_WEEKS = 8
TIMES = 2.0
MIN_LATER = 3
STRAY = 0.5  # documents added to both counts, so that one stray document is no doubling of none
CRITERION = (
    f"share of the {DUE_WEEKS} weeks after the flag at least {TIMES:g} times that of the {YEAR_WEEKS} weeks up to it, "
    f"and at least {MIN_LATER} documents"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One flag as a forecast (table core_forecast)."""

    signal_id: str
    week_on: date
    as_of: datetime
    label: str
    kind: str
    matter: str  # topic id, term, or ids of the novel documents: what is counted when it is due
    emergence_probability: float | None
    emergence_low: float | None
    emergence_high: float | None
    emergence_basis: str
    share_now: float | None  # of the last four weeks
    share_year: float | None  # of the year up to the flag, as known then
    criterion: str
    due_on: date
    doc_ids: tuple[str, ...]
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastOutcome:
    """What became of a forecast (table core_forecast_outcome). came_true is None where nothing was collected to tell by."""

    signal_id: str
    week_on: date
    as_of: datetime  # of the forecast
    scored_as_of: datetime
    n_later: int
    share_later: float | None
    share_year: float | None
    came_true: bool | None
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A matter's two shares, and whether it grew as foretold."""

    n_later: int
    share_later: float | None
    share_year: float | None
    came_true: bool | None


def forecasts(judged: Sequence[Judged]) -> list[Forecast]:
    """The forecasts that a week's flags are."""
    return [forecast_of(j) for j in judged if j.signal.is_flagged]


def forecast_of(j: Judged) -> Forecast:
    """The forecast a signal would be, flagged or not."""
    s = j.signal
    total = int(j.totals[-YEAR_WEEKS:].sum())
    return Forecast(
        signal_id=s.signal_id,
        week_on=s.week_on,
        as_of=s.as_of,
        label=s.label,
        kind=s.kind,
        matter=j.matter,
        emergence_probability=s.emergence_probability,
        emergence_low=s.emergence_low,
        emergence_high=s.emergence_high,
        emergence_basis=s.emergence_basis,
        share_now=j.standing.share_now,
        share_year=float(j.own[-YEAR_WEEKS:].sum() / total) if total else None,
        criterion=CRITERION,
        due_on=due_on(s.week_on),
        doc_ids=tuple(sorted(j.flag_doc_ids)),
    )


def due_on(week_on: date) -> date:
    """Monday of the last week that counts."""
    return week_on + timedelta(weeks=DUE_WEEKS)


def measure_matters(history: History, matters: Sequence[tuple[str, str]]) -> list[Measured]:
    """Outcome of matters flagged eight weeks before the history's last week. matters: (kind, matter) of each forecast.

    Topics count as they are judged now, merged ones under their successor; terms by the documents that carry them; novel
    documents by what is as near to their centre as a member would be.
    """
    totals = _weekly(history, np.flatnonzero(history.is_lead))
    return [measure_series(_weekly(history, docs), totals) for docs in _docs_of(history, matters)]


def measure_series(own: IntArray, totals: IntArray) -> Measured:
    """own, totals: (n_weeks,) documents of the matter and of all, the last eight weeks being those after the flag."""
    later, collected = int(own[-DUE_WEEKS:].sum()), int(totals[-DUE_WEEKS:].sum())
    year = slice(max(0, len(own) - DUE_WEEKS - YEAR_WEEKS), len(own) - DUE_WEEKS)
    before, known = int(own[year].sum()), int(totals[year].sum())
    if not collected or not known:
        return Measured(n_later=later, share_later=None, share_year=None, came_true=None)
    grew = (later + STRAY) / collected >= TIMES * (before + STRAY) / known
    return Measured(
        n_later=later,
        share_later=later / collected,
        share_year=before / known,
        came_true=bool(grew and later >= MIN_LATER),
    )


def _docs_of(history: History, matters: Sequence[tuple[str, str]]) -> list[IntArray]:
    members: dict[str, list[int]] = {}
    for i, topic_id in enumerate(history.topic_ids):
        if topic_id is not None:
            members.setdefault(topic_id, []).append(i)
    wanted = {m for kind, m in matters if kind == "term"}
    carriers: dict[str, list[int]] = {m: [] for m in wanted}
    if wanted:
        for i in range(len(history)):
            title, text = history.titles[i], history.texts[i]
            # forecasts made before terms were stemmed name their term in full
            terms = terms_of(title, text, history.languages[i]) | terms_of(title, text)
            for term in wanted & terms.union(history.entities[i]):
                carriers[term].append(i)
    out = []
    for kind, matter in matters:
        if kind == "novel":
            out.append(_lookalikes(history, frozenset(matter.split())))
        else:
            found = members.get(matter, []) if kind == "topic" else carriers[matter]
            out.append(np.array(found, dtype=np.int64))
    return out


def _lookalikes(history: History, doc_ids: frozenset[str]) -> IntArray:
    own = np.array([i for i, d in enumerate(history.doc_ids) if d in doc_ids], dtype=np.int64)
    if history.vectors is None or not len(own):
        return own
    centre = centroid_of(history.vectors[own])
    if centre is None:
        return own
    near = history.vectors @ centre >= lookalike_threshold(
        history.vectors[own], cosine_scale(history.vectors)
    )
    near[own] = True
    return np.flatnonzero(near)


def _weekly(history: History, docs: IntArray) -> IntArray:
    leads = docs[history.is_lead[docs]]
    return np.bincount(history.week[leads], minlength=history.n_weeks)
