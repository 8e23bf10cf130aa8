"""Origins: generated wire copies found, documents of one template kept apart, and how fast the check is.

    python -m benchmarks.origins [--list]

Copies are made from the sample edition: sentences cut off the end, a credit line, another headline, small changes of house
style. The template-alike documents are the Swedish government's with a summary of 15 words or more; pairs are compared as
the normalise stage does, no more than `copy_days` apart. Merged pairs that differ in title or text are read by hand: --list.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from benchmarks.corpora import BenchDocument, corpus_path, read_corpus
from benchmarks.peers import PeerScores
from horizon.config import NormaliseSettings, data_root
from horizon.normalise.duplicates import (
    Fingerprint,
    best_copy,
    copy_similarity,
    fingerprint,
    fingerprints,
    may_be_copy,
    shared_bands,
)
from horizon.normalise.text import clean_text

SAME_TEXT, COSINE = "same text", "TF-IDF cosine"


@dataclass(frozen=True, slots=True)
class Found:
    """Generated copies: found, given another original, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def sample_texts() -> list[tuple[str, str]]:
    """(title, text) of the sample edition's longer items that are no copies themselves."""
    files = sorted((data_root() / "sample" / "entries").glob("*.jsonl"))
    items = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    return [(i["title"], i["text"]) for i in items if not i.get("copy_of") and len(i["text"].split()) >= 40]


def vary(title: str, text: str, dice: random.Random) -> tuple[str, str]:
    """A wire copy: some sentences cut off the end, a credit line, a new headline, small house-style changes."""
    sentences = text.split(". ")
    kept = sentences[: max(2, round(len(sentences) * dice.uniform(0.5, 1)))]
    body = ". ".join(kept)
    if dice.random() < 0.5:
        body = body.replace(" per cent", " percent").replace(" kronor", " kr").replace(" euros", " EUR")
    credit = dice.choice(["(TT)", "(Reuters)", "", "Nyhetsbyrån", "- Agency"])
    return dice.choice([title, " ".join(title.split()[::-1]), "In brief"]), f"{body}. {credit}".strip()


def copies_of(originals: Sequence[tuple[str, str]], *, seed: int = 3) -> list[tuple[str, str]]:
    """Each original varied once."""
    dice = random.Random(seed)
    return [vary(*original, dice) for original in originals]


def find_copies(originals: Sequence[tuple[str, str]], *, seed: int = 3) -> Found:
    """Each original varied once and looked up among all originals."""
    threshold = NormaliseSettings().copy_similarity
    prints = [(str(i), fingerprint(*t)) for i, t in enumerate(originals)]
    right = wrong = missed = 0
    for i, varied in enumerate(copies_of(originals, seed=seed)):
        copy = fingerprint(*varied)
        shared = [(n, p) for n, p in prints if set(p.bands) & set(copy.bands)]
        found = best_copy(copy, shared, threshold)
        right += found is not None and found[0] == str(i)
        wrong += found is not None and found[0] != str(i)
        missed += found is None
    return Found(right, wrong, missed)


def template_alikes() -> list[BenchDocument]:
    """The Swedish government documents with a date and a summary long enough to be compared."""
    rows = read_corpus(corpus_path("regeringen_docs"))
    return [d for d in rows if d.published_on and len(d.text.split()) >= 15]


def merged_pairs(documents: Sequence[BenchDocument]) -> list[tuple[int, int]]:
    """Pairs of rows that the normalise stage would give one origin although title or text differ."""
    settings = NormaliseSettings()
    prints = [fingerprint(d.title, clean_text(d.text, max_chars=settings.max_text_chars)) for d in documents]
    days = [d.published_on.toordinal() if d.published_on else 0 for d in documents]
    by_band: dict[int, list[int]] = defaultdict(list)
    for i, p in enumerate(prints):
        for band in p.bands:
            by_band[band].append(i)
    pairs = {
        pair
        for ids in by_band.values()
        for pair in combinations(ids, 2)
        if abs(days[pair[0]] - days[pair[1]]) <= settings.copy_days
    }
    return [
        (i, j)
        for i, j in sorted(pairs)
        if (documents[i].title, documents[i].text) != (documents[j].title, documents[j].text)
        and copy_similarity(prints[i], prints[j]) >= settings.copy_similarity
        and may_be_copy(documents[i].title, documents[i].source, documents[j].title, documents[j].source)
    ]


def docs_per_second(texts: Sequence[tuple[str, str]]) -> float:
    """Documents fingerprinted, looked up among all and compared a second of processor time, one thread, as the normalise
    stage does it: by those bands only that two documents share."""
    started = time.process_time()
    threshold = NormaliseSettings().copy_similarity
    prints = fingerprints(texts)
    shared = shared_bands(prints)
    by_band: dict[int, list[tuple[str, Fingerprint]]] = defaultdict(list)
    for i, mine in enumerate(prints):
        near: dict[str, Fingerprint] = {}
        for band in shared.intersection(mine.bands):
            near.update(by_band[band])
            by_band[band].append((str(i), mine))
        best_copy(mine, near.items(), threshold)
    return len(texts) / (time.process_time() - started)


def quality() -> dict[str, float]:
    """F1 on generated copies and the pairs of template-alike documents merged though they differ."""
    return {
        "origins_copy_f1": find_copies(sample_texts()).f1,
        "origins_template_merges": float(len(merged_pairs(template_alikes()))),
    }


def peer_scores() -> PeerScores:
    """Plain peers on the same copies and pairs: texts alike to the letter, and TF-IDF cosine at its best limit for the copies.

    Merges are counted as ours are: other titles, no more than copy_days apart. Nobody has read the peers' merges.
    """
    originals, documents = sample_texts(), template_alikes()
    limit, found = best_cosine(originals, copies_of(originals))
    return {
        "origins_copy_f1": {SAME_TEXT: by_same_text(originals, copies_of(originals)).f1, COSINE: found.f1},
        "origins_template_merges": {
            SAME_TEXT: float(n_merged(documents, same_text_pairs([d.text for d in documents]))),
            COSINE: float(n_merged(documents, cosine_pairs([d.joined for d in documents], limit))),
        },
    }


def by_same_text(originals: Sequence[tuple[str, str]], copies: Sequence[tuple[str, str]]) -> Found:
    """Copies found by their text being an original's to the letter."""
    known = {text: i for i, (_, text) in reversed(list(enumerate(originals)))}
    found = [known.get(text) for _, text in copies]
    right = sum(at == i for i, at in enumerate(found))
    missed = sum(at is None for at in found)
    return Found(right, len(found) - right - missed, missed)


def best_cosine(
    originals: Sequence[tuple[str, str]], copies: Sequence[tuple[str, str]]
) -> tuple[float, Found]:
    """The highest limit of TF-IDF cosine to the nearest original that finds the copies best, and what it finds."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(sublinear_tf=True)
    rows = model.fit_transform([" ".join(one) for one in originals])
    cosines = (model.transform([" ".join(one) for one in copies]) @ rows.T).toarray()
    nearest = cosines.argmax(axis=1)
    is_right = nearest == np.arange(len(copies))
    tried = []
    for limit in np.arange(0.05, 1.0, 0.05):
        is_found = cosines.max(axis=1) >= limit
        right, n = int((is_found & is_right).sum()), int(is_found.sum())
        tried.append((float(limit), Found(right, n - right, len(copies) - n)))
    return max(tried, key=lambda one: (one[1].f1, one[0]))


def same_text_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of rows, the lower first, whose texts are the same to the letter."""
    rows: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        rows[text].append(i)
    return (pair for held in rows.values() for pair in combinations(held, 2))


def cosine_pairs(texts: Sequence[str], limit: float, *, at_once: int = 500) -> Iterator[tuple[int, int]]:
    """Pairs of rows, the lower first, whose TF-IDF cosine reaches the limit."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    for start in range(0, len(texts), at_once):
        left, right = np.nonzero((rows[start : start + at_once] @ rows.T).toarray() >= limit)
        yield from (
            (start + i, j) for i, j in zip(left.tolist(), right.tolist(), strict=True) if start + i < j
        )


def n_merged(documents: Sequence[BenchDocument], pairs: Iterable[tuple[int, int]]) -> int:
    """How many of the pairs have different titles and are no more than copy_days apart."""
    days = [d.published_on.toordinal() if d.published_on else 0 for d in documents]
    most = NormaliseSettings().copy_days
    return sum(abs(days[i] - days[j]) <= most and documents[i].title != documents[j].title for i, j in pairs)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--list", action="store_true")
    chosen = options.parse_args(argv)
    found = find_copies(sample_texts())
    print(
        f"generated copies: F1 {found.f1:.3f} ({found.right} found, {found.wrong} wrong, {found.missed} missed)"
    )
    documents = template_alikes()
    merged = merged_pairs(documents)
    print(
        f"template-alike documents: {len(documents)}, merged with another title or text: {len(merged)} pairs"
    )
    for i, j in merged if chosen.list else ():
        print(
            f"  {documents[i].published_on} {documents[i].title[:90]}\n  {documents[j].published_on} {documents[j].title[:90]}\n"
        )
    news = [(d.title, d.text) for d in read_corpus(corpus_path("huffpost_2018_2022"))]
    print(f"news of 15 words and a headline: {docs_per_second(news):,.0f} documents a second of one core")
    longer = [(d.title, d.text) for d in documents]
    n_words = sum(len(t.split()) for _, t in longer) / len(longer)
    print(f"government summaries of {n_words:.0f} words: {docs_per_second(longer):,.0f} a second of one core")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
