"""Whether a force grows or recedes in a text: "raises the policy rate" grows, "cuts the policy rate" recedes.

A sensitivity says what happens when the force grows; where a signal tells that it recedes, the sign turns. Four readings, the
first that tells anything decides:

1. A **quantity** of the force becomes more or less, or comes to another number than it was: `grows_with` and `shrinks_with` in
   the catalogue, or prices, rates, duties and shortages in a phrase that carries the tie of a force that has neither.
2. A **retreat**: a field of work (capability) whose firms give up; read in title and first sentence, which tell the news.
3. A **rule** is tightened, or is postponed, relaxed or repealed; read in title and first sentence. What is repealed decides: a
   ban or a duty is a burden gone, a right or a bonus is a help gone, and where neither is named the tone tells.
4. The **tone**: news that is plainly good does not tell of a growing hardship, and plainly bad news not of a growing gain. What
   the growth of a force means is set in the catalogue (`growth`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from horizon.impact import rules
from horizon.impact.change import WEIGHTS, Move, Quantities, moves
from horizon.impact.particles import plain
from horizon.impact.tone import tone

PLAIN = 0.15  # tone from which news is plainly good or bad
Reading = Literal["quantity", "retreat", "rule", "ease", "tone", "none"]
_QUANTITY = re.compile(
    r"(?:prices?|interest|inflation|tariffs?|dut(?:y|ies)|sanctions?|shortages?|unemployment|tax(?:es)?)"
    r"|pris(?:et|er|erna)?|.*(?:ränt|inflation|tull|sanktion|brist|skatt|arbetslös).*",
)
_RETREAT = re.compile(
    r"\b(?:bankrupt\w*|insolven\w*|pulls the plug|closes? (?:its|the)|abandon\w*|scraps?|cancels?"
    r"|withdraws?|halts?|suspends?|pauses?|konkurs\w*"
    r"|stäng(?:er|s)|avbryter|stoppar|avskaffar|pausar)\b",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Facts(Protocol):
    """What is used of a force."""

    @property
    def kind(self) -> str: ...
    @property
    def growth(self) -> str | None: ...
    @property
    def grows_with(self) -> Sequence[str]: ...
    @property
    def shrinks_with(self) -> Sequence[str]: ...
    @property
    def ends_with(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A text, title first, and its language where it is known."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Direction:
    """1 where the force grows or nothing tells, -1 where it recedes; what told it, and the words that did."""

    score: int
    read: Reading = "none"
    words: tuple[str, ...] = ()


GROWS = Direction(1)  # nothing is told


def measured_by(facts: Facts) -> tuple[Sequence[str], ...]:
    """All words that the catalogue gives for what a force is measured by."""
    return facts.grows_with, facts.shrinks_with, facts.ends_with


def direction_of(
    texts: Iterable[Told], phrases: Iterable[str], facts: Facts, *, with_tone: bool = True
) -> Direction:
    """What most texts tell; growth where nothing or a draw tells.

    texts: of the documents that carry the tie; phrases: case-folded, as found in them; facts: of the force.
    """
    phrases = tuple(phrases)
    votes = [_of_text(told, phrases, facts, with_tone) for told in texts]
    receding = [vote for vote in votes if vote.score < 0]
    chosen = receding if len(receding) * 2 > len(votes) else [vote for vote in votes if vote.score > 0]
    if not chosen:
        return GROWS
    # the commonest reading among those that decided, the one read first where two are as common
    counts: Counter[Reading] = Counter(vote.read for vote in chosen if vote.read != "none")
    read = counts.most_common(1)[0][0] if counts else "none"
    return next(vote for vote in chosen if vote.read == read)


def _of_text(told: Told, phrases: tuple[str, ...], facts: Facts, with_tone: bool) -> Direction:
    sentences = _SENTENCE.split(told.text)
    language = told.language if told.language in ("en", "sv") else "en"
    way, words = _of_quantities(sentences, language, phrases, facts)
    if way:
        return Direction(1 if way > 0 else -1, "quantity", words)
    lead = [plain(sentence.casefold(), language) for sentence in sentences[:2]]
    if facts.kind == "capability" and (found := _of_field(lead, language, phrases)):
        return Direction(found.way, "quantity", found.words)
    if facts.kind == "capability" and (gone := next(filter(None, map(_RETREAT.search, lead)), None)):
        return Direction(-1, "retreat", (gone.group(),))
    rule = rules.read(lead, language) if facts.kind in ("regulation", "capability") else None
    if rule and facts.kind == "regulation":
        return Direction(rule.way, "ease" if rule.is_ease else "rule", (rule.words,))
    if rule and not rule.is_start:  # what is held back by rules recedes, what is freed of them grows
        return Direction(-rule.way, "rule", (rule.words,))
    if facts.growth is None or not with_tone:
        return GROWS
    sound = tone(told.text, told.language)
    if abs(sound) < PLAIN:
        return GROWS
    recedes = sound > 0 if facts.growth == "hardship" else sound < 0
    return Direction(-1 if recedes else 1, "tone", (f"{sound:+.2f}",))


def _of_field(lead: Sequence[str], language: str, phrases: tuple[str, ...]) -> Move | None:
    """What is called off, refused or taken up again of what carries the tie: the field itself is its quantity."""
    heads = tuple(sorted({phrase.split()[-1] for phrase in phrases if phrase.split()}))
    known = Quantities(heads, ())
    return next(
        (m for text in lead for m in moves(text, language, known, is_field=True) if m.is_undone), None
    )


def _of_quantities(
    sentences: Sequence[str], language: str, phrases: tuple[str, ...], facts: Facts
) -> tuple[float, tuple[str, ...]]:
    """Sum over title, lead and second sentence, above 0 where the force grows, and the words that told most."""
    grows, shrinks, ends = map(tuple, measured_by(facts))
    if not grows and not shrinks:
        grows = tuple(w for phrase in phrases for w in phrase.split() if _QUANTITY.fullmatch(w))
    known = Quantities(grows, shrinks, ends)
    told = [
        (weight * move.way, move.words)
        for weight, sentence in zip(WEIGHTS, sentences, strict=False)
        for move in moves(sentence, language, known)
    ]
    total = sum(value for value, _ in told)
    first = max((t for t in told if t[0] * total > 0), key=lambda t: abs(t[0]), default=(0.0, ()))
    return total, first[1]
