"""The words of a pack that are ours: the question, the state of play, bold questions, gaps and the skeleton of the piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from horizon.brief.claims import is_nameless, named_holder, text_of
from horizon.brief.material import Material
from horizon.brief.proposition import LANGUAGES
from horizon.brief.records import (
    PackActor,
    PackClaim,
    PackImpact,
    PackNumber,
    Proposition,
    Question,
    Reading,
    SkeletonPart,
)
from horizon.brief.stance import stems
from horizon.policy_calendar import STAGE_WORDS, CalendarEntry

Row = Mapping[str, Any]
CLASSES = ("research", "policy", "news")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the sentences rest on."""

    material: Material
    today: date
    documents: tuple[Row, ...]
    against: frozenset[str]
    claims: tuple[PackClaim, ...]
    counter: tuple[PackClaim, ...]
    actors: tuple[PackActor, ...]
    hooks: tuple[CalendarEntry, ...]
    n_other_dates: int
    numbers: tuple[PackNumber, ...]
    impacts: tuple[PackImpact, ...]
    readings: tuple[Reading, ...]
    evidence: Mapping[str, int]
    proposition: Proposition | None


def next_deadline(basis: Basis) -> CalendarEntry | None:
    """The nearest date by which one can still be heard, else the nearest date at all."""
    open_ = [
        h
        for h in basis.hooks
        if h.stage in ("consultation_closes", "call_closes", "hearing") and h.days_left >= 0
    ]
    ahead = [h for h in basis.hooks if h.days_left >= 0]
    sure = [h for h in open_ if not h.is_flagged]  # an inferred day is listed, but not counted on
    return min(sure or open_ or ahead, key=lambda h: (h.on_date, h.policy_date_id), default=None)


def question(basis: Basis) -> str:
    """The pack's question in one line."""
    label = basis.material.label.rstrip(".?! ")
    deadline = next_deadline(basis)
    ours = next((i for i in basis.impacts if i.is_ours), None)
    about = f" for {ours.part_name}" if ours else ""
    if basis.against:
        n = len(basis.against)
        says = "contradicts" if n == 1 else "contradict"
        return f"What holds of “{label}”, which {_n(n, 'document')} {says}, and what should we say{about}?"
    if deadline:
        body = f" to {deadline.body}" if deadline.body else ""
        when = f"by {deadline.on_date}" if deadline.stage.endswith("closes") else f"before {deadline.on_date}"
        return f"What should we say{body} on “{label}”{about} {when}?"
    return f"What should we say on “{label}”{about}, and to whom?"


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def state(basis: Basis) -> tuple[str, ...]:
    """State of play in a few sentences; unknown is said."""
    m = basis.material
    by_class = Counter(d["source_class"] for d in basis.documents)
    firsts = {
        c: min((d["counted_at"].date() for d in basis.documents if d["source_class"] == c), default=None)
        for c in CLASSES
    }
    told = [
        f"{_n(len(m.documents), 'document')} from {_n(len({d['source_id'] for d in m.documents}), 'source')}, "
        f"{len(basis.documents)} of them independent: "
        + ", ".join(f"{by_class[c]} {c}" for c in CLASSES if by_class[c])
        + ".",
        "First seen: " + "; ".join(f"{c} {firsts[c]}" if firsts[c] else f"{c} never" for c in CLASSES) + ".",
    ]
    if m.signal:
        s = m.signal
        chance = f"{s['emergence_probability']:.0%}" if s["emergence_probability"] is not None else "unknown"
        told.append(
            f"Judged in the week of {s['week_on']}: stage {s['stage']}, evidence {s['evidence_grade'] or 'unknown'}, "
            f"chance that its share of attention doubles within 8 weeks {chance}."
        )
    if basis.against:
        numbers = sorted(basis.evidence[i] for i in basis.against if i in basis.evidence)
        told.append(
            f"Contested: {_n(len(basis.against), 'independent document')} "
            f"{'denies or corrects' if len(basis.against) == 1 else 'deny or correct'} it"
            f"{_refs(numbers)}. What was said before them is marked contested and is not to be told as fact."
        )
    nameless = [
        basis.evidence[d["doc_id"]]
        for d in basis.documents
        if d["doc_id"] in basis.evidence and is_nameless(text_of(d))
    ]
    if nameless:
        told.append(
            f"{_n(len(nameless), 'document')} {'rests' if len(nameless) == 1 else 'rest'} "
            f"on sources that are not named{_refs(sorted(nameless))}."
        )
    deadline = next_deadline(basis)
    if deadline:
        moved = f" (moved from {deadline.replaces_on})" if deadline.replaces_on else ""
        told.append(
            f"Next: {STAGE_WORDS[deadline.stage].lower()} on {deadline.on_date}{moved}, {_n(deadline.days_left, 'day')} left."
        )
    return tuple(told)


def _refs(numbers: object) -> str:
    listed = list(numbers) if isinstance(numbers, list | tuple) else []
    return f" [{', '.join(f'E{n}' for n in listed[:6])}]" if listed else ""


def bold_questions(basis: Basis) -> tuple[Question, ...]:
    """Three questions that the evidence raises and nobody in it answers: of conflict, of silence, of consequence."""
    return (_conflict(basis), _silence(basis), _consequence(basis))


LEAST_SHARED = 2  # content words by which a claim and a counter-claim are of the same


def _conflict(basis: Basis) -> Question:
    pairs = [
        (len(stems(a.quote) & stems(b.quote)), -i, -j)
        for i, a in enumerate(basis.claims)
        for j, b in enumerate(basis.counter)
    ]
    if pairs and max(pairs)[0] >= LEAST_SHARED:
        _, i, j = max(pairs)  # the two that speak of the same
        a, b = basis.claims[-i], basis.counter[-j]
        return Question(
            text=f"What do we say to “{b.quote}” when we hold that “{a.quote}”?",
            why="One stands among the claims, the other among the objections; they speak of the same, and no claim weighs both.",
            evidence=(a.evidence, b.evidence),
        )
    asks = [c for c in basis.claims if c.modality == "proposed"]
    if len(asks) >= 2 and asks[0].holder != asks[1].holder:
        a, b = asks[0], next((c for c in asks[1:] if c.holder != asks[0].holder), asks[1])
        one, other = named_holder(a.holder) or "one side", named_holder(b.holder) or "the other"
        return Question(
            text=f"Can both have their way: {one} (“{a.quote}”) and {other} (“{b.quote}”)?",
            why="Two demands stand side by side; no document says what one costs the other.",
            evidence=(a.evidence, b.evidence),
        )
    hedged = next(
        (c for c in basis.claims if c.modality == "hedged"), basis.claims[0] if basis.claims else None
    )
    if hedged is None:
        return Question(
            text="Who would lose if this came true, and why do they not say so?",
            why="No document holds a claim that can be checked.",
            evidence=(),
        )
    return Question(
        text=f"What if the opposite came true: not “{hedged.quote}”?",
        why="It is said with reservation, and nothing in the evidence speaks against it: agreement may be an echo.",
        evidence=(hedged.evidence,),
    )


def _silence(basis: Basis) -> Question:
    by_class = Counter(d["source_class"] for d in basis.documents)
    missing = [c for c in CLASSES if not by_class[c]]
    levels = [r.level for r in basis.readings if not r.n_docs]
    cited = tuple(sorted(basis.evidence.values()))[:2]
    voices = [a for a in basis.actors if a.quote]
    if missing:
        who = {"research": "researchers", "policy": "those who decide", "news": "the public"}[missing[0]]
        return Question(
            text=f"Why are {who} silent on this, and what would they say?",
            why=f"No {missing[0]} document is among the evidence.",
            evidence=cited,
        )
    if levels:
        return Question(
            text=f"Who speaks for the {levels[0]} level before it is settled elsewhere?",
            why=f"No document is {levels[0]} in what it names.",
            evidence=cited,
        )
    kinds = Counter(a.kind for a in voices)
    quiet = (
        "the people who would live with it"
        if kinds["organisation"] >= kinds["person"]
        else "the organisations that would carry it out"
    )
    return Question(
        text=f"What do {quiet} say, whom nobody quotes?",
        why=f"Quoted are {kinds['organisation']} organisations and {kinds['person']} persons.",
        evidence=tuple(dict.fromkeys(n for a in voices for n in a.evidence[:1]))[:3] or cited,
    )


def _consequence(basis: Basis) -> Question:
    ours = [i for i in basis.impacts if i.is_ours and i.sign]
    theirs = [i for i in basis.impacts if not i.is_ours and i.sign]
    cited = tuple(c.evidence for c in basis.claims[:2]) or tuple(sorted(basis.evidence.values()))[:2]
    for a in ours:
        for b in theirs:
            if a.sign == -(b.sign or 0):
                gain, loss = (a, b) if (a.sign or 0) > 0 else (b, a)
                return Question(
                    text=f"If {gain.part_name} gains where {loss.part_name} loses, would we still argue for it together?",
                    why=f"Our model gives opposite signs for {gain.system_name} and {loss.system_name}.",
                    evidence=cited,
                )
    if basis.numbers:
        n = basis.numbers[0]
        return Question(
            text=f"What would we do tomorrow if {n.value} {n.unit or ''} turned out to be half, or double?".replace(
                "  ", " "
            ),
            why=f"Much rests on one figure (“{n.about}”), and no second source gives it.",
            evidence=(n.evidence,),
        )
    part = ours[0].part_name if ours else "our own plans"
    return Question(
        text=f"What would we stop doing in {part} if we took this seriously?",
        why="The evidence speaks of what is added, never of what goes.",
        evidence=cited,
    )


def gaps(basis: Basis) -> tuple[str, ...]:
    """What is not known, and which sources would tell."""
    told: list[str] = []
    by_class = Counter(d["source_class"] for d in basis.documents)
    used = {d["source_id"] for d in basis.documents}
    for c in CLASSES:
        if not by_class[c]:
            would = [
                s["name"]
                for s in basis.material.sources
                if s["source_class"] == c and s["source_id"] not in used
            ][:3]
            told.append(
                f"No {c} document. Would tell: {', '.join(would)}."
                if would
                else f"No {c} document, and no source of that class is followed that could tell."
            )
    if not any(d["is_primary"] for d in basis.documents):
        would = [s["name"] for s in basis.material.sources if s["is_primary"] and s["source_id"] not in used][
            :3
        ]
        told.append(
            f"No primary source: nobody's own decision or finding is among the "
            f"evidence. {'Would tell: ' + ', '.join(would) + '.' if would else ''}".strip()
        )
    for r in basis.readings:
        if not r.n_docs:
            told.append(f"Nothing at the {r.level} level.")
    undated = sum(d["published_at"] is None for d in basis.documents)
    if undated:
        told.append(f"{_n(undated, 'document')} without a date of its own: placed by when it was first seen.")
    told += _unread(basis)
    if not basis.counter:
        told.append("No document speaks against it: either it is settled, or nobody has looked.")
    flagged = [h for h in basis.hooks if h.is_flagged]
    told += [
        f"The day {h.on_date} ({STAGE_WORDS[h.stage].lower()}) was inferred ({h.flag_reason}); check it."
        for h in flagged[:2]
    ]
    told += [
        f"No body is named for {STAGE_WORDS[h.stage].lower()} on {h.on_date}."
        for h in basis.hooks
        if not h.body
    ][:1]
    if not basis.hooks:
        told.append(
            f"No policy date ahead of this matter has been read; {_n(basis.n_other_dates, 'date')} of other matters in the "
            f"same topic {'is' if basis.n_other_dates == 1 else 'are'} listed apart."
            if basis.n_other_dates
            else "No policy date ahead has been read in these documents."
        )
    unknown = sorted({f"{q['part_name']} under {q['force_name']}" for q in basis.material.open_questions})
    if unknown:
        told.append(f"Not judged in the system models: {'; '.join(unknown[:3])}. Ask the owner of the model.")
    if not basis.impacts:
        told.append("No tie to a part of a system has been judged: what it does to our engine is unknown.")
    return tuple(told)


def _unread(basis: Basis) -> list[str]:
    """Claims that no stance could be read of for want of a proposition in their language."""
    if basis.proposition is None:
        return ["No proposition: who is for and who is against can not be told. Give one with --proposition."]
    there = {w.language for w in basis.proposition.wordings}
    language_of = {d["doc_id"]: d["language"] for d in basis.documents}
    told = []
    for code, name in LANGUAGES.items():
        n = sum(language_of[c.doc_id] == code for c in (*basis.claims, *basis.counter))
        if n and code not in there:
            told.append(
                f"{_n(n, 'claim')} in {name}, in which the proposition is not worded: no stance was read. Give it in {name} too, "
                "with a second --proposition."
            )
    return told


def skeleton(basis: Basis) -> tuple[SkeletonPart, ...]:
    """A position piece of about five pages, each part with the evidence to put there."""
    deadline = next_deadline(basis)
    strong = tuple(dict.fromkeys(c.evidence for c in basis.claims if c.status == "stands"))
    contested = tuple(
        dict.fromkeys(c.evidence for c in basis.claims if c.status in ("contested", "reported"))
    )
    against = tuple(dict.fromkeys(c.evidence for c in basis.counter))
    voices = tuple(dict.fromkeys(n for a in basis.actors[:6] for n in a.evidence[:1]))
    figures = tuple(dict.fromkeys(n.evidence for n in basis.numbers))
    to_whom = (
        f"{deadline.body or 'the body in charge (not named in the text)'}, "
        f"{STAGE_WORDS[deadline.stage].lower()} on {deadline.on_date}"
        if deadline
        else "name the one who decides, and the step at which they can be reached"
    )
    hooks = tuple(
        dict.fromkeys(basis.evidence[d] for h in basis.hooks for d in h.doc_ids if d in basis.evidence)
    )
    ours = (
        "; ".join(f"{i.part_name} ({_sign(i.sign)})" for i in basis.impacts if i.is_ours)
        or "not judged; say how the engine is touched"
    )
    return (
        SkeletonPart(
            heading="What we ask, of whom, by when",
            pages=0.5,
            brief=f"One concrete ask. Addressee: {to_whom}.",
            evidence=hooks[:3],
        ),
        SkeletonPart(
            heading="What is happening",
            pages=1.0,
            brief="State of play and timeline; only claims that stand.",
            evidence=strong[:6],
        ),
        SkeletonPart(
            heading="What it does to us and to others",
            pages=1.0,
            brief=f"Ours: {ours}. Then the contrast system.",
            evidence=figures[:4],
        ),
        SkeletonPart(
            heading="Who stands where",
            pages=0.5,
            brief="The actors with their words, and where they stand on the proposition; thank the early ones.",
            evidence=voices[:6],
        ),
        SkeletonPart(
            heading="What speaks against us",
            pages=0.75,
            brief="Answer each objection in its own words"
            + (
                f"; name as contested what is contested ({', '.join(f'E{n}' for n in contested[:5])})."
                if contested
                else "."
            ),
            evidence=against[:5],
        ),
        SkeletonPart(
            heading="Three bold questions",
            pages=0.5,
            brief="The questions of this pack, one paragraph each.",
            evidence=tuple(dict.fromkeys(n for q in bold_questions(basis) for n in q.evidence))[:5],
        ),
        SkeletonPart(
            heading="Our proposal, local, national and international",
            pages=0.75,
            brief="Wording for each level; what we do ourselves.",
            evidence=tuple(dict.fromkeys(n for r in basis.readings for n in r.evidence[:1])),
        ),
        SkeletonPart(
            heading="What we do not know",
            pages=0.25,
            brief="The gaps, said openly, and how we will find out.",
            evidence=(),
        ),
    )


def _sign(sign: int | None) -> str:
    return {1: "opportunity", -1: "threat", 0: "no direction"}.get(
        sign if sign is not None else 9, "direction unknown"
    )
