"""Two texts read together: log probabilities of a few answers. No language model: nothing is written; numpy and scipy alone.

A cross-encoder: the encoder of models/e5-cut (multilingual-e5-small in 4 bits, 12 layers of 384 numbers) with an adapter that was
trained for one question on labelled pairs (benchmarks/train_cross_encoder.py). An adapter is plain numbers: A and B of rank 8
beside each matrix, the levels, the kinds of text and the head.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from horizon.config import models_root
from horizon.cross_encoder.pieces import Pair, Pieces
from horizon.errors import ConfigError
from horizon.types import FloatArray

DIM, N_HEADS, N_LAYERS = 384, 12, 12
BLOCK = 32  # numbers that share a scale in the stored weights
EPSILON = 1e-12
PARTS = ("q", "k", "v", "o", "up", "down")
AT_ONCE = 1_536  # pieces that go through the network together: larger products, and a cache still holds them


class CrossEncoder:
    """The network. encoder: arrays of models/e5-cut; adapter: those trained for a question; model_id: names both."""

    def __init__(self, encoder: Mapping[str, Any], adapter: Mapping[str, Any], model_id: str = "") -> None:
        self.model_id = model_id
        self._pieces = Pieces.of(encoder)
        self._blocks = encoder["emb.word"].reshape(-1, DIM // BLOCK, 18)
        own = {name: np.asarray(adapter[name], np.float32) for name in adapter}
        plain = {
            n: np.asarray(encoder[n]) for n in encoder if encoder[n].dtype == np.float32 and n != "scores"
        }
        self._held: dict[str, FloatArray] = {**plain, **own}
        self._held["emb.pos"] = plain["emb.pos"].reshape(-1, DIM)
        for layer in range(N_LAYERS):
            for part in PARTS:
                name = f"{layer}.{part}.w"
                n_in = len(own[f"{name}.A"])
                wide = numbers(encoder[name]).reshape(-1, n_in).T
                self._held[name] = np.ascontiguousarray(wide + own[f"{name}.A"] @ own[f"{name}.B"])

    def log_chances(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        """(n_pairs, n_answers): natural logarithm of the probability of each answer, rows in the order of the pairs."""
        read = [self._pieces.pair(first, second) for first, second in pairs]
        if not read:
            return np.zeros((0, len(self._held["head.b"])), dtype=np.float32)
        # like lengths stand together, so that what is read together does not depend on the order of asking
        order = sorted(range(len(read)), key=lambda i: (len(read[i].places), read[i].places, i))
        # one thread: on a busy machine threads that wait for each other take several times as long
        with threadpool_limits(limits=1, user_api="blas"):
            found = np.concatenate([self._answers(batch) for batch in _batches([read[i] for i in order])])
        out = np.empty_like(found)
        out[order] = found
        return out

    def _answers(self, pairs: Sequence[Pair]) -> FloatArray:
        held = self._held
        hidden = self._encode(pairs)
        read = []
        for pair, part in zip(pairs, hidden, strict=True):
            first, second = part[: pair.n_first].mean(axis=0), part[pair.n_first :].mean(axis=0)
            read.append(np.concatenate([part[0], first, second, first * second]))
        sums = np.stack(read) @ held["head.w"] + held["head.b"]
        sums -= sums.max(axis=1, keepdims=True)
        found: FloatArray = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        return found

    def _encode(self, pairs: Sequence[Pair]) -> list[FloatArray]:
        """(n_pieces, DIM) of every pair."""
        held = self._held
        ids = np.concatenate([pair.places for pair in pairs]).astype(np.int64)
        place = np.concatenate([np.arange(len(pair.places)) for pair in pairs])
        kind = np.concatenate([np.arange(len(pair.places)) >= pair.n_first for pair in pairs]).astype(
            np.int64
        )
        at = [slice(a, b) for a, b in pairwise(accumulate((len(pair.places) for pair in pairs), initial=0))]
        x = numbers(self._blocks[ids].reshape(-1, 18)).reshape(-1, DIM)
        x = self._levelled(x + held["emb.pos"][place] + held["emb.type"][kind], "emb.ln")
        for layer in range(N_LAYERS):
            q, k, v = (self._linear(x, f"{layer}.{part}") for part in ("q", "k", "v"))
            seen = np.concatenate([_attended(q[rows], k[rows], v[rows]) for rows in at])
            x = self._levelled(x + self._linear(seen, f"{layer}.o"), f"{layer}.ln1")
            wide = self._linear(x, f"{layer}.up")
            x = self._levelled(x + self._linear(gelu(wide), f"{layer}.down"), f"{layer}.ln2")
        return [x[rows] for rows in at]

    def _linear(self, x: FloatArray, name: str) -> FloatArray:
        found: FloatArray = x @ self._held[f"{name}.w"]
        found += self._held[f"{name}.b"]
        return found

    def _levelled(self, x: FloatArray, name: str) -> FloatArray:
        centred = x - x.mean(axis=1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(EPSILON))
        found: FloatArray = centred / scale * self._held[f"{name}.w"] + self._held[f"{name}.b"]
        return found


def _batches(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    held: list[Pair] = []
    size = 0
    for pair in pairs:
        if held and size + len(pair.places) > AT_ONCE:
            yield held
            held, size = [], 0
        held.append(pair)
        size += len(pair.places)
    yield held


def _attended(q: FloatArray, k: FloatArray, v: FloatArray) -> FloatArray:
    """What each piece of one pair takes from all its pieces, (n_pieces, DIM)."""
    heads: list[FloatArray] = [m.reshape(-1, N_HEADS, DIM // N_HEADS).swapaxes(0, 1) for m in (q, k, v)]
    heed: FloatArray = heads[0] @ heads[1].swapaxes(1, 2)
    heed *= np.float32((DIM // N_HEADS) ** -0.5)
    heed -= heed.max(axis=2, keepdims=True)
    np.exp(heed, out=heed)
    heed /= heed.sum(axis=2, keepdims=True)
    found: FloatArray = (heed @ heads[2]).swapaxes(0, 1).reshape(-1, DIM)
    return found


def numbers(blocks: npt.NDArray[np.uint8]) -> FloatArray:
    """(n_blocks, 32) from blocks of 18 bytes: a scale (float16), then 16 bytes, number i low and number i + 16 high, each + 8."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    found: FloatArray = (np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8) * scales
    return found


def gelu(x: FloatArray) -> FloatArray:
    """x times the share of a normal distribution below x."""
    from scipy.special import erf

    found: FloatArray = erf(x * np.float32(np.sqrt(0.5)))
    found += 1
    found *= x
    found *= np.float32(0.5)
    return found


@cache
def installed(folder: str) -> CrossEncoder | None:
    """The network for the question of models/FOLDER; None where a file is not there. ConfigError where they are others.

    The manifest of the folder names adapter and encoder by SHA-256 (`cross_encoder`).
    """
    about, encoder = models_root() / folder / "manifest.json", models_root() / "e5-cut" / "weights.npz"
    if not about.is_file() or not encoder.is_file():
        return None
    wanted = json.loads(about.read_text(encoding="utf-8")).get("cross_encoder")
    if wanted is None or not (about.parent / wanted["file"]).is_file():
        return None
    return CrossEncoder(
        _checked(encoder, wanted["encoder_sha256"], about),
        _checked(about.parent / wanted["file"], wanted["sha256"], about),
        wanted["model_id"],
    )


def _checked(path: Path, digest: str, about: Path) -> dict[str, Any]:
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ConfigError(f"{path}: not the weights that {about} names")
    with np.load(path) as held:
        return {name: held[name] for name in held.files}
