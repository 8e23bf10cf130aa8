"""benchmarks/peers.py and what prints it: the peers are what they are called, and a missing one is said to be missing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from benchmarks import origins, peers, quality, topics
from benchmarks.corpora import BenchDocument


def by_the_book(rows: np.ndarray, order: list[int], limit: float) -> list[int]:
    """The single pass with the vectors themselves."""
    sums: list[np.ndarray] = []
    labels = [-1] * len(rows)
    for i in order:
        scores = [float(one @ rows[i]) / float(np.linalg.norm(one)) for one in sums]
        best = int(np.argmax(scores)) if scores else -1
        if best < 0 or scores[best] < limit:
            sums.append(np.zeros_like(rows[i]))
            best = len(sums) - 1
        sums[best] = sums[best] + rows[i]
        labels[i] = best
    return labels


@pytest.mark.parametrize("seed", range(5))
def test_the_single_pass_by_products_is_the_one_by_vectors(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = np.abs(chance.normal(size=(40, 6)))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    order = chance.permutation(40).tolist()
    for limit in (0.5, 0.8, 0.95):
        found = peers.single_pass((rows @ rows.T).astype(np.float32), order, limit)
        assert found == by_the_book(rows, order, limit)


def test_average_link_joins_down_to_its_limit() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)  # cosines 0.8, 0.6 and 0
    apart, two, one = peers.by_average(vectors, [0.85, 0.75, 0.25])
    assert (len(set(apart)), len(set(two)), len(set(one))) == (3, 2, 1)
    assert two[0] == two[1] != two[2]


def test_a_peer_that_is_not_installed_is_there_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda _: None)
    found = peers.peers(["one pump fails", "another pump fails"], np.eye(2, dtype=np.float32))
    assert found[peers.DEFAULTS] is None and all(run for name, run in found.items() if name != peers.DEFAULTS)
    assert quality.beside({"average link": 0.8764, peers.DEFAULTS: None}) == (
        "average link 0.876; BERTopic, its defaults: not installed"
    )
    assert quality.beside({}) == "no peer"


def test_copies_are_found_by_the_letter_only_when_nothing_was_changed() -> None:
    originals = [("a", "the pump of the harbour"), ("b", "a bridge over the river")]
    copies = [("x", "the pump of the harbour"), ("y", "a bridge over the river. (TT)")]
    assert origins.by_same_text(originals, copies) == origins.Found(1, 0, 1)
    limit, found = origins.best_cosine(originals, copies)
    assert found == origins.Found(2, 0, 0) and 0.05 < limit < 1


def test_merges_count_other_titles_within_the_days_alone() -> None:
    def document(title: str, day: int) -> BenchDocument:
        return BenchDocument(
            doc_id=title, title=title, text="one text of a template", source="outlet", language="en", label=None,
            published_on=date(2026, 1, day),
        )  # fmt: skip

    documents = [document("one", 1), document("other", 2), document("one", 3), document("late", 31)]
    pairs = list(origins.same_text_pairs([d.text for d in documents]))
    assert len(pairs) == 6
    assert sorted(origins.cosine_pairs([d.text for d in documents], 0.99)) == sorted(pairs)
    assert origins.n_merged(documents, pairs) == 2  # one and other, other and one


def test_bertopic_names_are_words_parted_by_commas_so_that_its_labels_can_be_good() -> None:
    texts = [
        f"{words} {i}"
        for i in range(10)
        for words in ("harbour pump failure", "river bridge repair", "school budget vote")
    ]
    spread = np.random.default_rng(0).normal(scale=0.02, size=(30, 8)).astype(np.float32)
    vectors = np.eye(8, dtype=np.float32)[[i % 3 for i in range(30)]] + spread
    labels, names = peers.by_bertopic(texts, vectors, 5)
    assert len(set(labels)) == 3 == len(names)
    assert {frozenset(name.split(", ")[:3]) for name in names.values()} == {
        frozenset(words.split())
        for words in ("harbour pump failure", "river bridge repair", "school budget vote")
    }
    assert topics.bad_labels(list(names.values()), ["Outlet"], language="en") == []
