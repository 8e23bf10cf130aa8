"""What words tell of a direction by training: whether a force grows, and whether the news is good for those it touches.

Two linear models over the words of a text, stored as plain numbers (models/directions) and learnt from texts written for it
(benchmarks/train_directions.py). A word is known by its first letters and hashed with its language, so that no text is kept.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from horizon.cues import words
from horizon.errors import ConfigError
from horizon.types import FloatArray

N_PLACES = 1 << 17
SAME = 6  # letters by which two words are taken for one
LANGUAGES = ("en", "sv")
MAX_WORDS = 3  # that are named
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Heard:
    """Log odds (natural), and the words of the text that by themselves moved them most that way, at most MAX_WORDS."""

    odds: float
    words: tuple[str, ...] = ()


NOTHING = Heard(0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """rarity: (N_PLACES,) what a feature weighs in a text before it is scaled to unit length, 0 where it was not met in
    training; weights: (N_PLACES,) whole numbers in steps of `step`."""

    rarity: FloatArray
    weights: npt.NDArray[np.int16]
    step: float
    bias: float

    def hear(self, features: Sequence[tuple[str, str]]) -> Heard:
        """What the features of a text tell. features: (name, word it stands for, empty where it is no single word)."""
        counts = Counter(name for name, _ in features)
        names = sorted(counts)
        at = {name: i for i, name in enumerate(names)}
        places = np.array([place_of(name) for name in names], dtype=np.int64)
        values = (1.0 + np.log(np.array([counts[n] for n in names], dtype=np.float64))) * self.rarity[
            places
        ].astype(np.float64)
        length = float(np.linalg.norm(values))
        if not length:
            return NOTHING
        told = values / length * self.weights[places] * self.step
        odds = round(float(told.sum()) + self.bias, 4)
        by_word: dict[str, float] = {}
        for name, word in features:
            if word:
                by_word[word] = by_word.get(word, 0.0) + float(told[at[name]]) / counts[name]
        way = 1 if odds > 0 else -1
        telling = sorted((-value * way, word) for word, value in by_word.items() if value * way > 0)
        return Heard(odds, tuple(word for _, word in telling[:MAX_WORDS]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hearing:
    """The two models. A model is equal to itself alone, since answers are kept by it."""

    model_id: str
    growth: Linear
    news: Linear

    def of_force(self, text: str, language: str | None, *, kind: str, growth: str | None) -> Heard:
        """Log odds that a force of this kind grows in a text (title first); nothing in other languages."""
        if language not in LANGUAGES:
            return NOTHING
        return _growth_heard(self.growth, text, language, kind, growth)

    def of_news(self, text: str, language: str | None) -> Heard:
        """Log odds that what a text (title first) tells is good for those it touches; nothing in other languages."""
        if language not in LANGUAGES:
            return NOTHING
        return _news_heard(self.news, text, language)


@lru_cache(maxsize=20_000)  # a text is asked once for all forces of a kind
def _growth_heard(model: Linear, text: str, language: str, kind: str, growth: str | None) -> Heard:
    return model.hear(growth_features(text, language, kind=kind, growth=growth))


@lru_cache(maxsize=20_000)  # and once for the news that it tells
def _news_heard(model: Linear, text: str, language: str) -> Heard:
    return model.hear(news_features(text, language))


def place_of(name: str) -> int:
    """Where a feature is kept."""
    return zlib.crc32(name.encode()) % N_PLACES


def news_features(text: str, language: str) -> list[tuple[str, str]]:
    """Every word, those of the first sentence once more, and pairs of neighbours."""
    title, rest = _parted(text)
    return [
        *((f"{language}:{word[:SAME]}", word) for word in (*title, *rest)),
        *((f"{language}:t:{word[:SAME]}", word) for word in title),
        *((f"{language}:{a[:SAME]} {b[:SAME]}", "") for part in (title, rest) for a, b in pairwise(part)),
    ]


def growth_features(text: str, language: str, *, kind: str, growth: str | None) -> list[tuple[str, str]]:
    """Those of the news, and each word once beside what the growth of the force is, with and without its kind."""
    title, rest = _parted(text)
    stems = sorted({w[:SAME] for w in (*title, *rest)})
    return [
        *news_features(text, language),
        *((f"{kind}/{growth}|{language}:{stem}", "") for stem in stems),
        *((f"{growth}|{language}:{stem}", "") for stem in stems),
    ]


@lru_cache(maxsize=4_096)  # a text is asked about each of its forces
def _parted(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of the first sentence, which is the title, and of the rest."""
    title, *rest = _SENTENCE.split(text, maxsplit=1)
    return tuple(w.text for w in words(title)), tuple(w.text for w in words(" ".join(rest)))


def load_hearing(folder: Path) -> Hearing | None:
    """The models of a folder, None where there is none. Raises ConfigError when the file is not the one of its manifest."""
    if not (folder / "manifest.json").exists():
        return None
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    path = folder / "weights.npz"
    try:
        content = path.read_bytes()
    except FileNotFoundError as exc:
        raise ConfigError(f"{path}: no such file; restore models/directions as released") from exc
    if hashlib.sha256(content).hexdigest() != json.loads(manifest)["sha256"]:
        raise ConfigError(f"{path}: not the file of its manifest; restore models/directions as released")
    return _parsed(manifest, content)


@lru_cache(maxsize=2)  # a scan of many weeks asks for it every week
def _parsed(manifest: str, content: bytes) -> Hearing:
    facts = json.loads(manifest)
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        growth, news = (
            Linear(
                rarity=kept[f"{name}_rarity"].astype(np.float32),
                weights=kept[f"{name}_weights"],
                step=float(facts["steps"][name]),
                bias=float(facts["biases"][name]),
            )
            for name in ("growth", "news")
        )
    return Hearing(model_id=str(facts["model_id"]), growth=growth, news=news)
