"""Verbs by which a policy text tells a date outright: one that takes an object before it, one that moves it to another day.

Pure. Rules: docs/methodology/policy_dates.md
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from horizon.enrich.date_found import DateFound


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


MOVED_TO = _r(
    r"\b(?:extended|prolonged|postponed|moved|pushed(?:\s+back)?|förläng(?:s|d|t|ts|as)|flytta(?:s|d|t|ts)|senarelagt|"
    r"senareläggs|"
    r"skjuts(?:\s+upp)?)\s+(?:to|until|till|till\s+och\s+med)\s+(?:(?:the|den|\w+day)\s+)*$"
)


# "has moved the closing date from 3 May to 10 June"
_MOVES_FROM = _r(
    r"\b(?:extend\w*|prolong\w*|postpon\w*|mov(?:e|es|ed|ing)|push\w*|delay\w*|shift\w*|förläng\w+|flytta\w*|skjut\w*|senarelägg\w*|ändra\w*|"
    r"chang(?:e|es|ed|ing))\b.*\b(?:from|från)\s+(?:(?:the|den|\w+day|\w+dagen)\s+)*$"
)
_TO_DATE = _r(r"^\s*,?\s*(?:to|until|till|till\s+och\s+med)\s+(?:(?:the|den|\w+day|\w+dagen)\s+)*$")
# a verb that takes an object before its date: "votes on the draft report on 3 May" is a vote, though a report is named
_GOVERNS = tuple(
    (kind, _r(pattern))
    for kind, pattern in (
        ("vote", r"\b(?:votes?|voting|röstar|rösta)\s+(?:on|om)\b"),
        (
            "hearing",
            r"\b(?:committee|subcommittee|panel|inquiry)\s+(?:will\s+)?hears?\b|\butskottet\s+(?:\w+\s+)?hör\b",
        ),
        ("hearing", r"\bto\s+hear\s+(?:from|testimony|evidence)\b"),
        (
            "adoption",
            r"\b(?:adopts?|approves?|to\s+(?:decide\s+on|propose|rule\s+on)|proposes|antar|anta|besluta[r]?\s+om)\b",
        ),
        (
            "publication_due",
            r"\b(?:to|will|must|shall|should)\s+(?:publish|deliver|present|hand\s+over|report)\b",
        ),
    )
)
_NOT_OBJECT = _r(
    r"[,;:]\s|\b(?:consult\w*|calls?|invit\w*|samråd\w*|remiss\w*|utlysning\w*|is|are|will|closes?|opens?|ends?|deadline|until|till|"
    r"om\s+senast|apply|applies|force|effect|kraft|gälla|gäller|träda?r?|have|has|har|ska|was|were|after|efter|before|once|när|when|that|att)\b"
)


def governed(one: DateFound, text: str, begin: int, others: Sequence[DateFound]) -> str | None:
    """The stage of the verb whose object alone stands between it and the date."""
    last = max(
        ((m.end(), kind) for kind, pattern in _GOVERNS for m in pattern.finditer(text, begin, one.start)),
        default=None,
    )
    if last is None or any(last[0] <= o.start < one.start for o in others):
        return None
    return None if _NOT_OBJECT.search(text[last[0] : one.start]) else last[1]


def replaced(dates: Sequence[DateFound], text: str, begin: int) -> list[DateFound]:
    """The dates of a sentence that begins there which another one in it takes the place of."""
    new = [o.start for o in dates if MOVED_TO.search(text[begin : o.start])]
    new += [
        later.start
        for old, later in pairwise(dates)
        if _TO_DATE.match(text[old.end : later.start]) and _MOVES_FROM.search(text[begin : old.start])
    ]
    return [o for o in dates if any(o.start < place for place in new)]


_FORMER = _r(
    r"\benligt\s+(?:(?:de|\w+s)\s+)?(?:ursprungliga\s+)?(?:kommitté|tilläggs)?direktive[nt]\b|\benligt\s+\w+\s+direktiv\b|\bskulle\b|"
    r"\b(?:original(?:ly)?|ursprunglig\w*|was\s+(?:to|due)|were\s+(?:to|due)|should\s+have)\b|\bunder\s+(?:its|the)\s+terms\s+of\s+reference\b"
)
_INSTEAD = _r(r"\b(?:i\s?stället|förläng\w+|senareläggs|instead|extended|postponed|put\s+back|now)\b")


def is_former(sentence: str, rest: str) -> bool:
    """Whether a sentence gives the day on which a report was due before; what follows in the text gives another one."""
    return bool(_FORMER.search(sentence) and not _INSTEAD.search(sentence) and _INSTEAD.search(rest))
