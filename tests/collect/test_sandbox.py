import asyncio
import subprocess
import sys
import time

from horizon.collect.page import PageJob
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed
from horizon.collect.robots import RobotsJob
from horizon.collect.sandbox import ParserProcess, Sandbox
from horizon.collect.sitelinks import LinksJob

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


def test_many_jobs_share_few_processes() -> None:
    async def go() -> list[ParsedFeed]:
        async with Sandbox(2) as sandbox:
            return await asyncio.gather(
                *(sandbox.parse(ParseJob(body=simple(1, n), url=URL), 20) for n in range(1, 20))
            )

    assert [len(f.entries) for f in asyncio.run(go())] == list(range(1, 20))


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
