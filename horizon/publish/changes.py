"""What became of signals since last week: pure comparison of two judgements and the digest between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from horizon.publish.records import Change

GRADES = {None: 0, "low": 1, "moderate": 2, "high": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A signal in one week's judgement, as far as change is concerned."""

    signal_id: str
    label: str
    stage: str
    n_origins: int
    evidence_grade: str | None
    n_supporting: int
    n_contradicting: int
    is_flagged: bool


def change_of(now: Standing, before: Standing | None, words: Mapping[str, str]) -> tuple[str, str]:
    """(kind, reason) of a signal that is shown this week."""
    if before is None or not before.is_flagged:
        if now.n_contradicting and now.n_contradicting * 2 >= now.n_supporting:
            return "contradicted", words["r_contradicted"].format(n=now.n_contradicting)
        return "new", words["r_new"].format(n=now.n_origins)
    if now.n_contradicting > before.n_contradicting:
        return "contradicted", words["r_contradicted"].format(n=now.n_contradicting)
    if now.n_origins > before.n_origins:
        return "rising", words["r_rising"].format(now=now.n_origins, before=before.n_origins)
    if GRADES[now.evidence_grade] > GRADES[before.evidence_grade]:
        was, is_ = words[before.evidence_grade or "unknown"], words[now.evidence_grade or "unknown"]
        return "confirmed", words["r_confirmed"].format(before=was, now=is_)
    return "continuing", words["r_continuing"].format(now=now.n_origins)


def changes_since(
    shown_now: Sequence[tuple[Standing, str, str]],
    shown_before: Sequence[Standing],
    all_now: Mapping[str, Standing],
    merged_into: Mapping[str, str],
    words: Mapping[str, str],
) -> list[Change]:
    """Every change worth a line: of what is shown now, and of what was shown last week and is not any more.

    shown_now: with kind and reason from change_of. merged_into: signal id -> label of what it became part of.
    """
    changes = [
        Change(kind=kind, signal_id=s.signal_id, label=s.label, reason=reason)
        for s, kind, reason in shown_now
        if kind != "continuing"
    ]
    still = {s.signal_id for s, _, _ in shown_now}
    for before in shown_before:
        if before.signal_id not in still:
            changes.append(_gone(before, all_now.get(before.signal_id), merged_into, words))
    return changes


def _gone(
    before: Standing, now: Standing | None, merged_into: Mapping[str, str], words: Mapping[str, str]
) -> Change:
    def change(kind: str, reason: str) -> Change:
        return Change(kind=kind, signal_id=before.signal_id, label=before.label, reason=reason)

    if before.signal_id in merged_into:
        return change("merged", words["r_merged"].format(label=merged_into[before.signal_id]))
    if now is not None and now.n_contradicting and now.n_contradicting >= before.n_contradicting:
        return change("withdrawn", words["r_withdrawn"].format(n=now.n_contradicting))
    n_now = now.n_origins if now else 0
    return change("fading", words["r_fading"].format(now=n_now, before=before.n_origins))
