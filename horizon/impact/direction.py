"""Whether a force grows or recedes in a text: "raises the policy rate" grows, "cuts the policy rate" recedes.

A sensitivity says what happens when the force grows; where a signal tells that it recedes, the sign turns. Only quantities
that are plainly the force itself are read (prices, interest, tariffs, sanctions, shortages, unemployment, tax): elsewhere a
falling number often means a growing force ("house building falls"), so that silence is the safer answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NEAR = 4  # words before or after the phrase, within its clause
_QUANTITY = re.compile(
    r"\b(?:prices?|interest|policy rate|rate (?:hike|cut)|inflation|tariffs?|dut(?:y|ies)|sanctions?|shortages?"
    r"|unemployment|tax(?:es)?)\b"
    r"|pris(?:et|er|erna)?\b|ränt|inflation|tull|sanktion|brist|skatt|arbetslös",
)
_RECEDES = re.compile(
    r"\b(?:cut|cuts|cutting|lower|lowers|lowered|fall|falls|fell|falling|drop|drops|dropped|declin(?:e|es|ed|ing)"
    r"|eas(?:e|es|ed|ing)|lift|lifts|lifted|scrap|scraps|scrapped|remov(?:e|es|ed)|suspend|suspends|suspended|repeal|repeals|repealed"
    r"|sänk\w*|sjunk\w*|fall|faller|föll|minsk\w*|lättar|slopa\w*|hävs|häver|hävde|upphäv\w*|avskaffa\w*|dämpa\w*|mildra\w*)\b"
    r"|sänkning",
)
# What a field does that goes backwards; read in the first sentence only, which tells the news.
_RETREAT = re.compile(
    r"\b(?:bankrupt\w*|insolven\w*|pulls the plug|winds? down|shuts? down|closes? (?:its|the)|abandons?|scraps?|cancels?"
    r"|withdraws?|halts?|suspends?|gives up|backs out|konkurs\w*"
    r"|lägger ned|lägger ner|stänger|avbryter|stoppar|drar sig ur|ger upp)\b",
)
_SENTENCE = re.compile(r"[.!?]\s")
_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"[.,;:!?–]\s|\b(?:and|but|while|as|och|men|medan|när)\b")


def direction_of(texts: Iterable[str], phrases: Iterable[str], *, is_field: bool = False) -> int:
    """1 where the force grows or nothing tells, -1 where more texts tell that it recedes than that it does not.

    texts: of the documents that carry the tie; phrases: case-folded, as found in them; is_field: the force is a field of
    work (its kind is capability), which recedes when its firms give up.
    """
    texts, phrases = tuple(texts), tuple(phrases)
    if is_field:
        given_up = [_RETREAT.search(_SENTENCE.split(text.casefold())[0]) is not None for text in texts]
        return -1 if sum(given_up) * 2 > len(given_up) else 1
    found = [recedes(text.casefold(), phrase) for text in texts for phrase in phrases]
    told = [answer for answer in found if answer is not None]
    return -1 if sum(told) * 2 > len(told) else 1


def recedes(text: str, phrase: str) -> bool | None:
    """Whether a quantity is told to fall near a phrase; None where the phrase is absent or no quantity of the force."""
    start = text.find(phrase)
    if start < 0 or not _QUANTITY.search(phrase):
        return None
    before = _WORD.findall(_CLAUSE_END.split(text[:start])[-1])[-NEAR:]
    after = _WORD.findall(_CLAUSE_END.split(text[start + len(phrase) :])[0])[:NEAR]
    return _RECEDES.search(" ".join([*before, phrase, *after])) is not None
