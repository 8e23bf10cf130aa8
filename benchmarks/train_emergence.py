"""Fit the emergence model on the cases of one or more backtests and write models/emergence/.

    python benchmarks/train_emergence.py data/local/backtest/huffpost_2018_2022.cases.jsonl [MORE.cases.jsonl ...]

Proof before fitting: trained on the earlier 60 % of the weeks of each corpus, tested on the weeks that start at least twenty
weeks later (so that neither window nor outcome overlaps); with several corpora also trained on the others and tested on
each. The weights that are kept are fitted on everything; the bootstrap draws whole weeks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from horizon.signals.emergence import NAMES

ROOT = Path(__file__).parents[1]
GAP = timedelta(weeks=20)
TRAIN_SHARE = 0.6
STRENGTH = 0.1  # inverse of the penalty
N_BOOT = 40


class Cases:
    """Feature matrix (n, n_features) with nan for unknown, outcomes and weeks of one corpus."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        rows = [r for r in rows if r["is_doubled"] is not None and r["features"]["log_growth"] is not None]
        self.name = path.name.split(".")[0]
        self.x = np.array(
            [[np.nan if r["features"][n] is None else r["features"][n] for n in NAMES] for r in rows]
        )
        self.y = np.array([r["is_doubled"] for r in rows], dtype=float)
        self.week = np.array([date.fromisoformat(r["week_on"]).toordinal() for r in rows])


class Fit:
    """Standardised logistic regression; features that are never known or never vary in training are left out."""

    def __init__(
        self, x: Any, y: Any, used: tuple[int, ...] | None = None, mean: Any = None, scale: Any = None
    ) -> None:
        from sklearn.linear_model import LogisticRegression

        known = [
            j for j in range(x.shape[1]) if np.isfinite(x[:, j]).mean() > 0.2 and np.nanstd(x[:, j]) > 1e-9
        ]
        self.used = tuple(known) if used is None else used
        part = x[:, self.used]
        self.mean = np.nanmean(part, axis=0) if mean is None else mean
        self.scale = np.nanstd(part, axis=0) if scale is None else scale
        self.model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(self._standard(x), y)

    def _standard(self, x: Any) -> Any:
        return np.nan_to_num((x[:, self.used] - self.mean) / self.scale)

    def predict(self, x: Any) -> Any:
        """Probabilities (n,)."""
        return self.model.predict_proba(self._standard(x))[:, 1]


def scores(p: Any, y: Any) -> dict[str, Any]:
    """AUC, Brier score beside that of the base rate, lift of the best tenth with its bootstrap interval, reliability."""
    from sklearn.metrics import roc_auc_score

    base = float(y.mean())
    top = y[p >= np.quantile(p, 0.9)]
    random = np.random.default_rng(0)
    boot = [random.choice(top, len(top)).mean() / base for _ in range(500)]
    fifth = np.searchsorted(np.quantile(p, [0.2, 0.4, 0.6, 0.8]), p)
    return {
        "n": len(y),
        "base_rate": round(base, 4),
        "auc": round(float(roc_auc_score(y, p)), 3),
        "brier": round(float(np.mean((p - y) ** 2)), 5),
        "brier_of_base_rate": round(base * (1 - base), 5),
        "lift_of_best_tenth": round(float(top.mean() / base), 2),
        "lift_interval_90": [round(float(q), 2) for q in np.quantile(boot, [0.05, 0.95])],
        "reliability": [
            [
                round(float(p[fifth == k].mean()), 4),
                round(float(y[fifth == k].mean()), 4),
                int((fifth == k).sum()),
            ]
            for k in range(5)
        ],
    }


def later_weeks(cases: Cases) -> dict[str, Any]:
    """Scores on the later weeks of a model that saw only the earlier ones."""
    cut = int(np.quantile(cases.week, TRAIN_SHARE))
    train, test = cases.week < cut, cases.week >= cut + GAP.days
    return scores(Fit(cases.x[train], cases.y[train]).predict(cases.x[test]), cases.y[test])


def other_corpora(corpora: list[Cases], held_out: int) -> dict[str, Any]:
    """Scores on one corpus of a model that saw only the others."""
    rest = [c for i, c in enumerate(corpora) if i != held_out]
    fit = Fit(np.concatenate([c.x for c in rest]), np.concatenate([c.y for c in rest]))
    return scores(fit.predict(corpora[held_out].x), corpora[held_out].y)


def bootstrap(corpora: list[Cases], fit: Fit) -> list[list[float]]:
    """Intercept and weights of fits on weeks drawn with replacement."""
    random = np.random.default_rng(0)
    out = []
    for _ in range(N_BOOT):
        xs, ys = [], []
        for c in corpora:
            weeks, start = np.unique(c.week, return_inverse=True)
            times = np.bincount(random.integers(0, len(weeks), len(weeks)), minlength=len(weeks))[start]
            chosen = np.repeat(np.arange(len(c.y)), times)
            xs.append(c.x[chosen])
            ys.append(c.y[chosen])
        again = Fit(np.concatenate(xs), np.concatenate(ys), fit.used, fit.mean, fit.scale).model
        out.append([round(float(v), 5) for v in (again.intercept_[0], *again.coef_[0])])
    return out


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "emergence")
    options = parser.parse_args()
    corpora = [Cases(path) for path in options.cases]
    proof: dict[str, Any] = {f"later weeks of {c.name}": later_weeks(c) for c in corpora}
    if len(corpora) > 1:
        proof |= {
            f"{c.name}, trained on the others": other_corpora(corpora, i) for i, c in enumerate(corpora)
        }
    fit = Fit(np.concatenate([c.x for c in corpora]), np.concatenate([c.y for c in corpora]))
    weights = {
        "model_id": "",
        "names": [NAMES[j] for j in fit.used],
        "mean": [round(float(v), 5) for v in fit.mean],
        "scale": [round(float(v), 5) for v in fit.scale],
        "intercept": round(float(fit.model.intercept_[0]), 5),
        "weights": [round(float(v), 5) for v in fit.model.coef_[0]],
        "boot": bootstrap(corpora, fit),
    }
    digest = hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()
    weights["model_id"] = f"emergence-{digest[:8]}"
    text = json.dumps(weights, indent=1) + "\n"
    manifest = {
        "model_id": weights["model_id"],
        "task": "probability that a signal's share at least doubles within eight weeks",
        "kind": "logistic regression, plain numbers",
        "file": "weights.json",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "trained_by": "benchmarks/train_emergence.py",
        "training": {
            c.name: {
                "n_cases": len(c.y),
                "first_week_on": date.fromordinal(int(c.week.min())).isoformat(),
                "last_week_on": date.fromordinal(int(c.week.max())).isoformat(),
            }
            for c in corpora
        },
        "proof": proof,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "weights.json").write_text(text, encoding="utf-8")
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1))
    print(dict(zip(weights["names"], weights["weights"], strict=True)))


if __name__ == "__main__":
    main()
