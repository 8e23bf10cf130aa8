"""`digest`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from horizon.cli.shell import Shell, parse_moment, parse_week


@click.command("digest")
@click.option("--week", help="2026-W20 or any date of the week; default the last complete week.")
@click.option("--system", "system_id", help="System model; default the first.")
@click.option("--as-of", help="Rebuild with the knowledge of this moment; default as it was last issued.")
@click.option(
    "--format", "form", type=click.Choice(["markdown", "json", "html"]), default="markdown", show_default=True
)
@click.pass_obj
def digest_command(
    shell: Shell, week: str | None, system_id: str | None, as_of: str | None, form: str
) -> None:
    """Print a digest on stdout."""
    from horizon.publish.stage import rebuild

    workspace = shell.workspace()
    moment = parse_moment(as_of) or datetime.now(UTC)
    with workspace.open_store() as store:
        text = rebuild(
            store,
            workspace.settings.publish,
            week_on=parse_week(week),
            as_of=moment,
            system_id=system_id,
            form=form,
            language=workspace.settings.workspace.language,
        )
    click.echo(text)
