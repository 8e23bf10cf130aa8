"""What moment a feed's date text claims, how precisely, and what had to be assumed to read it.

Order: the two shapes nearly all feeds use (ISO 8601 and RFC 822, both read loosely), then email.utils, then dateparser with
the language of the source. Unreadable is None; nothing is guessed. A date without a time stays midnight UTC of that day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MIN_YEAR, MAX_YEAR = 1900, 2200
MAX_CHARS = 120


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A claimed moment (UTC), its precision (second, minute, hour, day, month, year) and defects of the text."""

    at: datetime
    precision: str
    defects: tuple[str, ...] = ()


# Offsets in minutes. Names that mean several zones (IST, CST) follow mail usage or the largest publisher of feeds.
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "bst": 60, "west": 60, "cet": 60,
    "cest": 120, "mez": 60, "mesz": 120, "met": 60, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240,
    "ist": 330, "pkt": 300, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570, "aest": 600,
    "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180, "sast": 120,
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz",
            "apr",
            "may mai maj mei",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        1,
    )
    for name in names.split()
}
_ZONE = r"(?P<zone>(?:(?:utc|gmt|ut)\s*)?[+-]\s*\d{1,2}(?::?\d{2})?(?::\d{2})?|[a-z]{1,5})?"
_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?|(?P<cmonth>\d{2})(?P<cday>\d{2}))?"
    r"(?:[t\s]+(?P<hour>\d{1,2})(?:(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?|(?P<cminute>\d{2})(?P<csecond>\d{2})?)"
    r"(?:[.,](?P<fraction>\d+))?)?\s*" + _ZONE + r")?"
)
_RFC = re.compile(
    r"(?:[^\W\d_]{2,12}\.?\s*,?\s*)?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s\-/,]+(?P<name>[^\W\d_]{3,12})\.?[\s\-/,]+"
    r"(?P<year>\d{4}|\d{2})(?!\d)"
    r"(?:[\s,]+(?:at\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2}))?(?:\.\d+)?\s*(?P<half>[ap]\.?m\.?)?\s*"
    + _ZONE + r"(?:\s*\([^)]*\))?)?"
)  # fmt: skip
_AMERICAN = re.compile(
    r"(?:[a-z]{3,9}\.?\s*,?\s*)?(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(?P<year>\d{4})"
    r"(?:[\s,]+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?\s*"
    + _ZONE
    + r")?"
)


def read_date(
    text: str, *, time_zone: str | None = None, language: str | None = None, deep: bool = True
) -> ReadDate | None:
    """The moment a date text claims; None when no reader understands it.

    time_zone: IANA name used for a time that carries no zone (UTC when None); both set the defect zone_assumed.
    deep: also try dateparser, which is slow (about 1 ms) but knows many languages.
    """
    cleaned = " ".join(text.split())[:MAX_CHARS]
    lowered = cleaned.lower().rstrip(" .;,")
    for pattern in (_ISO, _RFC, _AMERICAN):
        match = pattern.fullmatch(lowered)
        found = _from_match(match, time_zone) if match else None
        if found:
            return found
    return _from_mail(cleaned, time_zone) or (
        _from_dateparser(cleaned, time_zone, language) if deep else None
    )


def _from_match(match: re.Match[str], time_zone: str | None) -> ReadDate | None:
    part = match.groupdict()
    month_text = part.get("month") or part.get("cmonth")
    month = MONTHS.get(part["name"][:3]) if part.get("name") else int(month_text or 1)
    if month is None:
        return None
    day = part.get("day") or part.get("cday")
    year = _century(part["year"])
    hour, minute = part.get("hour"), part.get("minute") or part.get("cminute")
    second = part.get("second") or part.get("csecond")
    precision = (
        "second"
        if second
        else "minute"
        if minute
        else "hour"
        if hour
        else "day"
        if day
        else "month"
        if month_text
        else "year"
    )
    hours = _clock_hour(int(hour or 0), part.get("half"))
    # a leap second, and "24:00", are the start of what follows
    carry = timedelta(seconds=1) if second == "60" else timedelta(0)
    if hours == 24 and not int(minute or 0):
        hours, carry = 0, carry + timedelta(days=1)
    try:
        seconds = 59 if second == "60" else int(second or 0)
        moment = datetime(year, month, int(day or 1), hours, int(minute or 0), seconds) + carry  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
    if not hour:
        return _bounded(moment.replace(tzinfo=UTC), precision, ())
    return _zoned(moment, part.get("zone"), precision, time_zone)


def _zoned(moment: datetime, zone: str | None, precision: str, time_zone: str | None) -> ReadDate | None:
    minutes = zone_minutes(zone)
    if minutes is not None:
        return _bounded(moment.replace(tzinfo=timezone(timedelta(minutes=minutes))), precision, ())
    defects = ("zone_assumed",) if not zone else ("zone_assumed", "zone_unknown")
    return _bounded(moment.replace(tzinfo=source_zone(time_zone)), precision, defects)


def zone_minutes(zone: str | None) -> int | None:
    """Minutes east of UTC of a zone text ("+0200", "gmt+9", "cest"); None when it says nothing or is unknown.

    GMT+9 is nine hours east of Greenwich, as feeds use it, not west as POSIX would have it.
    """
    if not zone:
        return None
    text = zone.lower().replace(" ", "")
    if text in ZONES:
        return ZONES[text]
    match = re.fullmatch(r"(?:utc|gmt|ut)?([+-])(\d{1,2}):?(\d{2})?(?::\d{2})?", text)
    if not match:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 15 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if match[1] == "-" else 1)


def source_zone(time_zone: str | None) -> ZoneInfo | timezone:
    """The zone of a source, UTC when it has none or one nobody knows."""
    if time_zone:
        try:
            return ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC
    return UTC


def _from_mail(text: str, time_zone: str | None) -> ReadDate | None:
    try:
        parsed = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):  # email.utils trips over some texts
        return None
    if parsed is None or not re.search(r"[A-Za-z]{3}", text):
        return None
    year = parsed[0]
    try:
        moment = datetime(_century(str(year)) if year < 100 else year, *parsed[1:6])  # noqa: DTZ001
    except ValueError:
        return None
    offset = parsed[9]
    has_time = ":" in text
    if not has_time:
        return _bounded(moment.replace(tzinfo=UTC), "day", ())
    if offset is None or abs(offset) > 16 * 3600:
        return _bounded(moment.replace(tzinfo=source_zone(time_zone)), "second", ("zone_assumed",))
    return _bounded(moment.replace(tzinfo=timezone(timedelta(seconds=offset))), "second", ())


def _from_dateparser(text: str, time_zone: str | None, language: str | None) -> ReadDate | None:
    # relative words ("yesterday", "3 hours ago") would depend on when we read them, and bare numbers mean anything
    if not re.search(r"\d{4}|\d{1,2}\D+\d{1,2}\D+\d{2}", text):
        return None
    import dateparser  # 0.3 s; only feeds with odd dates pay

    tail = re.search(
        r"(?<=\d)\s*(?:utc|gmt)?([+-]\d{2}:?\d{2}|[+-]\d{1,2})$|\b[a-z]{2,4}$", text, re.IGNORECASE
    )
    minutes = zone_minutes(tail[0].strip()) if tail and ":" in text[: tail.start()] else None
    if tail and minutes is not None:
        text = text[: tail.start()]

    settings = {
        "PARSERS": ["custom-formats", "absolute-time"],
        "REQUIRE_PARTS": ["year", "month", "day"],
    }
    languages = [language.split("-")[0].lower()] if language else None
    for choice in [languages, None] if languages else [None]:
        try:
            moment = dateparser.parse(text, languages=choice, settings=settings)
        except (
            ValueError,
            OverflowError,
            TypeError,
            AttributeError,
            KeyError,
            IndexError,
        ):  # many kinds, many languages
            continue
        if moment is None:
            continue
        clock = re.search(r"\d{1,2}[:.h]\d{2}([:.]\d{2})?", text)
        precision = "day" if not clock else "second" if clock[1] else "minute"
        if precision == "day":
            return _bounded(
                moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC),
                precision,
                ("date_inferred",),
            )
        if minutes is not None:
            zone = timezone(timedelta(minutes=minutes))
            return _bounded(moment.replace(tzinfo=zone), precision, ("date_inferred",))
        if moment.tzinfo is None:
            return _bounded(
                moment.replace(tzinfo=source_zone(time_zone)), precision, ("date_inferred", "zone_assumed")
            )
        return _bounded(moment, precision, ("date_inferred",))
    return None


def from_struct(struct: tuple[int, ...], text: str, time_zone: str | None) -> ReadDate | None:
    """A date another parser read (UTC fields), with the precision that its text shows."""
    try:
        moment = datetime.fromtimestamp(calendar.timegm(struct), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    clock = re.search(r"\d{1,2}:\d{2}(:\d{2})?", text)
    if not clock:
        return _bounded(moment, "day", ())
    precision = "second" if clock[1] else "minute"
    if re.search(r"[+-]\d{2}:?\d{2}\b|\b[A-Z]{1,4}$|Z$", text.strip()[clock.end() - len(clock[0]) :]):
        return _bounded(moment, precision, ())
    return _bounded(moment.replace(tzinfo=source_zone(time_zone)), precision, ("zone_assumed",))


def _bounded(moment: datetime, precision: str, defects: tuple[str, ...]) -> ReadDate | None:
    try:
        utc = moment.astimezone(UTC).replace(microsecond=0)
    except (OverflowError, ValueError):
        return None
    return ReadDate(utc, precision, defects) if MIN_YEAR <= utc.year <= MAX_YEAR else None


def _century(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if year < 70 else 1900 + year  # as RFC 2822 and POSIX read two digits


def _clock_hour(hour: int, half: str | None) -> int:
    if not half or not 1 <= hour <= 12:
        return hour
    return hour % 12 + (12 if half.startswith("p") else 0)
