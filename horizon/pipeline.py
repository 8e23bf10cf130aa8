"""The order of the stages, and which windows are due. Used alike by the command line, the flows and the demo.

collect -> normalise -> enrich work on what is new; topics -> signals -> forces -> impact judge whole ISO weeks; publish
writes what people read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from horizon.clock import SystemClock
from horizon.storage import audits
from horizon.storage.store import Store
from horizon.types import Clock, Progress, StageReport, Window, midnight, monday_of
from horizon.workspace import Workspace

if TYPE_CHECKING:
    from horizon.forces.catalogue import Force
    from horizon.impact.system import System

log = logging.getLogger(__name__)

DAILY = ("collect", "normalise", "enrich")
WEEKLY = ("topics", "signals", "forces", "impact")
STAGES = (*DAILY, *WEEKLY, "publish")


@dataclass(frozen=True, slots=True)
class Context:
    """What every stage is called with besides its window."""

    workspace: Workspace
    store: Store
    clock: Clock
    progress: Progress | None = None


def run_stage(name: str, context: Context, window: Window) -> StageReport:
    """Run one stage on one window, audit what it wrote and log one line about it. Raises StoreDamagedError for a fault."""
    report = _RUNNERS[name](context, window)
    if report.status == "done" and report.run_id:
        audits.after_stage(context.store, name, report.run_id)
    counts = " ".join(f"{key}={value}" for key, value in report.counts.items())
    log.info(
        "stage %s stage=%s week=%s as_of=%s seconds=%.2f %s",
        report.status, name, window.week_on, f"{window.as_of:%Y-%m-%dT%H:%M}", report.seconds, counts,
    )  # fmt: skip
    return report


def scan(
    workspace: Workspace,
    *,
    clock: Clock | None = None,
    progress: Progress | None = None,
    stages: Iterable[str] = STAGES,
) -> list[StageReport]:
    """Do all that is due now: fetch, read, judge every complete week not judged yet, publish. Safe to repeat."""
    clock = clock or SystemClock()
    wanted = set(stages)
    with workspace.open_store() as store:
        context = Context(workspace, store, clock, progress)
        sync_catalogue(context)
        return list(_scan(context, wanted))


def _scan(context: Context, wanted: set[str]) -> Iterable[StageReport]:
    now = context.clock.now()
    today = Window.day(now.astimezone(UTC).date(), as_of=now)
    for name in DAILY:
        if name in wanted:
            # what was fetched in this run is known at its end, not at its start
            yield run_stage(name, context, today)
            today = Window.day(now.astimezone(UTC).date(), as_of=context.clock.now())
    if "impact" in wanted:
        # what was fetched is kept; nothing is judged by files that can not be read
        load_systems(context.workspace)
    for name, window in week_plan(context.store, today.as_of):
        if name in wanted:
            yield run_stage(name, context, window)


def week_plan(store: Store, as_of: datetime) -> list[tuple[str, Window]]:
    """What is to be done about whole weeks at a moment: every week judged, then every week published, oldest first.

    The ledger is the watermark: a run that comes after one of a later moment finds nothing to do, and nothing is lost.
    """
    latest = store.scalar("pipeline/latest_analysis")
    if latest is not None and latest > as_of:
        return []
    judged = [(name, week) for week in weeks_due(store, as_of) for name in WEEKLY]
    published = weeks_due(store, as_of, stage="publish") or [monday_of(as_of) - timedelta(weeks=1)]
    plan = [*judged, *(("publish", week) for week in published)]
    return [(name, Window.week(week, as_of=as_of)) for name, week in plan]


def weeks_due(store: Store, as_of: datetime, *, stage: str = "impact") -> list[date]:
    """Mondays of the complete weeks that a stage has never done, and the last one again (late documents).

    A run that was killed between judging and publishing leaves weeks that are due for the one and not for the other.
    """
    first = store.scalar("pipeline/first_week", as_of=as_of)
    if first is None:
        return []
    judged = {row["week_on"] for row in store.rows("pipeline/judged_weeks", stage=stage, as_of=as_of)}
    return choose_weeks(first, judged, as_of)


def choose_weeks(first: date, judged: set[date], as_of: datetime) -> list[date]:
    """Pure part of weeks_due. first: Monday of the first week with news; judged: weeks done before; in time order."""
    last = monday_of(as_of) - timedelta(weeks=1)
    weeks = [first + timedelta(weeks=n) for n in range(max(0, (last - first).days // 7 + 1))]
    return [week for week in weeks if week not in judged or week == last]


def judge_weeks(context: Context, weeks: Iterable[date], *, as_of_week_end: bool) -> Iterable[StageReport]:
    """Judge given weeks in order; as_of_week_end uses only what was known when each week ended (replay, backfill)."""
    for week_on in weeks:
        as_of = midnight(week_on + timedelta(weeks=1)) if as_of_week_end else context.clock.now()
        for name in WEEKLY:
            yield run_stage(name, context, Window.week(week_on, as_of=as_of))


def care(workspace: Workspace, *, clock: Clock | None = None) -> StageReport:
    """The weekly upkeep: a backup first, then what retention says must go. Safe to repeat."""
    from horizon.storage.backup import back_up
    from horizon.storage.files import A_DAY, leftovers
    from horizon.upkeep import stage

    now = (clock or SystemClock()).now()
    settings = workspace.settings.retention
    old = leftovers((workspace.store_folder, workspace.output), before=now - A_DAY)
    back_up(workspace.store_folder, workspace.backups, now=now, keep=settings.keep_backups)
    with workspace.open_store() as store:
        window = Window.day(now.astimezone(UTC).date(), as_of=now)
        return stage.run(store, settings, window, leftovers=old, backups=workspace.backups)


def sync_catalogue(context: Context) -> int:
    """Bring the source catalogue of the workspace into the store; returns how many sources it names."""
    from horizon.collect import catalogue

    sources = catalogue.load(context.workspace.source_files())
    catalogue.sync(context.store, sources)
    return len(sources)


def load_systems(workspace: Workspace) -> tuple[list[System], dict[str, Force]]:
    """The system models of a workspace and the forces by id. Raises ConfigError naming file and key of what is wrong."""
    from horizon.forces import catalogue
    from horizon.impact import system

    facts = {force.force_id: force for force in catalogue.load(workspace.force_files())}
    return [system.load(path, facts) for path in workspace.system_files()], facts


def _collect(context: Context, window: Window) -> StageReport:
    from horizon.collect import stage

    settings = context.workspace.settings.collect
    return stage.run(context.store, settings, window, clock=context.clock, progress=context.progress)


def _normalise(context: Context, window: Window) -> StageReport:
    from horizon.normalise import stage

    return stage.run(context.store, context.workspace.settings.normalise, window, progress=context.progress)


def _enrich(context: Context, window: Window) -> StageReport:
    from horizon.enrich import stage

    return stage.run(context.store, context.workspace.settings.enrich, window, progress=context.progress)


def _topics(context: Context, window: Window) -> StageReport:
    from horizon.topics import stage

    settings = context.workspace.settings
    return stage.run(
        context.store,
        settings.topics,
        window,
        embedder_id=settings.enrich.embedder,
        progress=context.progress,
    )


def _signals(context: Context, window: Window) -> StageReport:
    from horizon.enrich.embed import load_embedder
    from horizon.signals import hunches, stage

    settings = context.workspace.settings
    report = stage.run(context.store, settings.signals, window, progress=context.progress)
    hunches.run(context.store, settings.signals, window, embedder=load_embedder(settings.enrich.embedder))
    return report


def _forces(context: Context, window: Window) -> StageReport:
    from horizon.config import models_root
    from horizon.enrich.embed import load_embedder
    from horizon.forces import catalogue, stage
    from horizon.forces.profiles import load_profiles
    from horizon.forces.trained import load_model

    settings = context.workspace.settings
    return stage.run(
        context.store,
        settings.forces,
        window,
        forces=catalogue.load(context.workspace.force_files()),
        embedder=load_embedder(settings.enrich.embedder),
        model=load_model(models_root() / "forces") if settings.forces.model == "trained" else None,
        profiles=load_profiles(models_root() / "ties") if settings.forces.reading == "trained" else None,
    )


def _impact(context: Context, window: Window) -> StageReport:
    return next(iter(rescore(context, [window])))


def rescore(context: Context, windows: Iterable[Window]) -> Iterable[StageReport]:
    """Score the signals of weeks on the systems as their files stand now; nothing before the impacts is judged again."""
    from horizon.config import data_root, models_root
    from horizon.enrich.embed import load_embedder
    from horizon.enrich.gazetteer import load_gazetteer
    from horizon.impact import stage
    from horizon.impact.entrants import sector_words
    from horizon.impact.eyes import Memory
    from horizon.impact.heard import load_hearing
    from horizon.impact.trade import load_trades

    settings = context.workspace.settings
    systems, facts = load_systems(context.workspace)
    codes = load_gazetteer().country_codes()
    embedder = load_embedder(settings.enrich.embedder)
    memory = Memory()
    sectors = sector_words(data_root() / "sectors.toml")
    trades = load_trades(data_root() / "trades.toml")
    hearing = load_hearing(models_root() / "directions")
    for window in windows:
        yield stage.run(
            context.store,
            settings.impact,
            window,
            systems=systems,
            force_facts=facts,
            country_codes=codes,
            embedder=embedder,
            memory=memory,
            sectors=sectors,
            trades=trades,
            hearing=hearing,
        )


def _publish(context: Context, window: Window) -> StageReport:
    from horizon.publish import stage

    workspace = context.workspace
    return stage.run(
        context.store,
        workspace.settings.publish,
        window,
        output=workspace.output,
        language=workspace.settings.workspace.language,
        mail=workspace.settings.mail,
    )


_RUNNERS: dict[str, Callable[[Context, Window], StageReport]] = {
    "collect": _collect,
    "normalise": _normalise,
    "enrich": _enrich,
    "topics": _topics,
    "signals": _signals,
    "forces": _forces,
    "impact": _impact,
    "publish": _publish,
}
