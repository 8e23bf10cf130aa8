"""The near-copy check is fast without being another check: each short cut gives what the plain way gives."""

from __future__ import annotations

import re
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rensa import RMinHash

from horizon.normalise.duplicates import (
    BAND_ROWS,
    MIN_WORDS,
    N_PERMUTATIONS,
    _folded_words,
    band_hashes,
    bands_of,
    fingerprint,
    fingerprints,
    shared_bands,
    shingles_of,
)

WORD = re.compile(r"[^\W_]+")
# letters that fold into several characters, marks, signs beyond Latin-1, numbers that are words, and anything else
ODD = st.sampled_from("İǰͅΐŉßﬁµ½²_’“–…•åÅéŁ千 \n.,-&")
TEXTS = st.lists(
    st.one_of(ODD, st.characters(exclude_categories=("Cs",)), st.sampled_from("ab c")), max_size=60
).map("".join)


@given(TEXTS)
def test_words_are_those_of_the_text_each_folded(text: str) -> None:
    assert _folded_words(text) == [w.casefold() for w in WORD.findall(text)]


def test_every_character_is_read_alike_however_the_words_are_found() -> None:
    for n in range(sys.maxunicode + 1):
        text = f"a{chr(n)}b"
        if not 0xD800 <= n < 0xE000:
            assert _folded_words(text) == [w.casefold() for w in WORD.findall(text)], hex(n)


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=3), max_size=12))
def test_shingles_are_all_runs_of_four(words: list[str]) -> None:
    runs = [" ".join(words[i : i + 4]) for i in range(max(1, len(words) - 3))] if words else []
    assert shingles_of(words) == runs


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="compares with CPython's hash of a tuple")
def test_bands_keep_the_names_that_older_stores_hold() -> None:
    digests = np.random.default_rng(4).integers(0, 2**32, size=(50, N_PERMUTATIONS), dtype=np.uint64)
    for row, names in zip(digests.tolist(), band_hashes(digests).tolist(), strict=True):
        assert names == [
            hash((i, *row[i : i + BAND_ROWS])) & 0x7FFFFFFFFFFFFFFF
            for i in range(0, N_PERMUTATIONS, BAND_ROWS)
        ]


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=30), max_size=6))
def test_texts_are_read_alike_alone_and_among_others(texts: list[list[str]]) -> None:
    pairs = [("title", " ".join(words)) for words in texts]
    for print_, pair in zip(fingerprints(pairs), pairs, strict=True):
        alone = fingerprint(*pair)
        assert (list(print_.bands), print_.n_words) == (list(alone.bands), alone.n_words)
        sketch = RMinHash(num_perm=N_PERMUTATIONS, seed=1)
        sketch.update(shingles_of(WORD.findall(f"{pair[0]} {pair[1]}" if len(pair[1]) <= 40 else pair[1])))
        expected = band_hashes(np.array([sketch.digest()], dtype=np.uint64))[0].tolist()
        assert list(print_.bands) == (expected if print_.n_words >= MIN_WORDS else [])


def test_only_bands_of_two_texts_are_shared() -> None:
    one = fingerprint("", "The harbour of Norrvik stopped all ferries on 3 May after a fire in the pump room")
    other = fingerprint(
        "", "A quite different text about the price of electric power in the north of the country today"
    )
    assert shared_bands([one, other]) == frozenset()
    assert shared_bands([one, other, one]) == frozenset(one.bands)
    assert bands_of([one, other]).tolist() == [*one.bands, *other.bands]
