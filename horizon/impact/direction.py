"""Whether a force grows or recedes in a text: "raises the policy rate" grows, "cuts the policy rate" recedes.

A sensitivity says what happens when the force grows; where a signal tells that it recedes, the sign turns. Four readings, the
first that tells anything decides:

1. A quantity that is plainly the force itself (prices, interest, tariffs, shortages, tax) is said to rise or fall near the
   phrase, or comes to a smaller number than it was. Elsewhere a falling number often means a growing force ("house building
   falls"), so that no other quantity is read.
2. A field of work (capability) whose firms give up recedes; read in the first sentence, which tells the news.
3. A rule that is postponed, relaxed or repealed recedes; read in title and lead.
4. The tone: news that is plainly good does not tell of a growing hardship, and plainly bad news not of a growing gain. What the
   growth of a force means is set in the catalogue (`growth`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from horizon.impact.compared import compared
from horizon.impact.tone import tone

NEAR = 4  # words before or after the phrase, within its clause
PLAIN = 0.15  # tone from which news is plainly good or bad
_QUANTITY = re.compile(
    r"\b(?:prices?|interest|policy rate|rate (?:hike|cut)|inflation|tariffs?|dut(?:y|ies)|sanctions?|shortages?"
    r"|unemployment|tax(?:es)?)\b"
    r"|pris(?:et|er|erna)?\b|ränt|inflation|tull|sanktion|brist|skatt|arbetslös",
)
_FALLS = re.compile(
    r"\b(?:cut|cuts|cutting|lower|lowers|lowered|fall|falls|fell|falling|drop|drops|dropped|declin(?:e|es|ed|ing)"
    r"|eas(?:e|es|ed|ing)|lift|lifts|lifted|scrap|scraps|scrapped|remov(?:e|es|ed)|suspend|suspends|suspended|repeal|repeals|repealed"
    r"|sänk\w*|sjunk\w*|fall|faller|föll|minsk\w*|lättar|slopa\w*|hävs|häver|hävde|upphäv\w*|avskaffa\w*|dämpa\w*|mildra\w*)\b"
    r"|sänkning",
)
_RISES = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)|ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|higher|soar\w*|surg\w*|jump\w*|climb\w*|doubl\w*|hike\w*"
    r"|impos\w*|introduc\w*|höj\w*|stig(?:er|it|ande)|steg"
    r"|rusa\w*|ök(?:ar|ade|at|ning\w*)|skjuter|väx\w*|grow(?:s|ing)?|grew|widen\w*|worsen\w*"
    r"|högre|fördubbl\w*|införa?s?|inför)\b"
    r"|höjning",
)
_RETREAT = re.compile(
    r"\b(?:bankrupt\w*|insolven\w*|pulls the plug|winds? down|shuts? down|closes? (?:its|the)|abandons?|scraps?|cancels?"
    r"|withdraws?|halts?|suspends?|gives up|backs out|konkurs\w*"
    r"|lägger ned|lägger ner|stänger|avbryter|stoppar|drar sig ur|ger upp)\b",
)
_RELIEF = re.compile(
    r"\b(?:postpon\w*|delay(?:s|ed|ing)? (?:the|its|new)|put off|more time|longer transition"
    r"|extends? the (?:deadline|transition|period)"
    r"|exempt\w*|derogation\w*|waive\w*|relax\w*|simplif\w*|scrap\w*|repeal\w*|abolish\w*|lift(?:s|ed)? (?:the )?ban"
    r"|deregulat\w*|watered? down"
    r"|loosen\w*|eas(?:e|es|ed|ing) (?:the )?(?:rules|requirements)|fast.track\w*"
    r"|skjut(?:s|er|it) (?:upp|fram)|uppskjut\w*|senarelägg\w*"
    r"|undantag\w*"
    r"|förenkl\w*|slopa\w*|avskaffa\w*|upphäv\w*|lättnad\w*|lättar på|mildra\w*|luckra\w*|förlängd\w*|får mer tid)\b",
)
_SENTENCE = re.compile(r"[.!?]\s")
_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"[.,;:!?–]\s|\b(?:and|but|while|as|och|men|medan|när)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A text, title first, and its language where it is known."""

    text: str
    language: str | None = None


def direction_of(
    texts: Iterable[Told], phrases: Iterable[str], *, kind: str = "", growth: str | None = None
) -> int:
    """1 where the force grows or nothing tells, -1 where more texts tell that it recedes than that it does not.

    texts: of the documents that carry the tie; phrases: case-folded, as found in them; kind, growth: of the force.
    """
    phrases = tuple(phrases)
    votes = [_of_text(told, phrases, kind, growth) for told in texts]
    return -1 if votes.count(-1) * 2 > len(votes) else 1


def _of_text(told: Told, phrases: tuple[str, ...], kind: str, growth: str | None) -> int:
    text = told.text.casefold()
    lead = _SENTENCE.split(text, maxsplit=2)[:2]
    moves = [move for phrase in phrases for move in movements(text, phrase)]
    if any(moves):
        return -1 if sum(moves) < 0 else 1
    if kind == "capability" and _RETREAT.search(lead[0]):
        return -1
    if kind == "regulation" and any(_RELIEF.search(sentence) for sentence in lead):
        return -1
    if growth is None:
        return 1
    sound = tone(told.text, told.language)
    return -1 if (sound >= PLAIN if growth == "hardship" else sound <= -PLAIN) else 1


def movements(text: str, phrase: str) -> list[int]:
    """-1 (falls), 1 (rises) or 0 (not told) at each place of a phrase; empty where it is absent or no quantity of the force."""
    if not _QUANTITY.search(phrase):
        return []
    found = []
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        before = _WORD.findall(_CLAUSE_END.split(text[:start])[-1])[-NEAR:]
        after = _WORD.findall(_CLAUSE_END.split(text[end:])[0])[:NEAR]
        near = " ".join([*before, phrase, *after])
        falls, rises = _FALLS.search(near) is not None, _RISES.search(near) is not None
        found.append(rises - falls or compared(_SENTENCE.split(text[start:])[0]))
        start = text.find(phrase, end)
    return found
