"""A backtest from store to files: replay, measure, write flags, cases, and the report as JSON and HTML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from horizon.backtest.baselines import NAMES, Baseline
from horizon.backtest.cases import Case, write_cases, write_flags
from horizon.backtest.events import Event, find, recall
from horizon.backtest.replay import Replay
from horizon.backtest.report import report, to_html
from horizon.storage.store import Store


def texts_of(store: Store) -> dict[str, tuple[date, str]]:
    """Document id -> day and title with text, for matching events."""
    return {r["doc_id"]: (r["counted_on"], f"{r['title']} {r['text']}") for r in store.rows("backtest/texts")}


def write_results(
    name: str,
    replay: Replay,
    out: Path,
    *,
    events: Sequence[Event] = (),
    texts: dict[str, tuple[date, str]] | None = None,
    top: int,
) -> dict[str, Any]:
    """Write NAME.cases.jsonl, NAME.flags.jsonl, NAME.report.json and NAME.report.html into a folder; returns the report."""
    out.mkdir(parents=True, exist_ok=True)
    write_cases(replay.cases, out / f"{name}.cases.jsonl")
    write_flags(replay.cases, out / f"{name}.flags.jsonl")
    flags = [c for c in replay.cases if c.is_flagged]
    found, about = find(events, flags, texts or {}, top=top) if events else ([], {})
    rows = {"horizon": flags} | {n: [_as_case(b) for b in replay.baselines if b.name == n] for n in NAMES}
    table = {n: _row(events, cases, texts or {}, top) for n, cases in rows.items() if cases} if events else {}
    data = report(name, replay, found=found, about=about, baselines=table, top=top)
    (out / f"{name}.report.json").write_text(json.dumps(data, indent=1, default=str) + "\n", encoding="utf-8")
    (out / f"{name}.report.html").write_text(to_html(data, replay, found), encoding="utf-8")
    return data


def _row(
    events: Sequence[Event], cases: Sequence[Case], texts: dict[str, tuple[date, str]], top: int
) -> dict[str, Any]:
    found, about = find(events, cases, texts, top=top)
    known = [bool(c.came_true) for c in cases if c.came_true is not None]
    return recall(found) | {
        "control": about["control"],
        "n_flags": sum(about.values()),
        "came_true": sum(known) / len(known) if known else None,
    }


def _as_case(b: Baseline) -> Case:
    return Case(
        week_on=b.week_on, signal_id=f"{b.name}-{b.matter}", kind=b.kind, label=b.matter, stage="", reason_codes=(),
        detectors=(b.name,), n_origins=len(b.doc_ids), age_weeks=1, rank=None, rank_score=b.score, is_flagged=True,
        probability=None, basis=b.name, features={}, doc_ids=b.doc_ids, n_later=None, came_true=b.came_true,
    )  # fmt: skip
