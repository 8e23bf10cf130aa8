"""Whether a text tells of a gain or a loss: words of news, with what lessens or denies them read in their clause.

"Shortage" is a loss and "the shortage eases" a gain; "funding" is a gain and "funding is cut" a loss. Title and lead weigh
most, since they tell the news and the rest its background.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from horizon.impact import tone_words as lists
from horizon.impact.compared import compared
from horizon.impact.particles import plain

Sort = Literal["gain", "loss", "less", "more", "not", "cost", "means"]
NEAR = 4  # words from what lessens to what it lessens
MOVED = 3  # words between a cost, gain or loss and what becomes of it
WEIGHTS = (2.0, 1.5, 1.0)  # of title, lead and second sentence
LATER = 0.5
BARE_LESS = 0.25  # of a loss: something falls or is stopped, and nothing tells what it was worth
SURE = 2.0  # weight of words at which the tone is half as strong as their balance
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"[,;:–]\s|\b(?:and|but|while|although|och|men|medan|fast)\b")
_AMOUNT = re.compile(
    r"\b(?:more|less|fewer|mer|fler|mindre|färre) (?:than|än)\b"
)  # of a number: no change is told
_SHARES = re.compile(r"\b(?:share|stock|bond) prices?\b")  # no cost: who owns them wants them high
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\*", ".*") for w in sorted(set(words))))


_SORTS: dict[str, tuple[tuple[Sort, re.Pattern[str]], ...]] = {
    "en": (("not", _pattern(lists.NOT_EN)), ("less", _pattern(lists.LESS_EN)), ("more", _pattern(lists.MORE_EN)),
           ("loss", _pattern(lists.LOSS_EN)), ("gain", _pattern(lists.GAIN_EN)), ("cost", _pattern(lists.COST_EN)),
           ("means", _pattern(lists.MEANS_EN))),
    "sv": (("not", _pattern(lists.NOT_SV)), ("less", _pattern(lists.LESS_SV)), ("more", _pattern(lists.MORE_SV)),
           ("loss", _pattern(lists.LOSS_SV)), ("gain", _pattern(lists.GAIN_SV)), ("cost", _pattern(lists.COST_SV)),
           ("means", _pattern(lists.MEANS_SV))),
}  # fmt: skip


@lru_cache(maxsize=100_000)
def sort_of(word: str, language: str) -> Sort | None:
    """What a case-folded word tells; None for most words."""
    return next((sort for sort, known in _SORTS[language] if known.fullmatch(word)), None)


@lru_cache(maxsize=20_000)
def tone(text: str, language: str | None) -> float:
    """-1 (all loss) to 1 (all gain), 0 where nothing tells. text: title first, then the sentences."""
    known = language if language in _SORTS else "en"
    balance = weight = 0.0
    for n, sentence in enumerate(_SENTENCE.split(text)):
        value = WEIGHTS[n] if n < len(WEIGHTS) else LATER
        folded = _SHARES.sub("shares", _AMOUNT.sub(" ", plain(sentence.casefold(), known)))
        found = [told for clause in _CLAUSE.split(folded) for told in _told(clause, known)]
        found += _by_numbers(folded, known)
        balance += value * sum(found)
        weight += value * sum(map(abs, found))
    return round(balance / (weight + SURE), 4)


def _told(clause: str, language: str) -> list[float]:
    """Gains (1) and losses (-1) of a clause; turned where something lessens or denies them nearby."""
    sorts = [sort_of(word, language) for word in _WORD.findall(clause) if word not in lists.HELPERS]
    used: set[int] = set()
    told: list[float] = []
    for i, sort in enumerate(sorts):
        if sort in ("gain", "loss"):
            near = _near(sorts, i, ("less", "not"), NEAR, MOVED)
            told.append((1.0 if sort == "gain" else -1.0) * (-1.0 if near else 1.0))
        elif sort in ("cost", "means"):
            near = _near(sorts, i, ("less", "more"), MOVED, MOVED)
            told += [(1.0 if (sort == "means") == (sorts[near[0]] == "more") else -1.0)] if near else []
        else:
            continue
        used.update(near)
    told += [-BARE_LESS for j, sort in enumerate(sorts) if sort == "less" and j not in used]
    return told


def _by_numbers(sentence: str, language: str) -> list[float]:
    """What a comparison of numbers tells of the first cost or means in the sentence."""
    change = compared(sentence)
    sort = next(
        (s for w in _WORD.findall(sentence) if (s := sort_of(w, language)) in ("cost", "means")), None
    )
    return [float(change if sort == "means" else -change)] if change and sort else []


def _near(sorts: list[Sort | None], i: int, wanted: tuple[Sort, ...], before: int, after: int) -> list[int]:
    """Places of the wanted sorts near a word, nearest first."""
    found = [j for j in range(max(0, i - before), min(len(sorts), i + after + 1)) if sorts[j] in wanted]
    return sorted((j for j in found if j < i or sorts[j] != "not"), key=lambda j: abs(j - i))
