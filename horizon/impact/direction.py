"""Whether a force grows or recedes in a text: "raises the policy rate" grows, "cuts the policy rate" recedes.

A sensitivity says what happens when the force grows; where a signal tells that it recedes, the sign turns. What is stated is
read first, and the first of these that tells anything counts:

1. A **quantity** of the force becomes more or less, or comes to another number than it was: `grows_with` and `shrinks_with` in
   the catalogue, or prices, rates, duties and shortages in a phrase that carries the tie of a force that has neither.
2. A **retreat**: a field of work (capability) whose firms give up; read in title and first sentence, which tell the news.
3. A **rule** is tightened, or is postponed, relaxed or repealed; read in title and first sentence. What is repealed decides: a
   ban or a duty is a burden gone, a right or a bonus is a help gone, and where neither is named the tone tells.

It is one term of a sum of log odds, beside what words tell by training (`heard.py`) of the force and of the news, and the
**tone**: news that is good does not tell of a growing hardship, and bad news not of a growing gain. What the growth of a force
means is set in the catalogue (`growth`). Without the trained models their terms are 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from horizon.impact import rules
from horizon.impact.change import WEIGHTS, Move, Quantities, moves
from horizon.impact.heard import Hearing
from horizon.impact.particles import plain
from horizon.impact.tone import tone

# Log odds that the force grows: chosen over labelled events, beside the fit of benchmarks/train_directions.py
# (docs/methodology/impact.md, "Direction")
PRIOR = 0.2  # nothing told: of the forces that news is tied to, rather more than half grow
HEARD = 0.6  # of the log odds by training
NEWS = 0.8  # of the log odds by training that the news is good, where growth is good, and minus that where it is bad
TONE = 0.6  # of the tone at FULL_TONE or more
FULL_TONE = 0.3
Reading = Literal["quantity", "retreat", "rule", "ease", "heard", "news", "tone", "none"]
# Stated, by what is read. On news by writers held out a quantity is right in 0.77 of 474, a rule that is postponed or repealed
# in 0.68 of 25, one that is tightened or in force in 0.61 of 69: little more than without it.
STATED: Mapping[Reading, float] = {"quantity": 2.0, "retreat": 2.0, "rule": 1.0, "ease": 1.5}
IN_FORCE = 0.25  # a rule that is tightened or in force
SOUNDS = ("news", "tone", "ease")  # readings that turn only the parts which feel the force as its growth says
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
    doc_id: str = ""


@dataclass(frozen=True, slots=True)
class TextTerms:
    """What one text tells of a direction: log odds by reading; their sum and the start decide for the text."""

    doc_id: str
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Direction:
    """1 where the force grows or nothing tells, -1 where it recedes; what told it most, and the words that did.

    stated: the direction without SOUNDS, what only sounds good or bad, or makes a rule easier to live with. terms: log odds, mean
    over the texts. texts: of which the terms are the mean; is_turned: after `turned`.
    """

    score: int
    read: Reading = "none"
    words: tuple[str, ...] = ()
    stated: int = 1
    terms: Mapping[str, float] = field(default_factory=dict)
    texts: tuple[TextTerms, ...] = ()
    is_turned: bool = False

    def without_sounds(self) -> Direction:
        """The direction as it is where SOUNDS do not count, with the terms that are left."""
        kept = self.read not in SOUNDS and self.score == self.stated
        return replace(
            self,
            score=self.stated,
            read=self.read if kept else "none",
            words=self.words if kept else (),
            terms=_stated_only(self.terms),
            texts=tuple(TextTerms(text.doc_id, _stated_only(text.terms)) for text in self.texts),
        )

    def turned(self) -> Direction:
        """The other way, every term too."""
        return replace(
            self,
            score=-self.score,
            stated=-self.stated,
            terms=_turned(self.terms),
            texts=tuple(TextTerms(text.doc_id, _turned(text.terms)) for text in self.texts),
            is_turned=not self.is_turned,
        )


def _turned(terms: Mapping[str, float]) -> dict[str, float]:
    return {name: -value for name, value in terms.items()}


def _stated_only(terms: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in terms.items() if name not in SOUNDS}


GROWS = Direction(1)  # nothing is told


@dataclass(frozen=True, slots=True)
class _Vote:
    """What one text tells. terms: log odds by reading; words: of each."""

    terms: Mapping[Reading, float]
    words: Mapping[Reading, tuple[str, ...]]

    @property
    def odds(self) -> float:
        return PRIOR + sum(self.terms.values())

    @property
    def stated_odds(self) -> float:
        return PRIOR + sum(v for name, v in self.terms.items() if name not in SOUNDS)


def stated_weight(read: Reading, way: int) -> float:
    """Log odds of what is stated. way: 1 growing, -1 receding."""
    return IN_FORCE if read == "rule" and way > 0 else STATED[read]


def measured_by(facts: Facts) -> tuple[Sequence[str], ...]:
    """All words that the catalogue gives for what a force is measured by."""
    return facts.grows_with, facts.shrinks_with, facts.ends_with


def direction_of(
    texts: Iterable[Told],
    phrases: Iterable[str],
    facts: Facts,
    *,
    hearing: Hearing | None = None,
    with_tone: bool = True,
) -> Direction:
    """What most texts tell; growth where nothing or a draw tells.

    texts: of the documents that carry the tie; phrases: case-folded, as found in them; facts: of the force; hearing: the trained
    models; with_tone: whether it counts how good the news sounds.
    """
    phrases = tuple(phrases)
    texts = tuple(texts)
    votes = [_of_text(told, phrases, facts, hearing, with_tone) for told in texts]
    if not votes:
        return GROWS
    way = _most([vote.odds for vote in votes])
    # the commonest reading among those that decided, the one read first where two are as common
    deciding = [_told_most(vote, way) for vote in votes if (vote.odds < 0) == (way < 0)]
    counts: Counter[Reading] = Counter(read for read, _ in deciding if read != "none")
    read: Reading = counts.most_common(1)[0][0] if counts else "none"
    names = sorted({name for vote in votes for name in vote.terms})
    return Direction(
        score=way,
        read=read,
        words=next((words for found, words in deciding if found == read), ()),
        stated=_most([vote.stated_odds for vote in votes]),
        terms={"start": PRIOR}
        | {name: round(sum(v.terms.get(name, 0.0) for v in votes) / len(votes), 4) for name in names},
        texts=tuple(_terms_of(told, vote) for told, vote in zip(texts, votes, strict=True)),
    )


def _terms_of(told: Told, vote: _Vote) -> TextTerms:
    return TextTerms(told.doc_id, dict[str, float](vote.terms.items()))


def _most(odds: Sequence[float]) -> int:
    return -1 if 2 * sum(value < 0 for value in odds) > len(odds) else 1


def _told_most(vote: _Vote, way: int) -> tuple[Reading, tuple[str, ...]]:
    """The reading that moved a text most the way it was decided, and its words."""
    found: list[tuple[float, Reading]] = [
        (value * way, name) for name, value in vote.terms.items() if value * way > 0
    ]
    if not found:
        return "none", ()
    read = max(found, key=lambda item: item[0])[1]
    return read, vote.words[read]


def _of_text(
    told: Told, phrases: tuple[str, ...], facts: Facts, hearing: Hearing | None, with_tone: bool
) -> _Vote:
    terms: dict[Reading, float] = {}
    words: dict[Reading, tuple[str, ...]] = {}
    if stated := _stated(told, phrases, facts):
        way, read, words[read] = stated
        terms[read] = stated_weight(read, way) * way
    if hearing is not None:
        heard = hearing.of_force(told.text, told.language, kind=facts.kind, growth=facts.growth)
        terms["heard"], words["heard"] = round(HEARD * heard.odds, 4), heard.words
    if facts.growth is None or not with_tone:
        return _Vote(terms, words)
    good = 1 if facts.growth == "gain" else -1
    if hearing is not None:
        news = hearing.of_news(told.text, told.language)
        terms["news"], words["news"] = round(NEWS * good * news.odds, 4), news.words
    sound = tone(told.text, told.language)
    terms["tone"] = round(TONE * good * max(-1.0, min(1.0, sound / FULL_TONE)), 4)
    words["tone"] = (f"{sound:+.2f}",)
    return _Vote(terms, words)


def _stated(
    told: Told, phrases: tuple[str, ...], facts: Facts
) -> tuple[int, Reading, tuple[str, ...]] | None:
    """The first reading of what is said of the force itself that tells anything: way, reading, words."""
    sentences = _SENTENCE.split(told.text)
    language = told.language if told.language in ("en", "sv") else "en"
    way, words = _of_quantities(sentences, language, phrases, facts)
    if way:
        return 1 if way > 0 else -1, "quantity", words
    lead = [plain(sentence.casefold(), language) for sentence in sentences[:2]]
    if facts.kind == "capability" and (found := _of_field(lead, language, phrases)):
        return found.way, "quantity", found.words
    if facts.kind == "capability" and (gone := next(filter(None, map(_RETREAT.search, lead)), None)):
        return -1, "retreat", (gone.group(),)
    rule = rules.read(lead, language) if facts.kind in ("regulation", "capability") else None
    if rule and facts.kind == "regulation":
        return rule.way, "ease" if rule.is_ease else "rule", (rule.words,)
    if rule and not rule.is_start:  # what is held back by rules recedes, what is freed of them grows
        return -rule.way, "rule", (rule.words,)
    return None


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
