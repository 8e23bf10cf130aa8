"""Probability that a signal emerges: over the next weeks, at least twice the share it had over the year up to now.

A small fitted model, or a documented rule where history is short. Both read features known at the end of the week, all
scale-free: shares are measured in typical topics. docs/methodology/emergence.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from horizon.errors import ConfigError
from horizon.signals.history import IntArray
from horizon.signals.series import F64

RULE = "rule"
RULE_BASE = 0.08  # of signals of a week, how many emerge: the rule's starting point
RULE_GAIN = 0.22
RULE_CEILING = 0.6
RULE_WEIGHT = 6.0  # the rule is believed like six observed cases
LEVEL = 0.9
YEAR_WEEKS = 52
MIN_MODEL_WEEKS = 26  # of history that the model needs; with less the rule is used
HALF = 0.5  # typical topics added to both sides of a ratio of shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Known at the end of the week. Unknowns are None; the model puts its training mean there.

    week_1 .. year: log(1 + share over so many last weeks in typical topics). like_ is of members and look-alikes, theme_ of
    the wider theme. fresh: log ratio of the last four weeks' share to the year's.
    """

    log_growth: float | None  # log2 of growth_ratio
    growth_probability: float | None
    week_1: float
    week_4: float
    week_8: float
    week_12: float
    year: float
    like_4: float
    like_12: float
    like_year: float
    theme_4: float | None
    theme_12: float | None
    theme_year: float | None
    active_12: float  # share of the last twelve weeks with an origin
    active_4: float
    log_silent: float  # log(1 + weeks since the last origin)
    log_age: float  # log(1 + weeks since the first document)
    peak: float  # share of the last twelve weeks' origins that came in their busiest week
    fresh: float
    fresh_12: float  # of the last four weeks to the last twelve
    theme_fresh: float | None
    novelty: float | None
    coherence: float | None
    is_term: float
    burst: float  # gain of its bursting term, 0 without one
    new_actor_share: float | None  # of actors named lately, those not named before
    n_classes: float  # source classes that have taken it up


NAMES = tuple(Features.__dataclass_fields__)


def series_features(
    own: IntArray, alike: IntArray, theme: IntArray | None, totals: IntArray, typical: float
) -> dict[str, Any]:
    """The features that come from weekly counts. All arrays (n_weeks,), classes pooled, oldest week first."""

    def level(counts: IntArray, weeks: int) -> float:
        return float(np.log1p(_share(counts, totals, weeks) / typical))

    def fresh(counts: IntArray, weeks: int) -> float:
        prior = HALF * typical
        return float(np.log((_share(counts, totals, 4) + prior) / (_share(counts, totals, weeks) + prior)))

    seen = np.flatnonzero(own)
    twelve = own[-12:]
    return {
        "week_1": level(own, 1),
        "week_4": level(own, 4),
        "week_8": level(own, 8),
        "week_12": level(own, 12),
        "year": level(own, YEAR_WEEKS),
        "like_4": level(alike, 4),
        "like_12": level(alike, 12),
        "like_year": level(alike, YEAR_WEEKS),
        "theme_4": None if theme is None else level(theme, 4),
        "theme_12": None if theme is None else level(theme, 12),
        "theme_year": None if theme is None else level(theme, YEAR_WEEKS),
        "active_12": float((twelve > 0).mean()),
        "active_4": float((own[-4:] > 0).mean()),
        "log_silent": float(np.log1p(len(own) - 1 - seen[-1])) if len(seen) else float(np.log1p(len(own))),
        "log_age": float(np.log1p(len(own) - 1 - seen[0])) if len(seen) else 0.0,
        "peak": float(twelve.max() / max(1, twelve.sum())),
        "fresh": fresh(own, YEAR_WEEKS),
        "fresh_12": fresh(own, 12),
        "theme_fresh": None if theme is None else fresh(theme, YEAR_WEEKS),
    }


def _share(counts: IntArray, totals: IntArray, weeks: int) -> float:
    return float(counts[-weeks:].sum() / max(1, int(totals[-weeks:].sum())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A probability with its 90 % interval and where it comes from; all None when nothing can be said."""

    probability: float | None
    low: float | None
    high: float | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Logistic model as plain numbers. boot: (n_boot, 1 + n_inputs) coefficients of the bootstrap fits.

    An input is a feature, or the product of two, written `a*b`.
    """

    model_id: str
    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    intercept: float
    weights: tuple[float, ...]
    boot: tuple[tuple[float, ...], ...]

    def estimate(self, features: Features) -> Estimate:
        """Probability and the 5 %..95 % range over the bootstrap fits."""
        x = (inputs(features, self.names) - np.array(self.mean)) / np.array(self.scale)
        x = np.where(np.isnan(x), 0.0, x)
        p = _sigmoid(self.intercept + float(x @ np.array(self.weights)))
        boot = np.array(self.boot)
        spread = 1.0 / (1.0 + np.exp(-(boot[:, 0] + boot[:, 1:] @ x)))
        low, high = np.quantile(spread, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Estimate(probability=p, low=min(float(low), p), high=max(float(high), p), basis=self.model_id)


def inputs(features: Features, names: Sequence[str]) -> F64:
    """Values of the model's inputs, nan where a feature is unknown."""
    known = {n: np.nan if v is None else float(v) for n, v in asdict(features).items()}
    return np.array([np.prod([known[part] for part in name.split("*")]) for name in names], dtype=np.float64)


def estimate(features: Features, model: Model | None, *, n_weeks: int) -> Estimate:
    """The model's estimate where it and enough history are there; the rule's otherwise; unknown without growth.

    n_weeks: weeks of history that anything was collected in.
    """
    if features.log_growth is None or features.growth_probability is None:
        return Estimate(probability=None, low=None, high=None, basis=RULE)
    if model is None or n_weeks < MIN_MODEL_WEEKS:
        return by_rule(features)
    return model.estimate(features)


def by_rule(features: Features) -> Estimate:
    """Base rate, raised by sure growth and novelty: base + gain x P(growth) x log2 growth x novelty, at most 0.6.

    The interval is that of a Beta with the weight of six cases.
    """
    from scipy.special import betaincinv

    gain = max(0.0, features.log_growth or 0.0) * (features.growth_probability or 0.0)
    gain *= 0.5 if features.novelty is None else features.novelty
    p = min(RULE_CEILING, RULE_BASE + RULE_GAIN * gain)
    a, b = 0.5 + RULE_WEIGHT * p, 0.5 + RULE_WEIGHT * (1 - p)
    low, high = betaincinv(a, b, (1 - LEVEL) / 2), betaincinv(a, b, (1 + LEVEL) / 2)
    return Estimate(probability=p, low=min(float(low), p), high=max(float(high), p), basis=RULE)


def load_model(path: Path) -> Model | None:
    """Model from a weights.json, None when there is none. Raises ConfigError for a file that does not fit this code."""
    if not path.exists():
        return None
    try:
        data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        model = Model(
            model_id=str(data["model_id"]),
            names=tuple(data["names"]),
            mean=_floats(data["mean"]),
            scale=_floats(data["scale"]),
            intercept=float(data["intercept"]),
            weights=_floats(data["weights"]),
            boot=tuple(_floats(row) for row in data["boot"]),
        )
    except (KeyError, TypeError, ValueError) as exc:
        raise ConfigError(
            f"{path}: not an emergence model ({exc}). Restore the file or train it anew."
        ) from exc
    parts = {part for name in model.names for part in name.split("*")}
    if not parts <= set(NAMES) or any(len(row) != 1 + len(model.names) for row in model.boot):
        raise ConfigError(f"{path}: made for other features ({', '.join(model.names)}). Train it anew.")
    return model


def _floats(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


def _sigmoid(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-x)))
