"""Which documents of a topic speak against it: denials, corrections, withdrawals, reversals. English and Swedish.

Only the title and the first sentence are read: that is where a text says what it is. Words alone decide, so a denial that
is itself denied is missed; limits in docs/methodology/evidence.md.
"""

from __future__ import annotations

import re

STANCES = ("supports", "contradicts", "neutral")

_ENGLISH = r"""
    den(?:y|ies|ied|ying) | refut(?:e|es|ed|ing) | rebut(?:s|ted)? | debunk(?:s|ed|ing)? | disput(?:es|ed)
    | dismiss(?:es|ed)\s+(?:report|claim|rumou?r)s? | false\s+claims? | not\s+true
    | no\s+(?:plans?|intention|evidence|truth|link) | (?:is|are|was|were)\s+(?:false|untrue|unfounded|a\s+hoax)
    | correction | corrects | corrected | erratum | retract(?:s|ed|ion|ing)? | withdr(?:aws?|ew|awn|awing|awal)
    | revers(?:es|ed|ing)\s+(?:course|decision|plan|ban|policy|itself) | u-turn
    | back(?:s|ed|ing)?\s+(?:down|away|out|off) | scrap(?:s|ped|ping)? | cancel(?:s|led|ed|ling|ing)?
    | call(?:s|ed)\s+off | abandon(?:s|ed|ing)? | shelv(?:e|es|ed|ing)
    | drop(?:s|ped)\s+(?:plan|plans|bid|proposal|case|charges)
    | halt(?:s|ed)\s+(?:plan|plans|project|work|rollout|production)
    | (?:will\s+not|won't)\s+(?:go\s+ahead|proceed|happen)
"""
_SWEDISH = r"""
    dementera(?:r|de|t|s)? | dementi | förneka(?:r|de|t|s)? | bestrid(?:er|it) | bestred
    | tillbakavisa(?:r|de|t|s)? | avfärda(?:r|de|t|s)? | inga\s+planer | inte\s+sant | stämmer\s+inte
    | felaktig(?:a|t)?\s+uppgift(?:er)? | rättelse | rätta(?:r|de)\s+(?:uppgift(?:er)?|sig) | korrigera(?:r|de|t|s)?
    | dr(?:ar|og|agit|as)\s+(?:\w+\s+){0,2}tillbaka | återkalla(?:r|de|t|s)? | backa(?:r|de|t)\s+(?:från|om|ur)
    | skrota(?:r|de|t|s)? | ställ(?:er|de|t|s)\s+in | överge(?:r|tt|s) | blir\s+inte\s+av
    | stoppa(?:r|de|t|s)?\s+(?:plan(?:er|erna)?|projekt(?:et)?|bygge(?:t)?)
    | lägg(?:er|s)\s+ner\s+(?:plan(?:er|erna)?|projekt(?:et)?)
"""
_AGAINST = re.compile(rf"\b(?:{_ENGLISH}|{_SWEDISH})\b", re.IGNORECASE | re.VERBOSE)
_FIRST_SENTENCE = re.compile(r"^.*?[.!?](?:\s|$)", re.DOTALL)
MAX_CHARS = 240


def contradicts(title: str, text: str) -> bool:
    """True when the title, or else the first sentence of the text, denies, corrects, withdraws or calls off something."""
    if _AGAINST.search(title):
        return True
    first = _FIRST_SENTENCE.match(text)
    return bool(_AGAINST.search((first.group(0) if first else text)[:MAX_CHARS]))


def stance_of(title: str, text: str, *, has_earlier: bool) -> str:
    """Stance of a document towards its topic. has_earlier: the topic has older documents that it can speak against.

    A denial with nothing before it is the news itself and supports the topic.
    """
    return "contradicts" if has_earlier and contradicts(title, text) else "supports"
