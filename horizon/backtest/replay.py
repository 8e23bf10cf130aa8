"""The replay: topics in order, since each week starts from the last; signals of several weeks at once; ranks in order again.

Every week is judged with window.as_of at its end, by the same functions as the stages. What came of a signal is counted in the
history eight weeks later, which the judgement never sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from horizon.backtest.baselines import Baseline, baselines_of
from horizon.backtest.cases import Case, case_of
from horizon.backtest.fit import WalkForward
from horizon.config import SignalsSettings, TopicsSettings
from horizon.signals import emergence, forecast, rank
from horizon.signals import stage as signals_stage
from horizon.signals.forecast import DUE_WEEKS, Measured, measure_matters
from horizon.signals.history import History
from horizon.signals.judge import Judged, Limits, measure, ranked, with_estimate
from horizon.storage.store import Store
from horizon.topics import stage as topics_stage
from horizon.types import Progress, Window, monday_of

IN_FLIGHT = 4  # weeks measured ahead, a worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Everything a replay found, weeks in order."""

    weeks: tuple[date, ...]
    cases: tuple[Case, ...]
    baselines: tuple[Baseline, ...]
    forecasts: tuple[forecast.Forecast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Week:
    week_on: date
    as_of: datetime
    judged: list[Judged]
    baselines: list[Baseline]
    outcomes: list[Measured]  # of the matters of eight weeks earlier
    baseline_outcomes: list[Measured]


def weeks_between(since: date, until: date) -> list[date]:
    """Mondays of the weeks from since to until, both included."""
    first = monday_of(since)
    return [first + timedelta(weeks=n) for n in range((monday_of(until) - first).days // 7 + 1)]


def replay(
    store: Store,
    weeks: Sequence[date],
    *,
    topics: TopicsSettings,
    signals: SignalsSettings,
    model: emergence.Model | None,
    jobs: int = 1,
    with_baselines: bool = False,
    walk_forward: bool = False,
    progress: Progress | None = None,
) -> Replay:
    """Replay the weeks on a store that holds the documents. Judged topics stay in the store, so a second replay is quicker.

    model: must not have seen these weeks. walk_forward: fit it anew each quarter on the earlier weeks of the replay itself.
    """
    limits = signals_stage.limits_of(signals)
    done: list[_Week] = []
    run, close = _runner(jobs)
    pending: list[Future[_Week] | _Week] = []
    try:
        for n, week_on in enumerate(weeks):
            window = Window.week(week_on)
            history, rows = _read(store, topics, signals, window)
            while len(pending) > jobs * IN_FLIGHT or (pending and n - len(done) >= DUE_WEEKS):
                done.append(_result(pending.pop(0)))
            earlier = done[n - DUE_WEEKS] if n >= DUE_WEEKS else None
            pending.append(run(_one_week, history, rows, window, limits, model, earlier and _matters(earlier),
                               earlier and _baseline_matters(earlier), with_baselines))  # fmt: skip
            if progress:
                progress("replay", n + 1, len(weeks))
        done += [_result(p) for p in pending]
    finally:
        close()
    return _collect(weeks, done, signals.max_flags, WalkForward(model) if walk_forward else None)


def _read(
    store: Store, topics: TopicsSettings, signals: SignalsSettings, window: Window
) -> tuple[History, list[dict[str, Any]]]:
    """History and topics of a week, as the signals stage reads them; judges the topics first where that was not done."""
    key = {"stage": "topics", "week_on": window.week_on, "as_of": window.as_of}
    judged_at = store.scalar("topics/judged_at", **key)
    if judged_at is None:
        topics_stage.run(store, topics, window)
        judged_at = store.scalar("topics/judged_at", **key)
    outages = store.rows("signals/outages", since=window.start, until=window.end, as_of=window.as_of)
    out = sorted(str(row["source_id"]) for row in outages)
    return signals_stage.read(store, signals, window, judged_at, out)


def _one_week(
    history: History,
    topics: list[dict[str, Any]],
    window: Window,
    limits: Limits,
    model: emergence.Model | None,
    matters: list[tuple[str, str]] | None,
    baseline_matters: list[tuple[str, str]] | None,
    with_baselines: bool,
) -> _Week:
    judged = measure(history, topics, week_on=window.week_on, as_of=window.as_of, limits=limits, model=model)
    return _Week(
        week_on=window.week_on,
        as_of=window.as_of,
        judged=judged,
        baselines=baselines_of(history, judged, window.week_on) if with_baselines else [],
        outcomes=measure_matters(history, matters or []),
        baseline_outcomes=measure_matters(history, baseline_matters or []),
    )


def _matters(week: _Week) -> list[tuple[str, str]]:
    return [(j.signal.kind, j.matter) for j in week.judged]


def _baseline_matters(week: _Week) -> list[tuple[str, str]]:
    return [(b.kind, b.matter) for b in week.baselines]


def _collect(
    weeks: Sequence[date], done: Sequence[_Week], max_flags: int, learner: WalkForward | None
) -> Replay:
    cases: list[Case] = []
    baselines: list[Baseline] = []
    made: list[forecast.Forecast] = []
    flags: list[rank.EarlierFlag] = []
    for n, week in enumerate(done):
        since = week.week_on - timedelta(weeks=rank.TOLD_WEEKS)
        flags = [f for f in flags if f.week_on >= since]
        if learner is not None:
            if n > DUE_WEEKS:  # the outcomes that were known before this week
                past = done[n - 1 - DUE_WEEKS]
                learner.learn([j.features for j in past.judged], [m.came_true for m in done[n - 1].outcomes])
            week = replace(week, judged=[with_estimate(j, learner.model) for j in week.judged])
        judged = ranked(week.judged, flags, max_flags=max_flags)
        later = done[n + DUE_WEEKS] if n + DUE_WEEKS < len(done) else None
        of_id = (
            {}
            if later is None
            else {j.signal.signal_id: m for j, m in zip(week.judged, later.outcomes, strict=True)}
        )
        cases += [case_of(j, of_id.get(j.signal.signal_id)) for j in judged]
        baselines += [
            b.scored(None if later is None else later.baseline_outcomes[i].came_true)
            for i, b in enumerate(week.baselines)
        ]
        new = forecast.forecasts(judged)
        made += new
        classes = {j.signal.signal_id: j.standing.classes for j in judged}
        flags += [
            rank.EarlierFlag(
                signal_id=f.signal_id,
                week_on=f.week_on,
                doc_ids=frozenset(f.doc_ids),
                share_now=f.share_now,
                classes=classes[f.signal_id],
            )
            for f in new
        ]
    return Replay(weeks=tuple(weeks), cases=tuple(cases), baselines=tuple(baselines), forecasts=tuple(made))


def _result(pending: Future[_Week] | _Week) -> _Week:
    return pending if isinstance(pending, _Week) else pending.result()


def _runner(jobs: int) -> tuple[Callable[..., Future[_Week] | _Week], Callable[[], None]]:
    """How a week is measured: here, or in worker processes that hold no store."""
    if jobs <= 1:
        return (lambda function, *parts: function(*parts)), (lambda: None)
    import multiprocessing

    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    return pool.submit, lambda: pool.shutdown(cancel_futures=True)
