"""Language of a document: what the feed declares, checked against the text where there is enough of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

MIN_CHARS = 60  # below this a detector guesses
SURE = 0.9
GLANCE_CHARS, NO_DOUBT = 300, 0.995  # reading on hardly ever changes anything
MIN_COMMON, MARGIN = 4, 2  # small words of the declared language, and of any other, among the first words

# Words that hold sentences together. They only ever confirm what a feed declares, at a hundredth of the detector's cost.
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
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(str(MODEL_DIR / MODEL_FILE), norm_probs=True)


def language_of(text: str, declared: str | None) -> str | None:
    """ISO 639-1 code, None when nothing tells. The declared one holds unless a long enough text clearly says otherwise."""
    prior = declared.split("-")[0].split("_")[0].lower() if declared else None
    prior = prior if prior and len(prior) == 2 and prior.isalpha() else None
    if len(text) < MIN_CHARS:
        return prior
    if prior in _COMMON and confirms(prior, text[:GLANCE_CHARS]):
        return prior
    code, probability = _identifier().classify(text[:GLANCE_CHARS])
    if code == prior:
        return prior
    if len(text) > GLANCE_CHARS and probability < NO_DOUBT:
        code, probability = _identifier().classify(text[:2_000])
    if prior is None:
        return str(code) if probability >= 0.5 else None
    return str(code) if code != prior and probability >= SURE and len(text) >= 2 * MIN_CHARS else prior


def confirms(code: str, text: str) -> bool:
    """Whether the small words of a text are plainly those of a language; never true for two neighbours at once."""
    words = {w.lower() for w in _WORD.findall(text)}
    mine = len(words & _COMMON[code])
    if mine < MIN_COMMON:
        return False
    return all(mine >= MARGIN * len(words & held) for other, held in _COMMON.items() if other != code)
