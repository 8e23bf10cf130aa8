"""The network that reads proposition and text together: its parts by hand, the same bytes twice, and words alone without it."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import pytest

from benchmarks.stance_turns import turned
from horizon.brief import cross_reader, stance
from horizon.brief.cross_reader import Joint, gelu, installed_reader, numbers
from horizon.brief.pieces import BEGIN, END, LONGEST, Pieces
from horizon.brief.stance import STANCES, carried_by, joined, stance_of
from horizon.errors import ConfigError

MODELS = Path(__file__).parents[2] / "models"


def test_the_weights_are_those_that_the_manifests_name() -> None:
    reader = json.loads((MODELS / "stance" / "manifest.json").read_text(encoding="utf-8"))["reader"]
    encoder = json.loads((MODELS / "e5-cut" / "manifest.json").read_text(encoding="utf-8"))
    kept = hashlib.sha256((MODELS / "e5-cut" / "weights.npz").read_bytes()).hexdigest()
    assert hashlib.sha256((MODELS / "stance" / "reader.npz").read_bytes()).hexdigest() == reader["sha256"]
    assert kept == encoder["weights"]["sha256"] == reader["encoder_sha256"]


MISREAD = pytest.mark.xfail(
    strict=True,
    reason="a proposition that denies, or a side by the lack alone: misread (models/stance/card.md)",
)


@pytest.mark.parametrize(
    ("target", "text", "wanted"),
    [
        ("The harbour should be closed.", "Closing the harbour would be a grave mistake, the skippers say.", "contradicts"),
        ("Kommunen bör inte sälja badhuset.", "Att sälja badhuset vore ett svek mot barnen, skriver föreningen.", "supports"),
        ("Skolan bör få fler lärare.", "Nämnden beslutar i oktober om skolan ska få fler lärare.", "neutral"),
        pytest.param("The harbour should not be closed.", "Closing the harbour would be a grave mistake, the skippers say.",
                     "supports", marks=MISREAD),
        pytest.param("Skolan bör få fler lärare.", "Utan fler lärare klarar skolan inte sitt uppdrag, skriver rektorerna.",
                     "supports", marks=MISREAD),
    ],
)  # fmt: skip
def test_plain_cases(target: str, text: str, wanted: str) -> None:
    found = stance_of(target, text)
    assert (found.best, found.read_by) == (wanted, "words and network")


def test_the_same_pair_gives_the_same_bytes_and_a_whole_probability() -> None:
    reader = installed_reader()
    assert reader is not None
    once, twice = (reader.log_chances("Prices will rise.", "They fell by 4 per cent.") for _ in range(2))
    assert once.tobytes() == twice.tobytes()
    assert float(np.exp(once).sum()) == pytest.approx(1, abs=1e-5)


def test_without_the_network_the_words_alone_judge_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stance, "installed_reader", lambda: None)
    found = stance_of("Prices have risen.", "Prices rose by 4 per cent.")
    assert (found.best, found.read_by) == ("supports", "words")


def test_no_network_where_its_files_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cross_reader, "models_root", lambda: tmp_path)
    assert installed_reader.__wrapped__() is None


def test_other_weights_than_the_manifest_names_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("e5-cut/weights.npz", "stance/reader.npz"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"other")
    (tmp_path / "stance" / "manifest.json").write_bytes((MODELS / "stance" / "manifest.json").read_bytes())
    monkeypatch.setattr(cross_reader, "models_root", lambda: tmp_path)
    with pytest.raises(ConfigError, match="not the weights"):
        installed_reader.__wrapped__()


def test_words_and_network_are_joined_by_their_log_chances() -> None:
    by_hand = np.array([0.5 * 0.2**2, 0.3 * 0.7**2, 0.2 * 0.1**2])
    found = joined(
        [0.5, 0.3, 0.2], np.log([0.2, 0.7, 0.1]).tolist(), Joint(words=1.0, network=2.0, told_from=0.6)
    )
    assert found == pytest.approx((by_hand / by_hand.sum()).tolist())


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


def test_a_pair_is_read_between_marks_and_cut_at_the_end_of_the_text() -> None:
    pieces = Pieces(["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b"], [0, 0, 0, 0, -1, -1], {"B": "b"})
    assert pieces.pair("a", "B") == ([BEGIN, 4, END, END, 5, END], 4)
    long, n_first = pieces.pair("a", "b " * 400)
    assert (len(long), n_first, long[-1]) == (LONGEST, 4, END)
    assert len(pieces.pair("a " * 400, "b")[0]) == LONGEST


def test_what_carried_a_stance_is_told_by_leaving_words_out() -> None:
    found = carried_by(
        "The port should get a second track.", "The mayor rejects a second track for the port."
    )
    assert found[0][0] == "rejects" and all(0 < share < 1 for _, share in found)


@pytest.mark.parametrize(
    ("target", "language", "wanted"),
    [
        ("Wolves must not be shot", "en", "Wolves must be shot"),
        ("Wolves must be shot", "en", "Wolves should not be shot"),
        ("Homework does not narrow gaps", "en", "Homework does narrow gaps"),
        ("Trains cannot run at night", "en", "Trains can run at night"),
        ("Screening does more harm than good", "en", "It is not true that screening does more harm than good"),
        ("AI-read scans find more", "en", "It is not true that AI-read scans find more"),
        ("Skolan bör vara kvar", "sv", "Skolan bör inte vara kvar"),
        ("Avgiften ska inte höjas", "sv", "Avgiften ska höjas"),
        ("Staten måste betala", "sv", "Det stämmer inte att staten måste betala"),
    ],
)  # fmt: skip
def test_a_proposition_turned_round(target: str, language: str, wanted: str) -> None:
    assert turned(target, language) == wanted


def test_stances_stand_so_that_turning_round_swaps_the_sides() -> None:
    assert STANCES == ("contradicts", "neutral", "supports")
