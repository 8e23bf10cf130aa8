"""A whole daily run with many new documents: how much memory it takes, and what Prefect adds to it.

    python -m benchmarks.daily [--docs 20000] [--no-prefect] [--json]

Texts of ../shared/bench under new dates of the last complete week are served as feeds on loopback, to a workspace whose
sources came on board the week before. A run fetches them all, reads them, judges the week and publishes: once by
`horizon scan`, once by the digest flow under a local Prefect server that was started before, as an operator has one. Memory
is the sum over the process and its children (proportional share, sampled ten times a second). Seconds of processor of the
run are its own and its children's; the server's are told apart.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks import corpora
from benchmarks.loopback import serving
from horizon import pipeline
from horizon.clock import SimulatedClock
from horizon.config import data_root
from horizon.storage import published
from horizon.types import midnight, monday_of
from horizon.workspace import Workspace

ROOT = Path(__file__).parents[1]
# news first, then research and policy in two languages, as a day brings them
SETS = (
    ("huffpost_2018_2022", "news", 10_000),
    ("arxiv_cscl", "research", 5_000),
    ("regeringen_docs", "policy", 5_000),
)
FEED_LENGTH = 100
AIMS = {"memory_mb": 2_000.0, "overhead_share": 0.10}
TICK_S = 0.1


def feeds(n_docs: int, week_on: date) -> dict[str, tuple[str, bytes]]:
    """Path -> (source class, RSS body): n_docs entries spread over a week, a hundred in a feed."""
    share = n_docs / sum(n for _, _, n in SETS)
    found: dict[str, tuple[str, bytes]] = {}
    for name, source_class, n in SETS:
        documents = [d for d in corpora.read_corpus(corpora.corpus_path(name)) if d.title]
        documents = documents[: round(n * share)]
        for start in range(0, len(documents), FEED_LENGTH):
            part = documents[start : start + FEED_LENGTH]
            found[f"/{name}-{start}.xml"] = (source_class, _rss(name, part, start, week_on))
    return found


def _rss(name: str, documents: list[corpora.BenchDocument], start: int, week_on: date) -> bytes:
    items = []
    for n, d in enumerate(documents, start):
        at = datetime(week_on.year, week_on.month, week_on.day, tzinfo=UTC) + timedelta(
            minutes=n % (7 * 24 * 60)
        )
        items.append(
            f"<item><title>{escape(d.title)}</title><link>https://{name}.example/{start}/{n}</link>"
            f"<guid isPermaLink='false'>{name}-{n}</guid><pubDate>{format_datetime(at)}</pubDate>"
            f"<description>{escape(d.text)}</description></item>"
        )
    text = f"<rss version='2.0'><channel><title>{name} {start}</title><link>https://{name}.example/</link>{''.join(items)}</channel></rss>"
    return text.encode()


def make_workspace(folder: Path, host: str, classes: dict[str, str], week_on: date) -> Path:
    """A workspace with both example systems that has read these sources once, nine days before, when they held nothing."""
    (folder / "sources").mkdir(parents=True)
    (folder / "horizon.toml").write_text(
        f'[workspace]\nname = "daily"\n\n[collect]\nallow_hosts = ["{host}"]\nhost_delay_s = 0.0\nhost_concurrency = 16\n',
        encoding="utf-8",
    )
    blocks = [
        f'[[source]]\nid = "{Path(p).stem}"\nname = "{Path(p).stem}"\nclass = "{c}"\nurl = "http://{host}{p}"\n'
        for p, c in classes.items()
    ]
    (folder / "sources" / "daily.toml").write_text("\n".join(blocks), encoding="utf-8")
    (folder / "systems").symlink_to(data_root() / "systems", target_is_directory=True)
    empty = {p: _rss(Path(p).stem, [], 0, week_on) for p in classes}
    before = SimulatedClock(midnight(week_on) - timedelta(days=2))
    with serving(empty, port=int(host.split(":")[1])):
        pipeline.scan(Workspace.load(folder), clock=before, stages=pipeline.DAILY)
    return folder


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tree_mb(pid: int) -> float:
    """Proportional memory of a process and all that it started, MB; those that end meanwhile count as nothing."""
    total, todo = 0.0, [pid]
    while todo:
        one = todo.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            todo += [int(c) for t in tasks for c in (t / "children").read_text(encoding="ascii").split()]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        total += (
            next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0) / 1024
        )
    return total


def measured(command: list[str], env: dict[str, str], log: Path) -> dict[str, float]:
    """Wall and processor seconds and peak memory of a command; raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, peak = time.perf_counter(), 0.0
    with log.open("w") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=out, cwd=ROOT)
        while process.poll() is None:
            peak = max(peak, tree_mb(process.pid))
            time.sleep(TICK_S)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, log.read_text()[-3_000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": seconds, "cpu_s": cpu, "memory_mb": peak}


@contextmanager
def prefect_server(home: Path) -> Iterator[tuple[dict[str, str], int]]:
    """The environment of a client of a fresh local server, and the server's process id."""
    port = free_port()
    home.mkdir()
    env = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
           "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}  # fmt: skip
    with (home / "server.log").open("w") as log:
        command = [
            str(Path(sys.executable).with_name("prefect")),
            "server",
            "start",
            "--port",
            str(port),
            "--no-ui",
        ]
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=home, start_new_session=True)
    try:
        _await_health(f"http://127.0.0.1:{port}/api/health", home / "server.log")
        yield env, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _await_health(url: str, log: Path) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    raise TimeoutError(f"{url}: no answer in four minutes\n{log.read_text()[-2_000:]}")


def process_cpu_s(pid: int) -> float:
    """Processor seconds of a running process, its ended children included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return sum(int(f) for f in islice(fields, 11, 15)) / os.sysconf("SC_CLK_TCK")


def run(n_docs: int, *, with_prefect: bool) -> dict[str, Any]:
    """All figures by name. Raises FileNotFoundError when the corpora are not beside the project."""
    week_on = monday_of(datetime.now(UTC)) - timedelta(weeks=1)
    served = feeds(n_docs, week_on)
    found: dict[str, Any] = {}
    classes, bodies = {p: c for p, (c, _) in served.items()}, {p: body for p, (_, body) in served.items()}
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        plain, flow = (
            make_workspace(Path(scratch, name), f"127.0.0.1:{port}", classes, week_on)
            for name in ("plain", "flow")
        )
        with serving(bodies, port=port):
            horizon = [
                str(Path(sys.executable).with_name("horizon")),
                "--no-progress",
                "-w",
                str(plain),
                "scan",
            ]
            found["scan"] = measured(horizon, dict(os.environ), Path(scratch, "scan.log")) | _contents(plain)
            if with_prefect:
                found |= _under_prefect(flow, Path(scratch), found["scan"])
    return found


def _under_prefect(flow: Path, scratch: Path, plain: dict[str, float]) -> dict[str, Any]:
    """The digest flow's figures, and its share above those of a plain scan."""
    with prefect_server(scratch / "home") as (env, pid):
        idle = process_cpu_s(pid)
        code = f"from flows.digest import digest; digest({str(flow)!r})"
        ours = measured([sys.executable, "-c", code], env, scratch / "flow.log")
        ours |= _contents(flow) | {"server_cpu_s": process_cpu_s(pid) - idle}
    overhead = {k: ours[k] / plain[k] - 1 for k in ("wall_s", "cpu_s")}
    overhead["cpu_with_server"] = (ours["cpu_s"] + ours["server_cpu_s"]) / plain["cpu_s"] - 1
    return {"flow": ours, "overhead": overhead}


def _contents(workspace: Path) -> dict[str, float]:
    file = workspace / "output" / "horizon-published.duckdb"
    tables = ("documents", "topics", "signals")
    return {t: float(published.query(file, f"SELECT count(*) AS n FROM horizon.{t}")[0]["n"]) for t in tables}


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--docs", type=int, default=20_000)
    parser.add_argument("--no-prefect", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    found = run(args.docs, with_prefect=not args.no_prefect)
    if args.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return 0
    for name, value in chain.from_iterable(
        ((f"{k}.{n}", v) for n, v in part.items()) for k, part in found.items()
    ):
        sys.stdout.write(f"{name:28} {value:12.3f}\n")
    sys.stdout.write(f"asked: {AIMS}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
