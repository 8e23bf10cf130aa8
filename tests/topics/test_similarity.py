"""horizon/topics/similarity.py: products of many rows against the obvious ones."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array

from horizon.topics import similarity
from horizon.topics.similarity import Features, Weights, similarities


def _features(n: int, seed: int) -> Features:
    """Texts with a few words that many of them have and many that few have."""
    dice = np.random.default_rng(seed)
    common = random_array((n, 12), density=0.4, rng=dice, format="csr").toarray()
    rare = random_array((n, 900), density=0.01, rng=dice, format="csr").toarray()
    words = csr_matrix(np.hstack([rare[:, :400], common, rare[:, 400:]]).astype(np.float32))
    names = csr_matrix(random_array((n, 50), density=0.02, rng=dice, format="csr").astype(np.float32))
    dense = dice.normal(size=(n, 8)).astype(np.float32)
    return Features(words, dense, names, csr_matrix((n, 1), dtype=np.float32))


@pytest.mark.parametrize("n_others", [0, 130])
def test_many_rows_are_as_alike_as_few_would_be(monkeypatch: pytest.MonkeyPatch, n_others: int) -> None:
    monkeypatch.setattr(similarity, "HALVED", 20)
    weights = Weights(sparse=0.6, dense=0.15, names=0.25)
    left = _features(90, 1)
    right = _features(n_others, 2) if n_others else left
    expected = (
        0.6 * (left.words @ right.words.T).toarray()
        + 0.15 * (left.dense @ right.dense.T)
        + 0.25 * (left.names @ right.names.T).toarray()
    )
    found = similarities(left, right, weights)
    assert found.shape == (90, n_others or 90)
    np.testing.assert_allclose(found, expected, atol=1.1e-5)


def test_one_pass_over_a_sparse_product_says_what_scipy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = _features(60, 3).words, _features(70, 4).words.T.tocsr()
    room = similarity.Room.of(left, 60 * 70)
    for held in (None, room):
        assert (similarity.sparse_product(left, right, held) != left @ right).nnz == 0
    # a scipy without the routine is asked as everybody asks it
    monkeypatch.setattr(similarity, "_one_pass", lambda: None)
    assert (similarity.sparse_product(left, right, room) != left @ right).nnz == 0
