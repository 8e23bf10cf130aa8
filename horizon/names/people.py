"""Whether two names are of one person: surname alike, given names equal, short or initials. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from horizon.names.fold import bare, folded, slip, untitled
from horizon.names.translated import is_family_first, nicknames

_PARTICLE = frozenset(
    ["von", "van", "de", "der", "den", "af", "av", "di", "da", "la", "le", "el", "al", "bin", "ibn", "du", "dos"]
)  # fmt: skip


_OF_A_PLACE = re.compile(r"(?<=\w)\s+of\s+[A-Z][\w\s-]+$")  # "Lord Thorne of Wexcombe"
_SLAVIC = re.compile(
    r"(?:enko|s[kc][yi][iyj]?|skyj|skij|skyy|[oeya]va?|[oe]ff|i?[uy]k|chuk|[yi]ch|itj|its|[yi]tch|yan|dze|vili)$"
)
# letters by which one Cyrillic letter is written in English, Swedish, German and French
_SOUNDS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"shch|sjtj|schtsch|chtch", "S"), (r"tch|tsch|tj|ch(?!r)|cz", "C"), (r"sch|sj|sh|sz", "S"), (r"zh|zj", "Z"),
        (r"kh", "h"), (r"ts|tz", "c"), (r"ks", "x"), (r"[oe]ff$", "ov"),
        (r"ou", "u"), (r"w", "v"), (r"[yj]", "i"), (r"i+", "i"),
        (r"ie|io", "e"), (r"g", "h"), (r"ph", "f"),
    )
)  # fmt: skip
_FORMERLY = re.compile(
    r"^,?\s*\(?(?:née|nee|born|formerly|previously|född|tidigare|f\.\s?d\.|f\.)\s+(?P<old>[^\W\d_][\w’'-]+(?:\s[A-ZÅÄÖÉ][\w’'-]+)*)"
)


@lru_cache(maxsize=50_000)
def person_key(name: str) -> tuple[tuple[str, ...], str]:
    """(given names, surname), folded; "Berg, Anna" is turned round.

    A double surname alone has no given name: ((), "vestergaard holt").
    """
    if "," in name:
        last, first = name.split(",", 1)
        name = f"{first} {last}"
    alone = untitled(name)
    if alone != name.strip() and re.match(
        r"(?:lord|lady|baron|baroness|viscount|earl)\b", name.strip(), re.IGNORECASE
    ):
        alone = _OF_A_PLACE.sub("", alone)
    words = folded(alone).split()
    if not words:
        return (), ""
    if len(alone.split()) == 1 and len(words) > 1:
        return (), " ".join([*words[:-1], bare(words[-1])])
    return tuple(w for w in words[:-1] if w not in _PARTICLE), words[-1]


def same_person(a: str, b: str) -> bool:
    """Whether two full names are of one person: surname alike, given names equal, short, pet forms or initials."""
    (given_a, last_a), (given_b, last_b) = person_key(a), person_key(b)
    if not given_a or not given_b:
        return False
    if (given_a, (last_a,)) == ((last_b,), given_b) and (is_family_first(last_a) or is_family_first(last_b)):
        return True  # "Kim Minji", "Minji Kim"
    if not alike(last_a, last_b):  # a genitive, or a double surname of which the first half is used
        return given_a[0] == given_b[0] and (last_b in given_a[1:] or last_a in given_b[1:])
    return _given_fit(given_a, given_b)


def is_surname_of(alone: str, full: str) -> bool:
    """Whether a name without given name, as person_key tells it, is the surname of a full name."""
    given, last = person_key(full)
    parts = alone.split()
    if len(parts) == 1:
        return alike(last, alone)
    whole = [*given[1:], last][-len(parts) :]
    return len(whole) == len(parts) and all(alike(x, y) for x, y in zip(whole, parts, strict=True))


def former_name(name: str, context: str) -> str | None:
    """The full name that a text says a person had before ("Anna Berg, née Lund": Anna Lund)."""
    place = context.find(name)
    found = _FORMERLY.match(context[place + len(name) :]) if place >= 0 else None
    if found is None:
        return None
    old = found["old"]
    return old if " " in old else f"{name.split()[0]} {old}"


def keys(name: str) -> set[str]:
    """Letters of which two names of one person share some: the first of each word that may be a surname."""
    given, last = person_key(name)
    words = {w for w in (*last.split(), *given[1:]) if len(w) > 1} | {w for w in given if is_family_first(w)}
    return {expanded(bare(w))[:3] for w in words} | {sound(w)[:3] for w in words}


def alike(a: str, b: str) -> bool:
    """Whether two surnames are one: equal, a genitive, one slip, or in two-letter spellings of folded vowels."""
    return (
        a == b
        or bare(a) == bare(b)
        or slip(bare(a), bare(b))
        or expanded(a) == expanded(b)
        or (min(len(a), len(b)) > 4 and bool(_SLAVIC.search(bare(a))) and sound(bare(a)) == sound(bare(b)))
    )


def sound(word: str) -> str:
    """A word of Cyrillic origin in one of the ways to write it ("hrytsenko", "gritsenko")."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def expanded(word: str) -> str:
    """German and Danish two-letter spellings of folded vowels."""
    return word.replace("ae", "a").replace("oe", "o").replace("aa", "a").replace("ue", "u")


def _given_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    first_a, first_b = a[0], b[0]
    if "".join(a) == "".join(b):  # "Jan-Erik", "Janerik"
        return True
    if len(first_a) == 1 or len(first_b) == 1:
        return first_a[0] == first_b[0] and _middles_fit(a, b)
    return (
        first_a == first_b
        or expanded(first_a) == expanded(first_b)
        or (min(len(first_a), len(first_b)) > 3 and sound(first_a) == sound(first_b))
        or bool({first_a, *nicknames(first_a)} & {first_b, *nicknames(first_b)})
        or (slip(first_a, first_b) and not _other_ending(first_a, first_b))
    ) and _middles_fit(a, b)


def _other_ending(a: str, b: str) -> bool:
    """Whether two given names differ at their end alone, as those of women and men do (Maria, Mario; Martin, Martina)."""
    return a[:-1] == b[:-1] or a[:-1] == b or b[:-1] == a


def _middles_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    if len(a) == 1 or len(b) == 1:
        return True
    return a[1][0] == b[1][0]
