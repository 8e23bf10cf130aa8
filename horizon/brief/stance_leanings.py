"""How a text leans: what it pleads for or refuses, cost, good and bad, what is lacking, procedure; by kind of proposition, in its
last sentence, and in the sentence that speaks of the proposition. Pure. Formula: docs/methodology/claims.md
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from horizon.brief.stance_terms import TARGET_STEM, kind_of

MOST = 2  # a third word of one list adds nothing
NEAR = ("good", "bad", "lack", "plea", "refusal", "cost")  # looked for beside the proposition's own words
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ORDERS = re.compile(
    r"(?:^|[.!?]\s)(?:Build|Copy|Spend|Name|Let|Give|Stop|Keep|Scrap|Drop|Make|Bring|Put|"
    r"Bygg|Ge|Låt|Stoppa|Behåll|Skrota|Inför|Gör|Sluta|Ta)\b"
)


@cache
def _lists() -> Mapping[str, re.Pattern[str]]:
    text = resources.files("horizon.brief").joinpath("stance_leanings.toml").read_text(encoding="utf-8")
    return {
        name: re.compile(r"(?<!\w)(?:" + "|".join(words).replace(" ", r"\s+") + r")(?!\w)", re.IGNORECASE)
        for name, words in tomllib.loads(text).items()
    }


def leanings(target: str, text: str) -> dict[str, float]:
    """Named values, those that are 0 left out: counts up to MOST, 0 or 1, shares; "D|cost" is cost where a demand is judged."""
    kind = kind_of(target)
    sentences = _SENTENCE.split(text)
    theirs = {w[:TARGET_STEM] for w in map(str.casefold, _WORD.findall(target))}
    near = " ".join(
        s for s in sentences if theirs & {w[:TARGET_STEM] for w in map(str.casefold, _WORD.findall(s))}
    )
    found: dict[str, float] = {}
    counts = {name: len(pattern.findall(text)) for name, pattern in _lists().items()}
    counts["orders"] = len(_ORDERS.findall(text))
    for name, count in counts.items():
        value = float(min(count, MOST))
        found |= {name: value, f"{kind[0]}|{name}": value}
        if kind.endswith("R"):
            found[f"R|{name}"] = value
        pattern = _lists().get(name)
        if pattern and len(sentences) > 1:
            found[f"last|{name}"] = float(bool(pattern.search(sentences[-1])))
    for name in NEAR:
        value = float(bool(near and _lists()[name].search(near)))
        found |= {f"near|{name}": value, f"{kind[0]}|near|{name}": value}
    balance = float(counts["good"] - counts["bad"])
    found |= {"balance": balance, f"{kind}|balance": balance}
    told = {w[:TARGET_STEM] for w in map(str.casefold, _WORD.findall(text))}
    found |= {
        "shared": len(theirs & told) / max(1, len(theirs)),
        "asks": float("?" in text),
    }
    return {name: value for name, value in found.items() if value}
