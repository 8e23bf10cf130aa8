from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from horizon.clock import SimulatedClock
from horizon.errors import StoreFullError
from horizon.watch import journal

CLOCK = SimulatedClock(datetime(2026, 10, 7, tzinfo=UTC))


def test_a_run_that_ends_well_and_one_that_fails_are_told_apart(tmp_path: Path) -> None:
    with journal.attempt(tmp_path, "scan", CLOCK):
        assert [a.outcome for a in journal.settle(journal.read(tmp_path))] == ["running"]
    with pytest.raises(StoreFullError), journal.attempt(tmp_path, "digest", CLOCK):
        raise StoreFullError("store: can not write. Free disk space.")
    last = journal.last_of_each(journal.read(tmp_path))
    assert (last["scan"].outcome, last["scan"].message) == ("done", None)
    assert (last["digest"].outcome, last["digest"].message) == (
        "failed",
        "store: can not write. Free disk space.",
    )


def test_an_error_that_is_not_ours_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), journal.attempt(tmp_path, "scan", CLOCK):
        raise ZeroDivisionError
    assert journal.read(tmp_path)[0].outcome == "failed"


def test_a_line_cut_short_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / journal.FILE_NAME
    with journal.attempt(tmp_path, "scan", CLOCK):
        pass
    with path.open("a") as handle:
        handle.write('{"run": "x", "flow": "scan", "eve')
    with journal.attempt(tmp_path, "upkeep", CLOCK):
        pass
    assert [a.flow for a in journal.read(tmp_path)] == ["scan", "upkeep"]


def test_a_journal_that_can_not_be_written_stops_no_run(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.touch()
    with journal.attempt(place, "scan", CLOCK):
        pass
    assert journal.read(place) == []


def test_the_journal_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MAX_BYTES", 5_000)
    monkeypatch.setattr(journal, "KEEP_LINES", 10)
    for _ in range(100):
        with journal.attempt(tmp_path, "scan", CLOCK):
            pass
    lines = (tmp_path / journal.FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert len(lines) < 60
    assert json.loads(lines[-1])["event"] == "end"
