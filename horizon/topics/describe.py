"""Terms and label of every topic of a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from horizon.topics import label as labels
from horizon.topics.phrases import Phrase, english_phrases, noun_evidence, rule_phrases
from horizon.topics.reading import Corpus
from horizon.topics.spelling import Spelling, learn
from horizon.topics.terms import spell, topic_terms
from horizon.types import FloatArray

LABEL_TEXTS = 15  # the most central texts of a topic are enough to name it
LABEL_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """How a topic is shown."""

    label: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What naming needs to know of the whole window."""

    case: Spelling
    nouns: Mapping[str, int]
    presence: Sequence[frozenset[str]]  # stems of each text
    background: Mapping[str, float]
    never: frozenset[str]  # stems of the sources' own names


def describe(
    corpus: Corpus,
    topics: Mapping[str, Sequence[int]],
    centroids: Mapping[str, FloatArray],
    earlier: Mapping[str, str],
    changed: frozenset[str],
) -> dict[str, Description]:
    """Description by topic. topics: rows of the corpus by topic id. earlier: last week's labels.

    A topic outside `changed` keeps its label; another keeps it as long as it still fits nearly as well as a new one.
    """
    spelled = [spell(t, b, g) for t, b, g in zip(corpus.titles, corpus.texts, corpus.languages, strict=True)]
    lexicon = _lexicon(corpus)
    terms = topic_terms(spelled, corpus.vectors, topics, boilerplate=lexicon.never)
    wanted = {t: rows for t, rows in topics.items() if t in changed or t not in earlier}
    fresh = _labels(corpus, wanted, centroids, lexicon, earlier)
    return {
        topic: Description(
            label=fresh.get(topic) or earlier.get(topic) or _fallback(corpus, topics[topic], terms[topic]),
            terms=tuple(lexicon.case.running(term) for term, _ in terms[topic]),
        )
        for topic in topics
    }


def _lexicon(corpus: Corpus) -> _Lexicon:
    presence = [
        frozenset(labels.content_stems(f"{t} {b}", g))
        for t, b, g in zip(corpus.titles, corpus.texts, corpus.languages, strict=True)
    ]
    counts = Counter(s for stems in presence for s in stems)
    return _Lexicon(
        case=learn(corpus.texts),
        nouns=noun_evidence(t for t, g in zip(corpus.texts, corpus.languages, strict=True) if g == "sv"),
        presence=presence,
        background={s: n / len(presence) for s, n in counts.items()},
        never=frozenset(s for name in corpus.source_names for s in _name_stems(name)),
    )


def _name_stems(name: str) -> tuple[str, ...]:
    """A source's name may not name a topic: one word as it is, several words only together."""
    stems = labels.content_stems(name, "en")
    return stems if len(stems) == 1 else (" ".join(stems),)


def _labels(
    corpus: Corpus,
    topics: Mapping[str, Sequence[int]],
    centroids: Mapping[str, FloatArray],
    lexicon: _Lexicon,
    earlier: Mapping[str, str],
) -> dict[str, str]:
    chosen = {t: _central(corpus, rows, centroids[t]) for t, rows in sorted(topics.items())}
    phrases = _phrases(corpus, sorted({r for rows in chosen.values() for r in rows}), lexicon)
    out = {}
    for topic, rows in chosen.items():
        language = labels.majority_language(corpus.languages[row] for row in topics[topic])
        own = [row for row in topics[topic] if corpus.languages[row] == language] or list(topics[topic])
        weighing = labels.weigh([lexicon.presence[row] for row in own], lexicon.background)
        found = labels.choose([phrases[row] for row in rows if row in own], weighing, language, lexicon.case)
        before = earlier.get(topic, "")
        keeps = before and found and labels.is_still_good(before, language, weighing, found)
        out[topic] = before if keeps else found
    return out


def _central(corpus: Corpus, rows: Sequence[int], centroid: FloatArray) -> list[int]:
    cosines = (corpus.vectors[list(rows)] @ centroid).round(4)
    order = sorted(range(len(rows)), key=lambda i: (-cosines[i], corpus.doc_ids[rows[i]]))
    return [rows[i] for i in order[:LABEL_TEXTS]]


def _phrases(corpus: Corpus, rows: Sequence[int], lexicon: _Lexicon) -> dict[int, list[Phrase]]:
    out: dict[int, list[Phrase]] = {}
    english = [row for row in rows if corpus.languages[row] in ("en", None)]
    texts = [lexicon.case.sentence(corpus.titles[r]) + ". " + corpus.texts[r][:LABEL_CHARS] for r in english]
    out.update(zip(english, english_phrases(texts) if texts else [], strict=True))
    for row in rows:
        if row not in out:
            language = corpus.languages[row]
            parts = (corpus.titles[row], corpus.texts[row][:LABEL_CHARS])
            out[row] = [p for part in parts for p in rule_phrases(part, language, lexicon.nouns)]
    return {
        row: [p for p in found if " ".join(p.stems) not in lexicon.never and not _is_bare(p)]
        for row, found in out.items()
    }


def _is_bare(phrase: Phrase) -> bool:
    """A lone short word, or one that only counts things, names nothing."""
    return len(phrase.stems) == 1 and len(phrase.stems[0]) < 4


def _fallback(corpus: Corpus, rows: Sequence[int], terms: Sequence[tuple[str, float]]) -> str:
    return terms[0][0][:1].upper() + terms[0][0][1:] if terms else corpus.titles[rows[0]]
