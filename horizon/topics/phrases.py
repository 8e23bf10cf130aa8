"""Noun phrases that could name a topic: by part of speech in English (spaCy), by small rules in Swedish and elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

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


class Phrase(NamedTuple):
    """A candidate: as written, and the stems of its content words."""

    written: str
    stems: tuple[str, ...]


def english_phrases(texts: Sequence[str]) -> list[list[Phrase]]:
    """Noun phrases of English texts, with one preposition at most; every shorter phrase at the end of one counts too."""
    if not texts:
        return []
    tagger = english_tagger()
    strings = tagger.vocab.strings
    letters: dict[tuple[int, int], str] = {}
    out = []
    for doc in tagger.pipe(texts, batch_size=64):
        held = doc.to_array(["ORTH", "TAG", "SPACY"]).tolist()
        codes = []
        for orth, tag, _ in held:
            code = letters.get((orth, tag))
            if code is None:
                code = letters[orth, tag] = _letter(strings[orth], strings[tag])
            codes.append(code)
        spaces = [bool(space) for _, _, space in held]
        out.append(_tagged_phrases(doc.text, [len(strings[orth]) for orth, _, _ in held], spaces, codes))
    return out


def _tagged_phrases(
    text: str, lengths: Sequence[int], spaces: Sequence[bool], letters: Sequence[str]
) -> list[Phrase]:
    """lengths, spaces, letters: of the tokens of the text, whether a space follows, and what _letter says of them."""
    # a hyphen joins only where no space stands beside it
    told = "".join(
        ("H" if i and not spaces[i] and not spaces[i - 1] else "x") if letter == "-" else letter
        for i, letter in enumerate(letters)
    )
    starts = [0, *accumulate(n + space for n, space in zip(lengths, spaces, strict=True))]
    out = []
    for match in _PATTERN.finditer(told):
        words = _words(text, starts[match.start()], starts[match.end()], "en")
        for start in range(match.start(), match.end()):
            if told[start] in "PHLD" or (start and told[start - 1] == "H"):
                continue
            whole = _PATTERN.match(told, start, match.end())
            ends = {
                match.end(),
                *(m.start() for m in re.finditer("L", told[: match.end()]) if m.start() > start),
            }
            for end in sorted(ends) if whole else ():
                if told[end - 1] != "N":
                    continue
                part = _part(text, words, starts[start], starts[end], "en")
                phrase = _phrase(text[starts[start] : starts[end]].strip(), part)
                if phrase:
                    out.append(phrase)
    return out


def _letter(text: str, tag: str) -> str:
    """What a token may be in a noun phrase, for _PATTERN; "-" for a hyphen, which joins words or does not."""
    if text in ("-", "–"):
        return "-"
    if text in ("'s", "’s"):
        return "P"
    if tag in ("IN", "RP") and fold(text) in _LINKS:
        return "L"
    if fold(text) in _PRONOUNS:
        return "x"
    return "D" if tag == "DT" and fold(text) in ("the", "a", "an") else _LETTER.get(tag, "x")


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    stem: str  # "" for function words and single letters
    is_stop: bool


def _words(text: str, start: int, end: int, language: str | None) -> list[_Word]:
    """The words of a part of the text."""
    stop = stop_words(language)
    out = []
    for match in WORD.finditer(text, start, end):
        word = fold(match.group())
        is_stop = word in stop
        kept = not is_stop and len(word) > 1
        out.append(_Word(match.start(), match.end(), word, stem(word, language) if kept else "", is_stop))
    return out


def _part(text: str, words: Sequence[_Word], start: int, end: int, language: str | None) -> Sequence[_Word]:
    """Those of the words that lie between two places; read again where one of these lies inside a word."""
    if any(word.start < start < word.end or word.start < end < word.end for word in words):
        return _words(text, start, end, language)
    return [word for word in words if word.start >= start and word.end <= end]


def _phrase(written: str, words: Sequence[_Word]) -> Phrase | None:
    stems = tuple([word.stem for word in words if word.stem])
    if not stems or len(words) > MAX_WORDS or words[0].is_stop or words[-1].is_stop or len(written) < 3:
        return None
    is_count = words[0].folded[0].isdigit() and all(word.folded[0].isdigit() for word in words)
    return None if is_count else Phrase(written, stems)


def rule_phrases(text: str, language: str | None, nouns: Mapping[str, int]) -> list[Phrase]:
    """Runs of up to four content words, at most one preposition inside, that do not begin or end in a likely verb.

    nouns: balance of evidence by folded word from noun_evidence; below zero speaks for a verb.
    """
    joiners = _JOINERS.get(language or "", frozenset())
    found = _words(text, 0, len(text), language)
    is_no_noun = [_is_no_noun(word.folded, language, nouns) for word in found]
    out: list[Phrase] = []
    for i, first in enumerate(found):
        n_joiners, end = 0, first.start
        for j, word in enumerate(found[i : i + MAX_WORDS], start=i):
            if j > i and text[end : word.start].strip(" "):
                break
            end = word.end
            if word.is_stop:
                n_joiners += 1
                if j == i or word.folded not in joiners or n_joiners > 1:
                    break
                continue
            if is_no_noun[j]:
                break
            phrase = _phrase(text[first.start : end], found[i : j + 1])
            if phrase and len(phrase.stems) <= 4:
                out.append(phrase)
    return out


def _is_no_noun(word: str, language: str | None, nouns: Mapping[str, int]) -> bool:
    balance = nouns.get(word, 0)
    return balance < 0 or word[0].isdigit() or bool(language == "sv" and balance <= 0 and _PAST.search(word))


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
