"""Fixed words: the probability scale, evidence and uncertainty in words, and the interface texts in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
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
        return words["lag_weeks" if low else "lag_to_weeks"].format(low=low, high=high)
    if low < 8:
        return words["lag_to_months"].format(high=round(high / 4.35))
    if high <= 60:
        return words["lag_months"].format(low=round(low / 4.35), high=round(high / 4.35))
    return words["lag_years"].format(low=round(low / 4.35), high=round(high / 52))


def day_text(day: date | None, words: dict[str, str]) -> str:
    """A date with its month in words; `undated` for None."""
    return f"{day.day} {words['months'].split()[day.month - 1]} {day.year}" if day else words["undated"]


def counted(n: int, noun: str, words: Mapping[str, str]) -> str:
    """A number with its noun in the right form: `one report`, `3 reports`."""
    return words[f"{noun}_one"] if n == 1 else words[f"{noun}_many"].format(n=n)


def coded(codes: Iterable[str], words: Mapping[str, str]) -> str:
    """Reason codes in words; a code without words shows as itself, without its underscores."""
    return ", ".join(words.get(f"code_{code}", code.replace("_", " ")) for code in codes)


def scale_legend(words: Mapping[str, str]) -> str:
    """The probability scale in one line."""
    spans = ("0-5", "10-20", "25-35", "40-50", "55-75", "80-90", "95-100")
    named = ", ".join(f"{words[key]} {span} %" for (_, key), span in zip(BANDS, spans, strict=True))
    return words["scale"].format(bands=named)
