"""The signals stage: reads one week's topics and the documents behind them, writes the week's judged signals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from horizon.config import SignalsSettings, data_root, models_root
from horizon.signals import emergence, forecast, rank
from horizon.signals.history import History, history_from_rows
from horizon.signals.judge import Judged, Limits, evidence_rows, judge
from horizon.signals.occasions import load_occasions
from horizon.storage.ledger import begin, hash_of
from horizon.storage.store import Store
from horizon.types import FloatArray, Progress, StageReport, Window

STAGE = "signals"
CODE = 13  # raise when the judgement changes meaning: a finished week is then judged anew
TEXT_CHARS = 400  # of a document's text; the title and the lead carry the news
ABSTRACT_CHARS = 2500  # of a paper's: names that it coins are read from all of it
ACTOR_KINDS = frozenset({"person", "organisation"})


def run(
    store: Store, settings: SignalsSettings, window: Window, *, progress: Progress | None = None
) -> StageReport:
    """Judge the ISO week of the window with what was known at window.as_of; rows are keyed by (week_on, as_of)."""
    judged_at = store.scalar("topics/judged_at", stage="topics", week_on=window.week_on, as_of=window.as_of)
    model = emergence.load_model(models_root() / "emergence" / "weights.json")
    outages = store.rows("signals/outages", since=window.start, until=window.end, as_of=window.as_of)
    out = sorted(str(row["source_id"]) for row in outages)
    history, topics = read(store, settings, window, judged_at, out)
    earlier = read_earlier(store, window)
    due = store.rows(
        "signals/forecasts_due",
        week_on=window.week_on - timedelta(weeks=forecast.DUE_WEEKS),
        as_of=window.as_of,
    )
    limits = limits_of(settings)
    work = begin(
        store,
        STAGE,
        window,
        settings,
        inputs=[
            CODE,
            judged_at,
            *out,
            fingerprint(history),
            hash_of(map(str, topics)),
            hash_of(map(_flag_key, earlier)),
            hash_of(map(str, due)),
            hash_of(f"{name} {o}" for name, o in sorted(limits.occasions.items())),
        ],
        model_ids=() if model is None else (model.model_id,),
    )
    if work.is_done:
        return work.skipped()
    judged = judge(
        history,
        topics,
        week_on=window.week_on,
        as_of=window.as_of,
        limits=limits,
        model=model,
        earlier=earlier,
    )
    notes = [f"source {source} gave nothing all week: left out of every rate" for source in out]
    if judged_at is None:
        notes.append("no topics were judged for this week: only terms and novel documents are signals")
    evidence = [row for j in judged for row in evidence_rows(history, j)]
    outcomes = score_due(history, due, window.as_of)
    with store.transaction():
        for table in ("core_signal", "core_signal_evidence", "core_forecast"):
            store.delete(table, week_on=window.week_on, as_of=window.as_of)
        store.delete(
            "core_forecast_outcome",
            week_on=window.week_on - timedelta(weeks=forecast.DUE_WEEKS),
            scored_as_of=window.as_of,
        )
        store.append("core_forecast", forecast.forecasts(judged), run_id=work.run_id)
        store.append("core_forecast_outcome", outcomes, run_id=work.run_id)
        store.append("core_signal", [j.signal for j in judged], run_id=work.run_id)
        store.append("core_signal_evidence", evidence, run_id=work.run_id)
        return work.finish(counts=counts_of(judged, len(evidence), len(out)), notes=notes)


def limits_of(settings: SignalsSettings) -> Limits:
    """What the judgement needs of the settings, with the yearly occasions."""
    return Limits(
        window_weeks=settings.window_weeks,
        term_weeks=settings.term_weeks,
        max_flags=settings.max_flags,
        occasions=load_occasions(data_root() / "occasions.toml"),
    )


def read(
    store: Store, settings: SignalsSettings, window: Window, judged_at: datetime | None, out: list[str]
) -> tuple[History, list[dict[str, Any]]]:
    """History up to the end of the window as known at its as_of, and the topics of the week."""
    since = window.end - timedelta(weeks=settings.history_weeks)
    span = {"since": since, "until": window.end, "as_of": window.as_of}
    rows = store.rows(
        "signals/documents", **span, week_on=window.week_on, judged_at=judged_at, out=out,
        n_chars=TEXT_CHARS, n_abstract=ABSTRACT_CHARS,
    )  # fmt: skip
    merges = store.rows("signals/merges", week_on=window.week_on, as_of=window.as_of)
    topics = (
        [] if judged_at is None else store.rows("signals/topics", week_on=window.week_on, judged_at=judged_at)
    )
    history = history_from_rows(
        rows,
        week_on=window.week_on,
        n_weeks=settings.history_weeks,
        vectors=_vectors(store, span),
        entities=_actors(store, span),
        merges={row["topic_id"]: row["other_topic_id"] for row in merges},
    )
    return history, topics


def read_earlier(store: Store, window: Window) -> list[rank.EarlierFlag]:
    """Flags of the weeks before, as known at the window's as_of."""
    rows = store.rows(
        "signals/earlier_flags",
        since=window.week_on - timedelta(weeks=rank.TOLD_WEEKS),
        week_on=window.week_on,
        as_of=window.as_of,
        class_share=rank.CLASS_SHARE,
    )
    return [
        rank.EarlierFlag(
            signal_id=row["signal_id"],
            week_on=row["week_on"],
            doc_ids=frozenset(row["doc_ids"] or ()),
            share_now=row["share_now"],
            classes=frozenset(c for c in row["classes"] or () if c is not None),
        )
        for row in rows
    ]


def score_due(
    history: History, due: Sequence[Mapping[str, Any]], as_of: datetime
) -> list[forecast.ForecastOutcome]:
    """Outcomes of the forecasts whose eight weeks end with the judged week."""
    measured = forecast.measure_matters(history, [(row["kind"], row["matter"]) for row in due])
    return [
        forecast.ForecastOutcome(
            signal_id=row["signal_id"],
            week_on=row["week_on"],
            as_of=row["as_of"],
            scored_as_of=as_of,
            n_later=m.n_later,
            share_later=m.share_later,
            share_year=m.share_year,
            came_true=m.came_true,
        )
        for row, m in zip(due, measured, strict=True)
    ]


def _flag_key(flag: rank.EarlierFlag) -> str:
    return f"{flag.signal_id} {flag.week_on} {flag.share_now} {' '.join(sorted(flag.doc_ids))} {' '.join(sorted(flag.classes))}"


def fingerprint(history: History) -> str:
    """Names everything of the history that the judgement reads."""
    return hash_of(
        [
            history.first_week_on, *zip(
                history.doc_ids, history.origin_ids, history.titles, history.texts, history.languages, history.topic_ids,
                history.families,
                history.grades, history.geo_levels, history.week.tolist(), history.is_lead.tolist(),
                history.is_backlog.tolist(), history.is_primary.tolist(), history.is_out.tolist(), history.entities,
                map(sorted, history.coined),
                strict=True,
            ), None if history.vectors is None else np.round(history.vectors, 5).tobytes(),
        ]
    )  # fmt: skip


def counts_of(judged: list[Judged], n_evidence: int, n_out: int) -> dict[str, int]:
    """Figures of the run report."""
    kinds = [j.signal.kind for j in judged]
    return {
        "n_signals": len(judged),
        "n_topic": kinds.count("topic"),
        "n_term": kinds.count("term"),
        "n_novel": kinds.count("novel"),
        "n_flagged": sum(j.signal.is_flagged for j in judged),
        "n_evidence": n_evidence,
        "n_sources_out": n_out,
    }


def _vectors(store: Store, span: dict[str, datetime]) -> dict[str, FloatArray]:
    model_id = store.scalar("signals/model", **span)
    if model_id is None:
        return {}
    table = store.arrow("documents/vectors", model_id=model_id, **span)
    if table.num_rows == 0:
        return {}
    hashes = table.column("text_hash").to_pylist()
    flat = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    matrix = np.asarray(flat, dtype=np.float32).reshape(len(hashes), -1)
    return dict(zip(hashes, matrix, strict=True))


def _actors(store: Store, span: dict[str, datetime]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.rows("documents/mentions", **span):
        if row["kind"] in ACTOR_KINDS:
            found[row["doc_id"]].append(row["entity_id"])
    return {doc_id: tuple(sorted(names)) for doc_id, names in found.items()}
