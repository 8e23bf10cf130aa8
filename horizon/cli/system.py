"""`system check|draw|schema|compare|rescore`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from horizon.cli.forces import catalogue_of
from horizon.cli.shell import Shell, json_option, print_json, print_rows, write_out

if TYPE_CHECKING:
    from horizon.impact.system import System

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))


@click.group("system")
def system_command() -> None:
    """Check a system model, draw it, compare systems, score past weeks anew, or print the schema of the file."""


@system_command.command("check")
@file_argument
@json_option
@click.pass_obj
def check_command(shell: Shell, file: Path, as_json: bool) -> None:
    """Refuse a file that does not fit together; list where a sound one is thin."""
    from horizon.impact.check import criticise
    from horizon.impact.system import load

    forces = {force.force_id: force for force in catalogue_of(shell)}
    system = load(file, forces)
    names = {force_id: force.name for force_id, force in forces.items()}
    thin = [{"table": t.table, "about": t.about, "advice": t.advice} for t in criticise(system, names)]
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
    help="SVG file to write; default standard output. With --signals also .html, for picture and table.",
)
@click.option("--signals", is_flag=True, help="Heat map: what the week's signals do to each part.")
@click.option(
    "--week", help="With --signals: 2026-W20 or any date of the week; default the last judged week."
)
@click.option("--as-of", help="With --signals: with the knowledge of this moment; default now.")
@click.option("--all", "show_all", is_flag=True, help="With --signals: also those that were not flagged.")
@click.option("--language", type=click.Choice(["en", "sv"]), default="en", help="With --signals: default en.")
@click.option(
    "--json", "as_json", is_flag=True, help="With --signals: the heat map as rows, on standard output."
)
@click.pass_obj
def draw_command(
    shell: Shell,
    file: Path,
    out: Path | None,
    signals: bool,
    week: str | None,
    as_of: str | None,
    show_all: bool,
    language: str,
    as_json: bool,
) -> None:
    """Draw the engines inside the onion of outer layers, as SVG; with --signals as the heat map of a week."""
    from horizon.impact.draw import draw
    from horizon.impact.system import load

    forces = catalogue_of(shell)
    system = load(file, {force.force_id for force in forces})
    if signals:
        text = _heat_map(shell, system, week, as_of, show_all, language, out, as_json)
    else:
        text = draw(
            system,
            force_names={force.force_id: force.name for force in forces},
            force_layers={force.force_id: force.layer for force in forces},
        )
    if text is None:
        return
    if out is None:
        click.echo(text)
        return
    write_out(out, text)
    click.echo(f"{out}: written", err=True)


def _heat_map(
    shell: Shell,
    system: System,
    week: str | None,
    as_of: str | None,
    show_all: bool,
    language: str,
    out: Path | None,
    as_json: bool,
) -> str | None:
    """The week's heat map as SVG or page; on stdout its table beside a file, or its rows as JSON; None when that is all."""
    from horizon.cli.outside import moment_of, week_of
    from horizon.impact import views
    from horizon.pictures.heat import heat_table
    from horizon.pictures.heat_map import draw_heat_map
    from horizon.pictures.svg import alone, page
    from horizon.pictures.words import words

    moment = moment_of(as_of)
    with shell.workspace().open_store() as store:
        week_on = week_of(store, week, moment)
        heat = views.system_heat(store, system, week_on, moment, show_all=show_all)
    if as_json:
        print_json(asdict(heat))
        if out is None:
            return None
    table = heat_table(heat, language=language)
    if out is not None and not as_json:
        print_rows(table.records(), table.columns, as_json=False)
    picture = draw_heat_map(heat, subtitle=f"{system.name}, {week_on:%G-W%V}", language=language)
    if out is not None and out.suffix == ".html":
        return page(picture, table, language=language, empty=words(language)["no_parts"])
    return alone(picture)


@system_command.command("schema")
def schema_command() -> None:
    """JSON Schema of a system file, for editors that check while you write."""
    from horizon.impact.system_file import json_schema

    print_json(json_schema())


@system_command.command("compare")
@click.option("--week", help="2026-W20 or any date of the week; default the last judged week.")
@click.option("--as-of", help="With the knowledge of this moment; default now.")
@json_option
@click.pass_obj
def compare_command(shell: Shell, week: str | None, as_of: str | None, as_json: bool) -> None:
    """Which forces hit which systems of the workspace, where, and whether for better or worse; those that hit several first."""
    from horizon.cli.outside import moment_of, week_of
    from horizon.impact import views

    moment = moment_of(as_of)
    with shell.workspace().open_store() as store:
        found = views.compared(store, week_of(store, week, moment), moment)
    if as_json:
        print_json(found)
        return
    names = sorted({name for row in found for name in row["systems"]})
    rows = [
        {
            "force_id": row["force_id"],
            "agree": row["agree"],
            **{
                name: f"{s['loop_score']:+.2f} {s['part_id']} ({s['n_signals']})"
                if (s := row["systems"].get(name))
                else None
                for name in names
            },
        }
        for row in found
    ]
    print_rows(
        rows, ["force_id", *names, "agree"], as_json=False, empty="no force hits any system in this week"
    )
    if rows:
        click.echo(
            "score and part: of the strongest signal of each system; agree: on the signals that reach several",
            err=True,
        )


@system_command.command("rescore")
@click.option("--weeks", default=52, show_default=True, help="How many judged weeks back.")
@json_option
@click.pass_obj
def rescore_command(shell: Shell, weeks: int, as_json: bool) -> None:
    """Score past weeks on the models as they stand now; signals and ties stay as they are."""
    from datetime import UTC, datetime

    from horizon.cli.run import show_reports
    from horizon.clock import SystemClock
    from horizon.pipeline import Context, rescore
    from horizon.types import Window

    workspace = shell.workspace()
    now = datetime.now(UTC)
    with workspace.open_store() as store:
        judged = [r["week_on"] for r in store.rows("pipeline/judged_weeks", stage="signals", as_of=now)]
        windows = [Window.week(week_on, as_of=now) for week_on in judged[-weeks:]]
        show_reports(list(rescore(Context(workspace, store, SystemClock()), windows)), as_json)
