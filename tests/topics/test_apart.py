"""Words and runs of letters found as arrays, beside the plain ways to find them."""

from __future__ import annotations

import random
import unicodedata

import pytest

from horizon.topics import counts
from horizon.topics.apart import take_apart
from horizon.topics.words import pieces

TEXTS = (
    "",
    "…",
    "Covid-19-fall på 1.5 %: U.S.A.'s AT&T-avtal, a1-b2c.3 12:30.x 3.000,5x-ray -5 b-",
    "Ω-3 fatty acids (ω) at Ljungbergs’ shop: 10 µg, 5½ 日本-2.5 e\u0301l",  # letters of other scripts
    "two\nlines \n",
    "-'x",
)


def _expected(texts: tuple[str, ...]) -> list[tuple[int, str, str, int]]:
    out = []
    for number, text in enumerate(texts):
        held, at = pieces(text), 0
        for gap, word in zip(held[0::2], held[1::2], strict=False):
            out.append((number, gap, word, at + len(gap)))
            at += len(gap) + len(word)
    return out


def _check(texts: tuple[str, ...], at_once: int) -> None:
    found = take_apart(texts, at_once=at_once)
    expected = _expected(texts)
    words = [found.forms[f] for f in found.form.tolist()]
    gaps = [found.gaps[g] for g in found.gap.tolist()]
    assert list(zip(found.text.tolist(), gaps, words, found.start.tolist(), strict=True)) == expected
    assert found.end.tolist() == [at + len(word) for _, _, word, at in expected]
    assert list(found.forms) == list(dict.fromkeys(word for _, _, word, _ in expected))


@pytest.mark.parametrize("at_once", [1, 60, 1_000_000])
def test_words_are_those_of_the_pattern(at_once: int) -> None:
    _check(TEXTS, at_once)
    _check((), at_once)


def test_any_row_of_letters_digits_and_marks_is_taken_apart_as_the_pattern_does() -> None:
    dice = random.Random(7)
    for alphabet in ("ab1-'.,: ", "aÅ1-’&.:\n_/", "aª2-Ω٣.²é\u0301-", "x0\U0001f600-'ж."):
        texts = tuple("".join(dice.choices(alphabet, k=dice.randrange(14))) for _ in range(4_000))
        _check(texts, 5_000)
        _check(tuple(unicodedata.normalize("NFKC", text) for text in texts), 5_000)


def test_runs_of_letters_are_those_of_each_word_by_itself() -> None:
    dice = random.Random(3)
    wide = ["".join(chr(dice.randrange(97, 30_000)) for _ in range(dice.randrange(9))) for _ in range(3_000)]
    for words in ([], ["sea"], ["ship", "ships", "aaaaaaaa", "åäöabcd", "x1", "steamship"], wide):
        runs = [{w[i : i + 5] for i in range(max(1, len(w) - 4))} if len(w) > 3 else set() for w in words]
        names = sorted(set().union(*runs))
        of_word, column, n_runs = counts._grams(words, 5)
        found: list[set[str]] = [set() for _ in words]
        for word, run in zip(of_word.tolist(), column.tolist(), strict=True):
            found[word].add(names[run])
        assert found == runs and n_runs == len(names) and len(of_word) == sum(map(len, runs))
