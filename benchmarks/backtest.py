"""Replay a benchmark corpus week by week through the real stages, and score the flags.

    python -m benchmarks.backtest huffpost_2018_2022 --since 2018-07-30 --until 2022-09-19 --top 3
    python -m benchmarks.backtest arxiv_cscl --since 2013-01-07 --until 2018-12-24 --top 5

The store with vectors and judged topics is kept under data/local, so a second run only judges signals. Prints what the corpora's
own scorer says of the flags and of each baseline, precision and lift over chance, and calibration on the later weeks. Writes
NAME.cases.jsonl, NAME.flags.jsonl and NAME.report.html/json.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import corpora
from horizon.backtest import measures
from horizon.backtest.baselines import NAMES, Baseline
from horizon.backtest.events import load_events
from horizon.backtest.replay import Replay, replay, weeks_between
from horizon.backtest.run import texts_of, write_results
from horizon.config import SignalsSettings, TopicsSettings
from horizon.storage.store import Store

SOURCE_CLASS = {"arxiv_cscl": "research", "regeringen_docs": "policy"}
FLOORS = {
    "huffpost_2018_2022": "term burst: 33 % of 9 lead events before takeoff, median lead 36 days, 158 of 652 flags on controls",
    "arxiv_cscl": "term burst: 36 % of 11 lead events before takeoff, median lead 290 days",
}


def open_corpus(name: str) -> Store:
    """The corpus in a kept store, loaded once. Raises FileNotFoundError where the corpora are absent."""
    documents = corpora.read_corpus(corpora.corpus_path(name), source_class=SOURCE_CLASS.get(name, "news"))  # type: ignore[arg-type]
    store = Store.open(corpora.CACHE / f"backtest-{name}")
    if store.count("core_document") == 0:
        corpora.load_into(store, documents, corpora.vectors_of(documents, name))
    return store


def run(
    name: str, since: date, until: date, *, jobs: int = 2, with_baselines: bool = True, rule: bool = False
) -> Replay:
    """The replay of a corpus."""
    # the shipped model has seen these corpora: here it is fitted on the earlier weeks only
    with open_corpus(name) as store:
        return replay(
            store, weeks_between(since, until), topics=TopicsSettings(), signals=SignalsSettings(), model=None,
            jobs=jobs, with_baselines=with_baselines, walk_forward=not rule,
        )  # fmt: skip


def score_flags(name: str, flags: Path, top: int, *, listed: bool = False) -> dict[str, Any]:
    """Output of the corpora's own scorer."""
    corpus = corpora.corpus_path(name)
    command = [
        sys.executable, str(corpora.SHARED / "score_emergence.py"), str(corpus), str(corpus.parent / "events.json"),
        str(flags), "--top", str(top), "--json", *(["--list"] if listed else []),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    if listed:
        print(done.stderr)
    return dict(json.loads(done.stdout))


def processor_s() -> float:
    """Processor seconds of this process and its finished workers: a busy machine stretches the clock, not these."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def write_baseline(rows: Sequence[Baseline], path: Path) -> None:
    """Flags of one baseline in the scorer's format."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(
            json.dumps(
                {"when": b.when.isoformat(), "docs": list(b.doc_ids), "score": b.score, "name": b.matter}
            )
            + "\n"
            for b in rows
        )


def line(name: str, s: dict[str, Any], came_true: Sequence[bool]) -> str:
    """One row of the comparison."""
    lead = s["median_lead_days"]
    share = sum(came_true) / len(came_true) if came_true else float("nan")
    return (
        f"{name:12s} before takeoff {s['flagged_before_takeoff']:.2f}  by peak {s['flagged_by_peak']:.2f}  "
        f"lead {'-' if lead is None else format(lead, '.0f'):>4s} d  earliness {s['earliness']:.2f}  "
        f"flags {s['flags']:4d}  hit {s['flags_hit']:3d}  control {s['flags_control']:3d}  came true {share:.3f}"
    )


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--since", type=date.fromisoformat, required=True)
    parser.add_argument("--until", type=date.fromisoformat, required=True)
    parser.add_argument("--top", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=corpora.ROOT / "data" / "local" / "backtest")
    parser.add_argument(
        "--rule",
        action="store_true",
        help="the rule in all weeks; default a model fitted on the earlier weeks",
    )
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    started, processor = time.perf_counter(), processor_s()
    found = run(o.corpus, o.since, o.until, jobs=o.jobs, rule=o.rule)
    seconds, processor = time.perf_counter() - started, processor_s() - processor
    flags = o.out / f"{o.corpus}.flags.jsonl"
    with open_corpus(o.corpus) as store:
        events = load_events(corpora.corpus_path(o.corpus).parent / "events.json")
        write_results(o.corpus, found, o.out, events=events, texts=texts_of(store), top=o.top)
    flagged = [c for c in found.cases if c.is_flagged]
    print(
        f"weeks {len(found.weeks)}  signals {len(found.cases)}  load {measures.load(found.cases, found.weeks)}  {seconds:.0f} s "
        f"({processor:.0f} s of processor)"
    )
    print(
        line(
            "horizon",
            score_flags(o.corpus, flags, o.top, listed=True),
            [bool(c.came_true) for c in flagged if c.came_true is not None],
        )
    )
    for name in NAMES:
        rows = [b for b in found.baselines if b.name == name]
        path = o.out / f"{o.corpus}.{name}.flags.jsonl"
        write_baseline(rows, path)
        print(
            line(
                name,
                score_flags(o.corpus, path, o.top),
                [bool(b.came_true) for b in rows if b.came_true is not None],
            )
        )
    print("floor:", FLOORS.get(o.corpus, "none"))
    print("flags", json.dumps(measures.precision_and_lift(found.cases, [c.is_flagged for c in found.cases])))
    print(
        "top 7 by probability",
        json.dumps(measures.precision_and_lift(found.cases, measures.top_by(found.cases, "probability", 7))),
    )
    print("calibration", json.dumps(measures.calibration(found.cases)))


if __name__ == "__main__":
    main()
