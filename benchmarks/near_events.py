"""Items for training that come near to a gold event: which to leave out before a set is scored.

    python -m benchmarks.near_events [--rounds 6 7 8 9 10 11 12 13 14] [--list]

Near is a cosine of words (first seven letters, figures; log tf-idf) of 0.18, or two rare names or figures in common from 0.07 on,
or one from 0.12 on; rare stands in at most fifteen of all texts. Of 34 retellings that a reader had found 31 are caught; over two
languages only names and figures tell. It is wide: most of what it names is another event of the same kind.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

LABELS = Path(__file__).parent / "labels"
TRAINING = {"impact_train.jsonl": "item_id", "force_train.jsonl": "case_id", "force_train2.jsonl": "case_id"}
ALIKE, ALIKE_BY_ONE, ALIKE_BY_TWO = 0.18, 0.12, 0.07
RARE = 15  # texts at most
_NAME = re.compile(r"\b[A-ZÅÄÖ][\wåäöéü-]{2,}")
_FIGURE = re.compile(r"\d[\d.,]*\d")
_WORD = re.compile(r"[a-zåäöéü]{3,}|\d[\d.,]*\d|\d")


def words(text: str) -> list[str]:
    """Beginnings of words, and figures."""
    return [word[:7] for word in _WORD.findall(text.lower())]


def names(text: str) -> set[str]:
    """Words with a capital and figures of two digits and more."""
    return {name.lower() for name in _NAME.findall(text)} | set(_FIGURE.findall(text))


def read(name: str, key: str) -> list[tuple[str, str]]:
    """(id, title and text) of a file of labels."""
    rows = map(json.loads, filter(None, (LABELS / name).read_text(encoding="utf-8").splitlines()))
    return [(row[key], f"{row['title']}. {row['text']}") for row in rows]


def near(gold: Sequence[tuple[str, str]], items: Sequence[tuple[str, str]]) -> list[tuple[str, str, float]]:
    """(id of the item, id of the event, cosine) of all that are near."""
    texts = [text for _, text in (*gold, *items)]
    found = TfidfVectorizer(analyzer=words, sublinear_tf=True).fit_transform(texts)
    cosine = (found[len(gold) :] @ found[: len(gold)].T).toarray()
    held = [names(text) for text in texts]
    n_texts = Counter(name for own in held for name in own)
    rare = [{name for name in own if n_texts[name] <= RARE} for own in held]
    out = []
    for row, column in zip(*np.nonzero(cosine >= ALIKE_BY_TWO), strict=True):
        alike, shared = float(cosine[row, column]), len(rare[column] & rare[len(gold) + row])
        if alike >= ALIKE or shared >= 2 or (shared and alike >= ALIKE_BY_ONE):
            out.append((items[row][0], gold[column][0], round(alike, 3)))
    return out


def main(argv: Sequence[str] | None = None) -> None:
    """Print how many items are near to which round, and with --list which."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, nargs="*", default=range(6, 15))
    options.add_argument("--list", action="store_true")
    chosen = options.parse_args(argv)
    gold = [e for n in chosen.rounds for e in read(f"round{n}/impact_events.jsonl", "event_id")]
    items = [item for name, key in TRAINING.items() for item in read(name, key)]
    found = near(gold, items)
    n_items, n_events = len({item for item, _, _ in found}), len({event for _, event, _ in found})
    print(f"{n_items} of {len(items)} items near to {n_events} of {len(gold)} events")
    if chosen.list:
        for item, event, alike in sorted(found):
            print(item, event, alike)


if __name__ == "__main__":
    main()
