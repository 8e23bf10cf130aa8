"""`upkeep`, `doctor`, `backup`, `restore` and `export`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import click

from horizon.cli.shell import Shell, json_option, print_rows
from horizon.errors import ConfigError

folder_option = click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the backups; default workspace.backups.",
)


def _places(shell: Shell, backups: Path | None) -> tuple[Any, Path, Path]:
    """(workspace, folder of the store, folder of the backups)."""
    workspace = shell.workspace()
    return (
        workspace,
        workspace.store_folder,
        backups or workspace.backups,
    )


@click.command("upkeep")
@json_option
@click.pass_obj
def upkeep_command(shell: Shell, as_json: bool) -> None:
    """Weekly care: back up the store, remove what retention says must go, say which sources want a decision."""
    from horizon.cli.run import show_reports
    from horizon.clock import SystemClock
    from horizon.pipeline import care
    from horizon.watch.journal import attempt

    workspace = shell.workspace()
    with attempt(workspace.store_folder, "upkeep", SystemClock()):
        report = care(workspace)
    show_reports([report], as_json)


@click.command("doctor")
@folder_option
@click.option("--clean", is_flag=True, help="Remove half-written files and bodies that no fetch names.")
@json_option
@click.pass_obj
def doctor_command(shell: Shell, backups: Path | None, clean: bool, as_json: bool) -> None:
    """Look the store over: integrity, audits, disk, bodies, locks, languages, published file, backups. Exit 1 when bad."""
    from horizon.storage.doctor import examine

    workspace, store, place = _places(shell, backups)
    checks = examine(
        store, workspace.published_file, place, now=datetime.now(UTC), clean=clean,
        embedder=workspace.settings.enrich.embedder,
    )  # fmt: skip
    rows = [asdict(check) for check in checks]
    if as_json:
        print_rows(rows, ["name", "state", "detail", "mend"], as_json=True)
    for row in rows if not as_json else ():
        click.echo(f"{row['state']:<5} {row['name']:<15} {row['detail']}")
        if row["mend"]:
            click.echo(f"{'':<21} mend: {row['mend']}")
    if any(check.state == "bad" for check in checks):
        sys.exit(1)


@click.command("backup")
@folder_option
@click.option("--keep", type=click.IntRange(1), default=8, show_default=True, help="How many backups stay.")
@click.pass_obj
def backup_command(shell: Shell, backups: Path | None, keep: int) -> None:
    """Copy the private store and the fetched bodies. Refused while a run is on."""
    from horizon.storage.backup import back_up

    _, store, place = _places(shell, backups)
    made = back_up(store, place, now=datetime.now(UTC), keep=keep)
    click.echo(
        f"backed up to {made.folder}: {made.n_bytes / 1e6:.1f} MB, {sum(made.n_rows.values())} rows, {made.n_bodies} bodies"
    )


@click.command("restore")
@click.argument("moment", required=False)
@folder_option
@click.option("--list", "only_list", is_flag=True, help="Show the backups, change nothing.")
@json_option
@click.pass_obj
def restore_command(
    shell: Shell, moment: str | None, backups: Path | None, only_list: bool, as_json: bool
) -> None:
    """Put a backup in place of the store: the newest, or the one named MOMENT. What was there is kept aside."""
    from horizon.storage.backup import known, restore

    workspace, store, place = _places(shell, backups)
    made = known(place)
    if only_list:
        rows = [
            {"moment": b.folder.name, "mb": round(b.n_bytes / 1e6, 1), "rows": sum(b.n_rows.values())}
            for b in made
        ]
        print_rows(rows, ["moment", "mb", "rows"], as_json=as_json, empty=f"no backups in {place}")
        return
    chosen = [b for b in made if moment in (None, b.folder.name)]
    if not chosen:
        raise ConfigError(
            f"{place}: no backup {moment or ''}; `horizon restore --list` shows those there are"
        )
    aside = restore(store, chosen[-1], now=datetime.now(UTC))
    click.echo(
        f"restored {chosen[-1].folder.name}"
        + (f"; the files that were there lie in {aside}" if aside else "")
    )
    with workspace.open_store() as opened:
        last = opened.rows("status/overview")[0]
    click.echo(
        f"it holds {last['n_documents']} documents; the next `horizon scan` fetches and judges what came after"
    )


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--table", "names", multiple=True, help="Only this table (may be repeated).")
@click.pass_obj
def export_command(
    shell: Shell, folder: Path, form: Literal["parquet", "csv"], names: tuple[str, ...]
) -> None:
    """Write every table of the published file to FOLDER as Parquet or CSV, with the data dictionary beside."""
    from horizon.storage.export import export

    for path in export(shell.workspace().published_file, folder, form=form, names=names):
        click.echo(path)
