"""What a document says of a system."""

from collections.abc import Callable
from typing import Any

import pytest

from horizon.impact.reading import SystemReader
from horizon.impact.system import System

Make = Callable[..., dict[str, Any]]


def test_cues_actors_and_places_are_found(tiny: System, document: Make) -> None:
    reading = SystemReader(tiny).read(document("d", "Isvaka's crew alpha moves from Norrvik to China"))
    assert reading.parts["people.resource"] == 0.6321
    assert reading.cue_weights["people.resource"] == {"crew alpha": 1.5}
    assert reading.actors == ("isvaka",)
    assert reading.level == "home"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("I Sverige", "country"),
        ("Sveriges regering", "country"),
        ("Finland and China", "partner"),
        ("In China", "international"),
        ("In Norrviksby", None),
        ("Nowhere", None),
    ],
)
def test_the_nearest_place_counts_and_names_are_whole_words(
    tiny: System, document: Make, title: str, level: str | None
) -> None:
    assert SystemReader(tiny).read(document("d", title, language="sv")).level == level


def test_a_foreign_document_without_a_known_place_is_elsewhere(tiny: System, document: Make) -> None:
    assert SystemReader(tiny).read(document("d", "Peru", geo_level="international")).level == "elsewhere"


def test_swedish_cues_are_read_in_swedish_text_only(tiny: System, document: Make) -> None:
    reader = SystemReader(tiny)
    assert "people.resource" in reader.read(document("d", "Crewtillgångarna", language="sv")).parts
    assert reader.read(document("d", "Crewtillgångarna", language="en")).parts == {}
    assert "people.resource" in reader.read(document("d", "Crewtillgångarna", language=None)).parts


@pytest.mark.parametrize(
    ("values", "is_own"),
    [
        ({"source_sector": "mobility"}, True),
        ({"source_sector": "forestry"}, False),
        ({"source_name": "Isvaka newsroom", "source_sector": "press"}, True),
        (
            {"source_name": "Road Board", "source_sector": "public sector"},
            False,
        ),  # a regulator is not our own
        ({}, None),
    ],
)
def test_our_own_chamber_is_our_sectors_and_our_own_actors(
    tiny: System, document: Make, values: dict[str, Any], is_own: bool | None
) -> None:
    assert SystemReader(tiny).read(document("d", "Text", **values)).voice.is_own is is_own


@pytest.mark.parametrize(
    ("title", "speaks"), [("Self-driving in snow", True), ("Isvaka hires", True), ("Road Board", False)]
)
def test_own_sector_is_spoken_of_by_identity_terms_and_own_firms(
    tiny: System, document: Make, title: str, speaks: bool
) -> None:
    assert SystemReader(tiny).read(document("d", title)).voice.speaks_of_own_sector is speaks
