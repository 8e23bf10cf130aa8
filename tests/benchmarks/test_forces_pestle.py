"""Folds of the trained PESTLE option, and what counts as right."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.forces_pestle import LabelledSet, commonest
from benchmarks.train_forces import FOLDS, held_out


def labelled() -> LabelledSet:
    """Three texts: two with one right category, one with two."""
    data = object.__new__(LabelledSet)
    data.texts = ["a", "b", "c"]
    data.right = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 1]], dtype=bool)
    data.has_one = np.array([True, True, False])
    return data


@pytest.mark.parametrize("n", [1, 7, 100])
def test_every_text_is_held_out_in_one_fold_and_the_same_one_each_time(n: int) -> None:
    folds = np.stack([held_out(n, fold) for fold in range(FOLDS)])
    assert (folds.sum(axis=0) == 1).all()
    assert (held_out(n, 0) == folds[0]).all()
    assert folds.sum(axis=1).max() - folds.sum(axis=1).min() <= 1


def test_strict_counts_only_texts_with_one_right_category_and_no_choice_is_wrong() -> None:
    data = labelled()
    assert data.accuracy(np.array([0, 1, 2])) == 1.0
    assert data.accuracy(np.array([0, 0, 2])) == pytest.approx(2 / 3)
    assert data.accuracy(np.array([0, 0, 2]), strict=True) == 0.5
    assert data.accuracy(np.array([-1, 1, -1])) == pytest.approx(1 / 3)
    assert data.accuracy(np.array([0, 0, 2]), rows=np.array([False, True, True])) == 0.5
    assert data.accuracy(np.array([0, 0, 2]), rows=np.array([False, True, True]), strict=True) == 0.0
    assert commonest(data).tolist() == [0, 0, 0]
