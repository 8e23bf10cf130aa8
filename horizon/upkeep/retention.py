"""Which things are older than the workspace wants to keep them. Pure: limits in days -> moments before which they go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from horizon.config import RetentionSettings

Kind = Literal["body", "text", "people"]


@dataclass(frozen=True, slots=True)
class Cut:
    """What was first fetched or seen before a moment goes."""

    kind: Kind
    before: datetime


def cuts(settings: RetentionSettings, now: datetime) -> tuple[Cut, ...]:
    """One cut for each limit that is set, in a fixed order; none where everything is kept."""
    limits: tuple[tuple[Kind, int | None], ...] = (
        ("body", settings.keep_bodies_days),
        ("text", settings.keep_text_days),
        ("people", settings.keep_people_days),
    )
    return tuple(Cut(kind, now - timedelta(days=days)) for kind, days in limits if days is not None)
