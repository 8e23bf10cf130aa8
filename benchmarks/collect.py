"""Collect end to end on real feeds, beside the `reader` package on the same loopback server in the same run.

    python -m benchmarks.collect [--profile] [--sources 2000] [--rounds 3] [--json]

Needs ../shared/feeds, and `reader` for the comparison (make bench-venv). A round is a first fetch of every feed into an empty
store (HTTP, parse, normalise, store) and then a poll that finds everything unchanged. Each measurement has a process of its
own; libraries, models, parser processes and the normaliser's helper, which a long run starts once, are started before. CPU counts
the process and those, not the server. Figures on a busy machine: compare them within one run only.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.loopback import serving

if TYPE_CHECKING:
    from horizon.storage.store import Store
    from horizon.types import Window

ROOT = Path(__file__).parents[1]
FEEDS = ROOT.parent / "shared" / "feeds"
FOLDERS = ("news", "blogs", "policy", "research", "encoding", "broken", "pairs")
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
N_WARM = 16  # feeds read before anything is measured
AIMS = {"first_ratio": 3.0, "unchanged_ratio": 1.0, "cpu_ms": 3.0, "memory_mb": 512.0}


def paths_of_corpus() -> list[str]:
    """Every feed document in which feedparser finds an entry, in order."""
    manifest = json.loads((FEEDS / "manifest.json").read_text(encoding="utf-8"))
    return sorted(
        f"/{m['file']}"
        for m in manifest
        if m["file"].split("/")[0] in FOLDERS and m.get("feedparser_entries")
    )


def corpus() -> dict[str, bytes]:
    """Path -> body; for the server only, the process that is measured has no copy."""
    return {path: (FEEDS / path.removeprefix("/")).read_bytes() for path in paths_of_corpus()}


def urls_of(host: str, paths: list[str], n: int) -> list[str]:
    """n addresses, the documents repeated under new queries when there are too few."""
    return [f"http://{host}{paths[i % len(paths)]}?n={i // len(paths)}" for i in range(n)]


class Meter:
    """Wall and CPU seconds of a block, child processes included."""

    def __enter__(self) -> Meter:
        self._wall, self._cpu = time.perf_counter(), cpu_s()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.cpu = time.perf_counter() - self._wall, cpu_s() - self._cpu


class Parts:
    """CPU seconds of named parts, one after the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = {read: read() for read in (own_s, children_s)}

    def mark(self, name: str, read: Callable[[], float]) -> None:
        """What was used since the last mark of the same kind."""
        now = read()
        self.seconds[name], self._last[read] = now - self._last[read], now


def own_s() -> float:
    """CPU seconds of this process."""
    return time.process_time()


def children_s() -> float:
    """CPU seconds of all child processes, those that have ended and those that are kept for more work (Linux)."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for child in Path("/proc/self/task").glob("*/children"):
        for pid in child.read_text().split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def cpu_s() -> float:
    """CPU seconds of this process and its children."""
    return own_s() + children_s()


def horizon_once(urls: list[str], folder: Path, *, normalise: bool = True) -> dict[str, Any]:
    """First fetch and an unchanged poll by Horizon's own stages; figures by name."""
    from horizon.clock import SimulatedClock
    from horizon.collect import catalogue
    from horizon.collect import stage as collect_stage
    from horizon.config import CollectSettings
    from horizon.storage.store import Store
    from horizon.types import Source, Window

    host = urls[0].split("/")[2]
    settings = CollectSettings(allow_hosts=(host,), host_delay_s=0, host_concurrency=16)
    clock = SimulatedClock(NOW)
    found: dict[str, Any] = {}
    with Store.open(folder) as store:
        sources = [
            Source(source_id=f"s{n}", name=f"s{n}", source_class="news", url=url)
            for n, url in enumerate(urls)
        ]
        catalogue.sync(store, sources)
        for name in ("first", "unchanged"):
            window = Window.day(clock.now().date(), as_of=clock.now())
            parts = Parts()
            with Meter() as meter:
                collected = collect_stage.run(store, settings, window, clock=clock)
                parts.mark("fetch and store", own_s)
                parts.mark("parsers", children_s)
                if normalise:
                    normalised(store, window)
                parts.mark("normalise", own_s)
                parts.mark("its helper", children_s)
            found[f"{name}_parts"] = parts.seconds
            found[f"{name}_s"], found[f"{name}_cpu_s"] = meter.seconds, meter.cpu
            found[f"{name}_counts"] = dict(collected.counts)
            clock.set(clock.now() + timedelta(days=1))
        found["n_entries"] = store.count("raw_entry")
        found["n_documents"] = store.count("core_document")
    return found


def normalised(store: Store, window: Window) -> None:
    """Normalise, whose libraries a process that only polls does not load."""
    from horizon.config import NormaliseSettings
    from horizon.normalise import stage

    stage.run(store, NormaliseSettings(), window)


def reader_once(urls: list[str], folder: Path) -> dict[str, Any]:
    """The same by `reader`, its retrieval in as many threads as ours has tasks."""
    from reader import make_reader

    reader = make_reader(str(folder / "reader.sqlite"))
    for url in urls:
        reader.add_feed(url)
    found: dict[str, Any] = {}
    for name in ("first", "unchanged"):
        with Meter() as meter:
            reader.update_feeds(workers=16, scheduled=False)
        found[f"{name}_s"], found[f"{name}_cpu_s"] = meter.seconds, meter.cpu
    found["n_entries"] = reader.get_entry_counts().total
    found["n_failed"] = sum(f.last_exception is not None for f in reader.get_feeds())
    return found


CHILDREN: dict[str, Callable[[list[str], Path], dict[str, Any]]] = {
    "horizon": horizon_once,
    "reader": reader_once,
    "many": lambda urls, folder: horizon_once(urls, folder, normalise=False),
}


def child(name: str, host: str, n: int) -> None:
    """Measure one side in this process and print the figures as JSON."""
    paths = paths_of_corpus()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        CHILDREN[name](urls_of(host, paths, N_WARM), Path(folder))
    if name == "horizon":
        from horizon.normalise.helper import HELPER

        HELPER.get_ready()
    start_s = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        found = CHILDREN[name](urls_of(host, paths, n or len(paths)), Path(folder))
    if name != "reader":
        from horizon.collect import sandbox

        sandbox.close_all()  # only ended processes tell their memory
    found["start_s"] = start_s
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["parser_memory_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps(found))


def measured(name: str, host: str, n: int = 0) -> dict[str, Any]:
    """The figures of one side, from a fresh process."""
    command = [sys.executable, "-m", "benchmarks.collect", "--child", name, "--host", host, "--n", str(n)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def has_reader() -> bool:
    """Whether the package to compare with is installed."""
    try:
        import reader  # noqa: F401
    except ImportError:
        return False
    return True


def compare(rounds: int, n_many: int) -> dict[str, Any]:
    """All figures: medians over the rounds, ratios from within each round."""
    bodies = corpus()
    sides: dict[str, list[dict[str, Any]]] = {"horizon": [], "reader": []}
    with serving(bodies) as host:
        for _ in range(rounds):
            for name in sides:
                if name == "horizon" or has_reader():
                    sides[name].append(measured(name, host))
        many = measured("many", host, n_many) if n_many else None
    result: dict[str, Any] = {
        "n_feeds": len(bodies),
        "megabytes": round(sum(map(len, bodies.values())) / 1e6, 1),
    }
    for name, runs in sides.items():
        if runs:
            result[name] = {
                "entries_per_s": statistics.median(r["n_entries"] / r["first_s"] for r in runs),
                "feeds_per_s": statistics.median(len(bodies) / r["first_s"] for r in runs),
                "cpu_ms_per_entry": statistics.median(1000 * r["first_cpu_s"] / r["n_entries"] for r in runs),
                "unchanged_feeds_per_s": statistics.median(len(bodies) / r["unchanged_s"] for r in runs),
                "n_entries": runs[0]["n_entries"],
                "memory_mb": max(r["memory_mb"] for r in runs),
                "runs": runs,
            }
    if sides["reader"]:
        pairs = list(zip(sides["horizon"], sides["reader"], strict=True))
        result["first_ratio"] = statistics.median(
            (h["n_entries"] / h["first_s"]) / (r["n_entries"] / r["first_s"]) for h, r in pairs
        )
        result["unchanged_ratio"] = statistics.median(r["unchanged_s"] / h["unchanged_s"] for h, r in pairs)
    if many:
        result["many"] = {"n_sources": n_many, **many}
    return result


def told(result: dict[str, Any]) -> list[str]:
    """The figures as lines for people, each with its aim."""
    lines = [f"{result['n_feeds']} real feeds, {result['megabytes']} MB"]
    for name in ("horizon", "reader"):
        if name in result:
            side = result[name]
            lines.append(
                f"{name:<8} first fetch {side['entries_per_s']:.0f} entries/s, {side['feeds_per_s']:.0f} feeds/s, "
                f"{side['cpu_ms_per_entry']:.2f} ms CPU per entry ({side['n_entries']} entries); "
                f"unchanged {side['unchanged_feeds_per_s']:.0f} feeds/s; {side['memory_mb']:.0f} MB"
            )
    if "first_ratio" in result:
        lines.append(f"first fetch {result['first_ratio']:.2f} times reader (aim {AIMS['first_ratio']:g})")
        lines.append(
            f"unchanged {result['unchanged_ratio']:.2f} times reader (aim {AIMS['unchanged_ratio']:g})"
        )
    else:
        lines.append("reader is not installed here: `make bench-venv` and use .venv-bench/bin/python")
    for name in ("first", "unchanged"):
        parts = result["horizon"]["runs"][-1][f"{name}_parts"]
        lines.append(f"CPU of horizon, {name}: " + ", ".join(f"{k} {v:.2f} s" for k, v in parts.items()))
    lines.append(f"CPU {result['horizon']['cpu_ms_per_entry']:.2f} ms per entry (aim {AIMS['cpu_ms']:g})")
    if "many" in result:
        many = result["many"]
        lines.append(
            f"{many['n_sources']} sources in one process: {many['first_s']:.0f} s, {many['n_entries']} entries, "
            f"{many['memory_mb']:.0f} MB (aim {AIMS['memory_mb']:g}), a parser process {many['parser_memory_mb']:.0f} MB; "
            f"unchanged {many['unchanged_s']:.1f} s"
        )
    return lines


def profile() -> None:
    """Where the time goes: the calls of the main process, and the parser's steps, by their own time."""
    import cProfile
    import pstats

    from horizon.collect.parse import ParseJob, parse

    bodies = corpus()
    parse(ParseJob(body=next(iter(bodies.values())), url="https://x.example/"))
    with serving(bodies) as host, tempfile.TemporaryDirectory() as folder:
        horizon_once(urls_of(host, sorted(bodies), 1), Path(folder) / "warm")
        profiler = cProfile.Profile(time.process_time)
        profiler.runcall(horizon_once, urls_of(host, sorted(bodies), len(bodies)), Path(folder) / "all")
        print("main process")
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    profiler = cProfile.Profile(time.process_time)
    for path, body in bodies.items():
        profiler.runcall(parse, ParseJob(body=body, url=f"https://x.example{path}"))
    print("parser")
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--child", choices=sorted(CHILDREN), help=argparse.SUPPRESS)
    parser.add_argument("--host", help=argparse.SUPPRESS)
    parser.add_argument("--n", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--sources", type=int, default=2_000, help="of the run with many sources; 0 leaves it out"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not FEEDS.exists():
        raise SystemExit("needs ../shared/feeds, which is not part of the project")
    if given.child:
        child(given.child, given.host, given.n)
    elif given.profile:
        profile()
    else:
        result = compare(given.rounds, given.sources)
        print(json.dumps(result, indent=2) if given.json else "\n".join(told(result)))


if __name__ == "__main__":
    main()
