"""The trained option: PESTLE shares of a text by a linear model stored as plain numbers (models/forces).

Features of a text: its words and word pairs, hashed together with the language so that no text is kept in the model; the
cue scores of the catalogue's forces; and, where the embedding model knows the language, its vector. Everything is a weight
per feature and category, so that a share can be worked out by hand from what the text holds.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from horizon.cues import words
from horizon.errors import ConfigError
from horizon.forces.catalogue import PESTLE
from horizon.types import FloatArray

F64 = npt.NDArray[np.float64]
N_HASHED = 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PestleModel:
    """Weights: hashed (N_HASHED, 6) in steps of hashed_step, cues (6,) by language and force, vector (dim, 6), bias (6,)
    by language."""

    model_id: str
    hashed: npt.NDArray[np.int8]
    hashed_step: float
    cues: Mapping[str, Mapping[str, tuple[float, ...]]]
    vector: FloatArray
    embedder_id: str
    bias: Mapping[str, tuple[float, ...]]
    vector_languages: tuple[str, ...]

    def shares(
        self,
        text: str,
        language: str | None,
        cue_scores: Mapping[str, float],
        vector: FloatArray | None = None,
    ) -> F64 | None:
        """Shares of the six categories in the order of PESTLE, sum 1; None for a language it was not trained on, and where it
        was trained with vectors and there is none.

        cue_scores: by force id; a force that was not there in training counts nothing.
        """
        if language is None or language not in self.bias:
            return None
        if language in self.vector_languages and vector is None:
            return None
        total = np.array(self.bias[language], dtype=np.float64)
        index, value = hashed_features(text, language)
        if len(index):
            total += self.hashed_step * (value @ self.hashed[index].astype(np.float64))
        known = self.cues[language]
        for force_id in sorted(cue_scores):
            if force_id in known:
                total += np.log1p(cue_scores[force_id]) * np.array(known[force_id])
        if vector is not None:
            total += vector.astype(np.float64) @ self.vector.astype(np.float64)
        weight = np.exp(total - total.max())
        found: F64 = weight / weight.sum()
        return found


def hashed_features(text: str, language: str) -> tuple[npt.NDArray[np.int64], F64]:
    """Places and values of a text's words and word pairs: 1 + log of the count, scaled to unit length."""
    found = [word.text for word in words(text)]
    counts: dict[int, int] = {}
    for token in (*found, *(f"{a} {b}" for a, b in pairwise(found))):
        place = zlib.crc32(f"{language}:{token}".encode()) % N_HASHED
        counts[place] = counts.get(place, 0) + 1
    index = np.array(sorted(counts), dtype=np.int64)
    value = 1.0 + np.log(np.array([counts[i] for i in index], dtype=np.float64))
    return index, value / (np.linalg.norm(value) or 1.0)


def load_model(folder: Path) -> PestleModel:
    """The model of a folder. Raises ConfigError when a file is missing or is not the one of the manifest."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        content = (folder / manifest["file"]).read_bytes()
    except FileNotFoundError as exc:
        raise ConfigError(
            f"{exc.filename}: no such file; restore models/forces or set forces.model = 'catalogue'"
        ) from exc
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise ConfigError(
            f"{folder / manifest['file']}: not the file of its manifest; restore models/forces as released"
        )
    return parse_model(json.loads(content), model_id=manifest["model_id"])


def parse_model(data: Any, *, model_id: str) -> PestleModel:
    """A model from its JSON."""
    return PestleModel(
        model_id=model_id,
        hashed=np.array(data["hashed"], dtype=np.int8).reshape(N_HASHED, len(PESTLE)),
        hashed_step=float(data["hashed_step"]),
        cues={lang: {k: tuple(v) for k, v in found.items()} for lang, found in data["cues"].items()},
        vector=np.array(data["vector"], dtype=np.float32),
        embedder_id=str(data["embedder_id"]),
        bias={k: tuple(v) for k, v in data["bias"].items()},
        vector_languages=tuple(data["vector_languages"]),
    )


def as_json(model: PestleModel) -> dict[str, Any]:
    """What parse_model reads."""
    return {
        "categories": list(PESTLE),
        "hashed_step": model.hashed_step,
        "bias": {k: list(v) for k, v in model.bias.items()},
        "cues": {lang: {k: list(v) for k, v in found.items()} for lang, found in model.cues.items()},
        "embedder_id": model.embedder_id,
        "vector_languages": list(model.vector_languages),
        "vector": [[round(float(x), 4) for x in row] for row in model.vector],
        "hashed": model.hashed.ravel().tolist(),
    }
