"""One scan of a workspace that kills itself with SIGKILL at a named moment: scan_killed.py FOLDER MOMENT TARGET.

A moment is `stage:event#n`, the n-th time an event happens while a stage runs. TARGET `none` lists all moments on stdout.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from horizon import pipeline
from horizon.clock import SimulatedClock
from horizon.publish import stage as publish_stage
from horizon.storage import published, read_models
from horizon.storage.store import Store
from horizon.workspace import Workspace

counts: Counter[str] = Counter()
stage = "start"
target = sys.argv[3] if len(sys.argv) > 3 else "none"


def happens(event: str) -> None:
    """Counts an event and dies at the wanted one."""
    name = f"{stage}:{event}"
    counts[name] += 1
    if target == "none":
        print(f"{name}#{counts[name]}")  # noqa: T201
    if f"{name}#{counts[name]}" == target:
        os.kill(os.getpid(), signal.SIGKILL)


def after(place: Any, name: str, event: str | None = None) -> None:
    """Lets an event happen right after a function has done its work."""
    real: Callable[..., Any] = getattr(place, name)

    def wrapped(*args: Any, **named: Any) -> Any:
        result = real(*args, **named)
        happens(event or name)
        return result

    setattr(place, name, wrapped)


def in_stage(real: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(name: str, *args: Any) -> Any:
        global stage
        stage = name
        happens("begun")
        report = real(name, *args)
        happens("done")
        return report

    return wrapped


def arm() -> None:
    """Watches every write, ledger row, step of publishing and file."""
    pipeline.run_stage = in_stage(pipeline.run_stage)  # type: ignore[assignment]
    for name in ("append", "append_new", "replace", "record_run", "change"):
        after(Store, name)  # inside a transaction that is not committed yet
    after(read_models, "_index_some")
    for name in ("_copy", "_finish", "_check", "_fsync"):
        after(published, name)
    after(os, "link")
    after(publish_stage, "write_text")
    after(published, "publish")


if __name__ == "__main__":  # the parser's worker process imports this file again
    arm()
    pipeline.scan(
        Workspace.load(Path(sys.argv[1])), clock=SimulatedClock(datetime.fromisoformat(sys.argv[2]))
    )
