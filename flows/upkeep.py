"""Weekly: a backup, what retention says must go, leftovers, the review of sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.tasks import exponential_backoff

from flows.tasks import facts_of, leave_report, may_help, store_folder, tell_failure
from horizon import pipeline
from horizon.clock import SystemClock
from horizon.watch.journal import attempt
from horizon.workspace import Workspace


@task(task_run_name="upkeep", retries=4, retry_delay_seconds=exponential_backoff(backoff_factor=60),
      retry_jitter_factor=0.5, retry_condition_fn=may_help, timeout_seconds=7200)  # fmt: skip
def care(folder: Path) -> dict[str, Any]:
    """The whole upkeep in one task: a backup that is not followed by the rest is still a backup."""
    return facts_of(pipeline.care(Workspace.load(folder)))


@flow(name="upkeep", log_prints=False, on_failure=[tell_failure], on_crashed=[tell_failure])
def upkeep(workspace: str = ".") -> list[dict[str, Any]]:
    """Safe to repeat; the backup is made before anything is removed."""
    folder = Path(workspace)
    with attempt(store_folder(folder), "upkeep", SystemClock()):
        reports = [care(folder)]
    leave_report("upkeep", reports)
    return reports
