"""`digest`."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from horizon.cli.shell import Shell, parse_moment, parse_week


@click.command("digest")
@click.option("--week", help="2026-W20 or any date of the week; default the last complete week.")
@click.option("--system", "system_id", help="System model; default the first.")
@click.option("--as-of", help="Build with the knowledge of this moment; default as it was last issued.")
@click.option("--language", type=click.Choice(["en", "sv"]), help="Default the workspace's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "html", "text"]),
    default="markdown",
    show_default=True,
)
@click.option(
    "--check", is_flag=True, help="Build each issued digest anew and compare; exit 1 when one differs."
)
@click.option(
    "--send", is_flag=True, help="Mail the last issued digest to [mail] recipients who have not got it."
)
@click.pass_obj
def digest_command(
    shell: Shell,
    week: str | None,
    system_id: str | None,
    as_of: str | None,
    language: str | None,
    form: str,
    check: bool,
    send: bool,
) -> None:
    """Print a digest on stdout, built from what was known at its moment."""
    from horizon.publish import stage
    from horizon.publish.mail import PASSWORD

    workspace = shell.workspace()
    settings = workspace.settings
    moment = parse_moment(as_of) or datetime.now(UTC)
    with workspace.open_store() as store:
        if check:
            n, differing = stage.compare_issued(store, settings.publish, as_of=moment)
            for row in differing:
                click.echo(
                    f"{row['system_id']} {row['week_on']}: differs from the one issued at {row['as_of']}"
                )
            click.echo(f"{n} digests built anew, {len(differing)} differ", err=True)
            raise SystemExit(1 if differing else 0)
        if send:
            n = stage.send_last(store, settings.mail, password=os.environ.get(PASSWORD), now=moment)
            click.echo(f"sent to {n} recipients" if n else "nothing to send: everybody has it")
            return
        text = stage.rebuild(
            store,
            settings.publish,
            week_on=parse_week(week),
            as_of=moment,
            system_id=system_id,
            form=form,
            language=language or settings.workspace.language,
        )
    click.echo(text)
