"""`init`."""

from __future__ import annotations

from pathlib import Path

import click

from horizon.cli.shell import Shell


@click.command("init")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="Horizon", show_default=True, help="What the digest calls your organisation.")
@click.option(
    "--example", default="norrvik-mobility", show_default=True, help="Example system model to start from."
)
@click.pass_obj
def init_command(shell: Shell, folder: Path | None, name: str, example: str) -> None:
    """Make a workspace in FOLDER (default: the workspace folder). Never overwrites."""
    from horizon.workspace import create

    place = folder or shell.folder
    for path in create(place, name=name, example=example):
        click.echo(f"made {path}")
    click.echo(
        f"next: horizon -w {place} sources add https://... --class news; then: horizon -w {place} scan"
    )
