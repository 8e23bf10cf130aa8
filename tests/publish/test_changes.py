"""What changed since last week."""

from __future__ import annotations

from dataclasses import replace

from horizon.publish.changes import Standing, change_of, changes_since
from horizon.publish.words import BANDS, lag_text, probability_key, texts

WORDS = texts("en")
BASE = Standing(
    signal_id="s", label="Sodium cells", stage="emerging", n_origins=3, evidence_grade="moderate", n_supporting=3,
    n_contradicting=0, is_flagged=True,
)  # fmt: skip


def test_kinds_of_change_and_their_reasons() -> None:
    assert change_of(BASE, None, WORDS)[0] == "new"
    assert change_of(replace(BASE, n_origins=5), BASE, WORDS) == (
        "rising",
        "5 independent reports against 3 the week before",
    )
    assert change_of(replace(BASE, evidence_grade="high"), BASE, WORDS)[0] == "confirmed"
    assert change_of(replace(BASE, n_contradicting=2), BASE, WORDS)[0] == "contradicted"
    assert change_of(BASE, BASE, WORDS)[0] == "continuing"


def test_what_is_no_longer_shown_is_told() -> None:
    gone = replace(BASE, n_origins=0, is_flagged=False)
    assert [c.kind for c in changes_since([], [BASE], {"s": gone}, {}, WORDS)] == ["fading"]
    denied = replace(gone, n_contradicting=2)
    assert [c.kind for c in changes_since([], [BASE], {"s": denied}, {}, WORDS)] == ["withdrawn"]
    assert [c.kind for c in changes_since([], [BASE], {}, {"s": "Batteries"}, WORDS)] == ["merged"]
    lone = replace(gone, n_contradicting=1)  # one denial withdraws nothing
    assert [c.kind for c in changes_since([], [BASE], {"s": lone}, {}, WORDS)] == ["fading"]
    many = replace(denied, n_supporting=20)
    assert [c.kind for c in changes_since([], [BASE], {"s": many}, {}, WORDS)] == ["fading"]


def test_an_outage_is_never_told_as_a_matter_that_ends() -> None:
    gone = replace(BASE, n_origins=0, is_flagged=False)
    for now in ({"s": gone}, {}):
        assert [c.kind for c in changes_since([], [BASE], now, {}, WORDS, unread={"s": (2, 4)})] == ["unread"]
        assert [c.kind for c in changes_since([], [BASE], now, {}, WORDS, unread={"s": (1, 4)})] == ["fading"]
    denied = replace(gone, n_contradicting=2)  # a denial was read, whatever was not
    assert [c.kind for c in changes_since([], [BASE], {"s": denied}, {}, WORDS, unread={"s": (4, 4)})] == [
        "withdrawn"
    ]


def test_probability_words_follow_the_yardstick() -> None:
    assert [probability_key(p) for p in (0.02, 0.15, 0.3, 0.45, 0.6, 0.85, 0.97, None)] == [
        "remote", "highly_unlikely", "unlikely", "realistic", "likely", "highly_likely", "almost_certain", "unknown",
    ]  # fmt: skip
    assert [limit for limit, _ in BANDS] == sorted(limit for limit, _ in BANDS)


def test_both_languages_have_every_text() -> None:
    assert texts("en").keys() == texts("sv").keys()
    assert lag_text(None, 4, texts("sv")) == "vid okänd tidpunkt"
