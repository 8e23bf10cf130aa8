"""How words are written inside sentences, learned from running text, so that headline capitals do not reach a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.topics.tokens import Bools, Ints, Tokens, distinct, is_capital_at
from horizon.topics.words import fold, stem


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words and stems that running text mostly writes in lower case, and neighbours it writes with two capitals (names)."""

    lower: frozenset[str]
    lower_stems: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def running(self, phrase: str) -> str:
        """The phrase as it would stand inside a sentence. Words never met keep their capitals: most are names."""
        if phrase.lower() == phrase:
            return phrase
        words = phrase.split(" ")
        written = words.copy()
        for i, word in enumerate(words):
            lower = word.lower()
            if lower == word or lower[1:] != word[1:]:
                continue
            if self.is_common(fold(word)) and not self._in_name(words, i):
                written[i] = lower
        return " ".join(written)

    def is_common(self, word: str) -> bool:
        """Whether running text mostly writes a folded word in lower case."""
        return word in self.lower or stem(word, "en") in self.lower_stems

    def _in_name(self, words: Sequence[str], i: int) -> bool:
        pairs = zip(words[max(0, i - 1) : i + 1], words[i : i + 2], strict=False)
        return any((fold(one), fold(other)) in self.pairs for one, other in pairs)

    def sentence(self, phrase: str) -> str:
        """The same with the first letter a capital."""
        text = self.running(phrase)
        return text[:1].upper() + text[1:]


def learn(tokens: Tokens, looked: Bools) -> Spelling:
    """Spelling from the running text of some rows; capitals after a full stop, a colon or a quotation mark tell nothing."""
    at = looked[tokens.row] & ~tokens.is_title
    forms = [fold(form) for form in tokens.forms]
    is_capital = is_capital_at(tokens.forms, 0)
    is_lower = np.fromiter(map(str.islower, tokens.forms), dtype=bool)
    is_name = at & tokens.is_inside & is_capital[tokens.form]
    lower = _folded(forms, tokens.form[at & is_lower[tokens.form]])
    upper = _folded(forms, tokens.form[is_name])
    after = np.flatnonzero(is_name & ~tokens.is_first)
    after = after[is_capital[tokens.form[after - 1]]]
    met = distinct(tokens.form[after - 1] * max(len(forms), 1) + tokens.form[after])
    pairs = {(forms[code // len(forms)], forms[code % len(forms)]) for code in met.tolist()}
    common = frozenset(word for word, n in lower.items() if n >= upper[word])
    stems: Counter[str] = Counter()
    for word, n in lower.items():
        stems[stem(word, "en")] += n
    for word, n in upper.items():
        stems[stem(word, "en")] -= n
    known = frozenset(w for w in upper if w not in common)
    return Spelling(
        lower=common,
        lower_stems=frozenset(s for s, n in stems.items() if n > 0 and s not in known),
        pairs=frozenset(pairs),
    )


def _folded(forms: Sequence[str], held: Ints) -> Counter[str]:
    counts: Counter[str] = Counter()
    times = np.bincount(held, minlength=1)
    for form in np.flatnonzero(times).tolist():
        counts[forms[form]] += int(times[form])
    return counts
