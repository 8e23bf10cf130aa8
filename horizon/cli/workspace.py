"""`init`."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from horizon.cli.shell import Shell


@click.command("init")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="Horizon", show_default=True, help="What the digest calls your organisation.")
@click.option(
    "--example", default="norrvik-mobility", show_default=True, help="Example system model to start from."
)
@click.option(
    "--system", "ask", is_flag=True, help="Ask ten questions and make a first model of your own instead."
)
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8"),
    help="With --system: a file with one answer a line (- for standard input).",
)
@click.pass_obj
def init_command(
    shell: Shell, folder: Path | None, name: str, example: str, ask: bool, answers: TextIO | None
) -> None:
    """Make a workspace in FOLDER (default: the workspace folder). Never overwrites.

    With --system in a workspace that is there already, only the model is added.
    """
    from horizon.config import CONFIG_NAME
    from horizon.workspace import create

    place = folder or shell.folder
    model = _model(answers) if ask else None
    if model is None or not (place / CONFIG_NAME).exists():
        for path in create(place, name=name, example=None if ask else example):
            click.echo(f"made {path}")
    if model is not None:
        click.echo(f"made {_keep(place, *model)}")
        click.echo(f"next: horizon -w {place} system check {place / 'systems' / model[0]}.toml", err=True)
    click.echo(
        f"next: horizon -w {place} sources add https://... --class news; then: horizon -w {place} scan"
    )


def _model(answers: TextIO | None) -> tuple[str, str]:
    """(system id, text of the model) from the ten answers, checked against the force catalogue before anything is written."""
    import tempfile

    from horizon.config import data_root
    from horizon.forces.catalogue import load as load_forces
    from horizon.impact.questions import QUESTIONS, read_answers, to_toml
    from horizon.impact.system import load

    if answers is not None:
        given = read_answers(answers.readlines())
    else:
        given = {}
        for n, question in enumerate(QUESTIONS, start=1):
            click.echo(f"\n{n} of {len(QUESTIONS)}. {question.text}\n    such as: {question.hint}", err=True)
            given[question.key] = click.prompt("", prompt_suffix="> ", err=True)
    system_id, text = to_toml(given)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{system_id}.toml"
        path.write_text(text, encoding="utf-8")
        load(path, {force.force_id for force in load_forces([data_root() / "forces.toml"])})
    return system_id, text


def _keep(place: Path, system_id: str, text: str) -> Path:
    """Write the model into the workspace. Raises ConfigError when one of that name is there."""
    from horizon.errors import ConfigError

    path = place / "systems" / f"{system_id}.toml"
    if path.exists():
        raise ConfigError(
            f"{path}: there is a model of that name already; nothing was changed. Answer with another name."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
