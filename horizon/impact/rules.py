"""Whether a text tells that rules are tightened (1) or loosened (-1): postponed, repealed, or made easier to live with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from horizon.impact.chain import Word, fails, outcome
from horizon.impact.chain_words import HINDER_EN, HINDER_SV, LINKS, NEW, PLAN_EN, PLAN_SV
from horizon.impact.change import clauses
from horizon.impact.tone_words import starred

_GONE = re.compile(
    r"\b(?:more time|more years|longer transition|extends? the (?:deadline|transition|period)"
    r"|moves? the dates?|waters? down|watered down"
    r"|(?:get|gets|given|gain|gains) (?:\w+ ){1,2}years to (?:meet|comply)|deregulat\w*|får mer tid"
    r"|förläng\w* övergång\w*)\b"
)
_LATER = re.compile(
    r"\b(?:postpon\w*|delay(?:s|ed|ing)?|shelv\w*|uppskjut\w*|senarelägg\w*|försen(?:as|ar|ats)|dröjer|skjuts)\b"
)
_LAW = re.compile(
    r"\b(?:acts?|bills?|deadlines?|phases?|standards?|directives?|reforms?|plans? to|start of|application"
    r"|införande\w*|tillämpning\w*|reform\w*)\b"
)
_STARTS = re.compile(
    r"\b(?:tak(?:es|e|ing) effect|took effect|(?:enter(?:s|ed)?|came|comes?|is|are) (?:into|in) force"
    r"|appl(?:y|ies) (?:from|today|in)|applies"
    r"|begins? to (?:bite|apply)|starts? to apply|becomes? law|became law|träd(?:er|de) i kraft"
    r"|adopt(?:s|ed)|(?:antar|antog)(?! (?:inte|ej|att)\b)"
    r"|börjar gälla|började gälla|blir lag|nu gäller)\b"
)
_BURDEN = re.compile(
    r"(?:bans?|rules?|requirements?|laws?|dut(?:y|ies)|fees?|tax(?:es)?|caps?|limits?|quotas?|tariffs?"
    r"|levy|levies|obligations?"
    r"|restrictions?|prohibitions?|overhaul|red|paperwork|thresholds?|directive|regulation|regulations|sanctions?"
    r"|.*förbud\w*|.*krav\w*|.*regel|.*regler\w*|lag\w*|.*avgift\w*|.*skatt\w*|.*tull\w*|.*tak|.*gräns\w*"
    r"|.*plikt\w*|lönegolv\w*"
    r"|prövning\w*|.*byråkrati\w*)"
)
_HELP = re.compile(
    r"(?:rights?|bonus\w*|support|subsid\w*|schemes?|exemptions?|permits?|guarantees?|programmes?"
    r"|programs?|credits?|protections?|grants?"
    r"|routes?|lanes?|fast-tracks?|relief|easing|derogations?|transition|lättnad\w*|snabbspår\w*|övergångs\w*|visas?|privileges?|shield|.*rätt|.*rätten|.*bonus\w*|.*stöd\w*|.*bidrag\w*|undantag\w*"
    r"|.*möjlighet\w*|.*garanti\w*|.*avdrag\w*"
    r"|.*program\w*|.*skydd\w*)"
)
_EASE = re.compile(
    r"\b(?:exempt\w*|derogation\w*|waive\w*|relax\w*|simplif\w*|simpler|loosen\w*|soften\w*|eas(?:e|es|ed"
    r"|ing|ier)|quicker|faster|fast.(?:track|lane)\w*"
    r"|relief|longer permits?"
    r"|undantag\w*|undantas|undantagen|förenkl\w*|enklare|lättare|lättnad\w*|lättar|mildra\w*|luckra\w*"
    r"|snabbare|snabb\w* besked|snabbspår\w*|undviker"
    r"|behöver (?:inte|bara)|smidigare|kortar|mjukas|mjukar)\b"
)
_FREED = re.compile(
    r"\b(?:freed (?:from|of)|spared (?:the|a|from)|without (?:\w+ ){0,3}(?:permits?|approvals?|licen[cs]es?)"
    r"|befria[ds]\w* från|utan (?:\w+ ){0,3}(?:tillstånd|prövning)\w*)\b"
)
_TIGHTEN = re.compile(
    r"\b(?:tighten\w*|tighter|stricter|tougher|harsher|harder|hardens?|clamp\w*|crackdown|cracks down"
    r"|curbs?|outlaw\w*|bans?|banned|forbid\w*"
    r"|cannot|kräver|skärp\w*|hårdare|strängare|tuffare|svårare|förbjud\w*|omöjligt|får inte|stramar)\b"
)
PLANS_AND_HINDRANCES = starred((*HINDER_EN, *HINDER_SV, *PLAN_EN, *PLAN_SV))
_MUCH_ELSE = re.compile(
    r"clos(?:e|es|ed|ing)|shut\w*|pull\w*|solv\w*|resolv\w*|refus\w*|den(?:y|ies|ied|ial)"
    r"|stäng\w*|avslut\w*|slut|lös(?:er|es|te|t)|vägra\w*|neka\w*|dras"
)
_DENIED = re.compile(r"\b(?:not|no|never|without|inte|ingen|inga|utan)\W+$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Rule:
    """way: 1 tightened, -1 loosened; is_ease: made easier to live with, the rule itself stands; is_start: it begins to apply."""

    way: int
    is_ease: bool
    words: str
    is_start: bool = False


def read(lead: Sequence[str], language: str) -> Rule | None:
    """What the first sentence that tells more than that a rule begins tells, else the first that tells this.

    lead: case-folded sentences, title first.
    """
    found = [rule for sentence in lead if (rule := _of_sentence(sentence, language))]
    return next((rule for rule in found if not rule.is_start), found[0] if found else None)


@lru_cache(
    maxsize=50_000
)  # a text is asked for by every force it is tied to, and in every week its signal rests on it
def _of_sentence(sentence: str, language: str) -> Rule | None:
    if gone := _GONE.search(sentence) or _later(sentence):
        return Rule(-1, False, gone.group())
    if freed := _told(_FREED, sentence):
        return Rule(-1, True, freed.group())
    if removed := _removed(sentence, language):
        return removed
    ease, tighten = _EASE.search(sentence), _told(_TIGHTEN, sentence)
    if ease and not tighten:
        return _unless_it_fails(Rule(-1, True, ease.group()), sentence, language)
    if tighten and not ease:
        return _unless_it_fails(Rule(1, False, tighten.group()), sentence, language)
    starts = _told(_STARTS, sentence)
    return Rule(1, False, starts.group(), is_start=True) if starts and not ease else None


def _unless_it_fails(rule: Rule, sentence: str, language: str) -> Rule:
    """The rule, turned where it was no more than a plan, a promise or an attempt that came to nothing."""
    word = rule.words.split()[-1]
    for clause in clauses(sentence):
        places = [i for i, known in enumerate(clause) if known.text == word]
        if places and fails(clause, places[0], language):
            return Rule(-rule.way, False, rule.words)
    return rule


def _later(sentence: str) -> re.Match[str] | None:
    """A rule that is put off; what else may be put off is no rule."""
    found = _LATER.search(sentence)
    is_rule = _LAW.search(sentence) or any(_BURDEN.fullmatch(word) for word in _WORD.findall(sentence))
    return found if is_rule else None


def _removed(sentence: str, language: str) -> Rule | None:
    """A rule or a help that is repealed, refused or kept from being so; None where it is not said which of them."""
    ways: dict[int, tuple[str, ...]] = {}
    for clause in clauses(sentence):
        for i, word in enumerate(clause):
            side = -1 if _HELP.fullmatch(word.text) else 1 if _BURDEN.fullmatch(word.text) else 0
            if side > 0 and i + 1 < len(clause) and _HELP.fullmatch(clause[i + 1].text):
                side = 0  # "tax exemption": the second word says what it is
            if side and (found := outcome(clause, i, language)) and found.is_undone:
                if side > 0 and _is_no_repeal(clause, i, found.places):
                    continue
                ways.setdefault(side * found.way, tuple(clause[k].text for k in found.places))
    if len(ways) != 1:
        return None
    ((way, words),) = ways.items()
    return Rule(way, False, " ".join(words))


def _is_no_repeal(clause: Sequence[Word], i: int, places: Sequence[int]) -> bool:
    """Whether it is a matter about the rule that ends ("closes the consultation on new rules"), or somebody who will not obey it.

    Words that end much else besides rules count only beside the rule, and not where the rule itself hangs on another noun.
    """
    if i and clause[i - 1].after in LINKS and not PLANS_AND_HINDRANCES.fullmatch(clause[i - 1].text):
        return any(_MUCH_ELSE.fullmatch(clause[k].text) for k in places if k != i)
    return any(
        _MUCH_ELSE.fullmatch(clause[k].text)
        and any(clause[n].text not in NEW for n in range(min(k, i) + 1, max(k, i)))
        for k in places
        if k != i
    )


def _told(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    return next((m for m in pattern.finditer(sentence) if not _DENIED.search(sentence[: m.start()])), None)
