"""Propositions: what may be given, what is taken for one of the documents' own, and what is never guessed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from horizon.brief import stage
from horizon.brief.proposition import as_proposition, chosen, given
from horizon.brief.records import Wording
from horizon.errors import ConfigError
from horizon.storage.store import Store
from tests.brief.world import storylines


def test_a_given_proposition_is_cleaned_and_its_language_read() -> None:
    assert given(["  Staden bör bygga\nfler bostäder i\u00adnästa år. ", "The city should build\u200b more homes."]) == (
        Wording(language="en", text="The city should build more homes."),
        Wording(language="sv", text="Staden bör bygga fler bostäder inästa år."),
    )  # fmt: skip
    assert given([]) == ()


def test_markup_is_only_words() -> None:
    (wording,) = given(["<script>alert(1)</script> should be banned by the city & its | schools"])
    assert wording.text.startswith("<script>alert(1)</script> should")


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["The city should\x07 build more homes"], "control characters"),
        (["The city should \udcff build more homes"], "control characters"),
        (["The city should build " + "a" * 10_000], "at most 300"),
        (["The city should " + "build " * 60], "at most 300 and 40"),
        (["Homes"], "too short"),
        ([""], "too short"),
        (["Should the city build more homes?"], "a question has no sides"),
        (["Should the city build more homes?!"], "a question has no sides"),
        (["La ville devrait construire plus de logements"], "'fr'"),
        (["The city should build more homes", "The city should not build more homes"], "two in English"),
    ],
)
def test_what_cannot_be_read_as_one_is_refused_in_one_line(texts: list[str], told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        given(texts)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("language", "claim", "read"),
    [
        ("en", "Draft would cap data fees at 12,000 euros", "Draft should cap data fees at 12,000 euros."),
        ("en", "the port must close by 2030, unless it pays", "The port must close by 2030, unless it pays."),
        ("en", "large halls should need a permit, and the rest should not", "Large halls should need a permit."),
        ("sv", "avgiften ska höjas i två steg", "Avgiften bör höjas i två steg."),
        ("sv", "kommunen kommer att stänga badet", "Kommunen bör stänga badet."),
        ("en", "It should be raised", None),  # of what?
        ("en", "if the port should close", None),
        ("en", "60 days when no new linkage is needed", None),
        ("en", "a fix was shipped in March but the box must be restarted", None),
        ("en", "people who would pay should say so", None),
        ("en", "The port is to close in 2030", "The port should close in 2030."),
        ("en", "The aim is to cut fees by a third", None),
        ("en", "The first step of the plan is to count the ships", None),
        ("en", "The good will of the board would be needed", None),
        ("en", "Critics fear fees would rise", None),
        ("en", "The board said ships will pay", None),
        ("en", "The report will be read by the council", "The report should be read by the council."),
        ("en", "The bank would not have cut its rate", None),
        ("en", "Fees are high and will rise", None),
        ("sv", "kritiker befarar avgiften ska höjas", None),
        ("sv", "Banken skulle inte ha sänkt räntan", None),
        ("en", "Should the port close?", None),
        ("sv", "vi måste först veta om berget rör sig", None),
        ("de", "Die Stadt will bauen", None),
        (None, "the port must close by 2030", None),
    ],
)  # fmt: skip
def test_a_claim_is_a_proposition_where_it_is_a_demand_or_plan_by_itself(
    language: str | None, claim: str, read: str | None
) -> None:
    made = as_proposition(claim, language, None)
    assert (made.text if made else None) == read


@pytest.mark.parametrize(
    ("language", "claim", "read"),
    [
        (
            "en",
            "a salary floor for work permits (ref. 12)",
            "There should be a salary floor for work permits.",
        ),
        ("sv", "ett golv för lönen, och undantag", "Det bör finnas ett golv för lönen."),
        ("en", "a net of beacons that ships can use", "There should be a net of beacons that ships can use."),
        ("en", "a used batch be tried before rules are changed", None),
        ("en", "cost recovery", None),
        ("en", "a meeting", None),
    ],
)
def test_a_thing_that_somebody_asks_for_is_said_to_be_needed(
    language: str, claim: str, read: str | None
) -> None:
    made = as_proposition(claim, language, "The agency")
    assert (made.text if made else None) == read
    assert as_proposition(claim, language, None) is None, "nobody asks for it"


def document(n: int, text: str, day: int = 1) -> dict[str, Any]:
    return {"doc_id": f"d{n}", "version": 1, "title": f"Report {n}", "text": text, "language": "en",
            "counted_at": datetime.fromisoformat(f"2026-03-{day:02d}T00:00:00+00:00")}  # fmt: skip


def claim(doc: dict[str, Any], words: str, modality: str = "proposed") -> dict[str, Any]:
    start = f"{doc['title']}\n{doc['text']}".index(words)
    return {"claim_id": f"c-{words[:9]}", "doc_id": doc["doc_id"], "version": 1, "claim": words, "start_offset": start,
            "end_offset": start + len(words), "modality": modality, "holder": None}  # fmt: skip


def test_the_demand_that_most_origins_speak_about_is_chosen_and_named() -> None:
    fee, pier = "The harbour fee should follow the tonnage of ships", "The council must repaint the pier"
    documents = [
        document(1, f"{pier}. Nobody else says so."),
        document(2, f"{fee}."),
        document(3, "Ships would pay a harbour fee by tonnage, the board says."),
        document(4, "No harbour fee on the tonnage of small ships, say their owners."),
    ]
    rows = [claim(documents[0], pier), claim(documents[1], fee)]
    numbers = {"d1": 1, "d2": 2, "d3": 3, "d4": 4}
    found = chosen(rows, documents, numbers)
    assert found is not None and not found.is_given
    assert (found.doc_id, found.evidence, found.n_origins, found.quote) == ("d2", 2, 3, fee)
    assert found.wordings == (Wording(language="en", text=f"{fee}."),)
    assert chosen(rows, documents[:3], numbers) is None, "two origins speak about it: too few"
    assert chosen([claim(documents[1], fee, "asserted")], documents, numbers) is None
    assert chosen(rows, documents, {"d1": 1, "d3": 3, "d4": 4}) is None, "its document is not cited"
    moved = [{**rows[1], "start_offset": 0, "end_offset": len(fee)}]
    assert chosen(moved, documents, numbers) is None, "the stored text no longer holds it"
    assert chosen([], [], {}) is None


def test_the_sample_consultation_gives_its_own_and_nothing_from_later() -> None:
    store, moment = storylines("s09")
    pack = stage.make(store, "t-s09", as_of=moment)
    found = pack.proposition
    assert found is not None and not found.is_given and found.doc_id == "s09-001"
    (source,) = store.rows("brief/documents", doc_ids=["s09-001"], as_of=moment)
    assert f"{source['title']}\n{source['text']}"[found.start_offset : found.end_offset] == found.quote
    page = stage.render(pack, "markdown").decode()
    assert found.claim_id in page and f"E{found.evidence}" in page and "--proposition" in page
    early = stage.make(store, "health data fees", as_of=datetime.fromisoformat("2026-07-14T23:00:00+00:00"))
    assert early.proposition is None, "two documents were known"
    later = stage.make(store, "health data fees", as_of=moment - timedelta(days=20))
    assert later.proposition and later.proposition.n_origins < found.n_origins  # type: ignore[operator]


def test_an_empty_store_has_no_pack_with_or_without_a_proposition() -> None:
    for proposition in ([], ["The city should build more homes"]):
        with pytest.raises(ConfigError, match="no signal, topic or document matches"):
            stage.make(
                Store.in_memory(),
                "anything at all",
                as_of=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
                proposition=proposition,
            )
