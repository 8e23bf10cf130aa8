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
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard

from horizon.collect.fetch import Answer
from horizon.collect.polite import SiteMemory
from horizon.collect.poll import Poll
from horizon.collect.state import SourceState
from horizon.types import Source

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
        self._append(told, answer.body)

    def _append(self, told: Mapping[str, Any], plain: bytes) -> None:
        if self._path is None:
            return
        head = json.dumps(told, default=dict).encode()
        body = zstandard.compress(plain, 1) if plain else b""
        with self._path.open("ab") as handle:
            handle.write(_SIZES.pack(len(head), len(body)) + head + body)

    def left(self, sources: Mapping[str, Source], states: Mapping[str, SourceState]) -> list[Poll]:
        """Polls that an earlier run made and did not commit, oldest first, each source's last one only; not parsed yet."""
        found: dict[str, Poll] = {}
        for told, packed in self._records():
            source = sources.get(told.get("source_id", ""))
            at = datetime.fromisoformat(told["at"])
            if source is None or source.url != told["url"]:
                continue  # the catalogue was changed since, or it was an older page
            state = states.get(source.source_id) or SourceState(source_id=source.source_id)
            if state.last_fetched_at is not None and state.last_fetched_at >= at:
                continue  # committed
            given = told["answer"]
            body = zstandard.decompress(packed) if packed else b""
            answer = Answer(**{**given, "body": body, "defects": tuple(given["defects"])})
            found[source.source_id] = Poll(
                source=source, state=state, requested_at=datetime.fromisoformat(told["requested_at"]), at=at, answer=answer,
                outcome=answer.outcome, reason=answer.reason,
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
