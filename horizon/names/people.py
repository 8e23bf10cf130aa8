"""Whether two names are of one person: surname alike, given names equal, short or initials. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from horizon.names.fold import bare, folded, slip

_PARTICLE = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "af",
        "av",
        "di",
        "da",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "du",
        "dos",
    ]
)


def person_key(name: str) -> tuple[tuple[str, ...], str]:
    """(given names, surname), folded; "Berg, Anna" is turned round."""
    if "," in name:
        last, first = name.split(",", 1)
        name = f"{first} {last}"
    words = [w for w in folded(name).split() if w]
    if not words:
        return (), ""
    return tuple(w for w in words[:-1] if w not in _PARTICLE), words[-1]


def same_person(a: str, b: str) -> bool:
    """Whether two full names are of one person: surname alike, given names equal, short or initials."""
    (given_a, last_a), (given_b, last_b) = person_key(a), person_key(b)
    if not given_a or not given_b:
        return False
    if not alike(last_a, last_b):  # a genitive, or a double surname of which the first half is used
        return given_a[0] == given_b[0] and (last_b in given_a[1:] or last_a in given_b[1:])
    return _given_fit(given_a, given_b)


def alike(a: str, b: str) -> bool:
    """Whether two surnames are one: equal, a genitive, one slip, or in two-letter spellings of folded vowels."""
    return a == b or bare(a) == bare(b) or slip(bare(a), bare(b)) or expanded(a) == expanded(b)


def expanded(word: str) -> str:
    """German and Danish two-letter spellings of folded vowels."""
    return word.replace("ae", "a").replace("oe", "o").replace("aa", "a").replace("ue", "u")


def _given_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    first_a, first_b = a[0], b[0]
    if len(first_a) == 1 or len(first_b) == 1:
        return first_a[0] == first_b[0] and _middles_fit(a, b)
    return (
        first_a == first_b
        or expanded(first_a) == expanded(first_b)
        or (slip(first_a, first_b) and not _other_ending(first_a, first_b))
    ) and _middles_fit(a, b)


def _other_ending(a: str, b: str) -> bool:
    """Whether two given names differ at their end alone, as those of women and men do (Maria, Mario; Martin, Martina)."""
    return a[:-1] == b[:-1] or a[:-1] == b or b[:-1] == a


def _middles_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    if len(a) == 1 or len(b) == 1:
        return True
    return a[1][0] == b[1][0]
