"""What a weekly judgement told of planted topics, held against what was planted.

Pure: a judgement is its members and its lineage by week, whoever made it, so that Horizon and the peers are scored by the
very same lines. Weeks are numbered from the first one judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from horizon.config import TopicsSettings
from horizon.storage.store import Store

BIRTH_WEEKS = 1  # a birth told so many weeks beside the planted one is right


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


@dataclass(frozen=True, slots=True)
class Home:
    """The topic that holds most documents of a plant in a week: how many, of how many in the window, and its own size."""

    topic_id: str
    n_docs: int
    n_window: int
    n_topic: int

    @property
    def is_found(self) -> bool:
        """The topic is mostly the plant, and holds most of it."""
        return self.n_docs >= 2 and 2 * self.n_docs >= max(self.n_window, self.n_topic)


Homes = Mapping[int, Mapping[str, Home]]


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


def homes(told: Told) -> Homes:
    """The home of each plant by week and name of the plant."""
    out: dict[int, dict[str, Home]] = {}
    for week, topics in told.members.items():
        counts: Counter[tuple[str, str]] = Counter()
        for topic_id, docs in topics.items():
            counts.update((topic_id, name) for doc in docs if (name := plant_of(doc)))
        best: dict[str, Home] = {}
        for (topic_id, name), n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])):
            best.setdefault(name, Home(topic_id, n, told.present[week, name], len(topics[topic_id])))
        out[week] = best
    return out


def evaluate(
    told: Told, plants: Sequence[Plant], settings: TopicsSettings, *, is_listing: bool = False
) -> dict[str, float]:
    """Every score of a judgement, name -> value; shares are of plants, but for ids, which are of weeks.

    Births and ids are of plants that do not drift, so that they mean what they meant before drift was planted.
    """
    where = homes(told)
    ids = {p.name: _ids(p, where) for p in plants}
    steady = [p for p in plants if p.change != "drift"]
    firsts = {p.name: min(ids[p.name], default=None) for p in plants}
    births = sum((at := firsts[p.name]) is not None and abs(at - p.born) <= BIRTH_WEEKS for p in steady)
    seen = [p for p in plants if (at := firsts[p.name]) is not None and at <= p.born]
    of_one_event = [p for p in plants if p.first_label is not None]
    if is_listing:
        for p in plants:
            held = ids[p.name]
            print(
                f"  {p.name:14s} {p.change or '':7s} planted {p.born:3d} found {firsts[p.name]}  "
                f"ids {len(set(held.values()))} over {len(held)} weeks"
            )
    return {
        "planted_birth_share": births / len(steady),
        "planted_id_kept_share": _mean(kept for p in steady for kept in _steps(p, ids[p.name])),
        **_lineage_f1(told, plants, where, is_listing=is_listing),
        "all_ids_kept_share": _all_ids_kept(told),
        "planted_drift_id_kept_share": _mean(
            kept for p in plants if p.change == "drift" for kept in _under_first_id(p, ids[p.name], told)
        ),
        **_deaths(told, plants, ids, settings, is_listing=is_listing),
        "planted_first_week_share": len(seen) / len(plants),
        "planted_first_week_event_share": _mean(p in seen for p in of_one_event),
    }


def _mean(values: Iterator[bool]) -> float:
    held = list(values)
    return sum(held) / max(len(held), 1)


def _ids(plant: Plant, where: Homes) -> dict[int, str]:
    return {
        week: best[plant.name].topic_id
        for week, best in sorted(where.items())
        if plant.name in best and best[plant.name].is_found
    }


def _steps(plant: Plant, ids: Mapping[int, str]) -> Iterator[bool]:
    """For each week before the change in which the plant is found, and found again in the next: is the id the same?"""
    until = plant.changed if plant.changed is not None else 999
    return (ids[w] == ids[w + 1] for w in ids if w + 1 in ids and w + 1 < until)


def _under_first_id(plant: Plant, ids: Mapping[int, str], told: Told) -> Iterator[bool]:
    """For each week after the birth with two documents in the window: is the plant found, under its first id?

    Stricter than steps: a drift that falls into an old and a new topic has no home for some weeks, and another id for good.
    """
    first = ids[min(ids)] if ids else None
    weeks = range(plant.born + BIRTH_WEEKS + 1, told.n_weeks)
    return (first is not None and ids.get(w) == first for w in weeks if told.present[w, plant.name] >= 2)


def _deaths(
    told: Told,
    plants: Sequence[Plant],
    ids: Mapping[str, Mapping[int, str]],
    settings: TopicsSettings,
    *,
    is_listing: bool,
) -> dict[str, float]:
    """Share of endings told as the settings promise, and how many plants were told dormant while texts still came.

    Told in time: dormant `dormant_weeks` after the week of the last document at the latest, not before that document, and
    retired `window_weeks` after it where that week was judged. Endings too late to be judged are not counted.
    """
    when: dict[tuple[str, str], list[int]] = defaultdict(list)
    for link in told.links:
        when[link.topic_id, link.relation].append(link.week)
    right = asked = early = 0
    for p in plants:
        if p.ended is None or p.ended + settings.dormant_weeks >= told.n_weeks:
            continue
        asked += 1
        topic = next((ids[p.name][w] for w in sorted(ids[p.name], reverse=True) if w <= p.ended + 1), "")
        dormant, retired = when[topic, "dormant"], when[topic, "retired"]
        was_early = any(w in when[t, "dormant"] for w, t in ids[p.name].items() if w <= p.ended)
        early += was_early
        gone_by = p.ended + settings.window_weeks
        in_time = any(w <= p.ended + settings.dormant_weeks for w in dormant)
        is_gone = gone_by >= told.n_weeks or any(w <= gone_by for w in retired)
        right += in_time and is_gone and not was_early
        if is_listing:
            print(f"  {p.name:14s} last text in week {p.ended:3d}  dormant {dormant}  retired {retired}")
    return {
        "planted_death_share": right / max(asked, 1),
        "planted_dormant_too_early": float(early),
    }


def _lineage_f1(told: Told, plants: Sequence[Plant], where: Homes, *, is_listing: bool) -> dict[str, float]:
    """A told split or merge among planted topics is right when one was planted for that name."""
    names: dict[str, str] = {}
    for best in where.values():
        for name, home in best.items():
            if 2 * home.n_docs >= home.n_topic:
                names.setdefault(home.topic_id, name)
    wanted = {("split", frozenset(_base(p.name))) for p in plants if p.change == "split"}
    wanted |= {("merged", pair) for pair in _merge_pairs(plants)}
    found, wrong = set(), 0
    for link in told.links:
        name, other = names.get(link.topic_id), names.get(link.other_topic_id or "")
        if name is None or link.relation not in ("split", "merged"):
            continue
        touched = frozenset(_base(name)) | frozenset(_base(other or name))
        hits = [w for w in wanted if w[0] == link.relation and touched <= w[1]]
        if is_listing:
            verdict = "planted" if hits else "NOT planted"
            print(f"  week {link.week:3d} {link.relation:7s} {name} -> {other}  {verdict}")
        found.update(hits)
        wrong += not hits
    precision = len(found) / max(len(found) + wrong, 1)
    recall = len(found) / len(wanted)
    return {
        "planted_lineage_f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "planted_lineage_recall": recall,
        "planted_lineage_wrong": float(wrong),
        "planted_lineage_found": float(len(found)),
        "planted_lineage_asked": float(len(wanted)),
    }


def _base(name: str) -> list[str]:
    return name.lstrip("p").split("+")


def _merge_pairs(plants: Sequence[Plant]) -> list[frozenset[str]]:
    merged = [p.name.lstrip("p") for p in plants if p.change == "merged"]
    return [frozenset(merged[i : i + 2]) for i in range(0, len(merged), 2)]


def _all_ids_kept(told: Told) -> float:
    """Share of all topics, planted or not, whose documents lie together a week later under the same id."""
    kept = total = 0
    for week, topics in told.members.items():
        home = {doc: topic for topic, docs in told.members.get(week + 1, {}).items() for doc in docs}
        for topic, docs in topics.items():
            moved = Counter(home[d] for d in docs if d in home)
            if moved:
                total += 1
                kept += moved.most_common(1)[0][0] == topic
    return kept / max(total, 1)
