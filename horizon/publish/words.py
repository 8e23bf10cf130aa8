"""Fixed words: the probability scale, evidence and uncertainty in words, and the interface texts in both languages."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

# PHIA probability yardstick: published bands leave gaps; a value in a gap takes the nearer band
BANDS = ((0.075, "remote"), (0.225, "highly_unlikely"), (0.375, "unlikely"), (0.525, "realistic"),
         (0.775, "likely"), (0.925, "highly_likely"), (1.01, "almost_certain"))  # fmt: skip


@cache
def texts(language: str) -> dict[str, str]:
    """Interface texts by key; English where a language lacks one."""
    data = tomllib.loads(
        resources.files("horizon.publish").joinpath("texts.toml").read_text(encoding="utf-8")
    )
    return {key: str(value.get(language, value["en"])) for key, value in data.items()}


def probability_key(probability: float | None) -> str:
    """Band of the yardstick; `unknown` for None."""
    if probability is None:
        return "unknown"
    return next(key for limit, key in BANDS if probability < limit)


def uncertainty_key(score: float | None) -> str:
    """low, moderate or high uncertainty; `unknown` for None."""
    if score is None:
        return "unknown"
    return "low" if score < 0.34 else "moderate" if score < 0.67 else "high"


def lag_text(low: int | None, high: int | None, words: dict[str, str]) -> str:
    """A span of weeks as people say it."""
    if low is None or high is None:
        return words["lag_unknown"]
    if high <= 12:
        return words["lag_weeks"].format(low=low, high=high)
    if low < 8:
        return words["lag_to_months"].format(high=round(high / 4.35))
    return words["lag_months"].format(low=round(low / 4.35), high=round(high / 4.35))


def day_text(day: date | None, words: dict[str, str]) -> str:
    """A date with its month in words; `undated` for None."""
    return f"{day.day} {words['months'].split()[day.month - 1]} {day.year}" if day else words["undated"]
