"""The weights of horizon/impact/bearing.py, fitted anew on events read with the catalogue as it stood before they were.

    python -m benchmarks.fit_bearing            each set scored by weights of the other sets, then weights of all sets

A conditional logit: of the candidates (part and force) of an event and "none of them", one was labelled. A set that somebody has
read makes its own cues look better than they are, so that each is run with catalogue, system models and trades of the commit
before its mistakes were read (SETS); the code, the trained reading and the embedding model are those of today. Needs the
repository's history.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.impact_gold import SETS as FILES
from benchmarks.impact_gold import impacts as impacts_of
from benchmarks.impact_gold import read_events
from horizon.config import ImpactSettings
from horizon.impact import bearing as kept

F64 = npt.NDArray[np.float64]
# halves of the set -> commit whose catalogue had not seen it
SETS = {"open,sealed": "80bd7f0", "round2": "233b6ff", "round3": "c8d3d6c", "round4": "27e0625", "round5": "b637d50"}  # fmt: skip
RIDGE = 3.0  # on standardised terms
NO_TIE = (
    0.883  # the share of untouched pairs left free that the threshold is set for: that of the rule before
)
# what each term of a derivation is divided by to get what went into it
UNITS = {
    "force": kept.FORCE, "wording": kept.WORDING, "touch": kept.TOUCH, "meaning": 1.0, "sensitivity": kept.SENSITIVITY,
    "trade": kept.TRADE, "place": kept.PLACE,
}  # fmt: skip
TERMS = ("start", "force", "wording", "touch", "meaning", "unread", "sensitivity", "trade", "place")


@dataclass(frozen=True, slots=True)
class Case:
    """One event and system. candidates: (n, len(TERMS)); parts, signs: of each; wanted: right parts, None where none is."""

    candidates: F64
    parts: tuple[str, ...]
    signs: tuple[int, ...]
    wanted: tuple[str, ...] | None
    sign: int


@dataclass(frozen=True, slots=True)
class Weights:
    """values: per unit of each term; the threshold lies at 0."""

    values: F64

    def scores(self, case: Case) -> F64:
        return case.candidates @ self.values


def at_commit(commit: str, folder: Path) -> Path:
    """The data of a commit, written under a folder."""
    names = ("data/forces.toml", "data/trades.toml", "data/systems")
    known = subprocess.run(
        ("git", "ls-tree", "--name-only", commit, *names), check=True, capture_output=True, text=True
    ).stdout.split()
    packed = subprocess.run(
        ("git", "archive", "--format=tar", commit, *known), check=True, capture_output=True
    )
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return folder / "data"


def cases_of(halves: str, data: Path) -> list[Case]:
    """Every candidate of every event of a set, whatever its bearing."""
    events = [e for half in halves.split(",") for e in read_events(FILES[half], half=half)]
    found = impacts_of(events, data, ImpactSettings(min_bearing=0.0), "impact/candidates")
    cases = []
    for event in events:
        for system_id, judged in event.judged.items():
            rows = found.get((event.event_id, system_id), [])
            cases.append(
                Case(
                    candidates=np.array([_terms(json.loads(r["derivation"])) for r in rows])
                    .reshape(len(rows), len(TERMS)),
                    parts=tuple(r["part_id"] for r in rows),
                    signs=tuple(r["sign"] for r in rows),
                    wanted=None if judged is None else judged[0],
                    sign=0 if judged is None else judged[1],
                )
            )  # fmt: skip
    return cases


def _terms(derivation: dict[str, Any]) -> list[float]:
    told: dict[str, float] = derivation["bearing"]["terms"]
    unread = derivation["meaning"]["score"] is None
    went_in = {name: told[name] / unit for name, unit in UNITS.items()}
    went_in |= {
        "start": 1.0,
        "unread": float(unread),
        "meaning": 0.0 if unread else told["meaning"] / kept.MEANING,
    }
    return [went_in[name] for name in TERMS]


def fit(cases: Sequence[Case]) -> Weights:
    """Weights by ridge-penalised likelihood; the start is then moved to leave NO_TIE of the untouched pairs free."""
    every = np.concatenate([c.candidates for c in cases])
    spread = np.where(every.std(axis=0) > 0, every.std(axis=0), 1.0)
    penalty = RIDGE * np.array([name != "start" for name in TERMS], dtype=np.float64)

    def loss(w: F64) -> tuple[float, F64]:
        total, slope = 0.5 * float(penalty @ w**2), penalty * w
        for case in cases:
            x = case.candidates / spread
            right = np.array(
                [*(case.wanted is not None and p in case.wanted for p in case.parts), case.wanted is None]
            )
            if not len(x) or not right.any():
                continue
            z = np.append(x @ w, 0.0)
            share = np.exp(z - z.max())
            share /= share.sum()
            hit = float((share * right).sum())
            total -= math.log(hit)
            slope = slope + (share - share * right / hit)[:-1] @ x
        return total, slope

    values = minimize(loss, np.zeros(len(TERMS)), jac=True, method="L-BFGS-B").x / spread
    values[TERMS.index("start")] -= threshold(cases, Weights(values))
    return Weights(values)


def threshold(cases: Sequence[Case], weights: Weights) -> float:
    """The score above which NO_TIE of the untouched pairs would be told."""
    best = sorted(float(weights.scores(c).max(initial=-99.0)) for c in cases if c.wanted is None)
    return best[min(len(best), math.ceil(NO_TIE * len(best))) - 1]


def measured(cases: Sequence[Case], weights: Weights) -> dict[str, float]:
    """Part, sign of the right parts, and no tie, by direct impacts alone."""
    right, signs, free = [], [], []
    for case in cases:
        z = weights.scores(case)
        told = len(z) > 0 and z.max() > 0
        if case.wanted is None:
            free.append(not told)
            continue
        first = int(z.argmax()) if told else -1
        right.append(told and case.parts[first] in case.wanted)
        if right[-1]:
            signs.append(case.signs[first] == case.sign)
    return {"part": float(np.mean(right)), "sign": float(np.mean(signs)), "no_tie": float(np.mean(free))}


def main() -> None:
    """Print the scores out of set and the weights of all sets."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sets = {n: cases_of(n, at_commit(c, Path(scratch) / c)) for n, c in SETS.items()}
    in_use = (
        kept.START, kept.FORCE, kept.WORDING, kept.TOUCH, kept.MEANING, kept.UNREAD, kept.SENSITIVITY, kept.TRADE,
        kept.PLACE,
    )  # fmt: skip
    shipped = Weights(np.array(in_use))
    for name, cases in sets.items():
        others = [case for other, found in sets.items() if other != name for case in found]
        for label, weights in (("weights of the other sets", fit(others)), ("as shipped", shipped)):
            told = "  ".join(f"{k} {v:.3f}" for k, v in measured(cases, weights).items())
            print(f"{name:12s} {label:26s} {told}")
    fitted = fit([case for found in sets.values() for case in found])
    print("fitted on all:", "  ".join(f"{n} {v:.2f}" for n, v in zip(TERMS, fitted.values, strict=True)))


if __name__ == "__main__":
    main()
