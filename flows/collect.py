"""Hourly: fetch the sources that are due and read what came in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow

from flows.tasks import run_stage
from horizon.pipeline import DAILY
from horizon.types import Window


@flow(name="collect", log_prints=False)
def collect(workspace: str = ".") -> list[dict[str, Any]]:
    """Fetching happens now, whatever the schedule said; sources that are not due are left alone."""
    reports = []
    for name in DAILY:
        now = datetime.now(UTC)
        reports.append(run_stage(name, Path(workspace), Window.day(now.date(), as_of=now)))
    return reports
