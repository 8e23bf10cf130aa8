"""By hand: judge past weeks again, each with the knowledge of its own end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from prefect import flow

from flows.tasks import leave_report, run_stage, store_folder, tell_failure
from horizon.clock import SystemClock
from horizon.pipeline import WEEKLY
from horizon.types import Window, monday_of
from horizon.watch.journal import attempt


@flow(name="backfill", log_prints=False, on_failure=[tell_failure], on_crashed=[tell_failure])
def backfill(first: date, last: date, workspace: str = ".") -> list[dict[str, Any]]:
    """Every week from the one that holds `first` to the one that holds `last`; weeks done from the same inputs are skipped."""
    folder, week_on, reports = Path(workspace), monday_of(first), []
    with attempt(store_folder(folder), "backfill", SystemClock()):
        while week_on <= monday_of(last):
            reports += [run_stage(name, folder, Window.week(week_on)) for name in (*WEEKLY, "publish")]
            week_on += timedelta(weeks=1)
    leave_report("backfill", reports)
    return reports
