"""Story clustering against gold events: BCubed F1 in shuffled order, beside peers fed the same vectors in the same run.

    python -m benchmarks.stories [--shuffles 20] [--night 25] [--no-peers] [--embedder static-256]

Documents arrive one by one in a random order; every `night` documents the open ones are grouped with the document
frequencies known by then, ids carried over: the offline repair of the online assignment. Scored are the groups after the
last repair and, for honesty, the group each document was put in on its first night; the repair may never lower a shuffle.
Neither time nor order is used for undated rows. Peers get the best threshold found with the gold labels; we keep the one
of the settings.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np

from benchmarks import peers
from benchmarks.corpora import MODEL_ID, BenchDocument, corpus_path, entities_by_text, read_corpus, vectors_of
from horizon.config import MULTILINGUAL_MODELS, TopicsSettings
from horizon.topics import stories
from horizon.topics.counts import gram_rows, name_rows, word_rows
from horizon.topics.similarity import Features, Weights, centred, weighted_rows
from horizon.topics.tokens import tokenise
from horizon.types import FloatArray

SETS = ("ecbplus_events", "basil_events")
QUALITY_SHUFFLES = 5
FLOORS = {"ecbplus_events": 0.90, "basil_events": 0.96}


def bcubed(gold: Sequence[object], predicted: Sequence[object]) -> tuple[float, float, float]:
    """BCubed precision, recall and the F1 of the two means (Amigo et al. 2009)."""
    sizes_gold, sizes_predicted = Counter(gold), Counter(predicted)
    both = Counter(zip(gold, predicted, strict=True))
    n = len(gold)
    precision = sum(k * k / sizes_predicted[p] for (_, p), k in both.items()) / n
    recall = sum(k * k / sizes_gold[g] for (g, _), k in both.items()) / n
    return precision, recall, 2 * precision * recall / (precision + recall)


class Reader:
    """Documents read once, as the topics stage reads them; features of any subset with the frequencies of that subset."""

    def __init__(
        self, documents: Sequence[BenchDocument], vectors: FloatArray, entities: Sequence[Sequence[str]]
    ) -> None:
        tokens = tokenise(
            [d.title for d in documents], [d.text for d in documents], [d.language for d in documents]
        )
        self.words, self.grams = word_rows(tokens), gram_rows(tokens)
        self.names = name_rows(tokens, entities)
        self.vectors = vectors
        self.languages = [d.language for d in documents]
        self.days = np.array(
            [np.nan if d.published_on is None else d.published_on.toordinal() for d in documents],
            dtype=np.float32,
        )

    def features(self, rows: Sequence[int]) -> Features:
        at = list(rows)
        return Features(
            weighted_rows(self.words[at], min_df=2),
            centred(self.vectors[at], [self.languages[i] for i in rows]),
            weighted_rows(self.names[at], min_df=2),
            weighted_rows(self.grams[at], min_df=2),
        )


def online(
    reader: Reader,
    ids: Sequence[str],
    order: Sequence[int],
    *,
    night: int,
    weights: Weights = stories.STORY_WEIGHTS,
) -> tuple[list[str], list[str]]:
    """Story of each document, (after the last night, on its first night), in file order."""
    settings = TopicsSettings()
    current: dict[str, str] = {}
    first: dict[str, str] = {}
    for end in [*range(night, len(order), night), len(order)]:
        rows = sorted(order[:end])
        found = stories.group(
            reader.features(rows), [ids[i] for i in rows], reader.days[rows],
            threshold=settings.story_similarity, story_days=settings.story_days, earlier=current, weights=weights,
        )  # fmt: skip
        current = dict(zip([ids[i] for i in rows], found.story_ids, strict=True))
        for i in order[max(0, end - night) : end]:
            first.setdefault(ids[i], current[ids[i]])
    return [current[i] for i in ids], [first[i] for i in ids]


def beside(
    documents: Sequence[BenchDocument], vectors: FloatArray, orders: Sequence[Sequence[int]]
) -> dict[str, list[float] | None]:
    """BCubed F1 of each peer, one per order (one only, where the order changes nothing), at the limit with the best median.

    None where a peer is not installed.
    """
    gold = [d.label for d in documents]
    out: dict[str, list[float] | None] = {}
    for name, peer in peers.peers([d.joined for d in documents], vectors).items():
        if peer is None:
            out[name] = None
            continue
        tried = [peer(order) for order in (orders if name == peers.SINGLE_PASS else orders[:1])]
        by_limit = [[bcubed(gold, labels)[2] for labels in column] for column in zip(*tried, strict=True)]
        out[name] = max(by_limit, key=statistics.median)
    return out


def _orders(n: int, n_shuffles: int) -> list[list[int]]:
    return [np.random.default_rng(seed).permutation(n).tolist() for seed in range(n_shuffles)]


def measure(
    name: str,
    *,
    n_shuffles: int = 20,
    night: int = 25,
    with_peers: bool = True,
    embedder: str = MODEL_ID,
) -> dict[str, float]:
    """Median and worst BCubed F1 of a gold set; prints a table with the peers."""
    documents = [d for d in read_corpus(corpus_path(name)) if d.label]
    reader = Reader(
        documents, vectors_of(documents, name, embedder=embedder), entities_by_text(documents, name)
    )
    gold, ids = [d.label for d in documents], [d.doc_id for d in documents]
    orders = _orders(len(ids), n_shuffles)
    started = time.perf_counter()
    weights = stories.MULTILINGUAL_WEIGHTS if embedder in MULTILINGUAL_MODELS else stories.STORY_WEIGHTS
    runs = [online(reader, ids, order, night=night, weights=weights) for order in orders]
    seconds = (time.perf_counter() - started) / n_shuffles
    finals = [bcubed(gold, final)[2] for final, _ in runs]
    firsts = [bcubed(gold, first)[2] for _, first in runs]
    gain = min(final - first for final, first in zip(finals, firsts, strict=True))
    print(
        f"\n{name}: {len(ids)} documents, {len(set(gold))} events, {n_shuffles} shuffles, a night every {night}"
    )
    print(
        f"  {'Horizon, after the last night':48s} median {statistics.median(finals):.4f}  "
        f"worst {min(finals):.4f}  {seconds:.1f} s"
    )
    print(
        f"  {'Horizon, as put on the first night':48s} median {statistics.median(firsts):.4f}  worst {min(firsts):.4f}"
    )
    print(f"  {'least gain of the repair over a shuffle':48s} {gain:+.4f}")
    if with_peers:
        for peer, values in beside(documents, reader.vectors, orders).items():
            told = (
                f"median {statistics.median(values):.4f}  worst {min(values):.4f}"
                if values
                else "not installed"
            )
            print(f"  {peer:48s} {told}")
    return {
        f"{name}_bcubed_f1": statistics.median(finals),
        f"{name}_bcubed_f1_worst": min(finals),
        f"{name}_first_night_f1": statistics.median(firsts),
        f"{name}_least_repair_gain": gain,
    }


def quality() -> dict[str, float]:
    """Both gold sets with few shuffles and long days; the final groups do not depend on either, the first placing does."""
    found: dict[str, float] = {}
    for name in SETS:
        found.update(measure(name, n_shuffles=QUALITY_SHUFFLES, night=100, with_peers=False))
    return found


def peer_scores() -> peers.PeerScores:
    """Peers by score, in the orders of `quality`. As first placed there is only the single pass, which never repairs."""
    out: peers.PeerScores = {}
    for name in SETS:
        documents = [d for d in read_corpus(corpus_path(name)) if d.label]
        found = beside(documents, vectors_of(documents, name), _orders(len(documents), QUALITY_SHUFFLES))
        medians = {peer: statistics.median(values) if values else None for peer, values in found.items()}
        out[f"{name}_bcubed_f1"] = medians
        out[f"{name}_bcubed_f1_worst"] = {peer: min(v) if v else None for peer, v in found.items()}
        out[f"{name}_first_night_f1"] = {peers.SINGLE_PASS: medians[peers.SINGLE_PASS]}
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; exit status 1 when a median is under its floor or the repair lowered a shuffle."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--shuffles", type=int, default=20)
    options.add_argument("--night", type=int, default=25)
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--embedder", default=MODEL_ID)
    chosen = options.parse_args(argv)
    failed = False
    for name in SETS:
        found = measure(
            name, n_shuffles=chosen.shuffles, night=chosen.night, with_peers=not chosen.no_peers,
            embedder=chosen.embedder,
        )  # fmt: skip
        failed |= found[f"{name}_bcubed_f1"] < FLOORS[name] or found[f"{name}_least_repair_gain"] < 0
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
