"""Noun phrases that could name a topic: by part of speech in English (spaCy), by small rules in Swedish and elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from horizon.english import english_tagger
from horizon.topics.tokens import Bools, Tokens
from horizon.topics.words import WORD, fold, stem, stop_words

MAX_WORDS = 6
# by Penn tag, as the tagger gives it: the mapping to coarse parts of speech would take as long as the tagging
_LETTER = {
    "NN": "N",
    "NNS": "N",
    "NNP": "N",
    "NNPS": "N",
    "JJ": "J",
    "JJR": "J",
    "JJS": "J",
    "AFX": "J",
    "CD": "U",
}
# tagged as nouns, but they name nothing
_PRONOUNS = frozenset(
    ("anybody", "anyone", "anything", "everybody", "everyone", "everything", "nobody", "none", "nothing")
) | frozenset(("somebody", "someone", "something"))
# function words that may still be an adjective or a noun, or the name of a country or a month
_MAYBE_NOUNS = frozenset(
    """
    all another back can cent day days few first go going have last least less like made make making many march may might
    month months more most much must need never new next no one other others own part people per quite same say saying see
    set several thing things time today together two under up us use used using way week weeks well will year years
    yesterday mr mrs ms dr am pm january february april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday put get given giving taken take gone come let near over out off down
    """.split()  # noqa: SIM905
)
_LINKS = frozenset(("for", "of", "in", "on", "against", "at", "from"))
_NOUN_PHRASE = r"(?:[JNU](?:H[JNU])*P?)*N(?:HN)*"
_PATTERN = re.compile(f"{_NOUN_PHRASE}(?:LD?{_NOUN_PHRASE})?")
# Swedish past tenses (fortsatte, följde, lade); a noun that ends so has evidence for it
_PAST = re.compile(r"(?:ade|ades|tte|ttes|[lrg]de|[lrg]des)$")
_JOINERS = {
    "en": _LINKS,
    "sv": frozenset(
        ("för", "av", "i", "på", "mot", "till", "med", "från", "vid", "mellan", "över", "under", "inom", "om")
    ),
}
# Swedish words before which a noun phrase, and before which a verb, is likely
_BEFORE_NOUN = frozenset(
    (
        "en",
        "ett",
        "den",
        "det",
        "de",
        "denna",
        "detta",
        "dessa",
        "sin",
        "sitt",
        "sina",
        "av",
        "för",
        "i",
        "på",
        "till",
        "med",
        "om",
        "från",
        "nya",
        "ny",
        "nytt",
        "flera",
    )
)
_BEFORE_VERB = frozenset(
    (
        "att",
        "kan",
        "ska",
        "vill",
        "har",
        "inte",
        "som",
        "får",
        "måste",
        "bör",
        "kunde",
        "skulle",
        "hade",
        "jag",
        "vi",
        "han",
        "hon",
        "man",
    )
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: as written, and the stems of its content words."""

    written: str
    stems: tuple[str, ...]


def english_phrases(texts: Sequence[str]) -> list[list[Phrase]]:
    """Noun phrases of English texts, with one preposition at most; every shorter phrase at the end of one counts too."""
    tagger = english_tagger()
    return [
        _tagged_phrases([(t.text, t.whitespace_, t.tag_) for t in doc])
        for doc in tagger.pipe(texts, batch_size=64)
    ]


def _tagged_phrases(tokens: Sequence[tuple[str, str, str]]) -> list[Phrase]:
    letters = "".join(_letter(tokens, i) for i in range(len(tokens)))
    out = []
    for match in _PATTERN.finditer(letters):
        for start in range(match.start(), match.end()):
            if letters[start] in "PHLD" or (start and letters[start - 1] == "H"):
                continue
            whole = _PATTERN.match(letters, start, match.end())
            ends = {
                match.end(),
                *(m.start() for m in re.finditer("L", letters[: match.end()]) if m.start() > start),
            }
            for end in sorted(ends) if whole else ():
                phrase = _phrase("".join(text + space for text, space, _ in tokens[start:end]).strip(), "en")
                if phrase and letters[end - 1] == "N":
                    out.append(phrase)
    return out


def _letter(tokens: Sequence[tuple[str, str, str]], i: int) -> str:
    text, space, tag = tokens[i]
    if text in ("-", "–") and not space and i and not tokens[i - 1][1]:
        return "H"
    if text in ("'s", "’s"):
        return "P"
    if tag in ("IN", "RP") and fold(text) in _LINKS:
        return "L"
    if fold(text) in _PRONOUNS:
        return "x"
    return "D" if tag == "DT" and fold(text) in ("the", "a", "an") else _LETTER.get(tag, "x")


def _phrase(written: str, language: str | None) -> Phrase | None:
    stop = stop_words(language)
    words = [fold(m.group()) for m in WORD.finditer(written)]
    stems = tuple(stem(w, language) for w in words if w not in stop and len(w) > 1)
    if (
        not stems
        or not 1 <= len(words) <= MAX_WORDS
        or words[0] in stop
        or words[-1] in stop
        or len(written) < 3
    ):
        return None
    return None if all(w[0].isdigit() for w in words) else Phrase(written, stems)


def rule_phrases(text: str, language: str | None, nouns: Mapping[str, int]) -> list[Phrase]:
    """Runs of up to four content words, at most one preposition inside, that do not begin or end in a likely verb.

    nouns: balance of evidence by folded word from noun_evidence; below zero speaks for a verb.
    """
    joiners = _JOINERS.get(language or "", frozenset())
    stop = stop_words(language)
    found = list(WORD.finditer(text))
    out: list[Phrase] = []
    for i, first in enumerate(found):
        n_joiners, end = 0, first.start()
        for match in found[i : i + MAX_WORDS]:
            if match is not first and text[end : match.start()].strip(" "):
                break
            end = match.end()
            word = fold(match.group())
            if word in stop:
                n_joiners += 1
                if match is first or word not in joiners or n_joiners > 1:
                    break
                continue
            balance = nouns.get(word, 0)
            is_past = language == "sv" and balance <= 0 and _PAST.search(word)
            if balance < 0 or is_past or word[0].isdigit():
                break
            phrase = _phrase(text[first.start() : end], language)
            if phrase and len(phrase.stems) <= 4:
                out.append(phrase)
    return out


def ends_phrase(word: str, language: str | None) -> bool:
    """Whether no phrase goes on over this function word."""
    if language in ("en", None):
        return word not in _LINKS and word not in _MAYBE_NOUNS and word not in ("the", "a", "an")
    return word not in _JOINERS.get(language, ())


def noun_evidence(tokens: Tokens, looked: Bools) -> dict[str, int]:
    """By folded word, how often it follows a word that nouns follow less how often one that verbs follow (Swedish).

    looked: the rows whose running text is read.
    """
    forms = [fold(form) for form in tokens.forms]
    tells = np.array([(f in _BEFORE_NOUN) - (f in _BEFORE_VERB) for f in forms], dtype=np.int64)
    at = np.flatnonzero(looked[tokens.row] & ~tokens.is_title)
    before = tokens.form[np.maximum(at - 1, 0)]
    told = np.where(tokens.is_first[at], 0, tells[before]) if len(at) else np.zeros(0, dtype=np.int64)
    sums = np.bincount(tokens.form[at], weights=told, minlength=len(forms))
    balance: Counter[str] = Counter()
    for form in np.unique(tokens.form[at]).tolist():
        balance[forms[form]] += int(sums[form])
    return dict(balance)
