from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.dates import read_date, zone_minutes

MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda m: m.replace(microsecond=0)
)
OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda q: timezone(timedelta(minutes=15 * q)))


@given(MOMENTS, OFFSETS)
def test_what_is_written_in_mail_form_is_read_back(moment: datetime, zone: timezone) -> None:
    read = read_date(format_datetime(moment.astimezone(zone)))
    assert read is not None
    assert (read.at, read.precision, read.defects) == (moment, "second", ())


@given(MOMENTS, OFFSETS, st.sampled_from(["T", " "]))
def test_what_is_written_in_iso_form_is_read_back(moment: datetime, zone: timezone, gap: str) -> None:
    read = read_date(moment.astimezone(zone).isoformat(gap))
    assert read is not None
    assert (read.at, read.precision) == (moment, "second")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = read_date(text, deep=False)
    assert read is None or read.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27T19:35:05", "second"),
        ("Thu, 28 Jul 2022 04:35:05 UTC-03:30", "2022-07-28T08:05:05", "second"),
        ("Mon, 2 Jan 2006 15:04 EST", "2006-01-02T20:04:00", "minute"),
        ("02 Jan 06 15:04 +0000", "2006-01-02T15:04:00", "minute"),
        ("2022-07-28", "2022-07-28T00:00:00", "day"),
        ("2022-07", "2022-07-01T00:00:00", "month"),
        ("2022", "2022-01-01T00:00:00", "year"),
        ("20220728T101112Z", "2022-07-28T10:11:12", "second"),
        ("2022-07-28T24:00:00Z", "2022-07-29T00:00:00", "second"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00", "second"),
        ("July 28, 2022 3:04 pm EDT", "2022-07-28T19:04:00", "minute"),
        ("28. März 2022 10:00 +0200", "2022-03-28T08:00:00", "minute"),
        ("6 août 2021", "2021-08-06T00:00:00", "day"),
        ("Пт, 05 мар 2021 10:00:00 +0300", "2021-03-05T07:00:00", "second"),
        ("2020年3月4日", "2020-03-04T00:00:00", "day"),
        ("den 3 maj 2021 14:30 CEST", "2021-05-03T12:30:00", "minute"),
    ],
)
def test_dates_as_feeds_write_them(text: str, expected: str, precision: str) -> None:
    read = read_date(text)
    assert read is not None
    assert (read.at, read.precision) == (datetime.fromisoformat(expected).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "3 hours ago", "12", "Thu, 31 Feb 2022 10:00:00 GMT", "0000-00-00", "n/a"]
)
def test_what_can_not_be_read_is_none(text: str) -> None:
    assert read_date(text) is None


def test_a_time_without_a_zone_is_the_sources_own_time_and_says_so() -> None:
    read = read_date("2026-07-01 12:00", time_zone="Europe/Stockholm")
    assert read is not None
    assert (read.at.hour, read.defects) == (10, ("zone_assumed",))
    winter = read_date("2026-01-01 12:00", time_zone="Europe/Stockholm")
    assert winter is not None
    assert winter.at.hour == 11


def test_a_day_without_a_time_stays_that_day() -> None:
    read = read_date("2026-07-01", time_zone="Asia/Tokyo")
    assert read is not None
    assert (read.at, read.defects) == (datetime(2026, 7, 1, tzinfo=UTC), ())


def test_gmt_plus_nine_lies_east() -> None:
    assert zone_minutes("GMT+9") == 540
    assert zone_minutes("+0530") == 330
    assert zone_minutes("XYZ") is None
    assert zone_minutes("+9900") is None
