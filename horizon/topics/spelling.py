"""How words are written inside sentences, learned from running text, so that headline capitals do not reach a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from horizon.topics.words import WORD, fold, stem

SENTENCE_BREAK = frozenset('.!?:"”“(\n')


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words and stems that running text mostly writes in lower case, and neighbours it writes with two capitals (names)."""

    lower: frozenset[str]
    lower_stems: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def running(self, phrase: str) -> str:
        """The phrase as it would stand inside a sentence. Words never met keep their capitals: most are names."""
        words = phrase.split(" ")
        folded = [fold(w) for w in words]
        out = []
        for i, word in enumerate(words):
            in_name = any(
                pair in self.pairs
                for pair in zip(folded[max(0, i - 1) : i + 1], folded[i : i + 2], strict=False)
            )
            is_common = folded[i] in self.lower or (stem(folded[i], "en") in self.lower_stems)
            has_inner_capital = any(c.isupper() for c in word[1:])
            out.append(word.lower() if is_common and not in_name and not has_inner_capital else word)
        return " ".join(out)

    def sentence(self, phrase: str) -> str:
        """The same with the first letter a capital."""
        text = self.running(phrase)
        return text[:1].upper() + text[1:]


def learn(texts: Iterable[str]) -> Spelling:
    """Spelling from running text; capitals after a full stop, a colon or a quotation mark tell nothing."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        name_before = ""
        for match in WORD.finditer(text):
            word, start = match.group(), match.start()
            folded = fold(word)
            is_name = word[0].isupper() and start > 1 and not SENTENCE_BREAK & set(text[start - 2 : start])
            if word.islower():
                lower[folded] += 1
            elif is_name:
                upper[folded] += 1
            if name_before and is_name:
                pairs[name_before, folded] += 1
            name_before = folded if word[0].isupper() else ""
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
