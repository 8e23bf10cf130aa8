"""What a matched pattern means that counts from the publication: "in six weeks", "on Friday", "by the end of next month"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from horizon.enrich.date_builders import made_of
from horizon.enrich.date_found import LASTING, LATER, DateFound
from horizon.enrich.date_reckoning import add, last_of, next_day, safe
from horizon.enrich.date_words import NUMBERS, WEEKDAYS


def near_day(match: re.Match[str], published_on: date) -> DateFound | None:
    """Today, tomorrow, i övermorgon."""
    word = match.group(0).lower().replace(" ", "")
    days = 1 if word in ("tomorrow", "imorgon") else 2 if word in ("övermorgon", "iövermorgon") else 0
    return made_of(match, published_on + timedelta(days=days), "day", "relative")


def in_so_long(match: re.Match[str], published_on: date) -> DateFound | None:
    """Within six weeks."""
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return made_of(match, add(published_on, n, match["unit"]), "day", "relative")


def counted_from(match: re.Match[str], published_on: date) -> DateFound | None:
    """Thirty days after publication, or after entry into force."""
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    about = match["from"].lower()
    reason = (
        "counted from entry into force"
        if re.search(r"force|kraft|effect|appli", about)
        else "counted from publication"
    )
    base = published_on + timedelta(days=1) if re.search(r"tomorrow|morgon", about) else published_on
    return made_of(match, add(base, n, match["unit"]), "day", reason)


def period_of_length(match: re.Match[str], published_on: date) -> DateFound | None:
    """A 45-day comment period."""
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return made_of(match, add(published_on, n, match["unit"]), "day", LASTING)


def later(match: re.Match[str], published_on: date) -> DateFound | None:
    """Two weeks later."""
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return made_of(match, add(published_on, n, match["unit"]), "day", LATER)


def at_once(match: re.Match[str], published_on: date) -> DateFound | None:
    """With immediate effect."""
    return made_of(match, published_on, "day", "relative")


def end_of_next_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """By the end of next month."""
    return made_of(match, last_of(add(published_on.replace(day=1), 1, "month"), 1), "day", "relative")


def day_of_this_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """ "on the 15th", "the 15th of next month"."""
    rest = match.group(0).lower()
    first = published_on.replace(day=1)
    day = int(match["d"])
    if re.search(r"next|nästa", rest) or (day < published_on.day and not re.search(r"this|denna", rest)):
        first = add(first, 1, "month")
    return made_of(match, safe(first.year, first.month, day), "day", "month missing")


def weekday(match: re.Match[str], published_on: date) -> DateFound | None:
    """On Friday, next Thursday."""
    wanted = WEEKDAYS[match["wd"].lower()]
    ahead = (wanted - published_on.weekday()) % 7 or 7
    word = match.group(0).lower()
    if re.match(r"next|nästa", word) and ahead + published_on.weekday() < 7:
        ahead += 7  # "next Thursday" said on a Monday is not this week's
    return made_of(match, published_on + timedelta(days=ahead), "day", "relative")


def next_period(match: re.Match[str], published_on: date) -> DateFound | None:
    """Next week, nästa månad."""
    unit = match["unit"].lower()
    if unit in ("week", "vecka"):
        return made_of(match, published_on + timedelta(days=7 - published_on.weekday()), "day", "relative")
    if unit in ("month", "månad"):
        return made_of(match, add(published_on.replace(day=1), 1, "month"), "month", "relative")
    return made_of(match, date(published_on.year + 1, 1, 1), "year", "relative")


def feast(match: re.Match[str], published_on: date) -> DateFound | None:
    """Before Christmas, innan sommaren."""
    word = match.group(0).lower()
    month, day = (12, 24) if re.search(r"jul|christmas", word) else (6, 19) if "midsum" in word else (6, 1)
    made = next_day(month, day, published_on)
    return made_of(match, made, "day" if month == 12 else "quarter", "vague")


def end_of_this_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """Vid månadsskiftet."""
    return made_of(match, last_of(published_on.replace(day=1), 1), "day", "relative")
