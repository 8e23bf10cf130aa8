"""The trained reading of forces: what it says, what it leaves to cues and vector, and that its file is the released one."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from horizon.config import ForcesSettings, data_root, models_root
from horizon.errors import ConfigError
from horizon.forces.catalogue import Force, load
from horizon.forces.profiles import Profiles, load_profiles, log_shares, stand_out
from horizon.forces.stage import ties_of
from horizon.forces.tie import probability

FOLDER = models_root() / "ties"
ROW = {"signal_id": "s", "doc_id": "d", "origin_id": "o", "text": "", "language": "sv", "text_hash": "h"}


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    found = load_profiles(FOLDER)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def forces() -> tuple[Force, ...]:
    return load([data_root() / "forces.toml"])


def test_every_force_of_the_catalogue_was_there_in_training(
    profiles: Profiles, forces: tuple[Force, ...]
) -> None:
    assert set(profiles.force_ids) == {force.force_id for force in forces}


def test_a_vector_gives_shares_that_leave_room_for_none(profiles: Profiles) -> None:
    rng = np.random.default_rng(0)
    vector = rng.normal(size=profiles.vector.shape[0]).astype(np.float32)
    learnt = profiles.read("", "en", vector / np.linalg.norm(vector))
    assert learnt is not None and learnt.basis == "vector"
    assert 0 < np.exp(learnt.values).sum() < 1


def test_swedish_words_of_no_cue_list_are_read_by_their_pieces(profiles: Profiles) -> None:
    text = "Länets smittskyddsläkare vädjar om munskydd sedan tre avdelningar stängts."
    learnt = profiles.read(text, "sv", None)
    assert learnt is not None and learnt.basis == "words"
    likeliest = profiles.force_ids[int(learnt.values.argmax())]
    assert likeliest == "pandemic-infectious-disease"
    assert set(profiles.words_for(text, likeliest)) <= set(text.rstrip(".").split())
    assert profiles.words_for(text, likeliest)


def test_nothing_is_read_in_a_language_it_was_not_trained_on(profiles: Profiles) -> None:
    assert profiles.read("Le gouvernement annonce une réforme.", "fr", None) is None
    assert not stand_out(np.ones(4)).any()


def test_a_text_without_words_has_the_shares_of_any_text(profiles: Profiles) -> None:
    empty, other = profiles.read("", "sv", None), profiles.read("om av i", "en", None)
    assert empty is not None and other is not None
    assert np.array_equal(empty.values, other.values) and np.isfinite(empty.values).all()


def test_vector_and_pieces_are_mixed_where_there_are_both(profiles: Profiles) -> None:
    vector = np.zeros(profiles.vector.shape[0], dtype=np.float32)
    vector[0] = 1.0
    text = "Smittspridning i skolan"
    both, words = profiles.read(text, "sv", vector), profiles.read(text, "sv", None)
    alone = replace(profiles, mix=(0.0, 1.0)).read(text, "sv", vector)
    assert both is not None and words is not None and alone is not None
    assert alone.values == pytest.approx(words.values)
    assert not np.allclose(both.values, words.values)


def test_the_shares_of_forces_and_none_sum_to_one() -> None:
    assert np.exp(log_shares(np.array([[3.0, 1.0, -200.0], [0.0, 0.0, 0.0]]))).sum(axis=1) == pytest.approx(
        1.0
    )


def test_more_cues_and_more_standing_never_lower_the_odds(profiles: Profiles) -> None:
    vector = np.zeros(profiles.vector.shape[0], dtype=np.float32)
    vector[0] = 1.0
    for given, language in ((vector, "en"), (None, "sv")):
        learnt = profiles.read("Smittspridning i skolan", language, given)
        assert learnt is not None
        odds = [profiles.log_odds(learnt, "energy-prices", score, 1.0) for score in (0.0, 1.0, 3.0)]
        assert odds == sorted(odds, key=lambda v: v or 0.0) and odds[0] != odds[2]
    low, high = (profiles.log_odds(learnt, "energy-prices", 0.0, near) for near in (0.0, 2.0))
    assert low is not None and high is not None and low <= high


def test_a_tie_keeps_what_was_learnt_and_the_words_that_told_it(
    profiles: Profiles, forces: tuple[Force, ...]
) -> None:
    row = ROW | {"title": "Länets smittskyddsläkare vädjar om munskydd sedan tre avdelningar stängts"}
    by_forces = {t.force_id: t for t in ties_of([row], forces, ForcesSettings(), None, None, profiles)["s"]}
    found = by_forces["pandemic-infectious-disease"]
    assert found.learnt is not None and np.exp(found.learnt) > 0.1
    odds = profiles.log_odds(
        profiles.read(f"{row['title']}. ", "sv", None),  # type: ignore[arg-type]
        found.force_id,
        found.cue_score,
        None,
    )
    assert found.confidence == pytest.approx(probability(found.cue_score, None, None, odds), abs=1e-4)
    assert found.phrases


def test_a_force_of_the_readers_own_is_tied_by_its_cues_as_without_the_reading(
    profiles: Profiles, forces: tuple[Force, ...]
) -> None:
    own = replace(forces[0], force_id="our-own", cues_sv=("trollspö",), hints_sv=())
    row = ROW | {"title": "Trollspö efter trollspö säljs slut"}
    alone = {t.force_id: t for t in ties_of([row], [own], ForcesSettings(), None)["s"]}
    read = {t.force_id: t for t in ties_of([row], [own], ForcesSettings(), None, None, profiles)["s"]}
    assert alone == read and read["our-own"].learnt is None


def test_no_model_is_none_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    assert load_profiles(tmp_path / "none") is None
    shutil.copytree(FOLDER, tmp_path / "ties")
    weights = tmp_path / "ties" / "weights.npz"
    weights.write_bytes(weights.read_bytes() + b"x")
    with pytest.raises(ConfigError, match=r"not the file of its manifest"):
        load_profiles(tmp_path / "ties")


def test_the_manifest_tells_what_the_model_was_proved_with() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert {"catalogue", "trained"} <= set(manifest["proof"])
    assert (FOLDER / "card.md").is_file()
