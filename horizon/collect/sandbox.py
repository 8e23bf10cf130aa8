"""Parser processes that can be killed: bounded in time and memory, reused, started again when one dies.

How they are started and spoken to: `horizon.piped`.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import fields
from types import TracebackType
from typing import Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from horizon import piped
from horizon.collect.page import PageJob, PageText
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed
from horizon.collect.robots import RobotsJob, Verdict
from horizon.collect.sitelinks import LinksJob, NamedFeeds
from horizon.collect.worker import ANSWER, HEADER

Job = ParseJob | PageJob | RobotsJob | LinksJob
J = TypeVar("J", bound=Job)
T = TypeVar("T")
# a hostile feed may have made the process its own: its answers are checked to the last field
FEED, _PAGE = TypeAdapter(ParsedFeed), TypeAdapter(PageText)
_VERDICT, _NAMED = TypeAdapter(Verdict), TypeAdapter(NamedFeeds)
MAX_ANSWER_BYTES = 256_000_000  # of a body of 10 MB at most; what is taken from a process that has run wild
MAX_JOBS = 2_000  # after which a process is replaced, so that slow leaks do not add up


class ParserProcess:
    """One process, one job at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._n_jobs = 0

    async def parse(self, job: ParseJob, timeout_s: float) -> ParsedFeed:
        """The parsed feed; parse_timeout when it takes too long, parse_failed when the process dies."""
        return await self._answer(None, job, timeout_s, FEED, ParsedFeed)

    async def read_page(self, job: PageJob, timeout_s: float) -> PageText:
        """The text of a page, under the same bounds."""
        return await self._answer("page", job, timeout_s, _PAGE, PageText)

    async def judge(self, job: RobotsJob, timeout_s: float) -> Verdict:
        """What a robots.txt says, under the same bounds."""
        return await self._answer("robots", job, timeout_s, _VERDICT, Verdict)

    async def named_feeds(self, job: LinksJob, timeout_s: float) -> NamedFeeds:
        """The feeds that a page names, under the same bounds."""
        return await self._answer("links", job, timeout_s, _NAMED, NamedFeeds)

    async def _answer(
        self, task: str | None, job: Job, timeout_s: float, shape: TypeAdapter[T], kind: Callable[..., T]
    ) -> T:  # fmt: skip
        """The answer to one job; where there is none, an empty one with outcome and reason."""
        told = {f.name: getattr(job, f.name) for f in fields(job) if f.name != "body"}
        if task is not None:
            told["task"] = task
        description = json.dumps(told).encode()
        question = HEADER.pack(len(description), len(job.body), timeout_s) + description + job.body
        is_answered = False
        try:
            async with asyncio.timeout(timeout_s):
                data = await piped.exchange(self._running(), question, ANSWER, MAX_ANSWER_BYTES)
            found = shape.validate_json(data, strict=True)
            is_answered = True
        except TimeoutError:
            why = f"parsing took more than {timeout_s:g} s and was stopped"
            return kind(outcome="parse_timeout", reason=why)
        except ValidationError:  # its text quotes the answer
            return kind(outcome="parse_failed", reason="the parser process gave no answer that makes sense")
        except (OSError, ValueError, EOFError) as exc:
            return kind(outcome="parse_failed", reason=f"the parser process died ({exc})")
        finally:
            if not is_answered:  # whoever waited for it may have gone, too
                self.close()
        return found

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._n_jobs >= MAX_JOBS):
            self.close()
        if self._process is None:
            self._n_jobs = 0
            # what parses feeds sees none of our variables, which may hold keys
            own = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
            self._process = piped.start("horizon.collect.worker", own)
            piped.widen(self._process)
        self._n_jobs += 1
        return self._process

    def close(self) -> None:
        """End the process; harmless when there is none."""
        process, self._process = self._process, None
        piped.end(process)


class Sandbox:
    """A few parser processes shared by the tasks of one run. `async with Sandbox(2) as sandbox: await sandbox.parse(job, 20)`."""

    def __init__(self, n_processes: int | None = None) -> None:
        self._n = n_processes or max(1, min(4, os.cpu_count() or 1))
        self._mine: list[ParserProcess] = []  # most lately used last
        self._idle: asyncio.LifoQueue[ParserProcess] = asyncio.LifoQueue()

    async def __aenter__(self) -> Self:
        self._mine = [_taken() for _ in range(self._n)][::-1]
        for process in self._mine:
            self._idle.put_nowait(process)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for process in self._mine:
                process.close()  # a job may be half done
        _KEPT.extend(self._mine)

    async def parse(self, job: ParseJob, timeout_s: float) -> ParsedFeed:
        """The parsed feed."""
        return await self._in_next(ParserProcess.parse, job, timeout_s)

    async def read_page(self, job: PageJob, timeout_s: float) -> PageText:
        """The text of a page."""
        return await self._in_next(ParserProcess.read_page, job, timeout_s)

    async def judge(self, job: RobotsJob, timeout_s: float) -> Verdict:
        """What a robots.txt says."""
        return await self._in_next(ParserProcess.judge, job, timeout_s)

    async def named_feeds(self, job: LinksJob, timeout_s: float) -> NamedFeeds:
        """The feeds that a page names."""
        return await self._in_next(ParserProcess.named_feeds, job, timeout_s)

    async def _in_next(
        self, do: Callable[[ParserProcess, J, float], Awaitable[T]], job: J, timeout_s: float
    ) -> T:
        """In the next idle process; the last used is taken first, so that a small run starts one only."""
        process = await self._idle.get()
        try:
            return await do(process, job, timeout_s)
        finally:
            self._idle.put_nowait(process)


# Kept between runs of one program: starting a process costs 0.3 s, the demo scans weekly. A run takes its own out of here: two at
# once in two threads, speaking to one process, would each get the entries of the other's feeds.
_KEPT: list[ParserProcess] = []


def _taken() -> ParserProcess:
    try:
        return _KEPT.pop()
    except IndexError:
        return ParserProcess()


def close_all() -> None:
    """End all kept parser processes."""
    for process in _KEPT:
        process.close()


atexit.register(close_all)
