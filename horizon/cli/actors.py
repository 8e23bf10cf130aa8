"""`actors list|show|forget`."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from horizon.cli.shell import Shell, json_option, parse_moment, print_json, print_rows

COLUMNS = ["name", "kind", "n_origins", "n_topics", "first_on", "last_on", "days_after_first", "roles"]


@click.group("actors")
def actors_command() -> None:
    """Who is moving: people in public roles and organisations."""


@actors_command.command("list")
@click.option(
    "--topic",
    help="Only in this topic: who is moving in it, the early ones marked by days after its first document.",
)
@click.option("--kind", type=click.Choice(["person", "organisation"]))
@click.option(
    "--since",
    "days",
    type=click.IntRange(1),
    default=84,
    show_default=True,
    help="Days back from the moment.",
)
@click.option("--as-of", help="With the knowledge of this moment.")
@click.option("--limit", type=click.IntRange(1), default=25, show_default=True)
@json_option
@click.pass_obj
def list_actors(
    shell: Shell, topic: str | None, kind: str | None, days: int, as_of: str | None, limit: int, as_json: bool
) -> None:
    """List actors by independent reports, the earliest first among equals."""
    rows = _movers(shell, topic, days, as_of)
    chosen = [r for r in rows if kind is None or r["kind"] == kind][:limit]
    print_rows(
        chosen,
        COLUMNS if not as_json else [*COLUMNS, "other_names"],
        as_json=as_json,
        empty="no actor was named by then",
    )


@actors_command.command("show")
@click.argument("name")
@click.option("--as-of", help="With the knowledge of this moment.")
@click.pass_obj
def show_actor(shell: Shell, name: str, as_of: str | None) -> None:
    """Show what the store holds of one actor: names, roles over time, claims, documents."""
    from horizon.names.fold import folded

    moment = parse_moment(as_of) or datetime.now(UTC)
    rows = [
        r
        for r in _movers(shell, None, 36500, as_of)
        if folded(name) in {folded(n) for n in (r["name"], *r["other_names"])}
    ]
    if not rows:
        raise click.UsageError(f"no actor {name!r} by then; see `horizon actors list`")
    with shell.workspace().open_store() as store:
        names = [n.casefold() for r in rows for n in (r["name"], *r["other_names"])]
        print_json({"actor": rows[0], "roles": store.rows("actors/roles", names=names, as_of=moment),
                    "claims": store.rows("actors/claims", names=names, as_of=moment)})  # fmt: skip


@actors_command.command("forget")
@click.argument("name")
@click.option("--reason", default="asked to be forgotten", show_default=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget_actor(shell: Shell, name: str, reason: str, yes: bool) -> None:
    """Remove a person by full name from raw bodies, store, published files and their dated copies, digests, packs and backups.

    Cannot be undone. A source that still carries the name brings it back when it changes its feed; run it again then.
    """
    from horizon.actors import Named, resolve
    from horizon.names.fold import folded
    from horizon.names.people import same_person
    from horizon.storage.redact import TEXT_FILES, Redaction, compact, forget

    if len(name.split()) < 2:
        raise click.UsageError("name the person in full: given name and surname")
    if not yes:
        click.confirm(f"Remove {name!r} for good from everything in {shell.folder}?", abort=True)
    workspace = shell.workspace()
    store_folder = workspace.path(workspace.settings.workspace.store)
    with workspace.open_store() as store:
        held = [r["name"] for r in store.rows("actors/people")]
        alike = [n for n in held if len(n.split()) > 1 and same_person(n, name)]
        found = resolve([Named(n, "person") for n in (name, *alike)])
        names = [n for n, number in zip((name, *alike), found, strict=True) if number == 0]
        files = [
            p
            for p in _files(workspace.output, store_folder)
            if p.suffix in (*TEXT_FILES, ".duckdb", ".docx", ".zst")
        ]
        made = forget(
            store, Redaction(names), files=files, name_hash=hashlib.sha256(folded(name).encode()).hexdigest(),
            now=datetime.now(UTC), reason=reason,
        )  # fmt: skip
    compact(store_folder)
    click.echo(
        f"forgotten ({made.tombstone_id}): {made.n_rows} cells, {made.n_bodies} raw bodies and {made.n_files} files redacted. "
        "The next publish builds the search index anew."
    )


def _files(output: Path, store_folder: Path) -> list[Path]:
    """Written files, and backups beside the store; the live store and its bodies are redacted apart."""
    from horizon.storage.store import FILE_NAME

    found = (
        [p for p in sorted(output.rglob("*")) if p.is_file() and not p.is_symlink()]
        if output.exists()
        else []
    )
    beside = [
        p
        for p in sorted(store_folder.parent.rglob("*"))
        if p.is_file() and "backup" in str(p.relative_to(store_folder.parent))
    ]
    aside = [p for p in sorted(store_folder.glob("replaced-*/*")) if p.is_file()]
    live = {store_folder / FILE_NAME}
    return list(
        dict.fromkeys(p for p in (*found, *beside, *aside) if p not in live and not p.name.startswith("."))
    )


def _movers(shell: Shell, topic: str | None, days: int, as_of: str | None) -> list[dict[str, Any]]:
    from horizon.actors import movers

    moment = parse_moment(as_of) or datetime.now(UTC)
    with shell.workspace().open_store() as store:
        rows = store.rows("actors/named", as_of=moment, since=moment - timedelta(days=days), topic_id=topic)
        roles = store.rows("actors/stated", as_of=moment)
    return movers(rows, roles)
