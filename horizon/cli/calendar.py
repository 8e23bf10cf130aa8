"""`calendar`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from horizon.cli.shell import Shell, json_option, parse_moment, print_rows

COLUMNS = [
    "on_date",
    "days_left",
    "stage",
    "body",
    "label",
    "file_ref",
    "precision",
    "is_flagged",
    "parts",
    "source_name",
]


@click.command("calendar")
@click.option("--as-of", help="With the knowledge of this moment.")
@click.option("--system", "system_id", help="Whose engine counts as touched; default any.")
@click.option("--days", type=click.IntRange(1), help="Only dates within so many days.")
@click.option("--ics", is_flag=True, help="An iCalendar file (RFC 5545) on stdout.")
@json_option
@click.pass_obj
def calendar_command(
    shell: Shell, as_of: str | None, system_id: str | None, days: int | None, ics: bool, as_json: bool
) -> None:
    """List policy dates that are still ahead: closing soon and touching our engine first."""
    from horizon.policy_calendar import current, icalendar

    workspace = shell.workspace()
    moment = parse_moment(as_of) or datetime.now(UTC)
    with workspace.open_store() as store:
        today = moment.astimezone(ZoneInfo(workspace.settings.workspace.time_zone)).date()
        rows = store.rows("calendar/dates", as_of=moment, since=today - timedelta(days=366))
        touches = store.rows("calendar/touches", as_of=moment)
    entries = current(rows, today, touches=touches, system_id=system_id)
    if days is not None:
        entries = [e for e in entries if e.days_left <= days]
    if ics:
        click.echo(icalendar(entries, moment), nl=False)
        return
    listed = [asdict(e) for e in entries]
    columns = list(listed[0]) if as_json and listed else COLUMNS
    print_rows(listed, columns, as_json=as_json, empty="no policy date ahead has been read by then")
