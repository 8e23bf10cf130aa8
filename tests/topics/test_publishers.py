"""Publishers' names stay out of labels and terms; everyday words that are also names do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from benchmarks.topics import bad_labels
from horizon.topics.describe import Description, describe
from horizon.topics.label import content_stems
from horizon.topics.publishers import Publishers
from horizon.topics.reading import Corpus, read_window
from horizon.topics.spelling import Spelling
from horizon.topics.terms import find_phrases

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
