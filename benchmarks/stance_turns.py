"""A proposition turned round, so that a text for it is against the new one: more pairs to train on, and none written."""

from __future__ import annotations

import re

_TURNS = {
    "en": (re.compile(r"\b(should|must|ought to|will|can|cannot|is|are|was|were|has|have|had|would|could|may)\b( not\b)?", re.I),
           "not", "It is not true that "),
    "sv": (re.compile(r"\b(bör|ska|skall|borde|kommer|är|har|kan|var|hade|blir|får|måste)\b( inte\b)?", re.I),
           "inte", "Det stämmer inte att "),
}  # fmt: skip
_DONE_NOT = re.compile(r"\b(does|do|did) not\b")
_NAME = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ\d-]")


def turned(target: str, language: str) -> str:
    """The proposition turned round: its first auxiliary gains or loses its negation, or "it is not true that" leads it in."""
    pattern, negation, lead = _TURNS[language]
    done = _DONE_NOT.search(target) if language == "en" else None
    if done:
        return target[: done.start()] + done[1] + target[done.end() :]
    found = pattern.search(target)
    if found is None or (found[1].lower() == "måste" and not found[2]):
        return lead + (target if _NAME.match(target) else target[0].lower() + target[1:])
    verb, rest = found[1], target[found.end() :]
    if verb.lower() == "cannot":
        return target[: found.start()] + "can" + rest
    if found[2]:
        return target[: found.start()] + verb + rest
    new = {"must": "should not", "can": "cannot"}.get(
        verb.lower() if language == "en" else "", f"{verb} {negation}"
    )
    return target[: found.start()] + new + rest
