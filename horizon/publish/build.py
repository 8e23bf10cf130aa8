"""Puts a digest together from rows of the store: pure, deterministic, every sentence with its documents."""

from __future__ import annotations

from collections.abc import Mapping, Set

from horizon.config import PublishSettings
from horizon.pictures.heat import EnginePart, HeatMap, heat_map
from horizon.publish import around
from horizon.publish.changes import Standing, changes_since, is_withdrawn
from horizon.publish.items import curves, force_name_of, item_of, label_of, spoken, standing
from horizon.publish.material import Material, Row, Rows, by_signal, name_of
from horizon.publish.records import FORMAT, Change, Digest, DigestItem, Sentence
from horizon.publish.reproduce import queries
from horizon.publish.select import Candidate, Votes, choose, n_places, priority, same_matter, story_counts
from horizon.publish.tell import bottom_line, counter_view, development
from horizon.publish.words import texts

MOVED = 0.5  # share of a signal's documents that have gone over to another
__all__ = ["Material", "build"]


def build(material: Material, settings: PublishSettings) -> Digest:
    """The digest of one system and week."""
    w = texts(material.language)
    evidence, impacts, forces = (by_signal(r) for r in (material.evidence, material.impacts, material.forces))
    signals: dict[str, Row] = {s["signal_id"]: s for s in material.signals}
    votes = around.votes_of(material.ratings)
    candidates = [
        _candidate(s, impacts[s["signal_id"]], forces[s["signal_id"]], votes.get(s["signal_id"], Votes()))
        for s in material.signals
    ]
    n_ranked = n_places(candidates)
    order = [
        c.signal_id
        for c in sorted(candidates, key=lambda c: (-priority(c, n_ranked), c.signal_id))
        if c.is_flagged and c.votes.verdict != "wrong"
    ]
    same_as = same_matter(order, story_counts(material.stories))
    choice = choose(
        candidates, max_signals=settings.max_signals, min_outside=settings.min_outside, same_as=same_as
    )
    told_by = {i: i for i in choice.chosen} | {
        i: head for i, head in same_as.items() if head in choice.chosen
    }
    figures_of: dict[str, str] = {}  # signal told under another one's name -> its own
    for other, head in told_by.items():
        if other != head:
            if spoken(evidence[head]) != material.language == spoken(evidence[other]):
                # the reader's language names it
                figures_of.setdefault(head, label_of(signals[head]))
                signals[head] = {**signals[head], "label": signals[other]["label"]}
            evidence[head] = [*evidence[head], *evidence[other]]
    before = {s["signal_id"]: standing(s) for s in material.signals_before}
    curve = curves(material)
    priorities = {c.signal_id: round(priority(c, n_ranked), 4) for c in candidates}
    items = tuple(
        item_of(
            signals[i],
            before.get(i),
            evidence[i],
            impacts[i],
            forces[i],
            curve.get(signals[i]["topic_id"] or "", ()),
            votes.get(i, Votes()),
            sorted(o for o, head in told_by.items() if head == i and o != i),
            priorities[i],
            figures_of.get(i),
            material,
            w,
        )
        for i in choice.chosen
    )
    changes = _changes(items, told_by, before, evidence, signals, material, w)
    bad = {k: [c.label for c in changes if c.kind == k] for k in ("withdrawn", "fading")}
    return Digest(
        format=FORMAT,
        system_id=material.system["system_id"],
        system_name=name_of(material.system, material.language),
        is_fictional=bool(material.system["is_fictional"]),
        language=material.language,
        week_on=material.week_on,
        as_of=material.as_of,
        bottom_line=bottom_line(items, bad, material, w),
        changes=changes,
        items=items,
        heat=heat_of(material, same_as, {i: label_of(signal) for i, signal in signals.items()}),
        counter_view=counter_view(items, evidence, w, material.language),
        calendar=around.calendar(material),
        movers=around.movers(material, told_by, evidence),
        forecasts=around.forecasts(material, w),
        voice=around.voice(material, items, evidence, w),
        near_misses=around.near_misses(material, choice, forces, w),
        coverage=around.coverage(material, items, w),
        rule=w["rule"].format(max=settings.max_signals, outside=settings.min_outside),
        queries=queries(material, same_as),
    )


def heat_of(material: Material, same_as: Mapping[str, str], labels: Mapping[str, str]) -> HeatMap | None:
    """What the week's flagged signals do to each part of the engine, those that found no place on the page too.

    same_as: signal id -> the one it is told under: the two are one matter and count once; labels: by signal id, as the page
    calls them. None: the engine was not judged for this week.
    """
    if not material.parts:
        return None
    flagged = {s["signal_id"] for s in material.flagged}
    rows = [
        {**i, "signal_id": matter, "label": labels[matter], "force_name": force_name_of(i, material.language)}
        for i in material.heat
        if i["signal_id"] in flagged
        for matter in (same_as.get(i["signal_id"], i["signal_id"]),)
    ]
    keys = EnginePart.__dataclass_fields__
    return heat_map([EnginePart(**{key: part[key] for key in keys}) for part in material.parts], rows)


def _candidate(signal: Mapping[str, object], impacts: Rows, forces: Rows, votes: Votes) -> Candidate:
    known = [abs(i["loop_score"]) for i in impacts if i["loop_score"] is not None]
    rank, outside = signal["rank"], signal["is_outside_sector"]
    return Candidate(
        signal_id=str(signal["signal_id"]),
        rank=None if rank is None else int(str(rank)),
        is_flagged=bool(signal["is_flagged"]),
        top_force=forces[0]["force_id"] if forces else None,
        strongest_impact=max(known) if known else None,
        is_outside_sector=None if outside is None else bool(outside),
        layer=forces[0]["layer"] if forces else None,
        votes=votes,
    )


def moved_into(
    items: tuple[DigestItem, ...],
    told_by: Mapping[str, str],
    evidence: Mapping[str, Rows],
    evidence_before: Rows,
) -> dict[str, str]:
    """Signal id of last week -> label of the card that holds at least half of its documents now."""
    before: dict[str, set[str]] = {}
    for row in evidence_before:
        before.setdefault(row["signal_id"], set()).add(row["doc_id"])
    cards = {i.signal_id: (i.label, {r["doc_id"] for r in evidence[i.signal_id]}) for i in items}
    found = {}
    for signal_id, docs in before.items():
        if signal_id not in told_by:
            for label, now in cards.values():
                if len(docs & now) >= MOVED * len(docs):
                    found[signal_id] = label
                    break
    return found


def _changes(
    items: tuple[DigestItem, ...],
    told_by: Mapping[str, str],
    before: Mapping[str, Standing],
    evidence: Mapping[str, Rows],
    rows_now: Mapping[str, Row],
    material: Material,
    w: Mapping[str, str],
) -> tuple[Change, ...]:
    """Of what is shown, and of what was shown in the last weeks and is gone: each going is told once."""
    now = {i: standing(s) for i, s in rows_now.items()}
    shown_now = [(now[i.signal_id], i.change, i.change_reason) for i in items]
    gone = []
    for signal_id, last_on in sorted(material.shown_before.items()):
        if signal_id in told_by or signal_id in material.told_gone:
            continue
        is_last_week = (material.week_on - last_on).days <= 7
        was = before.get(signal_id)
        if was is not None and (is_last_week or (signal_id in now and is_withdrawn(now[signal_id]))):
            gone.append(was)
    merged = {
        s["signal_id"]: material.merged[s["topic_id"]]
        for s in material.signals_before
        if s["topic_id"] in material.merged
    }
    merged |= moved_into(items, told_by, evidence, material.evidence_before)
    rows_before = {s["signal_id"]: s for s in material.signals_before}
    evidence_before = by_signal(material.evidence_before)
    told: dict[str, Sentence] = {}
    for was in gone:
        signal = rows_now.get(was.signal_id) or rows_before[was.signal_id]
        rows: Rows = evidence.get(was.signal_id) or evidence_before[was.signal_id]
        if is_withdrawn(now.get(was.signal_id, was)):
            rows = [r for r in rows if r["stance"] == "contradicts"] or rows
        if rows:
            told[was.signal_id] = development(signal, rows, material, w, is_denied=True)
    unread = _unread(evidence_before, {t["source_id"] for t in material.troubled})
    return tuple(changes_since(shown_now, gone, now, merged, w, told, unread))


def _unread(evidence: Mapping[str, Rows], troubled: Set[str]) -> dict[str, tuple[int, int]]:
    """Signal id -> (sources of its documents that can not be read now, sources of its documents)."""
    found = {}
    for signal_id, rows in evidence.items():
        sources = {row["source_id"] for row in rows}
        found[signal_id] = (len(sources & troubled), len(sources))
    return found
