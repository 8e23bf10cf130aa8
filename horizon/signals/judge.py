"""Judges one week: candidates in, signals with their evidence out. Pure: everything it knows is in the History."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from horizon.signals import attention, bursts, emergence, evidence, novelty, rank, series, stage_of
from horizon.signals.candidates import (
    TOPIC_GROWTH,
    Candidate,
    topic_candidates,
    with_bursts,
    with_novel,
)
from horizon.signals.history import History, IntArray
from horizon.signals.measured import Measured, kept_together, measured
from horizon.signals.occasions import Occasions, in_season
from horizon.signals.scale import cosine_scale
from horizon.signals.twins import Telling, tellings
from horizon.types import SOURCE_CLASSES, FloatArray, Signal, SignalEvidence

MAX_EVIDENCE = 40  # documents kept per signal, the best in reading order


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The settings the judgement needs."""

    window_weeks: int
    term_weeks: int
    max_flags: int
    occasions: Occasions


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One signal before it is ranked, with what the model and the backtest need."""

    candidate: Candidate
    signal: Signal
    standing: rank.Standing
    features: emergence.Features
    evidence: evidence.Evidence
    recent_docs: IntArray
    flag_doc_ids: frozenset[str]  # the same by name: tells an earlier flag on the same matter
    centroid: FloatArray | None
    threshold: float
    matter: str  # what the signal is counted by later: topic id or term; for novel documents their ids
    own: IntArray  # (n_weeks,) origins a week, classes pooled
    totals: IntArray  # (n_weeks,) origins collected
    told: Telling = field(default_factory=Telling)  # known where it deserves a flag


def judge(
    history: History,
    topics: Sequence[Mapping[str, Any]],
    *,
    week_on: date,
    as_of: datetime,
    limits: Limits,
    model: emergence.Model | None,
    earlier: Sequence[rank.EarlierFlag] = (),
) -> list[Judged]:
    """All signals of the week, ranked; flagged ones are marked. topics: rows of `signals/topics`.

    earlier: flags of the last eight weeks as they were known then, so that what was told gives way to what is new.
    """
    judged = measure(history, topics, week_on=week_on, as_of=as_of, limits=limits, model=model)
    return ranked(judged, earlier, max_flags=limits.max_flags)


def measure(
    history: History,
    topics: Sequence[Mapping[str, Any]],
    *,
    week_on: date,
    as_of: datetime,
    limits: Limits,
    model: emergence.Model | None,
) -> list[Judged]:
    """All signals of the week before they are ranked; needs nothing of other weeks' judgements, so weeks can go in parallel."""
    scale = cosine_scale(history.vectors)
    totals = series.class_totals(history)
    found = topic_candidates(history, topics)
    of_topics = series.group_counts(history, [c.docs for c in found])
    typical = series.typical_share(of_topics, totals, weeks=limits.window_weeks)
    burst = bursts.term_bursts(history, scale, weeks=limits.term_weeks, typical=typical)
    found = with_bursts(history, found, burst)
    found = with_novel(history, found, novelty.novel_groups(history, scale))
    found = [c for c in found if len(c.docs)]
    counts = series.group_counts(history, [c.docs for c in found])
    all_measured = measured(history, found, counts, scale, limits.window_weeks)
    season = in_season(history, limits.occasions, [week_on + timedelta(days=n) for n in range(7)])
    all_measured = kept_together(history, found, all_measured, scale, season)
    judged = [
        _judge_one(history, candidate, m, totals, typical, week_on, as_of, limits, model)
        for candidate, m in zip(found, all_measured, strict=True)
    ]
    rivals = [i for i, j in enumerate(judged) if rank.deserves_flag(j.standing)]
    told = tellings(history, [judged[i].candidate.docs for i in rivals], window_weeks=limits.window_weeks)
    for i, telling in zip(rivals, told, strict=True):
        judged[i] = replace(judged[i], told=telling)
    return judged


def evidence_rows(history: History, judged: Judged) -> list[SignalEvidence]:
    """Evidence of a signal in reading order; contradicting documents always stay within the cut."""
    e, s = judged.evidence, judged.signal
    kept = [j for j in range(len(e.docs)) if j < MAX_EVIDENCE or e.stances[j] == "contradicts"]
    return [
        SignalEvidence(
            signal_id=s.signal_id,
            week_on=s.week_on,
            as_of=s.as_of,
            doc_id=history.doc_ids[e.docs[j]],
            origin_id=history.origin_ids[e.docs[j]],
            stance=e.stances[j],
            rank=place,
        )
        for place, j in enumerate(kept, start=1)
    ]


def _judge_one(
    history: History,
    candidate: Candidate,
    m: Measured,
    totals: IntArray,
    typical: float,
    week_on: date,
    as_of: datetime,
    limits: Limits,
    model: emergence.Model | None,
) -> Judged:
    growth = attention.growth(m.alike, totals, typical, window=limits.window_weeks)
    theme = None
    if m.theme is not None:
        theme = attention.growth(m.theme, totals, typical, window=limits.window_weeks)
    window_docs = candidate.docs[history.week[candidate.docs] > history.last - limits.window_weeks]
    weighed = evidence.weigh(history, window_docs, centroid=m.centroid)
    facts = _facts(history, candidate, m, totals, typical, growth, limits, weighed)
    stage, codes = stage_of.stage_of(facts)
    detectors = set(candidate.detectors)
    if candidate.kind == "topic" and stage_of.is_growing(growth):
        detectors.add(TOPIC_GROWTH)
    new_actors, new_actor_share = _new_actors(history, candidate.docs)
    features = _features(candidate, facts, m, totals, typical, new_actor_share)
    n_weeks = int((totals.sum(axis=0) > 0).sum())
    estimate = emergence.estimate(features, model, n_weeks=n_weeks)
    signal = _signal(
        history, candidate, m, totals, typical, growth, theme, facts, weighed, estimate,
        stage=stage, codes=codes, detectors=tuple(sorted(detectors)), new_actors=new_actors,
        week_on=week_on, as_of=as_of, limits=limits, window_docs=window_docs,
    )  # fmt: skip
    weekly = m.counts.sum(axis=0)
    recent = candidate.docs[history.week[candidate.docs] > history.last - 2]
    if candidate.burst is not None:  # what made it known
        recent = candidate.burst.recent_docs
    standing = rank.Standing(
        signal_id=candidate.signal_id,
        growth=growth,
        theme=theme,
        burst=None
        if candidate.burst is None
        else rank.Burst(
            growth=candidate.burst.growth,
            part_share=candidate.burst.part_share,
            is_seasonal=candidate.burst.is_seasonal,
            is_alone=candidate.kind == "term",
        ),
        novelty_score=facts.novelty_score,
        stage=stage,
        reason_codes=signal.reason_codes,
        n_origins=signal.n_origins,
        n_recent=int(weekly[-2:].sum()),
        n_active_weeks=int((weekly[-4:] > 0).sum()),
        emergence_probability=estimate.probability,
        share_now=series.pooled_share(m.counts, totals, 4),
        togetherness=m.togetherness,
        is_by_words=m.is_by_words,
        is_lone_voice=m.is_lone_voice,
        classes=_classes(history, recent),
        is_research=m.is_research,
        is_yearly=m.is_yearly,
    )
    return Judged(
        candidate=candidate, signal=signal, standing=standing, features=features, evidence=weighed,
        recent_docs=recent, flag_doc_ids=frozenset(history.doc_ids[i] for i in recent), centroid=m.centroid,
        threshold=m.threshold, matter=_matter(history, candidate), own=weekly, totals=totals.sum(axis=0),
    )  # fmt: skip


def _classes(history: History, docs: IntArray) -> frozenset[str]:
    counts = np.bincount(history.source_class[docs], minlength=len(SOURCE_CLASSES))
    return frozenset(
        SOURCE_CLASSES[c] for c in np.flatnonzero(counts) if counts[c] >= rank.CLASS_SHARE * len(docs)
    )


def _matter(history: History, candidate: Candidate) -> str:
    if candidate.topic_id is not None:
        return candidate.topic_id
    if candidate.burst is not None:
        return candidate.burst.key
    return " ".join(history.doc_ids[i] for i in candidate.docs)


def _facts(
    history: History,
    candidate: Candidate,
    m: Measured,
    totals: IntArray,
    typical: float,
    growth: attention.Growth | None,
    limits: Limits,
    weighed: evidence.Evidence,
) -> stage_of.Facts:
    weekly = m.counts.sum(axis=0)
    wide = m.alike if m.theme is None else m.theme
    shares = attention.weekly_shares(wide, totals)
    recent_share = series.pooled_share(m.alike, totals, 4)
    now = series.pooled_share(wide, totals, growth.span if growth else 1)
    recent_wide = series.pooled_share(wide, totals, 4)
    first_week = int(history.week[candidate.docs].min())
    return stage_of.Facts(
        n_origins=int(weekly[-1]),
        n_recent=int(weekly[-4:].sum()),
        n_window=int(weekly[-limits.window_weeks :].sum()),
        n_active_weeks=int((weekly[-12:] > 0).sum()),
        age_weeks=history.last - first_week,
        growth=growth,
        novelty_score=novelty.novelty(
            shares, before=novelty.past_until(shares, window=limits.window_weeks), now=now or 0.0
        ),
        season_share=novelty.season_share(shares),
        usual_share=novelty.usual_share(shares, window=limits.window_weeks),
        recent_share=recent_share,
        recent_theme_share=recent_wide,
        typical_share=typical,
        is_contradicted=weighed.n_contradicting > 0,
        is_outage="source_outage" in weighed.reason_codes,
    )


def _features(
    candidate: Candidate,
    facts: stage_of.Facts,
    m: Measured,
    totals: IntArray,
    typical: float,
    new_actor_share: float | None,
) -> emergence.Features:
    g = facts.growth
    theme = None if m.theme is None else m.theme.sum(axis=0)
    return emergence.Features(
        log_growth=None if g is None else float(np.log2(g.ratio)),
        growth_probability=None if g is None else g.probability,
        novelty=facts.novelty_score,
        coherence=candidate.coherence_score,
        is_term=float(candidate.kind == "term"),
        burst=0.0 if candidate.burst is None else candidate.burst.growth.strength,
        new_actor_share=new_actor_share,
        n_classes=float((m.counts.sum(axis=1) > 0).sum()),
        **emergence.series_features(
            m.counts.sum(axis=0), m.alike.sum(axis=0), theme, totals.sum(axis=0), typical
        ),
    )


def _new_actors(history: History, docs: IntArray) -> tuple[int | None, float | None]:
    """Actors named in the last two weeks and never before in the group; their share of all named lately."""
    if not history.has_entities:
        return None, None
    recent: set[str] = set()
    earlier: set[str] = set()
    for i in docs:
        (recent if history.week[i] > history.last - 2 else earlier).update(history.entities[i])
    new = len(recent - earlier)
    return new, new / len(recent) if recent else None


def _signal(
    history: History,
    candidate: Candidate,
    m: Measured,
    totals: IntArray,
    typical: float,
    growth: attention.Growth | None,
    theme: attention.Growth | None,
    facts: stage_of.Facts,
    weighed: evidence.Evidence,
    estimate: emergence.Estimate,
    *,
    stage: str,
    codes: tuple[str, ...],
    detectors: tuple[str, ...],
    new_actors: int | None,
    week_on: date,
    as_of: datetime,
    limits: Limits,
    window_docs: IntArray,
) -> Signal:
    share = series.mean_class_share(m.counts, totals, slice(-1, None))
    bounds = attention.interval(m.counts[:, -1], totals[:, -1], typical)
    low, high = bounds if bounds is not None else (None, None)
    span = growth.span if growth is not None else 1
    this_week = window_docs[(history.week[window_docs] == history.last) & ~history.is_backlog[window_docs]]
    when = stage_of.diffusion(history, candidate.docs)
    weekly, pooled = m.alike.sum(axis=0), totals.sum(axis=0)
    spread = None if low is None or high is None or low + high <= 0 else (high - low) / (high + low)
    against = weighed.n_contradicting / len(weighed.docs) if weighed.docs else 0.0
    return Signal(
        signal_id=candidate.signal_id,
        week_on=week_on,
        as_of=as_of,
        kind=candidate.kind,
        topic_id=candidate.topic_id,
        label=candidate.label,
        terms=candidate.terms,
        stage=stage,
        reason_codes=tuple(dict.fromkeys((*codes, *weighed.reason_codes))),
        detectors=detectors,
        n_origins=facts.n_origins,
        n_origins_window=int(history.is_lead[window_docs].sum()),
        n_sources=len({history.source_ids[i] for i in this_week}),
        attention_share=share,
        attention_low=low,
        attention_high=high,
        baseline_share=series.mean_class_share(
            m.alike, totals, slice(max(0, history.n_weeks - limits.window_weeks), history.n_weeks - span)
        ),
        growth_ratio=None if growth is None else growth.ratio,
        attention_gain=None if growth is None else growth.strength,
        theme_gain=None if theme is None else theme.strength,
        burst_score=bursts.burst_weight(weekly[-limits.term_weeks :], pooled[-limits.term_weeks :]),
        novelty_score=facts.novelty_score,
        coherence_score=candidate.coherence_score
        if candidate.coherence_score is not None
        else bursts.coherence(history, window_docs),
        n_new_actors=new_actors,
        emergence_probability=estimate.probability,
        emergence_low=estimate.low,
        emergence_high=estimate.high,
        emergence_basis=estimate.basis,
        evidence_grade=weighed.grade,
        n_independent_origins=weighed.n_independent_origins,
        n_families=weighed.n_families,
        n_primary=weighed.n_primary,
        n_contradicting=weighed.n_contradicting,
        uncertainty_score=None if spread is None else max(spread, against),
        first_research_on=when.research_on,
        first_policy_on=when.policy_on,
        first_news_on=when.news_on,
        first_seen_on=when.first_on or week_on,
        geo_level=stage_of.geo_level([history.geo_levels[i] for i in window_docs]),
        rank_score=None,
        rank=None,
        is_flagged=False,
    )


def with_estimate(j: Judged, model: emergence.Model | None) -> Judged:
    """The same signal with the probability of another model."""
    e = emergence.estimate(j.features, model, n_weeks=int((j.totals > 0).sum()))
    signal = replace(
        j.signal,
        emergence_probability=e.probability,
        emergence_low=e.low,
        emergence_high=e.high,
        emergence_basis=e.basis,
    )
    return replace(j, signal=signal, standing=replace(j.standing, emergence_probability=e.probability))


def ranked(judged: Sequence[Judged], earlier: Sequence[rank.EarlierFlag], *, max_flags: int) -> list[Judged]:
    """Signals in order of rank, the best that deserve it flagged."""
    standings = [
        replace(j.standing, is_told=rank.is_told(j.standing, j.flag_doc_ids, earlier)) for j in judged
    ]
    scores = [rank.rank_score(s) for s in standings]
    places = rank.ranks(scores, [j.signal.signal_id for j in judged])
    is_flagged, is_waiting = rank.flags(
        standings, places, [j.recent_docs for j in judged], [j.told for j in judged], max_flags=max_flags
    )
    out = [
        replace(
            j,
            standing=s,
            signal=replace(
                j.signal,
                rank_score=score,
                rank=place,
                is_flagged=flag,
                reason_codes=(
                    *j.signal.reason_codes,
                    *rank.withheld(s),
                    *(("told_lately",) if s.is_told else ()),
                    *(("second_telling",) if waits else ()),
                ),
            ),
        )
        for j, s, score, place, flag, waits in zip(
            judged, standings, scores, places, is_flagged, is_waiting, strict=True
        )
    ]
    return sorted(out, key=lambda j: (j.signal.rank is None, j.signal.rank or 0, j.signal.signal_id))
