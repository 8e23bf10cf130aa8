"""Identity drift: which words of yesterday, today and tomorrow the world outside now uses for what we do."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from horizon.cues import CUE_LANGUAGES, CueIndex, composed
from horizon.impact.system import System

SPAN_WEEKS = 8  # now against as long before
PRIOR = 1.0  # origins of the usual share added to each side, so that two against none is not endless
CLEAR = 1.0  # log2: a share has doubled or halved
MIN_ORIGINS = 3  # in both spans together; fewer tell nothing
N_EXAMPLES = 3
TENSES = ("past", "present", "emerging")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One term. Shares are of the outside origins of each span in its language; a text of unknown language may be in any.

    change: log2 of the ratio of the smoothed shares, None for too few.
    """

    term: str
    tense: str
    language: str
    n_now: int
    n_before: int
    share_now: float | None
    share_before: float | None
    change: float | None
    direction: str  # rising, falling, steady; unknown where there are too few
    doc_ids: tuple[str, ...]  # newest first


def drift(system: System, documents: Iterable[Mapping[str, Any]], week_on: date) -> list[Drift]:
    """Every identity term of a system, rising ones first, by the documents of the last two spans that end with week_on.

    documents: doc_id, origin_id, week_on, title, text, language, is_own (the publisher is of our own chamber; those are left out,
    since the question is what the others say).
    """
    since, middle = week_on - timedelta(weeks=2 * SPAN_WEEKS - 1), week_on - timedelta(weeks=SPAN_WEEKS - 1)
    indexes = {
        language: CueIndex(
            {
                f"{tense}:{term}": [term]
                for tense in TENSES
                for term in system.identity[_key(tense, language)]
            },
            language,
        )
        for language in CUE_LANGUAGES
    }
    total = {language: {True: set[str](), False: set[str]()} for language in CUE_LANGUAGES}
    said: dict[tuple[str, str], dict[bool, set[str]]] = defaultdict(lambda: {True: set(), False: set()})
    examples: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for row in documents:
        if row["is_own"] or not since <= row["week_on"] <= week_on:
            continue
        is_now = row["week_on"] >= middle
        text = composed(f"{row['title']}. {row['text'] or ''}")
        for language in [known for known in CUE_LANGUAGES if known == row["language"]] or CUE_LANGUAGES:
            total[language][is_now].add(row["origin_id"])
            for owner in {hit.owner for hit in indexes[language].find(text)}:
                said[language, owner][is_now].add(row["origin_id"])
                examples[language, owner].append((row["week_on"], row["doc_id"]))
    found = [
        _drift(
            term,
            tense,
            language,
            said[language, f"{tense}:{term}"],
            total[language],
            examples[language, f"{tense}:{term}"],
        )
        for language in CUE_LANGUAGES
        for tense in TENSES
        for term in system.identity[_key(tense, language)]
    ]
    return sorted(found, key=lambda d: (d.change is None, -(d.change or 0.0), -d.n_now, d.language, d.term))


def _key(tense: str, language: str) -> str:
    return tense if language == "en" else f"{tense}_{language}"


def _drift(
    term: str,
    tense: str,
    language: str,
    said: Mapping[bool, set[str]],
    total: Mapping[bool, set[str]],
    examples: list[tuple[date, str]],
) -> Drift:
    now, before = len(said[True]), len(said[False])
    n_now, n_before = len(total[True]), len(total[False])
    change = None
    if now + before >= MIN_ORIGINS and n_now and n_before:
        usual = (now + before) / (n_now + n_before)
        change = round(math.log2(_smoothed(now, n_now, usual) / _smoothed(before, n_before, usual)), 3)
    newest = sorted(examples, key=lambda e: (-e[0].toordinal(), e[1]))
    return Drift(
        term=term,
        tense=tense,
        language=language,
        n_now=now,
        n_before=before,
        share_now=round(now / n_now, 4) if n_now else None,
        share_before=round(before / n_before, 4) if n_before else None,
        change=change,
        direction=direction(change),
        doc_ids=tuple(dict.fromkeys(doc_id for _, doc_id in newest))[:N_EXAMPLES],
    )


def _smoothed(n: int, n_all: int, usual: float) -> float:
    """Share with PRIOR origins of the usual share added, so that a span with hardly a document tells nothing by itself."""
    return (n + PRIOR) / (n_all + PRIOR / usual)


def direction(change: float | None) -> str:
    """Word for a change in log2."""
    if change is None:
        return "unknown"
    return "rising" if change >= CLEAR else "falling" if change <= -CLEAR else "steady"


def balance(found: Iterable[Drift]) -> dict[str, float | None]:
    """Share of each tense among the origins that use any of our terms now; None when none does."""
    counts = {tense: 0 for tense in TENSES}
    for term in found:
        counts[term.tense] += term.n_now
    total = sum(counts.values())
    return {tense: round(n / total, 4) if total else None for tense, n in counts.items()}
