"""Probability that a signal's share at least doubles in the next weeks: a documented rule, or a small fitted model.

Both read the same few features, all known at the end of the week and all scale-free. docs/methodology/emergence.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from horizon.errors import ConfigError

RULE = "rule"
RULE_BASE = 0.08  # of topics alive in a week, how many double in the next eight: the rule's starting point
RULE_GAIN = 0.22
RULE_CEILING = 0.6
RULE_WEIGHT = 6.0  # the rule is believed like six observed cases
LEVEL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Known at the end of the week. Unknowns are None; the model puts its training mean there."""

    log_growth: float | None  # log2 of growth_ratio
    growth_probability: float | None
    theme_growth: float | None  # log2 of the wider theme's growth ratio
    log_share: float  # natural log of recent share over the typical share, smoothed
    novelty: float | None
    is_burst: float  # 1 when the term-burst detector agrees
    log_age: float  # log(1 + weeks since the first document)
    active_share: float  # of the last four weeks
    new_actor_share: float | None  # of actors named lately, those not named before
    coherence: float | None
    n_classes: float  # source classes that have taken it up


NAMES = tuple(Features.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A probability with its 90 % interval and where it comes from; all None when nothing can be said."""

    probability: float | None
    low: float | None
    high: float | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Logistic model as plain numbers. boot: (n_boot, 1 + n_features) coefficients of the bootstrap fits."""

    model_id: str
    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    intercept: float
    weights: tuple[float, ...]
    boot: tuple[tuple[float, ...], ...]

    def estimate(self, features: Features) -> Estimate:
        """Probability and the 5 %..95 % range over the bootstrap fits."""
        known = asdict(features)
        x = np.array(
            [
                0.0 if known[n] is None else (known[n] - m) / s
                for n, m, s in zip(self.names, self.mean, self.scale, strict=True)
            ]
        )
        p = _sigmoid(self.intercept + float(x @ np.array(self.weights)))
        boot = np.array(self.boot)
        spread = 1.0 / (1.0 + np.exp(-(boot[:, 0] + boot[:, 1:] @ x)))
        low, high = np.quantile(spread, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Estimate(probability=p, low=min(float(low), p), high=max(float(high), p), basis=self.model_id)


def estimate(features: Features, model: Model | None) -> Estimate:
    """The model's estimate where there is a model and a past to compare with; the rule's otherwise; unknown without growth."""
    if features.log_growth is None or features.growth_probability is None:
        return Estimate(probability=None, low=None, high=None, basis=RULE)
    return model.estimate(features) if model is not None else by_rule(features)


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
    if not set(model.names) <= set(NAMES) or any(len(row) != 1 + len(model.names) for row in model.boot):
        raise ConfigError(f"{path}: made for other features ({', '.join(model.names)}). Train it anew.")
    return model


def _floats(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


def _sigmoid(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-x)))
