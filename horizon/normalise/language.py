"""Language of a document: what the feed declares, checked against the text where there is enough of it."""

from __future__ import annotations

from functools import cache
from typing import Any

MIN_CHARS = 60  # below this a detector guesses
SURE = 0.9
GLANCE_CHARS, NO_DOUBT = (
    300,
    0.995,
)  # reading on costs more than all else done to a document, and hardly ever changes anything


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
    code, probability = _identifier().classify(text[:GLANCE_CHARS])
    if code == prior:
        return prior
    if len(text) > GLANCE_CHARS and probability < NO_DOUBT:
        code, probability = _identifier().classify(text[:2_000])
    if prior is None:
        return str(code) if probability >= 0.5 else None
    return str(code) if code != prior and probability >= SURE and len(text) >= 2 * MIN_CHARS else prior
