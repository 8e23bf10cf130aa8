"""Every quality score that may not fall, measured in one go and held against benchmarks/floors.json.

    python -m benchmarks.quality                 measure all suites, print a line per score
    python -m benchmarks.quality --check         the same; exit status 1 when a score is below its floor
    python -m benchmarks.quality --only stories  some suites

A suite is a module of this folder with `quality() -> dict[str, float]`: score name -> value. It raises FileNotFoundError
when the evaluation data beside the project are absent; its floors are then skipped, with the reason. It may have
`peer_scores() -> {score name: {peer: value}}`, measured in the same run on the same documents and vectors (None: the peer
is not installed), which is printed beside the score. A floor is
`{"at_least": x}` or `{"at_most": x}` with a `why`; lowering one needs a reason in the commit.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers import PeerScores

FLOORS = Path(__file__).parent / "floors.json"
# module of this folder, one a line
SUITES: tuple[str, ...] = (
    "stories",
    "pairs",
    "origins",
    "topics",
    "planted",
    "texts",
    "directions",
    "impact_gold",
    "forces_pestle",
    "emergence",
)


def below(scores: Mapping[str, float], floors: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line for each floor that is not kept or whose score was not measured; floors of other suites left out."""
    told = []
    for name, floor in sorted(floors.items()):
        value = scores.get(name)
        if value is None:
            told.append(f"{name}: not measured")
        elif "at_least" in floor and not value >= floor["at_least"]:
            told.append(f"{name}: {value:.4f} is below {floor['at_least']}")
        elif "at_most" in floor and not value <= floor["at_most"]:
            told.append(f"{name}: {value:.4f} is above {floor['at_most']}")
    return told


def beside(peers: Mapping[str, float | None]) -> str:
    """The peers of a score in one line."""
    told = [
        f"{peer}: not installed" if value is None else f"{peer} {value:.3f}" for peer, value in peers.items()
    ]
    return "; ".join(told) or "no peer"


def main(argv: Sequence[str] | None = None) -> int:
    """Print every score; exit status 1 with --check when one is on the wrong side of its floor."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--check", action="store_true")
    options.add_argument("--only", nargs="*", default=SUITES, choices=SUITES, metavar="SUITE")
    chosen = options.parse_args(argv)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    told: list[str] = []
    for suite in chosen.only:
        started = time.perf_counter()
        try:
            module = importlib.import_module(f"benchmarks.{suite}")
            scores, spent = module.quality(), time.perf_counter() - started
            peers: PeerScores = module.peer_scores() if hasattr(module, "peer_scores") else {}
        except FileNotFoundError as exc:
            print(f"{suite}: skipped ({exc})")
            continue
        print(f"{suite}: {spent:.0f} s, its peers {time.perf_counter() - started - spent:.0f} s")
        for name, value in scores.items():
            floor = floors.get(suite, {}).get(name, {})
            print(f"  {name:48s} {value:10.4f}  {_limit(floor):14s}  | {beside(peers.get(name, {}))}")
        told += [
            f"{suite}: {name}: peers of a score that is not there" for name in peers.keys() - scores.keys()
        ]
        told += [f"{suite}: {line}" for line in below(scores, floors.get(suite, {}))]
    for line in told:
        print(f"FLOOR {line}")
    return int(bool(told) and chosen.check)


def _limit(floor: Mapping[str, Any]) -> str:
    return " ".join(
        f"{key.replace('_', ' ')} {floor[key]}" for key in ("at_least", "at_most") if key in floor
    )


if __name__ == "__main__":
    raise SystemExit(main())
