"""Extractive sentences: whole, telling, never shouting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from horizon.publish.sentences import as_sentence, split_sentences, telling_sentence


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Dr. Alm met ca. 40 firms in Norrvik. The talks lasted 3.5 hours. Did it help?"
    assert split_sentences(text) == [
        "Dr. Alm met ca. 40 firms in Norrvik.",
        "The talks lasted 3.5 hours.",
        "Did it help?",
    ]


def test_the_sentence_that_names_the_terms_wins() -> None:
    text = (
        "It rained over the harbour for most of Tuesday morning. "
        "The depot will store 12 megawatt hours in sodium cells. More follows later this week, the firm said."
    )
    assert telling_sentence("Depot", text, ["sodium cells", "depot"]).startswith("The depot will store 12")


def test_a_shouting_headline_is_lowered() -> None:
    assert as_sentence("HARBOUR CLOSED AFTER FIRE") == "Harbour closed after fire."


@given(st.text(max_size=600), st.text(max_size=80))
def test_a_sentence_is_taken_whole_or_not_at_all(text: str, title: str) -> None:
    found = telling_sentence(title, text, ["energy"])
    assert found in " ".join(text.split()) or found == as_sentence(title)
