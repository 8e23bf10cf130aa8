"""Hourly: fetch the sources that are due and read what came in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow

from flows.tasks import leave_report, run_stage, store_folder, tell_failure
from horizon.clock import SystemClock
from horizon.pipeline import DAILY
from horizon.types import Window
from horizon.watch.journal import attempt


@flow(name="collect", log_prints=False, on_failure=[tell_failure], on_crashed=[tell_failure])
def collect(workspace: str = ".") -> list[dict[str, Any]]:
    """Fetching happens now, whatever the schedule said; sources that are not due are left alone."""
    reports, folder = [], Path(workspace)
    with attempt(store_folder(folder), "collect", SystemClock()):
        for name in DAILY:
            now = datetime.now(UTC)
            reports.append(run_stage(name, folder, Window.day(now.date(), as_of=now)))
    leave_report("collect", reports)
    return reports
