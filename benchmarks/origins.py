"""Origins: generated wire copies found, documents of one template kept apart, and how fast the check is.

    python -m benchmarks.origins [--list]

Copies are made from the sample edition: sentences cut off the end, a credit line, another headline, small changes of house
style. The template-alike documents are the Swedish government's with a summary of 15 words or more; pairs are compared as
the normalise stage does, no more than `copy_days` apart. Merged pairs under different titles are read by hand: --list.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.corpora import BenchDocument, corpus_path, read_corpus
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


def find_copies(originals: Sequence[tuple[str, str]], *, seed: int = 3) -> Found:
    """Each original varied once and looked up among all originals."""
    dice = random.Random(seed)
    threshold = NormaliseSettings().copy_similarity
    prints = [(str(i), fingerprint(*t)) for i, t in enumerate(originals)]
    right = wrong = missed = 0
    for i, original in enumerate(originals):
        copy = fingerprint(*vary(*original, dice))
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
    """Pairs of rows that the normalise stage would give one origin although their titles differ."""
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
        if documents[i].title != documents[j].title
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
    """F1 on generated copies and the pairs of template-alike documents merged under different titles."""
    return {
        "origins_copy_f1": find_copies(sample_texts()).f1,
        "origins_template_merges": float(len(merged_pairs(template_alikes()))),
    }


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
    print(f"template-alike documents: {len(documents)}, merged under different titles: {len(merged)} pairs")
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
