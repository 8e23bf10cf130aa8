"""Answers are noted on disk as they arrive, so that a killed run asks nobody twice: the next run reads them from here.

A line is appended when an answer is complete, after its body is kept, and long before its group is committed. What was
committed is recognised by the time of its poll; the file is emptied when a run has ended. Lines survive a killed process;
after a power cut the last ones may be missing, and those sources are simply asked again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from horizon.collect.fetch import Answer
from horizon.collect.poll import Poll
from horizon.collect.state import SourceState
from horizon.storage.bodies import BodyStore
from horizon.types import Source

NAME = "collect.journal"
_KEPT = tuple(f.name for f in fields(Answer) if f.name != "body")


class Journal:
    """The file of one store; without a folder (a store in memory) it forgets everything."""

    def __init__(self, folder: Path | None, bodies: BodyStore) -> None:
        self._path = folder / NAME if folder else None
        self._bodies = bodies

    async def note(self, poll: Poll) -> None:
        """Keep the answer of a poll; its body is on disk before the line that names it."""
        answer = poll.answer
        if self._path is None or answer is None or poll.page:
            return
        body_hash = await asyncio.to_thread(self._bodies.put, answer.body) if answer.body else None
        line = {
            "source_id": poll.source.source_id,
            "url": poll.source.url,
            "requested_at": poll.requested_at.isoformat(),
            "at": poll.at.isoformat(),
            "body_hash": body_hash,
            "answer": {name: getattr(answer, name) for name in _KEPT},
        }
        with self._path.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line, default=dict) + "\n")

    def left(self, sources: Mapping[str, Source], states: Mapping[str, SourceState]) -> list[Poll]:
        """Polls that an earlier run made and did not commit, oldest first, each source's last one only; not parsed yet."""
        if self._path is None or not self._path.exists():
            return []
        found: dict[str, Poll] = {}
        for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
            poll = self._read(line, sources, states)
            if poll is not None:
                found[poll.source.source_id] = poll
        return sorted(found.values(), key=lambda poll: (poll.at, poll.source.source_id))

    def _read(
        self, line: str, sources: Mapping[str, Source], states: Mapping[str, SourceState]
    ) -> Poll | None:
        try:
            item: dict[str, Any] = json.loads(line)
            source = sources.get(item["source_id"])
            at = datetime.fromisoformat(item["at"])
            if source is None or source.url != item["url"]:
                return None  # the catalogue was changed since
            state = states.get(source.source_id) or SourceState(source_id=source.source_id)
            if state.last_fetched_at is not None and state.last_fetched_at >= at:
                return None  # committed
            body = self._bodies.get(item["body_hash"]) if item["body_hash"] else b""
            given = item["answer"]
            answer = Answer(**{**given, "body": body, "defects": tuple(given["defects"])})
            requested_at = datetime.fromisoformat(item["requested_at"])
        except (ValueError, KeyError, TypeError):
            return None  # a line cut off by the kill
        return Poll(source=source, state=state, requested_at=requested_at, at=at, answer=answer,
                    outcome=answer.outcome, reason=answer.reason)  # fmt: skip

    def clear(self) -> None:
        """Forget all: what was noted is committed."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
