"""Reads proposition and text together, by a small network: log chances of the three stances. No language model, numpy alone.

The network is the encoder of models/e5-cut (12 layers of 384 numbers) with the adapter of models/stance/reader.npz, which was
trained on the labelled pairs (benchmarks/train_stance_reader.py). Formula and limits: docs/methodology/claims.md
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from horizon.brief.pieces import Pieces
from horizon.config import models_root
from horizon.errors import ConfigError
from horizon.types import FloatArray

DIM, N_HEADS, N_LAYERS = 384, 12, 12
BLOCK = 32  # numbers that share a scale in the stored weights
EPSILON = 1e-12
PARTS = ("q", "k", "v", "o", "up", "down")


@dataclass(frozen=True, slots=True)
class Joint:
    """How words and network are joined: a weight for the log probabilities of each, fitted out of fold."""

    words: float
    network: float
    told_from: float  # least joint probability from which a stance is told


class CrossReader:
    """The network. encoder: arrays of models/e5-cut; adapter: arrays of reader.npz."""

    def __init__(self, encoder: Mapping[str, Any], adapter: Mapping[str, Any], joint: Joint) -> None:
        self.joint = joint
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

    def log_chances(self, target: str, text: str) -> FloatArray:
        """(3,): natural logarithm of the probability of each of STANCES."""
        ids, n_first = self._pieces.pair(target, text)
        hidden = self._encode(np.array(ids), n_first)
        first, second = hidden[:n_first].mean(axis=0), hidden[n_first:].mean(axis=0)
        read = np.concatenate([hidden[0], first, second, first * second])
        sums = read @ self._held["head.w"] + self._held["head.b"]
        top = sums.max()
        found: FloatArray = sums - top - np.log(np.exp(sums - top).sum())
        return found

    def _encode(self, ids: Any, n_first: int) -> FloatArray:
        held = self._held
        kind = (np.arange(len(ids)) >= n_first).astype(int)
        x = numbers(self._blocks[ids].reshape(-1, 18)).reshape(-1, DIM)
        x = self._levelled(x + held["emb.pos"][: len(ids)] + held["emb.type"][kind], "emb.ln")
        for layer in range(N_LAYERS):
            q, k, v = (
                self._linear(x, f"{layer}.{part}").reshape(-1, N_HEADS, DIM // N_HEADS).swapaxes(0, 1)
                for part in ("q", "k", "v")
            )
            heed = q @ k.swapaxes(1, 2) / np.float32(np.sqrt(DIM // N_HEADS))
            heed = np.exp(heed - heed.max(axis=2, keepdims=True))
            seen = (heed / heed.sum(axis=2, keepdims=True)) @ v
            seen = self._linear(seen.swapaxes(0, 1).reshape(-1, DIM), f"{layer}.o")
            x = self._levelled(x + seen, f"{layer}.ln1")
            wide = self._linear(x, f"{layer}.up")
            x = self._levelled(x + self._linear(gelu(wide), f"{layer}.down"), f"{layer}.ln2")
        return x

    def _linear(self, x: FloatArray, name: str) -> FloatArray:
        found: FloatArray = x @ self._held[f"{name}.w"] + self._held[f"{name}.b"]
        return found

    def _levelled(self, x: FloatArray, name: str) -> FloatArray:
        centred = x - x.mean(axis=1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(EPSILON))
        found: FloatArray = centred / scale * self._held[f"{name}.w"] + self._held[f"{name}.b"]
        return found


def numbers(blocks: Any) -> FloatArray:
    """(n_blocks, 32) from blocks of 18 bytes: a scale (float16), then 16 bytes, number i low and number i + 16 high, each + 8."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    found: FloatArray = (np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8) * scales
    return found


def gelu(x: FloatArray) -> FloatArray:
    """x times the share of a normal distribution below x."""
    from scipy.special import erf

    found: FloatArray = np.float32(0.5) * x * (1 + erf(x * np.float32(np.sqrt(0.5))))
    return found


@cache
def installed_reader() -> CrossReader | None:
    """The network of models/e5-cut and models/stance; None where a file is not there. ConfigError where they are others."""
    encoder, stance = models_root() / "e5-cut", models_root() / "stance"
    if not (encoder / "weights.npz").is_file() or not (stance / "reader.npz").is_file():
        return None
    wanted = json.loads((stance / "manifest.json").read_text(encoding="utf-8"))["reader"]
    return CrossReader(
        _checked(encoder / "weights.npz", wanted["encoder_sha256"]),
        _checked(stance / "reader.npz", wanted["sha256"]),
        Joint(**wanted["joint"]),
    )


def _checked(path: Path, digest: str) -> dict[str, Any]:
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ConfigError(f"{path}: not the weights that models/stance/manifest.json names")
    with np.load(path) as held:
        return {name: held[name] for name in held.files}
