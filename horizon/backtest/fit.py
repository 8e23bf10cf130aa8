"""Fitting the emergence model: once on whole corpora for what ships, or again and again on earlier weeks only in a replay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from horizon.signals import emergence
from horizon.signals.emergence import Features, inputs
from horizon.signals.series import F64

STRENGTH = 0.1  # inverse of the penalty
REFIT_WEEKS = 13
MIN_CASES, MIN_HITS = 1000, 40
# features, and products of those whose effect depends on each other; chosen on the earlier part of one corpus
INPUTS = (
    "week_1", "week_4", "week_8", "week_12", "year", "like_4", "like_12", "like_year", "theme_4", "theme_12", "theme_year",
    "active_12", "active_4", "log_silent", "log_age", "coherence", "novelty", "is_term", "burst", "fresh", "fresh_12",
    "theme_fresh", "peak", "week_4*active_4", "week_8*active_12", "week_12*active_12", "theme_4*theme_fresh",
    "week_12*fresh_12", "week_12*log_silent", "week_12*log_age", "is_term*burst", "year*fresh", "year*week_8",
    "week_8*week_8", "year*year", "week_12*week_12", "active_12*active_12", "log_silent*log_silent", "fresh*fresh",
)  # fmt: skip


class Fit:
    """Standardised logistic regression on (x, y) of several corpora, each with the same total weight.

    x: (n, n_inputs), nan where unknown. mean, scale: of an earlier fit, for bootstrap fits.
    """

    def __init__(
        self, parts: Sequence[tuple[F64, F64]], mean: F64 | None = None, scale: F64 | None = None
    ) -> None:
        from sklearn.linear_model import LogisticRegression

        x = np.concatenate([p[0] for p in parts])
        y = np.concatenate([p[1] for p in parts])
        total = len(y) / len(parts)
        weight = np.concatenate([np.full(len(p[1]), total / len(p[1])) for p in parts])
        self.mean = np.nan_to_num(np.nanmean(x, axis=0)) if mean is None else mean
        self.scale = np.maximum(np.nan_to_num(np.nanstd(x, axis=0)), 1e-6) if scale is None else scale
        model: Any = LogisticRegression(C=STRENGTH, max_iter=5000)
        self.model = model.fit(self._standard(x), y, sample_weight=weight)

    def _standard(self, x: F64) -> F64:
        return np.nan_to_num((x - self.mean) / self.scale)

    @property
    def coefficients(self) -> tuple[float, ...]:
        """Intercept, then the weights."""
        return (float(self.model.intercept_[0]), *(float(v) for v in self.model.coef_[0]))

    def predict(self, x: F64) -> F64:
        """Probabilities (n,)."""
        return np.asarray(self.model.predict_proba(self._standard(x))[:, 1], dtype=np.float64)

    def as_model(self, model_id: str) -> emergence.Model:
        """The fit as plain numbers; its interval is the point itself, since no weeks were drawn again."""
        return emergence.Model(
            model_id=model_id, names=INPUTS, mean=tuple(map(float, self.mean)), scale=tuple(map(float, self.scale)),
            intercept=self.coefficients[0], weights=self.coefficients[1:], boot=(self.coefficients,),
        )  # fmt: skip


@dataclass(slots=True)
class WalkForward:
    """The model a replay may use in a week: fitted anew every quarter on cases whose outcome was known by then."""

    start: emergence.Model | None  # until enough is known; None is the rule
    _x: list[F64] = field(default_factory=list)
    _y: list[float] = field(default_factory=list)
    _model: emergence.Model | None = None
    _weeks: int = 0

    def learn(self, features: Sequence[Features], came_true: Sequence[bool | None]) -> None:
        """Take in one week's cases, when their eight weeks are over."""
        for f, y in zip(features, came_true, strict=True):
            if y is not None and asdict(f)["log_growth"] is not None:
                self._x.append(inputs(f, INPUTS))
                self._y.append(float(y))
        self._weeks += 1
        if self._weeks % REFIT_WEEKS == 0 and len(self._y) >= MIN_CASES and sum(self._y) >= MIN_HITS:
            fit = Fit([(np.stack(self._x), np.array(self._y))])
            self._model = fit.as_model(f"walk-forward-{self._weeks}")

    @property
    def model(self) -> emergence.Model | None:
        return self._model or self.start
