"""Texts taken apart in words and what stands between them: the words of words.pieces for many texts at once, as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from horizon.topics.words import WESTERN, is_western, pieces

Ints = npt.NDArray[np.int64]
AT_ONCE = 4_000_000  # characters looked at together: 80 MB
_LETTER, _DIGIT, _IN_WORD, _IN_NUMBER = 1, 2, 3, 4
_LAST = 0x2020  # first character that is none of these


class Index(dict[str, int]):
    """Number by string, in order of first use."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Apart:
    """One entry per word, text by text."""

    text: Ints  # which of the texts
    form: Ints  # which of `forms`
    gap: Ints  # which of `gaps`: what stands before it, back to the word before or the start of the text
    start: Ints  # its first character, in its text
    end: Ints  # one past its last
    forms: tuple[str, ...]
    gaps: tuple[str, ...]


def take_apart(texts: Sequence[str], *, at_once: int = AT_ONCE) -> Apart:
    """The words of the texts; forms and gaps in order of first use."""
    forms, gaps = Index(), Index()
    parts = [_part(texts[held], held.start, forms, gaps) for held in _chunks(texts, at_once)]
    text, form, gap, start, end = map(np.concatenate, zip(*parts, strict=True)) if parts else [_none()] * 5
    return Apart(text, form, gap, start, end, tuple(forms), tuple(gaps))


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


def _chunks(texts: Sequence[str], at_once: int) -> Iterator[slice]:
    ends = np.fromiter(accumulate(map(len, texts)), dtype=np.int64, count=len(texts))
    start = 0
    while start < len(texts):
        before = int(ends[start - 1]) if start else 0
        end = max(int(np.searchsorted(ends, before + at_once, side="right")), start + 1)
        yield slice(start, end)
        start = end


def _part(texts: Sequence[str], number: int, forms: Index, gaps: Index) -> tuple[Ints, ...]:
    """Columns of Apart for some texts, the first of which has this number."""
    joined = "\n".join([*texts, ""])
    begins = np.array([0, *accumulate(len(text) + 1 for text in texts)], dtype=np.int64)
    letters = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    kind = _KINDS[np.minimum(letters, _LAST)]
    others = [i for i, text in enumerate(texts) if not is_western(text)]
    for i in others:
        kind[begins[i] : begins[i + 1]] = 0
    start, end = _words(kind)
    if others:
        apart = [_by_pattern(texts[i], int(begins[i])) for i in others]
        start = np.sort(np.concatenate([start, *(one for one, _ in apart)]))
        end = np.sort(np.concatenate([end, *(one for _, one in apart)]))
    text = np.searchsorted(begins, start, side="right") - 1
    is_first = np.ones(len(text), dtype=bool)
    is_first[1:] = text[1:] != text[:-1]
    form, gap = _numbered(joined, letters, start, end, forms, gaps)
    # before the first word of a text stands what is its own, not the rest of the text before
    first = np.flatnonzero(is_first)
    before = [joined[a:b] for a, b in zip(begins[text[first]].tolist(), start[first].tolist(), strict=True)]
    gap[first] = [gaps[written] for written in before]
    return text + number, form, gap, start - begins[text], end - begins[text]


def _words(kind: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where words start and end, by the kind of each character: the pattern of words.py for western letters.

    A word is letters, and whatever letters and digits follow a mark that may stand inside a word; a number is digits, and
    whatever digits follow a mark that may stand inside a number.
    """
    is_told = (kind == _LETTER) | (kind == _DIGIT)
    edges = np.flatnonzero(is_told[1:] != is_told[:-1]) + 1
    if len(kind) and is_told[0]:
        edges = np.concatenate([[0], edges])
    # the last character of all is a line's end, so every run of letters and digits has an end
    start, end = edges[0::2], edges[1::2]
    if not len(start):
        return _none(), _none()
    mark = np.zeros(len(start), dtype=np.uint8)
    mark[1:] = np.where(start[1:] - end[:-1] == 1, kind[end[:-1]], 0)
    each = np.arange(len(start))
    last_letter = np.maximum.accumulate(np.where(kind[end - 1] == _LETTER, each, -1))
    last_gap = np.maximum.accumulate(np.where(mark != _IN_WORD, each, -1))
    ends_word = last_letter >= last_gap
    goes_on = np.zeros(len(start), dtype=bool)
    goes_on[1:] = (mark[1:] == _IN_WORD) & ends_word[:-1]
    is_number = np.zeros(len(start), dtype=bool)
    is_number[1:] = (mark[1:] == _IN_NUMBER) & ~ends_word[:-1] & (kind[start[1:]] == _DIGIT)
    # letters and digits side by side are two words, unless they follow a mark inside a word
    turns = np.flatnonzero((kind[1:] != kind[:-1]) & is_told[1:] & is_told[:-1]) + 1
    turns = turns[~goes_on[np.searchsorted(start, turns, side="right") - 1]]
    begun = ~(goes_on | is_number)
    starts = np.sort(np.concatenate([start[begun], turns]), kind="stable")
    ends = np.sort(np.concatenate([end[np.concatenate([begun[1:], [True]])], turns]), kind="stable")
    return starts, ends


def _by_pattern(text: str, begin: int) -> tuple[Ints, Ints]:
    """The same of one text by the pattern for all letters."""
    held = pieces(text)
    edges = begin + np.cumsum(np.fromiter(map(len, held), dtype=np.int64, count=len(held)))
    return edges[0:-1:2], edges[1::2]


def _numbered(
    joined: str, letters: npt.NDArray[np.uint32], start: Ints, end: Ints, forms: Index, gaps: Index
) -> tuple[Ints, Ints]:
    """Numbers of words, and of what stands between two of them; the latter is of no use at the start of a text."""
    edges = np.zeros(2 * len(start) + 1, dtype=np.int64)
    edges[1::2], edges[2::2] = start, end
    wide = np.flatnonzero(letters > 0x7F)
    size = 1 + (letters[wide] > 0x7FF).astype(np.int64) + (letters[wide] > 0xFFFF)
    edges += np.concatenate([[0], np.cumsum(size)])[np.searchsorted(wide, edges)]
    written = pa.StringArray.from_buffers(
        2 * len(start),
        pa.py_buffer(edges.astype(np.int32).tobytes()),
        pa.py_buffer(joined.encode("utf-8")),
    ).dictionary_encode()
    code = np.asarray(written.indices, dtype=np.int64)
    return _known(written.dictionary, code[1::2], forms), _known(written.dictionary, code[0::2], gaps)


def _known(dictionary: pa.Array, code: Ints, known: Index) -> Ints:
    """The number of each string in `known`, which learns those it has not met in order of first use."""
    is_used = np.zeros(len(dictionary), dtype=bool)
    is_used[code] = True
    used = np.flatnonzero(is_used)
    number = np.zeros(len(dictionary), dtype=np.int64)
    number[used] = [known[written] for written in dictionary.take(pa.array(used)).to_pylist()]
    return number[code]


def _kinds() -> npt.NDArray[np.uint8]:
    out = np.zeros(_LAST + 1, dtype=np.uint8)
    for letter in range(0x100):
        if re.fullmatch("[0-9]", chr(letter)):
            out[letter] = _DIGIT
        elif re.fullmatch(f"[{WESTERN}]", chr(letter)):
            out[letter] = _LETTER
    out[[ord(mark) for mark in "-'’&"]] = _IN_WORD
    out[[ord(mark) for mark in ".,:"]] = _IN_NUMBER
    return out


_KINDS = _kinds()
