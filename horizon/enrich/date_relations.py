"""Second looks: what one date of a text tells of another (its year, its end, what it is counted from). Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from horizon.enrich.date_found import LASTING, LATER, DateFound
from horizon.enrich.date_reckoning import add, safe
from horizon.enrich.date_words import COUNT, NUMBERS, UNIT


def ranged(match: re.Match[str], made: DateFound) -> Iterable[DateFound]:
    """ "12-14 October": both ends."""
    if "range" in match.re.groupindex and match["range"]:
        first = safe(
            made.on_date.year,
            made.on_date.month,
            int(re.match(r"\d+", match["range"]).group(0)),  # type: ignore[union-attr]
        )
        if first and first <= made.on_date:
            yield replace(made, on_date=first, end=match.start("range") + len(match["range"].rstrip()))
            made = replace(made, start=match.start("d"))
    yield made


_JOINED = re.compile(
    r"^\s*(?:to|until|and|through|till(?:\s+och\s+med)?|t\.o\.m\.|och|–|-|—|,|or|eller)\s*(?:den\s*|on\s*)?$",
    re.I,
)


_YEAR_TOLD = re.compile(
    r"^,?\s*(?:(?:of|in|i|under|av)\s+)?(?:(?P<next>next\s+year|nästa\s+år)|(?P<same>(?:(?:the|that)\s+)?same\s+year|that\s+year|"
    r"samma\s+år)|(?P<this>this\s+year|i\s+år|innevarande\s+år|current\s+year)|(?P<after>the\s+following\s+year|"
    r"the\s+year\s+after|"
    r"året\s+(?:därpå|efter)|påföljande\s+år))\b",
    re.IGNORECASE,
)


def years_told(found: list[DateFound], text: str, published_on: date) -> list[DateFound]:
    """ "in March next year", "i november samma år": the year that the words behind a date tell."""
    made: list[DateFound] = []
    for one in found:
        if made and one.start < made[-1].end:
            continue  # the "next year" of the date before
        match = (
            _YEAR_TOLD.match(text[one.end : one.end + 30])
            if one.reason in ("year missing", "vague")
            else None
        )
        if match is None:
            made.append(one)
            continue
        last = made[-1].on_date.year if made else published_on.year
        year = (
            published_on.year + 1 if match["next"] else published_on.year if match["this"]
            else last + 1 if match["after"] else last
        )  # fmt: skip
        day = min(one.on_date.day, calendar.monthrange(year, one.on_date.month)[1])
        made.append(replace(one, end=one.end + match.end(), on_date=one.on_date.replace(year=year, day=day)))
    return made


_PERIOD_FROM = re.compile(
    r"^[^.;]{0,25}\b(?:from|starting|beginning|starts?|begins?|från|med\s+start|börjar)\b[^.;]{0,12}$", re.I
)
_LASTS = re.compile(
    r"^(?:(?:open|runs?|lasts?|running|remains?\s+open)\s+for|(?:pågår|öppe[nt]|löper)\s+(?:i|under))\b", re.I
)


def from_before(one: DateFound, place: int, text: str, found: list[DateFound]) -> DateFound:
    """A period told by its length ends so long after the day that opens it, where the text gives that day."""
    lasts = one.reason == "relative" and _LASTS.match(text[one.start : one.end])
    if not lasts and one.reason not in (LASTING, LATER):
        return one
    base = None
    after = found[place + 1] if place + 1 < len(found) else None
    if (
        one.reason != LATER
        and after
        and after.precision == "day"
        and _PERIOD_FROM.match(text[one.end : after.start])
    ):
        base = after
    before = found[place - 1] if place else None
    if base is None and before and before.precision == "day" and one.start - before.end < 120:
        base = before
    length = re.search(
        rf"{COUNT}[\s-]+(?:calendar\s+|working\s+)?{UNIT}", text[one.start : one.end], re.IGNORECASE
    )
    if base is None or length is None:
        return replace(one, reason="relative") if one.reason != "relative" else one
    n = NUMBERS.get(length["n"].lower()) or int(length["n"])
    return replace(one, on_date=add(base.on_date, n, length["unit"]), reason="counted from another date")


def years_of_ranges(found: list[DateFound], text: str) -> list[DateFound]:
    """ "from 1 September to 16 October 2026": the year that closes a range holds for its start."""
    made = list(found)
    for i in range(len(made) - 2, -1, -1):
        one, after = made[i], made[i + 1]
        if (
            one.reason == "year missing"
            and after.reason is None
            and _JOINED.match(text[one.end : after.start])
        ):
            year = after.on_date.year - (one.on_date.month > after.on_date.month)
            day = safe(year, one.on_date.month, one.on_date.day)
            if day:
                made[i] = replace(one, on_date=day, reason=None)
    for i in range(1, len(made)):
        one, before = made[i], made[i - 1]
        if (
            one.reason == "year missing"
            and one.precision == before.precision == "day"
            and one.on_date < before.on_date
            and _JOINED.match(text[before.end : one.start])
        ):  # "from 1 November 2026 to 15 January"
            day = safe(before.on_date.year, one.on_date.month, one.on_date.day)
            if day and day < before.on_date:
                day = safe(day.year + 1, day.month, day.day)
            made[i] = replace(one, on_date=day) if day else one
    return made


def from_other(one: DateFound, text: str, found: list[DateFound]) -> DateFound:
    """ "twelve months after entry into force": counted from the day that the text gives for it, where it gives one."""
    if one.reason != "counted from entry into force":
        return one
    match = re.match(
        rf"{COUNT}\s+(?:calendar\s+|working\s+)?{UNIT}", text[one.start : one.end], re.IGNORECASE
    )
    for other in found:
        near = text[max(0, other.start - 80) : other.start]
        if (
            other is not one
            and match
            and other.precision == "day"
            and re.search(r"in(?:to)?\s+force|i\s?kraft|effect|apply|gälla", near, re.I)
        ):
            n = NUMBERS.get(match["n"].lower()) or int(match["n"])
            return replace(
                one, on_date=add(other.on_date, n, match["unit"]), reason="counted from another date"
            )
    return one
