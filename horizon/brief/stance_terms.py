"""The words of a text as the stance model reads them: alone, in pairs, under a negation, last clause, by kind and turn of target.

A proposition with one "not" is read as its opposite, and the answer is turned round (`affirmed`).

Words shared with the proposition stand as one mark, figures as another: what is learned is how sides are taken, not what of.
Pure. Formula: docs/methodology/claims.md
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

STEM, TARGET_STEM = 6, 5  # letters that are kept of a word, and by which it is one of the proposition's
SHARED, FIGURE = "<shared>", "<figure>"
NEGATION_SCOPE = 4  # words behind a negation that stand under it
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[?!%]")
_NEGATIONS = frozenset(
    ["not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without", "cannot", "few",
     "inte", "ej", "aldrig", "ingen", "inga", "inget", "utan", "varken"]
)  # fmt: skip
_CONTRAST = re.compile(
    r"\b(?:but|however|yet|although|though|nevertheless|men|dock|däremot|ändå|fast)\b[,:]?", re.IGNORECASE
)
_DEMAND = re.compile(r"\b(?:should|must|ought|need\s+to|has\s+to|bör|ska|skall|måste|borde)\b", re.IGNORECASE)
_RESTRICTS = re.compile(
    r"\b(?:ban\w*|stop\w*|paus\w*|prohibit\w*|end(?:ed)?|abolish\w*|scrap\w*|limit\w*|cap(?:ped)?|restrict\w*|clos\w*|cut|tax\w*|not|no|"
    r"förbj\w*|förbud|avskaff\w*|slopa\w*|fasas?\s+ut|stopp\w*|begräns\w*|sänk\w*|stäng\w*|skrota\w*|inte|ej)\b",
    re.IGNORECASE,
)


_NOT_DONE = re.compile(
    r"\b(?:not|no|never|stop|end|ban\w*|abolish\w*|scrap\w*|clos\w*|prohibit\w*|without|cut|drop\w*|remove\w*|withdraw\w*|reject\w*|halt\w*|"
    r"phase\w* out|fewer|less|inte|ej|aldrig|ingen|slopa\w*|förbj\w*|avskaff\w*|stopp\w*|stäng\w*|skrota\w*|lägg\w* ner|fasa\w*|"
    r"utan|ta\w* bort|minska\w*|sänk\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:harm\w*|hurt\w*|damag\w*|threat\w*|rais\w*|push\w* up|wors\w*|endanger\w*|discriminat\w*|kill\w*|destroy\w*|waste\w*|"
    r"cost\w*|los\w*|fail\w*|risk\w*|skad\w*|försämr\w*|hota\w*|äventyr\w*|drabb\w*|ök\w*|höj\w*|för dyr\w*|slös\w*)\b",
    re.IGNORECASE,
)


_SHORT_NOT = (
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"\b(?:can['’]t|cannot)\b", re.IGNORECASE), "can not"),
    (re.compile(r"\b(\w+)n['’]t\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\bno longer\b", re.IGNORECASE), "not"),
)
_NOT = re.compile(
    r"\s*(?<!\bor )\b(?:(?:do|does|did)\s+)?(?:not|never|inte|ej|aldrig)\b"
    r"(?!-|\s+(?:only|just|merely|simply|least|all|every|everyone|everybody|bara|enbart|minst|alla|varje)\b)",
    re.IGNORECASE,
)


def affirmed(target: str) -> tuple[str, int]:
    """A proposition without its "not", and -1; as it stands, and 1, where it has none or more than one.

    What supports "the levy should not be raised" contradicts "the levy should be raised": so both teach the same weights.
    """
    plain = target
    for short, long in _SHORT_NOT:
        plain = short.sub(long, plain)
    if len(_NOT.findall(plain)) != 1:
        return target, 1
    return _NOT.sub("", plain).strip(), -1


def turn(target: str) -> int:
    """-1 for a proposition against something (an odd number of "not", "ban", "cut"; in facts also "harms", "raises"), else 1."""
    against = len(_NOT_DONE.findall(target)) + (0 if _DEMAND.search(target) else len(_HARM.findall(target)))
    return -1 if against % 2 else 1


def kind_of(target: str) -> str:
    """D a demand that something be done, DR that it be ended or limited, F a fact or forecast, FR one with such a word in it."""
    return ("D" if _DEMAND.search(target) else "F") + ("R" if _RESTRICTS.search(target) else "")


def terms(target: str, text: str) -> list[str]:
    """Features of a text, with repetitions: words, pairs, "NOT_word", "LAST_word" behind a contrast."""
    theirs = {w[:TARGET_STEM] for w in _words(target) if len(w) > 3}
    words = [SHARED if len(w) > 3 and w[:TARGET_STEM] in theirs else w for w in _words(text)]
    found = words + [f"{a}_{b}" for a, b in pairwise(words)]
    left = 0
    for word in words:
        if word in _NEGATIONS:
            left = NEGATION_SCOPE
        elif left:
            found.append(f"NOT_{word}")
            left -= 1
    parts = _CONTRAST.split(text)
    return found + ([f"LAST_{w}" for w in _words(parts[-1])] if len(parts) > 1 else [])


def crossed(target: str, found: list[str]) -> list[str]:
    """The single words of `terms` under the kind of proposition: what counts for a ban counts against a plan."""
    kind = kind_of(target)
    single = [w for w in found if "_" not in w or w.startswith("NOT_")]
    return [f"{kind}|{w}" for w in single] + [f"{kind[0]}*|{w}" for w in single if "_" not in w]


def turned(target: str, found: list[str]) -> list[str]:
    """All of `terms` under demand or fact, counted with the sign of `turn`: what speaks for a plan speaks against its ban."""
    kind = kind_of(target)[0]
    return [f"±{kind}|{w}" for w in found]


def _words(text: str) -> list[str]:
    return [FIGURE if t.isdigit() else t.casefold()[:STEM] for t in _TOKEN.findall(text)]


def blocks(target: str, text: str) -> tuple[tuple[list[str], int], ...]:
    """The three blocks of features, each weighed to length 1 by itself and counted with the sign beside it."""
    found = terms(target, text)
    return (found, 1), (crossed(target, found), 1), (turned(target, found), turn(target))


def shares(found: list[str], idf: Mapping[str, float]) -> dict[str, float]:
    """(1 + ln count) x idf of the features that are known, scaled to length 1."""
    weighed = {w: (1 + math.log(n)) * idf[w] for w, n in Counter(found).items() if w in idf}
    length = math.sqrt(sum(x * x for x in weighed.values())) or 1.0
    return {w: x / length for w, x in weighed.items()}
