"""Scans of a workspace that kill themselves with SIGKILL at a named moment.

Reads a line `FOLDER MOMENT TARGET` from stdin for each scan, runs it in a child process of its own and answers with the child's
exit code, -9 when it died. A target is `stage:event#n`, the n-th time an event happens while a stage runs; `none` is never
reached. What takes long to import is imported once, before the children.
"""

import importlib
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
target = "none"


def happens(event: str) -> None:
    """Counts an event and dies at the wanted one."""
    name = f"{stage}:{event}"
    counts[name] += 1
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


def scan_in_child(folder: str, moment: str) -> int:
    """Exit code of one scan in a forked process."""
    child = os.fork()
    if child == 0:
        arm()
        pipeline.scan(Workspace.load(Path(folder)), clock=SimulatedClock(datetime.fromisoformat(moment)))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":  # the parser's worker process imports this file again
    for module in (
        "bertopic",
        "onnxruntime",
        "spacy",
        *(f"horizon.{name}.stage" for name in pipeline.STAGES),
    ):
        importlib.import_module(module)
    for line in sys.stdin:
        folder, moment, target = line.split()
        print(scan_in_child(folder, moment), flush=True)  # noqa: T201 - the answer
