"""What every flow is made of: one task a stage, the moment a run stands for, and how its end is told.

Prefect adds order, schedules, logs and retries; all logic is in `horizon`. Tasks hand each other windows and counts, never data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import Flow as FlowRecord
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.flows import Flow
from prefect.runtime import flow_run
from prefect.tasks import Task, exponential_backoff

from horizon import pipeline
from horizon.clock import SystemClock
from horizon.errors import ConfigError, RetryLaterError, StoreBusyError
from horizon.types import StageReport, Window
from horizon.watch.alert import tell
from horizon.workspace import Workspace


def moment_of_run() -> datetime:
    """The time a run was scheduled for: late and early starts then work on the same window. UTC."""
    scheduled = flow_run.scheduled_start_time
    if scheduled is None:
        return datetime.now(UTC)
    return datetime.fromtimestamp(scheduled.timestamp(), tz=UTC)


def store_folder(folder: Path) -> Path:
    """Where the journal of a workspace lies; falls back to the workspace itself when its settings can not be read."""
    try:
        return Workspace.load(folder).store_folder
    except ConfigError:
        return folder / "store"


async def may_help(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry only where a retry can help: another process holds the store, or the network was away."""
    error = await state.result(raise_on_failure=False)
    return isinstance(error, StoreBusyError | RetryLaterError)


def facts_of(report: StageReport) -> dict[str, Any]:
    """A stage report as plain values, as tasks return them."""
    return {"stage": report.stage, "status": report.status, "week_on": str(report.window.week_on),
            "as_of": report.window.as_of.isoformat(), "seconds": round(report.seconds, 2),
            "counts": dict(report.counts), "notes": list(report.notes)}  # fmt: skip


def leave_report(flow_name: str, reports: Iterable[dict[str, Any]]) -> None:
    """The run's report as an artifact of the run: a row per stage and window."""
    rows = [
        {**r, "counts": ", ".join(f"{k} {v}" for k, v in r["counts"].items()), "notes": "; ".join(r["notes"])}
        for r in reports
    ]
    create_table_artifact(rows, key=f"horizon-{flow_name}", description=f"What the {flow_name} run did")


def tell_failure(flow: Flow[Any, Any] | FlowRecord, run: FlowRun, state: State[Any]) -> None:
    """Flow hook: say by the configured ways that a run failed or crashed, after the last retry."""
    folder = Path(run.parameters.get("workspace", "."))
    try:
        settings = Workspace.load(folder).settings
    except ConfigError:
        return  # the run failed on that very file, and nothing says whom to tell
    tell(settings, flow=flow.name, text=state.message or state.name or "", at=datetime.now(UTC))


@task(
    task_run_name="{name} {window.week_on}",
    retries=4,
    retry_delay_seconds=exponential_backoff(backoff_factor=15),
    retry_jitter_factor=0.5,
    retry_condition_fn=may_help,
    timeout_seconds=3600,
)
def run_stage(name: str, folder: Path, window: Window) -> dict[str, Any]:
    """One stage on one window, in its own hold of the store; returns the facts of its report."""
    workspace = Workspace.load(folder)
    with workspace.open_store() as store:
        context = pipeline.Context(workspace, store, SystemClock())
        if name == "collect":
            pipeline.sync_catalogue(context)
        return facts_of(pipeline.run_stage(name, context, window))


@task(retries=4, retry_delay_seconds=exponential_backoff(backoff_factor=15), retry_jitter_factor=0.5,
      retry_condition_fn=may_help)  # fmt: skip
def plan_weeks(folder: Path, as_of: datetime) -> list[tuple[str, Window]]:
    """What is still to be done about whole weeks at a moment: the watermark that makes late runs catch up."""
    with Workspace.load(folder).open_store() as store:
        return pipeline.week_plan(store, as_of)
