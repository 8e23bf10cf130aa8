"""What every flow is made of: one task a stage, and the moment a run stands for.

Prefect adds order, schedules, logs and retries; all logic is in `horizon`. Tasks hand each other windows and counts, never data.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.tasks import Task, exponential_backoff

from horizon import pipeline
from horizon.clock import SystemClock
from horizon.errors import RetryLaterError, StoreBusyError
from horizon.types import StageReport, Window
from horizon.workspace import Workspace


def moment_of_run() -> datetime:
    """The time a run was scheduled for: late and early starts then work on the same window. UTC."""
    scheduled = flow_run.scheduled_start_time
    if scheduled is None:
        return datetime.now(UTC)
    return datetime.fromtimestamp(scheduled.timestamp(), tz=UTC)


async def _may_help(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry only where a retry can help: another process holds the store, or the network was away."""
    error = await state.result(raise_on_failure=False)
    return isinstance(error, StoreBusyError | RetryLaterError)


def _facts(report: StageReport) -> dict[str, Any]:
    return {"stage": report.stage, "status": report.status, "week_on": str(report.window.week_on),
            "as_of": report.window.as_of.isoformat(), "seconds": round(report.seconds, 2),
            "counts": dict(report.counts), "notes": list(report.notes)}  # fmt: skip


@task(
    task_run_name="{name} {window.week_on}",
    retries=4,
    retry_delay_seconds=exponential_backoff(backoff_factor=15),
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_help,
    timeout_seconds=3600,
)
def run_stage(name: str, folder: Path, window: Window) -> dict[str, Any]:
    """One stage on one window, in its own hold of the store; returns the facts of its report."""
    workspace = Workspace.load(folder)
    with workspace.open_store() as store:
        context = pipeline.Context(workspace, store, SystemClock())
        if name == "collect":
            pipeline.sync_catalogue(context)
        return _facts(pipeline.run_stage(name, context, window))


@task(retries=4, retry_delay_seconds=exponential_backoff(backoff_factor=15), retry_jitter_factor=0.5,
      retry_condition_fn=_may_help)  # fmt: skip
def open_weeks(folder: Path, as_of: datetime, stage: str) -> list[date]:
    """Mondays of the complete weeks a stage has still to do at a moment: the watermark that makes late runs catch up."""
    with Workspace.load(folder).open_store() as store:
        return pipeline.weeks_due(store, as_of, stage=stage)
