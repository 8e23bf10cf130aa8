"""What became of signals since last week: pure comparison of two judgements and the digests before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from horizon.publish.records import Change, Sentence
from horizon.publish.words import counted

GRADES = {None: 0, "low": 1, "moderate": 2, "high": 3}
# of its reports deny or correct it: what is gone then was withdrawn, not merely forgotten
WITHDRAWN_SHARE = 0.2
WITHDRAWN_REPORTS = 2  # one report may err, or be read wrongly
ORDER = ("withdrawn", "contradicted", "new", "rising", "confirmed", "merged", "fading", "unread")
UNREAD_SHARE = 0.5  # of the sources behind a signal could not be read: then its silence says nothing


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
            return "contradicted", _denied("r_contradicted", now.n_contradicting, words)
        return "new", words["r_new"].format(reports=counted(now.n_origins, "reports", words))
    if now.n_contradicting > before.n_contradicting:
        return "contradicted", _denied("r_contradicted", now.n_contradicting, words)
    if now.n_origins > before.n_origins:
        return "rising", words["r_rising"].format(
            now=counted(now.n_origins, "reports", words), before=before.n_origins
        )
    if GRADES[now.evidence_grade] > GRADES[before.evidence_grade]:
        was, is_ = words[before.evidence_grade or "unknown"], words[now.evidence_grade or "unknown"]
        return "confirmed", words["r_confirmed"].format(before=was, now=is_)
    return "continuing", words["r_continuing"].format(now=counted(now.n_origins, "reports", words))


def changes_since(
    shown_now: Sequence[tuple[Standing, str, str]],
    gone: Sequence[Standing],
    all_now: Mapping[str, Standing],
    merged_into: Mapping[str, str],
    words: Mapping[str, str],
    told: Mapping[str, Sentence] | None = None,
    unread: Mapping[str, tuple[int, int]] | None = None,
) -> list[Change]:
    """Every change worth a line: of what is shown now, and of what was shown lately and is not any more.

    shown_now: with kind and reason from change_of. gone: as they stood when last shown. merged_into: signal id -> label of
    what it became part of. told: signal id -> the newest sentence about it. unread: signal id -> (sources behind it that
    could not be read, sources behind it).
    """
    changes = [
        Change(kind=kind, signal_id=s.signal_id, label=s.label, reason=reason)
        for s, kind, reason in shown_now
        if kind != "continuing"
    ]
    still = {s.signal_id for s, _, _ in shown_now}
    for before in gone:
        if before.signal_id not in still:
            changes.append(
                _gone(
                    before,
                    all_now.get(before.signal_id),
                    merged_into,
                    words,
                    (told or {}).get(before.signal_id),
                    (unread or {}).get(before.signal_id, (0, 0)),
                )
            )
    return sorted(changes, key=lambda c: ORDER.index(c.kind))


def is_withdrawn(now: Standing) -> bool:
    """Whether what is no longer shown was denied on enough of its ground."""
    all_ = now.n_contradicting + now.n_supporting
    return now.n_contradicting >= WITHDRAWN_REPORTS and now.n_contradicting / all_ >= WITHDRAWN_SHARE


def _gone(
    before: Standing,
    now: Standing | None,
    merged_into: Mapping[str, str],
    words: Mapping[str, str],
    told: Sentence | None,
    unread: tuple[int, int],
) -> Change:
    def change(kind: str, reason: str, told: Sentence | None = None) -> Change:
        return Change(kind=kind, signal_id=before.signal_id, label=before.label, reason=reason, told=told)

    if before.signal_id in merged_into:
        return change("merged", words["r_merged"].format(label=merged_into[before.signal_id]))
    last = now or before  # what is no longer judged at all stands as it stood
    if is_withdrawn(last):
        return change("withdrawn", _denied("r_withdrawn", last.n_contradicting, words), told)
    n_unread, n_sources = unread
    if n_unread and n_unread >= UNREAD_SHARE * n_sources:  # an outage is never told as a matter that ends
        return change("unread", words["r_unread"].format(n=n_unread, of=n_sources))
    if now is None:
        return change("fading", words["r_unjudged"], told)
    n_now = now.n_origins
    key = "r_silent" if n_now == 0 else "r_fading" if n_now < before.n_origins else "r_steady"
    reports = counted(n_now, "reports", words)
    return change("fading", words[key].format(now=reports, before=before.n_origins), told)


def _denied(key: str, n: int, words: Mapping[str, str]) -> str:
    return words[key].format(documents=counted(n, "denials", words))
