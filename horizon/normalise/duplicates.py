"""Origins: which documents are copies of one text. MinHash bands propose, shingles decide, distinctive words may veto."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

N_PERMUTATIONS, BAND_ROWS, SHINGLE = 64, 2, 4
BATCH = 1_000  # texts whose words and shingles are in memory at once
_PRIME_1, _PRIME_2, _PRIME_5 = map(
    np.uint64, (11400714785074694791, 14029467366897019727, 2870177450012600261)
)
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# letters that fold to a letter and a mark, which ends a word, and a mark that folds to a letter
_FOLDS_APART = re.compile(
    "[\u0130\u01f0\u0345\u0390\u03b0\u1e96-\u1e99\u1f50\u1f52\u1f54\u1f56\u1fb6\u1fb7\u1fc6\u1fc7\u1fd2\u1fd3\u1fd6"
    "\u1fd7\u1fe2-\u1fe4\u1fe6\u1fe7\u1ff6\u1ff7]"
)
_WORDS_ONLY = bytes(n if chr(n).isalnum() else 0x20 for n in range(256))  # Latin-1
_SIGNS = "’‘“”–—…•"  # all that most texts hold beyond Latin-1; no part of a word
_MARK = re.compile(r"\b(?:\d[\d.,:\-/]*\b|(?:[A-ZÅÄÖ]\.){2,}|[A-ZÅÄÖ][\wåäöé\-]+\b)")
# in a title a lone initial is a name too: judgments are told apart by nothing else
_TITLE_MARK = re.compile(r"\b[A-ZÅÄÖ]\.(?!\w)|" + _MARK.pattern)
_MONTHS = frozenset(
    "january february march april may june july august september october november december januari februari mars maj juni "  # noqa: SIM905
    "juli augusti oktober".split()
)
MIN_WORDS = 12
SHORT_WORDS = 60  # a text this short is a notice: one date or figure decides which
SAME_SOURCE_TITLE = 0.6  # share of title words that two items of one source must have in common
VERSION_TITLE = 0.5  # share of title words that two versions of one work have in common,
VERSION_WORDS = 0.33  # and of the shorter text's words,
VERSION_TEXT = 0.2  # or of the shorter text's shingles
VETO = 0.6  # share of the shorter text's names and numbers that the longer one must hold


class Fingerprint:
    """A text as the comparison sees it. What only a comparison needs is made when one asks: most texts meet no other."""

    def __init__(self, title: str, text: str, n_words: int, bands: Sequence[int]) -> None:
        self._title, self._text = title, text
        self.n_words = n_words
        self.bands = bands

    @cached_property
    def _words(self) -> list[str]:
        return _folded_words(_compared(self._title, self._text))

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Hashes of the runs of four words; they hold within one process only."""
        return frozenset(map(hash, shingles_of(self._words)))

    @cached_property
    def marks(self) -> frozenset[str]:
        """Names and numbers of the text."""
        return frozenset(_MARK.findall(_compared(self._title, self._text)))

    @cached_property
    def title_marks(self) -> frozenset[str]:
        """Names and numbers of the title, whose first word is capitalised whatever it is."""
        return frozenset(_TITLE_MARK.findall(self._title.partition(" ")[2]))

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(_folded_words(self._title))

    @cached_property
    def words(self) -> frozenset[str]:
        """Of the text, folded."""
        return frozenset(self._words)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Numbers and months of the text."""
        return frozenset(w for w in self.words if w in _MONTHS or w[0].isdigit())


def fingerprints(texts: Sequence[tuple[str, str]]) -> list[Fingerprint]:
    """Of each (title, text): shingles of four words over the text (title only where there is no text) and LSH bands."""
    found: list[Fingerprint] = []
    for start in range(0, len(texts), BATCH):
        found += _batch(texts[start : start + BATCH])
    return found


def _batch(texts: Sequence[tuple[str, str]]) -> Iterator[Fingerprint]:
    words = [_folded_words(_compared(title, text)) for title, text in texts]
    digests = RMinHash.digest_matrix_from_token_sets(
        [shingles_of(held) for held in words if len(held) >= MIN_WORDS], N_PERMUTATIONS, 1
    ).to_rows()
    bands = iter(band_hashes(np.array(digests, dtype=np.uint64).reshape(-1, N_PERMUTATIONS)).tolist())
    for (title, text), held in zip(texts, words, strict=True):
        yield Fingerprint(title, text, len(held), next(bands) if len(held) >= MIN_WORDS else ())


def fingerprint(title: str, text: str) -> Fingerprint:
    """Of a single text."""
    return fingerprints([(title, text)])[0]


def _compared(title: str, text: str) -> str:
    return text if len(text) > 40 else f"{title} {text}"


def _folded_words(text: str) -> list[str]:
    plain = text.casefold()
    if not plain.isascii():
        for sign in _SIGNS:
            plain = plain.replace(sign, " ")
    try:
        # byte by byte this takes half the time
        return plain.encode("latin-1").translate(_WORDS_ONLY).decode("latin-1").split()
    except UnicodeEncodeError:
        if _FOLDS_APART.search(text):
            return [w.casefold() for w in _WORD.findall(text)]
        return _WORD.findall(plain)


def shingles_of(words: Sequence[str]) -> list[str]:
    """Runs of four words, in order; one shorter run where there are no four, none where there are no words."""
    if len(words) < SHINGLE:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(words, words[1:], words[2:], words[3:], strict=False)))


def band_hashes(digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """(n, N_PERMUTATIONS / BAND_ROWS) names of bands for (n, N_PERMUTATIONS) digests, positive.

    A band's name is what `hash` of the tuple (number of its first row, *values) gives in CPython since 3.8 (xxHash),
    done for all at once: bands kept by earlier versions of the store stay valid, whatever the interpreter.
    """
    numbers = np.broadcast_to(
        np.arange(0, N_PERMUTATIONS, BAND_ROWS, dtype=np.uint64), (len(digests), N_PERMUTATIONS // BAND_ROWS)
    )
    lanes = [numbers, *(digests[:, i::BAND_ROWS] for i in range(BAND_ROWS))]
    total = np.full(numbers.shape, _PRIME_5, dtype=np.uint64)
    for lane in lanes:
        total += lane * _PRIME_2
        total = (total << np.uint64(31)) | (total >> np.uint64(33))
        total *= _PRIME_1
    total += np.uint64(len(lanes)) ^ _PRIME_5 ^ np.uint64(3527539)
    total[total == np.uint64(0xFFFFFFFFFFFFFFFF)] = 1546275796  # a hash is never -1
    return (total & np.uint64(0x7FFFFFFFFFFFFFFF)).astype(np.int64)


def copy_similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Share of the shorter text's shingles that the longer one holds, 0-1; 0 where names and numbers speak against a copy."""
    if not one.shingles or not other.shingles:
        return 0.0
    short, long = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    if short.n_words < MIN_WORDS or len(short.shingles) < 0.25 * len(long.shingles):
        return 0.0
    # two releases of one template share most words but not who, where and how much
    if short.marks and len(short.marks & long.marks) < VETO * len(short.marks):
        return 0.0
    # one standing text under titles that each name what the other knows nothing of: judgments, notices, strategies
    if one.title_marks - other.title_marks - other.marks and other.title_marks - one.title_marks - one.marks:
        return 0.0
    # each title says of its own text what the other text does not say: an opening and a closing speech
    if _says_of_its_own(one, other) and _says_of_its_own(other, one):
        return 0.0
    # two notices of one template with another date or sum each; a copy cut short lacks figures, it has no others
    if short.n_words <= SHORT_WORDS and one.figures - other.figures and other.figures - one.figures:
        return 0.0
    return len(short.shingles & long.shingles) / len(short.shingles)


def _says_of_its_own(one: Fingerprint, other: Fingerprint) -> bool:
    return bool((one.title_words & one.words) - other.title_words - other.words)


def may_be_copy(title: str, source_id: str, other_title: str, other_source_id: str) -> bool:
    """Whether two documents may be copies at all: a source does not copy itself under a new headline, but it has templates."""
    if source_id != other_source_id:
        return True
    one, other = (set(_WORD.findall(t.casefold())) for t in (title, other_title))
    return len(one & other) >= SAME_SOURCE_TITLE * len(one | other)


def is_same_work(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two documents that bear one identifier are versions of that work, not one of them a word about it.

    Half of the title words are shared, numbers of the titles do not clash, and where both have text a third of the shorter's
    words; or, under new titles, a fifth of the shorter text's runs of words.
    """
    short, long = sorted((one.shingles, other.shingles), key=len)
    if len(short) >= MIN_WORDS and len(short & long) >= VERSION_TEXT * len(short):
        return True
    common, either = one.title_words & other.title_words, one.title_words | other.title_words
    clash = all(any(w[0].isdigit() for w in own - common) for own in (one.title_words, other.title_words))
    if not either or len(common) < VERSION_TITLE * len(either) or clash:
        return False
    fewer, more = sorted((one.words, other.words), key=len)
    return len(fewer) < MIN_WORDS or len(fewer & more) >= VERSION_WORDS * len(fewer)


def best_copy(
    mine: Fingerprint, candidates: Iterable[tuple[str, Fingerprint]], threshold: float
) -> tuple[str, float] | None:
    """(doc_id, similarity) of the closest earlier copy at or above the threshold; ties go to the first id."""
    best: tuple[str, float] | None = None
    for doc_id, other in sorted(candidates, key=lambda c: c[0]):
        similarity = copy_similarity(mine, other)
        if similarity >= threshold and (best is None or similarity > best[1]):
            best = (doc_id, similarity)
    return best


def bands_of(prints: Sequence[Fingerprint]) -> NDArray[np.int64]:
    """All bands of some fingerprints, one after the other."""
    return np.fromiter(
        chain.from_iterable(p.bands for p in prints), dtype=np.int64, count=sum(len(p.bands) for p in prints)
    )


def shared_bands(prints: Sequence[Fingerprint]) -> frozenset[int]:
    """Bands that more than one of some fingerprints hold: the only ones that propose anything."""
    bands, counts = np.unique(bands_of(prints), return_counts=True)
    return frozenset(bands[counts > 1].tolist())
