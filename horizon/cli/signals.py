"""`signals` and `explain`."""

from __future__ import annotations

from typing import Any

import click

from horizon.cli.explained import explained
from horizon.cli.shell import Shell, json_option, parse_moment, parse_week, print_json, print_rows

LIST_COLUMNS = ["rank", "signal_id", "label", "stage", "n_origins", "n_origins_window", "growth_ratio",
                "emergence_probability", "evidence_grade", "detectors"]  # fmt: skip


@click.command("signals")
@click.option("--week", help="2026-W20 or any date of the week; default the last judged week.")
@click.option("--as-of", help="As it was judged with the knowledge of this moment.")
@click.option("--all", "show_all", is_flag=True, help="Also those that were not flagged.")
@json_option
@click.pass_obj
def signals_command(shell: Shell, week: str | None, as_of: str | None, show_all: bool, as_json: bool) -> None:
    """List the signals of a week, best first."""
    from datetime import UTC, datetime

    workspace = shell.workspace()
    with workspace.open_store() as store:
        rows = store.rows(
            "status/signals",
            week_on=parse_week(week),
            as_of=parse_moment(as_of) or datetime.now(UTC),
            show_all=show_all,
        )
    if rows and not as_json:
        click.echo(
            f"week of {rows[0]['week_on']}, judged as of {rows[0]['as_of']:%Y-%m-%d %H:%M} UTC", err=True
        )
    columns = LIST_COLUMNS if not as_json else ["week_on", "as_of", *LIST_COLUMNS, "reason_codes"]
    print_rows(
        rows,
        columns,
        as_json=as_json,
        empty="no signal: nothing material, or no week judged yet (`horizon status`)",
    )


@click.command("explain")
@click.argument("signal_id")
@click.option("--week", help="2026-W20 or any date of the week; default the last judged week of the signal.")
@click.option("--as-of", help="As it was judged with the knowledge of this moment.")
@click.option("--html", "as_html", is_flag=True, help="The signal's page as one HTML file on stdout.")
@json_option
@click.pass_obj
def explain_command(
    shell: Shell, signal_id: str, week: str | None, as_of: str | None, as_html: bool, as_json: bool
) -> None:
    """Show how a signal's numbers were derived: axes, ties to forces, impacts, and the documents behind them."""
    from datetime import UTC, datetime

    from horizon.signals.page import page, to_html

    workspace = shell.workspace()
    moment = parse_moment(as_of) or datetime.now(UTC)
    with workspace.open_store() as store:
        found = store.rows("status/signal", signal_id=signal_id, week_on=parse_week(week), as_of=moment)
        if not found:
            raise click.UsageError(f"no signal {signal_id!r} by then; see `horizon signals --all`")
        key = {"signal_id": signal_id, "week_on": found[0]["week_on"], "as_of": moment}
        parts = {
            "signal": found[0],
            "evidence": store.rows("status/signal_evidence", **key),
            "forces": store.rows("status/signal_forces", **key),
            "lenses": store.rows("status/signal_lenses", **key),
            "impacts": store.rows("status/signal_impacts", **key),
        }
        more = _rest(store, found[0], key) if as_html else {}
    if as_html:
        rows = {name: parts[name] for name in ("evidence", "forces", "impacts")}
        click.echo(to_html(page(found[0], **rows, **more)))
    elif as_json:
        print_json(parts)
    else:
        click.echo("\n".join(explained(parts)))


def _rest(store: Any, signal: dict[str, Any], key: dict[str, Any]) -> dict[str, Any]:
    """What the page shows beside the derivation."""
    span = {"as_of": key["as_of"], "week_on": key["week_on"]}
    topic_id = signal["topic_id"]
    return {
        "history": store.rows("status/signal_history", signal_id=key["signal_id"], **span),
        "lineage": store.rows("status/signal_lineage", topic_id=topic_id, **span) if topic_id else [],
        "forecasts": [
            row
            for row in store.rows("status/forecasts", as_of=key["as_of"])
            if row["signal_id"] == key["signal_id"] and row["week_on"] <= key["week_on"]
        ],
    }
