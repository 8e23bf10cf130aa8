"""`forces list|show|test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from horizon.cli.shell import Shell, json_option, print_json, print_rows

if TYPE_CHECKING:
    from horizon.forces.catalogue import Force


@click.group("forces")
def forces_command() -> None:
    """List, show and try the force catalogue."""


@forces_command.command("list")
@click.option("--pestle", help="Only this category, such as legal.")
@click.option("--layer", help="Only this layer, such as world.")
@json_option
@click.pass_obj
def list_command(shell: Shell, pestle: str | None, layer: str | None, as_json: bool) -> None:
    """Every force of the catalogue in use, your own included."""
    rows = [
        {
            "force_id": f.force_id, "name": f.name, "name_sv": f.name_sv, "pestle": f.pestle, "layer": f.layer, "kind": f.kind,
            "lag_weeks": f"{f.lag_weeks_low}-{f.lag_weeks_high}", "n_cues": len(f.cues_en) + len(f.cues_sv),
        }
        for f in catalogue_of(shell)
        if pestle in (None, f.pestle) and layer in (None, f.layer)
    ]  # fmt: skip
    columns = (
        list(rows[0]) if as_json and rows else ["force_id", "name", "pestle", "layer", "kind", "lag_weeks"]
    )
    print_rows(rows, columns, as_json=as_json, empty="no force fits")


@forces_command.command("show")
@click.argument("force_id")
@json_option
@click.pass_obj
def show_command(shell: Shell, force_id: str, as_json: bool) -> None:
    """One force with its cues and examples."""
    from dataclasses import asdict

    found = {f.force_id: f for f in catalogue_of(shell)}
    if force_id not in found:
        raise click.UsageError(f"no force {force_id!r}; see `horizon forces list`")
    values = asdict(found[force_id])
    if as_json:
        print_json(values)
        return
    for name, value in values.items():
        click.echo(f"{name:<16} {'; '.join(value) if isinstance(value, tuple) else value}")


@forces_command.command("test")
@click.argument("text")
@click.option("--language", type=click.Choice(["en", "sv"]), help="Of the text; left out, both are tried.")
@json_option
@click.pass_obj
def test_command(shell: Shell, text: str, language: str | None, as_json: bool) -> None:
    """Which forces a text would be tied to by its cue words, and its PESTLE category."""
    from horizon.forces.classify import classify
    from horizon.forces.match import ForceCues, joined
    from horizon.forces.tie import probability

    forces = catalogue_of(shell)
    read = joined(text, "")
    matches = ForceCues(forces).find(read, language)
    rows = [
        {
            "force_id": force_id, "probability": round(probability(match.score, None), 3), "cue_score": match.score,
            "phrases": list(match.phrases),
        }
        for force_id, match in sorted(matches.items(), key=lambda item: (-item[1].score, item[0]))
    ]  # fmt: skip
    category = classify([read], [language], forces)[0].pestle
    if as_json:
        print_json({"pestle": category, "forces": rows})
        return
    click.echo(f"category: {category or 'unknown'}", err=True)
    print_rows(
        rows,
        ["force_id", "probability", "cue_score", "phrases"],
        as_json=False,
        empty="no cue of any force in it",
    )


def catalogue_of(shell: Shell) -> tuple[Force, ...]:
    """The workspace's catalogue; outside a workspace the one that comes with Horizon."""
    from horizon.config import CONFIG_NAME, data_root
    from horizon.forces.catalogue import load

    if (shell.folder / CONFIG_NAME).exists():
        return load(shell.workspace().force_files())
    return load([data_root() / "forces.toml"])
