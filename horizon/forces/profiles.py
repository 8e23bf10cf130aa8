"""The trained reading of forces: how likely a text is about each force, by a linear model stored as plain numbers.

Learnt from texts written for every force, from news that bears on one and from the catalogue (benchmarks/train_ties.py). A
weight per force of every piece of a word (pieces reach into Swedish compounds), and of every dimension where the embedding
model knows the language, gives the share of each force, and of none of them, in what the text is about. It is joined with the
cue score, and with the standing of `match`, into a probability.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from horizon.errors import ConfigError
from horizon.types import FloatArray

Basis = Literal["vector", "words"]  # what the reading rests on: vector and pieces of words, or these alone
F64 = npt.NDArray[np.float64]
N_PLACES = 1 << 15
SIZES = (4, 5, 6)  # letters of a piece of a word whose ends are marked
MIN_WORD = 4
MAX_WORDS = 3  # that are named for a tie
TELLING = 1.5  # standing from which a single word is named
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """log odds = constant + cue log(1 + cue score) + standing (of `match`) + learnt (log share)."""

    constant: float
    cue: float
    standing: float
    learnt: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the model says of one text: by force, the log of its share."""

    basis: Basis
    values: F64


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """vector: (dim, n_forces + 1) and bias, none of the forces last; rarity: (N_PLACES,) what a piece weighs in a text before
    it is scaled to unit length, 0 where it was not met in training; pieces: (N_PLACES, n_forces + 1) in steps of `step`, and
    their bias; mix: weight of the log share by vector and of that by pieces where there are both."""

    model_id: str
    embedder_id: str
    force_ids: tuple[str, ...]
    vector: FloatArray
    bias: FloatArray
    rarity: FloatArray
    pieces: npt.NDArray[np.int8]
    pieces_bias: FloatArray
    step: float
    mix: tuple[float, float]
    languages: tuple[str, ...]  # of the pieces
    joint: Mapping[Basis, Joint]

    def read(self, text: str, language: str | None, vector: FloatArray | None) -> Learnt | None:
        """What is learnt of a text; None in a language that it was not trained on, where there is no vector either.

        vector: of the embedding model `embedder_id`, None where it does not know the language.
        """
        by_words = self._by_words(text) if language in self.languages else None
        if vector is None:
            return None if by_words is None else Learnt("words", by_words[:-1])
        by_vector = log_shares(vector.astype(np.float64) @ self.vector.astype(np.float64) + self.bias)
        if by_words is None:
            return Learnt("vector", by_vector[:-1])
        return Learnt("vector", log_shares(self.mix[0] * by_vector + self.mix[1] * by_words)[:-1])

    def _by_words(self, text: str) -> F64:
        """(n_forces + 1,) log shares by the pieces of a text's words."""
        places, counts = pieces_of(text)
        values = counts * self.rarity[places].astype(np.float64)
        values = values / (np.linalg.norm(values) or 1.0)
        return log_shares(values @ self.pieces[places].astype(np.float64) * self.step + self.pieces_bias)

    def log_odds(
        self, learnt: Learnt, force_id: str, cue_score: float, standing: float | None
    ) -> float | None:
        """Log odds that the text is about a force; None for one that was not there in training."""
        column = self.columns.get(force_id)
        if column is None:
            return None
        by = self.joint[learnt.basis]
        return (
            by.constant
            + by.cue * math.log1p(cue_score)
            + by.standing * (standing or 0.0)
            + by.learnt * float(learnt.values[column])
        )

    @property
    def columns(self) -> Mapping[str, int]:
        """Column of a force."""
        return _columns(self.force_ids)

    def words_for(self, text: str, force_id: str) -> tuple[str, ...]:
        """The words that by themselves tell most of a force, as they stand in the text; at most MAX_WORDS."""
        column = self.columns[force_id]
        found = {}
        for match in _WORD.finditer(text):
            word = match.group()
            if len(word) >= MIN_WORD and word not in found:
                places = list(_places(word.lower()))
                value = stand_out(
                    self.rarity[places].astype(np.float64) @ self.pieces[places, :-1].astype(np.float64)
                )
                found[word] = float(value[column])
        telling = sorted((-value, word) for word, value in found.items() if value >= TELLING)
        return tuple(word for _, word in telling[:MAX_WORDS])


@lru_cache(maxsize=8)
def _columns(force_ids: tuple[str, ...]) -> dict[str, int]:
    return {force_id: i for i, force_id in enumerate(force_ids)}


@lru_cache(maxsize=100_000)
def _places(word: str) -> tuple[int, ...]:
    """Places of the pieces of a lower-case word."""
    marked = f"<{word}>"
    return tuple(
        sorted(
            {
                zlib.crc32(marked[i : i + size].encode()) % N_PLACES
                for size in SIZES
                for i in range(len(marked) - size + 1)
            }
        )
    )


def pieces_of(text: str) -> tuple[npt.NDArray[np.int64], F64]:
    """Places of the pieces of a text's words, and 1 + log of how often each stands in it."""
    counts: Counter[int] = Counter()
    for word in _WORD.findall(text.lower()):
        if len(word) >= MIN_WORD:
            counts.update(_places(word))
    places = sorted(counts)
    return np.array(places, dtype=np.int64), 1.0 + np.log(
        np.array([counts[p] for p in places], dtype=np.float64)
    )


def log_shares(odds: F64) -> F64:
    """Logs of shares that sum to 1, over the last axis."""
    z = odds - odds.max(axis=-1, keepdims=True)
    shares: F64 = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return shares


def stand_out(values: F64) -> F64:
    """Standard deviations above the mean of all forces; zeros where nothing tells."""
    spread = float(values.std())
    out: F64 = (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
    return out


def load_profiles(folder: Path) -> Profiles | None:
    """The model of a folder, None where there is none. Raises ConfigError when a file is not the one of the manifest."""
    try:
        manifest = (folder / "manifest.json").read_text(encoding="utf-8")
        content = (folder / "weights.npz").read_bytes()
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest() != json.loads(manifest)["sha256"]:
        raise ConfigError(
            f"{folder / 'weights.npz'}: not the file of its manifest; restore models/ties as released, or remove the folder"
        )
    return _parsed(manifest, content)


@lru_cache(maxsize=2)  # a scan of many weeks asks for it every week
def _parsed(manifest: str, content: bytes) -> Profiles:
    facts = json.loads(manifest)
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        return Profiles(
            model_id=str(facts["model_id"]),
            embedder_id=str(facts["embedder_id"]),
            force_ids=tuple(facts["force_ids"]),
            vector=kept["vector"].astype(np.float32) * np.float32(facts["vector_step"]),
            bias=kept["bias"].astype(np.float32),
            rarity=kept["rarity"].astype(np.float32),
            pieces=kept["pieces"],
            pieces_bias=kept["pieces_bias"].astype(np.float32),
            step=float(facts["pieces_step"]),
            mix=(float(facts["mix"]["vector"]), float(facts["mix"]["pieces"])),
            languages=tuple(facts["languages"]),
            joint={basis: Joint(**values) for basis, values in facts["joint"].items()},
        )
