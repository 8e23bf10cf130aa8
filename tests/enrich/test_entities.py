"""Names, places and how wide a document's world is."""

from __future__ import annotations

import numpy as np
import pytest

from horizon.enrich.embed import load_embedder
from horizon.enrich.entities import entities_of, entity_id
from horizon.enrich.gazetteer import load_gazetteer
from horizon.enrich.geography import geography_of
from horizon.errors import ConfigError

GAZETTEER = load_gazetteer()


def names(title: str, text: str, language: str) -> dict[str, str]:
    [found] = entities_of([(title, text, language)], GAZETTEER, outlet_names=["The Wire"])
    return {n.name: n.kind for n in found}


def test_an_english_and_a_swedish_report_name_the_same_things() -> None:
    english = names(
        "Depot gets cells", "Harbour director Ylva Strandman said Kustkraft of Norrvik won the tender.", "en"
    )
    swedish = names(
        "Depån får celler",
        "Hamnchefen Ylva Strandman säger att Kustkraft i Norrvik vann upphandlingen.",
        "sv",
    )
    ids = [{entity_id(n) for n in found} for found in (english, swedish)]
    assert {"ylva strandman", "kustkraft", "norrvik"} <= ids[0] & ids[1]


def test_a_sentence_start_is_no_name_and_the_outlet_is_not_news() -> None:
    found = names(
        "Regnet föll",
        "Regnet föll hela dagen. Kommunen stängde vägen vid Ekliden. Vägen öppnar igen, skriver The Wire.",
        "sv",
    )
    assert "Ekliden" in found
    assert not {"Regnet", "Kommunen", "Vägen", "The Wire"} & set(found)


@pytest.mark.parametrize(
    ("text", "level", "countries"),
    [
        ("Finland and Estonia share the cable.", "international", ("EE", "FI")),
        ("The European Commission opened a case.", "international", ()),
        ("Sweden raises the fee.", "national", ("SE",)),
        ("The quay in Norrvik is closed.", "local", ("SE",)),
        ("Nothing is named here.", None, ()),
    ],
)
def test_geography(text: str, level: str | None, countries: tuple[str, ...]) -> None:
    [found] = entities_of([("", text, "en")], GAZETTEER)
    assert geography_of(found, GAZETTEER, source_place=None) == (level, countries)


def test_swedish_names_of_countries_meet_the_english_ones() -> None:
    assert GAZETTEER.place("Tysklands") == GAZETTEER.place("Germany")


def test_vectors_are_unit_length_and_do_not_depend_on_the_batch() -> None:
    embedder = load_embedder("minilm-int8")
    texts = [
        "A depot stores power in sodium cells.",
        "Short.",
        "Sodium cells keep the buses running at the depot. " * 20,
    ]
    together = embedder.encode(texts)
    alone = np.vstack([embedder.encode([t]) for t in texts])
    assert together.shape == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.array_equal(together, alone)
    assert float(together[0] @ together[2]) > 0.6 > float(together[0] @ together[1])


def test_an_unknown_embedder_is_named() -> None:
    with pytest.raises(ConfigError, match=r"enrich\.embedder"):
        load_embedder("word2vec")


def test_headings_firms_and_papers_are_no_persons() -> None:
    title = "Genomförande av direktivet"
    text = (
        "Enligt betänkandet SOU 2014 och bolaget AB Svensk Exportkredit ska Naturvårdsverket svara. "
        "Det säger utredaren Karin Hemming."
    )
    kinds = names(title, text, "sv")
    assert [n for n, kind in kinds.items() if kind == "person"] == ["Karin Hemming"]
    assert kinds["AB Svensk Exportkredit"] == "organisation"


def test_realms_systems_and_diseases_are_no_persons_and_a_genitive_is_the_body() -> None:
    text = (
        "Avtalet mellan Konungariket Sverige och Republiken Korea rör SIS II och utbrottet av Influensa A. Läkemedelsverkets råd "
        "följs, och Läkemedelsverket svarar. Det säger utredaren Karin Hemming."
    )
    kinds = names("Avtal", text, "sv")
    assert [n for n, kind in kinds.items() if kind == "person"] == ["Karin Hemming"]
    assert "Läkemedelsverket" in kinds and "Läkemedelsverkets" not in kinds
