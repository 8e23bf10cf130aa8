"""What becomes of one word of a clause, through everything that is said of it: "ends the freeze on export licences" opens them.

What is undone is undone as a whole, so that the signs of what reaches the word are multiplied: the verb whose object it is,
a noun of hindrance that it hangs on ("freeze on", "stopp för"), what a plan to do so comes to ("the attempt to weaken it
fails") and a denial. Which of them reach the word is told by order, small words and verb forms alone: a parse is to be had
in one of the two languages only (decision 0029).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from horizon.impact import chain_words as known
from horizon.impact import tone_words as lists
from horizon.impact.tone_words import starred

NEAR = 4  # words between the quantity and what becomes of it, small words left out
FAR = 7  # the same after a quantity that has an addition of its own ("krav på dubbel ansökan för prövningar tas bort")
CHAINED = 3  # words between a change and what calls it off
LINKED = 3  # words between a noun of hindrance and what hangs on it

Sort = Literal["restore", "lift", "undo", "fail", "give", "down", "new", "up"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause, case-folded, and the small words beside it."""

    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """way: 1 more, -1 less; places of the words that told it; whether something was undone or denied and not only changed."""

    way: int
    places: tuple[int, ...]
    is_undone: bool


# In this order: a word is what the first list says that knows it.
_SORTS: dict[str, tuple[tuple[Sort, re.Pattern[str]], ...]] = {
    "en": (
        ("restore", starred(known.RESTORE_EN)),
        ("lift", starred(["lift", "lifts", "lifted", "lifting"])),
        ("undo", starred((*lists.UNDO_EN, *known.UNDO_EN))),
        ("fail", starred(known.FAIL_EN)),
        ("down", starred((*lists.LESS_EN, *lists.DOWN_EN))),
        ("new", starred(known.NEW)),
        ("up", starred((*lists.MORE_EN, *lists.UP_EN, *known.UP_EN))),
    ),
    "sv": (
        ("restore", starred(known.RESTORE_SV)),
        ("lift", starred(["lyfts", "lyfter", "lyfta"])),
        ("undo", starred((*lists.UNDO_SV, *known.UNDO_SV))),
        ("fail", starred(known.FAIL_SV)),
        ("give", starred(known.GIVE_WAY)),
        ("down", starred((*lists.LESS_SV, *lists.DOWN_SV))),
        ("new", starred(known.NEW)),
        ("up", starred((*lists.MORE_SV, *lists.UP_SV, *known.UP_SV))),
    ),
}
_HINDERS = {"en": starred(known.HINDER_EN), "sv": starred(known.HINDER_SV)}
_PLANS = {"en": starred(known.PLAN_EN), "sv": starred(known.PLAN_SV)}
_RESTRICTIONS = starred(lists.RESTRICTIONS)
# Active verbs that need an object: what stands before one of them does it to something else ("shortage curbs growth").
_TRANSITIVE = re.compile(
    r"hinders?|hampers?|curbs?|restrains?|dampens?|hindrar|bromsar|dämpar|hämmar|försvårar|hejdar|begränsar"
)
# After the word only these forms say that it is itself undone.
_UNDONE = {
    "en": re.compile(r".*ed|.*wn|.*struck|ends?|drops?|delays|void|invalid|off|expires?|lapses?"),
    "sv": re.compile(
        r".*(?:as|[aeitdv]ts|[aeitd]s|hävs|vs|ad|at|da|t|ds|gs|ns)|upphör\w*|dröjer|försvinner|försvann"
    ),
}
_DENIALS = {
    "en": frozenset((*lists.NOT_EN, *lists.FAILED_EN, *known.DENY_EN)),
    "sv": frozenset((*lists.NOT_SV, *known.DENY_SV)),
}


@lru_cache(maxsize=100_000)
def sort_of(word: str, language: str) -> Sort | None:
    """What a word does to what it is said of; None for most words."""
    return next((name for name, found in _SORTS[language] if found.fullmatch(word)), None)


def outcome(words: Sequence[Word], i: int, language: str) -> Outcome | None:
    """What becomes of the word at i; None where nothing tells."""
    after = FAR if words[i].after in known.LINKS else NEAR
    span = [j for j in range(max(0, i - NEAR), min(len(words), i + after + 1)) if j != i]
    hinders = [j for j in span if _hinders(words, i, j, language)]
    sorts = {
        j: s
        for j in span
        if j not in hinders
        and (s := sort_of(words[j].text, language))
        and not (_TRANSITIVE.fullmatch(words[j].text) and _acts(words, i, j, language))
    }
    is_planned = _is_planned(words, i, language)
    failed = _failing(words, sorts, i, language, is_planned=is_planned, is_hindered=bool(hinders))
    undo = [j for j, s in sorts.items() if s == "undo" and not _acts(words, i, j, language)]
    j = _governing(sorts, i, undo, failed)
    is_restored = j is not None and sorts[j] == "restore"
    is_lifted = j is not None and sorts[j] == "lift"
    if j is None:
        chosen = _undone_alone(words, i, undo, language)
    else:
        chosen = _calling_off(words, i, j, undo, language, is_restored=is_restored, is_planned=is_planned)
    if is_restored:  # what was held back before comes again
        hinders = []
    governing = [*([] if j is None else [j]), *chosen]
    off = [*chosen, *hinders, *failed, *_denials(words, i, governing, hinders, language)]
    if j is None and not off:
        return None
    way = 1 if j is None else _way(sorts[j], words[i].text, is_hindered=bool(chosen or hinders))
    return Outcome(
        way * (-1) ** len(off), tuple(sorted({i, *governing, *off})), bool(off) or is_restored or is_lifted
    )


def _governing(sorts: Mapping[int, Sort], i: int, undo: Sequence[int], failed: Sequence[int]) -> int | None:
    """The nearest word of more or less; that something is new only where it stands before the word and nothing else tells."""
    told = [j for j, s in sorts.items() if s not in ("undo", "new", "give") and j not in failed]
    if told:
        return min(told, key=lambda j: (abs(j - i), j))
    return i - 1 if sorts.get(i - 1) == "new" and not undo else None


def _failing(
    words: Sequence[Word],
    sorts: Mapping[int, Sort],
    i: int,
    language: str,
    *,
    is_planned: bool,
    is_hindered: bool,
) -> list[int]:
    """The word by which a plan, a threat or a hope comes to nothing, or a hindrance gives way.

    A plan that lessens something else ("the plan to expand exports cuts costs") has not come to nothing.
    """
    wanted = ("fail", "give", "down") if is_planned else ("fail", "give") if is_hindered else ()
    return [
        k
        for k, sort in sorts.items()
        if k > i and sort in wanted and not (sort == "down" and _acts(words, i, k, language))
    ][:1]


def _way(sort: Sort, word: str, *, is_hindered: bool) -> int:
    if sort == "lift":  # what hinders is lifted off, anything else is lifted up
        return -1 if is_hindered or _RESTRICTIONS.fullmatch(word) else 1
    return -1 if sort in ("down", "fail") else 1


def _undone_alone(words: Sequence[Word], i: int, undo: Sequence[int], language: str) -> list[int]:
    """What undoes the word where nothing makes it more or less: the nearest before it and the nearest after it."""
    before = [k for k in undo if k < i]
    after = [k for k in undo if k > i]
    chosen = [max(before)] if before else []
    if after and (not before or _is_passive(words, min(after), language)):
        chosen.append(min(after))
    return chosen


def _calling_off(
    words: Sequence[Word],
    i: int,
    j: int,
    undo: Sequence[int],
    language: str,
    *,
    is_restored: bool,
    is_planned: bool,
) -> list[int]:
    """What calls off the change at j: "scraps the planned rise", "the planned rise is scrapped", "the plan to ban it stands"."""
    if is_planned and j > i and (inside := [k for k in undo if k < i]):
        return inside[-1:]
    reach = 1 if is_restored else CHAINED
    before = [k for k in undo if 0 < j - k <= reach and not (is_restored and _is_passive(words, k, language))]
    after = [k for k in undo if k > max(i, j) and _is_passive(words, k, language) and j <= i + 1]
    return [*before[-1:], *after[:1]]


def _hinders(words: Sequence[Word], i: int, j: int, language: str) -> bool:
    """Whether the word at i hangs on a noun of hindrance at j: "freeze on licences", "export ban"."""
    if not _HINDERS[language].fullmatch(words[j].text):
        return False
    if j < i:
        between = [words[k].text for k in range(j + 1, i)]
        is_noun = words[j].after in known.LINKS and i - j <= LINKED
        return is_noun and not any(sort_of(w, language) in ("undo", "down", "lift") for w in between)
    return j == i + 1 and not words[i].after and words[j].text in known.COMPOUNDED


def fails(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether the word at i is only planned, hoped for or threatened, and that comes to nothing."""
    after = [sort_of(word.text, language) for word in words[i + 1 : i + 1 + FAR]]
    return _is_planned(words, i, language) and any(sort in ("fail", "give", "undo") for sort in after)


def _is_planned(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether a plan, an attempt, a threat or a hope stands before the word."""
    return any(_PLANS[language].fullmatch(word.text) for word in words[max(0, i - NEAR - 2) : i])


def _acts(words: Sequence[Word], i: int, j: int, language: str) -> bool:
    """Whether the word is what undoes, not what is undone: "saving stops posts"."""
    return j > i and j < len(words) - 1 and not _is_passive(words, j, language)


def _is_passive(words: Sequence[Word], j: int, language: str) -> bool:
    has_object = language == "en" and words[j].after in known.OBJECTS
    return not has_object and _UNDONE[language].fullmatch(words[j].text) is not None


def _denials(
    words: Sequence[Word], i: int, governing: Sequence[int], hinders: Sequence[int], language: str
) -> list[int]:
    """The denial of the word itself, or else the nearest of what governs it."""
    denials = _DENIALS[language]
    used = {i, *governing, *hinders}
    own = [k for k in range(max(0, i - 2), i) if words[k].text in known.NONE_OF and k not in used]
    near = [
        k
        for j in governing
        for k in range(max(0, j - 2), min(len(words), j + 2))
        if k not in used and words[k].text in denials
    ]
    return (own or near)[:1]
