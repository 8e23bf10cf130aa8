"""What was planted, and what a weekly judgement wrote of it: its members and its lineage by week, whoever made it.

Weeks are numbered from the first one judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from horizon.storage.store import Store


@dataclass(frozen=True, slots=True)
class Plant:
    """What was planted under a name: the week in which two documents had come, and what happened to it later.

    change: split, merged or drift, in the week `changed`. ended: week of the last document of a matter that simply ends.
    first_label: the event that the two or more documents of the first week all tell of, None where they tell of several.
    """

    name: str
    born: int
    changed: int | None = None
    change: str | None = None
    ended: int | None = None
    first_label: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the written lineage."""

    week: int
    topic_id: str
    relation: str
    other_topic_id: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Judgements of `n_weeks` weeks: topic -> documents by week, documents of each plant in the window, the lineage."""

    n_weeks: int
    members: Mapping[int, Mapping[str, Sequence[str]]]
    present: Mapping[tuple[int, str], int]
    links: Sequence[Link]


def plant_of(doc_id: str) -> str | None:
    """The plant that a document belongs to, None for the background."""
    name, bar, _ = doc_id.partition("|")
    return name if bar else None


def told_by(store: Store, start: date, n_weeks: int) -> Told:
    """What the stage of topics wrote for the weeks from `start` on."""

    def week(row: Mapping[str, Any]) -> int:
        return int((row["week_on"] - start).days // 7)

    members: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(store, "SELECT week_on, topic_id, doc_id FROM core_topic_member ORDER BY ALL"):
        members[week(row)][row["topic_id"]].append(row["doc_id"])
    present = _rows(store, "SELECT week_on, doc_id FROM core_story_member WHERE contains(doc_id, '|')")
    links = _rows(store, "SELECT * FROM core_topic_link ORDER BY week_on, topic_id, relation, other_topic_id")
    return Told(
        n_weeks,
        members,
        Counter((week(row), row["doc_id"].split("|")[0]) for row in present),
        [Link(week(row), row["topic_id"], row["relation"], row["other_topic_id"]) for row in links],
    )


def _rows(store: Store, sql: str) -> list[dict[str, Any]]:
    return list(store._con.execute(sql).to_arrow_table().to_pylist())
