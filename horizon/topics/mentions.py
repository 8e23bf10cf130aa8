"""Where given runs of content words stand in the texts of a window, and whether they are written there as a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.topics.spelling import Spelling
from horizon.topics.tokens import Bools, Ints, Tokens, in_title_case, is_capital_at
from horizon.topics.words import fold


@dataclass(frozen=True, slots=True)
class Mentions:
    """The content words of a window in order, found by their root."""

    tokens: Tokens
    at: Ints  # of each content word among the tokens
    root: Ints
    run: Ints  # content words of one run have nothing but spaces and function words between them
    by_root: Ints  # the content words, ordered by root
    place: dict[str, int]  # of each root
    is_plain: Bools  # of each content word: not in a title in title case, whose capitals tell nothing
    is_capital: Bools  # by form

    @classmethod
    def of(cls, tokens: Tokens) -> Mentions:
        at = np.flatnonzero(tokens.root >= 0)
        root = tokens.root[at]
        run = np.cumsum(~tokens.is_joined | tokens.is_first, dtype=np.int64)[at]
        return cls(
            tokens=tokens,
            at=at,
            root=root,
            run=run,
            by_root=np.argsort(root, kind="stable"),
            place={root: i for i, root in enumerate(tokens.roots)},
            is_plain=~(in_title_case(tokens)[tokens.row] & tokens.is_title)[at],
            is_capital=is_capital_at(tokens.forms, 0) if tokens.forms else np.zeros(0, dtype=bool),
        )

    def find(self, stems: Sequence[str]) -> Ints:
        """The content words at which the stems begin to stand in a row."""
        wanted = [self.place.get(stem, -1) for stem in stems]
        if not wanted or min(wanted) < 0:
            return np.zeros(0, dtype=np.int64)
        low, high = np.searchsorted(self.root, [wanted[0], wanted[0] + 1], sorter=self.by_root)
        found = self.by_root[low:high]
        found = found[found + len(wanted) <= len(self.root)]
        for step, root in enumerate(wanted[1:], start=1):
            there = found + step
            found = found[(self.root[there] == root) & (self.run[there] == self.run[found])]
        return found

    def uses(self, stems: Sequence[str], is_capital: Sequence[bool], case: Spelling) -> tuple[int, int]:
        """How often the stems stand as everyday words, and how often as a name.

        is_capital: which words the name itself writes with a capital; only those can tell. A small letter tells the everyday
        use. A capital tells a name where it stands inside a sentence and running text mostly writes the word without.
        """
        n_everyday = n_name = 0
        for first in self.find(stems).tolist():
            told = [self._tells(first + step, case) for step, is_told in enumerate(is_capital) if is_told]
            n_name += "name" in told
            n_everyday += "everyday" in told and "name" not in told
        return n_everyday, n_name

    def _tells(self, word: int, case: Spelling) -> str:
        at = self.at[word]
        form = self.tokens.form[at]
        if not self.is_capital[form]:
            return "everyday"
        can_tell = self.is_plain[word] and self.tokens.is_inside[at] and not self.tokens.starts_sentence[at]
        return "name" if can_tell and case.is_common(fold(self.tokens.forms[form])) else ""

    def is_mostly_small(self, stems: Sequence[str]) -> bool:
        """Whether running text writes the words of a stem in small letters at least as often as with a capital inside.

        So is an everyday word known that shares its stem with a name ("future" with Futura).
        """
        at = self.at[self.find(stems)]
        at = at[~self.tokens.is_title[at]]
        is_capital = self.is_capital[self.tokens.form[at]]
        n_small = int((~is_capital).sum())
        return n_small > 0 and n_small >= int((is_capital & self.tokens.is_inside[at]).sum())

    def covered(self, names: Sequence[Sequence[str]]) -> Bools:
        """Which content words stand inside one of the names."""
        out = np.zeros(len(self.root), dtype=bool)
        for name in names:
            out[(self.find(name)[:, None] + np.arange(len(name))).ravel()] = True
        return out
