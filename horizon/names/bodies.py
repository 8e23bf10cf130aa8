"""Whether two names are of one organisation: by the alias list, by letters, by initials, by what a text says. Pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from horizon.config import data_root, read_toml
from horizon.names.fold import SMALL, bare, folded, initials, slip
from horizon.names.translated import english_words, place_word, readings

# "University of X" and "X University" are one; a part of a body is not the body
PART = frozenset(
    [
        "department", "faculty", "school", "division", "unit", "branch", "office", "institutionen", "avdelningen",
        "enheten", "fakulteten", "region", "youth", "student", "alumni", "hospital", "foundation", "fund", "bank",
        "press", "north", "south", "east", "west", "nord", "syd", "norra", "sodra", "ostra", "vastra", "jr",
        "junior", "sr",
    ]
)  # fmt: skip
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
    **dict.fromkeys(("org", "organization", "organisation"), "organisation"),
    **dict.fromkeys(("min", "ministerium", "ministry", "ministeriet"), "ministry"),
    **dict.fromkeys(("laboratory", "lab"), "laboratory"),
    **dict.fromkeys(("logistik", "logistics"), "logistic"),
    **dict.fromkeys(("internat", "intl"), "international"),
    **dict.fromkeys(("natl", "nat"), "national"),
    **dict.fromkeys(("eu",), "european"),
}  # fmt: skip
_COMPOUNDS = dict.fromkeys(("universitetssjukhus", "universitetssjukhuset"), ("university", "hospital"))
_FORMS = frozenset(["association", "foundation", "bolaget", "foretaget"])
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
            words.append(_KINDS.get(word) or re.sub(r"logie?$", "logy", place_word(bare(word), word)))
    return words


def _without_form(words: list[str]) -> list[str]:
    """Without what a Swedish name says of its form in front: "Föreningen Vindkraft Nord"."""
    return words[1:] if len(words) > 2 and words[0] in _FORMS else words


@lru_cache(maxsize=50_000)  # a name is held against many others
def _telling(name: str) -> tuple[str, ...]:
    return tuple(_without_form(_kinds_translated(folded(name))))


def same_organisation(a: str, b: str) -> bool:
    """Whether two names are of one organisation, by their letters alone."""
    left, right = folded(a), folded(b)
    if not left or not right:
        return False
    if left == right or bare(left) == bare(right):
        return True
    group_a, group_b = alias_group(a), alias_group(b)
    if group_a is not None and group_b is not None:
        return group_a == group_b
    if _shortens(a, b) or _shortens(b, a):
        return True
    if english_words(b) in readings(a) or english_words(a) in readings(b):
        return True
    words_a, words_b = _telling(a), _telling(b)
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


@lru_cache(maxsize=50_000)
def _split_short(name: str) -> tuple[str, str]:
    """(what may be initials, the words after it) of a name; ("", "") where it can be no short form."""
    plain = re.sub(r"['’:]?s$", "", name.replace(".", "").strip())
    first, *rest = plain.split() or [""]
    if rest:
        is_short = first.isupper() and first.isalpha() and 2 <= len(first) <= 5
    else:
        is_short = (first.isupper() and 2 <= len(first) <= 7) or (
            first[:1].isupper() and 4 <= len(first) <= 7
        )
    return (first, " ".join(rest)) if is_short else ("", "")


def _shortens(short: str, long: str) -> bool:
    """Whether a name is the initials of another ("IEA", "Unesco"), or has initials for some words of it ("ETH Zürich")."""
    first, rest = _split_short(short)
    if not first:
        return False
    if not rest:
        is_word = not first.isupper()
        return not (is_word and len(folded(long).split()) < 4) and folded(first) in initials(long)
    others = {place_word(w) for w in folded(rest).split() if w not in SMALL}
    words = [w for w in folded(long).split() if w not in SMALL]
    left = [w for w in words if place_word(w) not in others]
    is_all_there = others <= {place_word(w) for w in words}
    return is_all_there and len(left) == len(first) and "".join(w[0] for w in left) == first.casefold()


def are_known_apart(a: str, b: str) -> bool:
    """Whether the alias list has both names, under two bodies."""
    group_a, group_b = alias_group(a), alias_group(b)
    return group_a is not None and group_b is not None and group_a != group_b


def _group(folded_name: str) -> int | None:
    groups = alias_groups()
    return groups.get(folded_name, groups.get(bare(folded_name)))


@cache
def alias_groups() -> dict[str, int]:
    """Folded name -> number of its group in data/actors.toml."""
    lists = read_toml(data_root() / "actors.toml")
    return {
        folded(name): number
        for number, names in enumerate([*lists["aliases"], *lists["companies"]])
        for name in names
    }


@cache
def known_bodies() -> dict[str, tuple[str, ...]]:
    """First word of a public body's name as it is written -> the names that begin with it, longest first."""
    found: dict[str, list[str]] = {}
    for names in read_toml(data_root() / "actors.toml")["aliases"]:
        for name in names:
            found.setdefault(re.split(r"[\s-]", name)[0], []).append(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


@cache
def _alias_words() -> dict[tuple[str, ...], set[int]]:
    """Telling words of an alias, in one spelling -> the groups that have it."""
    found: dict[tuple[str, ...], set[int]] = {}
    for name, number in alias_groups().items():
        words = english_words(name)
        if len(words) > 1:
            found.setdefault(words, set()).add(number)
    return found


@lru_cache(maxsize=20_000)
def alias_group(name: str) -> int | None:
    """The group of the alias list that a name belongs to: as it stands, in other order or spelling, or by its Swedish words."""
    known = _group(folded(name))
    if known is not None:
        return known
    groups = {g for words in (english_words(name), *readings(name)) for g in _alias_words().get(words, ())}
    return groups.pop() if len(groups) == 1 else None


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
