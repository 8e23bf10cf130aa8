"""The second half of collect: full text for the sources that ask for it. Writes rows, like stage.py; nothing is changed.

A page's text is a new version of its entry, known from the moment it was read; the version that the feed gave stays.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from horizon.collect import rows
from horizon.collect.fetch import Fetcher
from horizon.collect.gate import Gate
from horizon.collect.journal import Journal
from horizon.collect.pages import PASSING, PageRead, PageReader
from horizon.collect.polite import SiteMemory
from horizon.collect.robots import Robots
from horizon.collect.sandbox import Sandbox
from horizon.config import CollectSettings
from horizon.storage.ledger import Run
from horizon.storage.store import Store
from horizon.types import Clock, RawEntry, Source

GROUP = 16  # pages a transaction
WANTED_FOR = timedelta(days=3)  # after which an item that could not be read is left as the feed gave it
MAX_AGE_DAYS = 30  # at first sight; the backlog of a new feed is not news
PAGE_FIELDS = {
    "fetch_id": pa.string(), "source_id": pa.string(), "entry_hash": pa.string(), "entry_key": pa.string(),
    "requested_url": pa.string(), "final_url": pa.string(), "requested_at": rows.STAMP, "outcome": pa.string(),
    "http_status": pa.int32(), "reason": pa.string(), "body_hash": pa.string(), "n_bytes": pa.int64(),
    "content_type": pa.string(), "n_chars": pa.int32(), "elapsed_s": pa.float64(),
}  # fmt: skip
ROBOTS_FIELDS = {
    "origin": pa.string(), "fetched_at": rows.STAMP, "expires_at": rows.STAMP, "standing": pa.string(),
    "outcome": pa.string(), "http_status": pa.int32(), "reason": pa.string(), "body_hash": pa.string(),
    "crawl_delay_s": pa.float64(),
}  # fmt: skip


def read_pages(
    store: Store,
    settings: CollectSettings,
    clock: Clock,
    run: Run,
    sources: Sequence[Source],
    journal: Journal,
) -> tuple[Counter[str], dict[str, str]]:
    """Read the pages that the given sources' new entries link to; returns counts and a note for each source with trouble."""
    keeper = PageKeeper(store, run)
    asking = [s.source_id for s in sources if s.full_text]
    if asking:
        wanted = wanted_now(store, settings, asking, clock.now(), journal.pages_noted())
        if wanted:
            asyncio.run(_read_and_keep(store, settings, clock, keeper, wanted, journal))
    return keeper.counts, keeper.notes()


def wanted_now(
    store: Store, settings: CollectSettings, source_ids: Sequence[str], now: datetime, noted: Sequence[str]
) -> list[RawEntry]:
    """Entry versions whose page is to be read, newest first for each source."""
    found = store.rows(
        "collect/pages_wanted", source_ids=list(source_ids), now=now, since=now - WANTED_FOR, max_age_days=MAX_AGE_DAYS,
        most=settings.full_texts_per_run, passing=list(PASSING), noted=list(noted),
    )  # fmt: skip
    return [
        RawEntry(**{**row, "tags": tuple(row["tags"] or ()), "defects": tuple(row["defects"] or ())})
        for row in found
    ]


async def _read_and_keep(
    store: Store,
    settings: CollectSettings,
    clock: Clock,
    keeper: PageKeeper,
    wanted: Sequence[RawEntry],
    journal: Journal,
) -> None:
    sites = journal.asked({row["site"]: SiteMemory(**row) for row in store.rows("collect/sites")})
    left = journal.pages_left({e.entry_hash: e for e in wanted})
    answered = {read.entry.entry_hash for read in left}
    async with Sandbox() as sandbox, Fetcher(settings) as fetcher:
        gate = gate_of(store, settings, clock, sandbox, journal)
        reader = PageReader(settings, clock, fetcher, sandbox, journal, gate=gate, sites=sites)
        group = [await reader.extracted(read) for read in left]
        async for read in reader.read_all([e for e in wanted if e.entry_hash not in answered]):
            group.append(read)
            if len(group) >= GROUP:
                keeper.keep(group, reader, gate)
                group = []
        keeper.keep(group, reader, gate)


def gate_of(
    store: Store, settings: CollectSettings, clock: Clock, sandbox: Sandbox, journal: Journal
) -> Gate:
    """The gate with what the store, and a run that was killed, know of robots.txt files."""
    robots = {row["origin"]: Robots(**row) for row in store.rows("collect/robots")}

    def body_of(body_hash: str) -> bytes | None:
        return store.bodies.get(body_hash) if body_hash in store.bodies else None

    gate = Gate(settings, clock, sandbox, journal, robots=robots, body_of=body_of)
    for one, body in journal.robots_left():
        gate.take(one, body)
    return gate


def keep_robots(store: Store, gate: Gate) -> None:
    """Write what was learned of robots.txt files since the last time; inside a transaction."""
    learned = list(gate.learned.values())
    gate.learned.clear()
    _keep_bodies(store, [(r.body_hash, gate.bodies.get(r.body_hash or ""), r.fetched_at) for r in learned])
    store.replace("core_robots", _robots_table(learned), key=("origin",))


def _keep_bodies(store: Store, bodies: Iterable[tuple[str | None, bytes | None, datetime]]) -> None:
    """Keep bodies by hash and moment, where there are any; they are on disk before a row names them."""
    found = {name: (body, at) for name, body, at in bodies if name is not None and body is not None}
    store.bodies.put_all(body for body, _ in found.values())
    sizes = {name: (len(body), at) for name, (body, at) in found.items()}
    store.append_new("raw_body", rows.table_of_bodies(sizes), key=("body_hash",))


class PageKeeper:
    """Writes groups of pages and counts what they brought."""

    def __init__(self, store: Store, run: Run) -> None:
        self._store, self._run = store, run
        self.counts: Counter[str] = Counter()
        self._trouble: dict[str, list[str]] = {}

    def keep(self, reads: Sequence[PageRead], reader: PageReader, gate: Gate) -> None:
        """One transaction for these pages and for what was learned of sites; bodies are on disk before a row names them."""
        reads = sorted(reads, key=lambda r: (r.entry.source_id, r.at, r.fetch_id))
        versions = [v for v in (r.version() for r in reads) if v is not None]
        hashes = [v.entry_hash for v in versions]
        known = {row["entry_hash"] for row in self._store.rows("collect/known_hashes", hashes=hashes)}
        new = [v for v in versions if v.entry_hash not in known]
        with self._store.transaction():
            run_id = self._run.run_id
            _keep_bodies(self._store, [(r.body_hash, r.body, r.at) for r in reads])
            pages = rows.typed_table(PAGE_FIELDS, [_page_row(r) for r in reads])
            self._store.append_new("raw_page", pages, key=("fetch_id",), run_id=run_id)
            self._store.append("raw_entry", rows.entries_table(new), run_id=run_id)
            self._store.replace(
                "core_site", rows.table_of_sites(s.memory for s in reader.sites.values()), key=("site",)
            )
            keep_robots(self._store, gate)
        self._count(reads, len(new))

    def _count(self, reads: Sequence[PageRead], n_new: int) -> None:
        self.counts["n_full_texts"] += n_new
        for read in reads:
            self.counts["n_pages_asked"] += read.answer is not None
            if read.outcome != "ok":
                self.counts[f"n_page_{read.outcome}"] += 1
                told = f"{read.outcome.replace('_', ' ')} ({read.reason})"
                self._trouble.setdefault(read.entry.source_id, []).append(told)

    def notes(self) -> dict[str, str]:
        """One line for each source with pages that could not be read: how many, and the most frequent reason."""
        found = {}
        for source_id, told in self._trouble.items():
            (most, _), *_ = Counter(told).most_common(1)
            found[source_id] = f"{source_id}: full text of {len(told)} items not read: {most}"
        return found


def _page_row(read: PageRead) -> dict[str, Any]:
    answer = read.answer
    return {
        "fetch_id": read.fetch_id,
        "source_id": read.entry.source_id,
        "entry_hash": read.entry.entry_hash,
        "entry_key": read.entry.entry_key,
        "requested_url": read.entry.url,
        "final_url": answer.final_url if answer else None,
        "requested_at": read.requested_at,
        "outcome": read.outcome,
        "http_status": answer.http_status if answer else None,
        "reason": read.reason,
        "body_hash": read.body_hash,
        "n_bytes": len(answer.body) if answer and answer.body else None,
        "content_type": answer.headers.get("content-type") if answer else None,
        "n_chars": len(read.text) if read.text is not None else None,
        "elapsed_s": answer.elapsed_s if answer else None,
    }


def _robots_table(robots: Iterable[Robots]) -> pa.Table:
    return rows.typed_table(ROBOTS_FIELDS, [{n: getattr(r, n) for n in ROBOTS_FIELDS} for r in robots])
