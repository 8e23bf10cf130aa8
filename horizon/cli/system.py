"""`system check|draw|schema`."""

from __future__ import annotations

from pathlib import Path

import click

from horizon.cli.forces import catalogue_of
from horizon.cli.shell import Shell, json_option, print_json, print_rows

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group("system")
def system_command() -> None:
    """Check a system model, draw it, or print the schema of its file."""


@system_command.command("check")
@file_argument
@json_option
@click.pass_obj
def check_command(shell: Shell, file: Path, as_json: bool) -> None:
    """Refuse a file that does not fit together; list where a sound one is thin."""
    from horizon.impact.check import criticise
    from horizon.impact.system import load

    system = load(file, {force.force_id for force in catalogue_of(shell)})
    thin = [{"table": t.table, "about": t.about, "advice": t.advice} for t in criticise(system)]
    click.echo(
        f"{file}: sound. {len(system.engines)} engines, {len(system.actors)} actors, {len(system.sensitivities)} "
        f"sensitivities, {len(system.influences)} influences; thin in {len(thin)} places",
        err=True,
    )
    print_rows(thin, ["table", "about", "advice"], as_json=as_json, empty="thin nowhere")


@system_command.command("draw")
@file_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="SVG file to write; default standard output.",
)
@click.pass_obj
def draw_command(shell: Shell, file: Path, out: Path | None) -> None:
    """Draw the engines inside the onion of outer layers, as SVG."""
    from horizon.impact.draw import draw
    from horizon.impact.system import load

    forces = catalogue_of(shell)
    system = load(file, {force.force_id for force in forces})
    picture = draw(
        system,
        force_names={force.force_id: force.name for force in forces},
        force_layers={force.force_id: force.layer for force in forces},
    )
    if out is None:
        click.echo(picture)
        return
    out.write_text(picture, encoding="utf-8")
    click.echo(f"{out}: written", err=True)


@system_command.command("schema")
def schema_command() -> None:
    """JSON Schema of a system file, for editors that check while you write."""
    from horizon.impact.system_file import json_schema

    print_json(json_schema())
