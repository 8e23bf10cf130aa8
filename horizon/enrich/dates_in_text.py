"""Dates written in English and Swedish text, read from the day of publication on.

Nothing is guessed in silence: where the day had to be inferred (year missing, relative, vague, counted from another day) the
find is flagged and says why. Own patterns, because a general date parser gives neither offsets nor the precision of what
it read (docs/decisions/0010-dates-in-policy-text.md).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

LASTING = "length of a period"  # what it is counted from is looked for in a second step
LATER = "counted from the date before"
PAST_DAYS = 45  # a day without a year this near behind the publication is behind it, not eleven months ahead


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text; offsets in code points, end excluded."""

    start: int
    end: int
    on_date: date
    precision: str  # day, month, quarter, year
    reason: str | None = None  # why a person should look; None where the text says it whole
    at_time: time | None = None  # as written, in time_zone
    time_zone: str | None = None  # IANA name of a zone that the text names

    @property
    def is_flagged(self) -> bool:
        """True when the day had to be inferred."""
        return self.reason is not None


MONTHS = {name: n for n, names in enumerate((
    "january januari jan", "february februari feb febr", "march mars mar", "april apr", "may maj mai",
    "june juni jun", "july juli jul",
    "august augusti aug", "september sept sep", "october oktober oct okt", "november nov", "december dec"), 1)
    for name in names.split()}  # fmt: skip
NUMBERS = {word: n for n, words in enumerate((
    "a an one en ett", "two två", "three tre", "four fyra", "five fem", "six sex", "seven sju", "eight åtta", "nine nio",
    "ten tio", "eleven elva", "twelve tolv", "thirteen tretton", "fourteen fjorton", "fifteen femton"), 1)
    for word in words.split()}  # fmt: skip
NUMBERS |= {"twenty": 20, "tjugo": 20, "thirty": 30, "trettio": 30, "forty": 40, "fyrtio": 40, "sixty": 60, "sextio": 60,
            "ninety": 90, "nittio": 90, "eighteen": 18, "arton": 18, "twenty-four": 24, "tjugofyra": 24}  # fmt: skip
ORDINALS = {"first": 1, "1st": 1, "första": 1, "second": 2, "2nd": 2, "andra": 2, "third": 3, "3rd": 3, "tredje": 3,
            "fourth": 4, "4th": 4, "final": 4, "last": 4, "fjärde": 4, "sista": 4}  # fmt: skip
SEASONS = {"spring": 3, "vår": 3, "våren": 3, "summer": 6, "sommar": 6, "sommaren": 6, "autumn": 9, "fall": 9, "höst": 9,
           "hösten": 9, "winter": 12, "vinter": 12, "vintern": 12}  # fmt: skip
WEEKDAYS = {name: n for n, names in enumerate((
    "monday måndag", "tuesday tisdag", "wednesday onsdag", "thursday torsdag", "friday fredag",
    "saturday lördag", "sunday söndag"))
    for name in names.split()}  # fmt: skip
ZONES = {
    "cet": "Europe/Brussels", "cest": "Europe/Brussels", "brussels": "Europe/Brussels", "gmt": "Europe/London",
    "bst": "Europe/London",
    "london": "Europe/London", "uk": "Europe/London", "utc": "UTC", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "eastern": "America/New_York", "swedish": "Europe/Stockholm", "svensk": "Europe/Stockholm",
    "stockholm": "Europe/Stockholm", "eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "helsinki": "Europe/Helsinki",
    "finnish": "Europe/Helsinki", "danish": "Europe/Copenhagen", "copenhagen": "Europe/Copenhagen", "oslo": "Europe/Oslo",
    "norwegian": "Europe/Oslo", "central european": "Europe/Brussels", "centraleuropeisk": "Europe/Brussels",
    "bryssel": "Europe/Brussels", "bryssels": "Europe/Brussels", "dublin": "Europe/Dublin",
    "irish": "Europe/Dublin", "paris": "Europe/Paris",
    "berlin": "Europe/Berlin", "pacific": "America/Los_Angeles",
}  # fmt: skip

_M = "(?P<m>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_Y = r"(?P<y>(?:19|20)\d\d)\b"
_N = r"(?P<n>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")(?:\s+\(\d{1,3}\))?"
_UNIT = r"(?P<unit>days?|weeks?|fortnights?|months?|years?|dagar|dag|veckor|vecka|månader|månad|år)"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|:e|:a|\.(?=\s[a-z]))?"
_S = "(?P<s>" + "|".join(sorted(SEASONS, key=len, reverse=True)) + ")"
_O = "(?P<o>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_END = (
    r"(?:(?:the\s+)?(?:very\s+)?end\s+of|end[- ](?=[a-z])|(?:i\s+)?slutet\s+(?:av|på)|utgången\s+av|"
    r"(?:the\s+)?last\s+day\s+of|(?:den\s+)?sista\s+(?:dagen\s+i\s+)?)"
)
Builder = Callable[["re.Match[str]", date], DateFound | None]


def dates_in(text: str, published_on: date, *, month_first: bool = False) -> list[DateFound]:
    """Every date of a text in order, none overlapping another. month_first: how 05/06/2026 is read (American bodies)."""
    taken: list[tuple[int, int]] = []
    found: list[DateFound] = []
    for pattern, build in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            made = _numeric(match, month_first) if build is _numeric_day else build(match, published_on)
            if made is None:
                continue
            for one in _ranged(match, made):
                found.append(one)
            taken.append(match.span())
    found.sort(key=lambda f: f.start)
    found = _years_told(found, text, published_on)
    found = [_from_other(f, text, found) for f in found]
    found = [_from_before(f, i, text, found) for i, f in enumerate(found)]
    return [_with_time(f, text) for f in _years_of_ranges(found, text)]


# ---------------------------------------------------------------- builders


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _made(match: re.Match[str], day: date | None, precision: str, reason: str | None) -> DateFound | None:
    if day is None:
        return None
    start, end = match.span()
    while end > start and match.string[end - 1] in " ,":
        end -= 1
    return DateFound(start, end, day, precision, reason)


def next_day(month: int, day: int, published_on: date) -> date | None:
    """The day without a year that is meant: the one ahead, or the one just behind."""
    for year in (published_on.year - 1, published_on.year, published_on.year + 1):
        made = _safe(year, month, day)
        if made and made >= published_on - timedelta(days=PAST_DAYS):
            return made
    return None


def _next_month(month: int, published_on: date) -> date:
    year = published_on.year + (month < published_on.month)
    return date(year, month, 1)


def _iso(match: re.Match[str], _: date) -> DateFound | None:
    return _made(match, _safe(int(match["y"]), int(match["mm"]), int(match["dd"])), "day", None)


def _numeric_day(match: re.Match[str], _: date) -> DateFound | None:
    return _numeric(match, False)


def _numeric(match: re.Match[str], month_first: bool) -> DateFound | None:
    a, b = int(match["a"]), int(match["b"])
    month, day = (a, b) if (month_first and a <= 12) or b > 12 else (b, a)
    reason = "order of day and month" if a <= 12 and b <= 12 and a != b and match["sep"] == "/" else None
    return _made(match, _safe(int(match["y"]), month, day), "day", reason)


def _day(match: re.Match[str], published_on: date) -> DateFound | None:
    month, day = MONTHS[match["m"].lower()], int(match["d"])
    if match["y"]:
        return _made(match, _safe(int(match["y"]), month, day), "day", None)
    return _made(match, next_day(month, day, published_on), "day", "year missing")


def _slash(match: re.Match[str], published_on: date) -> DateFound | None:
    day, month = int(match["d"]), int(match["mm"])
    if not 1 <= month <= 12:
        return None
    if match["y"]:
        return _made(match, _safe(int(match["y"]), month, day), "day", None)
    return _made(match, next_day(month, day, published_on), "day", "year missing")


def _month_year(match: re.Match[str], _: date) -> DateFound | None:
    return _made(match, date(int(match["y"]), MONTHS[match["m"].lower()], 1), "month", None)


def _month(match: re.Match[str], published_on: date) -> DateFound | None:
    made = _made(match, _next_month(MONTHS[match["m"].lower()], published_on), "month", "year missing")
    return replace(made, start=match.start("m")) if made else None


def _part_of_month(match: re.Match[str], published_on: date) -> DateFound | None:
    month = MONTHS[match["m"].lower()]
    first = date(int(match["y"]), month, 1) if match["y"] else _next_month(month, published_on)
    middle = match["part"].lower().startswith("mi")
    return _made(match, first.replace(day=15) if middle else first, "day" if middle else "month", "vague")


def _end_of_month(match: re.Match[str], published_on: date) -> DateFound | None:
    month = MONTHS[match["m"].lower()]
    first = date(int(match["y"]), month, 1) if match["y"] else _next_month(month, published_on)
    if re.match(r"i\s+slutet", match.group(0), re.IGNORECASE) and not _TO_THE_END.search(
        match.string[: match.start()]
    ):
        return _made(match, first, "month", "vague")  # "i slutet av januari": some day late in it
    return _made(match, last_of(first, 1), "day", None if match["y"] else "year missing")


_TO_THE_END = re.compile(r"(?:senast|före|till|innan|by|until|before)\s+$", re.IGNORECASE)


def last_of(first: date, n_months: int) -> date:
    """Last day of a period of whole months."""
    month = first.month + n_months - 1
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def _end_of_year(match: re.Match[str], published_on: date) -> DateFound | None:
    if match["y"]:
        return _made(match, date(int(match["y"]), 12, 31), "day", None)
    ahead = bool(re.search(r"next|nästa", match.group(0), re.IGNORECASE))
    return _made(match, date(published_on.year + ahead, 12, 31), "day", "year missing")


def _quarter_first(number: int, year: int) -> date:
    return date(year, 3 * number - 2, 1)


def _quarter(match: re.Match[str], published_on: date) -> DateFound | None:
    text = (match["o"] if "o" in match.re.groupindex else match["q"]).lower()
    number = ORDINALS.get(text) or int(text)
    year = int(match["y"]) if match["y"] else published_on.year
    first = _quarter_first(number, year)
    if not match["y"] and last_of(first, 3) < published_on:
        first = _quarter_first(number, year + 1)
    reason = None if match["y"] else "year missing"
    if re.match(_END, match.group(0), re.IGNORECASE):
        return _made(match, last_of(first, 3), "day", reason)
    return _made(match, first, "quarter", reason)


def _half(match: re.Match[str], published_on: date) -> DateFound | None:
    year = int(match["y"]) if match["y"] else published_on.year
    first = date(year, 1 if ORDINALS[match["o"].lower()] == 1 else 7, 1)
    if re.match(_END, match.group(0), re.IGNORECASE):
        return _made(match, last_of(first, 6), "day", None if match["y"] else "year missing")
    return _made(match, first, "quarter", "vague")


def _season(match: re.Match[str], published_on: date) -> DateFound | None:
    month = SEASONS[match["s"].lower()]
    if match["y"]:
        return _made(match, date(int(match["y"]), month, 1), "quarter", "vague")
    year = published_on.year
    if re.search(r"next|nästa", match.group(0), re.IGNORECASE) or last_season_day(year, month) < published_on:
        year += 1
    return _made(match, date(year, month, 1), "quarter", "year missing")


def last_season_day(year: int, month: int) -> date:
    """Last day of the season that begins in a month."""
    return date(year, month + 2, 28) if month < 12 else date(year + 1, 2, 28)


def _week(match: re.Match[str], published_on: date) -> DateFound | None:
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
    return _made(match, monday, "day", None if match["y"] else "year missing")


def _near(match: re.Match[str], published_on: date) -> DateFound | None:
    word = match.group(0).lower().replace(" ", "")
    days = 1 if word in ("tomorrow", "imorgon") else 2 if word in ("övermorgon", "iövermorgon") else 0
    return _made(match, published_on + timedelta(days=days), "day", "relative")


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


def _ahead(match: re.Match[str], published_on: date) -> DateFound | None:
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return _made(match, add(published_on, n, match["unit"]), "day", "relative")


def _counted(match: re.Match[str], published_on: date) -> DateFound | None:
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    about = match["from"].lower()
    reason = (
        "counted from entry into force"
        if re.search(r"force|kraft|effect|appli", about)
        else "counted from publication"
    )
    base = published_on + timedelta(days=1) if re.search(r"tomorrow|morgon", about) else published_on
    return _made(match, add(base, n, match["unit"]), "day", reason)


def _length(match: re.Match[str], published_on: date) -> DateFound | None:
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return _made(match, add(published_on, n, match["unit"]), "day", LASTING)


def _later(match: re.Match[str], published_on: date) -> DateFound | None:
    n = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return _made(match, add(published_on, n, match["unit"]), "day", LATER)


def _at_once(match: re.Match[str], published_on: date) -> DateFound | None:
    return _made(match, published_on, "day", "relative")


def _first_day(match: re.Match[str], _: date) -> DateFound | None:
    return _made(match, date(int(match["y"]), 1, 1), "day", None)


def _end_of_next_month(match: re.Match[str], published_on: date) -> DateFound | None:
    return _made(match, last_of(add(published_on.replace(day=1), 1, "month"), 1), "day", "relative")


def _day_of_month(match: re.Match[str], published_on: date) -> DateFound | None:
    """ "on the 15th", "the 15th of next month"."""
    rest = match.group(0).lower()
    first = published_on.replace(day=1)
    day = int(match["d"])
    if re.search(r"next|nästa", rest) or (day < published_on.day and not re.search(r"this|denna", rest)):
        first = add(first, 1, "month")
    return _made(match, _safe(first.year, first.month, day), "day", "month missing")


def _weekday(match: re.Match[str], published_on: date) -> DateFound | None:
    wanted = WEEKDAYS[match["wd"].lower()]
    ahead = (wanted - published_on.weekday()) % 7 or 7
    word = match.group(0).lower()
    if re.match(r"next|nästa", word) and ahead + published_on.weekday() < 7:
        ahead += 7  # "next Thursday" said on a Monday is not this week's
    return _made(match, published_on + timedelta(days=ahead), "day", "relative")


def _next_period(match: re.Match[str], published_on: date) -> DateFound | None:
    unit = match["unit"].lower()
    if unit in ("week", "vecka"):
        return _made(match, published_on + timedelta(days=7 - published_on.weekday()), "day", "relative")
    if unit in ("month", "månad"):
        return _made(match, add(published_on.replace(day=1), 1, "month"), "month", "relative")
    return _made(match, date(published_on.year + 1, 1, 1), "year", "relative")


def _turn_of_year(match: re.Match[str], published_on: date) -> DateFound | None:
    if match["y"]:
        return _made(match, date(int(match["y"]) + 1, 1, 1), "day", "vague")
    return _made(match, date(published_on.year + 1, 1, 1), "day", "vague")


def _feast(match: re.Match[str], published_on: date) -> DateFound | None:
    word = match.group(0).lower()
    month, day = (12, 24) if re.search(r"jul|christmas", word) else (6, 19) if "midsum" in word else (6, 1)
    made = next_day(month, day, published_on)
    return _made(match, made, "day" if month == 12 else "quarter", "vague")


def _end_of_this_month(match: re.Match[str], published_on: date) -> DateFound | None:
    return _made(match, last_of(published_on.replace(day=1), 1), "day", "relative")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _easter(match: re.Match[str], published_on: date) -> DateFound | None:
    year = int(match["y"]) if match["y"] else published_on.year
    day = easter(year)
    if not match["y"] and day < published_on:
        day = easter(year + 1)
    return _made(match, day.replace(day=1), "month", "vague")


def _year(match: re.Match[str], _: date) -> DateFound | None:
    made = _made(match, date(int(match["y"]), 1, 1), "year", None)
    return replace(made, start=match.start("y")) if made else None


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PATTERNS: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (_r(r"\b(?P<y>20\d\d)[-/](?P<mm>\d\d)[-/](?P<dd>\d\d)\b"), _iso),
    (_r(r"\b(?P<a>\d{1,2})(?P<sep>-)(?P<b>\d{1,2})-(?P<y>20\d\d)\b"), _numeric_day),
    (_r(r"\b(?:by\s+|before\s+|until\s+|senast\s+)?(?:i\s+)?(?:the\s+)?(?:end\s+of|slutet\s+(?:av|på)|utgången\s+av)\s+"
        r"(?:next|nästa)\s+(?:month|månad)"), _end_of_next_month),
    (_r(rf"\b(?:the\s+|den\s+)?(?:first|första)\s+(?:day|dagen)\s+(?:of\s+|av\s+|på\s+|i\s+)?{_Y}"), _first_day),
    (_r(r"\b(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})[./](?P<y>20\d\d)\b"), _numeric_day),
    (_r(rf"\b(?:{_END})\s*{_M}(?:,?\s+{_Y})?"), _end_of_month),
    (
        _r(
            rf"\b{_END}\s*(?:the\s+)?{_O}\s+(?:quarter|kvartalet)(?:\s+(?:of\s+|av\s+)?(?:the\s+year|året|{_Y}))?"
        ),
        _quarter,
    ),
    (_r(rf"\b{_END}\s*(?:the\s+)?{_O}\s+(?:half|halvåret)(?:\s+(?:of\s+|av\s+)?{_Y})?"), _half),
    (
        _r(
            rf"\b(?:{_END}\s*(?:år\s+)?(?:{_Y}|(?:the|this|next|calendar)\s+year|året|nästa\s+år|årets)|årets\s+slut|"
            rf"(?:the\s+)?year(?:'|’)s\s+end|år(?:s)?slutet"
            rf"|year[- ]end|utgången\s+av\s+år)"
        ),
        _end_of_year,
    ),
    (
        _r(
            rf"\b(?P<range>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s*(?:–|-|to|till|and|"
            rf"och)\s*)?(?:den\s+)?{_DAY}(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?"
        ),
        _day,
    ),
    (
        _r(
            rf"\b{_M}\s+(?P<range>(?:3[01]|[12]\d|0?[1-9])\s*(?:–|-|to|and)\s*)?{_DAY}\b(?!\s*(?:per\s?cent|%|million|"
            rf"billion|\d))(?:,?\s+{_Y})?"
        ),
        _day,
    ),
    (_r(rf"\b{_DAY}/(?P<mm>1[0-2]|0?[1-9])\b(?!/|\d)(?:\s+{_Y})?"), _slash),
    (
        _r(
            rf"\b(?P<part>mid[- ]?|middle\s+of\s+|mitten\s+av\s+|early\s+(?:in\s+)?|(?:i\s+)?början\s+av\s+|late\s+|"
            rf"(?:the\s+)?beginning\s+of\s+)\s*{_M}(?:,?\s+{_Y})?"
        ),
        _part_of_month,
    ),
    (_r(rf"\b{_O}\s+(?:quarter|kvartalet)(?:\s+(?:of\s+|av\s+|år\s+)?(?:the\s+year|året|{_Y}))?"), _quarter),
    (_r(rf"\b(?:Q|kvartal\s+)(?P<q>[1-4])\b(?:[\s/,]+(?:of\s+)?{_Y})?"), _quarter),
    (_r(rf"\b{_Y}[\s-]?Q(?P<q>[1-4])\b"), _quarter),
    (_r(rf"\b{_O}\s+(?:half|halvåret)(?:\s+(?:of\s+|av\s+)?{_Y})"), _half),
    (_r(rf"\b(?:week|vecka|v\.)\s*(?P<w>\d{{1,2}})\b(?:,?\s+(?:of\s+|år\s+)?{_Y})?"), _week),
    (_r(rf"\b(?:{_S}|sommar-?)(?:\s+of)?\s+{_Y}"), _season),
    (_r(rf"\b{_M}(?:,?\s+(?:of\s+)?{_Y})"), _month_year),
    (
        _r(
            rf"\b(?:this|(?:by\s+|in\s+)?(?:early\s+|late\s+)?next|in(?:\s+the)?|by(?:\s+the)?|during(?:\s+the)?|(?:until|before|"
            rf"from|after)(?:\s+the)?(?=\s+(?:spring|autumn|winter))|later\s+in\s+the|the\s+coming|this\s+coming|i|till|under|"
            rf"nästa|kommande|senare\s+under|"
            rf"senare\s+i)\s+{_S}(?=[\s.,;:)]|$)(?!\s+(?:r|ö|b|p|m|k|s|f|o|u|v|t|h|l|n|a|e|d)\w+(?:\s+\w+)?\s+(?:visar|"
            rf"är\b))(?P<y>\b\B)?"
        ),
        _season,
    ),
    (_r(r"\b(?:vid\s+)?månadsskiftet\b|\b(?:by|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+month\b|\bi\s+slutet\s+av\s+månaden\b|"
        r"\bthe\s+turn\s+of\s+the\s+month\b"), _end_of_this_month),
    (_r(rf"\b(?:Easter|påsk(?:en)?)\b(?:\s+{_Y})?"), _easter),
    (_r(rf"\b(?:årsskiftet|nyår|(?:the\s+)?turn\s+of\s+the\s+year)(?:\s+{_Y}(?:/|–|-)\d{{2,4}})?"), _turn_of_year),
    (
        _r(
            rf"\b{_N}\s+(?:calendar\s+|working\s+)?{_UNIT}\s+(?:(?:to|att|in\s+which\s+to)\s+\w+\s+(?:\w+\s+){{0,2}}?)?"
            rf"(?:after|of|from|following|efter|från|räknat\s+från)\s+(?P<from>(?:\S+\s+){{0,4}}?"
            rf"(?:publication|published|publishing|force|application|effect|kungör\w*|publicer\w*|ikraftträd\w*|offentliggör\w*|"
            rf"today(?:(?:'|’)s\s+\w+)?|i\s?dag|dagens\s+\w+|announcement|date\s+of\s+(?:this|the)\s+(?:notice|document|"
            rf"publication|rule)|this\s+notice|detta\s+(?:beslut|datum)|tomorrow|i\s?morgon))"
        ),
        _counted,
    ),
    (
        _r(
            rf"\b(?:within|in|inom|om|(?:have|has|given|get|får|har|ges)(?=\s+\S+\s+\S+\s+(?:to\b|in\s+which|på\s+sig|att\b))|"
            rf"(?:comments?|respond|responses|feedback|views|consultation|consults?|synpunkter|samrådet?|svara)\s+(?:for|i|"
            rf"under)|"
            rf"for\s+a\s+period\s+of|(?:open|runs?|lasts?|running|remains?\s+open)\s+for|(?:pågår|öppe[nt]|löper)\s+(?:i|"
            rf"under))\s+(?:the\s+next\s+|the\s+coming\s+|"
            rf"de\s+närmaste\s+)?{_N}\s+(?:calendar\s+|working\s+)?{_UNIT}\b(?:'|’)?"
        ),
        _ahead,
    ),
    (_r(rf"\b{_N}\s+{_UNIT}\s+(?:later|thereafter|after\s+that|senare|därefter)\b"), _later),
    (
        _r(
            rf"\b{_N}[- ]{_UNIT}(?:(?:'|’)|\s+l[åo]ng\w*)?[- ]\s*(?:(?:public|open|written|formal|offentlig\w*|öppe[nt])\s+)*"
            rf"(?:comment|consultation|feedback|review|response|notice|remiss\w*|samråd\w*|svarstid\w*|period|window)"
        ),
        _length,
    ),
    (
        _r(
            r"\b(?:with\s+immediate\s+effect|effective\s+immediately|takes?\s+effect\s+(?:at\s+once|immediately)|"
            r"med\s+omedelbar\s+verkan|(?:gäller|träder\s+i\s+kraft)\s+(?:omedelbart|genast|direkt))\b"
        ),
        _at_once,
    ),
    (
        _r(
            r"\b(?:tomorrow|i\s?morgon|i\s?övermorgon|today|i\s?dag)\b(?!['’]s\s+(?!\w*\s?(?:vote|meeting|decision|hearing|deadline|session)))"
        ),
        _near,
    ),
    (
        _r(
            r"\b(?:on|by|until|before|from|till|senast|från|to|från\s+och\s+med|till\s+och\s+med)\s+(?:the|"
            r"den)\s+(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|:e|:a)\b"
            r"(?!\s+(?:\w+\s+)?(?:century|anniversary|session|article|paragraph|edition|congress))"
            r"(?:\s+(?:of\s+|i\s+)?(?:this|next|the|denna|nästa)\s+(?:month|månad))?"
        ),
        _day_of_month,
    ),
    (
        _r(
            rf"\b(?:(?:on|this|next|by|until|before|from|starting|på|nästa|senast|till|nu\s+på|kommande|från|(?:från|"
            rf"till)\s+och\s+med|fr\.?o\.?m\.?|t\.?o\.?m\.?)\s+)(?P<wd>{'|'.join(WEEKDAYS)})\b(?!,?\s+(?:den\s+|"
            rf"the\s+)?\d)"
        ),
        _weekday,
    ),
    (
        _r(
            r"\b(?:next|nästa)\s+(?P<unit>week|vecka|month|månad|year|år)\b"
        ),
        _next_period,
    ),
    (_r(r"\b(?:before|före|innan|by)\s+(?:christmas|jul(?:en)?|midsummer|midsommar|(?:the\s+)?summer(?:\s+(?:break|"
        r"recess))?|sommaren)\b"), _feast),
    (
        _r(
            rf"\b(?:in|by|until|during|from|before|since|for|of|i|under|senast|till|från|med|of|to|early|late|per|"
            rf"sedan)\s+(?:senast\s+|i\s+|början\s+av\s+)?{_M}(?!\s*\d)"
        ),
        _month,
    ),
    (_r(rf"\b(?:in|during|from|for|under|år|från|of|early|late|sometime\s+in|med\s+början|is|are)\s+(?:och\s+med\s+|"
        rf"år\s+|the\s+course\s+of\s+|early\s+|late\s+)?{_Y}(?![/–-]\d)"), _year),
)  # fmt: skip


# ---------------------------------------------------------------- second looks


def _ranged(match: re.Match[str], made: DateFound) -> Iterable[DateFound]:
    """ "12-14 October": both ends."""
    if "range" in match.re.groupindex and match["range"]:
        first = _safe(
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


def _years_told(found: list[DateFound], text: str, published_on: date) -> list[DateFound]:
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


def _from_before(one: DateFound, place: int, text: str, found: list[DateFound]) -> DateFound:
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
        rf"{_N}[\s-]+(?:calendar\s+|working\s+)?{_UNIT}", text[one.start : one.end], re.IGNORECASE
    )
    if base is None or length is None:
        return replace(one, reason="relative") if one.reason != "relative" else one
    n = NUMBERS.get(length["n"].lower()) or int(length["n"])
    return replace(one, on_date=add(base.on_date, n, length["unit"]), reason="counted from another date")


def _years_of_ranges(found: list[DateFound], text: str) -> list[DateFound]:
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
            day = _safe(year, one.on_date.month, one.on_date.day)
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
            day = _safe(before.on_date.year, one.on_date.month, one.on_date.day)
            if day and day < before.on_date:
                day = _safe(day.year + 1, day.month, day.day)
            made[i] = replace(one, on_date=day) if day else one
    return made


def _from_other(one: DateFound, text: str, found: list[DateFound]) -> DateFound:
    """ "twelve months after entry into force": counted from the day that the text gives for it, where it gives one."""
    if one.reason != "counted from entry into force":
        return one
    match = re.match(rf"{_N}\s+(?:calendar\s+|working\s+)?{_UNIT}", text[one.start : one.end], re.IGNORECASE)
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


def _with_time(one: DateFound, text: str) -> DateFound:
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
