"""Fast check of what flags are worth: bursts and ranks alone, no topics, no vectors, on nine months of news headlines.

    python -m benchmarks.emergence

The whole judgement on whole corpora is measured by `python -m benchmarks.backtest`, which takes minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from benchmarks import corpora
from horizon.backtest.cases import Case, case_of
from horizon.backtest.events import find, load_events, recall
from horizon.backtest.replay import weeks_between
from horizon.config import SignalsSettings
from horizon.signals import forecast, rank
from horizon.signals.history import history_from_rows
from horizon.signals.judge import judge
from horizon.signals.stage import limits_of
from horizon.types import Window, monday_of

CORPUS = "huffpost_2018_2022"
SINCE, UNTIL = date(2019, 10, 7), date(2020, 6, 29)
TOP = 3


def quality() -> dict[str, float]:
    """Scores by name. Raises FileNotFoundError where the corpora are absent."""
    path = corpora.corpus_path(CORPUS)
    documents = [d for d in corpora.read_corpus(path) if d.published_on is not None]
    cases = list(flags(documents))
    # those that were still to come when the span began
    events = [
        e for e in load_events(path.parent / "events.json") if not e.has_lead or SINCE < e.takeoff_on <= UNTIL
    ]
    texts = {d.doc_id: (d.published_on, d.joined) for d in documents if d.published_on}
    found, about = find(events, cases, texts, top=TOP)
    told = recall(found)
    per_week = [sum(c.week_on == w for c in cases) for w in weeks_between(SINCE, UNTIL)]
    return {
        "terms_before_takeoff": float(told["before_takeoff"] or 0.0),
        "terms_control_share": about["control"] / max(1, sum(about.values())),
        "terms_flags_a_week_most": float(max(per_week)),
    }


def flags(documents: list[corpora.BenchDocument]) -> Iterator[Case]:
    """Flags of every week, strictly as of its end."""
    settings = SignalsSettings()
    limits = limits_of(settings)
    earlier: list[rank.EarlierFlag] = []
    rows = [(d.published_on, _row(d)) for d in documents if d.published_on]
    for week_on in weeks_between(SINCE, UNTIL):
        window = Window.week(week_on)
        first = week_on - timedelta(weeks=settings.history_weeks - 1)
        known = [r for day, r in rows if first <= day < window.end.date()]
        history = history_from_rows(known, week_on=week_on, n_weeks=settings.history_weeks)
        judged = judge(
            history, [], week_on=week_on, as_of=window.as_of, limits=limits, model=None, earlier=earlier
        )
        new = [
            rank.EarlierFlag(
                signal_id=f.signal_id, week_on=week_on, doc_ids=frozenset(f.doc_ids), share_now=f.share_now
            )
            for f in forecast.forecasts(judged)
        ]
        earlier = [f for f in earlier if f.week_on >= week_on - timedelta(weeks=rank.TOLD_WEEKS)] + new
        yield from (case_of(j, None) for j in judged if j.signal.is_flagged)


def _row(d: corpora.BenchDocument) -> dict[str, Any]:
    day = d.published_on
    assert day is not None
    return {
        "doc_id": d.doc_id, "source_id": d.source, "source_class": d.source_class, "title": d.title, "text": d.text,
        "language": d.language,
        "counted_at": datetime.combine(day, time(12), tzinfo=UTC), "week_on": monday_of(day), "is_backlog": False,
        "text_hash": d.text_hash, "origin_id": d.doc_id, "is_out": False, "geo_level": None, "is_lead": True,
        "topic_id": None, "family": d.source, "grade": "F", "is_primary": False,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(quality(), indent=1))
