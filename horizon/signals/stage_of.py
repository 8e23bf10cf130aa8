"""The stage of a signal's life, with the reasons, and the dates on which each kind of source took it up.

Rules and limits: docs/methodology/stages.md. First rule that holds decides; the reason codes name every fact used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from horizon.signals.attention import Growth
from horizon.signals.history import History, IntArray
from horizon.types import SOURCE_CLASSES

STAGES = ("weak", "emerging", "strong", "established", "fading", "dormant")
GROWTH_SURE = 0.95  # probability that makes growth a fact
GROWTH_RATIO = 1.5
DECLINE_SURE = 0.05
ESTABLISHED_WEEKS = 8  # active weeks of twelve
YOUNG_WEEKS = 8
BIG = 3.0  # times the typical topic
FAMILIAR = 0.25  # novelty below this: seen at much the same size before
SEASON = 0.5  # share a year ago, of the share now, that makes it a season ...
SEASON_RISE = 1.5  # ... where it was so many times the share of the rest of that year


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the stage is decided from; None is unknown."""

    n_origins: int  # judged week
    n_recent: int  # last four weeks
    n_window: int
    n_active_weeks: int  # weeks of the window with an origin
    age_weeks: int  # since the first document, 0 is this week
    growth: Growth | None
    novelty_score: float | None
    season_share: float | None
    usual_share: float | None  # of the rest of that year
    recent_share: float | None  # members and look-alikes, last four weeks
    recent_theme_share: float | None  # the same of the wider theme, which season_share is of too
    typical_share: float
    is_contradicted: bool = False
    is_outage: bool = False


def stage_of(f: Facts) -> tuple[str, tuple[str, ...]]:
    """Stage and reason codes."""
    codes = list(reasons(f))
    if f.n_recent == 0:
        return "dormant", (*codes, "silent_four_weeks")
    grows, falls = "growing" in codes, "declining" in codes
    is_old = "familiar" in codes or "steady_regular" in codes or "seasonal" in codes
    is_big = f.recent_share is not None and f.recent_share >= BIG * f.typical_share
    if falls and f.age_weeks >= 4:
        return "fading", tuple(codes)
    if is_old:
        return "established", tuple(codes)
    if is_big and f.n_active_weeks >= 3 and not falls:
        return "strong", (*codes, "large_share")
    if grows and f.n_active_weeks >= 2:
        return "emerging", tuple(codes)
    if f.n_active_weeks >= ESTABLISHED_WEEKS:
        return "established", tuple(codes)
    return "weak", tuple(codes)


def reasons(f: Facts) -> tuple[str, ...]:
    """Reason codes of the facts, in a fixed order."""
    g = f.growth
    found = {
        "new_this_week": f.age_weeks == 0,
        "young": 0 < f.age_weeks < YOUNG_WEEKS,
        "growing": is_growing(g),
        "sustained": is_growing(g) and g is not None and g.span >= 2 and f.n_active_weeks >= 2,
        "declining": g is not None and g.probability <= DECLINE_SURE and g.ratio < 0.75,
        "steady_regular": f.n_active_weeks >= ESTABLISHED_WEEKS and not is_growing(g),
        "familiar": f.novelty_score is not None and f.novelty_score < FAMILIAR,
        "seasonal": is_seasonal(f.season_share, f.usual_share, f.recent_theme_share),
        "few_origins": f.n_window <= 4,
        "short_history": g is None,
        "past_unknown": f.novelty_score is None,
        "contradicted": f.is_contradicted,
        "source_outage": f.is_outage,
    }
    return tuple(code for code, holds in found.items() if holds)


def is_growing(g: Growth | None) -> bool:
    """Growth that is both sure and large."""
    return g is not None and g.probability >= GROWTH_SURE and g.ratio >= GROWTH_RATIO


def is_seasonal(year_ago: float | None, usual: float | None, now: float | None) -> bool:
    """At this time last year it already had half of today's share, and had risen to it.

    What is there all year is no season: a steady matter that doubles would be one, too.
    """
    if year_ago is None or now is None or now <= 0 or year_ago < SEASON * now:
        return False
    return usual is None or year_ago >= SEASON_RISE * usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffusion:
    """First day on which each class of source had a document; None where it has none."""

    research_on: date | None
    policy_on: date | None
    news_on: date | None
    first_on: date | None


def diffusion(history: History, docs: IntArray) -> Diffusion:
    """Dates of the first document per source class."""
    first: dict[str, date] = {}
    for i in docs:
        name = SOURCE_CLASSES[history.source_class[i]]
        day = history.counted_at[i].date()
        if name not in first or day < first[name]:
            first[name] = day
    return Diffusion(
        research_on=first.get("research"),
        policy_on=first.get("policy"),
        news_on=first.get("news"),
        first_on=min(first.values()) if first else None,
    )


def geo_level(levels: Sequence[str | None]) -> str | None:
    """The commonest level of the documents; the wider one on a tie; None when nothing tells."""
    known = [x for x in levels if x is not None]
    if not known:
        return None
    width = ("local", "national", "international")
    return max(set(known), key=lambda x: (known.count(x), width.index(x) if x in width else -1))
