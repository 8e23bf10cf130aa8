"""Requests and answers are noted on disk as they happen, so that a killed run asks nobody twice and keeps its distance.

The next run reads the answers from here. A record is appended before a site is asked, and at once when an answer is complete,
with its body, long before its group is committed. What was
committed is recognised by the time of its poll; the file is removed when a run has ended. Records survive a killed process;
after a power cut the last ones may be missing, and those sources are simply asked again.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard

from horizon.collect.fetch import Answer
from horizon.collect.pages import PageRead
from horizon.collect.polite import SiteMemory
from horizon.collect.poll import Poll
from horizon.collect.robots import Robots
from horizon.collect.state import SourceState
from horizon.storage.bodies import pack
from horizon.types import RawEntry, Source

NAME = "collect.journal"
_SIZES = struct.Struct(">II")  # bytes of the description, bytes of the packed body
_KEPT = tuple(f.name for f in fields(Answer) if f.name != "body")


class Journal:
    """The file of one store; without a folder (a store in memory) it forgets everything."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / NAME if folder else None

    def asking(self, site: str, at: datetime) -> None:
        """Keep that a site is asked at a moment, whether or not it will answer."""
        self._append({"site": site, "at": at.isoformat()}, b"")

    def asked(self, known: Mapping[str, SiteMemory]) -> dict[str, SiteMemory]:
        """What is known of sites, brought up to date with the requests that were not committed."""
        sites = dict(known)
        for told, _ in self._records():
            if "site" not in told:
                continue
            at, committed = datetime.fromisoformat(told["at"]), known.get(told["site"])
            if committed is None or committed.last_asked_at is None or committed.last_asked_at < at:
                sites[told["site"]] = (sites.get(told["site"]) or SiteMemory(site=told["site"])).asked(at)
        return sites

    def note(self, poll: Poll) -> None:
        """Keep the answer of a poll."""
        answer = poll.answer
        if answer is None:
            return
        told = {
            "source_id": poll.source.source_id,
            "url": poll.source.url,
            "requested_at": poll.requested_at.isoformat(),
            "at": poll.at.isoformat(),
            "answer": {name: getattr(answer, name) for name in _KEPT},
        }
        self._append(told, poll.packed)

    def note_page(self, read: PageRead) -> None:
        """Keep the answer to a request for the page of an entry."""
        answer = read.answer
        if answer is None:
            return
        told = {
            "page": read.entry.entry_hash,
            "requested_at": read.requested_at.isoformat(),
            "at": read.at.isoformat(),
            "outcome": read.outcome,
            "answer": {name: getattr(answer, name) for name in _KEPT},
        }
        self._append(told, pack(answer.body) if answer.body else b"")

    def note_robots(self, robots: Robots, body: bytes) -> None:
        """Keep what a robots.txt said."""
        told = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(robots).items()}
        self._append({"robots": told}, pack(body) if body and robots.standing == "rules" else b"")

    def pages_noted(self) -> list[str]:
        """Hashes of the entries whose page an earlier run got and did not commit."""
        return sorted({told["page"] for told, _ in self._records() if "page" in told})

    def pages_left(self, entries: Mapping[str, RawEntry]) -> list[PageRead]:
        """Those pages, of the given entries by hash, each one's last answer only; not read yet."""
        found: dict[str, PageRead] = {}
        for told, packed in self._records():
            entry = entries.get(told.get("page", ""))
            if entry is not None:
                found[entry.entry_hash] = PageRead(
                    entry=entry, requested_at=datetime.fromisoformat(told["requested_at"]),
                    at=datetime.fromisoformat(told["at"]), answer=_answer(told["answer"], packed), outcome=told["outcome"],
                    reason=told["answer"]["reason"],
                )  # fmt: skip
        return list(found.values())

    def robots_left(self) -> list[tuple[Robots, bytes]]:
        """What robots.txt files said to an earlier run that did not commit it, with their bodies."""
        found = []
        for told, packed in self._records():
            if "robots" in told:
                moments = {k: datetime.fromisoformat(told["robots"][k]) for k in ("fetched_at", "expires_at")}
                body = zstandard.decompress(packed) if packed else b""
                found.append((Robots(**{**told["robots"], **moments}), body))
        return found

    def _append(self, told: Mapping[str, Any], packed: bytes) -> None:
        if self._path is None:
            return
        head = json.dumps(told, default=dict).encode()
        with self._path.open("ab") as handle:
            handle.write(_SIZES.pack(len(head), len(packed)) + head + packed)

    def left(self, sources: Mapping[str, Source], states: Mapping[str, SourceState]) -> list[Poll]:
        """Polls that an earlier run made and did not commit, oldest first, each source's last one only; not parsed yet."""
        found: dict[str, Poll] = {}
        for told, packed in self._records():
            source = sources.get(told.get("source_id", ""))
            if source is None or source.url != told["url"]:
                continue  # the catalogue was changed since, or it was an older page
            at = datetime.fromisoformat(told["at"])
            state = states.get(source.source_id) or SourceState(source_id=source.source_id)
            if state.last_fetched_at is not None and state.last_fetched_at >= at:
                continue  # committed
            answer = _answer(told["answer"], packed)
            found[source.source_id] = Poll(
                source=source, state=state, requested_at=datetime.fromisoformat(told["requested_at"]), at=at, answer=answer,
                outcome=answer.outcome, reason=answer.reason, packed=packed,
            )  # fmt: skip
        return sorted(found.values(), key=lambda poll: (poll.at, poll.source.source_id))

    def _records(self) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Whole records in order; one that the kill cut off is the last and is left out."""
        if self._path is None or not self._path.exists():
            return
        with self._path.open("rb") as handle:
            while len(sizes := handle.read(_SIZES.size)) == _SIZES.size:
                n_head, n_body = _SIZES.unpack(sizes)
                head, body = handle.read(n_head), handle.read(n_body)
                if len(head) < n_head or len(body) < n_body:
                    return
                yield json.loads(head), body

    def clear(self) -> None:
        """Forget all: what was noted is committed."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _answer(told: Mapping[str, Any], packed: bytes) -> Answer:
    body = zstandard.decompress(packed) if packed else b""
    return Answer(**{**told, "body": body, "defects": tuple(told["defects"])})
