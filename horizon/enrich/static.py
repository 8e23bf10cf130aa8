"""Text -> unit vectors by a table: the mean of the vectors of its word pieces. Card: models/static-256/card.md."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from horizon.errors import ConfigError
from horizon.types import FloatArray

BATCH = 4_096  # texts tokenised at once: bounds the memory, not the result


class StaticEmbedder:
    """A model distilled into one vector per word piece: no context, some fifty times as fast."""

    def __init__(self, folder: Path) -> None:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.model_id = str(manifest["model_id"])
        self.dim = int(manifest["dim"])
        self._manifest = manifest
        self._folder = folder
        self._table: FloatArray | None = None
        self._tokenizer: Any = None

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors (n_texts, 256) in the order of the texts; a text without a known piece has zeros."""
        if self._table is None:
            self._table = self._load()
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            pieces = [
                e.ids
                for e in self._tokenizer.encode_batch_fast(
                    list(texts[start : start + BATCH]), add_special_tokens=False
                )
            ]
            for row, ids in enumerate(pieces, start):
                if ids:
                    vectors[row] = self._table[ids].mean(axis=0)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(
            np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0), dtype=np.float32
        )

    def _load(self) -> FloatArray:
        from tokenizers import Tokenizer

        wanted = self._manifest["weights"]
        path = self._folder / wanted["file"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted["sha256"]:
            raise ConfigError(
                f"{path}: not the weights that manifest.json beside it names; run {self._folder}/build.py"
            )
        self._tokenizer = Tokenizer.from_file(str(self._folder / self._manifest["tokenizer"]["file"]))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        with np.load(path) as kept:
            return np.asarray(kept["table"].astype(np.float32) * kept["scale"][:, None], dtype=np.float32)
