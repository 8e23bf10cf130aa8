"""The quicker tagger beside spaCy's own."""

from __future__ import annotations

import numpy as np

from horizon.english import Piece, english_model, english_tagger, piece_tagger

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


def test_pieces_are_tagged_as_the_whole_beyond_the_reach_of_a_cut() -> None:
    tagger = piece_tagger()
    for text in TEXTS:
        doc = english_tagger()(text)
        for start in range(len(doc)):
            for end in range(start + 1, len(doc) + 1):
                part = doc[start:end]
                if not (start == 0 or doc[start - 1].whitespace_) or not (
                    end == len(doc) or part[-1].whitespace_
                ):
                    continue
                piece = Piece(part.text_with_ws, start == 0, end == len(doc))
                read = tagger.read([Piece("It rains."), piece, Piece("so it goes", False, False)])
                held = slice(read.first[1], read.first[2])
                assert [tagger.strings[word] for word in read.word[held].tolist()] == [t.text for t in part]
                assert read.length[held].tolist() == [len(t) for t in part]
                kept = [
                    i
                    for i in range(end - start)
                    if (start == 0 or i >= tagger.reach)
                    and (end == len(doc) or end - start - i > tagger.reach)
                ]
                own = np.array([part[i].tag_ for i in kept])
                # every one for all, and each for itself: then the layers are worked out around it alone
                for asked in (kept, *([i] for i in kept)):
                    wanted = np.zeros(len(read.word), dtype=bool)
                    wanted[read.first[1] + np.array(asked, dtype=int)] = True
                    tags = np.array(tagger.tags)[tagger.tag(read, wanted)]
                    assert (tags[wanted] == own[np.isin(kept, asked)]).all()
                    assert (tags[~wanted] == "").all()
