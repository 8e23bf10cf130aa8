"""Conditions at the head of a sentence ("If the trend holds, ...", "Om trenden håller, ..."): they are said by nobody. Pure."""

from __future__ import annotations

import re

_HEAD = re.compile(
    r"^\W*(?:if|unless|once|as\s+soon\s+as|provided\s+that|should|when|om|ifall|såvida|förutsatt\s+att|så\s+snart|när|"
    r"håller|fortsätter)\s+[^,;:]{3,90}",
    re.IGNORECASE,
)
_ASKS_IF = re.compile(r"\b(?:if|unless|om|ifall|såvida)\s+$", re.IGNORECASE)


def condition_end(sentence: str) -> int | None:
    """Where the condition that opens a sentence ends, at its comma or colon; None where a sentence opens otherwise."""
    head = _HEAD.match(sentence)
    if head is None or sentence[head.end() : head.end() + 1] not in (",", ":"):
        return None
    return head.end()


_HAS_ITS_WAY = re.compile(
    r"\s+(?:gets?|has|have)\s+(?:its|their|his|her)\s+way|\s+får\s+(?:bestämma|som)\b", re.IGNORECASE
)


def is_in_condition(sentence: str, holder: tuple[int, int]) -> bool:
    """Whether a would-be holder is the subject of a condition ("if the trend holds the firm expects ..."). Who has it their
    way ("if the airline gets its way") wants what the sentence tells."""
    return bool(_ASKS_IF.search(sentence[: holder[0]])) and not _HAS_ITS_WAY.match(sentence, holder[1])
