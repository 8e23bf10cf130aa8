"""Builds weights.npz and manifest.json of this folder from the default model: one vector per word piece, no network left.

    python models/static-256/build.py

Each piece is read alone by all-MiniLM-L6-v2; the vectors are centred, turned onto their 256 strongest directions, and
weighed by how rare the piece is (its place in the vocabulary, which is sorted by frequency). A text is then the mean of
its pieces. Kept as int8 with one scale a row. Deterministic; about half a minute on two cores.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA

from horizon.config import models_root
from horizon.enrich.embed import MinilmInt8

HERE = Path(__file__).parent
DIM = 256


def piece_vectors(model: MinilmInt8, pieces: list[str]) -> np.ndarray:
    """(n_pieces, 384): what the model makes of each piece alone; a continuation is read without its hashes."""
    return model.encode([piece.removeprefix("##") for piece in pieces])


def main() -> int:
    """Write both files; prints their size."""
    tokenizer_file = models_root() / "minilm-int8" / "tokenizer.json"
    vocabulary: dict[str, int] = json.loads(tokenizer_file.read_text(encoding="utf-8"))["model"]["vocab"]
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    special = np.array([p.startswith("[") and p.endswith("]") and len(p) > 1 for p in pieces])
    vectors = piece_vectors(MinilmInt8(models_root() / "minilm-int8"), pieces).astype(np.float64)
    vectors[special] = 0
    reduced = PCA(n_components=DIM, svd_solver="full").fit(vectors[~special]).transform(vectors)
    reduced[special] = 0
    rank = np.cumsum(~special)
    reduced *= np.log(1 + rank)[:, None]
    scale = np.maximum(np.abs(reduced).max(axis=1), 1e-9) / 127
    table = np.round(reduced / scale[:, None]).astype(np.int8)
    path = HERE / "weights.npz"
    np.savez_compressed(path, table=table, scale=scale.astype(np.float32))
    manifest = {
        "model_id": "static-256",
        "task": "sentence embedding",
        "language": "en",
        "dim": DIM,
        "pooling": "mean of the piece vectors, at unit length",
        "is_normalised": True,
        "weights": {"file": path.name, "n_bytes": path.stat().st_size, "sha256": _sha256(path)},
        "tokenizer": {"file": "../minilm-int8/tokenizer.json", "sha256": _sha256(tokenizer_file)},
        "source": "sentence-transformers/all-MiniLM-L6-v2, int8, by build.py",
        "licence": "Apache-2.0",
    }
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{path.name}: {table.shape}, {path.stat().st_size} bytes")
    return 0


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
