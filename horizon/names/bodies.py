"""Whether two names are of one organisation: by the alias list, by letters, by initials, by what a text says. Pure."""

from __future__ import annotations

import re
from functools import cache

from horizon.config import data_root, read_toml
from horizon.names.fold import SMALL, bare, folded, initials, slip

# "University of X" and "X University" are one; a part of a body is not the body
PART = frozenset(
    [
        "department",
        "faculty",
        "school",
        "division",
        "unit",
        "branch",
        "office",
        "institutionen",
        "avdelningen",
        "enheten",
        "fakulteten",
        "region",
        "youth",
        "student",
        "alumni",
        "hospital",
        "foundation",
        "fund",
        "bank",
        "press",
        "north",
        "south",
        "east",
        "west",
        "nord",
        "syd",
        "norra",
        "sodra",
        "ostra",
        "vastra",
        "jr",
        "junior",
        "sr",
    ]
)
_KINDS = {  # what a body is, in the languages and short forms that names mix
    **dict.fromkeys(("universitet", "universitetet", "univ", "uni", "universite", "universitat"), "university"),
    **dict.fromkeys(("institutet", "institut", "inst"), "institute"),
    **dict.fromkeys(("sjukhus", "sjukhuset", "hosp"), "hospital"),
    **dict.fromkeys(("stiftelsen", "stiftelse"), "foundation"),
    **dict.fromkeys(("forbundet", "forbund", "forening", "foreningen", "assoc", "assn"), "association"),
    **dict.fromkeys(("akademin", "akademien", "akademi", "acad"), "academy"),
    **dict.fromkeys(("kommun", "kommune"), "municipality"),
    **dict.fromkeys(("stad", "staden"), "city"),
    **dict.fromkeys(("museet", "museum"), "museum"),
    **dict.fromkeys(("centrum", "center", "centret", "zentrum"), "centre"),
    **dict.fromkeys(("dept", "departementet"), "department"),
    **dict.fromkeys(("internat", "intl"), "international"),
    **dict.fromkeys(("natl", "nat"), "national"),
}  # fmt: skip
_COMPOUNDS = dict.fromkeys(("universitetssjukhus", "universitetssjukhuset"), ("university", "hospital"))
_TRADES = frozenset(
    [
        "automobile", "automotive", "motor", "airline", "airway", "industrie", "technologie", "system", "pharmaceutical",
        "ferrie", "shipping", "food", "steel", "chemical", "telecom", "railway", "mobility", "logistic", "electronic",
    ]
)  # fmt: skip


def _kinds_translated(folded_name: str) -> list[str]:
    """The telling words of a folded name, with the words for what a body is in one language."""
    words: list[str] = []
    for word in folded_name.split():
        if word in _COMPOUNDS:
            words += _COMPOUNDS[word]
        elif word not in SMALL:
            words.append(_KINDS.get(word) or bare(word))
    return words


def same_organisation(a: str, b: str) -> bool:
    """Whether two names are of one organisation, by their letters alone."""
    left, right = folded(a), folded(b)
    if not left or not right:
        return False
    if left == right or bare(left) == bare(right):
        return True
    for short, long in ((a, b), (b, a)):
        plain = re.sub(r"['’:]?s$", "", short.replace(".", "").strip())
        if plain.isupper() and 2 <= len(plain) <= 7 and folded(plain) in initials(long):
            return True
    words_a, words_b = _kinds_translated(left), _kinds_translated(right)
    if sorted(words_a) == sorted(words_b):
        return True
    if "".join(words_a) == "".join(words_b):
        return True
    fewer, more = sorted((words_a, words_b), key=len)
    if len(fewer) >= 2 and more[:-1] == fewer and more[-1] in _TRADES:
        return True  # "Fiat Chrysler (Automobiles)"
    if len(words_a) == len(words_b):
        return sum(x != y for x, y in zip(words_a, words_b, strict=True)) == 1 and all(
            slip(x, y) for x, y in zip(words_a, words_b, strict=True)
        )
    return False


@cache
def alias_groups() -> dict[str, int]:
    """Folded name -> number of its group in data/actors.toml."""
    groups: dict[str, int] = {}
    for number, names in enumerate(read_toml(data_root() / "actors.toml")["aliases"]):
        for name in names:
            groups[folded(name)] = number
    return groups


_SHORT_FORM = re.compile(
    r"(?P<long>[^\W\d_][\w\s&,'’.:-]{4,80}?)\s*\((?:the\s+|formerly\s+|f\.d\.\s+|"
    r"tidigare\s+)?(?P<short>[A-ZÅÄÖ][\w&-]{1,30}(?:\s[A-ZÅÄÖ][\w&-]+){0,4})\)"
)
_FORMERLY = re.compile(
    r"(?P<new>[A-ZÅÄÖ][\w&-]*(?:\s(?:of|for|and|och|för|the|[A-ZÅÄÖ][\w&-]*))*),?\s*\(?(?:formerly(?:\s+known\s+as)?|"
    r"previously|until\s+\d{4}|once\s+called|renamed\s+from|tidigare|f\.d\.|fordom|"
    r"som\s+tidigare\s+hette|which\s+used\s+to\s+be(?:\s+called)?|"
    r"known\s+until\s+\w+\s+as)\s+(?P<old>[A-ZÅÄÖ][\w&-]*(?:\s(?:of|for|and|och|för|the|[A-ZÅÄÖ][\w&-]*))*)"
)


def said_aliases(context: str) -> list[tuple[str, str]]:
    """Pairs of names that a text itself puts together."""
    pairs = [(m["long"].strip(), m["short"]) for m in _SHORT_FORM.finditer(context)]
    return pairs + [(m["new"], m["old"]) for m in _FORMERLY.finditer(context)]
