"""Real feeds at two moments, through collect and normalise: a re-issued id makes no second document."""

from collections.abc import Callable
from pathlib import Path

import pytest

from horizon.config import NormaliseSettings
from horizon.normalise import stage as normalise
from horizon.types import Window

from .conftest import Bench
from .feeds import source


@pytest.mark.parametrize(
    ("first", "second", "n_items"),
    [
        ("newsblur-google1.xml", "newsblur-google2.xml", 20),
        ("newsblur-slashdot1.xml", "newsblur-slashdot2.xml", 38),
        ("feeder-cowboyprogrammer_atom.xml", "feeder-cowboyprogrammer_deleted_middle_atom.xml", 15),
    ],
)
def test_items_stay_the_same_items(
    first: str, second: str, n_items: int, bench: Bench, shared: Callable[[str], Path]
) -> None:
    folder = shared("feeds/pairs")
    for name in (first, second):
        if not (folder / name).exists():
            pytest.skip(f"{name} is kept aside")
        bench.server.expect_ordered_request("/x").respond_with_data((folder / name).read_bytes())
    bench.catalogue(source("a", bench.url("/x")))
    for _ in range(2):
        bench.run(days=1)
        now = bench.clock.now()
        normalise.run(bench.store, NormaliseSettings(), Window.day(now.date(), as_of=now))
    assert len({d["doc_id"] for d in bench.table("core_document")}) == n_items
