from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.wild import date_defects

from .feeds import NOW

DAY = timedelta(days=1)


def judge(dates: list[datetime | None]) -> list[tuple[str, ...]]:
    return date_defects(dates, ["second"] * len(dates), NOW)


def test_one_date_in_the_future_is_a_mistake_many_are_a_list_of_events() -> None:
    past = [NOW - k * DAY for k in range(9)]
    assert judge([*past, NOW + 300 * DAY])[-1] == ("date_future",)
    assert judge([NOW + k * DAY for k in range(2, 8)])[0] == ("date_ahead",)
    assert judge([NOW + timedelta(hours=14)]) == [()], "a wrong zone is not the future"


def test_the_time_of_the_build_is_not_the_time_of_the_items() -> None:
    assert judge([NOW] * 6)[0] == ("date_shared",)
    assert judge([NOW] * 4)[0] == ()
    days = date_defects([NOW] * 6, ["day"] * 6, NOW)
    assert days[0] == (), "several items on one day are usual"


def test_placeholders_are_named() -> None:
    assert judge([datetime.fromtimestamp(0, NOW.tzinfo)]) == [("date_placeholder",)]


@given(st.lists(st.none() | st.integers(-5000, 5000).map(lambda d: NOW + d * DAY), max_size=20))
def test_every_item_gets_its_own_judgement(dates: list[datetime | None]) -> None:
    found = judge(dates)
    assert len(found) == len(dates)
    assert all(not names for names, date in zip(found, dates, strict=True) if date is None)
