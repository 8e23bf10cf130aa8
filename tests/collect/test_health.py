from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from horizon.collect.health import health
from horizon.collect.state import Memory, SourceState, Visit, after

from .feeds import NOW
from .test_due import STATES, VISITS

DAY = 86_400.0


def state(**memory: object) -> SourceState:
    return SourceState(source_id="a", last_success_at=NOW, last_new_entry_at=NOW, memory=Memory(**memory))  # type: ignore[arg-type]


def test_silence_is_judged_against_the_feeds_own_rhythm() -> None:
    def quiet_for(days: float, gap_days: float) -> str:
        return health(state(gap_s=gap_days * DAY, newest_at=(NOW - timedelta(days=days)).isoformat()), NOW)[0]

    assert quiet_for(1, 1) == "healthy"
    assert quiet_for(5, 1) == "quiet"
    assert quiet_for(30, 1) == "stale"
    assert quiet_for(30, 30) == "healthy"
    assert quiet_for(200, 30) == "quiet"


def test_a_feed_that_lost_all_its_items_is_stale() -> None:
    assert health(state(n_entries=0), NOW)[0] == "stale"
    assert (
        health(SourceState(source_id="a", last_success_at=NOW, memory=Memory(n_entries=0)), NOW)[0] == "quiet"
    )


def test_one_failed_poll_is_no_outage_but_the_third_is() -> None:
    one = state(newest_at=NOW.isoformat())
    visit = Visit(at=NOW + timedelta(hours=1), outcome="timeout", reason="no answer")
    first = after(one, visit)
    assert health(first, visit.at) == ("healthy", "last poll failed (timeout: no answer)")
    third = after(after(first, visit), visit)
    assert health(third, visit.at) == ("failing", "timeout: no answer, 3 polls in a row")
    assert health(after(SourceState(source_id="a"), visit), visit.at)[0] == "failing"


def test_blocked_and_gone_have_names_of_their_own() -> None:
    assert health(after(state(), Visit(at=NOW, outcome="blocked", reason="x")), NOW)[0] == "blocked"
    assert health(after(state(), Visit(at=NOW, outcome="gone", reason="x")), NOW)[0] == "gone"
    assert health(replace(state(), is_retired=True), NOW)[0] == "gone"


@given(STATES, VISITS)
def test_every_visit_ends_in_a_known_health_with_a_reason(before: SourceState, visit: Visit) -> None:
    judged, reason = health(after(before, visit), NOW)
    assert judged in {"healthy", "quiet", "stale", "failing", "blocked", "gone"}
    assert reason or judged == "healthy"
