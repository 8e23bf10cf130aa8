"""Fit the emergence model on the cases of one or more backtests and write models/emergence/.

    python -m benchmarks.train_emergence data/local/backtest/huffpost_2018_2022.cases.jsonl [MORE.cases.jsonl ...]

Proof before fitting: trained on the earlier 60 % of the weeks of each corpus, tested on the weeks that start at least nine weeks
later (so that no outcome overlaps); with several corpora also trained on the others and tested on each. The weights that are
kept are fitted on everything, each corpus weighing the same; the bootstrap draws whole weeks. What is foretold, and the half
document that smooths it, stands in horizon/signals/forecast.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from horizon.backtest import measures
from horizon.backtest.cases import Case, read_cases
from horizon.backtest.fit import INPUTS, Fit
from horizon.signals.emergence import Features, inputs
from horizon.signals.forecast import CRITERION, DUE_WEEKS

ROOT = Path(__file__).parents[1]
TRAIN_SHARE = 0.6
N_BOOT = 40


class Cases:
    """Inputs (n, n_inputs) with nan for unknown, outcomes and weeks of one corpus."""

    def __init__(self, path: Path) -> None:
        self.name = path.name.split(".")[0]
        self.rows = [
            c for c in read_cases(path) if c.came_true is not None and c.features["log_growth"] is not None
        ]
        self.x = np.array([inputs(Features(**c.features), INPUTS) for c in self.rows])  # type: ignore[arg-type]
        self.y = np.array([c.came_true for c in self.rows], dtype=float)
        self.week = np.array([c.week_on.toordinal() for c in self.rows])


def proof(test: Sequence[Case], p: Any) -> dict[str, Any]:
    """Calibration and the lift of the seven most probable a week, of probabilities the test cases never trained."""
    cases = [replace(c, probability=float(x)) for c, x in zip(test, p, strict=True)]
    found = measures.calibration(cases)
    found["top_7"] = measures.precision_and_lift(cases, measures.top_by(cases, "probability", 7))
    return dict(json.loads(json.dumps(found), parse_float=lambda s: round(float(s), 4)))


def split(c: Cases) -> tuple[Any, Any]:
    """Masks of the earlier weeks, and of the weeks far enough after them."""
    cut = int(np.quantile(np.unique(c.week), TRAIN_SHARE))
    return c.week < cut, c.week >= cut + timedelta(weeks=DUE_WEEKS + 1).days


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "emergence")
    options = parser.parse_args()
    corpora = [Cases(path) for path in options.cases]
    proofs: dict[str, Any] = {}
    for c in corpora:
        early, late = split(c)
        others = [(o.x, o.y) for o in corpora if o is not c]
        test = [r for r, keep in zip(c.rows, late, strict=True) if keep]
        proofs[f"{c.name}: later weeks"] = proof(test, Fit([(c.x[early], c.y[early])]).predict(c.x[late]))
        if others:
            proofs[f"{c.name}: later weeks, trained on its earlier weeks and the other corpora"] = proof(
                test, Fit([(c.x[early], c.y[early]), *others]).predict(c.x[late])
            )
            proofs[f"{c.name}: all weeks, trained on the other corpora"] = proof(
                c.rows, Fit(others).predict(c.x)
            )
    fit = Fit([(c.x, c.y) for c in corpora])
    weights = {
        "model_id": "",
        "names": list(INPUTS),
        "mean": [round(float(v), 5) for v in fit.mean],
        "scale": [round(float(v), 5) for v in fit.scale],
        "intercept": round(fit.coefficients[0], 5),
        "weights": [round(v, 5) for v in fit.coefficients[1:]],
        "boot": bootstrap(corpora, fit),
    }
    weights["model_id"] = (
        f"emergence-{hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()[:8]}"
    )
    text = json.dumps(weights) + "\n"
    manifest = {
        "model_id": weights["model_id"],
        "task": f"probability that a signal emerges: {CRITERION}",
        "kind": "logistic regression, plain numbers",
        "file": "weights.json",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "trained_by": "benchmarks/train_emergence.py",
        "training": {
            c.name: {
                "n_cases": len(c.y),
                "base_rate": round(float(c.y.mean()), 4),
                "first_week_on": date.fromordinal(int(c.week.min())).isoformat(),
                "last_week_on": date.fromordinal(int(c.week.max())).isoformat(),
            }
            for c in corpora
        },
        "proof": proofs,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "weights.json").write_text(text, encoding="utf-8")
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1))


def bootstrap(corpora: Sequence[Cases], fit: Fit) -> list[list[float]]:
    """Intercept and weights of fits on weeks drawn with replacement."""
    random = np.random.default_rng(0)
    out = []
    for _ in range(N_BOOT):
        parts = []
        for c in corpora:
            weeks, start = np.unique(c.week, return_inverse=True)
            times = np.bincount(random.integers(0, len(weeks), len(weeks)), minlength=len(weeks))[start]
            chosen = np.repeat(np.arange(len(c.y)), times)
            parts.append((c.x[chosen], c.y[chosen]))
        out.append([round(v, 5) for v in Fit(parts, fit.mean, fit.scale).coefficients])
    return out


if __name__ == "__main__":
    main()
