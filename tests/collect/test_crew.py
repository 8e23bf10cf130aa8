"""Many workers, one who takes their results: nothing is waited for in vain."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest

from horizon.clock import SimulatedClock
from horizon.collect.crew import crew, next_of
from horizon.collect.fetch import Fetcher
from horizon.collect.gate import Ask, Gate
from horizon.collect.journal import Journal
from horizon.collect.pages import PageReader
from horizon.collect.robots import Verdict
from horizon.collect.sandbox import Sandbox
from horizon.config import CollectSettings
from horizon.types import RawEntry

from .feeds import NOW


class ShutGate:
    """Forbids everything, so that nobody is asked."""

    async def verdict(self, url: str, ask: Ask) -> Verdict:
        return Verdict(reason="forbidden")


def entries(n: int) -> Sequence[RawEntry]:
    return [
        RawEntry(source_id="a", entry_key=str(k), entry_hash=str(k), url=f"https://site{k}.example/",
                 title="T", fetched_at=NOW, fetch_id="f")
        for k in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("n_taken", [1, 40])
def test_pages_of_many_sites_may_be_left_at_any_moment(n_taken: int) -> None:
    """What a full disk or Ctrl-C does: the results are not taken any more while every site still has some to give."""

    async def go() -> list[str]:
        settings = CollectSettings(concurrency=1)
        async with Fetcher(settings) as fetcher:
            reader = PageReader(settings, SimulatedClock(NOW), fetcher, Sandbox(1), Journal(None),
                                gate=cast("Gate", ShutGate()), sites={})  # fmt: skip
            pages = reader.read_all(entries(40))
            taken = [(await anext(pages)).outcome for _ in range(n_taken)]
            await asyncio.wait_for(pages.aclose(), 5)  # type: ignore[attr-defined]
            return taken

    assert asyncio.run(go()) == ["robots_denied"] * n_taken


def test_an_error_of_a_worker_is_raised_where_its_result_is_awaited() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async def go() -> None:
        results: asyncio.Queue[int] = asyncio.Queue()
        async with crew([fail()]) as tasks:
            await asyncio.wait_for(next_of(results, tasks), 5)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(go())
