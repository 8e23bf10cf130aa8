"""Origins: which documents are copies of one text. MinHash bands propose, shingles decide, distinctive words may veto."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rensa import RMinHash

N_PERMUTATIONS, BAND_ROWS, SHINGLE = 64, 2, 4
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
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
VETO = 0.6  # share of the shorter text's names and numbers that the longer one must hold


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text as the comparison sees it."""

    shingles: frozenset[int]
    marks: frozenset[str]
    title_marks: frozenset[str]  # names and numbers of the title
    title_words: frozenset[str]
    words: frozenset[str]  # of the text, folded
    figures: frozenset[str]  # numbers and months of the text
    n_words: int
    bands: tuple[int, ...]


def fingerprint(title: str, text: str) -> Fingerprint:
    """Shingles of four words over the text (title only where there is no text), names and numbers, LSH bands."""
    body = text if len(text) > 40 else f"{title} {text}"
    words = [w.casefold() for w in _WORD.findall(body)]
    grams = (
        [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))] if words else []
    )
    sketch = RMinHash(num_perm=N_PERMUTATIONS, seed=1)
    sketch.update(grams)
    digest = sketch.digest()
    bands = tuple(
        hash((i, *digest[i : i + BAND_ROWS])) & 0x7FFFFFFFFFFFFFFF for i in range(0, N_PERMUTATIONS, BAND_ROWS)
    ) if len(words) >= MIN_WORDS else ()  # fmt: skip
    marks = frozenset(_MARK.findall(body))
    # the first word of a title is capitalised whatever it is
    named = frozenset(_TITLE_MARK.findall(title.partition(" ")[2]))
    held = frozenset(words)
    return Fingerprint(
        shingles=frozenset(map(hash, grams)),
        marks=marks,
        title_marks=named,
        title_words=frozenset(w.casefold() for w in _WORD.findall(title)),
        words=held,
        figures=frozenset(w for w in held if w in _MONTHS or w[0].isdigit()),
        n_words=len(words),
        bands=bands,
    )


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


def bands_of(prints: Sequence[Fingerprint]) -> list[int]:
    """All bands of some fingerprints, each once."""
    return sorted({band for p in prints for band in p.bands})
