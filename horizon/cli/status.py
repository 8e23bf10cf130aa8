"""`status`."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import click

from horizon.cli.shell import Shell, json_option, print_json, table


@click.command("status")
@json_option
@click.pass_obj
def status_command(shell: Shell, as_json: bool) -> None:
    """What is fresh, what failed, what is due, and what to do about it."""
    from horizon.pipeline import weeks_due

    workspace = shell.workspace()
    now = datetime.now(UTC)
    with workspace.open_store() as store:
        facts = store.rows("status/overview")[0]
        runs = store.rows("status/last_runs")
        troubled = [
            r
            for r in store.rows("status/sources")
            if r["is_enabled"] and r["health"] not in ("healthy", "quiet")
        ]
        facts["weeks_due"] = [str(week) for week in weeks_due(store, now)]
    facts["published_file"] = str(workspace.published_file)
    facts["is_published"] = workspace.published_file.exists()
    facts["disk_free_gb"] = round(shutil.disk_usage(workspace.folder).free / 1e9, 1)
    if as_json:
        print_json({"facts": facts, "last_runs": runs, "troubled_sources": troubled})
        return
    for name, value in facts.items():
        click.echo(f"{name:<24} {'-' if value in (None, []) else value}")
    click.echo("\nlast run of each stage")
    click.echo(
        table(runs, ["stage", "window_start", "as_of", "seconds", "counts"], width=80)
        if runs
        else "never run: `horizon scan`"
    )
    click.echo("\nsources that need a look")
    columns = ["source_id", "health", "last_outcome", "health_reason", "mend"]
    click.echo(table(troubled, columns, width=70) if troubled else "none")
