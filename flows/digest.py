"""Weekly: the digest of the week that has just ended, judged as of the scheduled moment."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.analyse import analyse
from flows.collect import collect
from flows.tasks import tell_failure


@flow(name="digest", log_prints=False, on_failure=[tell_failure], on_crashed=[tell_failure])
def digest(workspace: str = ".") -> list[dict[str, Any]]:
    """A last look at the sources, then the week is judged and its digest issued."""
    collected: list[dict[str, Any]] = collect(workspace)
    analysed: list[dict[str, Any]] = analyse(workspace)
    return [*collected, *analysed]
