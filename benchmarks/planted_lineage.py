"""Splits and mergers that were told, held against those that were planted: in time, and with both their sides.

Pure: works on a judgement as planted_scores has it, whoever made it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.planted_told import Link, Plant, Told, plant_of

RELATIONS = ("split", "merged")


@dataclass(frozen=True, slots=True)
class Change:
    """A planted split or merger: its week, and the names of its texts, the two halves and the whole."""

    relation: str
    week: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lineage:
    """What was told of the planted changes: weeks from each change that was found to its first telling; lines told wrongly.

    The lists and counts of several judgements can be added up.
    """

    delays: tuple[int, ...]
    n_wrong: int
    n_asked: int

    def __add__(self, other: Lineage) -> Lineage:
        return Lineage(self.delays + other.delays, self.n_wrong + other.n_wrong, self.n_asked + other.n_asked)

    @property
    def recall(self) -> float:
        return len(self.delays) / max(self.n_asked, 1)

    @property
    def f1(self) -> float:
        precision = len(self.delays) / max(len(self.delays) + self.n_wrong, 1)
        return 2 * precision * self.recall / max(precision + self.recall, 1e-9)

    @property
    def delay_weeks(self) -> float:
        """Median; not a number where nothing was found, since 0 would be the best of all."""
        return float(median(self.delays)) if self.delays else float("nan")


def changes_of(plants: Sequence[Plant]) -> list[Change]:
    """The planted changes; halves of a merger stand one after the other."""
    splits = [p for p in plants if p.change == "split"]
    merged = [p for p in plants if p.change == "merged"]
    pairs = [(_bases(p.name), p.changed) for p in splits]
    pairs += [
        ([*_bases(one.name), *_bases(other.name)], one.changed)
        for one, other in zip(merged[::2], merged[1::2], strict=True)
    ]
    relations = ["split"] * len(splits) + ["merged"] * (len(merged) // 2)
    return [
        Change(relation, week, frozenset([*(f"p{base}" for base in bases), f"p{'+'.join(bases)}"]))
        for relation, (bases, week) in zip(relations, pairs, strict=True)
        if week is not None
    ]


def lineage(told: Told, plants: Sequence[Plant], window_weeks: int, *, is_listing: bool = False) -> Lineage:
    """The told splits and mergers of which a side is mostly planted, as found or wrong.

    Found is a planted change that was told in its week or at most `window_weeks` later, of two topics that are both mostly
    its texts, of which they hold more than one half alone. Every other line is wrong: too early or late, of the other kind,
    with another plant or the background. A change that is told again is neither.
    """
    changes = changes_of(plants)
    first: dict[Change, int] = {}
    n_wrong = 0
    for link in sorted((k for k in told.links if k.relation in RELATIONS), key=lambda k: k.week):
        sides = sides_of(told, link)
        if not any(_is_mostly(side, frozenset(side) - {None}) for side in sides):
            continue
        hit = next((c for c in changes if is_telling(link, sides, c, window_weeks)), None)
        if hit is not None:
            first.setdefault(hit, link.week - hit.week)
        n_wrong += hit is None
        if is_listing:
            one, other = (" ".join(_words(side)) for side in sides)
            print(
                f"  week {link.week:3d} {link.relation:7s} {one} -> {other}  {'' if hit else 'NOT '}planted"
            )
    return Lineage(tuple(first.values()), n_wrong, len(changes))


# texts by plant, None for the background
Side = Counter[str | None]


def sides_of(told: Told, link: Link) -> tuple[Side, Side]:
    """What the two topics of a line held when it was told; of the second only what the first had not brought.

    A topic that went into another one is taken as of the last week in which it had members.
    """
    week = link.week - (link.relation == "merged")
    one, other = (
        _members(told, link.topic_id, week),
        _members(told, link.other_topic_id or "", link.week),
    )
    brought = set(one)
    return (
        Counter(plant_of(doc) for doc in one),
        Counter(plant_of(doc) for doc in other if doc not in brought),
    )


def is_telling(link: Link, sides: tuple[Side, Side], change: Change, window_weeks: int) -> bool:
    """Whether a line tells this change."""
    in_time = change.week <= link.week <= change.week + window_weeks
    are_its_own = all(_is_mostly(side, change.names) for side in sides)
    n_names = len(change.names & (frozenset(sides[0]) | frozenset(sides[1])))
    return link.relation == change.relation and in_time and are_its_own and n_names > 1


def _members(told: Told, topic_id: str, week: int) -> Sequence[str]:
    weeks = (w for w in sorted(told.members, reverse=True) if w <= week and topic_id in told.members[w])
    return told.members[at][topic_id] if (at := next(weeks, None)) is not None else []


def _is_mostly(side: Side, names: frozenset[str | None]) -> bool:
    """At least half of a side's texts are of these plants, and there are some."""
    n_own = sum(n for name, n in side.items() if name in names)
    return n_own > 0 and 2 * n_own >= side.total()


def _words(side: Side) -> Iterator[str]:
    return (f"{name or 'background'}*{n}" for name, n in side.most_common())


def _bases(name: str) -> list[str]:
    return name.removeprefix("p").split("+")
