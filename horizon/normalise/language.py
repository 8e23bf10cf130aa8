"""Language of a document: what the feed declares, checked against the text where there is enough of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

MIN_CHARS = 60  # below this a detector guesses
MIN_CHARS_AGAINST = 2 * MIN_CHARS  # below this it does not stand against what is declared
SURE = 0.9
GLANCE_CHARS, NO_DOUBT = 300, 0.995  # reading on hardly ever changes anything
READ_CHARS = 2_000
SIDE_BY_SIDE = 256  # texts
WORTH_A_WALK = 80  # fewer are read faster one after the other
MIN_COMMON, MARGIN = (
    3,
    2,
)  # small words of the declared language, and times those of any other, among the first words
MIN_COMMON_UNDECLARED = 5
KNOWN_NEIGHBOURS = ("en", "sv")  # every language that is easily taken for one of these is in the list

# Words that hold sentences together, read at a hundredth of the detector's cost. They confirm what a feed declares, and where it
# declares nothing they tell plain English and Swedish.
_COMMON = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in is that for with on was are by from this have has been its which at as it",
        "sv": "och att det som en är för av till med den har inte om ett men var från kan ska på i de",
        "de": "der die und das ist nicht mit ein eine auf für von den dem zu im des sich auch wird bei",
        "fr": "les des est une pour dans sur que qui avec par pas plus aux sont cette ce la le et du au",
        "es": "que los las una por con para del es como más este pero sus al el en la y se lo su",
        "it": "che di per una del della con sono non il gli nel dei alla più anche come è la e le dal",
        "nl": "het een van dat niet met voor zijn op aan er ook als door bij naar om maar de en te in",
        "pt": "que não uma para com por mais dos das como foi ao os pelo são também pela do da em no na",
        "no": "og det som på en er for av til med den har ikke om et men var fra kan skal de i å",
        "da": "og det som på en er for af til med den har ikke om et men var fra kan skal de i at",
        "fi": "ja on ei että se oli myös ovat mutta kun joka hän tai niin kuin ole mukaan sekä",
        "pl": "nie się na jest że do to jak przez dla po są od oraz ale tym czy który został",
    }.items()
}
_LANGUAGES_OF = {
    word: tuple(code for code, held in _COMMON.items() if word in held)
    for word in sorted(frozenset[str]().union(*_COMMON.values()))
}
_WORD = re.compile(r"[^\W\d_]+")


class _Reader(LanguageIdentifier):  # type: ignore[misc]  # the library has no types
    """py3langid's identifier, which walks many texts through its automaton side by side instead of one after the other.

    What it decides is its own: only the features that a walk meets are counted ahead.
    """

    __slots__ = ("_nextmove", "_output", "_row", "_visits")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._nextmove = np.asarray(self.tk_nextmove)  # the library's own memory
        self._row = np.asarray(self.tk_row, dtype=np.int32) << 8
        self._output = np.asarray(self.tk_output, dtype=np.int32)
        self._visits: dict[bytes, Counter[int] | None] = {}

    def read(self, texts: Iterable[str]) -> dict[str, tuple[str, float]]:
        """(language, probability) of each text."""
        several = list(dict.fromkeys(texts))
        encoded = sorted({self._encode(text) for text in several}, key=len)
        for start in range(0, len(encoded), SIDE_BY_SIDE):
            if len(encoded) - start >= WORTH_A_WALK:
                self._walk(encoded[start : start + SIDE_BY_SIDE])
        found = {text: self.classify(text) for text in several}
        self._visits.clear()
        return found

    def _walk(self, texts: Sequence[bytes]) -> None:
        """Count the features of some texts of about one length."""
        lengths = np.array([len(text) for text in texts])
        letters = np.zeros((int(lengths.max(initial=0)), len(texts)), dtype=np.int32)
        for column, text in enumerate(texts):
            letters[: len(text), column] = np.frombuffer(text, dtype=np.uint8)
        states = np.zeros((len(letters) + 1, len(texts)), dtype=self._nextmove.dtype)
        at = np.empty(len(texts), dtype=np.int32)
        for place, row in enumerate(letters):
            # never out of bounds: "clip" only spares the check
            np.take(self._row, states[place], out=at, mode="clip")
            at += row
            np.take(self._nextmove, at, out=states[place + 1], mode="clip")
        met = self._output[states[1:]]
        for column, text in enumerate(texts):
            features = met[: len(text), column]
            # in the order of the text, as the library counts them: sums of floats depend on it
            self._visits[text] = Counter(features[features >= 0].tolist()) or None

    def _raw_score(self, text: bytes) -> Any:
        if text not in self._visits:
            return super()._raw_score(text)
        visits = self._visits[text]
        return self._sparse_score(visits, self.nb_ptc) if visits else super()._raw_score(b"")


@cache
def _identifier() -> _Reader:
    reader: _Reader = _Reader.from_model_file(str(MODEL_DIR / MODEL_FILE), norm_probs=True)
    return reader


def language_of(text: str, declared: str | None) -> str | None:
    """ISO 639-1 code, None when nothing tells. The declared one holds unless a long enough text clearly says otherwise."""
    return languages_of([(text, declared)])[0]


def languages_of(texts: Sequence[tuple[str, str | None]]) -> list[str | None]:
    """Language of each (text, declared language), see language_of; many at once cost a third."""
    priors = [_prior(declared) for _, declared in texts]
    open_ = []
    for i, (text, _) in enumerate(texts):
        if len(text) < (MIN_CHARS if priors[i] is None else MIN_CHARS_AGAINST):
            continue
        plain = _plain(text[:GLANCE_CHARS], priors[i])
        if plain is None:
            open_.append(i)
        else:
            priors[i] = plain
    if not open_:
        return priors
    glances = _identifier().read(texts[i][0][:GLANCE_CHARS] for i in open_)
    answers = {i: glances[texts[i][0][:GLANCE_CHARS]] for i in open_}
    doubtful = [
        i
        for i, (code, probability) in answers.items()
        if code != priors[i] and len(texts[i][0]) > GLANCE_CHARS and probability < NO_DOUBT
    ]
    again = _identifier().read(texts[i][0][:READ_CHARS] for i in doubtful)
    answers |= {i: again[texts[i][0][:READ_CHARS]] for i in doubtful}
    for i, answer in answers.items():
        priors[i] = _decided(len(texts[i][0]), priors[i], *answer)
    return priors


def _prior(declared: str | None) -> str | None:
    prior = declared.split("-")[0].split("_")[0].lower() if declared else None
    return prior if prior and len(prior) == 2 and prior.isalpha() else None


def _decided(n_chars: int, prior: str | None, code: str, probability: float) -> str | None:
    if prior is None:
        return code if probability >= 0.5 else None
    return code if code != prior and probability >= SURE and n_chars >= MIN_CHARS_AGAINST else prior


def _plain(text: str, prior: str | None) -> str | None:
    """The language that the small words of a text plainly tell; None where the detector has to read it."""
    found = _small_words(text)
    if prior is not None:
        return prior if _stands_out(found, prior, MIN_COMMON) else None
    return next((code for code in KNOWN_NEIGHBOURS if _stands_out(found, code, MIN_COMMON_UNDECLARED)), None)


def confirms(code: str, text: str, *, least: int = MIN_COMMON) -> bool:
    """Whether at least so many small words of a text are those of a language, and plainly of no other in the list."""
    return _stands_out(_small_words(text), code, least)


def _small_words(text: str) -> Counter[str]:
    """How many small words of each language a text has, each word once."""
    found: Counter[str] = Counter()
    for word in set(_WORD.findall(text.lower())) & _LANGUAGES_OF.keys():
        for code in _LANGUAGES_OF[word]:
            found[code] += 1
    return found


def _stands_out(found: Counter[str], code: str, least: int) -> bool:
    mine = found[code]
    return mine >= least and all(mine >= MARGIN * n for other, n in found.items() if other != code)
