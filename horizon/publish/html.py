"""Digest -> one self-contained HTML page: no script, no request, nothing from a feed but text."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from horizon.publish.charts import RINGS, curve_svg, nearest_ring, radar_svg, strongest
from horizon.publish.markdown import emergence_words, evidence_words, sign_key
from horizon.publish.records import Digest
from horizon.publish.words import day_text, lag_text, texts, uncertainty_key


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("horizon.publish"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def to_html(digest: Digest) -> str:
    """The whole page as text."""
    w = texts(digest.language)

    def day(value: date | None) -> str:
        return day_text(value, w)

    helpers: dict[str, Any] = {
        "w": w,
        "day": day,
        "lag": lambda p: lag_text(p.lag_weeks_low, p.lag_weeks_high, w),
        "sign": lambda p: w[sign_key(p.sign)],
        "number": lambda v: "?" if v is None else f"{v:+.1f}",
        "emergence": lambda item: emergence_words(item, w),
        "evidence": lambda item: evidence_words(item, w),
        "uncertainty": lambda item: w[uncertainty_key(item.uncertainty_score)],
        "curve": lambda item: Markup(curve_svg(item.curve, f"{w['curve']}: {item.label}")),
        "ring": lambda item: RINGS[nearest_ring(item)][1],
        "strongest": strongest,
        "safe_url": lambda url: url if url and url.startswith(("https://", "http://")) else None,
    }
    week = w["week"].format(
        number=digest.week_on.isocalendar().week,
        first=day(digest.week_on),
        last=day(digest.week_on + timedelta(days=6)),
    )
    radar = Markup(radar_svg(digest.items, w["radar"]))
    return (
        _environment().get_template("digest.html.j2").render(d=digest, week=week, radar=radar, **helpers)
        + "\n"
    )
