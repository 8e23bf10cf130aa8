"""Parser processes that can be killed: bounded in time and memory, reused, started again when one dies.

Plain pipes and a module to run, not multiprocessing: nothing of the calling program is imported or inherited, and a
process whose parent dies reads end-of-file and ends.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import horizon
from horizon.collect.page import PageJob, PageText
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed, from_json
from horizon.collect.robots import RobotsJob, Verdict
from horizon.collect.sitelinks import LinksJob, Named
from horizon.collect.worker import ANSWER, HEADER

T = TypeVar("T")
MAX_JOBS = 2_000  # after which a process is replaced, so that slow leaks do not add up


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job has no answer."""

    outcome: str
    reason: str


class ParserProcess:
    """One process, one job at a time; not for use by two threads at once."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._n_jobs = 0

    def parse(self, job: ParseJob, timeout_s: float) -> ParsedFeed:
        """The parsed feed; parse_timeout when it takes too long, parse_failed when the process dies."""
        told = {"url": job.url, "content_type": job.content_type, "time_zone": job.time_zone, "language": job.language,
                "max_entries": job.max_entries, "key_rule": job.key_rule, "kind": job.kind, "rules": job.rules}  # fmt: skip
        found = self._answer(told, job.body, timeout_s, from_json)
        return ParsedFeed(outcome=found.outcome, reason=found.reason) if isinstance(found, Failure) else found

    def read_page(self, job: PageJob, timeout_s: float) -> PageText:
        """The text of a page, under the same bounds."""
        told = {
            "task": "page",
            "url": job.url,
            "content_type": job.content_type,
            "title": job.title,
            "n_chars": job.n_chars,
        }
        found = self._answer(told, job.body, timeout_s, lambda data: PageText(**json.loads(data)))
        return PageText(outcome=found.outcome, reason=found.reason) if isinstance(found, Failure) else found

    def judge(self, job: RobotsJob, timeout_s: float) -> Verdict:
        """What a robots.txt says, under the same bounds."""
        told = {"task": "robots", "url": job.url, "agent": job.agent}
        found = self._answer(told, job.body, timeout_s, lambda data: Verdict(**json.loads(data)))
        return Verdict(outcome=found.outcome, reason=found.reason) if isinstance(found, Failure) else found

    def named_feeds(self, job: LinksJob, timeout_s: float) -> tuple[Named, ...]:
        """The feeds that a page names, under the same bounds; none when it can not be read."""
        told = {
            "task": "links",
            "url": job.url,
            "content_type": job.content_type,
            "link_header": job.link_header,
        }
        found = self._answer(told, job.body, timeout_s, json.loads)
        return () if isinstance(found, Failure) else tuple(Named(**one) for one in found.get("named") or ())

    def _answer(
        self, told: dict[str, Any], body: bytes, timeout_s: float, read: Callable[[bytes], T]
    ) -> T | Failure:
        """The answer to one job, or why there is none."""
        process = self._running()
        fired = threading.Event()

        def kill() -> None:
            fired.set()
            process.kill()

        timer = threading.Timer(timeout_s, kill)
        timer.start()
        try:
            return read(self._ask(process, json.dumps(told).encode(), body))
        except (OSError, ValueError, EOFError) as exc:
            self.close()
            if fired.is_set():
                return Failure("parse_timeout", f"parsing took more than {timeout_s:g} s and was stopped")
            return Failure("parse_failed", f"the parser process died ({exc})")
        finally:
            timer.cancel()
            if fired.is_set():
                self.close()

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], description: bytes, body: bytes) -> bytes:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(HEADER.pack(len(description), len(body)) + description)
        process.stdin.write(body)
        process.stdin.flush()
        header = process.stdout.read(ANSWER.size)
        if len(header) < ANSWER.size:
            raise EOFError("no answer")
        (n_bytes,) = ANSWER.unpack(header)
        data = process.stdout.read(n_bytes)
        if len(data) < n_bytes:
            raise EOFError("half an answer")
        return data

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._n_jobs >= MAX_JOBS):
            self.close()
        if self._process is None:
            self._n_jobs = 0
            root = str(Path(horizon.__file__).parents[1])
            self._process = subprocess.Popen(
                [sys.executable, "-m", "horizon.collect.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={
                    "PYTHONPATH": root,
                    "PATH": os.defpath,
                    "LC_ALL": "C.UTF-8",
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
            )
        self._n_jobs += 1
        return self._process

    def close(self) -> None:
        """End the process; harmless when there is none."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # bytes still in the pipe of a dead process
                    pipe.close()
        process.wait()


class Sandbox:
    """A few parser processes shared by the tasks of one run. `async with Sandbox(2) as sandbox: await sandbox.parse(job, 20)`."""

    def __init__(self, n_processes: int | None = None) -> None:
        self._n = n_processes or max(1, min(4, os.cpu_count() or 1))
        self._idle: asyncio.LifoQueue[ParserProcess] = asyncio.LifoQueue()

    async def __aenter__(self) -> Self:
        while len(_KEPT) < self._n:
            _KEPT.append(ParserProcess())
        for process in reversed(_KEPT[: self._n]):
            self._idle.put_nowait(process)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            close_all()  # a job may be half done

    async def parse(self, job: ParseJob, timeout_s: float) -> ParsedFeed:
        """Parse in the next idle process; the last used is taken first, so that a small run starts one only."""
        process = await self._idle.get()
        try:
            return await asyncio.to_thread(process.parse, job, timeout_s)
        finally:
            self._idle.put_nowait(process)

    async def read_page(self, job: PageJob, timeout_s: float) -> PageText:
        """The text of a page, in the next idle process."""
        process = await self._idle.get()
        try:
            return await asyncio.to_thread(process.read_page, job, timeout_s)
        finally:
            self._idle.put_nowait(process)

    async def judge(self, job: RobotsJob, timeout_s: float) -> Verdict:
        """What a robots.txt says, in the next idle process."""
        process = await self._idle.get()
        try:
            return await asyncio.to_thread(process.judge, job, timeout_s)
        finally:
            self._idle.put_nowait(process)

    async def named_feeds(self, job: LinksJob, timeout_s: float) -> tuple[Named, ...]:
        """The feeds that a page names, in the next idle process."""
        process = await self._idle.get()
        try:
            return await asyncio.to_thread(process.named_feeds, job, timeout_s)
        finally:
            self._idle.put_nowait(process)


_KEPT: list[
    ParserProcess
] = []  # kept between runs of one program: starting a process costs 0.3 s, the demo scans weekly


def close_all() -> None:
    """End all kept parser processes."""
    for process in _KEPT:
        process.close()


atexit.register(close_all)
