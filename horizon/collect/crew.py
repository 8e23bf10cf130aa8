"""Several workers that put their results into one queue, and whoever takes them: ended together, errors told at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")


@asynccontextmanager
async def crew(workers: Iterable[Coroutine[Any, Any, None]]) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
    """The workers as tasks. Leaving the block, for whatever reason, ends those that are not done."""
    tasks = [asyncio.create_task(worker) for worker in workers]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def next_of(results: asyncio.Queue[T], tasks: Iterable[asyncio.Task[None]]) -> T:
    """The next result; an error in a task is raised here instead of being waited for in vain."""
    while True:
        try:
            return results.get_nowait()
        except asyncio.QueueEmpty:
            pass
        for task in tasks:
            if task.done() and not task.cancelled() and task.exception() is not None:
                raise task.exception() or RuntimeError("a worker failed")
        try:
            async with asyncio.timeout(1.0):
                return await results.get()
        except TimeoutError:
            continue
