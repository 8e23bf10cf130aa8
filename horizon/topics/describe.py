"""Terms and label of every topic of a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from horizon.topics import label as labels
from horizon.topics.reading import Corpus
from horizon.topics.terms import spell, topic_terms
from horizon.topics.words import fold, stem
from horizon.types import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """How a topic is shown."""

    label: str
    terms: tuple[str, ...]


def describe(
    corpus: Corpus,
    topics: Mapping[str, Sequence[int]],
    centroids: Mapping[str, FloatArray],
    earlier_labels: Mapping[str, str],
) -> dict[str, Description]:
    """Description by topic. topics: rows of the corpus by topic id."""
    spelled = [spell(t, b, g) for t, b, g in zip(corpus.titles, corpus.texts, corpus.languages, strict=True)]
    terms = topic_terms(spelled, corpus.vectors, topics)
    case = labels.usual_case(corpus.texts)
    return {
        topic: Description(
            label=_label(corpus, rows, terms[topic], case), terms=tuple(term for term, _ in terms[topic])
        )
        for topic, rows in topics.items()
    }


def _label(
    corpus: Corpus, rows: Sequence[int], terms: Sequence[tuple[str, float]], case: Mapping[str, str]
) -> str:
    language = labels.majority_language(corpus.languages[row] for row in rows)
    weights = {
        stem(fold(word), language): weight for term, weight in reversed(terms) for word in term.split()
    }
    own = [row for row in rows if corpus.languages[row] == language] or list(rows)
    phrases = [
        [*labels.candidates(corpus.titles[r], language), *labels.candidates(corpus.texts[r][:400], language)]
        for r in own
    ]
    found = labels.choose(phrases, weights, language, case)
    return found or (terms[0][0] if terms else corpus.titles[rows[0]])
