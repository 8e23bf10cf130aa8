"""Daily: judge the complete weeks that are due and refresh the published file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from prefect import flow

from flows.tasks import moment_of_run, open_weeks, run_stage
from horizon.pipeline import WEEKLY
from horizon.types import Window, monday_of


@flow(name="analyse", log_prints=False)
def analyse(workspace: str = ".") -> list[dict[str, Any]]:
    """As of the scheduled moment: everything since the last judged week, so that missed runs lose nothing."""
    folder, as_of = Path(workspace), moment_of_run()
    weeks = open_weeks(folder, as_of, "impact")
    reports = [
        run_stage(name, folder, Window.week(week_on, as_of=as_of)) for week_on in weeks for name in WEEKLY
    ]
    unpublished = open_weeks(folder, as_of, "publish") or [monday_of(as_of) - timedelta(weeks=1)]
    return [
        *reports,
        *(run_stage("publish", folder, Window.week(week_on, as_of=as_of)) for week_on in unpublished),
    ]
