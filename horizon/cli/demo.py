"""`demo`."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

import click

from horizon.cli.shell import Shell, json_option, print_json, table

TOP = """
SELECT s.rank, s.label, s.stage, s.n_origins_window AS origins, s.emergence_probability AS emergence, s.evidence_grade AS evidence
FROM horizon.signals AS s WHERE s.is_current AND s.is_flagged ORDER BY s.rank
"""


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/local/demo"),
    show_default=True,
)
@click.option("--weeks", type=click.IntRange(1), help="Play only the first N weeks.")
@json_option
@click.pass_obj
def demo_command(shell: Shell, folder: Path, weeks: int | None, as_json: bool) -> None:
    """Play the fictional sample edition: serve it on loopback, scan it week by week, show what came out."""
    from horizon.demo.play import play
    from horizon.storage.published import query

    started = time.perf_counter()
    result = play(folder, n_weeks=weeks, progress=shell.progress())
    seconds = time.perf_counter() - started
    signals = query(result.workspace.published_file, TOP)
    digests = sorted(result.workspace.output.glob("digests/*/????-??-??.html"))
    latest = {path.parent.name: path for path in digests}
    facts: dict[str, Any] = {
        "seconds": round(seconds, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "weeks": result.n_weeks,
        "sources": result.n_sources,
        "entries": result.n_entries,
        "digests": {name: str(path) for name, path in latest.items()},
        "duckdb": str(result.workspace.published_file),
        "signals": signals,
    }
    if as_json:
        print_json(facts)
        return
    click.echo(
        f"{result.n_entries} entries from {result.n_sources} fictional sources over {result.n_weeks} weeks, "
        f"{facts['seconds']} s, {facts['memory_mb']} MB\n"
    )
    click.echo("Top signals of the last week (fictional):")
    click.echo(
        table(signals, ["rank", "label", "stage", "origins", "emergence", "evidence"])
        if signals
        else "nothing material"
    )
    click.echo("")
    for name, path in latest.items():
        click.echo(f"digest  {path}  ({name})")
    click.echo(
        f'DuckDB  {result.workspace.published_file}  (read-only; `horizon -w {folder} sql "FROM horizon.signals"`)'
    )
