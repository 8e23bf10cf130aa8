"""The calendar: what stands now, first what to look at first; iCalendar as RFC 5545 wants it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from horizon.file_refs import are_two_files, file_refs_in
from horizon.policy_calendar import current, icalendar

TODAY = date(2026, 9, 10)


def row(doc_id: str, on_date: date, day: int, **over: Any) -> dict[str, Any]:
    base = {
        "policy_date_id": f"pd-{doc_id}-{on_date}", "doc_id": doc_id, "version": 1, "topic_id": None, "body": "Agency",
        "stage": "consultation_closes", "on_date": on_date, "at_time": None, "time_zone": None, "precision": "day",
        "is_flagged": False, "flag_reason": None, "file_ref": None, "is_extension": False, "quote": "q", "start_offset": 0,
        "end_offset": 1, "as_of": datetime(2026, 8, day, tzinfo=UTC), "counted_at": datetime(2026, 8, day, tzinfo=UTC),
        "title": f"Title, of {doc_id}", "language": "en", "url": None, "source_id": "s", "source_name": "S",
        "source_country": None,
    }  # fmt: skip
    return base | over


def test_an_extension_replaces_the_old_deadline_of_its_file() -> None:
    rows = [
        row("a", date(2026, 9, 25), 1, file_ref="JD/2026/0417"),
        row("b", date(2026, 10, 16), 20, file_ref="JD/2026/ 0417", is_extension=True),
        row("c", date(2026, 9, 25), 2),
    ]
    entries = current(rows, TODAY)
    assert {(e.doc_id, e.on_date, e.replaces_on) for e in entries} == {
        ("b", date(2026, 10, 16), date(2026, 9, 25)),
        ("c", date(2026, 9, 25), None),
    }


def test_two_documents_with_one_date_of_one_matter_are_one_entry() -> None:
    rows = [
        row(d, date(2026, 10, 16), n, topic_id="t", body=b)
        for n, (d, b) in enumerate((("a", "Agency"), ("b", None)), 1)
    ]
    (entry,) = current(rows, TODAY)
    assert (entry.doc_id, entry.doc_ids, entry.body, entry.days_left) == ("b", ("a", "b"), "Agency", 36)


def test_soon_and_touching_comes_first() -> None:
    rows = [
        row("far", date(2027, 3, 1), 1),
        row("soon", date(2026, 9, 12), 1),
        row("ours", date(2026, 10, 20), 1),
    ]
    touches = [
        {"doc_id": "ours", "system_id": "n", "part_id": "p", "part_name": "Batteries", "tie_score": 0.4}
    ]
    assert [e.doc_id for e in current(rows, TODAY, touches=touches)] == ["ours", "soon", "far"]
    assert [e.doc_id for e in current(rows, TODAY, touches=touches, system_id="other")] == [
        "soon",
        "ours",
        "far",
    ]


def test_what_is_past_is_gone_and_a_running_month_stays() -> None:
    rows = [row("past", date(2026, 9, 9), 1), row("month", date(2026, 9, 1), 1, precision="month")]
    assert [e.doc_id for e in current(rows, TODAY)] == ["month"]


def test_a_clock_time_is_exported_in_utc_and_a_day_as_a_day() -> None:
    rows = [
        row("timed", date(2026, 10, 16), 1, at_time=time(23, 59), time_zone="Europe/Brussels"),
        row("day", date(2026, 11, 2), 1),
    ]
    text = icalendar(current(rows, TODAY), datetime(2026, 9, 10, tzinfo=UTC))
    assert "DTSTART:20261016T215900Z" in text
    assert "DTSTART;VALUE=DATE:20261102\r\nDTEND;VALUE=DATE:20261103" in text


@given(st.text(max_size=200))
def test_every_line_is_short_closed_and_unfolds_to_the_title(title: str) -> None:
    text = icalendar(
        current([row("a", date(2026, 10, 1), 1, title=title)], TODAY), datetime(2026, 9, 10, tzinfo=UTC)
    )
    lines = text.split("\r\n")
    assert lines[-1] == "" and all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    unfolded = text.replace("\r\n ", "")
    escaped = (
        title.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    shown = "".join(c for c in escaped.replace("\n", "\\n") if ord(c) >= 32)
    assert f"SUMMARY:Consultation closes: {shown}\r\n" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 1


def test_an_extension_of_one_file_leaves_the_other_file_of_its_topic_alone() -> None:
    rows = [
        row("a", date(2026, 9, 25), 1, topic_id="t", file_ref="TA/2026/0101"),
        row("b", date(2026, 9, 28), 2, topic_id="t", file_ref="TA/2026/0202"),
        row("a2", date(2026, 10, 16), 20, topic_id="t", file_ref="TA/2026/0101", is_extension=True),
        row("sv", date(2026, 10, 16), 21, topic_id="t", file_ref="SK 2026/88", is_extension=True),
    ]
    assert {(e.on_date, e.replaces_on) for e in current(rows, TODAY)} == {
        (date(2026, 9, 28), None),
        (date(2026, 10, 16), date(2026, 9, 25)),
    }


def test_numbers_of_files_are_told_from_numbers_of_laws() -> None:
    assert file_refs_in("Case JD/2026/0417 under (EU) 2025/327; Dnr FST 2026-1460.") == {
        "jd/2026/0417",
        "fst2026-1460",
    }
    assert are_two_files("JD/2026/0417", "JD/2026/0522") and not are_two_files(
        "JD/2026/0417", "JD/2026/ 0417"
    )
    assert not are_two_files("JD/2026/0417", "SK 2026/88") and not are_two_files(
        "(EU) 2025/327", "(EU) 2024/12"
    )
