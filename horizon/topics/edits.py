"""Corrections of topics by hand, pure: what stands, what was taken back, and how a week's groups obey it.

A correction names documents and the topic they belong to. It holds for as long as a document is in the window, comes before
what the clustering finds, and draws new documents like any other membership. Taking it back puts the documents where they
were, once; from then on the clustering decides again. Source: docs/methodology/topics.md
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

NOWHERE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One correction (table core_topic_edit)."""

    edit_id: str
    made_at: datetime
    kind: str  # move, merge, split, undo
    topic_id: str | None  # merge: the topic that ends; split: the topic that is parted; move: None
    other_topic_id: str | None  # where the documents go
    doc_ids: tuple[str, ...]
    from_topic_ids: tuple[str, ...]  # beside doc_ids, NOWHERE for none
    undoes_edit_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What corrections ask of a judgement."""

    pins: Mapping[str, str] = field(default_factory=dict)  # doc_id -> topic_id, NOWHERE for no topic
    restored: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # doc_id -> (topic by hand, before)
    merged: Mapping[str, str] = field(default_factory=dict)  # topic ended by hand -> its successor
    parted: Mapping[str, str] = field(default_factory=dict)  # topic made by hand -> the topic it came from


def new_edit_id(kind: str, made_at: datetime, doc_ids: Iterable[str], topics: Iterable[str | None]) -> str:
    """Id of a correction by what it says."""
    text = "\x1f".join([kind, made_at.isoformat(), *sorted(doc_ids), *(t or "" for t in topics)])
    return "edit-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Edit]:
    """Edits from the rows of topics/edits."""
    lists = ("doc_ids", "from_topic_ids")
    return [Edit(**{**row, **{name: tuple(row[name] or ()) for name in lists}}) for row in rows]


def active(edits: Sequence[Edit]) -> list[Edit]:
    """The corrections that no later row takes back, oldest first."""
    undone = {e.undoes_edit_id for e in edits if e.kind == "undo"}
    return [e for e in edits if e.kind != "undo" and e.edit_id not in undone]


def standing(edits: Sequence[Edit], *, since: datetime | None) -> Standing:
    """What holds now. since: moment of the judgement before; what was taken back earlier than that is restored already."""
    pins: dict[str, str] = {}
    merged: dict[str, str] = {}
    parted: dict[str, str] = {}
    for edit in active(edits):
        target = edit.other_topic_id or NOWHERE
        if edit.kind == "merge" and edit.topic_id:
            # what was put into the ended topic by hand goes along
            pins = {doc: target if topic == edit.topic_id else topic for doc, topic in pins.items()}
            merged[edit.topic_id] = target
        if edit.kind == "split" and edit.topic_id:
            parted[target] = edit.topic_id
        pins |= dict.fromkeys(edit.doc_ids, target)
    by_id = {e.edit_id: e for e in edits}
    restored: dict[str, tuple[str, str]] = {}
    for undo in edits:
        undone = by_id.get(undo.undoes_edit_id or "")
        if undo.kind == "undo" and undone is not None and (since is None or undo.made_at > since):
            target = undone.other_topic_id or NOWHERE
            before = zip(undone.doc_ids, undone.from_topic_ids, strict=True)
            restored |= {doc: (target, topic) for doc, topic in before if doc not in pins}
    return Standing(pins=pins, restored=restored, merged=merged, parted=parted)


def topics_before(
    copies: Sequence[Sequence[str]],
    earlier: Mapping[str, str],
    reissued: Mapping[str, str],
    edits: Standing,
) -> list[str | None]:
    """Topic of each text (given by its copies) to start the week from, corrections and restorations applied."""
    targets = set(edits.pins.values()) - {NOWHERE}
    out: list[str | None] = []
    for docs in copies:
        pinned = next((edits.pins[d] for d in docs if d in edits.pins), None)
        topic = next((earlier[d] for d in docs if d in earlier), None)
        if topic is None:
            # a topic born this very week is known only from an earlier judgement of the week
            topic = next((reissued[d] for d in docs if reissued.get(d) in targets), None)
        for doc in docs:
            if doc in edits.restored and topic == edits.restored[doc][0]:
                topic = edits.restored[doc][1] or None
                break
        out.append(topic if pinned is None else pinned or None)
    return out


def obey(
    groups: Mapping[int, Sequence[int]],
    before: Sequence[str | None],
    pinned: Mapping[int, str],
    joined: frozenset[str] = frozenset(),
) -> dict[int, list[int]]:
    """Groups with every pinned row in the group of its topic.

    groups: rows by group number. before: topic of each row to start from. pinned: topic by row, NOWHERE for none. The group
    that holds most of a topic is its group; where two topics with pins share one, the smaller part leaves it. joined: topics
    that others were merged into by hand: every group that is mostly theirs is one with theirs, whatever it looks like.
    """
    leading = {number: _commonest(before[row] for row in rows) for number, rows in groups.items()}
    out = {number: [r for r in rows if r not in pinned] for number, rows in groups.items()}
    number_of = {row: number for number, rows in groups.items() for row in rows}
    following = max(groups, default=-1) + 1
    taken: set[int] = set()
    held = Counter(t for t in before if t)
    for topic in sorted(set(pinned.values()) - {NOWHERE}, key=lambda t: (-held[t], t)):
        votes = Counter(number_of[row] for row, t in enumerate(before) if t == topic and row in number_of)
        home = min(votes, key=lambda n: (-votes[n], n), default=None)
        if home is None or home in taken or leading[home] != topic:
            # no group of its own: its rows found one
            own = [row for rows in out.values() for row in rows if before[row] == topic]
            for number, rows in out.items():
                out[number] = [row for row in rows if row not in set(own)]
            home, following = following, following + 1
            out[home] = own
        for number, leader in leading.items():
            if topic in joined and leader == topic and number != home:
                out[home] = [*out[home], *out.pop(number, [])]
        taken.add(home)
        out[home] = sorted([*out[home], *(row for row, t in pinned.items() if t == topic)])
    for row in sorted(row for row, t in pinned.items() if t == NOWHERE):
        out[following] = [row]
        following += 1
    return {number: rows for number, rows in out.items() if rows}


def _commonest(topics: Iterable[str | None]) -> str | None:
    votes = Counter(t for t in topics if t)
    return min(votes, key=lambda t: (-votes[t], t), default=None)
