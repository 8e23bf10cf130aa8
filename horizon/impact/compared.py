"""Numbers that a sentence compares: what a quantity is and what it was ("3.75 per cent instead of 4", "from 5 to 4.5")."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*")
_THAN_BEFORE = re.compile(
    r"\b(?:against|compared (?:with|to)|instead of|down from|up from|i stället för|jämfört med|mot)\b"
)
_TO = re.compile(r"\b(?:from|från)\s+\S*\d[^.;]{0,25}?\s(?:to|till)\s+\S*\d")
_PART = re.compile(
    r"\b(?:an?|one|en) (?:half|third|quarter|fifth|tenth|fraction|tredjedel|fjärdedel|femtedel|tiondel)"
    r" (?:of (?:what|its|the peak|last)|av (?:vad|förra|fjolårets))"
    r"|\b(?:half as (?:many|much)|hälften så (?:många|mycket))\b"
)
_TIMES = re.compile(
    r"\b(?:twice|(?:three|four|five|ten) times) (?:as (?:many|much)|what|last year['’]s)"
    r"|\b(?:dubbelt|(?:tre|fyra|fem|tio) gånger) så (?:många|mycket|hög\w*|stor\w*)"
)
_HALVED = re.compile(
    r"\b(?:half|hälften)\b[^.;]{0,20}\b(?:last year|year before|before|förra året|året innan|i fjol)"
)
MAX_GAP = 45  # characters between the two numbers
YEARS = range(1900, 2101)


def compared(sentence: str) -> int:
    """1 where a case-folded sentence tells more than before, -1 where less, 0 where it compares nothing."""
    if _HALVED.search(sentence) or _PART.search(sentence):
        return -1
    if _TIMES.search(sentence):
        return 1
    for match in _TO.finditer(sentence):
        found = _numbers(match.group())
        if len(found) == 2 and found[0] != found[1]:
            return 1 if found[1] > found[0] else -1
    for match in _THAN_BEFORE.finditer(sentence):
        now = _numbers(sentence[max(0, match.start() - MAX_GAP) : match.start()])
        was = _numbers(_word_at_end(sentence, match.end() + MAX_GAP)[match.end() :])
        if now and was and now[-1] != was[0]:
            return 1 if now[-1] > was[0] else -1
    return 0


def _word_at_end(sentence: str, end: int) -> str:
    """The sentence up to the end of the word that stands there, so that no number is cut in two."""
    rest = re.match(r"\S*", sentence[end:])
    return sentence[:end] + (rest.group() if rest else "")


def _numbers(text: str) -> list[float]:
    """Numbers in order, years left out; a comma before exactly three digits parts thousands."""
    found = []
    for match in _NUMBER.finditer(text):
        plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", match.group()).replace(",", ".")
        if plain.count(".") <= 1 and float(plain) not in YEARS:
            found.append(float(plain))
    return found
