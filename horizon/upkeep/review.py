"""Which sources are worth a decision by a person: dead, silent, copying others, or never part of a signal. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MIN_DOCS = 20  # fewer say nothing about a source
COPIES = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceYield:
    """What a source gave over the review period. Shares are 0-1, None where there is nothing to share."""

    source_id: str
    health: str
    n_docs: int
    copy_share: float | None  # of its documents that were copies of another source's
    n_signal_docs: int  # of its documents that were evidence of a flagged signal
    n_docs_ever: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to decide about a source."""

    source_id: str
    reason: str
    mend: str


def review(sources: Iterable[SourceYield], *, days: int) -> list[Advice]:
    """What to decide, by source. Nothing is switched off by itself: a quiet source may be the one that matters next."""
    return [advice for source in sources if (advice := _advise(source, days)) is not None]


def _advise(source: SourceYield, days: int) -> Advice | None:
    def say(reason: str, mend: str) -> Advice:
        return Advice(source_id=source.source_id, reason=reason, mend=mend)

    if source.health == "gone":
        return say("the publisher removed it", "find the new address, or remove the source")
    if source.health in ("failing", "blocked") and source.n_docs == 0:
        return say(
            f"{source.health}, and no document in {days} days",
            "`horizon sources check`; remove it if it stays",
        )
    if source.n_docs == 0 and source.n_docs_ever:
        return say(f"no document in {days} days, {source.n_docs_ever} before", "look whether the feed moved")
    if source.n_docs >= MIN_DOCS and source.copy_share is not None and source.copy_share >= COPIES:
        return say(
            f"{source.copy_share:.0%} of its {source.n_docs} documents are copies of another source's",
            "keep the original only, or give both the same family",
        )
    return None
