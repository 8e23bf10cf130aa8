"""What comes near to a gold event is named: a retelling, one in the other language by its names; not another event."""

from __future__ import annotations

from benchmarks.near_events import near

GOLD = [
    (
        "g1",
        "Drug maker buys cancer firm. Pelmarine pays 69 billion dollars for Ostravex, whose antibodies carry poison into "
        "tumours. The deal closed in December 2023.",
    ),
    (
        "g2",
        "Bridge toll rises. Drivers over the Haldon bridge pay 14 kronor more from January, the road agency decided after "
        "years of losses.",
    ),
]
ITEMS = [
    (
        "a",
        "Purchase of Ostravex is done. Pelmarine now owns the maker of antibodies that carry poison into tumours; the price "
        "was 69 billion dollars.",
    ),
    (
        "b",
        "Läkemedelsjätte köper Ostravex. Pelmarine betalar 69 miljarder dollar för bolaget med målsökande läkemedel.",
    ),
    (
        "c",
        "Ferry fares fall. Passengers to the outer islands pay a third less this summer, since the region gave a grant.",
    ),
]


def test_retellings_are_named_and_another_event_is_not() -> None:
    assert {(item, event) for item, event, _ in near(GOLD, ITEMS)} == {("a", "g1"), ("b", "g1")}
