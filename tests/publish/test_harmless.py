"""What escaping leaves: direction overrides, shouting, endless titles, boilerplate, half words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.publish.harmless import MAX_TITLE, calm, plain, title_text, without_boilerplate
from horizon.publish.items import web_address


@given(st.text(max_size=400))
def test_nothing_invisible_is_left(text: str) -> None:
    assert not [c for c in plain(text) if unicodedata.category(c).startswith("C")]


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs", "Cf", "Cc")), max_size=12_000))
def test_a_title_has_a_bounded_length(text: str) -> None:
    assert len(title_text(text)) <= MAX_TITLE + 2


def test_a_long_title_ends_at_a_word() -> None:
    shown = title_text("sodium " * 2_000)
    assert shown.endswith("sodium …") and len(shown) <= MAX_TITLE + 2


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("BREAKING: Harbour closed", "Harbour closed"),
        ("Ministers agree on a plan that will cha…", "Ministers agree on a plan that will …"),
        ("Ministers agree on a plan [...]", "Ministers agree on a …"),
        ("abc\u202edef\u202c\u200b", "abcdef"),
        ("Plain and calm", "Plain and calm"),
        ("EU and NATO meet", "EU and NATO meet"),
    ],
)
def test_titles_are_shown_calm_and_whole(title: str, shown: str) -> None:
    assert title_text(title) == shown


def test_a_shouted_headline_learns_its_names_from_the_text() -> None:
    text = (
        "On Friday the firm Hallberg Fordon told Norrvik that NATO had asked. The port of Norrvik stays open."
    )
    assert (
        calm("HALLBERG FORDON LEAVES NORRVIK, SAYS NATO", text) == "Hallberg Fordon leaves Norrvik, says NATO"
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("NORRVIK (Nordlys Wire) – The harbour closed. Read more at our site.", "The harbour closed."),
        ("The harbour closed. The post Harbour closed appeared first on The Coast.", "The harbour closed."),
        ("Hamnen stängde. Läs mer: kusten.example. Foto: Ada Alm.", "Hamnen stängde."),
        ("The firm (founded 2009) grew.", "The firm (founded 2009) grew."),
    ],
)
def test_what_the_feed_added_is_taken_away(text: str, left: str) -> None:
    assert without_boilerplate(text) == left


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", 'https://x.example/"onclick=1', "//x.example", "ftp://x"],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None
    assert web_address("https://x.example/a?b=c#d") == "https://x.example/a?b=c#d"
