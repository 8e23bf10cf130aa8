import hashlib
import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "models" / "minilm-int8"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


def weights_path() -> Path:
    package = importlib.import_module(MANIFEST["weights"]["import_name"])
    return Path(str(package.__file__)).parent / MANIFEST["weights"]["file"]


class Encoder:
    """The recipe of card.md, written out."""

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.session = onnxruntime.InferenceSession(str(weights_path()), providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(FOLDER / MANIFEST["tokenizer"]["file"]))
        self.tokenizer.enable_padding()
        self.tokenizer.enable_truncation(MANIFEST["max_tokens"])

    def __call__(self, *texts: str) -> np.ndarray[Any, Any]:
        encoded = self.tokenizer.encode_batch(list(texts))
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        feed = dict(zip(MANIFEST["weights"]["inputs"], (ids, mask, np.zeros_like(ids)), strict=True))
        (hidden,) = self.session.run([MANIFEST["weights"]["output"]], feed)
        pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def encode() -> Encoder:
    return Encoder()


@pytest.mark.parametrize("part", ["weights", "tokenizer"])
def test_files_are_those_of_the_manifest(part: str) -> None:
    path = weights_path() if part == "weights" else FOLDER / MANIFEST["tokenizer"]["file"]
    content = path.read_bytes()
    assert len(content) == MANIFEST[part]["n_bytes"]
    assert hashlib.sha256(content).hexdigest() == MANIFEST[part]["sha256"]


def test_the_session_takes_and_gives_what_the_manifest_says(encode: Encoder) -> None:
    assert [i.name for i in encode.session.get_inputs()] == MANIFEST["weights"]["inputs"]
    (output,) = encode.session.get_outputs()
    assert (output.name, output.shape[-1]) == (MANIFEST["weights"]["output"], MANIFEST["dim"])
    assert encode.tokenizer.get_vocab_size() == MANIFEST["tokenizer"]["vocabulary_size"]


def test_two_ways_to_say_it_lie_close_and_another_subject_far(encode: Encoder) -> None:
    steel, same, museum = encode(
        "The steel maker will build a hydrogen plant in northern Sweden.",
        "A hydrogen facility is planned by a Swedish steel producer.",
        "The museum opens an exhibition of medieval textiles.",
    )
    assert steel @ same > 0.8
    assert abs(steel @ museum) < 0.2


def test_a_vector_does_not_depend_on_its_batch(encode: Encoder) -> None:
    text = "The region tests self-driving buses."
    (alone,) = encode(text)
    beside_long, _ = encode(text, "ferry line " * 200)
    np.testing.assert_allclose(alone, beside_long, atol=1e-6)
