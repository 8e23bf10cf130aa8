"""Terms and label of every topic of a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from horizon.topics import label as labels
from horizon.topics import naming
from horizon.topics.phrases import Part, Phrase, english_phrases, noun_evidence, rule_phrases
from horizon.topics.publishers import Publishers
from horizon.topics.reading import Corpus
from horizon.topics.spelling import Spelling, learn
from horizon.topics.terms import topic_terms
from horizon.topics.tokens import Bools, distinct
from horizon.types import FloatArray

LABEL_TEXTS = 15  # the most central texts of a topic are enough to name it
LABEL_CHARS = 300
_TAGGED = ("en", None)  # languages that are read as English
MANY = 6_000  # texts that are enough, evenly taken, to know what is usual in a window
# stems of amounts and times, in both languages
_MEASURES = frozenset(
    "million billion trillion thousand hundr per cent percent sek euro eur usd dollar kron kronor krona kr miljard miljon "  # noqa: SIM905
    "tusen hundra procent tonn ton kilo kilomet met minut minute hour timm timmar klocka "
    "number numb antal share andel half".split()
)


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
    presence: Mapping[int, frozenset[str]]  # stems of a text, by row
    background: Mapping[str, float]
    publishers: Publishers


def describe(
    corpus: Corpus,
    topics: Mapping[str, Sequence[int]],
    centroids: Mapping[str, FloatArray],
    earlier: Mapping[str, str],
    changed: frozenset[str],
) -> dict[str, Description]:
    """Description by topic. topics: rows of the corpus by topic id. earlier: last week's labels.

    A topic outside `changed` keeps its label; another keeps it as long as it still fits nearly as well as a new one. A label
    with the name of a publisher, who may have come on board since, is not kept.
    """
    looked = np.zeros(len(corpus), dtype=bool)
    looked[:: -(-len(corpus) // MANY) or 1] = True
    case = learn(corpus.tokens, looked)
    publishers = Publishers.of(corpus.source_names, case, corpus.tokens)
    earlier = {topic: label for topic, label in earlier.items() if not publishers.stand_in(label)}
    wanted = {t: rows for t, rows in topics.items() if t in changed or t not in earlier}
    named = {row for rows in wanted.values() for row in rows}
    lexicon = _lexicon(corpus, looked, case, publishers, named)
    looked[[row for rows in topics.values() for row in rows]] = True
    terms = topic_terms(corpus.tokens, looked, corpus.vectors, topics, publishers=publishers)
    fresh = _labels(corpus, wanted, centroids, lexicon, earlier)
    return {
        topic: Description(
            label=fresh.get(topic) or earlier.get(topic) or _fallback(corpus, topics[topic], terms[topic]),
            # one word may have two stems in two languages
            terms=tuple(dict.fromkeys(case.running(term) for term, _ in terms[topic])),
        )
        for topic in topics
    }


def _lexicon(
    corpus: Corpus, is_usual: Bools, case: Spelling, publishers: Publishers, rows: AbstractSet[int]
) -> _Lexicon:
    """is_usual: the rows that show what is usual in the window. rows: those to be named."""
    is_swedish = is_usual & np.array([language == "sv" for language in corpus.languages], dtype=bool)
    return _Lexicon(
        case=case,
        nouns=noun_evidence(corpus.tokens, is_swedish),
        presence=_presence(corpus, rows),
        background=_shares(corpus, is_usual),
        publishers=publishers,
    )


def _presence(corpus: Corpus, rows: AbstractSet[int]) -> dict[int, frozenset[str]]:
    """Stems of the content words of some texts."""
    tokens = corpus.tokens
    wanted = np.zeros(len(corpus), dtype=bool)
    wanted[list(rows)] = True
    told = np.array([len(root) > 1 for root in tokens.roots], dtype=bool)
    at = np.flatnonzero(wanted[tokens.row] & (tokens.root >= 0))
    at = at[told[tokens.root[at]]]
    n_roots = max(len(tokens.roots), 1)
    held = distinct(tokens.row[at] * n_roots + tokens.root[at])
    stems = [tokens.roots[root] for root in (held % n_roots).tolist()]
    starts = np.searchsorted(held, np.arange(len(corpus) + 1) * n_roots).tolist()
    return {row: frozenset(stems[starts[row] : starts[row + 1]]) for row in sorted(rows)}


def _shares(corpus: Corpus, is_usual: Bools) -> dict[str, float]:
    """Share of the usual texts that hold a stem."""
    tokens = corpus.tokens
    at = np.flatnonzero((tokens.root >= 0) & is_usual[tokens.row])
    n_roots = max(len(tokens.roots), 1)
    held = distinct(tokens.row[at] * n_roots + tokens.root[at]) % n_roots
    n_texts = max(int(is_usual.sum()), 1)
    times = np.bincount(held, minlength=n_roots).tolist()
    return {root: n / n_texts for root, n in zip(tokens.roots, times, strict=False) if n}


def _labels(
    corpus: Corpus,
    topics: Mapping[str, Sequence[int]],
    centroids: Mapping[str, FloatArray],
    lexicon: _Lexicon,
    earlier: Mapping[str, str],
) -> dict[str, str]:
    subjects = {}
    for topic, rows in sorted(topics.items()):
        language = labels.majority_language(corpus.languages[row] for row in rows)
        own = [row for row in rows if corpus.languages[row] == language] or list(rows)
        weighing = labels.weigh([lexicon.presence[row] for row in own], lexicon.background)
        told = frozenset(own)
        central = [row for row in _central(corpus, rows, centroids[topic]) if row in told]
        subjects[topic] = _subject(corpus, central, language, weighing, lexicon)
    found = naming.name_all(subjects, lambda runs: _phrases(runs, lexicon), lexicon.case)
    out = {}
    for topic, subject in subjects.items():
        before, fresh = earlier.get(topic, ""), found[topic]
        keeps = before and fresh and labels.is_still_good(before, subject.language, subject.weighing, fresh)
        out[topic] = before if keeps else fresh
    return out


def _subject(
    corpus: Corpus, rows: Sequence[int], language: str | None, weighing: labels.Weighing, lexicon: _Lexicon
) -> naming.Subject:
    sentences = []
    for text, row in enumerate(rows):
        own = corpus.languages[row]
        title = corpus.titles[row]
        if own in _TAGGED:
            # the tagger knows running text better than headlines
            title = lexicon.case.sentence(title) + "."
        sentences.append(naming.Sentence(title, own, text))
        parts = naming.sentences_of(_lead(corpus.texts[row]))
        sentences += [naming.Sentence(part, own, text) for part in parts]
    return naming.Subject(language, weighing, sentences)


def _lead(text: str) -> str:
    """The first LABEL_CHARS characters of a text, without the half of a word."""
    if len(text) <= LABEL_CHARS:
        return text
    end = text.rfind(" ", 0, LABEL_CHARS + 1)
    return text[: end if end > 0 else LABEL_CHARS]


def _central(corpus: Corpus, rows: Sequence[int], centroid: FloatArray) -> list[int]:
    cosines = (corpus.vectors[list(rows)] @ centroid).round(4).tolist()
    order = sorted(range(len(rows)), key=lambda i: (-cosines[i], corpus.doc_ids[rows[i]]))
    return [rows[i] for i in order[:LABEL_TEXTS]]


def _phrases(runs: Sequence[naming.Run], lexicon: _Lexicon) -> list[list[Phrase]]:
    """Phrases that may name something, in each run: by the tagger in English, by rules otherwise."""
    parts = [Part(run.sentence.written, run.start, run.end) for run in runs]
    is_tagged = [run.sentence.language in _TAGGED for run in runs]
    # texts of one topic repeat each other's sentences
    by_tagger = list(dict.fromkeys(part for part, yes in zip(parts, is_tagged, strict=True) if yes))
    tagged = dict(zip(by_tagger, english_phrases(by_tagger), strict=True))
    found = [
        tagged[part]
        if yes
        else rule_phrases(part.text[part.start : part.end], run.sentence.language, lexicon.nouns)
        for run, part, yes in zip(runs, parts, is_tagged, strict=True)
    ]
    names = {p.stems for held in found for p in held}
    names = {stems for stems in names if not lexicon.publishers.forbid(stems) and not _is_bare(stems)}
    return [[p for p in held if p.stems in names] for held in found]


def _is_bare(stems: Sequence[str]) -> bool:
    """A lone short word, or words that only count things, name nothing."""
    return all(s in _MEASURES for s in stems) or (len(stems) == 1 and len(stems[0]) < 4)


def _fallback(corpus: Corpus, rows: Sequence[int], terms: Sequence[tuple[str, float]]) -> str:
    return terms[0][0][:1].upper() + terms[0][0][1:] if terms else corpus.titles[rows[0]]
