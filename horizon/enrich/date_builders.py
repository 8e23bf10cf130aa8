"""What a matched pattern of a date of the calendar means: days, months, quarters, seasons, years."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from horizon.enrich.date_found import DateFound
from horizon.enrich.date_reckoning import (
    easter,
    last_of,
    last_season_day,
    next_day,
    next_month,
    quarter_first,
    safe,
)
from horizon.enrich.date_words import END_OF, MONTHS, ORDINALS, SEASONS


def made_of(match: re.Match[str], day: date | None, precision: str, reason: str | None) -> DateFound | None:
    """The find for a match, without the blanks and commas at its end; None where there is no such day."""
    if day is None:
        return None
    start, end = match.span()
    while end > start and match.string[end - 1] in " ,":
        end -= 1
    return DateFound(start, end, day, precision, reason)


def iso_day(match: re.Match[str], _: date) -> DateFound | None:
    """2026-10-16."""
    return made_of(match, safe(int(match["y"]), int(match["mm"]), int(match["dd"])), "day", None)


def numeric_day(match: re.Match[str], _: date) -> DateFound | None:
    """16.10.2026, 16/10/2026, day first."""
    return numeric(match, False)


def numeric(match: re.Match[str], month_first: bool) -> DateFound | None:
    """As `numeric_day`, in the order that the body writes; a day that could be either is flagged."""
    a, b = int(match["a"]), int(match["b"])
    month, day = (a, b) if (month_first and a <= 12) or b > 12 else (b, a)
    reason = "order of day and month" if a <= 12 and b <= 12 and a != b and match["sep"] == "/" else None
    return made_of(match, safe(int(match["y"]), month, day), "day", reason)


def named_day(match: re.Match[str], published_on: date) -> DateFound | None:
    """16 October 2026, den 16 oktober."""
    month, day = MONTHS[match["m"].lower()], int(match["d"])
    if match["y"]:
        return made_of(match, safe(int(match["y"]), month, day), "day", None)
    return made_of(match, next_day(month, day, published_on), "day", "year missing")


def day_slash_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """16/10, with or without a year."""
    day, month = int(match["d"]), int(match["mm"])
    if not 1 <= month <= 12:
        return None
    if match["y"]:
        return made_of(match, safe(int(match["y"]), month, day), "day", None)
    return made_of(match, next_day(month, day, published_on), "day", "year missing")


def month_year(match: re.Match[str], _: date) -> DateFound | None:
    """October 2026."""
    return made_of(match, date(int(match["y"]), MONTHS[match["m"].lower()], 1), "month", None)


def month_alone(match: re.Match[str], published_on: date) -> DateFound | None:
    """In October."""
    made = made_of(match, next_month(MONTHS[match["m"].lower()], published_on), "month", "year missing")
    return replace(made, start=match.start("m")) if made else None


def part_of_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """Mid-October, early in October."""
    month = MONTHS[match["m"].lower()]
    first = date(int(match["y"]), month, 1) if match["y"] else next_month(month, published_on)
    middle = match["part"].lower().startswith("mi")
    return made_of(match, first.replace(day=15) if middle else first, "day" if middle else "month", "vague")


def end_of_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """The end of October; Swedish "i slutet av" is some day late in it."""
    month = MONTHS[match["m"].lower()]
    first = date(int(match["y"]), month, 1) if match["y"] else next_month(month, published_on)
    if re.match(r"i\s+slutet", match.group(0), re.IGNORECASE) and not _TO_THE_END.search(
        match.string[: match.start()]
    ):
        return made_of(match, first, "month", "vague")  # "i slutet av januari": some day late in it
    return made_of(match, last_of(first, 1), "day", None if match["y"] else "year missing")


_TO_THE_END = re.compile(r"(?:senast|före|till|innan|by|until|before)\s+$", re.IGNORECASE)


def end_of_year(match: re.Match[str], published_on: date) -> DateFound | None:
    """The end of 2026, year-end."""
    if match["y"]:
        return made_of(match, date(int(match["y"]), 12, 31), "day", None)
    ahead = bool(re.search(r"next|nästa", match.group(0), re.IGNORECASE))
    return made_of(match, date(published_on.year + ahead, 12, 31), "day", "year missing")


def quarter(match: re.Match[str], published_on: date) -> DateFound | None:
    """The second quarter of 2027, Q2 2027, or its end."""
    text = (match["o"] if "o" in match.re.groupindex else match["q"]).lower()
    number = ORDINALS.get(text) or int(text)
    year = int(match["y"]) if match["y"] else published_on.year
    first = quarter_first(number, year)
    if not match["y"] and last_of(first, 3) < published_on:
        first = quarter_first(number, year + 1)
    reason = None if match["y"] else "year missing"
    if re.match(END_OF, match.group(0), re.IGNORECASE):
        return made_of(match, last_of(first, 3), "day", reason)
    return made_of(match, first, "quarter", reason)


def half_year(match: re.Match[str], published_on: date) -> DateFound | None:
    """The first half of 2027, or its end."""
    year = int(match["y"]) if match["y"] else published_on.year
    first = date(year, 1 if ORDINALS[match["o"].lower()] == 1 else 7, 1)
    if re.match(END_OF, match.group(0), re.IGNORECASE):
        return made_of(match, last_of(first, 6), "day", None if match["y"] else "year missing")
    return made_of(match, first, "quarter", "vague")


def season(match: re.Match[str], published_on: date) -> DateFound | None:
    """Spring 2027, i höst."""
    month = SEASONS[match["s"].lower()]
    if match["y"]:
        return made_of(match, date(int(match["y"]), month, 1), "quarter", "vague")
    year = published_on.year
    if re.search(r"next|nästa", match.group(0), re.IGNORECASE) or last_season_day(year, month) < published_on:
        year += 1
    return made_of(match, date(year, month, 1), "quarter", "year missing")


def week_number(match: re.Match[str], published_on: date) -> DateFound | None:
    """Week 42."""
    week = int(match["w"])
    if not 1 <= week <= 53:
        return None
    year = int(match["y"]) if match["y"] else published_on.year
    try:
        monday = date.fromisocalendar(year, week, 1)
        if not match["y"] and monday + timedelta(days=6) < published_on:
            monday = date.fromisocalendar(year + 1, week, 1)
    except ValueError:
        return None
    return made_of(match, monday, "day", None if match["y"] else "year missing")


def first_day(match: re.Match[str], _: date) -> DateFound | None:
    """The first day of 2028."""
    return made_of(match, date(int(match["y"]), 1, 1), "day", None)


def year_alone(match: re.Match[str], _: date) -> DateFound | None:
    """In 2028."""
    made = made_of(match, date(int(match["y"]), 1, 1), "year", None)
    return replace(made, start=match.start("y")) if made else None


def turn_of_year(match: re.Match[str], published_on: date) -> DateFound | None:
    """Årsskiftet 2026/27."""
    if match["y"]:
        return made_of(match, date(int(match["y"]) + 1, 1, 1), "day", "vague")
    return made_of(match, date(published_on.year + 1, 1, 1), "day", "vague")


def at_easter(match: re.Match[str], published_on: date) -> DateFound | None:
    """Before Easter: the month of it."""
    year = int(match["y"]) if match["y"] else published_on.year
    day = easter(year)
    if not match["y"] and day < published_on:
        day = easter(year + 1)
    return made_of(match, day.replace(day=1), "month", "vague")
