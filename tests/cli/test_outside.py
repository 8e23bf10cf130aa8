"""Weeks that the views of a system are asked for."""

from datetime import UTC, date, datetime

import click
import pytest

from horizon.cli.outside import week_of
from horizon.storage.store import Store
from horizon.types import StageReport, Window, midnight

LATER = datetime(2026, 6, 20, tzinfo=UTC)


def scored(store: Store, week_on: date) -> None:
    store.record_run(
        StageReport(stage="impact", window=Window.week(week_on), run_id=f"run-{week_on}"),
        inputs_hash="x",
        config_hash="x",
        code_version="x",
        started_at=midnight(week_on),
    )


def test_a_week_that_nobody_scored_is_told_and_is_no_quiet_one() -> None:
    with Store.in_memory() as store:
        with pytest.raises(click.UsageError, match="no week has been scored yet"):
            week_of(store, "2026-W20", LATER)
        for week_on in (date(2026, 5, 11), date(2026, 5, 25)):
            scored(store, week_on)
        assert week_of(store, None, LATER) == date(2026, 5, 25)
        assert week_of(store, "2026-05-13", LATER) == date(2026, 5, 11)
        with pytest.raises(
            click.UsageError, match=r"2026-W21 was not scored .* 2 weeks from 2026-W20 to 2026-W22"
        ):
            week_of(store, "2026-W21", LATER)
        # what was scored later was not known then
        with pytest.raises(click.UsageError, match="2026-W22 was not scored"):
            week_of(store, "2026-W22", datetime(2026, 5, 20, tzinfo=UTC))
