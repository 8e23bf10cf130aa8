"""Publishers' names stay out of labels and terms; everyday words that are also names do not."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks.topics import bad_labels
from horizon.topics.describe import Description, describe
from horizon.topics.label import content_stems
from horizon.topics.publishers import Publishers
from horizon.topics.reading import Corpus, read_window
from horizon.topics.sections import without_sections
from horizon.topics.spelling import Spelling, learn
from horizon.topics.terms import find_phrases
from horizon.topics.tokens import tokenise
from horizon.topics.words import WORD, fold

CASE = Spelling(
    lower=frozenset({"nature", "regeringen"}), lower_stems=frozenset({"natur"}), pairs=frozenset()
)
NAMES = ("Reuters", "Svea Posten", "Rikskrönikan", "Region Sörmarken", "Nature", "Regeringen", "The Week")
PUBLISHERS = Publishers.of(NAMES, CASE)
START = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "label",
    [
        "Reuters", "Reuters report", "Notice of the Svea Posten", "Svea Postens granskning", "Rikskrönikans läsare",
        "Beslut i Region Sörmarken", "Region Sörmarkens budget", "Nature", "Regeringen",
    ],
)  # fmt: skip
def test_a_label_with_the_name_of_a_publisher_is_refused(label: str) -> None:
    assert PUBLISHERS.stand_in(label)


@pytest.mark.parametrize(
    "label",
    ["Nature reserves", "Regeringens förslag", "Svea hovrätt", "Posten i Svea", "Region north of Sörmarken", "Long week"],
)  # fmt: skip
def test_words_that_also_stand_in_a_name_are_free(label: str) -> None:
    assert not PUBLISHERS.stand_in(label)


WIRE = [
    ("en", "Svea Posten report on harbour cranes", "The Svea Posten report says harbour cranes stand still."),
    (
        "en",
        "Harbour cranes in the Svea Posten report",
        "A Svea Posten report tells of rust in harbour cranes.",
    ),
    (
        "en",
        "Svea Posten report: more rust",
        "The Svea Posten report finds rust in the cranes of the harbour.",
    ),
    ("en", "Snow falls on the hills", "There was much snow, and the walk took all of the evening."),
    ("en", "A walk on the ice", "The ice bears; they went out in the evening and found a boat."),
]


def of_window(names: tuple[str, ...], *texts: str, title: str = "") -> Publishers:
    """Publishers as a window of English texts shows them."""
    tokens = tokenise([title] * len(texts), texts, ["en"] * len(texts))
    return Publishers.of(names, learn(tokens, np.ones(len(texts), dtype=bool)), tokens)


APART = "They say Norway and its central bank, Denmark and its central bank differ."
ECB = (
    "They heard the European Central Bank say so. Then the European Central Bank cut its rate.",
    "On Monday the European Central Bank waited, and in June the European Central Bank met.",
    "All of it was said by the European Central Bank, which European ministers praise, as European papers do.",
)


def test_what_is_cut_out_of_a_name_is_refused() -> None:
    held = of_window(("European Central Bank",), *ECB)
    for label in (
        "European Central Bank",
        "Central Bank",
        "European Central",
        "Central Bank decision",
        "Central",
    ):
        assert held.stand_in(label), label
    for label in ("European ministers", "Bank holiday", "Central heating", "European"):
        assert not held.stand_in(label), label


def test_a_part_that_is_said_apart_from_the_name_stays_free() -> None:
    held = of_window(("European Central Bank",), *ECB, APART)
    assert not held.stand_in("Central bank") and not held.stand_in("Norway's central bank")
    assert held.stand_in("European Central") and held.stand_in("European Central Bank decision")


def test_a_name_of_everyday_words_is_refused_only_where_it_is_all() -> None:
    texts = (
        "He told the Foreign Policy of it.",
        "Our foreign policy is slow, their foreign policy is not.",
    )
    everyday = of_window(("Foreign Policy",), *texts)
    assert everyday.stand_in("Foreign policy") and not everyday.stand_in("Foreign policy of Sweden")
    name = of_window(("Foreign Policy",), "He told Foreign Policy. A foreign ship has a policy.", texts[0])
    assert name.stand_in("Foreign Policy interview")


def test_a_title_in_title_case_does_not_tell_a_name() -> None:
    text = "What is our foreign policy, and who made it?"
    held = of_window(("Foreign Policy",), text, text, title="Our Foreign Policy Needs Many Friends")
    assert not held.stand_in("Foreign policy of Sweden")


def test_a_place_before_an_everyday_word_is_no_name() -> None:
    assert not of_window(("Swedish Tech",), "They like Swedish tech, and we build Swedish tech.").stand_in(
        "Swedish tech firms"
    )
    assert of_window(
        ("Dagens industri",),
        "They told Dagens industri, and told Dagens industri, of dagens bok and dagens ros.",
    ).stand_in("Dagens industri report")


def test_an_everyday_name_is_still_a_term() -> None:
    texts = [
        ("en", "The foreign policy", "A foreign policy of some kind is needed; they call it foreign policy."),
        ("en", "Our foreign policy", "They made foreign policy at dinner, a foreign policy for all."),
        ("en", "Their foreign policy", "He lost the foreign policy, and no foreign policy came of it."),
        *WIRE[3:],
    ]
    assert "foreign policy" in described(texts, ("Foreign Policy",)).terms


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("BBC World", ["BBC"]),
        ("BBC Science and Environment", ["BBC"]),
        ("NRK top stories", ["NRK"]),
        ("EIA press releases", ["EIA"]),
        ("Science News magazine", ["Science News", "Science"]),
        ("Svea Posten – Nyheter", ["Svea Posten"]),
        ("Svea Posten Pressmeddelanden (sv)", ["Svea Posten Pressmeddelanden", "Svea Posten"]),
        ("Rest of World", []),
        ("Sveriges Universitet", []),
        ("Vinnova, news", []),
        ("auto motor und sport", []),
        ("World", []),
    ],
)
def test_sections_are_taken_off_the_end(name: str, left: list[str]) -> None:
    assert without_sections(name) == left


def test_a_name_is_known_without_its_section() -> None:
    held = of_window(
        ("BBC World", "BBC Politics", "Swedish News", "EU News", "Statistics Sweden"), "It rained."
    )
    assert held.stand_in("BBC licence fee") and held.stand_in("BBC World")
    for label in ("Swedish exports", "EU directive", "Statistics on exports"):
        assert not held.stand_in(label), label


def test_a_name_that_shrinks_to_a_number_or_an_everyday_word_bars_neither() -> None:
    names = ("Ai2", "E24", "15min", "The Next Web", "Futura")
    held = of_window(names, "They say the future is near, and the future is far.", "A Web of lies.")
    for label in ("AI models", "Agenda 24", "15 August", "Web standards", "Future mobility"):
        assert not held.stand_in(label), label


CATALOGUE = [
    source["name"]
    for path in sorted((Path(__file__).parents[2] / "data" / "sources").glob("*.toml"))
    for source in tomllib.loads(path.read_text(encoding="utf-8"))["source"]
]
RUNNING = (
    "In all the policy of a foreign land, its central bank, the hill, the record, the nature of science, the week, the drive, "
    "the stack, the verge, the journal, the register, the motor, the fortune, the product, the batch, the future, the express "
    "train, a guardian, statistics, dark reading, light blue paper, popular science, space news, technology, security, the "
    "energy, a scientist, an economist, an industrial cyber unit, data center dynamics, project zero, the world and business, "
    "a startup, tech news, the compass, politics, research, health, climate, the wired web, government digital service, "
    "a bank, authority, agency, ministry, council, education, transport, innovation, engineering and markets are all here."
)


def test_no_name_of_the_catalogue_bars_an_everyday_word_inside_a_longer_label() -> None:
    held = of_window(tuple(CATALOGUE), RUNNING, RUNNING)
    words = {fold(word) for word in WORD.findall(RUNNING)}
    barred = {word for word in words if held.stand_in(f"{word} zebra")}
    assert barred == set()
    places = ("Sweden", "Swedish", "Nordic", "Europe", "European", "EU", "AI", "UK", "US", "French", "Norway")
    assert [place for place in places if held.stand_in(f"{place} zebra")] == []
    assert held.stand_in("BBC zebra") and held.stand_in("Financial Times zebra")
    assert not held.stand_in("European Commission proposal"), (
        "a body that is a subject too is named with a comma"
    )


def test_the_benchmark_sees_a_name_without_its_section() -> None:
    assert bad_labels(["BBC licence fee"], ["BBC World"], language="en")
    assert bad_labels(["BBC licence fee"], ["BBC Science and Environment (en)"], language="en")
    assert not bad_labels(
        ["Rest assured", "Vinnova grants"], ["Rest of World", "Vinnova, news"], language="en"
    )


def corpus(texts: list[tuple[str, str, str]], sources: tuple[str, ...]) -> Corpus:
    """Texts as (language, title, text), each from the next of the sources."""
    rows = [
        {
            "doc_id": f"d{i:02d}", "origin_id": f"d{i:02d}", "title": title, "text": text, "language": language,
            "counted_at": START + timedelta(hours=i), "published_at": START, "text_hash": f"h{i}",
            "source_id": f"s{i}", "source_name": sources[i % len(sources)],
        }
        for i, (language, title, text) in enumerate(texts)
    ]  # fmt: skip
    vectors = {f"h{i}": np.eye(4, dtype=np.float32)[i % 4] for i in range(len(rows))}
    return read_window(rows, vectors, {}, dim=4)


def described(texts: list[tuple[str, str, str]], sources: tuple[str, ...], earlier: str = "") -> Description:
    """The first three texts are the topic; what else there is shows what is usual."""
    read = corpus(texts, sources)
    known = {"t": earlier} if earlier else {}
    found = describe(read, {"t": [0, 1, 2]}, {"t": np.ones(4, dtype=np.float32) / 2}, known, frozenset())
    return found["t"]


def test_neither_label_nor_terms_hold_a_publisher_though_every_text_names_it() -> None:
    free = described(WIRE, ("Another",))
    assert "svea posten" in " ".join((free.label, *free.terms)).lower(), "else this test shows nothing"
    held = described(WIRE, ("Another", "Svea Posten"))
    assert not bad_labels([held.label, *held.terms], ["Svea Posten"], language="en")
    assert "crane" in " ".join((held.label, *held.terms)).lower()


def test_a_label_is_given_up_when_its_publisher_comes_on_board() -> None:
    assert described(WIRE, ("Another",), "Svea Posten report").label == "Svea Posten report"
    assert described(WIRE, ("Svea Posten",), "Svea Posten report").label != "Svea Posten report"


def test_a_swedish_name_is_known_by_its_swedish_stem() -> None:
    texts = [
        ("sv", "Vägavgift från Färdstyrelsen", "Enligt Färdstyrelsen blir vägavgiften högre i en kommun."),
        ("sv", "Färdstyrelsens vägavgift", "Hos Färdstyrelsen är vägavgiften en fråga om pengar."),
        ("sv", "Ny vägavgift", "Nu säger Färdstyrelsen att vägavgiften ska höjas."),
        ("sv", "Snö i fjällen", "Det föll mycket snö under natten."),
    ]
    held = described(texts, ("Färdstyrelsen",))
    assert not [term for term in (held.label, *held.terms) if "färdstyrelsen" in term.lower()]
    assert "vägavgift" in held.label.lower()


def test_phrases_that_hold_a_name_are_those_that_a_plain_look_finds() -> None:
    read = corpus(WIRE, ("x",))
    phrases = find_phrases(read.tokens, np.ones(len(read), dtype=bool))
    every = np.arange(len(phrases.codes))
    names = [
        content_stems(name, "en")
        for name in ("Svea Posten", "rust", "harbour cranes stand", "unmet", "svea unmet")
    ]
    spelled = [tuple(phrases.roots[r] for r in row if r >= 0) for row in phrases.apart(every).tolist()]
    plain = [any(s[i : i + len(n)] == n for n in names for i in range(len(s))) for s in spelled]
    assert phrases.holding(every, names).tolist() == plain
    assert any(plain) and not all(plain)


def test_bad_labels_are_named_and_only_those() -> None:
    bad = [
        "",
        "snake_case",
        "och budgeten",
        "Budgeten i",
        "Read more",
        "Reuters' report",
        "the svea postens notis",
    ]
    assert bad_labels(bad, ["Reuters", "Svea Posten"], language="sv") == bad
    good = ["Sundhaga IF", "The Reuter case", "Posten i Svea"]
    assert bad_labels(good, ["Sundhaga-Kuriren", "Reuters", "Svea Posten"], language="sv") == []
    assert bad_labels(["Florida man", "First-year students"], [], language="en") == []
    assert bad_labels(["Florida man"], []) == ["Florida man"], "both lists where no language is told"
