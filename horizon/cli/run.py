"""`scan` and the stage verbs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from horizon.cli.shell import Shell, json_option, parse_moment, parse_week, plain, print_json, table

STAGE_OF = {"collect": "collect", "normalise": "normalise", "enrich": "enrich", "cluster": "topics", "judge": "signals",
            "tie": "forces", "score": "impact", "publish": "publish"}  # fmt: skip


def report_rows(reports: list[Any]) -> list[dict[str, Any]]:
    """Stage reports as rows for a table or JSON."""
    return [
        {
            "stage": r.stage,
            "week": f"{r.window.week_on}",
            "status": r.status,
            "seconds": round(r.seconds, 2),
            "counts": ", ".join(f"{k} {v}" for k, v in r.counts.items()),
            "notes": list(r.notes),
        }
        for r in reports
    ]


def show_reports(reports: list[Any], as_json: bool) -> None:
    """Print stage reports; their notes go to stderr, each once."""
    rows = report_rows(reports)
    if as_json:
        print_json(rows)
        return
    click.echo(table(rows, ["stage", "week", "status", "seconds", "counts"], width=100))
    for note in dict.fromkeys(note for row in rows for note in row["notes"]):
        click.echo(f"note: {note}", err=True)


@click.command("scan")
@json_option
@click.pass_obj
def scan_command(shell: Shell, as_json: bool) -> None:
    """Do all that is due: fetch, read, judge every complete week not judged yet, publish. Safe to repeat."""
    from horizon.clock import SystemClock
    from horizon.errors import HorizonError
    from horizon.pipeline import scan
    from horizon.watch.alert import tell
    from horizon.watch.journal import attempt

    workspace = shell.workspace()
    clock = SystemClock()
    try:
        with attempt(workspace.store_folder, "scan", clock):
            workspace.system_files()  # a missing system model is told before anything is fetched
            reports = scan(workspace, clock=clock, progress=shell.progress())
    except HorizonError as exc:
        tell(workspace.settings, flow="scan", text=str(exc), at=clock.now())
        raise
    show_reports(reports, as_json)
    if reports and reports[0].stage == "collect" and reports[0].counts.get("n_sources") == 0:
        click.echo(
            "note: no source is enabled; `horizon sources add URL --class news`, or import a pack", err=True
        )
    if not as_json:
        click.echo(f"digests and published file: {workspace.output}", err=True)


def _stage_command(verb: str) -> click.Command:
    stage = STAGE_OF[verb]

    @click.command(verb, help=f"Run the stage '{stage}' on one window.")
    @click.option(
        "--week", help="Week to work on: 2026-W20 or any date of it; default the last complete week."
    )
    @click.option("--as-of", help="Use only what was known at this moment; default now.")
    @json_option
    @click.pass_obj
    def command(shell: Shell, week: str | None, as_of: str | None, as_json: bool) -> None:
        from horizon.clock import SimulatedClock, SystemClock
        from horizon.pipeline import DAILY, Context, run_stage, sync_catalogue
        from horizon.types import Window, monday_of

        now = parse_moment(as_of) or datetime.now(UTC)
        clock = SimulatedClock(now) if as_of else SystemClock()
        week_on = parse_week(week)
        workspace = shell.workspace()
        with workspace.open_store() as store:
            context = Context(workspace, store, clock, shell.progress())
            if stage == "collect":
                sync_catalogue(context)
            if stage in DAILY:
                window = Window.day(now.astimezone(UTC).date(), as_of=now)
            else:
                from datetime import timedelta

                window = Window.week(week_on or monday_of(now) - timedelta(weeks=1), as_of=now)
            show_reports([run_stage(stage, context, window)], as_json)

    return command


collect_command = _stage_command("collect")
normalise_command = _stage_command("normalise")
enrich_command = _stage_command("enrich")
cluster_command = _stage_command("cluster")
judge_command = _stage_command("judge")
tie_command = _stage_command("tie")
score_command = _stage_command("score")
publish_command = _stage_command("publish")

__all__ = ["plain", "report_rows", "scan_command", "show_reports"]
