"""The words of a text as the stance model reads them: alone, in pairs, under a negation, in the last clause, by kind of target.

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


def _words(text: str) -> list[str]:
    return [FIGURE if t.isdigit() else t.casefold()[:STEM] for t in _TOKEN.findall(text)]


def blocks(target: str, text: str) -> tuple[list[str], list[str]]:
    """The two blocks of features, each weighed to length 1 by itself."""
    found = terms(target, text)
    return found, crossed(target, found)


def shares(found: list[str], idf: Mapping[str, float]) -> dict[str, float]:
    """(1 + ln count) x idf of the features that are known, scaled to length 1."""
    weighed = {w: (1 + math.log(n)) * idf[w] for w, n in Counter(found).items() if w in idf}
    length = math.sqrt(sum(x * x for x in weighed.values())) or 1.0
    return {w: x / length for w, x in weighed.items()}
