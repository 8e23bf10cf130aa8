"""`backtest`: how good the flags would have been on a dated corpus, or on this workspace's own past."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from horizon.cli.shell import Shell, json_option, print_json

if TYPE_CHECKING:
    from datetime import date

    from horizon.storage.store import Store


@click.command("backtest")
@click.argument("corpus", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--since", help="First week, any date of it; default the twelfth week of the corpus.")
@click.option("--until", help="Last week, any date of it; default the last of the corpus.")
@click.option("--events", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="JSON file of known events with patterns: adds recall, lead, false alarms and timelines.")  # fmt: skip
@click.option(
    "--top",
    type=click.IntRange(1, 50),
    default=7,
    show_default=True,
    help="Flags counted a week, best first.",
)
@click.option("--source-class", type=click.Choice(["news", "policy", "research"]), default="news", show_default=True,
              help="Class of sources whose lines do not name one.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for store and report.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Weeks measured side by side."
)
@json_option
@click.pass_obj
def backtest_command(
    shell: Shell,
    corpus: Path | None,
    since: str | None,
    until: str | None,
    events: Path | None,
    top: int,
    source_class: Any,
    out: Path | None,
    jobs: int,
    as_json: bool,
) -> None:
    """Replay CORPUS (JSON lines: id, published, title, summary, source; may be gzip) week by week, as of each week.

    Without CORPUS the documents of this workspace are replayed in a store of their own; the workspace is left alone.
    """
    from horizon.backtest.events import load_events
    from horizon.backtest.replay import replay, weeks_between
    from horizon.backtest.run import texts_of, write_results
    from horizon.config import SignalsSettings, TopicsSettings, models_root
    from horizon.signals import emergence
    from horizon.storage.store import Store

    name = (corpus.name.split(".")[0] if corpus else "store") or "corpus"
    folder = out or Path("backtest") / name
    known = load_events(events) if events else []
    progress = shell.progress()
    with Store.open(folder / "store") as store:
        first, last = _fill(shell, store, corpus, source_class)
        found = replay(
            store, weeks_between(*_span(first, last, since, until)), topics=TopicsSettings(), signals=SignalsSettings(),
            model=emergence.load_model(models_root() / "emergence" / "weights.json"), jobs=jobs, with_baselines=True,
            progress=progress,
        )  # fmt: skip
        data = write_results(
            name, found, folder, events=known, texts=texts_of(store) if known else None, top=top
        )
    if as_json:
        print_json(data)
        return
    click.echo(
        f"{data['weeks']['n']} weeks, {data['load']['mean']:.1f} flags a week (at most {data['load']['max']:.0f})"
    )
    flags = data["flags"]
    if flags["n"]:
        lift = flags["lift_same_week"]
        click.echo(
            f"came true: {flags['precision']['value']:.0%} of {flags['n']} flags, {lift['value']:.2f} times a random signal of"
            f" the week (95 % interval {lift['low']:.2f} to {lift['high']:.2f})"
        )
    else:
        click.echo("no flag could be scored: eight more weeks are needed after it")
    if data["recall"]:
        r = data["recall"]
        click.echo(f"known events flagged before takeoff: {r['before_takeoff']:.0%} of {r['n_events']}")
    click.echo(f"report: {folder / f'{name}.report.html'}")


def _fill(shell: Shell, store: Store, corpus: Path | None, source_class: Any) -> tuple[date, date]:
    """Load the corpus unless this folder's store has it already."""
    from horizon.backtest.corpus import copy_store, load_jsonl, span_of

    if store.count("core_document"):
        return span_of(store)
    if corpus is not None:
        return load_jsonl(store, corpus, source_class=source_class, progress=shell.progress())
    with shell.workspace().open_store() as own:
        return copy_store(own, store)


def _span(first: date, last: date, since: str | None, until: str | None) -> tuple[date, date]:
    from datetime import timedelta

    from horizon.cli.shell import parse_week

    start = parse_week(since) or min(last, first + timedelta(weeks=12))
    return start, parse_week(until) or last
