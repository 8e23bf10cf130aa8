"""The blocks of a pack that speak of its proposition: where it comes from, who stands where, how each stance was told."""

from __future__ import annotations

import shlex
from collections import Counter

from horizon.brief.proposition import LANGUAGES, LEAST_ORIGINS
from horizon.brief.records import Pack, PackStance, StanceMethod
from horizon.brief.section import Section

VERBS = {
    "supports": ("supports", "support"),
    "contradicts": ("contradicts", "contradict"),
    "neutral": ("is neutral", "are neutral"),
}


def told_stance(stance: PackStance) -> str:
    """A stance as it stands in a table."""
    return f"{stance.told} ({stance.probability:.2f})" if stance.told else "not judged"


def section(pack: Pack) -> Section:
    """The proposition, its origin, how to give another, and the tally."""
    another = f'horizon brief {shlex.quote(pack.what)} --proposition "..."'
    p = pack.proposition
    if p is None:
        return Section(
            anchor="proposition",
            heading="The proposition",
            sentences=(
                f"None: none was given, and no cited document holds a demand or plan that {LEAST_ORIGINS} independent documents "
                "speak about. So no stance is judged, which is not the same as neutral.",
                f"Give one, in English, Swedish or both: {another}.",
            ),
        )
    wordings = " and ".join(f"“{w.text}” ({LANGUAGES[w.language]})" for w in p.wordings)
    told = [f"Stances are held against this sentence: {wordings}."]
    if p.is_given:
        told.append("It was given by whoever made this pack.")
    else:
        told.append(
            f"It was not given but read from E{p.evidence}, “{p.quote}” (claim {p.claim_id}, document {p.doc_id}): the demand or "
            f"plan that most of the {pack.n_origins} independent documents speak about ({p.n_origins}); what would or will be, "
            f"or is asked for, is read as what should be. Another: {another}."
        )
    return Section(anchor="proposition", heading="The proposition", sentences=(*told, _tally(pack)))


def _tally(pack: Pack) -> str:
    """How many of the claims shown stand where, and why the others are not judged."""
    shown = [c.stance for c in (*pack.claims, *pack.counter)]
    counts = Counter(s.told for s in shown)
    told = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in VERBS.items()
        if counts[kind]
    ]
    reasons = Counter(s.why for s in shown if s.told is None)
    if reasons:
        n = sum(reasons.values())
        why = "; ".join(
            f"{k}: {reason}" for reason, k in sorted(reasons.items(), key=lambda r: (-r[1], r[0] or ""))
        )
        told.append(f"{n} {'is' if n == 1 else 'are'} not judged ({why})")
    return f"Of {len(shown)} claims shown, {', '.join(told)}." if shown else "There is no claim to read."


def derivation(pack: Pack) -> list[Section]:
    """Every stance that is told, with the sentence, the probability and the words behind it; nothing where none is."""
    found = [(f"E{c.evidence}", c.stance) for c in (*pack.claims, *pack.counter) if c.stance.told]
    numbers = {r.doc_id: r.number for r in pack.references}
    found += [
        (f"{a.name}, E{numbers[a.stance.doc_id]}" if a.stance.doc_id in numbers else a.name, a.stance)
        for a in pack.actors
        if a.stance.told
    ]
    if not found:
        return []
    return [
        Section(
            anchor="stances",
            heading="How the stances were told",
            sentences=(
                "What is read is the sentence that a claim stands in. Words: those of a list, then the features of the model "
                "that weigh most, with what they add; vectors add to the probability and name no words.",
            ),
            columns=("Where", "Sentence that was read", "Stance", "Probability", "Told by", "Words"),
            rows=tuple(
                (
                    where, f"“{s.read}”", s.told or "", f"{s.probability:.3f}", s.told_by or "",
                    "; ".join(
                        f"{w.kind}: {w.words}" if w.weight is None else f"{w.words} {w.weight:+.2f}" for w in s.words
                    )
                    or "none by itself",
                )
                for where, s in dict.fromkeys(found)
            ),
        )
    ]  # fmt: skip


def method_note(pack: Pack) -> str:
    """What is measured of the stances."""
    if pack.proposition is None:
        return "No stance is judged without a proposition."
    if not pack.stance_methods:
        return "No stance model is installed."
    read = "; ".join(_measured(m) for m in pack.stance_methods)
    return (
        f"Stances on the proposition are read by a trained model, {read}. Support or contradiction is told only of a sentence "
        "that speaks of the proposition, which the measure leaves out. Most of the measured pairs take a side; where few "
        "sentences do, fewer of the sides told are right (docs/benchmarks.md). All of this needs a reader's eye."
    )


def _measured(m: StanceMethod) -> str:
    by = f"in {LANGUAGES[m.language]} by {m.told_by}, told from a probability of {m.told_from:g}"
    if m.n_pairs is None or m.told_share is None or m.told_right is None or m.side_right is None:
        return f"{by} (not measured)"
    return (
        f"{by} (measured on {m.n_pairs:,} pairs of hands it was not trained on: {m.told_share:.0%} told, {m.told_right:.0%} of "
        f"them right, {m.side_right:.0%} of those told to support or contradict)"
    )
