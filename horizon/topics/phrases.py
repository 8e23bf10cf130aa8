"""Noun phrases that could name a topic: by part of speech in English (spaCy), by small rules in Swedish and elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from horizon.english import Piece, PieceTagger, Read, piece_tagger
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
# Swedish past tenses (fortsatte, följde, lade) and passives (flyttats); a noun that ends so has evidence for it
_PAST = re.compile(r"(?:ade|ades|tte|ttes|[lrg]de|[lrg]des|[^lrs]ats)$")
# verbs that a title has between its subject and its object; no noun in common use is written so ("visar" are bee queens too,
# "läggs" is of a shank)
_SWEDISH_NO_NOUNS = frozenset(
    """
    anser antar avslutar avslår avstyrker avvisar behöver beräknas berättar beslutar besvarar betalar bjuder bröt bygger
    byter drabbar drabbas dör erbjuder faller fann fattar fortsätter fyller föll föreslår förlorar försvann försvinner
    förväntas garanterar gav gäller heter hittar hoppas hotar hotas hyr håller höjer höjs höll införs inleder inleds
    klarar kostar kräver kröp lanserar lovar lyfter lägger läggs lämnar lät meddelar menar minskar möter nekar nobbar når
    pekar presenterar prövar riskerar räddar räknar röstar satsar sjunker sjönk slipper slog slutar slår slås
    sparar startar stiger stoppar stoppas stängs säljer sänker sålde söker testar tillstyrker tjänar tror tvingas
    tömmer uppger utreder utses vann varnar vinner visar väcker väljer väljs väntar väntas växer växte återgår ökar önskar
    öppnar öppnas
    """.split()  # noqa: SIM905
)
# verbs, and a preposition that the function words lack, that are nouns too (orders, pitchfork, crotch, pins, clock): as with
# past tenses, such a word is a noun only where running text has evidence for it
_SWEDISH_RARELY_NOUNS = frozenset(("grep", "ordnar", "skrev", "tappar", "ur"))
# a noun in the genitive (revisorernas), which wants another behind it
_GENITIVE = re.compile(r"[aeo]rnas$")
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


class Part(NamedTuple):
    """A part of a text, from one character to another."""

    text: str
    start: int
    end: int


def whole(text: str) -> Part:
    """All of a text."""
    return Part(text, 0, len(text))


def english_phrases(parts: Sequence[Part]) -> list[list[Phrase]]:
    """Noun phrases inside parts of English texts, with one preposition at most; shorter ones at the end of one count too."""
    if not parts:
        return []
    tagger = piece_tagger()
    pieces, held = _pieces(parts, tagger.reach)
    read = tagger.read(pieces)
    starts = np.cumsum([0, *(read.length + read.is_spaced)])
    text = "".join(piece.text for piece in pieces)
    of_piece = starts[read.first]
    at = np.array([of_piece[piece] + start for piece, start, _ in held])
    until = np.array([of_piece[piece] + end for piece, _, end in held])
    first = np.searchsorted(starts[:-1] + read.length, at, side="right")
    last = np.searchsorted(starts[:-1], until)
    n_around = np.bincount(first, minlength=len(starts)) - np.bincount(last, minlength=len(starts))
    letters = _letters(read, tagger.tag(read, np.cumsum(n_around[:-1]) > 0), tagger)
    told, places = "".join(letters), starts.tolist()
    return [
        _tagged_phrases(text, told, places, a, b) for a, b in zip(first.tolist(), last.tolist(), strict=True)
    ]


def _pieces(parts: Sequence[Part], reach: int) -> tuple[list[Piece], list[tuple[int, int, int]]]:
    """What is to be tagged to know the tags of some parts, and where each of these lies: (piece, from, to)."""
    number: dict[Piece, int] = {}
    held = []
    for text, start, end in parts:
        before, behind = start, end
        # a word is a token at least; where several spaces stand together, they are one too
        if "  " in text:
            before, behind = 0, len(text)
        for _ in range(reach + 1):
            before = max(text.rfind(" ", 0, before), 0)
            behind = text.find(" ", behind) + 1 or len(text)
        before += before > 0
        piece = Piece(text[before:behind], before == 0, behind == len(text))
        held.append((number.setdefault(piece, len(number)), start - before, end - before))
    return list(number), held


def _letters(read: Read, tag: npt.NDArray[np.int64], tagger: PieceTagger) -> list[str]:
    """What each token may be in a noun phrase, for _PATTERN."""
    words, word = np.unique(read.word, return_inverse=True)
    written = [tagger.strings[number] for number in words.tolist()]
    n_tags = len(tagger.tags)
    pairs, pair = np.unique(word * n_tags + tag, return_inverse=True)
    known = [_letter(written[code // n_tags], tagger.tags[code % n_tags]) for code in pairs.tolist()]
    letters = np.array(known)[pair]
    # a hyphen joins only where no space stands beside it
    hyphens = np.flatnonzero(letters == "-")
    is_joined = ~read.is_spaced[hyphens] & ~read.is_spaced[hyphens - 1]
    is_joined &= ~np.isin(hyphens, read.first) & ~np.isin(hyphens + 1, read.first)
    letters[hyphens] = np.where(is_joined, "H", "x")
    return list(letters.tolist())


def _tagged_phrases(text: str, told: str, starts: Sequence[int], first: int, last: int) -> list[Phrase]:
    """Phrases of the tokens from first to last. told, starts: what _letters says of every token, and where it starts."""
    out = []
    for match in _PATTERN.finditer(told, first, last):
        words = _words(text, starts[match.start()], starts[match.end()], "en")
        for start in range(match.start(), match.end()):
            if told[start] in "PHLD" or (start and told[start - 1] == "H"):
                continue
            whole = _PATTERN.match(told, start, match.end())
            ends = {
                match.end(),
                *(i for i in range(start + 1, match.end()) if told[i] == "L"),
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
            if phrase and len(phrase.stems) <= 4 and not (language == "sv" and _GENITIVE.search(word.folded)):
                out.append(phrase)
    return out


def _is_no_noun(word: str, language: str | None, nouns: Mapping[str, int]) -> bool:
    balance = nouns.get(word, 0)
    if balance < 0 or word[0].isdigit():
        return True
    is_rarely = word in _SWEDISH_RARELY_NOUNS or bool(_PAST.search(word))
    return language == "sv" and (word in _SWEDISH_NO_NOUNS or (balance == 0 and is_rarely))


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
