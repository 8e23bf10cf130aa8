"""The quicker tagger beside spaCy's own."""

from __future__ import annotations

from horizon.english import english_model, english_tagger

TEXTS = (
    "Sodium-ion batteries reached grid scale in Norrvik on 3 May 2026, the operator said.",
    "U.S. regulators won't approve the €4.5bn merger — yet; see https://example.org/a?b=1 or mail x@example.org.",
    "  Two spaces,\ta tab and\n\na gap: ½ price, #tag, 10,000 and XIV.",
)


def test_the_quicker_tagger_says_what_spacys_own_says() -> None:
    own = english_model.__wrapped__("tok2vec", "tagger")
    quick = english_tagger()
    for text in TEXTS:
        assert [(t.text, t.tag_) for t in quick(text)] == [(t.text, t.tag_) for t in own(text)]
