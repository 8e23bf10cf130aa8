"""Facts -> alarms: what is wrong, how bad it is, and the mend. Pure; each alarm has a code that never changes its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from horizon.watch.facts import Facts

Severity = Literal["stop", "act", "look"]  # nothing works; something is being lost; worth a look
ORDER: tuple[Severity, ...] = ("stop", "act", "look")

SILENT_AFTER = timedelta(hours=26)  # a day and a bit: one daily run may be late
STUCK_AFTER = timedelta(hours=6)
BACKUP_AFTER = timedelta(days=15)  # upkeep is weekly: two missed
DISK_LOW_BYTES = 2_000_000_000
BACKLOG_ENTRIES = 5_000
CLOCK_SLACK = timedelta(minutes=10)
MANY_DOWN = 0.3  # share of the sources: then it is more likely us than them


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that is wrong and what to do about it."""

    code: str
    severity: Severity
    what: str
    mend: str


def alarms(facts: Facts) -> list[Alarm]:
    """All alarms, worst first, in a fixed order."""
    found = [*_store(facts), *_runs(facts), *_sources(facts), *_work(facts), *_disk(facts)]
    return sorted(found, key=lambda alarm: ORDER.index(alarm.severity))


def _store(facts: Facts) -> Iterator[Alarm]:
    told = facts.store_message or ""
    if facts.store_problem == "damaged":
        yield Alarm(code="store_damaged", severity="stop", what=told,
                    mend="`horizon doctor` says what is wrong; `horizon restore` brings back the newest backup.")  # fmt: skip
    elif facts.store_problem == "newer":
        yield Alarm(code="store_newer", severity="stop", what=told,
                    mend="Install the newer Horizon again; the store is untouched.")  # fmt: skip
    elif facts.store_problem == "full":
        yield Alarm(code="disk_full", severity="stop", what=told,
                    mend="Free disk space, then `horizon scan`; what was committed is safe.")  # fmt: skip
    elif facts.store_problem == "busy" and facts.held_since and facts.at - facts.held_since > STUCK_AFTER:
        yield Alarm(code="run_stuck", severity="act",
                    what=f"a run has held the store for {_span(facts.at - facts.held_since)} ({told})",
                    mend="Look at its log; stop that process if it hangs. The next run goes on from there.")  # fmt: skip
    if facts.n_leftovers:
        yield Alarm(code="leftovers", severity="look",
                    what=f"{facts.n_leftovers} temporary files of killed runs lie in the workspace",
                    mend="`horizon upkeep` removes them.")  # fmt: skip


def _runs(facts: Facts) -> Iterator[Alarm]:
    for flow, last in sorted(facts.attempts.items()):
        if last.outcome == "failed":
            yield Alarm(code="run_failed", severity="act",
                        what=f"the last {flow} run ({last.started_at:%Y-%m-%d %H:%M} UTC) stopped: {last.message}",
                        mend=f"Do what the message says, then `horizon {_command(flow)}`; nothing was half-written.")  # fmt: skip
        elif last.outcome == "killed":
            yield Alarm(code="run_killed", severity="look",
                        what=f"the last {flow} run ({last.started_at:%Y-%m-%d %H:%M} UTC) was killed before its end",
                        mend=f"The next run goes on from what was committed; `horizon {_command(flow)}` does it now. "
                        "If it keeps happening, look for the out-of-memory killer in the system log.")  # fmt: skip
    newest = max((a.started_at for a in facts.attempts.values()), default=None)
    if facts.store_problem is None and newest is None and not facts.last_runs:
        yield Alarm(code="never_run", severity="act", what="no run has been made yet",
                    mend="`horizon scan`; then put it on a schedule (docs/running/).")  # fmt: skip
    elif newest is not None and facts.at - newest > SILENT_AFTER:
        yield Alarm(code="schedule_silent", severity="act",
                    what=f"no run has been started for {_span(facts.at - newest)}",
                    mend="Look at the timer, crontab or Prefect worker (docs/running/); `horizon scan` catches up.")  # fmt: skip
    if newest is not None and newest - facts.at > CLOCK_SLACK:
        yield Alarm(code="clock_back", severity="act",
                    what=f"the last run is dated {newest:%Y-%m-%d %H:%M} UTC, which lies ahead of this machine's clock",
                    mend="Set the clock (NTP); weeks are judged by it.")  # fmt: skip


def _sources(facts: Facts) -> Iterator[Alarm]:
    if facts.store_problem is not None:
        return
    if facts.n_sources == 0:
        yield Alarm(code="no_sources", severity="stop", what="no source is enabled",
                    mend="`horizon sources add URL --class news`, or `horizon sources import --pack NAME`.")  # fmt: skip
        return
    tried = [s for s in facts.sources if s.health != "never fetched"]
    fetched_before = facts.last_success_at is not None or bool(tried)
    if fetched_before and (facts.last_success_at is None or facts.at - facts.last_success_at > SILENT_AFTER):
        since = "ever" if facts.last_success_at is None else f"for {_span(facts.at - facts.last_success_at)}"
        yield Alarm(code="nothing_fetched", severity="stop", what=f"no source could be read {since}",
                    mend="Check this machine's network, proxy and name server; then `horizon sources check`.")  # fmt: skip
    down = [s for s in tried if s.health in ("failing", "blocked", "gone")]
    if len(down) >= 3 and len(down) >= MANY_DOWN * len(tried):
        yield Alarm(code="many_down", severity="act",
                    what=f"{len(down)} of {len(tried)} sources can not be read",
                    mend="So many at once is seldom their fault: check network and proxy, then `sources check`.")  # fmt: skip
    for source in down:
        yield Alarm(code=f"source_{source.health}", severity="look",
                    what=f"{source.source_id} is {source.health}: {source.reason or 'no reason given'}",
                    mend=_capital(source.mend or f"`horizon sources check {source.source_id}`"))  # fmt: skip
    for source in tried:
        if source.health == "stale":
            yield Alarm(code="source_stale", severity="look",
                        what=f"{source.source_id} answers but brings nothing: {source.reason or 'silent'}",
                        mend="Look at the site: the feed may have moved or been left to die.")  # fmt: skip


def _work(facts: Facts) -> Iterator[Alarm]:
    if facts.n_systems == 0:
        yield Alarm(code="no_system", severity="stop", what="there is no system model",
                    mend="`horizon init --system`, or copy an example (docs/methodology/system_model.md).")  # fmt: skip
    if facts.store_problem is not None:
        return
    waiting = facts.n_entries_waiting or 0
    if waiting > BACKLOG_ENTRIES:
        yield Alarm(code="backlog_entries", severity="act", what=f"{waiting} fetched entries are not read yet",
                    mend="`horizon normalise` reads them; if it stays, look for its error in the log.")  # fmt: skip
    waiting = facts.n_documents_waiting or 0
    if waiting > BACKLOG_ENTRIES:
        yield Alarm(code="backlog_documents", severity="act", what=f"{waiting} documents have no vectors yet",
                    mend="`horizon enrich` works them off.")  # fmt: skip
    if len(facts.weeks_due) > 1:  # the last week is always looked at again
        yield Alarm(code="weeks_due", severity="act",
                    what=f"{len(facts.weeks_due) - 1} complete weeks are not judged, the first is {facts.weeks_due[0]}",
                    mend="`horizon scan` judges them in order.")  # fmt: skip
    if facts.last_publish_run_at is not None and facts.published_at is None:
        yield Alarm(code="not_published", severity="act", what="the file for readers is missing",
                    mend="`horizon publish` builds it again from the store.")  # fmt: skip
    elif (
        facts.last_publish_run_at is not None
        and facts.published_at is not None
        and facts.last_publish_run_at - facts.published_at > SILENT_AFTER
    ):
        yield Alarm(code="published_old", severity="act",
                    what=f"the file for readers ({facts.published_at:%Y-%m-%d %H:%M} UTC) is older than the last publishing run",
                    mend="`horizon publish`; some file systems refuse to replace an open file: close the readers.")  # fmt: skip
    if facts.n_documents and (facts.last_backup_at is None or facts.at - facts.last_backup_at > BACKUP_AFTER):
        age = "there is no backup" if facts.last_backup_at is None else (
            f"the newest backup is {_span(facts.at - facts.last_backup_at)} old")  # fmt: skip
        yield Alarm(code="backup_old", severity="look", what=age,
                    mend="`horizon upkeep` makes one; put it on the weekly schedule.")  # fmt: skip


def _disk(facts: Facts) -> Iterator[Alarm]:
    needed = max(
        DISK_LOW_BYTES, 2 * facts.store_bytes
    )  # a run and a publish may each write the store once more
    if facts.store_problem != "full" and facts.disk_total_bytes and facts.disk_free_bytes < needed:
        yield Alarm(code="disk_low", severity="act",
                    what=f"{facts.disk_free_bytes / 1e9:.1f} GB of disk are free, {needed / 1e9:.1f} GB are wanted",
                    mend="Free space, or lower retention.keep_bodies_days and publish.keep_copies.")  # fmt: skip


def _command(flow: str) -> str:
    return {"analyse": "scan", "digest": "scan", "backfill": "scan"}.get(flow, flow)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _span(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
