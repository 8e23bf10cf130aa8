"""kill -9 in the middle of a run, at many points: the next run leaves the tables a run without the kill would have left."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from horizon.clock import SimulatedClock
from horizon.collect import catalogue, stage
from horizon.collect.journal import Journal
from horizon.config import CollectSettings
from horizon.storage.store import Store
from horizon.types import Window

from .feeds import NOW, item, rss, source

N = 24
SCRIPT = """
import sys
from datetime import datetime
from pathlib import Path
from horizon.clock import SimulatedClock
from horizon.collect import stage
from horizon.config import CollectSettings
from horizon.storage.store import Store
from horizon.types import Window
stage.GROUP = 3
now = datetime.fromisoformat(sys.argv[2])
settings = CollectSettings.model_validate_json(sys.argv[3])
with Store.open(Path(sys.argv[1])) as store:
    stage.run(store, settings, Window.day(now.date(), as_of=now), clock=SimulatedClock(now))
"""
TIMES = {"elapsed_s", "seconds", "started_at", "counts"}


def tables(store: Store) -> dict[str, list[str]]:
    names = ("raw_fetch", "raw_entry", "raw_body", "core_source_state", "core_run")
    found: dict[str, list[str]] = {}
    for name in names:
        rows: list[dict[str, Any]] = store._con.execute(f"SELECT * FROM {name}").to_arrow_table().to_pylist()
        found[name] = sorted(str({k: v for k, v in r.items() if k not in TIMES}) for r in rows)
    return found


def noted(folder: Path) -> set[str]:
    return {told["source_id"] for told, _ in Journal(folder)._records() if "source_id" in told}


def finish(folder: Path, settings: CollectSettings) -> dict[str, list[str]]:
    with Store.open(folder) as store:
        stage.run(store, settings, Window.day(NOW.date(), as_of=NOW), clock=SimulatedClock(NOW))
        return tables(store)


@pytest.mark.parametrize("kill_at", [1, 5, 12, 20])
def test_a_killed_run_is_made_good_by_the_next(kill_at: int, tmp_path: Path, httpserver: HTTPServer) -> None:
    reached, lock, n_asked = threading.Event(), threading.Lock(), 0

    def serve(request: Request) -> Response:
        nonlocal n_asked
        with lock:
            n_asked += 1
            if n_asked == kill_at:
                reached.set()
        number = int(request.path.strip("/"))
        return Response(rss(item(k) for k in range(number, number + 3)))

    for n in range(N):
        httpserver.expect_request(f"/{n}").respond_with_handler(serve)
    settings = CollectSettings(
        allow_hosts=(f"{httpserver.host}:{httpserver.port}",),
        host_delay_s=0,
        host_concurrency=2,
        concurrency=2,
    )
    sources = [source(f"s{n:02d}", httpserver.url_for(f"/{n}")) for n in range(N)]
    for name in ("killed", "whole"):
        with Store.open(tmp_path / name) as store:
            catalogue.sync(store, sources)
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "killed"), NOW.isoformat(), settings.model_dump_json()]
    )
    assert reached.wait(60)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    with Store.open(tmp_path / "killed") as store:
        before = tables(store)
        assert before["core_run"] == [], "no ledger row of a run that did not end"
        assert all(
            store.bodies.get(r["body_hash"])
            for r in store._con.execute("SELECT body_hash FROM raw_body").to_arrow_table().to_pylist()
        )
    n_answered = len(noted(tmp_path / "killed"))
    n_before = n_asked
    again = finish(tmp_path / "killed", settings)
    assert n_asked - n_before == N - n_answered, "whoever had answered is not asked again"
    assert not noted(tmp_path / "killed")
    assert again == finish(tmp_path / "whole", settings)
