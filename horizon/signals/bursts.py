"""Term bursts: words, word pairs and actors that suddenly fill more of what is collected than they used to.

Two documents are enough where the term is new, so that a method or a name is seen before it has a topic of its own. What
counts as lately is longer where sources speak seldom. A term whose documents are spread over many unrelated topics is style,
not subject, and is dropped. Formulas and limits: docs/methodology/emergence.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from horizon.signals.attention import Growth, rate_probability
from horizon.signals.history import BoolArray, History, IntArray
from horizon.signals.scale import CosineScale
from horizon.signals.series import F64
from horizon.signals.terms import capitals_of, spellings, terms_of
from horizon.types import SOURCE_CLASSES

LATELY_WEEKS = {"news": 4, "policy": 13, "research": 13}  # news moves in weeks, the others in quarters
LATELY_SHARE = 0.25  # of the weeks known, at most
MIN_ORIGINS = 2  # recent origins that must carry the term
MIN_COINED = 3  # recent papers that carry a coined name: a thing of its own, whether a title bears it or not
MIN_RATIO = 1.5
MAX_COMMON_SHARE = 0.2  # of earlier documents: commoner terms are furniture
MAX_ENTROPY = 0.65  # of the topics a term appears in, 0 all in one, 1 evenly spread
COHERENCE_Z = 1.5  # mean cosine between the documents of a term, in standard deviations above chance
FURNITURE_Z = 0.75  # below it documents with a word are together by chance: a currency, a town, "per cent"
MIN_OVERLAP = 0.5  # share of documents that two terms share to be one burst
OWN_Z = 0.5  # a narrower term whose documents stand so much nearer to each other than the broader's is a burst of its own
COVER = 0.5  # of a burst's documents: a term in so many of them says what they are part of
STEADY_SHARE = 0.01  # of earlier documents that makes a covering term an old matter ...
STEADY_RATIO = 2.0  # ... unless it grew this much itself
SEASON_WEEKS = 3  # either side of the same week a year ago
SEASON_SHARE = 0.5  # of the present share, that those weeks already had ...
SEASON_RISE = 1.5  # times its share in the rest of the year: a season that is here has risen ...
SEASON_SURE = 0.95  # ... and this surely more of it than the rest of the year: what is always there is none
SPAN_ROOT = 2.0  # root of four weeks: on the scale of the gains of topics
NAME_SHARE = 0.7  # of the texts with a word that write it with a capital inside a sentence: it is a name
NAMES_TOLD_IN = ("en", "sv", None)  # languages that write names alone with a capital, and unknown ones
NAME_DOCS = 200  # the latest texts that are asked
MAX_BURSTS = 30  # a week
MAX_LOOKED_AT = 300  # terms, strongest first
BURST_RATE = 2.0  # the upper state expects this times the ordinary share
BURST_COST = 1.0  # Kleinberg's gamma


@dataclass(frozen=True, slots=True, kw_only=True)
class TermBurst:
    """Terms that burst together, and the documents that carry them."""

    key: str  # the strongest term: names the burst from week to week
    label: str
    terms: tuple[str, ...]  # strongest first
    growth: Growth  # of the strongest
    is_name: bool  # the key is a name, by how running texts write it
    part_of: str | None  # an old steady name that covers most of the documents: an event in a known matter
    part_share: float | None  # of the earlier documents that carry that term
    is_seasonal: bool  # a term that covers most of them rose at this time last year too
    recent_docs: IntArray  # documents of the recent weeks
    docs: IntArray  # documents of the whole history that carry the key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Season:
    """What the same weeks of last year spoke of. n: counted documents of those weeks; 0 where they were not collected."""

    counts: Mapping[str, int]
    n: int
    rest: BoolArray  # (n_docs,) earlier documents of other weeks
    n_rest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Periods:
    """Which documents are recent and which earlier, and how many of each class."""

    recent: BoolArray  # (n_docs,)
    earlier: BoolArray
    n_recent: IntArray  # (n_classes,)
    n_earlier: IntArray
    source_class: IntArray
    span: int
    weeks: int

    def counts(self, docs: IntArray) -> tuple[IntArray, IntArray]:
        """Recent and earlier documents by class, of those given."""
        n = len(self.n_recent)
        classes = self.source_class[docs]
        return (
            np.bincount(classes[self.recent[docs]], minlength=n),
            np.bincount(classes[self.earlier[docs]], minlength=n),
        )

    def growth(self, docs: IntArray, typical: float) -> Growth | None:
        """Each class compared with itself, as for topics; None where no class has both recent and earlier documents."""
        k1, k0 = self.counts(docs)
        known = (self.n_recent > 0) & (self.n_earlier > 0)
        if not known.any():
            return None
        recent, collected = int(k1[known].sum()), int(self.n_recent[known].sum())
        scale = self.n_recent[known] / self.n_earlier[known]
        expected, earlier = float((k0[known] * scale).sum()), int(k0[known].sum())
        exposure = expected / earlier if earlier else collected / int(self.n_earlier[known].sum())
        prior = typical * collected
        gain = np.sqrt((recent + prior) / collected) - np.sqrt((expected + prior) / collected)
        return Growth(
            span=self.span,
            n_recent=recent,
            expected=expected,
            ratio=(recent + prior) / (expected + prior),
            strength=float(SPAN_ROOT * gain),
            probability=rate_probability(recent, earlier, exposure),
            baseline_weeks=self.weeks,
        )


def term_bursts(
    history: History, scale: CosineScale, *, weeks: int, typical: float = 0.005
) -> list[TermBurst]:
    """Bursts of the judged week, strongest first. weeks: how much history the terms are compared with.

    typical: share of all documents that smooths the gain, as for topics.
    """
    periods = _periods(history, weeks)
    if not periods.n_recent.any() or not periods.n_earlier.any():
        return []
    index, titled = _term_index(history, periods)
    n_earlier = int(periods.n_earlier.sum())
    scored: list[tuple[Growth, str, IntArray]] = []
    for term, docs in index.items():
        recent = docs[periods.recent[docs]]
        if (
            len(recent) < MIN_ORIGINS
            or not (history.week[recent] == history.last).any()
            or term not in titled
        ):
            continue
        if len(docs) - len(recent) > MAX_COMMON_SHARE * n_earlier:
            continue
        growth = periods.growth(docs, typical)
        if growth is not None and growth.strength > 0 and growth.ratio >= MIN_RATIO:
            scored.append((growth, term, docs))
    scored.sort(key=lambda s: (-round(s[0].strength, 9), -s[1].count(" "), s[1]))
    del scored[MAX_LOOKED_AT:]
    # of terms as strong as each other a pair says most, then a name
    scored.sort(
        key=lambda s: (
            -round(s[0].strength, 9), -s[1].count(" "), not _is_name(history, s[2], s[1], unknown=False), s[1],
        )
    )  # fmt: skip
    return _group(history, scored, index, periods, scale, _last_season(history, periods))


def _periods(history: History, weeks: int) -> _Periods:
    counted = history.is_counted
    first = max(0, history.n_weeks - weeks)
    span_of = np.zeros(len(SOURCE_CLASSES), dtype=np.int64)
    for number, name in enumerate(SOURCE_CLASSES):
        seen = history.week[counted & (history.source_class == number)]
        known = history.last - max(first, int(seen.min())) + 1 if len(seen) else 0
        span_of[number] = max(1, min(LATELY_WEEKS[name], int(LATELY_SHARE * known)))
    is_recent = counted & (history.week > history.last - span_of[history.source_class])
    earlier = counted & ~is_recent & (history.week >= first)
    n = len(SOURCE_CLASSES)
    return _Periods(
        recent=np.asarray(is_recent, dtype=np.bool_),
        earlier=np.asarray(earlier, dtype=np.bool_),
        n_recent=np.bincount(history.source_class[is_recent], minlength=n),
        n_earlier=np.bincount(history.source_class[earlier], minlength=n),
        source_class=history.source_class,
        span=int(span_of.max()),
        weeks=history.n_weeks - first,
    )


def log_odds_z(recent: int, n_recent: int, earlier: int, n_earlier: int) -> float:
    """Standard score of the log-odds of a term now against earlier; 0 is no change.

    The Dirichlet prior puts one pseudo-document on the term, shared out by the size of the two periods.
    """
    total = n_recent + n_earlier
    prior_recent, prior_earlier = n_recent / total, n_earlier / total
    a, b = recent + prior_recent, n_recent - recent + 1.0
    c, d = earlier + prior_earlier, n_earlier - earlier + 1.0
    return float((np.log(a / b) - np.log(c / d)) / np.sqrt(1 / a + 1 / c))


def burst_weight(
    counts: IntArray | F64, totals: IntArray | F64, *, rate: float = BURST_RATE, cost: float = BURST_COST
) -> float:
    """Kleinberg's weight of the burst that lasts into the last week: 0 when the automaton is in its ordinary state.

    counts, totals: (n_weeks,) documents with the term / collected at all, oldest first. Natural-log units: how much
    better the upper state explains the weeks of the burst. The base rate is that of the whole series.
    """
    n, k = np.asarray(totals, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if k.sum() == 0 or len(k) < 2:
        return 0.0
    low = min(float(k.sum() / n.sum()), 0.5)
    high = min(rate * low, 0.95)
    costs = np.stack([-(k * np.log(p) + (n - k) * np.log1p(-p)) for p in (low, high)])
    up = cost * np.log(len(k))
    best = np.array([costs[0, 0], costs[1, 0] + up])
    came_from = np.zeros((2, len(k)), dtype=np.int64)
    for t in range(1, len(k)):
        stay_low, rise = best[0], best[0] + up
        came_from[0, t] = int(best[1] < stay_low)
        came_from[1, t] = int(best[1] <= rise)
        best = np.array([min(stay_low, best[1]) + costs[0, t], min(rise, best[1]) + costs[1, t]])
    state, weight = int(best[1] < best[0]), 0.0
    for t in range(len(k) - 1, -1, -1):
        if state == 0:
            break
        weight += float(costs[0, t] - costs[1, t])
        state = int(came_from[1, t]) if t else 0
    return max(0.0, weight)


def topic_entropy(topics: Sequence[str]) -> float:
    """Entropy of the topics of a term's documents: 0 all in one, 1 spread as evenly as so many documents can be."""
    if len(topics) < 2:
        return 0.0
    shares = np.array(list(Counter(topics).values())) / len(topics)
    return float(-(shares * np.log(shares)).sum() / np.log(len(topics)))


def _is_subject(history: History, docs: IntArray, scale: CosineScale) -> bool:
    """True when the documents of a term are about one thing: by their topics where most have one, else by their vectors."""
    topics = [t for i in docs if (t := history.topic_ids[i]) is not None]
    if len(topics) >= 0.6 * len(docs) and topic_entropy(topics) <= MAX_ENTROPY:
        return True
    near = coherence(history, docs)
    if near is None:  # no vectors: the topics have spoken, or nothing can tell
        return len(topics) < 0.6 * len(docs)
    return near >= scale.at(COHERENCE_Z)


def _is_matter(history: History, docs: IntArray, scale: CosineScale) -> bool:
    """False for furniture: a word whose documents are no nearer to each other than any two are."""
    near = coherence(history, docs)
    return near is None or near >= scale.at(FURNITURE_Z)


def _is_name(history: History, docs: IntArray, term: str, *, unknown: bool = True) -> bool:
    """True where the words of a term are mostly written with a capital inside a sentence, as names are in English and Swedish.

    Texts in other languages, which may write every noun so, are not asked. unknown: the answer where no text tells.
    """
    words = frozenset(term.split())
    as_name = as_word = 0
    for i in docs[-NAME_DOCS:]:
        if history.languages[i] not in NAMES_TOLD_IN:
            continue
        large, small = capitals_of(history.texts[i], history.languages[i])
        as_name += words <= large
        as_word += words <= small
    if not as_name + as_word:
        return unknown
    return as_name >= NAME_SHARE * (as_name + as_word)


def coherence(history: History, docs: IntArray) -> float | None:
    """Mean cosine between the documents; None for fewer than two with a vector."""
    if history.vectors is None:
        return None
    vectors = history.vectors[docs]
    vectors = vectors[np.any(vectors != 0, axis=1)]
    n = len(vectors)
    if n < 2:
        return None
    total = float(np.sum(vectors.sum(axis=0, dtype=np.float64) ** 2))
    return (total - n) / (n * (n - 1))


def _term_index(history: History, periods: _Periods) -> tuple[dict[str, IntArray], frozenset[str]]:
    """Term -> counted documents that carry it, for terms that are in use lately; and those in a recent title.

    A term that no title bears is not what any of its documents is about.
    """
    recent_terms: Counter[str] = Counter()
    coined: Counter[str] = Counter()
    titled: set[str] = set()
    for i in np.flatnonzero(periods.recent):
        recent_terms.update(history.terms(int(i)))
        coined.update(history.coined[i].keys())
        titled |= terms_of(history.titles[i], "", history.languages[i]).union(history.entities[i])
    titled |= {t for t, n in coined.items() if n >= MIN_COINED}
    wanted = {t for t, n in recent_terms.items() if n >= MIN_ORIGINS}
    found: dict[str, list[int]] = defaultdict(list)
    for i in np.flatnonzero(periods.recent | periods.earlier):
        for term in history.terms(int(i)) & wanted:
            found[term].append(int(i))
    return {t: np.array(d, dtype=np.int64) for t, d in found.items()}, frozenset(titled)


def _group(
    history: History,
    scored: list[tuple[Growth, str, IntArray]],
    index: Mapping[str, IntArray],
    periods: _Periods,
    scale: CosineScale,
    season: _Season,
) -> list[TermBurst]:
    """Terms that share most of their recent documents are one burst, named after its strongest term."""
    groups: list[tuple[set[int], float, list[tuple[Growth, str, IntArray]]]] = []
    for growth, term, docs in scored:
        lately = docs[periods.recent[docs]]
        recent = set(lately.tolist())
        near = coherence(history, lately) or 0.0
        place = _same_burst(recent, near, [(members, close) for members, close, _ in groups], scale)
        if place is not None:
            groups[place][2].append((growth, term, docs))
        elif len(groups) < MAX_BURSTS and _is_subject(history, lately, scale):
            groups.append((recent, near, [(growth, term, docs)]))
    return [_burst(history, terms, index, periods, season, scale) for _, _, terms in groups]


def _same_burst(
    recent: set[int], near: float, groups: Sequence[tuple[set[int], float]], scale: CosineScale
) -> int | None:
    """Place of the group that a term belongs to: the one whose documents are most nearly the same.

    A broad word ("patient") shares the documents of every matter that it is used in. Where those of the narrower term are
    clearly nearer to each other, it is a matter of its own and no part of the word's.
    """
    best, place = 0.0, None
    for number, (members, close) in enumerate(groups):
        shared = len(recent & members)
        small, large = sorted((len(recent), len(members)))
        if shared < MIN_OVERLAP * small:
            continue
        is_narrower = len(recent) < len(members) and shared < MIN_OVERLAP * large
        if is_narrower and near >= close + OWN_Z * scale.sd:
            continue
        alike = shared / (small + large - shared)
        if alike > best:
            best, place = alike, number
    return place


def _burst(
    history: History,
    terms: list[tuple[Growth, str, IntArray]],
    index: Mapping[str, IntArray],
    periods: _Periods,
    season: _Season,
    scale: CosineScale,
) -> TermBurst:
    growth, key, docs = terms[0]
    recent = docs[periods.recent[docs]]
    written = [(history.titles[i], history.texts[i], history.languages[i]) for i in recent]
    coined = {t: name for i in recent for t, name in history.coined[i].items()}
    spelt = coined | {
        t: s for t, s in spellings((t for _, t, _ in terms), written).items() if s != t or t not in coined
    }
    names = list(dict.fromkeys(spelt[t] for _, t, _ in terms))
    part, is_seasonal = _context(history, recent, index, periods, season, scale)
    return TermBurst(
        key=key, label=_label(names), terms=tuple(names[:8]), growth=growth,
        is_name=_is_name(history, docs, key, unknown=False), part_of=part and part[1],
        part_share=part and part[0], is_seasonal=is_seasonal, recent_docs=recent, docs=docs,
    )  # fmt: skip


def _context(
    history: History,
    recent: IntArray,
    index: Mapping[str, IntArray],
    periods: _Periods,
    season: _Season,
    scale: CosineScale,
) -> tuple[tuple[float, str] | None, bool]:
    """What the documents of a burst are part of: an old steady name that most of them carry, and whether it is a season.

    What happens to somebody who is always in the news is an event in a known matter. A branch of a broad concept ("neural",
    "vaccine") is no event in it but how new matters begin, and a word that documents of anything carry (a currency, the town
    of the feeds) covers many bursts and is no matter.
    """
    covers: Counter[str] = Counter()
    for i in recent:
        covers.update(terms_of(history.titles[i], history.texts[i], history.languages[i]))
    n1, n0 = int(periods.n_recent.sum()), int(periods.n_earlier.sum())
    part_of: tuple[float, str] | None = None
    is_seasonal = False
    for term in sorted(t for t, n in covers.items() if n >= COVER * len(recent)):
        docs = index.get(term)
        if docs is None:
            continue
        k1, k0 = periods.counts(docs)
        now, before = k1.sum() / n1, k0.sum() / n0
        if (
            before >= STEADY_SHARE
            and now < STEADY_RATIO * before
            and (part_of is None or before > part_of[0])
            and _is_name(history, docs, term)
            and _is_matter(history, docs, scale)
        ):
            part_of = (float(before), term)
        is_seasonal |= _came_with_season(season, term, docs, float(now))
    return part_of, is_seasonal


def _came_with_season(season: _Season, term: str, docs: IntArray, share_now: float) -> bool:
    """True where a term is up now, had half its present share at this time last year, and more than in the rest of that year.

    A common word that is as common now as ever brought nothing, whatever it did a year ago: of the dozens of words that cover
    a burst, some were more frequent in those weeks by chance.
    """
    n_season = season.counts.get(term, 0)
    if not n_season or not season.n_rest or n_season / season.n < SEASON_SHARE * share_now:
        return False
    n_rest = int(season.rest[docs].sum())
    if share_now < SEASON_RISE * n_rest / season.n_rest:
        return False
    return rate_probability(n_season, n_rest, season.n / season.n_rest) >= SEASON_SURE


def _last_season(history: History, periods: _Periods) -> _Season:
    """What was collected around the same week a year ago; nothing where that time was not collected.

    The index of terms reaches back one year and may begin in the middle of that season; this one holds it whole.
    """
    centre = history.last - 52
    around = np.asarray(history.is_counted & (np.abs(history.week - centre) <= SEASON_WEEKS), dtype=np.bool_)
    if centre < SEASON_WEEKS or not around.any():
        return _Season(counts={}, n=0, rest=periods.earlier, n_rest=0)
    counts: Counter[str] = Counter()
    for i in np.flatnonzero(around):
        counts.update(terms_of(history.titles[i], history.texts[i], history.languages[i]))
    rest = periods.earlier & ~around
    return _Season(counts=counts, n=int(around.sum()), rest=rest, n_rest=int(rest.sum()))


def _label(names: list[str]) -> str:
    """The strongest term, and a second one that says something else: the pair that holds a word rather than the word."""
    first = names[0]
    taken = set(first.lower().split())
    others = [n for n in names[1:] if not set(n.lower().split()) & taken]
    if not others:
        return first
    other = next(
        (n for n in others if len(n.split()) > 1 and others[0].lower() in n.lower().split()), others[0]
    )
    return f"{first}, {other}"
