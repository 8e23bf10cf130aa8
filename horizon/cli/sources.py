"""`sources list|add|check`."""

from __future__ import annotations

from typing import Any

import click

from horizon.cli.shell import Shell, json_option, print_rows


@click.group("sources")
def sources_command() -> None:
    """List, add and check sources."""


@sources_command.command("list")
@json_option
@click.pass_obj
def list_command(shell: Shell, as_json: bool) -> None:
    """Every source of the catalogue with its class, health and last success."""
    from horizon.pipeline import Context, sync_catalogue

    workspace = shell.workspace()
    with workspace.open_store() as store:
        sync_catalogue(Context(workspace, store, _clock()))
        rows = store.rows("status/sources")
    print_rows(
        rows,
        ["source_id", "source_class", "language", "grade", "health", "last_success_at", "n_entries", "url"],
        as_json=as_json,
        empty="no sources yet; add one with `horizon sources add URL --class news`",
    )


@sources_command.command("add")
@click.argument("url")
@click.option("--class", "source_class", type=click.Choice(["news", "policy", "research"]), required=True)
@click.option("--id", "source_id", help="Short name; default made from the address.")
@click.option("--name", help="What the digest calls it; default the id.")
@click.option("--language", help="ISO 639-1 code, when the feed does not say.")
@click.option(
    "--grade",
    default="F",
    show_default=True,
    type=click.Choice(list("ABCDEF")),
    help="Reliability; F is not judged.",
)
@click.pass_obj
def add_command(shell: Shell, /, url: str, **fields: str | None) -> None:
    """Add a source to sources/added.toml of the workspace."""
    from horizon.collect import catalogue

    workspace = shell.workspace()
    path = workspace.folder / "sources" / "added.toml"
    source = catalogue.add(path, workspace.source_files(), url=url, **fields)
    click.echo(
        f"added {source.source_id} ({source.source_class}) to {path}; try `horizon sources check {source.source_id}`"
    )


@sources_command.command("propose")
@click.argument("url")
@click.option("--class", "source_class", type=click.Choice(["news", "policy", "research"]))
@click.option("--why", "reason", help="What it would add, in one line.")
@click.option("--by", "name", help="Who proposes it.")
@click.pass_obj
def propose_command(
    shell: Shell, url: str, source_class: str | None, reason: str | None, name: str | None
) -> None:
    """Propose a source. It stands in the next digest until somebody adds it; nothing is fetched before that."""
    from horizon.publish import voice

    with shell.workspace().open_store() as store:
        now = _clock().now()
        voice.propose(store, url, source_class=source_class, reason=reason, proposed_by=name, now=now)
    click.echo(f"proposed {url}; whoever keeps the sources takes it in with `horizon sources add`")


@sources_command.command("check")
@click.argument("ids", nargs=-1)
@json_option
@click.pass_obj
def check_command(shell: Shell, ids: tuple[str, ...], as_json: bool) -> None:
    """Say for each source (or the named ones) how it does, what is wrong and what to do."""
    from horizon.pipeline import Context, sync_catalogue

    workspace = shell.workspace()
    with workspace.open_store() as store:
        sync_catalogue(Context(workspace, store, _clock()))
        rows: list[dict[str, Any]] = [
            r for r in store.rows("status/sources") if not ids or r["source_id"] in ids
        ]
    missing = set(ids) - {r["source_id"] for r in rows}
    if missing:
        raise click.UsageError(f"no such source: {', '.join(sorted(missing))}; see `horizon sources list`")
    print_rows(rows, ["source_id", "health", "last_outcome", "health_reason", "mend"], as_json=as_json)


def _clock() -> Any:
    from horizon.clock import SystemClock

    return SystemClock()
