"""How many of the words that make up a part's cues a text uses, apart from whole cues: "funds", "young companies".

A cue of several words is found only where all of them stand together; the words of a part may also lie scattered over a text.
Two words meet when they begin with the same six letters, which holds for inflections, for most derivations and for the first
member of a Swedish compound. A word that several parts claim is shared among them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from horizon.cues import composed
from horizon.impact.system import Part

SAME = 6  # first letters by which two words meet
_WORD = re.compile(r"[^\W\d_]{3,}")
# Words of either language that stand in cues and tell nothing of a subject.
_SMALL_TEXT = """
the and for are with that from our their they which who when where what not one more than can may its this these those into
out own each has have had was were will would how all any but them his her you your about after before over under between
through only also most other some such
och att det som för med till den har men inte kan ska från vid eller sin sina sitt när blir efter mot mer alla var hade
"""
_SMALL = frozenset(_SMALL_TEXT.split())


def words_by_stem(text: str) -> dict[str, str]:
    """The first letters of every telling word of a text, and the first word that begins with them."""
    found: dict[str, str] = {}
    for word in _WORD.findall(composed(text).lower()):
        if word not in _SMALL:
            found.setdefault(word[:SAME], word)
    return found


def stems(text: str) -> frozenset[str]:
    """The first letters of every telling word of a text."""
    return frozenset(words_by_stem(text))


class Wordings:
    """The words of the cues of a system's parts, in both languages."""

    def __init__(self, parts: Iterable[Part]) -> None:
        claimed = {part.part_id: stems(" ".join((*part.cues_en, *part.cues_sv))) for part in parts}
        n_parts = Counter(stem for own in claimed.values() for stem in own)
        self._shares: dict[str, list[tuple[str, float]]] = defaultdict(
            list
        )  # stem -> (part, its share of it)
        for part_id, own in claimed.items():
            for stem in sorted(own):
                self._shares[stem].append((part_id, 1.0 / n_parts[stem]))

    def read(self, text: str) -> dict[str, dict[str, float]]:
        """Words of each part that the text uses, with the part's share of each; parts without one are left out."""
        used = words_by_stem(text)
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for stem in sorted(used.keys() & self._shares.keys()):
            for part_id, share in self._shares[stem]:
                found[part_id][used[stem]] = share
        return dict(found)


def wording_score(shares: Mapping[str, float]) -> float:
    """How many words of a part a text uses, each by the part's share of it. shares: by word."""
    return round(sum(shares.values()), 4)
