"""`brief`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from horizon.cli.shell import Shell, parse_moment


@click.command("brief")
@click.argument("what")
@click.option("--as-of", help="With the knowledge of this moment.")
@click.option("--system", "system_id", help="Whose engine is ours; default the one it touches most.")
@click.option(
    "--format", "form", type=click.Choice(["html", "markdown", "docx", "json", "bibtex", "csl", "all"]), default="all",
    show_default=True, help="One form goes to stdout; all go to files.",
)  # fmt: skip
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files go; default output/briefs.",
)
@click.pass_obj
def brief_command(
    shell: Shell, what: str, as_of: str | None, system_id: str | None, form: str, folder: Path | None
) -> None:
    """Make an evidence pack on a signal id, a topic id or label, or a QUERY in words."""
    from horizon.brief import stage

    workspace = shell.workspace()
    moment = parse_moment(as_of) or datetime.now(UTC)
    with workspace.open_store() as store:
        pack = stage.make(
            store, what, as_of=moment, system_id=system_id, time_zone=workspace.settings.workspace.time_zone
        )
    if form == "all":
        for path in stage.write(pack, folder or workspace.output / "briefs"):
            click.echo(path)
    else:
        sys.stdout.buffer.write(stage.render(pack, form))
