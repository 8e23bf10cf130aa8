"""Which topic of this week is which of last week: by shared members first, then by likeness to a topic that fell silent.

Ids never change meaning: a group takes the id of the topic whose members it mostly holds; a topic whose members went into
another's group is merged and points to it; a group that broke off gets a new id and names the topic it came from.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MOVED = (
    0.5  # share of a topic's members that must have gone for a merge, or that a part must bring for a split
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of a topic in a week."""

    topic_id: str
    relation: str  # born, continued, split, merged, dormant, revived, retired
    other_topic_id: str | None = None
    shared_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Id of every group of this week, and the lineage that follows from the members alone."""

    group_ids: Mapping[int, str]
    steps: tuple[Step, ...]
    successors: Mapping[str, str]  # merged topic -> the topic that holds its members now


def new_topic_id(week_on: date, founders: Iterable[str]) -> str:
    """Id of a topic by its founding members and week."""
    text = "\x1f".join([week_on.isoformat(), *sorted(founders)])
    return "topic-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def match(
    groups: Mapping[int, Sequence[str]],
    earlier: Mapping[str, str],
    week_on: date,
    *,
    revived: Mapping[int, str] | None = None,
    reissued: Mapping[str, str] | None = None,
    parted: Mapping[int, int] | None = None,
) -> Match:
    """Give the groups of this week their ids.

    groups: members by group number. earlier: topic by member in last week's judgement, only members still in the window.
    revived: silent topic that a group without a topic resembles. reissued: topic by member in an earlier judgement of
    this same week, so that judging a week again keeps the ids of what was born in it. parted: by group that is new,
    or was so lately, the group whose matter it took along.
    """
    shared = Counter((earlier[m], g) for g, members in groups.items() for m in members if m in earlier)
    sizes = Counter(earlier.values())
    ids = _inherited(shared, sizes)
    steps: list[Step] = []
    for topic_id, group in sorted((t, g) for g, t in ids.items()):
        steps.append(_step(topic_id, "continued", None, shared[topic_id, group] / sizes[topic_id]))
        whole = ids.get((parted or {}).get(group, -1))
        if whole is not None:
            steps.append(_step(whole, "split", topic_id))
    reborn = {g: t for g, t in sorted((revived or {}).items()) if g not in ids}
    for group, topic_id in reborn.items():
        if topic_id not in ids.values():
            ids[group] = topic_id
            steps.append(_step(topic_id, "revived"))
    for group in sorted(g for g in groups if g not in ids):
        ids[group] = _born_id(groups[group], week_on, reissued or {}, set(ids.values()))
        parent = ids.get((parted or {}).get(group, -1))
        if parent is not None and parent in sizes:
            steps.append(_step(parent, "split", ids[group]))
        else:
            steps.append(_origin_of(group, ids, shared, sizes, len(groups[group])))
    merges = _merges(ids, shared, sizes)
    steps.extend(merges)
    successors = {s.topic_id: s.other_topic_id for s in merges if s.other_topic_id}
    return Match(group_ids=ids, steps=tuple(steps), successors=successors)


def _inherited(shared: Mapping[tuple[str, int], int], sizes: Mapping[str, int]) -> dict[int, str]:
    """Each group takes the id of the topic that brought most members, each topic goes to the group that holds most of it."""
    home: dict[str, int] = {}
    giver: dict[int, str] = {}
    for (topic_id, group), _ in sorted(shared.items(), key=lambda kv: (-kv[1], -sizes[kv[0][0]], kv[0])):
        home.setdefault(topic_id, group)
        giver.setdefault(group, topic_id)
    return {group: topic_id for group, topic_id in giver.items() if home[topic_id] == group}


def _born_id(members: Sequence[str], week_on: date, reissued: Mapping[str, str], taken: set[str]) -> str:
    votes = Counter(reissued[m] for m in members if m in reissued and reissued[m] not in taken)
    if votes:
        topic_id, n = min(votes.items(), key=lambda kv: (-kv[1], kv[0]))
        if n * 2 >= len(members):
            return topic_id
    return new_topic_id(week_on, members)


def _origin_of(
    group: int,
    ids: Mapping[int, str],
    shared: Mapping[tuple[str, int], int],
    sizes: Mapping[str, int],
    n_members: int,
) -> Step:
    """A group without an inherited id broke off a topic when most of its members come from it; else it was born."""
    came = [(n, topic_id) for (topic_id, g), n in shared.items() if g == group]
    n, parent = min(came, key=lambda c: (-c[0], c[1]), default=(0, ""))
    if n >= 2 and n >= MOVED * n_members and parent in ids.values():
        return _step(parent, "split", ids[group], n / sizes[parent])
    return _step(ids[group], "born")


def _merges(
    ids: Mapping[int, str], shared: Mapping[tuple[str, int], int], sizes: Mapping[str, int]
) -> list[Step]:
    steps = []
    for topic_id in sorted(set(sizes) - set(ids.values())):
        gone = [(n, g) for (t, g), n in shared.items() if t == topic_id and g in ids]
        n, group = min(gone, key=lambda c: (-c[0], ids[c[1]]), default=(0, -1))
        if n and n >= MOVED * sizes[topic_id]:
            steps.append(_step(topic_id, "merged", ids[group], n / sizes[topic_id]))
    return steps


def _step(topic_id: str, relation: str, other: str | None = None, share: float | None = None) -> Step:
    return Step(
        topic_id=topic_id,
        relation=relation,
        other_topic_id=other,
        shared_share=None if share is None else round(share, 4),
    )
