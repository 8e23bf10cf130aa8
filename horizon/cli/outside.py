"""`radar`, `coverage`, `drift`, `bridges`, `entrants`: how the outside looks from one system."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from horizon.cli.forces import catalogue_of
from horizon.cli.shell import Shell, json_option, parse_moment, parse_week, print_json, print_rows, write_out

if TYPE_CHECKING:
    from horizon.forces.catalogue import Force
    from horizon.impact.system import System
    from horizon.storage.store import Store

week_option = click.option("--week", help="2026-W20 or any date of the week; default the last judged week.")
as_of_option = click.option("--as-of", help="With the knowledge of this moment; default now.")
system_option = click.option(
    "--system", "system_id", help="Which system; default the first of the workspace."
)


@click.command("radar")
@system_option
@week_option
@as_of_option
@click.option("--all", "show_all", is_flag=True, help="Also signals that were not flagged.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=".svg for the picture, .html for picture and table.",
)
@click.option("--language", type=click.Choice(["en", "sv"]), default="en", show_default=True)
@json_option
@click.pass_obj
def radar_command(
    shell: Shell,
    system_id: str | None,
    week: str | None,
    as_of: str | None,
    show_all: bool,
    out: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """Trend radar of a system's week: time to impact, field, strength and confidence of every signal."""
    from horizon.impact import views
    from horizon.pictures.radar import draw_radar, radar_table
    from horizon.pictures.svg import alone, page
    from horizon.pictures.words import words

    system = system_of(shell, system_id)
    moment = moment_of(as_of)
    with shell.workspace().open_store() as store:
        week_on = week_of(store, week, moment)
        points = views.radar_points(store, system.system_id, week_on, moment, show_all=show_all)
    table, none = radar_table(points, language=language), words(language)["none"]
    if out is not None:
        picture = draw_radar(points, subtitle=f"{system.name}, {week_on:%G-W%V}", language=language)
        is_page = out.suffix == ".html"
        text = page(picture, table, language=language, empty=none) if is_page else alone(picture)
        write_out(out, text)
        click.echo(f"{out}: written, {len(points)} signals", err=True)
    if as_json:
        print_json([asdict(point) for point in points])
    elif out is None:
        print_rows(table.records(), table.columns, as_json=False, empty=none)


@click.command("coverage")
@system_option
@week_option
@as_of_option
@click.option(
    "--empty", "only_empty", is_flag=True, help="Every empty cell of a judged force, with what would fill it."
)
@json_option
@click.pass_obj
def coverage_command(
    shell: Shell, system_id: str | None, week: str | None, as_of: str | None, only_empty: bool, as_json: bool
) -> None:
    """Blind spots: forces by layer and lens that twelve weeks of reading touched, and which sources would fill the gaps."""
    from horizon.enrich.gazetteer import load_gazetteer
    from horizon.impact import blind, views

    system = system_of(shell, system_id)
    forces = catalogue_of(shell)
    moment = moment_of(as_of)
    codes = load_gazetteer().country_codes()
    sources, about = unread_sources(shell, forces)
    with shell.workspace().open_store() as store:
        found = views.blind_spots(
            store,
            system,
            week_of(store, week, moment),
            moment,
            forces=[{"force_id": f.force_id, "name": f.name, "layer": f.layer} for f in forces],
            suggestions=views.suggested(system, sources, about, codes),
            country_codes=codes,
        )
    cells = found.cells
    if as_json:
        told = {"n_weeks_scored": found.n_weeks, "n_documents_without_place": found.n_unplaced}
        print_json({**told, "layers": blind.by_layer(cells), "cells": [asdict(cell) for cell in cells]})
        return
    click.echo(
        f"{found.n_weeks} of {views.SPAN_WEEKS} weeks were scored; {found.n_unplaced} documents with a force name no place and "
        "fill no cell",
        err=True,
    )
    if only_empty:
        rows = [asdict(c) for c in cells if not c.n_origins and c.is_judged]
        print_rows(rows, ["force_id", "layer", "lens", "filled_by"], as_json=False, empty="no blind spot")
        return
    print_rows(
        blind.by_layer(cells), ["layer", "lens", "n_forces", "n_read", "n_origins", "n_blind"], as_json=False
    )
    click.echo("n_blind: judged forces that no document was read on; see --empty", err=True)


@click.command("drift")
@system_option
@week_option
@as_of_option
@json_option
@click.pass_obj
def drift_command(
    shell: Shell, system_id: str | None, week: str | None, as_of: str | None, as_json: bool
) -> None:
    """Identity drift: which words of yesterday, today and tomorrow others now use for what we do."""
    from horizon.enrich.gazetteer import load_gazetteer
    from horizon.impact import identity, views

    system = system_of(shell, system_id)
    moment = moment_of(as_of)
    with shell.workspace().open_store() as store:
        found = views.drifting(
            store, system, week_of(store, week, moment), moment, load_gazetteer().country_codes()
        )
    rows = [asdict(term) for term in found if as_json or term.n_now or term.n_before]
    if as_json:
        print_json({"balance": identity.balance(found), "terms": rows})
        return
    told = ", ".join(
        f"{k} {'unknown' if v is None else f'{v:.0%}'}" for k, v in identity.balance(found).items()
    )
    click.echo(f"of those who use any of our words now: {told}", err=True)
    columns = ["term", "tense", "language", "n_before", "n_now", "change", "direction", "doc_ids"]
    print_rows(
        rows, columns, as_json=False, empty="nobody outside used any of our words in the last sixteen weeks"
    )


@click.command("bridges")
@week_option
@as_of_option
@json_option
@click.pass_obj
def bridges_command(shell: Shell, week: str | None, as_of: str | None, as_json: bool) -> None:
    """Bridges: signals that tie several sectors or several kinds of force."""
    from horizon.impact import views

    moment = moment_of(as_of)
    with shell.workspace().open_store() as store:
        found = views.bridging(store, week_of(store, week, moment), moment)
    columns = ["signal_id", "label", "n_sectors", "sectors", "n_categories", "force_ids"]
    rows = [asdict(bridge) for bridge in found]
    print_rows(
        rows, [*columns, "pestle", "doc_ids"] if as_json else columns, as_json=as_json, empty="no bridge"
    )


@click.command("entrants")
@system_option
@week_option
@as_of_option
@json_option
@click.pass_obj
def entrants_command(
    shell: Shell, system_id: str | None, week: str | None, as_of: str | None, as_json: bool
) -> None:
    """Topics at home in another sector whose documents begin to name our customers, products or places."""
    from horizon.config import data_root
    from horizon.impact import views
    from horizon.impact.entrants import sector_words

    system = system_of(shell, system_id)
    moment = moment_of(as_of)
    words = sector_words(data_root() / "sectors.toml")
    with shell.workspace().open_store() as store:
        found = views.entering(store, system, week_of(store, week, moment), moment, words)
    rows = [asdict(entrant) for entrant in found]
    columns = [
        "signal_id",
        "label",
        "home_sector",
        "arena_share_before",
        "arena_share_now",
        "named",
        "actor_ids",
    ]
    more = ["n_before", "n_now", "first_named_on", "doc_ids"]
    print_rows(
        rows, [*columns, *more] if as_json else columns, as_json=as_json, empty="nobody enters from outside"
    )


def system_of(shell: Shell, system_id: str | None) -> System:
    """The system model of the workspace by its id. Raises UsageError naming the known ones."""
    from horizon.impact.system import load

    known = {f.force_id for f in catalogue_of(shell)}
    files = {path.stem: path for path in shell.workspace().system_files()}
    if system_id is not None and system_id not in files:
        raise click.UsageError(f"no system {system_id!r} in the workspace; there are: {', '.join(files)}")
    return load(files[system_id or next(iter(files))], known)


def moment_of(as_of: str | None) -> datetime:
    """The moment of --as-of, else now."""
    return parse_moment(as_of) or datetime.now(UTC)


def week_of(store: Store, week: str | None, moment: datetime) -> date:
    """The week asked for, else the last one scored by then.

    Raises UsageError when it was not scored by then: a week that nobody judged is not one in which nothing happened.
    """
    asked = parse_week(week)
    rows = store.rows("pipeline/judged_weeks", stage="impact", as_of=moment)
    judged: list[date] = [row["week_on"] for row in rows]
    if not judged:
        raise click.UsageError("no week has been scored yet; run `horizon scan`")
    if asked is not None and asked not in judged:
        raise click.UsageError(
            f"{asked:%G-W%V} was not scored by {moment:%Y-%m-%d %H:%M}; scored are {len(judged)} weeks from "
            f"{min(judged):%G-W%V} to {max(judged):%G-W%V} (`horizon scan` scores what is due)"
        )
    return max(judged) if asked is None else asked


def unread_sources(shell: Shell, forces: tuple[Force, ...]) -> tuple[list[Any], dict[str, list[str]]]:
    """Sources of the workspace that are switched off and those of the catalogues that come with Horizon and are not in the
    workspace, with the forces that their name, sector and note speak of."""
    from horizon.collect import catalogue
    from horizon.config import data_root
    from horizon.forces.match import ForceCues

    mine = catalogue.load(shell.workspace().source_files())
    shipped = catalogue.load(sorted((data_root() / "sources").rglob("*.toml")))
    read = {source.url for source in mine if source.is_enabled}
    sources = {s.source_id: s for s in (*shipped, *mine) if s.url not in read}
    cues = ForceCues(forces)
    about = {
        name: sorted(cues.find(" ".join(filter(None, (s.name, s.sector, s.note))), s.language))
        for name, s in sources.items()
    }
    return list(sources.values()), about
