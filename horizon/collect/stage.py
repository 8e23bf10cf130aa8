"""Stage collect: poll what is due, keep what was published.

This file and page_stage.py are the only ones of this package that write rows.

Sources are committed in small groups as they answer, each group in one transaction: a kill loses at most the work in flight,
and the next run polls exactly the sources whose state says that they are still due.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from horizon.collect import page_stage, rows
from horizon.collect.due import is_due
from horizon.collect.fetch import Fetcher
from horizon.collect.journal import Journal
from horizon.collect.polite import SiteMemory, site_of
from horizon.collect.poll import Poll, address_of, poll_all, read_left
from horizon.collect.sandbox import Sandbox
from horizon.collect.state import SUCCESSES, SourceState, from_row
from horizon.config import CollectSettings
from horizon.garbage import rarely_searched
from horizon.storage.ledger import Run, begin
from horizon.storage.store import Store
from horizon.types import Clock, Progress, RawEntry, Source, StageReport, Window

log = logging.getLogger(__name__)

GROUP = 64  # sources a transaction
GROUP_BYTES = 3_000_000  # or this much of bodies, which bounds what is held of them and of their entries
GROUP_S = 2.0  # or what came in this many seconds
POLL_MEMORY = "64MB"  # of DuckDB while sources are polled; a checkpoint alone took 170 MB of new entries
MAX_NOTES = 200
LONG_AGO = datetime.min.replace(tzinfo=UTC)
FAR = datetime.max.replace(tzinfo=UTC)
MIN_SITES_DOWN = 3  # that many sites do not fail together by chance


def run(
    store: Store, settings: CollectSettings, window: Window, *, clock: Clock, progress: Progress | None = None
) -> StageReport:
    """Poll every source that is due at window.as_of. One source's trouble is a note, never an exception."""
    sources = [Source(**row) for row in store.rows("collect/enabled")]
    # the moment is an input: the same catalogue polled an hour later is other work
    run = begin(store, "collect", window, settings, inputs=[window.as_of, *sources])
    if run.is_done:
        return run.skipped()
    states = states_of(store)
    sites = {row["site"]: SiteMemory(**row) for row in store.rows("collect/sites")}
    keeper = Keeper(store, settings, run, progress)
    journal = Journal(store.folder)
    sites = journal.asked(sites)
    left = journal.left({s.source_id: s for s in sources}, states)
    if left:
        # a run was killed after these had answered: what they said is read now, and nobody is asked again
        keeper.keep(asyncio.run(_read_left(left, settings, sites)))
        keeper.counts["n_recovered"] += len(left)
        states = states_of(store)
    merged = merged_sources(sources, states)
    keeper.keep_merged(merged, states, window.as_of)
    due = [
        (source, states.get(source.source_id) or SourceState(source_id=source.source_id))
        for source in sources
        if source.source_id not in merged and is_due(source, states.get(source.source_id), window.as_of)
    ]
    # who has waited longest first: where a site's budget does not last for all, nobody goes without for ever
    due.sort(key=lambda one: (one[1].last_fetched_at or LONG_AGO, one[0].source_id))
    keeper.n_due = len(due)
    with store.little_memory(POLL_MEMORY), rarely_searched():
        asyncio.run(_poll_and_keep(due, settings, clock, keeper, sites, journal))
    keeper.add(*page_stage.read_pages(store, settings, clock, run, sources, journal))
    with store.transaction():
        keeper.forgive_if_cut_off(clock.now())
        counts = {"n_sources": len(sources), "n_due": len(due), **keeper.counts_by_name()}
        report = run.finish(counts=counts, notes=keeper.all_notes())
    journal.clear()
    return report


def states_of(store: Store) -> dict[str, SourceState]:
    """What is remembered of each source that was ever polled."""
    return {row["source_id"]: from_row(row) for row in store.rows("collect/states")}


async def _read_left(
    left: Sequence[Poll], settings: CollectSettings, sites: dict[str, SiteMemory]
) -> list[Poll]:
    async with Sandbox() as sandbox:
        return await read_left(left, settings, sandbox, sites)


def merged_sources(sources: Sequence[Source], states: Mapping[str, SourceState]) -> dict[str, str]:
    """Sources whose feed has provably moved to the address of another one: by id, the source that is read instead.

    The one that was there first goes on; the history of both is kept.
    """
    by_address: dict[str, list[Source]] = {}
    for source in sources:
        state = states.get(source.source_id) or SourceState(source_id=source.source_id)
        by_address.setdefault(address_of(source, state), []).append(source)
    merged: dict[str, str] = {}
    for several in by_address.values():
        # those that the catalogue itself sends to one address are told apart by nobody but its author
        movers = [s for s in several if s.source_id in states and states[s.source_id].resolved_url]
        stayers = [s for s in several if s not in movers]
        if len(several) < 2 or not movers:
            continue
        first = (
            stayers or sorted(movers, key=lambda s: (states[s.source_id].on_board_at or FAR, s.source_id))
        )[0]
        merged |= {s.source_id: first.source_id for s in movers if s is not first}
    return merged


async def _poll_and_keep(
    due: list[tuple[Source, SourceState]],
    settings: CollectSettings,
    clock: Clock,
    keeper: Keeper,
    sites: Mapping[str, SiteMemory],
    journal: Journal,
) -> None:
    if not due:
        return
    loop = asyncio.get_running_loop()
    async with Sandbox() as sandbox, Fetcher(settings) as fetcher:
        group: list[Poll] = []
        n_bytes, since = 0, loop.time()
        gate = page_stage.gate_of(keeper.store, settings, clock, sandbox, journal)
        # in a thread, one group at a time: sites, parsers and the next group go on meanwhile, and nobody else writes
        writing = loop.create_task(asyncio.to_thread(keeper.keep, []))
        try:
            async for poll in poll_all(due, settings, clock, fetcher, sandbox, sites, journal, gate):
                group.append(poll)
                n_bytes += len(poll.answer.body) if poll.answer else 0
                if len(group) >= GROUP or n_bytes >= GROUP_BYTES or loop.time() - since > GROUP_S:
                    await asyncio.shield(writing)
                    writing = loop.create_task(asyncio.to_thread(keeper.keep, group))
                    group, n_bytes, since = [], 0, loop.time()
        finally:
            await asyncio.shield(writing)  # a stop while a group is written waits for the group
        keeper.keep(group)
        if gate.learned:
            with keeper.store.transaction():
                page_stage.keep_robots(keeper.store, gate)


class Keeper:
    """Writes groups of polls and counts what they brought."""

    def __init__(self, store: Store, settings: CollectSettings, run: Run, progress: Progress | None) -> None:
        self.store, self._settings, self._run = store, settings, run
        self.n_due, self._n_done, self._progress = 0, 0, progress
        self.counts: Counter[str] = Counter()
        self._notes: dict[str, str] = {}
        self._unreached: list[Poll] | None = []  # None once anything answered

    def keep(self, polls: Sequence[Poll]) -> None:
        """One transaction for these polls; bodies are on disk before a row names them."""
        if not polls:
            return
        polls = sorted(polls, key=lambda p: p.source.source_id)
        self.store.bodies.put_packed({p.body_hash: p.packed for p in rows.bodied(polls) if p.body_hash})
        entries = {p.source.source_id: self._entries(p) for p in polls}
        hashes = [e.entry_hash for several in entries.values() for e in several]
        keys = list({e.entry_key for several in entries.values() for e in several})
        ids = [p.source.source_id for p in polls]
        known = rows.Known(
            {
                (r["source_id"], r["entry_hash"])
                for r in self.store.rows("collect/known_hashes", hashes=hashes)
            },
            {
                (r["source_id"], r["entry_key"])
                for r in self.store.rows("collect/known_keys", source_ids=ids, keys=keys)
            },
        )
        kept = [rows.keep(p, entries[p.source.source_id], known, self._settings) for p in polls]
        taken_back = [row for k in kept for row in self._withdrawals(k)]
        with self.store.transaction():
            run_id = self._run.run_id
            self.store.append_new("raw_body", rows.bodies_table(kept), key=("body_hash",))
            self.store.append_new("raw_fetch", rows.fetches_table(kept), key=("fetch_id",), run_id=run_id)
            new = [e for k in kept for e in k.new_entries]
            self.store.append("raw_entry", rows.entries_table(new), run_id=run_id)
            self.store.replace("core_source_state", rows.states_table(kept), key=("source_id",))
            self.store.replace("core_site", rows.sites_table(kept), key=("site",))
            self.store.append("core_source_health", rows.health_table(kept), run_id=run_id)
            self.store.append("core_withdrawal", taken_back, run_id=run_id)
        for item in kept:
            self._count(item)
            self._watch_network(item.poll)

    def _entries(self, poll: Poll) -> list[RawEntry]:
        """Entries of a poll; where ids were re-issued, each names the key it had before."""
        entries = rows.entries_of(poll)
        renamed = rows.reissued(poll, entries)
        if not renamed:
            return entries
        self.counts["n_reissued_ids"] += len(renamed)
        old = self.store.rows("collect/keys_of_source", source_id=poll.source.source_id)
        return rows.with_aliases(entries, renamed, [r["entry_key"] for r in old])

    def _withdrawals(self, kept: rows.Kept) -> list[dict[str, Any]]:
        if kept.state.memory.n_vanished == kept.poll.state.memory.n_vanished:
            return []
        old = self.store.rows("collect/keys_of_source", source_id=kept.poll.source.source_id)
        return rows.withdrawals(kept, [r["entry_key"] for r in old])

    def keep_merged(
        self, merged: Mapping[str, str], states: Mapping[str, SourceState], now: datetime
    ) -> None:
        """Say of sources that are read under another one's name that they are."""
        changed = []
        for source_id, other in sorted(merged.items()):
            reason = f"its feed has moved to the address of {other}, which is read instead"
            state = states[source_id]
            if (state.health, state.health_reason) != ("gone", reason):
                changed.append(replace(state, health="gone", health_reason=reason))
        with self.store.transaction():
            self.store.replace(
                "core_source_state", rows.table_of_states([s.row() for s in changed]), key=("source_id",)
            )
            history = rows.health_rows([(s, now) for s in changed])
            self.store.append("core_source_health", history, run_id=self._run.run_id)
        self.counts["n_merged"] += len(merged)

    def _watch_network(self, poll: Poll) -> None:
        if self._unreached is None or poll.answer is None:
            return
        if poll.outcome in ("unreachable", "timeout"):
            self._unreached.append(poll)
        else:
            self._unreached = None

    def forgive_if_cut_off(self, now: datetime) -> None:
        """When nothing at all could be reached, the fault is here: sources keep their standing and are tried again soon."""
        polls = self._unreached or []
        if len({site_of(p.source.url) for p in polls}) < MIN_SITES_DOWN:
            return
        soon = now + timedelta(seconds=self._settings.min_interval_s)
        states = [replace(p.state, next_poll_at=soon) for p in polls]
        self.store.replace(
            "core_source_state", rows.table_of_states([s.row() for s in states]), key=("source_id",)
        )
        judged_before = [(s, now) for s in states if s.health is not None]
        self.store.append("core_source_health", rows.health_rows(judged_before), run_id=self._run.run_id)
        self._notes = {
            "": f"none of {len(polls)} sources could be reached: the network here seems to be down"
        }

    def _count(self, kept: rows.Kept) -> None:
        poll = kept.poll
        outcome = poll.outcome or "left_alone"
        self.counts[f"n_{outcome}"] += 1
        self.counts["n_entries"] += len(kept.entries)
        self.counts["n_new_entries"] += len(kept.new_entries)
        if outcome not in SUCCESSES:
            self._notes[poll.source.source_id] = (
                f"{poll.source.source_id}: {outcome.replace('_', ' ')} ({poll.reason})"
            )
            log.info(
                "source failed source=%s outcome=%s reason=%s", poll.source.source_id, outcome, poll.reason
            )
        self.counts["n_pages"] += len(poll.pages)
        self.counts["n_vanished"] += kept.state.memory.n_vanished - poll.state.memory.n_vanished
        if kept.state.memory.n_missed_windows > poll.state.memory.n_missed_windows:
            self.counts["n_missed_windows"] += 1
            self._notes[poll.source.source_id] = (
                f"{poll.source.source_id}: no item in common with the last poll; items were probably lost in between"
            )
        self._n_done += 1
        if self._progress:
            self._progress("sources polled", self._n_done, self.n_due)

    def add(self, counts: Mapping[str, int], notes: Mapping[str, str]) -> None:
        """What the pages of this run brought; a source's own trouble is told first."""
        self.counts.update(counts)
        self._notes = {**notes, **self._notes}

    def counts_by_name(self) -> dict[str, int]:
        """Counts in a stable order: entries first, then outcomes by name."""
        first = {name: self.counts[name] for name in ("n_entries", "n_new_entries")}
        return {**first, **dict(sorted((k, v) for k, v in self.counts.items() if v and k not in first))}

    def all_notes(self) -> list[str]:
        """One line per failed source, by id; the first of many only."""
        notes = [self._notes[k] for k in sorted(self._notes)]
        more = len(notes) - MAX_NOTES
        return [*notes[:MAX_NOTES], f"and {more} more sources failed"] if more > 0 else notes
