"""The trained option: plain numbers that can be redone by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from horizon.config import ForcesSettings, models_root
from horizon.errors import ConfigError
from horizon.forces import catalogue
from horizon.forces.catalogue import PESTLE, Force
from horizon.forces.match import ForceCues
from horizon.forces.stage import ties_of
from horizon.forces.tie import probability
from horizon.forces.trained import N_HASHED, PestleModel, as_json, hashed_features, load_model, parse_model

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def model() -> PestleModel:
    return load_model(models_root() / "forces")


@pytest.fixture(scope="module")
def forces() -> tuple[Force, ...]:
    return catalogue.load([ROOT / "data" / "forces.toml"])


def tiny(**values: object) -> PestleModel:
    hashed = np.zeros((N_HASHED, 6), dtype=np.int8)
    hashed[hashed_features("court", "en")[0], PESTLE.index("legal")] = 20
    return PestleModel(
        **{  # type: ignore[arg-type]
            "model_id": "tiny", "hashed": hashed, "hashed_step": 0.1, "cues": {"en": {"tax-policy": (0.0, 2.0, 0, 0, 0, 0)}},
            "vector": np.eye(6, dtype=np.float32), "embedder_id": "e", "bias": {"en": (0.0,) * 6},
            "vector_languages": ("en",),
        } | values
    )  # fmt: skip


def test_a_share_is_worked_out_from_bias_words_cues_and_vector() -> None:
    found = tiny().shares("court", "en", {"tax-policy": 1.0}, np.array([0, 0, 1, 0, 0, 0], dtype=np.float32))
    assert found is not None
    z = np.array([0.0, 2.0 * np.log(2.0), 1.0, 0.0, 20 * 0.1, 0.0])  # one word: its value is 1
    assert found == pytest.approx(np.exp(z) / np.exp(z).sum())


def test_a_language_it_was_not_trained_on_is_unknown_and_not_even() -> None:
    assert tiny().shares("court", "de", {}) is None
    assert tiny().shares("court", None, {}) is None
    assert tiny().shares("court", "en", {}) is None  # trained with vectors and given none


def test_a_model_survives_its_file() -> None:
    again = parse_model(json.loads(json.dumps(as_json(tiny()))), model_id="tiny")
    near = np.ones(6, dtype=np.float32)
    texts = [m.shares("the court rules", "en", {}, near) for m in (again, tiny())]
    assert texts[0] is not None and texts[1] is not None
    assert texts[0] == pytest.approx(texts[1])


def test_another_file_than_the_manifests_is_refused(tmp_path: Path) -> None:
    for name in ("manifest.json", "weights.json"):
        (tmp_path / name).write_bytes((models_root() / "forces" / name).read_bytes())
    (tmp_path / "weights.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="not the file of its manifest"):
        load_model(tmp_path)
    (tmp_path / "weights.json").unlink()
    with pytest.raises(ConfigError, match=r"forces\.model = 'catalogue'"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("text", "pestle"),
    [
        ("Regeringen vill skärpa straffen för grova våldsbrott", "legal"),
        ("Statligt stöd till små företag och exportindustri", "economic"),
        ("Fler lärare i skolan och fler platser i vården", "social"),
        ("Skydd för hotade arter och våtmarker", "environmental"),
    ],
)
def test_it_knows_plain_texts(model: PestleModel, forces: tuple[Force, ...], text: str, pestle: str) -> None:
    scores = {force_id: match.score for force_id, match in ForceCues(forces).find(text, "sv").items()}
    shares = model.shares(text, "sv", scores)
    assert shares is not None
    assert PESTLE[int(shares.argmax())] == pestle


def test_the_share_of_the_category_moves_a_tie_and_an_even_share_does_not() -> None:
    even = probability(1.5, 0.3, 1 / 6)
    assert even == pytest.approx(probability(1.5, 0.3))
    assert probability(1.5, 0.3, 0.9) > even > probability(1.5, 0.3, 0.02) > 0


def test_the_option_is_off_unless_asked_for(model: PestleModel, forces: tuple[Force, ...]) -> None:
    row = {
        "signal_id": "s", "doc_id": "d", "origin_id": "d", "title": "Regeringen höjer inkomstskatten",
        "text": "", "language": "sv", "text_hash": "h",
    }  # fmt: skip
    plain = ties_of([row], forces, ForcesSettings(), None)["s"]
    trained = ties_of([row], forces, ForcesSettings(), None, model)["s"]
    assert plain and trained
    assert [t.confidence for t in plain] != [t.confidence for t in trained]
