"""Reckoning with days: which day is meant, how far ahead, where a period ends. Pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

PAST_DAYS = 45  # a day without a year this near behind the publication is behind it, not eleven months ahead


def safe(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_day(month: int, day: int, published_on: date) -> date | None:
    """The day without a year that is meant: the one ahead, or the one just behind."""
    for year in (published_on.year - 1, published_on.year, published_on.year + 1):
        made = safe(year, month, day)
        if made and made >= published_on - timedelta(days=PAST_DAYS):
            return made
    return None


def next_month(month: int, published_on: date) -> date:
    """First day of the month that comes next, or runs."""
    year = published_on.year + (month < published_on.month)
    return date(year, month, 1)


def last_of(first: date, n_months: int) -> date:
    """Last day of a period of whole months."""
    month = first.month + n_months - 1
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def quarter_first(number: int, year: int) -> date:
    """First day of a quarter."""
    return date(year, 3 * number - 2, 1)


def last_season_day(year: int, month: int) -> date:
    """Last day of the season that begins in a month."""
    return date(year, month + 2, 28) if month < 12 else date(year + 1, 2, 28)


def add(start: date, n: int, unit: str) -> date:
    """A day so many days, weeks, months or years (English or Swedish word) later."""
    head = unit.lower()
    if head.startswith("da"):
        return start + timedelta(days=n)
    if head.startswith(("we", "ve")):
        return start + timedelta(weeks=n)
    if head.startswith("fo"):
        return start + timedelta(weeks=2 * n)
    months = start.month - 1 + n * (12 if head.startswith(("y", "å")) else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
