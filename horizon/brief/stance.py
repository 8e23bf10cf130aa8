"""What a text says of one proposition: supports, contradicts or neither, by agreement of simple signals. English and Swedish.

Signals: how much of the proposition the text speaks of; words that leave it open; negation and denial against the
proposition's own; direction words (rise, fall); clashing figures. Formula and limits: docs/methodology/claims.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MIN_SHARED = (
    0.2  # share of the proposition's content words (by their first letters) that the text must speak of
)
STEM = 5


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_WORD = re.compile(r"[^\W\d_]{3,}")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "with",
        "from",
        "this",
        "will",
        "has",
        "have",
        "had",
        "are",
        "was",
        "were",
        "been",
        "its",
        "their",
        "they",
        "but",
        "not",
        "into",
        "than",
        "more",
        "less",
        "can",
        "could",
        "would",
        "should",
        "may",
        "over",
        "under",
        "about",
        "after",
        "before",
        "when",
        "which",
        "who",
        "what",
        "all",
        "any",
        "one",
        "two",
        "new",
        "out",
        "our",
        "his",
        "her",
        "per",
        "such",
        "also",
        "only",
        "most",
        "some",
        "other",
        "there",
        "these",
        "those",
        "och",
        "att",
        "det",
        "som",
        "den",
        "för",
        "med",
        "har",
        "inte",
        "från",
        "till",
        "ska",
        "kan",
        "men",
        "när",
        "var",
        "vid",
        "ett",
        "sig",
        "sin",
        "mot",
        "över",
        "under",
        "efter",
        "innan",
        "alla",
        "mer",
        "bli",
        "blir",
        "är",
        "av",
        "på",
        "om",
        "eller",
        "sina",
        "sitt",
        "deras",
        "vara",
        "varit",
        "skulle",
        "kunna",
        "detta",
        "dessa",
        "någon",
        "något",
    ]
)
_OPEN = _r(
    r"\b(?:whether|unclear|undecided|remains?\s+open|not\s+(?:yet\s+)?(?:decided|taken\s+a\s+(?:position|"
    r"stand)|clear|known)|no\s+(?:position|view|decision|comment)|"
    r"declin\w+\s+to\s+(?:comment|say)|too\s+early|will\s+(?:look|examine|study|review|assess|consider|"
    r"investigate|discuss|return)|is\s+(?:studying|reviewing|examining|looking|considering)|"
    r"are\s+(?:studying|reviewing|examining|looking|considering)|asks?\s+(?:if|how|what|why)|question\w*\s+(?:of|"
    r"on|about|is)|seminar\w*|meets?\s+to\s+discuss|both\s+sides|mixed|"
    r"debate[sd]?|discuss\w*|lists?|describes?|explains?\s+how|history\s+of|inquiry\s+(?:into|will)|commissioned|"
    r"oklart|öppen\s+fråga|huruvida|(?:inte|ännu\s+inte)\s+(?:tagit\s+ställning|beslutat|klart|bestämt)|"
    r"ingen\s+(?:ställning|kommentar|uppfattning)|vill\s+inte\s+kommentera|"
    r"utred(?:er|a|s|ning\w*)|undersök(?:er|a|s)|gransk(?:ar|as|a)|återkommer|ska\s+(?:se\s+över|titta|"
    r"pröva|diskutera)|diskuter\w*|debatt\w*|frågan\s+om|för\s+tidigt|tar\s+upp|"
    r"beskriver|redogör|handlar\s+om|delade\s+meningar)\b|\?\s*$"
)
_AGAINST = _r(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|can't|won't|isn't|aren't|wasn't|doesn't|don't|"
    r"didn't|nothing|nobody|hardly|barely|fails?|failed|den(?:y|ies|ied)|"
    r"reject\w*|dismiss\w*|oppos\w+|against|refut\w+|disput\w+|false|wrong|untrue|myth|unfounded|baseless|"
    r"contradict\w*|rul\w+\s+out|scrap\w*|cancel\w*|withdr\w+|abandon\w*|"
    r"halt\w*|block\w*|refus\w+|object\w*|overrul\w*|unlikely|impossible|lacks?|stop(?:s|ped)?|miss(?:es|"
    r"ed)|unchanged|instead|contrary|opposite|"
    r"inte|ej|icke|aldrig|ingen|inga|inget|utan|varken|knappast|förnek\w*|dementer\w*|avvis\w*|avfärd\w*|"
    r"tillbakavis\w*|bestrid\w*|mot|emot|motsätt\w*|fel|falskt?|myt|osann\w*|"
    r"grundlös\w*|skrota\w*|ställ\w*\s+in|dr\w+\s+tillbaka|stopp\w*|neka\w*|vägra\w*|avslå\w*|avslog|saknar|"
    r"omöjlig\w*|oförändra\w*|tvärtom|i\s+stället|utesluter|avråd\w*|motsatt\w*)\b"
)
_UP = _r(r"\b(?:ris(?:e|es|en|ing)|rose|increas\w*|grow\w*|grew|higher|more|gain\w*|up|surg\w*|climb\w*|doubl\w*|"
         r"rais\w*|expand\w*|longer|better|improv\w*|faster|stronger|cheaper\s+to|"
         r"ök\w*|stig\w*|steg|väx\w*|högre|fler|mer|höj\w*|fördubbl\w*|längre|bättre|snabbare|förbättr\w*)\b")  # fmt: skip
_DOWN = _r(r"\b(?:fall(?:s|en|ing)?|fell|decreas\w*|declin\w*|lower\w*|less|fewer|drop\w*|down|shr\w+k\w*|cut\w*|"
           r"reduc\w*|halv\w*|shorter|worse\w*|slower|weaker|lose|loses|lost|shed\w*|"
           r"minsk\w*|sjunk\w*|sjönk|föll|lägre|färre|mindre|sänk\w*|halver\w*|kortare|sämre|långsammare|försämr\w*|"
           r"tapp\w*|förlor\w*)\b")  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,])(\d[\d ,.]*\d|\d)(?:\s*(?P<unit>%|per\s?cent|procent|million\w*|miljon\w*|miljard\w*|billion\w*|[a-zåäö]+))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Stance:
    """The verdict and the signals behind it."""

    stance: str  # supports, contradicts, neutral
    shared_share: float
    reasons: tuple[str, ...]


def stems(text: str) -> set[str]:
    """First letters of the content words."""
    return {w[:STEM] for w in (m.group(0).casefold() for m in _WORD.finditer(text)) if w not in _STOP}


def stance_of(target: str, text: str) -> Stance:
    """Stance of a text towards a proposition."""
    wanted = stems(target)
    shared = len(wanted & stems(text)) / max(1, len(wanted))
    if shared < MIN_SHARED:
        return Stance("neutral", shared, ("speaks of something else",))
    if _OPEN.search(text):
        return Stance("neutral", shared, ("leaves it open",))
    reasons: list[str] = []
    against = (len(_AGAINST.findall(text)) % 2) != (len(_AGAINST.findall(target)) % 2)
    if against:
        reasons.append("negation or denial")
    turned = _direction(target) * _direction(text) < 0
    if turned:
        reasons.append("other direction")
    clash = _figures_clash(target, text)
    if clash:
        reasons.append("other figures")
    is_against = clash or (against != turned)
    return Stance("contradicts" if is_against else "supports", shared, tuple(reasons))


def _direction(text: str) -> int:
    up, down = len(_UP.findall(text)), len(_DOWN.findall(text))
    return (up > down) - (down > up)


def _figures_clash(target: str, text: str) -> bool:
    """Both give figures of one unit and share none of them; years do not count."""
    a, b = _figures(target), _figures(text)
    return any(unit in b and not a[unit] & b[unit] for unit in a)


def _figures(text: str) -> dict[str, set[str]]:
    figures: dict[str, set[str]] = {}
    for match in _NUMBER.finditer(text):
        value = re.sub(r"[ ,.]", "", match[1])
        if re.fullmatch(r"(?:19|20)\d\d", value):
            continue
        figures.setdefault((match["unit"] or "").casefold()[:4], set()).add(value)
    return figures
