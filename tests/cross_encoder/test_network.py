"""The network that reads two texts together: its parts by hand, the same bytes twice, and nothing without its files."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from horizon.cross_encoder import network
from horizon.cross_encoder.network import gelu, installed, numbers
from horizon.cross_encoder.pieces import BEGIN, END, LONGEST, LONGEST_FIRST, Pieces
from horizon.errors import ConfigError

MODELS = Path(__file__).parents[2] / "models"
PAIRS = [
    ("Prices will rise.", "They fell by 4 per cent."),
    ("Hamnen bör stängas.", "Att stänga hamnen vore ett misstag, säger rederierna i ett gemensamt brev till kommunen."),
    ("The harbour should be closed.", "No."),
]  # fmt: skip


def test_the_weights_are_those_that_the_manifests_name() -> None:
    about = json.loads((MODELS / "stance" / "manifest.json").read_text(encoding="utf-8"))["cross_encoder"]
    encoder = json.loads((MODELS / "e5-cut" / "manifest.json").read_text(encoding="utf-8"))
    kept = hashlib.sha256((MODELS / "e5-cut" / "weights.npz").read_bytes()).hexdigest()
    assert hashlib.sha256((MODELS / "stance" / about["file"]).read_bytes()).hexdigest() == about["sha256"]
    assert kept == encoder["weights"]["sha256"] == about["encoder_sha256"]


def test_the_same_pair_gives_the_same_bytes_and_a_whole_probability() -> None:
    reader = installed("stance")
    assert reader is not None
    once, twice = (reader.log_chances(PAIRS) for _ in range(2))
    assert once.tobytes() == twice.tobytes()
    assert np.exp(once).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert reader.log_chances([]).shape == (0, 3)


def test_pairs_read_together_tell_what_each_tells_alone() -> None:
    reader = installed("stance")
    assert reader is not None
    together = reader.log_chances(PAIRS)
    alone = np.concatenate([reader.log_chances([pair]) for pair in PAIRS])
    assert together == pytest.approx(alone, abs=1e-3)
    assert reader.log_chances(PAIRS[::-1])[::-1] == pytest.approx(together, abs=1e-3)


def test_no_network_where_its_files_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(network, "models_root", lambda: tmp_path)
    assert installed.__wrapped__("stance") is None
    (tmp_path / "e5-cut").mkdir()
    (tmp_path / "e5-cut" / "weights.npz").write_bytes(b"any")
    (tmp_path / "stance").mkdir()
    (tmp_path / "stance" / "manifest.json").write_text("{}")
    assert installed.__wrapped__("stance") is None


@pytest.mark.parametrize("changed", ["e5-cut/weights.npz", "stance/adapter.npz"])
def test_other_weights_than_the_manifest_names_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: str
) -> None:
    for name in ("e5-cut/weights.npz", "stance/adapter.npz", "stance/manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(MODELS / name, tmp_path / name)
    (tmp_path / changed).write_bytes(b"other")
    monkeypatch.setattr(network, "models_root", lambda: tmp_path)
    with pytest.raises(ConfigError, match=f"{changed}: not the weights that .*manifest.json names"):
        installed.__wrapped__("stance")


def test_numbers_of_a_block() -> None:
    halves = bytes([0x08 | 0xF0] + [0x88] * 15)  # the first: 0 low, 7 high; all others 0
    block = np.frombuffer(struct.pack("<e", 0.5) + halves, np.uint8).reshape(1, 18)
    wanted = np.zeros((1, 32))
    wanted[0, 16] = 3.5
    assert numbers(block).tolist() == wanted.tolist()


def test_gelu_is_what_a_normal_distribution_leaves() -> None:
    assert gelu(np.array([0.0, 1.0, -1.0], np.float32)).tolist() == pytest.approx(
        [0, 0.841345, -0.158655], abs=1e-5
    )


def test_a_pair_is_read_between_marks_and_cut_at_the_end_of_the_second_text() -> None:
    pieces = Pieces(["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b"], [0, 0, 0, 0, -1, -1], {"B": "b"})
    assert pieces.pair("a", "B") == ([BEGIN, 4, END, END, 5, END], 4)
    long = pieces.pair("a", "b " * 400)
    assert (len(long.places), long.n_first, long.places[-1]) == (LONGEST, 4, END)
    long_first = pieces.pair("a " * 400, "b " * 400)
    assert (len(long_first.places), long_first.n_first) == (LONGEST, LONGEST_FIRST)


def test_marks_of_the_vocabulary_in_a_text_and_halves_of_characters_are_left_out() -> None:
    pieces = Pieces(["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b"], [0, 0, 0, 0, -1, -1], {})
    assert pieces.read("a </s> <s> b") == pieces.read("a b") == [4, 5]
    assert pieces.read("a \ud83d b") == [4, 5]
    reader = installed("stance")
    assert reader is not None
    odd = [("", ""), ("The port should close.", ""), ("\x00", "中文 عربى " * 200), ("a </s>", "\udc00")]
    assert np.isfinite(reader.log_chances(odd)).all()
