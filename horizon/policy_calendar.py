"""The policy calendar: from dates read in documents to what is open now, in the order in which it should be looked at.

Pure: rows in, entries out. Digest, evidence packs and the command line all show these entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from horizon.file_refs import are_two_files, folded, register_of

SOON_DAYS = 60  # a consultation takes weeks to answer
URGENT_DAYS = 14  # shown before what is far off even where it touches no part
MIN_TIE = 0.15  # about impact.min_tie: a part is named beside a deadline from here on
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One date of one matter as it stands now."""

    policy_date_id: str
    on_date: date
    days_left: int
    at_time: time | None
    time_zone: str | None
    stage: str
    body: str | None
    file_ref: str | None
    label: str  # title of the document that set it last
    precision: str
    is_flagged: bool
    flag_reason: str | None
    quote: str
    start_offset: int
    end_offset: int
    doc_id: str
    version: int
    doc_ids: tuple[str, ...]  # every document that gives this date
    topic_id: str | None
    source_name: str | None
    url: str | None
    language: str | None
    replaces_on: date | None  # the date it was moved from
    tie_score: float | None  # strongest tie to a part of the system; None without one
    parts: tuple[str, ...]  # names of the parts it touches, strongest first


def current(
    rows: Iterable[Row], today: date, *, touches: Iterable[Row] = (), system_id: str | None = None
) -> list[CalendarEntry]:
    """What is still ahead on a day: moved dates dropped, one entry per matter, stage and day, first what to look at first.

    rows: of calendar/dates.sql; touches: of calendar/touches.sql. Order: touching the system and within SOON_DAYS; then what
    ends within URGENT_DAYS; then the rest; by date within each.
    """
    tied: dict[str, list[Row]] = {}
    for touch in touches:
        if (system_id is None or touch["system_id"] == system_id) and touch["tie_score"] >= MIN_TIE:
            tied.setdefault(touch["doc_id"], []).append(touch)
    every = sorted(rows, key=lambda r: (r["counted_at"], r["doc_id"], r["on_date"]))
    divided = _divided(every)
    moved = {r["policy_date_id"]: late for r in every if (late := _moved_by(r, every, divided)) is not None}
    groups: dict[tuple[str, str, date], list[Row]] = {}
    for row in every:
        if row["policy_date_id"] not in moved and row["on_date"] >= _first_shown(row, today):
            groups.setdefault((_matter(row, every), row["stage"], row["on_date"]), []).append(row)
    replaced: dict[str, date] = {}
    for row in every:
        if (late := moved.get(row["policy_date_id"])) is not None:
            replaced[late["policy_date_id"]] = row["on_date"]
    stages: dict[tuple[str, str], list[Row]] = {}
    for row in every:
        stages.setdefault((_matter(row, every), row["stage"]), []).append(row)
    entries = [
        _entry(group, today, tied, replaced, stages[matter, stage])
        for (matter, stage, _), group in groups.items()
    ]
    return sorted(entries, key=_order)


def _order(entry: CalendarEntry) -> tuple[int, date, str]:
    if entry.tie_score is not None and entry.days_left <= SOON_DAYS:
        rank = 0
    elif entry.days_left <= URGENT_DAYS:
        rank = 1
    else:
        rank = 2
    return rank, entry.on_date, entry.policy_date_id


def _first_shown(row: Row, today: date) -> date:
    """Dates of a whole month or longer stay until the period has begun for good."""
    return today - timedelta(days={"month": 30, "quarter": 91, "year": 365}.get(row["precision"], 0))


def _same_matter(a: Row, b: Row) -> bool:
    """One file, or one topic; never two numbers of one register, which their authority keeps apart."""
    if a["file_ref"] and b["file_ref"]:
        if folded(a["file_ref"]) == folded(b["file_ref"]):
            return True
        if are_two_files(a["file_ref"], b["file_ref"]):
            return False
    return a["topic_id"] is not None and a["topic_id"] == b["topic_id"]


def _matter(row: Row, every: Sequence[Row]) -> str:
    """Name of the matter: of its first document that shares file or topic."""
    return str(next((r["doc_id"] for r in every if _same_matter(r, row)), row["doc_id"]))


def _moved_by(row: Row, every: Sequence[Row], divided: Set[str]) -> Row | None:
    """The later document that extends this deadline, None where it stands."""
    later = [
        r
        for r in every
        if r["is_extension"] and r["stage"] == row["stage"] and r["on_date"] > row["on_date"]
        and r["counted_at"] > row["counted_at"] and _extends(r, row, every, divided)
    ]  # fmt: skip
    return later[-1] if later else None


def _extends(late: Row, row: Row, every: Sequence[Row], divided: Set[str]) -> bool:
    """Whether an extension is of this date's matter. In a topic of several files the topic is not enough: the extension must
    bear the file's number, or give a day that a document with the number gives."""
    if not _same_matter(late, row):
        return False
    if row["topic_id"] not in divided or not row["file_ref"]:
        return True
    file_ref = folded(row["file_ref"])
    return any(
        r["file_ref"] and folded(r["file_ref"]) == file_ref
        and (r is late or (r["stage"], r["on_date"]) == (late["stage"], late["on_date"]))
        for r in every
    )  # fmt: skip


def _divided(every: Sequence[Row]) -> set[str]:
    """Topics that hold two files of one register."""
    numbers: dict[tuple[str, str], set[str]] = {}
    for row in every:
        register = register_of(row["file_ref"]) if row["file_ref"] else None
        if row["topic_id"] and register:
            numbers.setdefault((row["topic_id"], register), set()).add(folded(row["file_ref"]))
    return {topic for (topic, _), files in numbers.items() if len(files) > 1}


def _by_body(group: Sequence[Row], matter: Sequence[Row], last: Row) -> Row:
    """The row that names the body which most documents of the matter name for this stage, the first of equals."""
    counts = Counter(r["body"].casefold() for r in matter if r["body"])
    bodies = {r["body"].casefold() for r in group if r["body"]}
    best = max((b for b in counts if b in bodies), key=lambda b: counts[b], default=None)
    return next((r for r in group if r["body"] and r["body"].casefold() == best), last)


def _entry(
    group: Sequence[Row],
    today: date,
    tied: Mapping[str, Sequence[Row]],
    replaced: Mapping[str, date],
    matter: Sequence[Row],
) -> CalendarEntry:
    last = group[-1]
    named = _by_body(group, matter, last)
    timed = next((r for r in reversed(group) if r["at_time"]), last)
    touching = sorted(
        (t for r in group for t in tied.get(r["doc_id"], ())), key=lambda t: (-t["tie_score"], t["part_id"])
    )
    return CalendarEntry(
        policy_date_id=last["policy_date_id"], on_date=last["on_date"], days_left=(last["on_date"] - today).days,
        at_time=timed["at_time"], time_zone=timed["time_zone"], stage=last["stage"], body=named["body"],
        file_ref=named["file_ref"], label=last["title"], precision=last["precision"],
        is_flagged=all(r["is_flagged"] for r in group),
        flag_reason=None if any(not r["is_flagged"] for r in group) else last["flag_reason"], quote=last["quote"],
        start_offset=last["start_offset"], end_offset=last["end_offset"], doc_id=last["doc_id"], version=last["version"],
        doc_ids=tuple(dict.fromkeys(r["doc_id"] for r in group)), topic_id=last["topic_id"], source_name=last["source_name"],
        url=last["url"], language=last["language"],
        replaces_on=next((replaced[r["policy_date_id"]] for r in reversed(group) if r["policy_date_id"] in replaced), None),
        tie_score=touching[0]["tie_score"] if touching else None,
        parts=tuple(dict.fromkeys(t["part_name"] or t["part_id"] for t in touching)),
    )  # fmt: skip


# ---------------------------------------------------------------- iCalendar (RFC 5545)

STAGE_WORDS = {
    "consultation_opens": "Consultation opens", "consultation_closes": "Consultation closes", "hearing": "Hearing",
    "vote": "Vote", "adoption": "Decision", "entry_into_force": "In force", "transposition": "Transposition due",
    "call_opens": "Call opens",
    "call_closes": "Call closes", "publication_due": "Publication due",
}  # fmt: skip


def icalendar(entries: Iterable[CalendarEntry], made_at: datetime) -> str:
    """An RFC 5545 calendar: all-day events, or a UTC moment where clock time and zone are known; a reminder a week before.

    made_at: the as-of moment, so that the same calendar is the same bytes. Lines end in CRLF and are folded at 75 octets.
    """
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Horizon//Policy calendar//EN", "CALSCALE:GREGORIAN"]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.policy_date_id}@horizon.invalid",
            f"DTSTAMP:{stamp}",
            *_when(one),
        ]
        unsure = f" (about: {one.flag_reason})" if one.is_flagged else ""
        lines.append(f"SUMMARY:{_text(f'{STAGE_WORDS.get(one.stage, one.stage)}: {one.label}{unsure}')}")
        lines.append(f"DESCRIPTION:{_text(_told(one))}")
        if one.url and one.url.isascii():
            lines.append(f"URL:{one.url}")
        lines += [
            f"CATEGORIES:{one.stage.upper()}",
            "TRANSP:TRANSPARENT",
            f"STATUS:{'TENTATIVE' if one.is_flagged else 'CONFIRMED'}",
        ]
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(one.label)}",
            "TRIGGER:-P7D",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded_line(line)}\r\n" for line in lines)


def _when(one: CalendarEntry) -> list[str]:
    if one.at_time and one.time_zone:
        moment = datetime.combine(one.on_date, one.at_time, tzinfo=ZoneInfo(one.time_zone)).astimezone(UTC)
        return [f"DTSTART:{moment:%Y%m%dT%H%M%SZ}"]
    return [
        f"DTSTART;VALUE=DATE:{one.on_date:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.on_date + timedelta(days=1):%Y%m%d}",
    ]


def _told(one: CalendarEntry) -> str:
    parts = [
        f"Body: {one.body}" if one.body else "",
        f"File: {one.file_ref}" if one.file_ref else "",
        f"Precision: {one.precision}" if one.precision != "day" else "",
        f"Moved from {one.replaces_on}" if one.replaces_on else "",
        f"Touches: {', '.join(one.parts)}" if one.parts else "",
        f"“{one.quote}”",
        f"Source: {one.source_name}; document {one.doc_id}",
    ]
    return "\n".join(p for p in parts if p)


def _text(value: str) -> str:
    escaped = (
        value.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    return "".join(c for c in escaped.replace("\n", "\\n") if ord(c) >= 32)


def _folded_line(line: str) -> str:
    """A content line cut so that no part is over 75 octets and no character is split."""
    parts: list[str] = []
    current_part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > (75 if not parts else 74):
            parts.append(current_part)
            current_part, size = "", 0
        current_part += character
        size += width
    parts.append(current_part)
    return "\r\n ".join(parts)
