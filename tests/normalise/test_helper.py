"""Two processes read what one would, whoever is slow or dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator

import pytest

from horizon.normalise import helper
from horizon.normalise.helper import Helper, read_with_help
from horizon.normalise.reading import Raw, Reading, read_all

CHARS = 2_000


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[Helper]:
    monkeypatch.setattr(helper, "WORTH_STARTING", 1)
    monkeypatch.setattr(helper, "PART", 5)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    one = Helper()
    monkeypatch.setattr(helper, "HELPER", one)
    yield one
    one.close()


def raws(n: int) -> list[Raw]:
    return [
        Raw(
            title=f"Harbour {i} gets cells" if i % 3 else None,
            summary=f"<p>The harbour of {i} towns will store {i} megawatt hours beside the depot, said its director.</p>",
            content=None
            if i % 2
            else f"<div>Work starts in October &amp; ends before winter {i}; the cells stay.</div>" * 3,
            language=(None, "en", "sv-SE")[i % 3],
            url=f"https://Wire.example/{i}?utm_source=x",
            source_name="Wire",
        )
        for i in range(n)
    ]


def plain(readings: Iterable[Reading]) -> list[tuple[object, ...]]:
    return [(*r[:-1], r.print_.n_words, tuple(r.print_.bands), r.print_.shingles) for r in readings]


def test_with_help_the_same_is_read_in_the_same_order(
    second: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = raws(64)
    alone = plain(read_all(given, max_chars=CHARS))
    second.get_ready()
    counted: list[int] = []

    def slowly(part: list[Raw], *, max_chars: int) -> list[Reading]:
        counted.append(len(part))
        time.sleep(0.05)
        return read_all(part, max_chars=max_chars)

    monkeypatch.setattr(helper, "read_all", slowly)
    assert plain(read_with_help(given, max_chars=CHARS)) == alone
    assert sum(counted) < len(given)  # the other one took its share


def test_one_that_is_not_ready_is_not_waited_for(second: Helper) -> None:
    given = raws(12)
    second.start()
    assert second._process is not None
    os.kill(second._process.pid, signal.SIGSTOP)
    assert plain(read_with_help(given, max_chars=CHARS)) == plain(read_all(given, max_chars=CHARS))


def test_a_part_whose_reader_dies_is_read_by_the_other(
    second: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = raws(30)
    alone = plain(read_all(given, max_chars=CHARS))
    second.get_ready()

    def dies(*_: object) -> list[Reading]:
        second._process.kill()  # type: ignore[union-attr]
        raise EOFError

    monkeypatch.setattr(helper, "_received", dies)
    assert plain(read_with_help(given, max_chars=CHARS)) == alone
    assert not second.is_running


def test_one_that_stops_answering_is_ended_and_its_part_read_here(
    second: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper, "PATIENCE_S", 0.3)
    given = raws(12)
    second.get_ready()
    assert second._process is not None
    os.kill(second._process.pid, signal.SIGSTOP)
    assert plain(read_with_help(given, max_chars=CHARS)) == plain(read_all(given, max_chars=CHARS))
    assert not second.is_running


def test_one_that_hangs_at_its_start_does_not_collect_threads(
    second: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper, "PATIENCE_S", 0.2)
    before = threading.active_count()
    second.start()
    assert second._process is not None
    os.kill(second._process.pid, signal.SIGSTOP)
    for _ in range(6):
        assert len(list(read_with_help(raws(12), max_chars=CHARS))) == 12
    until = time.monotonic() + 20
    while threading.active_count() > before + 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert threading.active_count() <= before + 1  # the one that waits for the process


def test_where_no_process_can_be_started_one_reads_alone(
    second: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper.sys, "executable", "/no/such/program")
    assert len(list(read_with_help(raws(12), max_chars=CHARS))) == 12
    assert not second.is_running


def test_few_entries_start_no_process(second: Helper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper, "WORTH_STARTING", 2_000)
    assert len(list(read_with_help(raws(30), max_chars=CHARS))) == 30
    assert not second.is_running
