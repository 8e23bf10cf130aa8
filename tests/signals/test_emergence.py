from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.config import models_root
from horizon.errors import ConfigError
from horizon.signals.emergence import NAMES, RULE, Features, estimate, inputs, load_model, series_features

TOTALS = np.full(60, 40)
RISE = np.array([0] * 56 + [1, 2, 3, 4])
FEATURES = Features(
    log_growth=1.5, growth_probability=0.98, novelty=0.8, coherence=0.5, is_term=0.0, burst=0.2, new_actor_share=None,
    n_classes=1.0, **series_features(RISE, RISE, RISE, TOTALS, 0.005),
)  # fmt: skip


@given(st.floats(-4, 6), st.floats(0, 1), st.one_of(st.none(), st.floats(0, 1)))
def test_every_probability_lies_in_its_interval(growth: float, sure: float, novelty: float | None) -> None:
    features = replace(FEATURES, log_growth=growth, growth_probability=sure, novelty=novelty)
    for model in (None, load_model(models_root() / "emergence" / "weights.json")):
        found = estimate(features, model, n_weeks=60)
        assert found.probability is not None and found.low is not None and found.high is not None
        assert 0 <= found.low <= found.probability <= found.high <= 1


def test_unknown_growth_gives_an_unknown_probability() -> None:
    found = estimate(replace(FEATURES, log_growth=None), None, n_weeks=60)
    assert (found.probability, found.low, found.high, found.basis) == (None, None, None, RULE)


def test_the_basis_names_the_model() -> None:
    model = load_model(models_root() / "emergence" / "weights.json")
    assert model is not None
    assert estimate(FEATURES, model, n_weeks=60).basis == model.model_id
    assert estimate(FEATURES, None, n_weeks=60).basis == RULE
    assert estimate(FEATURES, model, n_weeks=20).basis == RULE  # short history


def test_more_growth_is_never_less_likely_by_the_rule() -> None:
    found = [
        estimate(replace(FEATURES, log_growth=g), None, n_weeks=60).probability or 0
        for g in (-1, 0, 1, 2, 3, 9)
    ]
    assert found == sorted(found)
    assert found[0] == found[1] < found[2] < found[-1] == 0.6


def test_the_shipped_weights_are_those_of_the_manifest() -> None:
    folder = models_root() / "emergence"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((folder / "weights.json").read_bytes()).hexdigest() == manifest["sha256"]


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    weights = {
        "model_id": "m",
        "names": ["wind"],
        "mean": [0],
        "scale": [1],
        "intercept": 0,
        "weights": [1],
        "boot": [[0, 1]],
    }
    path.write_text(json.dumps(weights), encoding="utf-8")
    with pytest.raises(ConfigError, match="other features"):
        load_model(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="not an emergence model"):
        load_model(path)
    assert load_model(tmp_path / "none.json") is None


def test_features_are_the_models_names() -> None:
    assert tuple(asdict(FEATURES)) == NAMES


@given(st.lists(st.integers(0, 20), min_size=60, max_size=60), st.integers(2, 5))
def test_features_of_the_series_do_not_depend_on_volume(counts: list[int], times: int) -> None:
    own = np.array(counts)
    once = series_features(own, own, None, TOTALS, 0.005)
    more = series_features(times * own, times * own, None, times * TOTALS, 0.005)
    assert all(once[k] == pytest.approx(more[k]) for k in once if once[k] is not None)


def test_an_input_may_be_a_product_of_features() -> None:
    week, fresh, both = inputs(FEATURES, ["week_4", "fresh", "week_4*fresh"])
    assert both == pytest.approx(week * fresh)
    assert np.isnan(inputs(FEATURES, ["new_actor_share*fresh"])[0])
