"""Clock times beside a day, with the zone that the text names. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from horizon.enrich.date_found import DateFound
from horizon.enrich.date_words import ZONES

_CLOCK = (
    r"(?:(?P<h>[01]?\d|2[0-4])[:.](?P<mi>[0-5]\d)(?:\s*(?P<ap1>[ap]\.?m\b\.?))?|"
    r"(?P<h2>1[0-2]|[1-9])\s*(?P<ap2>[ap]\.?m\b\.?)|"
    r"(?:kl(?:ockan|\.)?\s*)(?P<h3>[01]?\d|2[0-4])\b|(?P<noon>noon|midday)|(?P<midnight>midnight|midnatt))"
)
_ZONE = r"(?:\s*,?\s*\(?(?P<z>central\s+european|[a-zåäö]+)(?:\s+(?:local\s+)?(?:standard\s+|summer\s+)?(?:time|tid)\b)?\)?)?"
_AFTER = re.compile(
    rf"^[\s,(]*(?:at|by|before|until|no\s+later\s+than|kl(?:ockan|\.)?|senast|innan|före|,)*\s*{_CLOCK}{_ZONE}",
    re.I,
)
_BEFORE = re.compile(
    rf"\b{_CLOCK}{_ZONE}\s*,?\s*(?:on|den|the|of)?\s*(?:\w+day\s+|\w+dag(?:en)?\s+(?:den\s+)?)?$", re.I
)


def with_time(one: DateFound, text: str) -> DateFound:
    """The clock time that stands right after or right before a day."""
    if one.precision != "day":
        return one
    match = _AFTER.match(text[one.end : one.end + 60]) or _BEFORE.search(
        text[max(0, one.start - 60) : one.start]
    )
    if match is None:
        return one
    at = _clock(match)
    zone = ZONES.get(" ".join((match["z"] or "").lower().split()))
    return replace(one, at_time=at, time_zone=zone) if at else one


def _clock(match: re.Match[str]) -> time | None:
    if match["midnight"]:
        return time(23, 59)  # the end of that day
    if match["noon"]:
        return time(12)
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = int(match["mi"] or 0)
    half = (match["ap1"] or match["ap2"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour == 24:
        return time(23, 59)
    return time(hour, minute)
