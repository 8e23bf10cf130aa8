"""Daily: judge the complete weeks that are due and refresh the published file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow

from flows.tasks import leave_report, moment_of_run, plan_weeks, run_stage, store_folder, tell_failure
from horizon.clock import SystemClock
from horizon.watch.journal import attempt


@flow(name="analyse", log_prints=False, on_failure=[tell_failure], on_crashed=[tell_failure])
def analyse(workspace: str = ".") -> list[dict[str, Any]]:
    """As of the scheduled moment: everything since the last judged week, so that missed runs lose nothing."""
    folder, as_of = Path(workspace), moment_of_run()
    with attempt(store_folder(folder), "analyse", SystemClock()):
        reports = [run_stage(name, folder, window) for name, window in plan_weeks(folder, as_of)]
    leave_report("analyse", reports)
    return reports
