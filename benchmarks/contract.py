"""The published file at size: what it takes to write, publish and ask a store of 100,000 and of 1,000,000 documents.

    python -m benchmarks.contract --docs 100000 1000000          make the stores (once), measure, print one table
    python -m benchmarks.contract --docs 100000 --folder F --json out.json

The store is made by benchmarks/generated_store.py: 20,000 stories and 2,000 topics over 260 judged weeks. Measured apart:
writing a batch of 100,000 documents into a store of that size, the first publish (which builds the search index and the packed
members for all of history), a publish after one more week (what every run pays), each query of docs/sql.md, and search.
Seconds are wall clock; CPU seconds stand beside, because a shared machine stretches the first and not the second.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.generated_store import (
    FIRST_WEEK,
    N_WEEKS,
    add_week,
    document_rows,
    make,
    make_world,
    write_documents,
)
from horizon.storage import published, read_models
from horizon.storage.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "sql.md"
QUESTION = re.compile(r"^### (\d+)\. (.+?)\n.*?```sql\n(.*?)```", re.DOTALL | re.MULTILINE)
SEARCHES = (
    "battery depot",
    "tillstånd laddning",
    "ferry",
    "vaccine permit talent",
    "batteri",
    "charging battery permit depot talent",
)
ROUNDS = 3
N_WRITTEN = 100_000


class Stopwatch:
    """Wall clock and CPU seconds of a block."""

    def __enter__(self) -> Stopwatch:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._wall
        self.cpu_seconds = time.process_time() - self._cpu


def measure(folder: Path, n_docs: int) -> dict[str, Any]:
    """All figures of one size. The store is made in folder/store when it is not there."""
    store_folder, file = folder / "store", folder / "out" / "horizon-published.duckdb"
    if not (store_folder / "horizon.duckdb").exists():
        make(store_folder, n_docs)
    figures: dict[str, Any] = {"documents": n_docs}
    figures |= _in_own_process("first", folder, n_docs) if not file.exists() else {}
    figures |= _in_own_process("again", folder, n_docs)
    figures["store_mb"] = round((store_folder / "horizon.duckdb").stat().st_size / 1e6)
    figures["file_mb"] = round(file.stat().st_size / 1e6)
    figures |= ask(file)
    figures |= _in_own_process("write", folder, n_docs)
    return figures


def publish_first(folder: Path, n_docs: int) -> dict[str, Any]:
    """The read models of all of history, then the file."""
    with Store.open(folder / "store") as store, Stopwatch() as index, store.little_memory():
        read_models.refresh(store)
    return {"first_index_s": round(index.seconds, 1), "first_index_cpu_s": round(index.cpu_seconds, 1),
            "first_index_mb": _peak_mb()}  # fmt: skip


def publish_again(folder: Path, n_docs: int) -> dict[str, Any]:
    """A publish after one more week of documents and its judgement: what every run pays."""
    with Store.open(folder / "store") as store:
        add_week(store, n_docs)
    return _in_own_process("publish", folder, n_docs)


def publish(folder: Path, n_docs: int) -> dict[str, Any]:
    """One publish of a store whose read models lack its last week."""
    as_of = datetime.combine(FIRST_WEEK, datetime.min.time(), UTC) + timedelta(weeks=N_WEEKS + 52)
    with Store.open(folder / "store") as store, Stopwatch() as watch:
        published.publish(
            store,
            folder / "out" / "horizon-published.duckdb",
            run_id=f"publish-{N_WEEKS - 1}",
            as_of=as_of,
            keep=1,
        )
    return {
        "publish_s": round(watch.seconds, 1),
        "publish_cpu_s": round(watch.cpu_seconds, 1),
        "publish_mb": _peak_mb(),
    }


def write(folder: Path, n_docs: int) -> dict[str, Any]:
    """100,000 new documents, each looked up among those there are, with entries, origins, mentions and geography; on disk."""
    copy = folder / "copy"
    copy.mkdir(exist_ok=True)
    shutil.copyfile(folder / "store" / "horizon.duckdb", copy / "horizon.duckdb")
    first = n_docs + 50_000  # past the documents of added weeks
    world = make_world(first + N_WRITTEN)
    spans = [(low, low + 50_000) for low in range(first, first + N_WRITTEN, 50_000)]
    batches = [document_rows(world, *span) for span in spans]
    with Store.open(copy) as store:
        with Stopwatch() as documents, store.transaction():
            n_new = sum(
                store.append_new("core_document", b, key=["doc_id", "version"], run_id="bench")
                for b in batches
            )
        with Stopwatch() as rest, store.transaction():
            for span in spans:
                write_documents(store, world, *span, with_rows=False)
        with Stopwatch() as closing:
            store.close()
    shutil.rmtree(copy)
    assert n_new == N_WRITTEN
    return {"write_documents_s": round(documents.seconds + closing.seconds, 2),
            "write_documents_cpu_s": round(documents.cpu_seconds + closing.cpu_seconds, 2),
            "write_with_all_s": round(documents.seconds + rest.seconds + closing.seconds, 2),
            "write_with_all_cpu_s": round(documents.cpu_seconds + rest.cpu_seconds + closing.cpu_seconds, 2)}  # fmt: skip


def ask(file: Path) -> dict[str, Any]:
    """Median seconds of every cookbook query and of the searches, in a fresh connection."""
    with duckdb.connect(str(file), read_only=True, config=published.OFFLINE) as con:
        con.execute("SET TimeZone = 'UTC'")
        queries = {
            f"{number} {question}": _median(con, sql)
            for number, question, sql in QUESTION.findall(PAGE.read_text("utf-8"))
        }
        searches = {text: _median(con, f"FROM horizon.search('{text}')") for text in SEARCHES}
    slowest = max(queries, key=lambda name: queries[name][0])
    return {
        "search_median_s": round(statistics.median(s for s, _ in searches.values()), 3),
        "search_slowest_s": round(max(s for s, _ in searches.values()), 3),
        "search_cpu_median_s": round(statistics.median(c for _, c in searches.values()), 3),
        "query_slowest_s": round(queries[slowest][0], 3),
        "query_slowest_cpu_s": round(queries[slowest][1], 3),
        "query_slowest": slowest,
        "n_queries_over_1s": sum(s >= 1 for s, _ in queries.values()),
        "queries": {name: round(s, 3) for name, (s, _) in queries.items()},
    }


def _median(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, float]:
    wall, cpu = [], []
    for _ in range(ROUNDS):
        with Stopwatch() as watch:
            con.execute(sql).fetchall()
        wall.append(watch.seconds)
        cpu.append(watch.cpu_seconds)
    return statistics.median(wall), statistics.median(cpu)


def _peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _in_own_process(step: str, folder: Path, n_docs: int) -> dict[str, Any]:
    """One step as a process of its own, so that its peak memory is its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.contract",
        "--step",
        step,
        "--folder",
        str(folder),
        "--docs",
        str(n_docs),
    ]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


STEPS = {"first": publish_first, "again": publish_again, "publish": publish, "write": write}


def main(argv: Sequence[str] | None = None) -> None:
    """Print one column a size."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--docs", type=int, nargs="+", default=[100_000, 1_000_000])
    options.add_argument(
        "--folder", type=Path, help="where the stores lie, or are made; default a temporary folder"
    )
    options.add_argument("--json", type=Path, help="write all figures here")
    options.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    chosen = options.parse_args(argv)
    if chosen.step:
        print(json.dumps(STEPS[chosen.step](chosen.folder, chosen.docs[0])))
        return
    with tempfile.TemporaryDirectory() as place:
        results = [measure((chosen.folder or Path(place)) / str(n), n) for n in chosen.docs]
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    for name in dict.fromkeys(name for result in results for name in result if name != "queries"):
        print(f"{name:24s}" + "".join(f"{result.get(name, '-')!s:>40.38}" for result in results))
    for name in results[0]["queries"]:
        print(f"{name:60.58s}" + "".join(f"{result['queries'][name]:>12.3f}" for result in results))


if __name__ == "__main__":
    main()
