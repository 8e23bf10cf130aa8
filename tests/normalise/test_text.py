"""Clean text from what feeds carry."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horizon.normalise import url as url_module
from horizon.normalise.text import clean_text, clean_title
from horizon.normalise.url import canonical_url


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<p>One &amp; two</p><p>three</p>", "One & two\nthree"),
        ("a < b and b > c", "a < b and b > c"),
        ("<script>alert(1)</script>Safe", "Safe"),
        ("&lt;p&gt;Twice escaped&lt;/p&gt;", "Twice escaped"),
        ("Abc\u202egnp.exe\u200b", "Abcgnp.exe"),
        ("<p>News.</p><p>The post News appeared first on The Outlet.</p>", "News."),
        ("Kort text. Läs mer", "Kort text."),
        (None, ""),
    ],
)
def test_markup_and_boilerplate_go_and_words_stay(raw: str | None, clean: str) -> None:
    assert clean_text(raw, max_chars=1000) == clean


@given(st.text(max_size=400))
def test_no_tag_and_no_hidden_character_survives(raw: str) -> None:
    text = clean_text(f"<p>{raw}</p>", max_chars=300)
    assert "<script" not in text.lower()
    assert not set(text) & set("\u202e\u200b\u0000")
    assert len(text) <= 300


def test_only_the_outlets_own_name_is_cut_from_a_title() -> None:
    assert clean_title("Harbour closed - The Outlet", source_name="The Outlet") == "Harbour closed"
    assert (
        clean_title("Harbour closed - a timeline", source_name="The Outlet") == "Harbour closed - a timeline"
    )


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.ORG:443/a?utm_source=x&id=7#top", "https://example.org/a?id=7"),
        ("http://example.org", "http://example.org/"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_addresses_meet_in_one_form(url: str | None, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


PIECES = ("a", "B", "7", ".", "..", "/", "//", "-", "_", "~", "!", "=", ":", ",", "%20", "?id=1", "#top", "@", "xn--", ":443",
          "å", "example.org", "index.html", "http://", " ")  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), st.sampled_from(("http", "https", "HTTP")))
def test_an_address_with_nothing_to_clean_is_what_cleaning_gives(rest: str, scheme: str) -> None:
    address = f"{scheme}://{rest}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(url_module, "_CLEAN", re.compile("(?!)"))
        cleaned = canonical_url(address)
    assert canonical_url(address) == cleaned
