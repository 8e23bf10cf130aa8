"""The command line: parse, call, print. Results go to stdout, everything else to stderr.

Exit codes: 0 done (even with skipped items), 1 stopped, 2 usage or configuration. Commands import their module only when
called, so that `horizon --help` answers at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from horizon import __version__
from horizon.errors import ConfigError, HorizonError

# name -> (module with a click command of that name, one line for --help)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("workspace", "Make a workspace: settings, sources, a system model."),
    "demo": ("demo", "Play the fictional sample edition end to end."),
    "scan": ("run", "Do all that is due: fetch, read, judge, publish."),
    "collect": ("run", "Stage: fetch the sources that are due."),
    "normalise": ("run", "Stage: turn new entries into documents."),
    "enrich": ("run", "Stage: entities, geography and vectors of new documents."),
    "cluster": ("run", "Stage: stories and topics of a week."),
    "judge": ("run", "Stage: signals of a week."),
    "tie": ("run", "Stage: tie a week's signals to forces."),
    "score": ("run", "Stage: impacts of a week's signals on the systems."),
    "publish": ("run", "Stage: write digest, feed and published DuckDB file."),
    "upkeep": ("upkeep", "Weekly care: backup, retention, review of sources."),
    "sources": ("sources", "List, add and check sources."),
    "topics": ("topics", "List and show topics with their lineage."),
    "signals": ("signals", "List the signals of a week."),
    "explain": ("signals", "Show how a signal's numbers were derived, down to documents."),
    "scorecard": ("scorecard", "How past flags did as forecasts: hit rate, Brier score, misses."),
    "backtest": ("backtest", "Replay a dated corpus or the store, and measure the flags."),
    "forces": ("forces", "List, show and try the force catalogue."),
    "note": ("voice", "Keep a hunch; it is tracked as a human signal."),
    "rate": ("voice", "Say whether a signal was useful, not, or wrong."),
    "follow": ("voice", "Have a topic in each digest."),
    "radar": ("outside", "Trend radar of a week: time to impact, field, strength."),
    "coverage": ("outside", "Blind spots: what was not read, and what would fill it."),
    "drift": ("outside", "Identity drift: the words others now use for us."),
    "bridges": ("outside", "Signals that tie sectors or kinds of force."),
    "entrants": ("outside", "Topics that come into our arena from other sectors."),
    "system": ("system", "Check, draw, compare and re-score system models."),
    "digest": ("digest", "Print a digest, or rebuild a past one as of its week."),
    "actors": ("actors", "Who is moving; forget a person."),
    "brief": ("brief", "Evidence pack on a signal, topic or query, for a position piece."),
    "calendar": ("calendar", "Policy dates ahead: closing soon and touching our engine first."),
    "status": ("status", "What is fresh, what failed, what is due."),
    "metrics": ("status", "The same as Prometheus text."),
    "sql": ("sql", "Ask the published DuckDB file a question."),
    "export": ("upkeep", "Write the published tables as Parquet or CSV."),
    "doctor": ("upkeep", "Look the store over: integrity, audits, disk, leftovers."),
    "backup": ("upkeep", "Copy the private store and the fetched bodies."),
    "restore": ("upkeep", "Put a backup in place of the store."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"horizon.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="HORIZON_WORKSPACE",
    help="Folder with horizon.toml; default the current one ($HORIZON_WORKSPACE).",
)
@click.option("-v", "--verbose", count=True, help="Log more on stderr (-vv: everything).")
@click.option("--no-progress", is_flag=True, envvar="HORIZON_NO_PROGRESS", help="No progress bars.")
@click.version_option(__version__, prog_name="horizon")
@click.pass_context
def cli(ctx: click.Context, workspace: Path, verbose: int, no_progress: bool) -> None:
    """Reads the outside world for an organisation that must steer by it."""
    from horizon.cli.shell import Shell, set_up_logging

    set_up_logging(verbose)
    ctx.obj = Shell(workspace, show_progress=not no_progress and sys.stderr.isatty())


def main() -> None:
    """Entry point: turns our errors into one line and an exit code."""
    try:
        status = cli(standalone_mode=False)  # what a command gave to ctx.exit
        if isinstance(status, int) and status:
            sys.exit(status)
    except ConfigError as exc:
        click.echo(f"horizon: {exc}", err=True)
        sys.exit(2)
    except HorizonError as exc:
        click.echo(f"horizon: {exc}", err=True)
        sys.exit(1)
    except click.ClickException as exc:
        exc.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("horizon: stopped; what was committed is safe, the next scan goes on from there", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
