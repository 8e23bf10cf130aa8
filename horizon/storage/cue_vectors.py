"""Vectors of known texts, and of the cues of forces and parts: made once per model and kept beside those of documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from horizon.storage.store import Store
from horizon.types import Embedder, FloatArray

BATCH = 256


def cue_vectors(
    store: Store, embedder: Embedder, cues: Iterable[str], *, run_id: str
) -> dict[str, FloatArray]:
    """Unit vector of every cue; those not known yet are made and kept."""
    keys = {cue: cue_hash(cue) for cue in cues}
    known = known_vectors(store, embedder.model_id, set(keys.values()))
    missing = [cue for cue, key in keys.items() if key not in known]
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        fresh = dict(zip((keys[cue] for cue in batch), embedder.encode(batch), strict=True))
        known.update(fresh)
        store.append_new(
            "core_embedding",
            [
                {
                    "text_hash": key,
                    "model_id": embedder.model_id,
                    "vector": tuple(map(float, v)),
                    "run_id": run_id,
                }
                for key, v in fresh.items()
            ],
            key=("text_hash", "model_id"),
        )
    return {cue: known[key] for cue, key in keys.items()}


def cue_hash(cue: str) -> str:
    """Key of a cue's vector among the kept vectors; apart from the keys of documents."""
    return "cue-" + hashlib.sha256(cue.encode()).hexdigest()[:20]


def known_vectors(store: Store, model_id: str, hashes: set[str]) -> dict[str, FloatArray]:
    """Kept vectors by text hash; hashes without one are left out."""
    table = store.arrow("documents/kept_vectors", model_id=model_id, hashes=sorted(hashes))
    if table.num_rows == 0:
        return {}
    flat = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    matrix = np.asarray(flat, dtype=np.float32).reshape(table.num_rows, -1)
    return dict(zip(table.column("text_hash").to_pylist(), matrix, strict=True))
