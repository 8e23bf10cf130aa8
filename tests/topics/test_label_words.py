"""What a label is not made of: Swedish verbs, a genitive with nothing behind it, half a word; and terms that tell nothing."""

from __future__ import annotations

import pytest

from horizon.topics.describe import LABEL_CHARS
from horizon.topics.phrases import rule_phrases
from tests.topics.test_publishers import described


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Åminne tömmer rådhuset", {"Åminne", "rådhuset"}),
        ("Gäller", set()),
        ("Operation flyttats", {"Operation"}),
        ("Plats", {"Plats"}),
        ("Spanien väcker revisorernas misstankar", {"Spanien", "revisorernas misstankar", "misstankar"}),
        ("Beräknad ur fordonsdata", {"Beräknad", "fordonsdata"}),
    ],
)
def test_swedish_phrases_hold_no_verb_and_end_in_no_genitive(title: str, left: set[str]) -> None:
    assert {phrase.written for phrase in rule_phrases(title, "sv", {})} == left


@pytest.mark.parametrize("word", ["ur", "grep", "ordnar", "skrev", "tappar"])
def test_a_word_that_is_verb_and_noun_is_a_noun_where_running_text_has_it_as_one(word: str) -> None:
    assert {phrase.written for phrase in rule_phrases(f"Svenska {word}", "sv", {})} == {"Svenska"}
    assert f"Svenska {word}" in {
        phrase.written for phrase in rule_phrases(f"Svenska {word}", "sv", {word: 1})
    }
    assert {phrase.written for phrase in rule_phrases(f"Svenska {word}", "sv", {word: -1})} == {"Svenska"}


def test_a_text_is_cut_between_two_words() -> None:
    lead = "Det var en gång. " * 20
    word = "omsorgsnämnden"
    text = f"{lead[: LABEL_CHARS - 8]} {word} {word}"
    assert LABEL_CHARS in range(text.index(word) + 1, text.index(word) + len(word)), (
        "the cut falls into the word"
    )
    texts = [("sv", "", text), ("sv", "", text), ("sv", "", text), ("sv", "Snö", "Det snöade i natt.")]
    label = described(texts, ("Another",)).label.lower()
    assert not [end for end in range(3, len(word)) if label == word[:end]]


def test_a_word_that_tells_nothing_is_no_term_by_itself() -> None:
    texts = [
        ("en", "Cranes able", "Anyone is able, and the cranes are able."),
        ("en", "Able cranes", "Able are the cranes; anyone is able."),
        ("en", "Cranes", "Able, able, able are cranes."),
        ("en", "Snow", "There was snow on the hills."),
    ]
    terms = described(texts, ("Another",)).terms
    assert not {"able", "anyone"} & set(terms) and any("crane" in term.lower() for term in terms)
