"""Real news replayed week by week: the pandemic is a signal in time, and the list stays short enough to read."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks import corpora
from horizon.backtest.cases import Case
from horizon.backtest.replay import replay, weeks_between
from horizon.config import SignalsSettings, TopicsSettings
from horizon.storage.store import Store

pytestmark = pytest.mark.proof
NAME = "huffpost_2018_2022"
FIRST, LAST = date(2019, 9, 30), date(2020, 6, 29)  # the weeks that hold October 2019 to June 2020
LATEST = date(2020, 2, 24)
PANDEMIC = re.compile(r"corona|covid|wuhan|pandemic|outbreak", re.IGNORECASE)


@pytest.fixture(scope="module")
def flags(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    shared(f"bench/{NAME}")
    documents = corpora.read_corpus(corpora.corpus_path(NAME))
    documents = [d for d in documents if d.published_on and d.published_on <= LAST]
    with Store.open(tmp_path_factory.mktemp("real") / "store") as store:
        corpora.load_into(store, documents, corpora.vectors_of(documents, NAME))
        # fourteen months before, so that nothing is new only because the corpus has just begun
        weeks = weeks_between(date(2018, 7, 30), LAST)
        found = replay(
            store, weeks, topics=TopicsSettings(), signals=SignalsSettings(), model=None, jobs=2, walk_forward=True
        )  # fmt: skip
    return [c for c in found.cases if c.is_flagged and FIRST <= c.week_on <= LAST]


def test_the_pandemic_is_flagged_with_evidence_in_time(flags: list[Case]) -> None:
    about = [c for c in flags if PANDEMIC.search(c.label)]
    assert about
    first = min(about, key=lambda c: c.week_on)
    assert first.week_on <= LATEST
    assert first.doc_ids


def test_a_week_has_at_most_seven_flags(flags: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for c in sorted(flags, key=lambda c: (c.week_on, c.rank or 0)):
            sys.stdout.write(f"\n{c.week_on}  {c.rank}  {c.stage}  {c.n_origins} reports  {c.label}")
    assert max(Counter(c.week_on for c in flags).values()) <= 7
