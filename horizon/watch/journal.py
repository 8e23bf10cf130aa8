"""How runs began and ended, in a file beside the store: it can be read while a run holds the store, or when it is damaged.

One JSON object a line: `{"run": ..., "flow": ..., "event": "start" | "end", "at": ..., ...}`. A start without an end is a
run that is going on, or one that was killed; the process id tells which. The file is cut to its newest lines now and then.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from horizon.errors import HorizonError
from horizon.types import Clock

FILE_NAME = "journal.jsonl"
MAX_BYTES = 1_000_000
KEEP_LINES = 2_000
FLOWS = ("scan", "collect", "analyse", "digest", "upkeep", "backfill")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One run of a flow. outcome: running, done, failed, or killed (a start without an end whose process is gone)."""

    run: str
    flow: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = "running"
    message: str | None = None  # the error's own words, mend included
    pid: int | None = None
    host: str | None = None


@contextmanager
def attempt(folder: Path, flow: str, clock: Clock) -> Iterator[None]:
    """Note the start and the end of a run in the journal of a store's folder; errors pass through.

    A journal that can not be written (full disk) never stops a run: what happened is then told by the run itself.
    """
    run = uuid4().hex[:12]
    _append(folder, {"run": run, "flow": flow, "event": "start", "at": clock.now().isoformat(),
                     "pid": os.getpid(), "host": socket.gethostname()})  # fmt: skip
    outcome, message = "failed", "stopped by hand or by an error that is no error of Horizon's; see the log"
    try:
        yield
        outcome, message = "done", ""
    except HorizonError as exc:
        message = str(exc)
        raise
    finally:
        _append(folder, {"run": run, "flow": flow, "event": "end", "at": clock.now().isoformat(),
                         "outcome": outcome, "message": message})  # fmt: skip


def read(folder: Path) -> list[Attempt]:
    """All attempts in the journal, oldest first; empty when there is no journal. Half-written lines are passed over."""
    try:
        lines = (folder / FILE_NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return attempts_of(_objects(lines))


def attempts_of(events: Iterable[dict[str, Any]]) -> list[Attempt]:
    """Attempts from the journal's events, oldest first. A run whose start was cut away is left out."""
    found: dict[str, Attempt] = {}
    for event in events:
        run, at = str(event.get("run")), datetime.fromisoformat(str(event["at"]))
        if event.get("event") == "start":
            found[run] = Attempt(run=run, flow=str(event["flow"]), started_at=at, pid=event.get("pid"),
                                 host=event.get("host"))  # fmt: skip
        elif run in found:
            found[run] = replace(found[run], ended_at=at, outcome=str(event["outcome"]),
                                 message=event.get("message") or None)  # fmt: skip
    return list(found.values())


def settle(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The attempts with those marked killed that have no end and whose process on this host is gone."""
    here = socket.gethostname()
    return [
        replace(a, outcome="killed") if a.outcome == "running" and a.host == here and not _lives(a.pid) else a
        for a in attempts
    ]


def last_of_each(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """Newest attempt of every flow that was ever run."""
    newest: dict[str, Attempt] = {}
    for one in attempts:
        if one.flow not in newest or one.started_at >= newest[one.flow].started_at:
            newest[one.flow] = one
    return newest


def _lives(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _objects(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        with suppress(ValueError):  # a line cut by a kill or a full disk
            value = json.loads(line)
            if isinstance(value, dict) and "at" in value and "event" in value:
                yield value


def _append(folder: Path, event: dict[str, Any]) -> None:
    path = folder / FILE_NAME
    line = json.dumps(event, ensure_ascii=False) + "\n"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_BYTES:
            kept = path.read_text(encoding="utf-8", errors="replace").splitlines()[-KEEP_LINES:]
            part = path.with_name(f".{path.name}.{os.getpid()}.part")
            part.write_text("\n".join(kept) + "\n", encoding="utf-8")
            part.replace(path)
        with path.open("ab+") as handle:
            # a line that a full disk cut short must not swallow this one
            handle.seek(max(0, handle.seek(0, os.SEEK_END) - 1))
            torn = handle.read(1) not in (b"", b"\n")
            handle.write(b"\n" * torn + line.encode())
