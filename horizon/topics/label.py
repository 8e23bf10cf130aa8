"""A topic's name for readers: a short noun phrase from its own documents, in the language of most of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from horizon.topics.words import WORD, fold, stem, stop_words

JOINERS = {
    "en": frozenset(["of", "for", "in", "on", "against", "to", "with", "from", "at", "as", "and", "between", "over", "under", "the", "a", "an"]),
    "sv": frozenset(
        ["för", "av", "i", "på", "mot", "till", "med", "från", "vid", "som", "och", "mellan", "över", "under", "inom", "om", "en", "ett", "den", "det", "de"]
    ),
}
AND = {"en": "and", "sv": "och"}
MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: as written, and the stems of its content words."""

    written: str
    stems: tuple[str, ...]


def majority_language(languages: Iterable[str | None]) -> str | None:
    """The commonest language, the alphabetically first on a tie."""
    counts = Counter(language for language in languages if language)
    return min(counts.items(), key=lambda kv: (-kv[1], kv[0]))[0] if counts else None


def candidates(text: str, language: str | None) -> list[Phrase]:
    """Runs of up to MAX_WORDS words without punctuation between, that begin and end in a content word."""
    joiners = JOINERS.get(language or "", frozenset())
    stop = stop_words(language)
    found = list(WORD.finditer(text))
    out: list[Phrase] = []
    for i, first in enumerate(found):
        stems: list[str] = []
        end = first.start()
        for match in found[i : i + MAX_WORDS]:
            if match is not first and text[end : match.start()].strip(" "):
                break
            end = match.end()
            word = fold(match.group())
            if word in stop:
                if match is first or word not in joiners:
                    break
                continue
            if match is first and word[0].isdigit():
                break
            stems.append(stem(word, language))
            out.append(Phrase(text[first.start() : end], tuple(stems)))
    return out


def choose(
    texts: Sequence[Iterable[Phrase]],
    weights: Mapping[str, float],
    language: str | None,
    case: Mapping[str, str],
) -> str:
    """The label of a topic from the candidate phrases of its texts; "" when there is none.

    weights: class-TF-IDF weight by stem. case: how a folded word is written inside sentences, where that is known.
    """
    coverage: dict[tuple[str, ...], int] = defaultdict(int)
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    presence: list[set[str]] = []
    for phrases in texts:
        held: set[tuple[str, ...]] = set()
        for phrase in phrases:
            held.add(phrase.stems)
            written[phrase.stems][phrase.written] += 1
        for stems in held:
            coverage[stems] += 1
        presence.append({s for stems in held for s in stems})
    if not coverage:
        return ""
    shares = {s: sum(s in p for p in presence) / len(presence) for stems in coverage for s in stems}

    def score(stems: tuple[str, ...]) -> float:
        if len(set(stems)) < len(stems):
            return 0.0
        power = sum(shares[s] * (0.05 + weights.get(s, 0.0)) for s in stems) / (len(stems) + 0.5)
        length = {1: 0.7, 2: 1.0, 3: 1.05, 4: 0.95}.get(len(stems), 0.7)
        return round(power * length * (1 + 0.15 * min(coverage[stems] - 1, 4)), 8)

    best = max(sorted(coverage), key=score)
    spelling = min(written[best].items(), key=lambda kv: (-kv[1], kv[0]))[0]
    return sentence_case(spelling, case)


def sentence_case(phrase: str, case: Mapping[str, str]) -> str:
    """First letter capital, the rest as the words are written inside sentences."""
    words = [case.get(fold(word), word) for word in phrase.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def usual_case(texts: Iterable[str]) -> dict[str, str]:
    """Words that are seen in lower case somewhere in running text, so that capitals in headlines mean nothing."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for text in texts:
        for match in WORD.finditer(text):
            word = match.group()
            before = text[: match.start()].rstrip()[-1:]
            if word.islower():
                lower[fold(word)] += 1
            elif word[0].isupper() and before and before not in '.!?:"”“(':
                upper[fold(word)] += 1
    return {word: word for word, n in lower.items() if n >= upper[word]}
