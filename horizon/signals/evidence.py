"""Evidence: what a signal rests on, counted by independence and graded by who says it.

Grades and limits: docs/methodology/evidence.md. Low is said aloud; None means that nothing is known of the sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.signals.contradiction import stance_of
from horizon.signals.history import History, IntArray
from horizon.signals.numbers import Claim, claims, clash
from horizon.signals.series import F64
from horizon.signals.terms import terms_of
from horizon.types import FloatArray

RELIABLE = frozenset("AB")  # Admiralty: completely, usually reliable
GRADED = frozenset("ABCDE")  # F is not judged
ORDER = ("low", "moderate", "high")
SAME_TITLE_WORDS = 3  # shared by two titles that tell of one thing
LEAD_CHARS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The documents of a signal in the order they are shown, and what they amount to."""

    docs: tuple[int, ...]
    stances: tuple[str, ...]
    grade: str | None
    n_independent_origins: int
    n_families: int
    n_primary: int
    n_contradicting: int
    reason_codes: tuple[str, ...]


def weigh(history: History, docs: IntArray, *, centroid: FloatArray | None) -> Evidence:
    """Evidence from documents of the trailing window. docs: one group's documents, copies included.

    Where a source of the group is down in the judged week, what it would have said is missing: the grade drops a step.
    """
    is_outage = bool(history.is_out[docs].any())
    leads = docs[history.is_lead[docs]]
    ordered = _in_reading_order(history, leads, centroid)
    stances, why = stances_of(history, ordered)
    supporting = [i for i, s in zip(ordered, stances, strict=True) if s == "supports"]
    families = {history.families[i] for i in supporting}
    primary = [i for i in supporting if history.is_primary[i]]
    grades = [g for i in supporting if (g := history.grades[i])]
    n_against = stances.count("contradicts")
    codes = ["contradicted"] if n_against else []
    codes += sorted(why)
    if is_withdrawn(history, ordered, stances):
        codes.append("withdrawn")
    if is_outage:
        codes.append("source_outage")
    if len(families) == 1:
        codes.append("single_family")
    return Evidence(
        docs=tuple(int(i) for i in ordered),
        stances=stances,
        grade=grade(
            n_families=len(families),
            n_primary=len(primary),
            grades=grades,
            n_supporting=len(supporting),
            n_contradicting=n_against,
            is_outage=is_outage,
        ),
        n_independent_origins=len({history.origin_ids[i] for i in supporting}),
        n_families=len(families),
        n_primary=len(primary),
        n_contradicting=n_against,
        reason_codes=tuple(codes),
    )


def stances_of(history: History, docs: Sequence[int]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Stance of each document, and the reasons why some contradict.

    A document speaks against older ones where its words deny, correct or reverse, or where it gives another number for what an
    older one with much the same title told (clashing_numbers). Where the older one is of the same body, that body took its word
    back (taken_back).
    """
    by_age = sorted(docs, key=lambda i: (history.counted_at[i], history.doc_ids[i]))
    first = history.counted_at[by_age[0]] if by_age else None
    stance: dict[int, str] = {}
    why: set[str] = set()
    told: list[tuple[int, frozenset[str], frozenset[Claim]]] = []
    for i in by_age:
        has_earlier = first is not None and history.counted_at[i] > first
        stance[i] = stance_of(history.titles[i], history.texts[i], has_earlier=has_earlier)
        title = frozenset(t for t in terms_of(history.titles[i], "") if " " not in t)
        said = claims(f"{history.titles[i]}. {history.texts[i][:LEAD_CHARS]}")
        alike = [j for j, other, _ in told if len(title & other) >= SAME_TITLE_WORDS]
        if said and stance[i] == "supports":
            clashes = [
                j for j, other, then in told if len(title & other) >= SAME_TITLE_WORDS and clash(then, said)
            ]
            if clashes:
                stance[i] = "contradicts"
                why.add("clashing_numbers")
        if stance[i] == "contradicts" and any(history.source_ids[j] == history.source_ids[i] for j in alike):
            why.add("taken_back")
        told.append((i, title, said))
    return tuple(stance[i] for i in docs), frozenset(why)


def is_withdrawn(history: History, docs: Sequence[int], stances: Sequence[str]) -> bool:
    """True when the ground is gone: every body that told it has since spoken against it, or twice as many deny as tell it."""
    against: dict[str, int] = {}
    for i, s in zip(docs, stances, strict=True):
        if s == "contradicts":
            against[history.source_ids[i]] = max(against.get(history.source_ids[i], -1), int(history.week[i]))
    supporting = [i for i, s in zip(docs, stances, strict=True) if s == "supports"]
    n_against = len(docs) - len(supporting)
    if not n_against:
        return False
    return n_against >= 2 * len(supporting) or all(
        history.source_ids[i] in against and history.week[i] <= against[history.source_ids[i]]
        for i in supporting
    )


def grade(
    *,
    n_families: int,
    n_primary: int,
    grades: Sequence[str],
    n_supporting: int,
    n_contradicting: int,
    is_outage: bool,
) -> str | None:
    """high, moderate or low; None when no source was ever judged and one family says it all, so nothing is known.

    high: three families of which one is reliable (A, B) or speaks for itself (primary). moderate: two families, or one
    reliable or primary one. One step down when contradicting documents are a third of all, and when sources were out.
    """
    known = [g for g in grades if g in GRADED]
    if n_supporting == 0 or (not known and n_primary == 0 and n_families < 2):
        return None
    is_backed = n_primary > 0 or any(g in RELIABLE for g in known)
    level = 2 if n_families >= 3 and is_backed else 1 if n_families >= 2 or is_backed else 0
    if n_contradicting * 2 >= n_supporting:
        level -= 1
    if is_outage:
        level -= 1
    return ORDER[max(0, level)]


def _in_reading_order(history: History, leads: IntArray, centroid: FloatArray | None) -> list[int]:
    """Primary documents first, then a document of each family, nearest to the centre first; newest breaks ties."""
    near: F64 = np.zeros(len(leads), dtype=np.float64)
    if centroid is not None and history.vectors is not None:
        near = (history.vectors[leads] @ centroid).astype(np.float64)
    order = sorted(
        range(len(leads)),
        key=lambda j: (-int(history.is_primary[leads[j]]), -round(float(near[j]), 6), -int(history.week[leads[j]]),
                       history.doc_ids[leads[j]]),
    )  # fmt: skip
    seen: set[str] = set()
    first: list[int] = []
    rest: list[int] = []
    for j in order:
        family = history.families[leads[j]]
        (rest if family in seen else first).append(int(leads[j]))
        seen.add(family)
    return first + rest
