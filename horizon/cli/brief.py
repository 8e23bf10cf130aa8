"""`brief`."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from horizon.cli.shell import Shell, parse_moment
from horizon.errors import ConfigError

if TYPE_CHECKING:
    from horizon.types import Embedder

log = logging.getLogger(__name__)


def embedder_of(name: str) -> Embedder | None:
    """The configured embedder where it is installed and stance has weights for its vectors; else None: words alone."""
    from horizon.brief.stance_vectors import installed_part
    from horizon.enrich.embed import load_embedder

    if installed_part(name) is None:
        return None
    try:
        embedder = load_embedder(name)
        embedder.encode(["Is it installed?"])
    except ConfigError as exc:
        log.warning("stances by words alone embedder=%s reason=%s", name, exc)
        return None
    return embedder


@click.command("brief")
@click.argument("what")
@click.option("--as-of", help="With the knowledge of this moment.")
@click.option("--system", "system_id", help="Whose engine is ours; default the one it touches most.")
@click.option(
    "--proposition", "propositions", multiple=True, metavar="SENTENCE",
    help='What stances are held against, as "The city should ..."; in English, Swedish, or once in each. '
    "Default the demand or plan that most documents speak about.",
)  # fmt: skip
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
    shell: Shell, what: str, as_of: str | None, system_id: str | None, propositions: tuple[str, ...], form: str,
    folder: Path | None,
) -> None:  # fmt: skip
    """Make an evidence pack on a signal id, a topic id or label, or a QUERY in words."""
    from horizon.brief import stage

    workspace = shell.workspace()
    moment = parse_moment(as_of) or datetime.now(UTC)
    with workspace.open_store() as store:
        pack = stage.make(
            store, what, as_of=moment, system_id=system_id, time_zone=workspace.settings.workspace.time_zone,
            proposition=propositions, embedder=embedder_of(workspace.settings.enrich.embedder),
        )  # fmt: skip
    if form == "all":
        for path in stage.write(pack, folder or workspace.output / "briefs"):
            click.echo(path)
    else:
        sys.stdout.buffer.write(stage.render(pack, form))
