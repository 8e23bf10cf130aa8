"""`status` and `metrics`: what is fresh, what is wrong and the mend."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from horizon.cli.shell import Shell, json_option, print_json, table

if TYPE_CHECKING:
    from horizon.watch.alarms import Alarm
    from horizon.watch.facts import Facts


def look(shell: Shell) -> tuple[Facts, list[Alarm]]:
    """The workspace's facts now, and their alarms."""
    from horizon.watch.alarms import alarms
    from horizon.watch.gather import gather

    facts = gather(shell.workspace(), datetime.now(UTC))
    return facts, alarms(facts)


@click.command("status")
@json_option
@click.option(
    "--html", "page_file", type=click.Path(path_type=Path, dir_okay=False), help="Write it as a page."
)
@click.option("--check", is_flag=True, help="Exit status 1 when something does not work or is to be done.")
@click.pass_context
def status_command(ctx: click.Context, as_json: bool, page_file: Path | None, check: bool) -> None:
    """What is fresh, what failed, what is due, and what to do about it. Works while a run holds the store."""
    from horizon.watch import page

    facts, alarms = look(ctx.obj)
    if page_file:
        from horizon.storage.files import write_text

        write_text(page_file, page.page(facts, alarms))
        click.echo(f"wrote {page_file}", err=True)
    if as_json:
        print_json(
            {
                "verdict": page.verdict(facts, alarms),
                "alarms": [asdict(a) for a in alarms],
                "facts": _plain(facts),
            }
        )
    elif not page_file:
        click.echo(page.verdict(facts, alarms))
        for alarm in alarms:
            click.echo(f"\n{page.WORDS[alarm.severity]}: {alarm.what}  [{alarm.code}]\n  {alarm.mend}")
        for heading, rows in page.blocks(facts):
            click.echo(f"\n{heading}\n{table(rows, list(rows[0]), width=90)}")
    if check and any(a.severity != "look" for a in alarms):
        ctx.exit(1)


@click.command("metrics")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write to this file whole (the node exporter's textfile collector) and not to stdout.")  # fmt: skip
@click.pass_obj
def metrics_command(shell: Shell, out: Path | None) -> None:
    """The same facts as Prometheus text."""
    from horizon.watch.metrics import metrics

    text = metrics(*look(shell))
    if out is None:
        click.echo(text, nl=False)
        return
    from horizon.storage.files import write_text

    write_text(out, text)
    out.chmod(0o644)


def _plain(facts: Facts) -> dict[str, Any]:
    return asdict(facts)
