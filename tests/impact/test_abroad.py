"""Policies that another country makes for itself."""

from datetime import date
from types import SimpleNamespace

import pytest

from horizon.config import data_root
from horizon.impact import system
from horizon.impact.abroad import is_elsewhere
from horizon.impact.eyes import Eyes
from horizon.impact.tied import forces_of, turned_abroad

CODES = {
    "sweden": "SE",
    "sverige": "SE",
    "united states": "US",
    "american": "US",
    "canada": "CA",
    "finland": "FI",
}
NORRVIK = system.load(data_root() / "systems" / "norrvik-mobility.toml")


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("United States pays for battery plants. More to come", True),
        (
            "Aid for plants. Only those on American soil get it. Sweden is worried",
            True,
        ),  # title and lead alone
        ("Sweden follows the United States with aid for plants", False),
        ("EU answers American aid", False),
        ("Finland and Canada pay for plants", False),  # a partner
        ("Aid for plants is raised", False),  # no place: not known to be elsewhere
    ],
)
def test_elsewhere_is_another_country_alone(text: str, elsewhere: bool) -> None:
    assert is_elsewhere(NORRVIK, CODES, text) is elsewhere


@pytest.mark.parametrize(
    ("title", "turns", "direction"),
    [
        ("United States pays for battery plants", True, -1),
        ("Sweden pays for battery plants", True, 1),
        ("United States pays for battery plants", False, 1),
    ],
)
def test_only_a_policy_that_draws_people_and_plants_turns(title: str, turns: bool, direction: int) -> None:
    facts = {
        "aid": SimpleNamespace(
            layer="society",
            kind="policy",
            is_systemic=False,
            growth="gain",
            turns_abroad=turns,
            grows_with=(),
            shrinks_with=(),
            ends_with=(),
        )
    }
    documents = [
        {"signal_id": "s", "doc_id": "d", "source_id": "x", "source_family": None, "stance": "supports", "title": title,
         "text": "", "language": "en", "week_on": date(2026, 1, 5)}
    ]  # fmt: skip
    links = [
        {"signal_id": "s", "force_id": "aid", "confidence": 0.5, "doc_ids": ["d"], "phrases": ["plants"]}
    ]
    forces = forces_of(links, documents, facts)
    found = turned_abroad(Eyes(NORRVIK, CODES), documents, forces, links, facts)["s"][0]
    assert found.direction.score == direction
    assert ("abroad" in found.why) == (direction == -1)
