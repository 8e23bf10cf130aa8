"""What a weekly judgement told of planted topics, held against what was planted.

Pure: a judgement is its members and its lineage by week, whoever made it, so that Horizon and the peers are scored by the
very same lines. Weeks are numbered from the first one judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.planted_lineage import Lineage, lineage
from benchmarks.planted_told import Plant, Told, plant_of
from horizon.config import TopicsSettings

BIRTH_WEEKS = 1  # a birth told so many weeks beside the planted one is right


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
        **_lineage(lineage(told, plants, settings.window_weeks, is_listing=is_listing)),
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


def _lineage(found: Lineage) -> dict[str, float]:
    return {
        "planted_lineage_f1": found.f1,
        "planted_lineage_delay_weeks": found.delay_weeks,
        "planted_lineage_recall": found.recall,
        "planted_lineage_wrong": float(found.n_wrong),
        "planted_lineage_found": float(len(found.delays)),
        "planted_lineage_asked": float(found.n_asked),
    }


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
