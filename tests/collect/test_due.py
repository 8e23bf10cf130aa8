from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.due import MAX_BACKOFF_S, interval_s, is_due, next_poll_at
from horizon.collect.headers import retry_after_s
from horizon.collect.state import (
    OUTCOMES,
    SUCCESSES,
    Memory,
    SourceState,
    Visit,
    after,
    from_row,
    usual_gap_s,
)
from horizon.config import CollectSettings

from .feeds import NOW, source

SETTINGS = CollectSettings()
STATES = st.builds(
    SourceState,
    source_id=st.just("a"),
    n_failures=st.integers(0, 60),
    is_retired=st.booleans(),
    memory=st.builds(
        Memory,
        gap_s=st.none() | st.floats(0.001, 1e9),
        ttl_s=st.none() | st.floats(0, 1e9),
        fresh_for_s=st.none() | st.floats(0, 1e9),
        skip_hours=st.lists(st.integers(0, 23), unique=True).map(tuple),
        n_missed_windows=st.integers(0, 3),
    ),
)
VISITS = st.builds(
    Visit,
    at=st.just(NOW),
    outcome=st.sampled_from(sorted(OUTCOMES)),
    retry_after_s=st.none() | st.floats(1, 600_000),
)


@given(STATES, VISITS)
def test_no_source_is_polled_at_once_again_or_never(state: SourceState, visit: Visit) -> None:
    at = next_poll_at(state, visit, SETTINGS)
    assert at >= NOW + timedelta(seconds=SETTINGS.min_interval_s)
    assert at <= NOW + timedelta(days=8)
    if visit.retry_after_s:
        assert at >= NOW + timedelta(seconds=visit.retry_after_s)


@given(STATES)
def test_the_interval_stays_within_the_settings(state: SourceState) -> None:
    assert SETTINGS.min_interval_s <= interval_s(state, SETTINGS, NOW) <= SETTINGS.max_interval_s


@given(st.integers(1, 40))
def test_waiting_grows_with_failures_up_to_two_days(n: int) -> None:
    visit = Visit(at=NOW, outcome="timeout")
    waits = [
        next_poll_at(SourceState(source_id="a", n_failures=k), visit, SETTINGS) - NOW for k in (n, n + 1)
    ]
    assert waits[0] <= waits[1] <= timedelta(seconds=MAX_BACKOFF_S)


@given(STATES, VISITS)
def test_a_state_survives_its_row(state: SourceState, visit: Visit) -> None:
    changed = after(state, visit)
    assert from_row(changed.row()) == changed


@given(STATES, VISITS)
def test_success_clears_failures_and_failure_counts(state: SourceState, visit: Visit) -> None:
    changed = after(state, visit)
    if visit.outcome in SUCCESSES:
        assert (changed.n_failures, changed.memory.failing_since, changed.last_success_at) == (0, None, NOW)
    else:
        assert changed.n_failures == state.n_failures + 1
        assert changed.body_hash == state.body_hash


def test_who_is_due() -> None:
    one = source("a", "https://a.example/")
    assert is_due(one, None, NOW)
    assert not is_due(source("a", "https://a.example/", is_enabled=False), None, NOW)
    assert not is_due(source("a", "archive:x", kind="archive"), None, NOW)
    assert not is_due(one, SourceState(source_id="a", next_poll_at=NOW + timedelta(seconds=1)), NOW)
    assert is_due(one, SourceState(source_id="a", next_poll_at=NOW), NOW)


def test_a_busy_feed_is_polled_more_often_than_a_slow_one() -> None:
    busy, slow = (SourceState(source_id="a", etag='"1"', memory=Memory(gap_s=g)) for g in (3600.0, 86_400.0))
    assert interval_s(busy, SETTINGS, NOW) == 1800
    assert interval_s(slow, SETTINGS, NOW) == 43_200


def test_the_publishers_wish_is_kept_within_bounds() -> None:
    asked = SourceState(source_id="a", memory=Memory(gap_s=3600.0, ttl_s=7200.0))
    assert interval_s(asked, SETTINGS, NOW) == 7200
    assert (
        interval_s(SourceState(source_id="a", memory=Memory(fresh_for_s=31_536_000.0)), SETTINGS, NOW)
        == SETTINGS.max_interval_s
    )


def test_skipped_hours_are_skipped() -> None:
    state = SourceState(source_id="a", memory=Memory(gap_s=7200.0, skip_hours=(13, 14)))
    assert next_poll_at(state, Visit(at=NOW, outcome="ok"), SETTINGS) == NOW.replace(hour=15)


def test_the_usual_gap_is_the_median_of_past_items() -> None:
    hours = [NOW - timedelta(hours=h) for h in (0, 1, 2, 3, 50)]
    assert usual_gap_s([*hours, NOW + timedelta(days=900)], NOW) == 3600
    assert usual_gap_s(hours[:2], NOW) is None


def test_retry_after_in_seconds_as_a_date_and_as_a_reset() -> None:
    assert retry_after_s({"retry-after": "120"}, NOW) == 120
    assert retry_after_s({"retry-after": "Mon, 02 Mar 2026 13:00:00 GMT"}, NOW) == 3600
    assert retry_after_s({"retry-after": "99999999999"}, NOW) == 7 * 86_400
    assert retry_after_s({"retry-after": "soon"}, NOW) is None
    assert retry_after_s({"retry-after": "Mon, 02 Mar 2020 13:00:00 GMT"}, NOW) is None
    assert retry_after_s({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "55"}, NOW) == 55
    assert retry_after_s({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "55"}, NOW) is None
    assert (
        retry_after_s({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW.timestamp() + 90)}, NOW)
        == 90
    )


def answered(**more: object) -> SourceState:
    memory = Memory(gap_s=600.0)
    return SourceState(source_id="a", last_success_at=NOW, memory=memory, **more)  # type: ignore[arg-type]


def test_never_more_than_hourly_without_conditional_requests() -> None:
    hour = 3_600.0
    assert interval_s(answered(), SETTINGS, NOW) == hour, "no validators at all"
    assert interval_s(answered(etag='"1"', supports_conditional=False), SETTINGS, NOW) == hour, (
        "they are ignored"
    )
    lied = replace(answered(etag='"1"'), memory=Memory(gap_s=600.0, distrusted_at=NOW.isoformat()))
    assert interval_s(lied, SETTINGS, NOW) == hour, "they lied"
    assert interval_s(answered(etag='"1"'), SETTINGS, NOW) == SETTINGS.min_interval_s
    hurried = replace(answered(), memory=Memory(gap_s=600.0, missed_at=NOW.isoformat()))
    assert interval_s(hurried, SETTINGS, NOW) == hour, "not even to catch up"


@given(STATES, VISITS)
def test_nor_after_a_failure(state: SourceState, visit: Visit) -> None:
    state = replace(state, last_success_at=NOW)
    assert next_poll_at(state, visit, SETTINGS) >= NOW + timedelta(hours=1)


@given(st.lists(st.uuids(), min_size=40, max_size=40, unique=True))
def test_sources_with_one_rhythm_are_spread(ids: list[object]) -> None:
    visit = Visit(at=NOW, outcome="ok")
    times = [next_poll_at(replace(answered(), source_id=str(i)), visit, SETTINGS) for i in ids]
    assert len(set(times)) > 30
    assert max(times) - min(times) <= timedelta(minutes=6)
    assert times == [next_poll_at(replace(answered(), source_id=str(i)), visit, SETTINGS) for i in ids]


def test_a_source_polled_once_a_day_is_due_again_for_the_next_daily_run() -> None:
    rare = replace(answered(etag='"1"'), memory=Memory(gap_s=30 * 86_400.0))
    for n in range(50):
        at = next_poll_at(replace(rare, source_id=f"s{n}"), Visit(at=NOW, outcome="ok"), SETTINGS)
        assert NOW + timedelta(hours=21) < at <= NOW + timedelta(days=1)


def test_days_and_hours_to_skip_are_skipped() -> None:
    memory = Memory(gap_s=7_200.0, skip_hours=tuple(range(12, 20)), skip_days=("tuesday",))
    state = replace(answered(etag='"1"'), memory=memory)  # NOW is a Monday at noon
    at = next_poll_at(state, Visit(at=NOW, outcome="ok"), SETTINGS)
    assert at == NOW.replace(hour=20)
    night = NOW.replace(hour=23, minute=30)
    at = next_poll_at(state, Visit(at=night, outcome="ok"), SETTINGS)
    assert at == (NOW + timedelta(days=2)).replace(hour=0)
    never = replace(state, memory=replace(memory, skip_hours=tuple(range(24))))
    assert next_poll_at(never, Visit(at=NOW, outcome="ok"), SETTINGS) < NOW + timedelta(hours=2)
