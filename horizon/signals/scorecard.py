"""How the forecasts did: running hit rate, Brier score and the misses. Pure. docs/methodology/forecasts.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

LEVEL = 0.95
MISS_COLUMNS = (
    "signal_id", "week_on", "label", "emergence_probability", "n_later", "share_later", "share_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Of all forecasts made by a moment. Rates are None until one was scored."""

    n_made: int
    n_open: int
    n_scored: int
    n_came_true: int
    n_unknown: int
    hit_rate: float | None
    hit_low: float | None
    hit_high: float | None
    mean_said: float | None  # mean probability of the scored that had one
    brier: float | None  # of those; 0 is perfect, 0.25 is saying one half always
    brier_of_hit_rate: float | None  # of having said the hit rate each time
    n_distinct: int  # matters among the scored; a matter flagged again is not independent
    next_due_on: date | None
    misses: tuple[dict[str, Any], ...]  # said most surely first

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def scorecard(rows: Sequence[Mapping[str, Any]], *, max_misses: int = 10) -> Scorecard:
    """rows: of status/forecasts."""
    scored = [r for r in rows if r["status"] in ("came_true", "missed")]
    hits = sum(r["status"] == "came_true" for r in scored)
    said = [(r["emergence_probability"], r["status"] == "came_true") for r in scored
            if r["emergence_probability"] is not None]  # fmt: skip
    low, high = _interval(hits, len(scored))
    share = sum(y for _, y in said) / len(said) if said else None
    misses = sorted(
        (r for r in scored if r["status"] == "missed"),
        key=lambda r: (-(r["emergence_probability"] or 0.0), r["week_on"], r["signal_id"]),
    )
    waiting = [r["due_on"] for r in rows if r["status"] == "open"]
    return Scorecard(
        n_made=len(rows),
        n_open=len(waiting),
        n_scored=len(scored),
        n_came_true=hits,
        n_unknown=sum(r["status"] == "unknown" for r in rows),
        hit_rate=hits / len(scored) if scored else None,
        hit_low=low,
        hit_high=high,
        mean_said=sum(p for p, _ in said) / len(said) if said else None,
        brier=sum((p - y) ** 2 for p, y in said) / len(said) if said else None,
        brier_of_hit_rate=None if share is None else share * (1 - share),
        n_distinct=len({r["signal_id"] for r in scored}),
        next_due_on=min(waiting, default=None),
        misses=tuple({key: r[key] for key in MISS_COLUMNS} for r in misses[:max_misses]),
    )  # fmt: skip


def _interval(hits: int, n: int) -> tuple[float | None, float | None]:
    """Beta interval of a rate (Jeffreys' prior); None without a case."""
    if n == 0:
        return None, None
    from scipy.special import betaincinv

    a, b = hits + 0.5, n - hits + 0.5
    return float(betaincinv(a, b, (1 - LEVEL) / 2)), float(betaincinv(a, b, (1 + LEVEL) / 2))
