"""`topics list|show`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from horizon.cli.shell import Shell, json_option, parse_moment, parse_week, print_json, print_rows, table


@click.group("topics")
def topics_command() -> None:
    """List and show topics with their lineage."""


@topics_command.command("list")
@click.option("--week", help="2026-W20 or any date of the week; default the last judged week.")
@click.option("--as-of", help="As judged with the knowledge of this moment.")
@json_option
@click.pass_obj
def list_command(shell: Shell, week: str | None, as_of: str | None, as_json: bool) -> None:
    """Topics alive in a week, largest first."""
    with shell.workspace().open_store() as store:
        rows = store.rows(
            "status/topics", week_on=parse_week(week), as_of=parse_moment(as_of) or datetime.now(UTC)
        )
    columns = ["topic_id", "label", "state", "born_week_on", "n_origins", "n_origins_window", "terms"]
    print_rows(rows, columns, as_json=as_json, empty="no topic yet: no week is judged (`horizon scan`)")


@topics_command.command("show")
@click.argument("topic_id")
@json_option
@click.pass_obj
def show_command(shell: Shell, topic_id: str, as_json: bool) -> None:
    """A topic week by week, its lineage and its documents."""
    with shell.workspace().open_store() as store:
        parts = {
            "weeks": store.rows("status/topic_weeks", topic_id=topic_id),
            "lineage": store.rows("status/topic_lineage", topic_id=topic_id),
            "documents": store.rows("status/topic_documents", topic_id=topic_id),
        }
    if not parts["weeks"]:
        raise click.UsageError(f"no topic {topic_id!r}; see `horizon topics list`")
    if as_json:
        print_json(parts)
        return
    click.echo(parts["weeks"][-1]["label"])
    for title, rows in parts.items():
        click.echo(f"\n{title}")
        click.echo(table(rows, list(rows[0]), width=50) if rows else "none")
