"""One week's judgement, pure: documents and what was thought before in, rows of stories and topics out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from horizon.config import TopicsSettings
from horizon.topics import edits, lineage, stories, succession
from horizon.topics.cluster import Limits, balance, cluster_units, pool
from horizon.topics.describe import Description, describe
from horizon.topics.reading import Corpus
from horizon.topics.revival import Silent, centroid_of, revived_by
from horizon.topics.similarity import Features, Weights
from horizon.types import FloatArray, StoryMember, TopicLink, TopicMember, TopicWeek, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Earlier judgements: story and topic by document, topic rows by id, topics given to this very week before."""

    stories: Mapping[str, str]
    topics: Mapping[str, str]
    weeks: Mapping[str, Mapping[str, Any]]
    reissued: Mapping[str, str]
    silent: Sequence[Silent] = ()
    young: frozenset[str] = frozenset()  # topics born of late and not told as split off
    by_hand: edits.Standing = field(default_factory=edits.Standing)
    known: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # birth and label of topics that corrections name


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything that is written for one week; run ids are put in by the store."""

    stories: list[StoryMember]
    members: list[TopicMember]
    weeks: list[TopicWeek]
    links: list[TopicLink]
    centroids: dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class _Topics:
    rows: dict[str, list[int]]  # origins by topic
    match: lineage.Match


def judge(
    corpus: Corpus,
    documents: Sequence[Mapping[str, Any]],
    earlier: Earlier,
    settings: TopicsSettings,
    window: Window,
) -> Judgement:
    """Stories, topics, lineage and descriptions of the week of the window."""
    weights = stories.MULTILINGUAL_WEIGHTS if corpus.is_multilingual else stories.STORY_WEIGHTS
    features = corpus.features(with_grams=weights.grams > 0)
    grouping = _stories(corpus, features, weights, earlier, settings, window)
    topic_of_row = edits.topics_before(corpus.copies, earlier.topics, earlier.reissued, earlier.by_hand)
    # where no text was in a topic before, all of them count alike for topics too
    texts = corpus.features(balance(topic_of_row)) if any(topic_of_row) else corpus.with_grams(features)
    del features
    topics = _topics(corpus, texts, grouping.story_ids, topic_of_row, earlier, settings, window)
    centroids = {t: centroid_of(corpus.vectors[rows]) for t, rows in topics.rows.items()}
    old = {t: row["label"] for t, row in earlier.weeks.items()}
    described = describe(corpus, topics.rows, centroids, old, _changed(corpus, topics, earlier, window))
    woken = {step.topic_id for step in topics.match.steps if step.relation == "revived"}
    states = {
        t: _state(t, corpus, rows, t in woken, earlier, settings, window) for t, rows in topics.rows.items()
    }
    of_doc = {row["doc_id"]: row for row in documents}
    born = {t: _born_on(t, earlier, window) for t in topics.rows}
    weeks = [
        _week(t, corpus, topics.rows[t], of_doc, described[t], centroids[t], states[t], born[t], window)
        for t in sorted(topics.rows)
    ]
    weeks += _ended(topics, earlier, window)
    return Judgement(
        stories=_story_rows(corpus, grouping, window),
        members=_member_rows(corpus, topics, centroids, window),
        weeks=weeks,
        links=_links(topics, states, weeks, earlier, window),
        centroids=centroids,
    )


def _stories(
    corpus: Corpus,
    features: Features,
    weights: Weights,
    earlier: Earlier,
    settings: TopicsSettings,
    window: Window,
) -> stories.Grouping:
    """Group what is open or was never grouped; closed stories stay as they were."""
    opened = window.start - timedelta(days=settings.story_days)
    kept = [_first(earlier.stories, copies) for copies in corpus.copies]
    is_open = [at >= opened or kept[i] is None for i, at in enumerate(corpus.counted_at)]
    rows = [i for i, yes in enumerate(is_open) if yes]
    found = stories.group(
        features if len(rows) == len(features) else features.take(rows),
        [corpus.doc_ids[i] for i in rows],
        corpus.days[rows],
        threshold=settings.story_similarity,
        story_days=settings.story_days,
        languages=[corpus.languages[i] or "" for i in rows],
        weights=weights,
        earlier={corpus.doc_ids[i]: kept[i] or "" for i in rows if kept[i]},
    )
    ids = [story or "" for story in kept]
    nearest: list[int | None] = [None] * len(corpus)
    values: list[float | None] = [None] * len(corpus)
    for at, i in enumerate(rows):
        ids[i] = found.story_ids[at]
        near = found.nearest[at]
        nearest[i], values[i] = (None, None) if near is None else (rows[near], found.nearest_similarity[at])
    return stories.Grouping(story_ids=tuple(ids), nearest=tuple(nearest), nearest_similarity=tuple(values))


def _topics(
    corpus: Corpus,
    texts: Features,
    story_ids: Sequence[str],
    topic_of_row: Sequence[str | None],
    earlier: Earlier,
    settings: TopicsSettings,
    window: Window,
) -> _Topics:
    by_story: dict[str, list[int]] = defaultdict(list)
    for row, story in enumerate(story_ids):
        by_story[story].append(row)
    units = sorted(by_story.values())
    known = sorted({t for t in topic_of_row if t})
    before = [_majority([topic_of_row[row] for row in unit]) for unit in units]
    features = pool(texts, units)
    margin = settings.topic_inertia
    limits = Limits(
        join=settings.topic_similarity,
        leave=settings.topic_similarity - margin,
        merge=settings.topic_similarity + margin,
        doubt=settings.topic_doubt,
    )
    languages = [_majority([corpus.languages[row] for row in unit]) or "" for unit in units]
    place = {topic: i for i, topic in enumerate(known)}
    numbers = cluster_units(
        features,
        languages,
        [-1 if t is None else place[t] for t in before],
        limits,
        sizes=[len(unit) for unit in units],
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for unit, number in enumerate(numbers):
        groups[number].extend(units[unit])
    ages = np.array([(window.end - at).total_seconds() / 86_400 for at in corpus.counted_at])
    told = {
        number: succession.Topic(sorted(rows), any(topic_of_row[row] for row in rows))
        for number, rows in groups.items()
    }
    over = succession.taken_over(texts, ages, told, limits, silent=7.0 * settings.dormant_weeks)
    for number, other in over.items():
        groups[other] += groups.pop(number)
    pinned = {
        row: topic
        for row, copies in enumerate(corpus.copies)
        if (topic := _first(earlier.by_hand.pins, copies)) is not None
    }
    if pinned:
        joined = frozenset(earlier.by_hand.merged.values())
        groups = edits.obey(groups, topic_of_row, pinned, joined)
    kept = {
        number: sorted(rows)
        for number, rows in groups.items()
        if len(rows) >= settings.min_topic_docs or any(topic_of_row[row] for row in rows)
    }
    young = [n for n, rows in kept.items() if {topic_of_row[row] for row in rows} <= {None, *earlier.young}]
    parted = succession.broken_off(
        texts,
        ages,
        {n: succession.Topic(rows, any(topic_of_row[row] for row in rows)) for n, rows in kept.items()},
        young,
        limits,
    )
    members = {number: [corpus.origin_ids[row] for row in rows] for number, rows in kept.items()}
    reissued = {
        o: t
        for o, c in zip(corpus.origin_ids, corpus.copies, strict=True)
        if (t := _first(earlier.reissued, c))
    }
    match = lineage.match(
        members,
        {o: t for o, t in zip(corpus.origin_ids, topic_of_row, strict=True) if t},
        window.week_on,
        revived=revived_by(corpus, kept, topic_of_row, earlier.silent),
        reissued=reissued,
        parted=parted,
    )
    match = _with_hand_steps(match, earlier)
    return _Topics({match.group_ids[number]: rows for number, rows in kept.items()}, match)


def _with_hand_steps(match: lineage.Match, earlier: Earlier) -> lineage.Match:
    """The lineage with what was done by hand told as such: a topic ended into another, parted from one, or taken up again."""
    alive = set(match.group_ids.values())
    steps = []
    for step in match.steps:
        is_new = step.relation == "continued" and step.topic_id not in earlier.weeks
        parent = earlier.by_hand.parted.get(step.topic_id)
        if is_new and parent and step.topic_id not in earlier.known:
            steps.append(
                lineage.Step(topic_id=parent, relation="split", other_topic_id=step.topic_id)
                if parent in alive
                else replace(step, relation="born", shared_share=None)
            )
        elif is_new:
            relation = "revived" if step.topic_id in earlier.known else "born"
            steps.append(replace(step, relation=relation, shared_share=None))
        else:
            steps.append(step)
    successors = dict(match.successors)
    for topic_id, target in sorted(earlier.by_hand.merged.items()):
        if (
            topic_id in earlier.weeks
            and topic_id not in alive
            and target in alive
            and topic_id not in successors
        ):
            successors[topic_id] = target
            steps.append(lineage.Step(topic_id=topic_id, relation="merged", other_topic_id=target))
    return replace(match, steps=tuple(steps), successors=successors)


def _state(
    topic_id: str,
    corpus: Corpus,
    rows: Sequence[int],
    is_woken: bool,
    earlier: Earlier,
    settings: TopicsSettings,
    window: Window,
) -> str:
    """born, continued, revived or dormant, from the lineage and the age of the newest document."""
    if topic_id not in earlier.weeks:
        return "revived" if is_woken else "born"
    newest = max(corpus.counted_at[row] for row in rows)
    if newest < window.end - timedelta(weeks=settings.dormant_weeks):
        return "dormant"
    was_dormant = earlier.weeks[topic_id]["state"] == "dormant"
    return "revived" if was_dormant and newest >= window.start else "dormant" if was_dormant else "continued"


def _changed(corpus: Corpus, topics: _Topics, earlier: Earlier, window: Window) -> frozenset[str]:
    """Topics that may need another name: those with a new text, or with half as many texts as last week."""
    out = set()
    for topic_id, rows in topics.rows.items():
        before = earlier.weeks.get(topic_id)
        is_new = before is None or any(corpus.counted_at[row] >= window.start for row in rows)
        if is_new or (before and 2 * len(rows) <= before["n_origins_window"]):
            out.add(topic_id)
    return frozenset(out)


def _born_on(topic_id: str, earlier: Earlier, window: Window) -> date:
    if topic_id in earlier.weeks:
        born: date = earlier.weeks[topic_id]["born_week_on"]
        return born
    if topic_id in earlier.known:
        known: date = earlier.known[topic_id]["born_week_on"]
        return known
    return next((s.born_week_on for s in earlier.silent if s.topic_id == topic_id), window.week_on)


def _week(
    topic_id: str,
    corpus: Corpus,
    rows: Sequence[int],
    of_doc: Mapping[str, Mapping[str, Any]],
    description: Description,
    centroid: FloatArray,
    state: str,
    born_week_on: date,
    window: Window,
) -> TopicWeek:
    docs = [of_doc[doc] for row in rows for doc in corpus.copies[row]]
    new = [d for d in docs if window.start <= d["counted_at"] < window.end and not d["is_backlog"]]
    vectors = corpus.vectors[list(rows)]
    cosines = np.round(vectors @ centroid, 4)
    nearness = cosines.tolist()
    central = sorted(range(len(rows)), key=lambda i: (-nearness[i], corpus.doc_ids[rows[i]]))
    return TopicWeek(
        topic_id=topic_id,
        week_on=window.week_on,
        as_of=window.as_of,
        label=description.label,
        terms=description.terms,
        state=state,
        born_week_on=born_week_on,
        n_docs=len(new),
        n_origins=len({d["origin_id"] for d in new}),
        n_sources=len({d["source_id"] for d in new}),
        n_docs_window=len(docs),
        n_origins_window=len(rows),
        coherence_score=round(float(cosines.mean()), 4) if vectors.any() else None,
        representative_doc_ids=tuple(corpus.doc_ids[rows[i]] for i in central[:5]),
    )


def _ended(topics: _Topics, earlier: Earlier, window: Window) -> list[TopicWeek]:
    """Rows of last week's topics that are no more: merged into another, or retired."""
    out = []
    for topic_id, row in sorted(earlier.weeks.items()):
        if topic_id in topics.rows:
            continue
        successor = topics.match.successors.get(topic_id)
        out.append(
            TopicWeek(
                topic_id=topic_id,
                week_on=window.week_on,
                as_of=window.as_of,
                label=row["label"],
                terms=tuple(row["terms"] or ()),
                state="merged" if successor else "retired",
                born_week_on=row["born_week_on"],
                n_docs=0,
                n_origins=0,
                n_sources=0,
                n_docs_window=0,
                n_origins_window=0,
                coherence_score=None,
                representative_doc_ids=(),
                successor_topic_id=successor,
            )
        )
    return out


def _links(
    topics: _Topics, states: Mapping[str, str], weeks: Sequence[TopicWeek], earlier: Earlier, window: Window
) -> list[TopicLink]:
    """The lineage of the week; a topic that falls silent or wakes says that instead of `continued`."""
    steps = []
    for step in topics.match.steps:
        state = states.get(step.topic_id, "")
        was = earlier.weeks.get(step.topic_id, {}).get("state")
        turned = step.relation == "continued" and state in ("dormant", "revived") and state != was
        steps.append(
            (step.topic_id, state if turned else step.relation, step.other_topic_id, step.shared_share)
        )
    steps += [(row.topic_id, "retired", None, None) for row in weeks if row.state == "retired"]
    return [
        TopicLink(
            week_on=window.week_on,
            as_of=window.as_of,
            topic_id=t,
            relation=r,
            other_topic_id=o,
            shared_share=share,
        )
        for t, r, o, share in sorted(steps, key=lambda s: (s[0], s[1], s[2] or ""))
    ]


def _story_rows(corpus: Corpus, grouping: stories.Grouping, window: Window) -> list[StoryMember]:
    out = []
    week_on, as_of = window.week_on, window.as_of
    for row, story in enumerate(grouping.story_ids):
        near = grouping.nearest[row]
        for doc_id in corpus.copies[row]:
            is_first = doc_id == corpus.doc_ids[row]
            nearest = (None if near is None else corpus.doc_ids[near]) if is_first else corpus.doc_ids[row]
            out.append(
                StoryMember(
                    week_on=week_on,
                    as_of=as_of,
                    doc_id=doc_id,
                    story_id=story,
                    similarity=grouping.nearest_similarity[row] if is_first else 1.0,
                    nearest_doc_id=nearest,
                )
            )
    return sorted(out, key=lambda m: m.doc_id)


def _member_rows(
    corpus: Corpus, topics: _Topics, centroids: Mapping[str, FloatArray], window: Window
) -> list[TopicMember]:
    week_on, as_of = window.week_on, window.as_of
    held = [(topic_id, row) for topic_id, rows in topics.rows.items() for row in rows]
    near = np.vecdot(
        corpus.vectors[[row for _, row in held]],
        np.array([centroids[topic_id] for topic_id, _ in held]).reshape(len(held), corpus.vectors.shape[1]),
    )
    return sorted(
        (
            TopicMember(
                week_on=week_on, as_of=as_of, doc_id=doc_id, topic_id=topic_id, similarity=round(value, 4)
            )
            for (topic_id, row), value in zip(held, near.tolist(), strict=True)
            for doc_id in corpus.copies[row]
        ),
        key=lambda m: m.doc_id,
    )


def _first(of_doc: Mapping[str, str], copies: Sequence[str]) -> str | None:
    return next((of_doc[doc] for doc in copies if doc in of_doc), None)


def _majority(topics: Sequence[str | None]) -> str | None:
    counts = Counter(t for t in topics if t)
    return min(counts.items(), key=lambda kv: (-kv[1], kv[0]))[0] if counts else None
