import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from horizon import piped
from horizon.collect.page import PageJob
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed
from horizon.collect.robots import RobotsJob
from horizon.collect.sandbox import ParserProcess, Sandbox
from horizon.collect.sitelinks import LinksJob
from horizon.collect.worker import HEADER

from .feeds import simple

URL = "https://x.example/feed"


def test_a_process_that_takes_too_long_is_killed_and_replaced() -> None:
    process = ParserProcess()
    heavy = b"<rss><channel><item><description>" + b"<div>" * 2_000_000
    started = time.perf_counter()
    assert asyncio.run(process.parse(ParseJob(body=heavy, url=URL), 1.0)).outcome == "parse_timeout"
    assert time.perf_counter() - started < 5
    assert len(asyncio.run(process.parse(ParseJob(body=simple(), url=URL), 20)).entries) == 3
    process.close()


def test_other_jobs_that_take_too_long_say_so_too() -> None:
    process = ParserProcess()
    links = asyncio.run(process.named_feeds(LinksJob(body=b"<a href=/rss>x" * 500_000, url=URL), 0.05))
    page = asyncio.run(process.read_page(PageJob(body=b"<html><div><p>a" * 500_000, url=URL), 0.05))
    verdict = asyncio.run(
        process.judge(RobotsJob(body=b"Disallow: /*a\n" * 30_000, url=URL, agent="x"), 0.05)
    )
    process.close()
    assert {links.outcome, page.outcome, verdict.outcome} == {"parse_timeout"}
    assert all("0.05 s" in (found.reason or "") for found in (links, page, verdict))
    assert (links.named, page.text, verdict.is_allowed) == ((), None, False)


def test_a_process_that_dies_is_replaced() -> None:
    process = ParserProcess()
    asyncio.run(process.parse(ParseJob(body=simple(), url=URL), 20))
    assert process._process is not None
    process._process.kill()
    process._process.wait()
    assert len(asyncio.run(process.parse(ParseJob(body=simple(), url=URL), 20)).entries) == 3
    process.close()


# a process that a feed has made its own: it reads a job, and then does this
WILD = {
    "half a length": "out(b'\\0\\0')",
    "half an answer": "out(size(1000) + b'x')",
    "nothing": "pass",
    "an empty answer": "out(size(0))",
    "no JSON": "frame(b'\\xff\\xfe')",
    "a list": "frame(b'[]')",
    "a number": "frame(b'1')",
    "nested without end": "frame(b'[' * 200_000)",
    "text for a tuple": 'frame(b\'{"defects": "x", "named": "x", "text": 1, "is_allowed": "x"}\')',
    "an entry of another shape": 'frame(b\'{"entries": [{}], "named": [{}], "text": {}, "is_allowed": 2}\')',
    "a title that is none": 'frame(b\'{"entries": [{"entry_key": "k", "title": 5}], "named": 1, "text": [], "is_allowed": []}\')',
    "more than fits": "out(size(4_000_000_000)); [out(b'x' * 1_000_000) for _ in range(4_000)]",
    "half an answer and no end": "out(size(1000) + b'x'); time.sleep(60)",
    "sleep": "os.kill(os.getpid(), signal.SIGSTOP)",
}
RUN_WILD = """
import os, signal, struct, sys, time
def out(data): sys.stdout.buffer.write(data); sys.stdout.buffer.flush()
def size(n): return struct.pack(">I", n)
def frame(data): out(size(len(data)) + data)
a, b, _ = struct.unpack(">IId", sys.stdin.buffer.read(16))
sys.stdin.buffer.read(a + b)
"""


@pytest.mark.parametrize("does", WILD)
def test_whatever_a_process_does_is_an_outcome(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object) -> piped.Process:
        return subprocess.Popen(
            [sys.executable, "-S", "-c", RUN_WILD + WILD[does]], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    monkeypatch.setattr(piped, "start", start)
    process = ParserProcess()
    patience = 0.5 if does in ("sleep", "half an answer and no end") else 20
    for found in (
        asyncio.run(process.parse(ParseJob(body=b"x" * 2_000_000, url=URL), patience)),
        asyncio.run(process.read_page(PageJob(body=b"x", url=URL), patience)),
        asyncio.run(process.judge(RobotsJob(body=b"x", url=URL, agent="x"), patience)),
        asyncio.run(process.named_feeds(LinksJob(body=b"x", url=URL), patience)),
    ):
        assert found.outcome == ("parse_timeout" if patience < 1 else "parse_failed")
        assert found.reason
        assert process._process is None  # ended


def test_a_process_whose_parent_was_killed_ends_in_the_middle_of_its_job() -> None:
    process = piped.start("horizon.collect.worker", {})
    assert process.stdin is not None
    told, heavy = (
        json.dumps({"url": URL}).encode(),
        b"<rss><channel><item><description>" + b"<div>" * 2_000_000,
    )
    process.stdin.write(HEADER.pack(len(told), len(heavy), 0.1) + told + heavy)
    process.stdin.flush()
    try:
        assert process.wait(20) == -signal.SIGALRM
    finally:
        piped.end(process)


def test_a_job_given_up_half_way_leaves_nothing_for_the_next_one() -> None:
    async def go() -> int:
        process = ParserProcess()
        heavy = b"<rss><channel><item><description>" + b"<div>" * 2_000_000
        job = asyncio.create_task(process.parse(ParseJob(body=heavy, url=URL), 20))
        await asyncio.sleep(0.3)
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)
        found = await process.parse(ParseJob(body=simple(), url=URL), 20)
        process.close()
        return len(found.entries)

    assert asyncio.run(go()) == 3


def test_questions_and_answers_larger_than_a_pipe_arrive_whole() -> None:
    texts = [str(n) * 400_000 for n in range(8)]
    items = "".join(
        f"<item><guid>{n}</guid><description>{text}</description></item>" for n, text in enumerate(texts)
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    process = ParserProcess()
    found = asyncio.run(process.parse(ParseJob(body=body, url=URL), 20))
    process.close()
    assert [e.summary for e in found.entries] == texts


def test_many_jobs_share_few_processes() -> None:
    async def go() -> list[ParsedFeed]:
        async with Sandbox(2) as sandbox:
            return await asyncio.gather(
                *(sandbox.parse(ParseJob(body=simple(1, n), url=URL), 20) for n in range(1, 20))
            )

    assert [len(f.entries) for f in asyncio.run(go())] == list(range(1, 20))


def test_two_runs_in_two_threads_each_get_their_own_entries() -> None:
    both_run = threading.Barrier(2)

    async def go(first: int) -> list[str | None]:
        async with Sandbox(1) as sandbox:
            both_run.wait(20)
            feeds = await asyncio.gather(
                *(sandbox.parse(ParseJob(body=simple(n, n), url=URL), 20) for n in range(first, first + 20))
            )
        return [entry.guid for feed in feeds for entry in feed.entries]

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda first: asyncio.run(go(first)), (100, 200)))
    assert found == [[f"id-{n}" for n in range(first, first + 20)] for first in (100, 200)]


def run_in_worker(code: str) -> str:
    script = f"""
from horizon.collect import worker
import socket, subprocess
worker.limit()
worker.watch()
try:
    {code}
except worker.ForbiddenError as exc:
    print('refused', exc)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_worker_opens_no_file_and_connects_to_nothing() -> None:
    assert "refused" in run_in_worker("open('/etc/passwd')")
    assert "refused" in run_in_worker("open('/etc/hostname', 'rb')")
    assert "refused" in run_in_worker("import feedparser; feedparser.parse('/etc/passwd')")
    assert "refused" in run_in_worker("socket.create_connection(('127.0.0.1', 1))")
    assert "refused" in run_in_worker("subprocess.run(['true'])")


def test_the_worker_has_a_memory_bound() -> None:
    assert "MemoryError" in run_in_worker("x = bytearray(3_000_000_000)")
