"""The forces stage: reads a week's judged signals with their documents, writes their ties to the forces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from horizon.config import ForcesSettings
from horizon.forces.catalogue import PESTLE, Force
from horizon.forces.match import TEXT_CHARS, CueMatch, cues_of, joined, nearness, standing
from horizon.forces.profiles import Learnt, Profiles
from horizon.forces.tie import Reading, Tie, strongest, tie
from horizon.forces.trained import F64, PestleModel
from horizon.storage.cue_vectors import cue_vectors, known_vectors
from horizon.storage.ledger import begin, hash_of
from horizon.storage.store import Store
from horizon.types import Embedder, FloatArray, ForceLink, StageReport, Window

STAGE = "forces"
CODE = 6  # raise when a tie changes meaning: a finished week is then tied anew


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of documents by text hash, and of the English cues of each force."""

    documents: dict[str, FloatArray]
    cues: tuple[FloatArray, ...]
    model_id: str = ""


def run(
    store: Store,
    settings: ForcesSettings,
    window: Window,
    *,
    forces: Sequence[Force],
    embedder: Embedder | None = None,
    model: PestleModel | None = None,
    profiles: Profiles | None = None,
) -> StageReport:
    """Tie the signals of the window's week, in their latest judgement by window.as_of, to the forces.

    embedder: the model of the documents' vectors, which also reads the cues; without it cue words alone decide. model: the
    trained option, which weighs a tie by the text's category. profiles: the trained reading of forces; a force that it does
    not know, one of the reader's own, is tied by cues and vector as without it.
    """
    judged = store.rows("forces/judgement", stage="signals", week_on=window.week_on, as_of=window.as_of)
    rows = _documents(store, window, judged[0]["as_of"]) if judged else []
    work = begin(
        store,
        STAGE,
        window,
        settings,
        inputs=[
            CODE,
            judged[0]["run_id"] if judged else None,
            hash_of(forces),
            hash_of((r["signal_id"], r["doc_id"], r["text_hash"]) for r in rows),
        ],
        model_ids=[m.model_id for m in (embedder, model, profiles) if m is not None],
    )
    if work.is_done:
        return work.skipped()
    vectors = _vectors(store, rows, forces, embedder, work.run_id, settings.vector_languages)
    ties = ties_of(rows, forces, settings, vectors, model, profiles)
    links = [_link(window, signal_id, t) for signal_id, found in sorted(ties.items()) for t in found]
    with store.transaction():
        _keep_catalogue(store, forces)
        store.delete("core_force_link", week_on=window.week_on, as_of=window.as_of)
        store.append("core_force_link", links, run_id=work.run_id)
        counts = {
            "n_signals": len({r["signal_id"] for r in rows}),
            "n_tied": sum(1 for found in ties.values() if found),
            "n_links": len(links),
            "n_forces": len({link.force_id for link in links}),
        }
        notes = [] if judged else ["no signals were judged for this week: nothing to tie"]
        if profiles is None and settings.reading == "trained":
            notes.append("no trained reading of forces (models/ties): ties rest on the catalogue alone")
        return work.finish(counts=counts, notes=notes)


def ties_of(
    rows: Sequence[dict[str, Any]],
    forces: Sequence[Force],
    settings: ForcesSettings,
    vectors: Vectors | None,
    model: PestleModel | None = None,
    profiles: Profiles | None = None,
) -> dict[str, list[Tie]]:
    """Kept ties by signal. rows: signal_id, doc_id, origin_id, title, text, language, text_hash."""
    cues = cues_of(tuple(forces))
    texts = {r["doc_id"]: (joined(r["title"], r["text"] or ""), r["language"]) for r in rows}
    matches = {doc_id: cues.find(text, language) for doc_id, (text, language) in texts.items()}
    near = _nearness(rows, settings, vectors)
    apart = {doc_id: standing(row[None])[0] for doc_id, row in near.items()}
    shares = (
        {} if model is None else {r["doc_id"]: _shares(r, matches[r["doc_id"]], vectors, model) for r in rows}
    )
    learnt = {} if profiles is None else _learnt(rows, texts, vectors, settings, profiles)
    by_signal: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_signal[row["signal_id"]].append(row)
    found: dict[str, list[Tie]] = {}
    for signal_id, documents in by_signal.items():
        n_origins = len({d["origin_id"] for d in documents})
        ties = []
        for column, force in enumerate(forces):
            readings = [
                _with_learnt(
                    profiles,
                    learnt.get(d["doc_id"]),
                    force.force_id,
                    Reading(
                        doc_id=d["doc_id"],
                        origin_id=d["origin_id"],
                        cues=matches[d["doc_id"]].get(force.force_id),
                        similarity=round(float(near[d["doc_id"]][column]), 6)
                        if d["doc_id"] in near
                        else None,
                        standing=round(float(apart[d["doc_id"]][column]), 6)
                        if d["doc_id"] in apart
                        else None,
                        category_share=_share_of(force, shares.get(d["doc_id"])),
                    ),
                )
                for d in documents
            ]
            ties.append(tie(force.force_id, readings, n_origins))
        kept = [t for t in ties if t is not None]
        chosen = strongest(kept, min_confidence=settings.min_confidence, max_forces=settings.max_forces)
        found[signal_id] = [_with_words(t, profiles, learnt, texts) for t in chosen]
    return found


def _learnt(
    rows: Sequence[dict[str, Any]],
    texts: Mapping[str, tuple[str, str | None]],
    vectors: Vectors | None,
    settings: ForcesSettings,
    profiles: Profiles,
) -> dict[str, Learnt]:
    """What the trained reading says of each document, by its vector where it has one of the reading's embedding model."""
    has_vectors = vectors is not None and vectors.model_id == profiles.embedder_id
    found = {}
    for row in {r["doc_id"]: r for r in rows}.values():
        text, language = texts[row["doc_id"]]
        vector = vectors.documents.get(row["text_hash"]) if has_vectors and vectors is not None else None
        known = profiles.read(text, language, vector if language in settings.vector_languages else None)
        if known is not None:
            found[row["doc_id"]] = known
    return found


def _with_words(
    found: Tie,
    profiles: Profiles | None,
    learnt: Mapping[str, Learnt],
    texts: Mapping[str, tuple[str, str | None]],
) -> Tie:
    """A tie without any cue, with the words whose pieces told it; one that rests on vectors has none to show."""
    surest = found.doc_ids[0]
    if profiles is None or found.phrases or surest not in learnt or learnt[surest].basis != "words":
        return found
    words = profiles.words_for(texts[surest][0], found.force_id) if found.force_id in profiles.columns else ()
    return replace(found, phrases=tuple(word.casefold() for word in words))


def _with_learnt(
    profiles: Profiles | None, learnt: Learnt | None, force_id: str, reading: Reading
) -> Reading:
    if profiles is None or learnt is None:
        return reading
    score = reading.cues.score if reading.cues else 0.0
    odds = profiles.log_odds(learnt, force_id, score, reading.standing)
    if odds is None:
        return reading
    said = round(float(learnt.values[profiles.columns[force_id]]), 6)
    return replace(reading, learnt=said, log_odds=odds)


def _shares(
    row: dict[str, Any], found: dict[str, CueMatch], vectors: Vectors | None, model: PestleModel
) -> F64 | None:
    """Category shares of one document by the trained model."""
    is_known = vectors is not None and vectors.model_id == model.embedder_id
    vector = vectors.documents.get(row["text_hash"]) if vectors is not None and is_known else None
    scores = {force_id: match.score for force_id, match in found.items()}
    return model.shares(joined(row["title"], row["text"] or ""), row["language"], scores, vector)


def _share_of(force: Force, shares: F64 | None) -> float | None:
    return None if shares is None else round(float(shares[PESTLE.index(force.pestle)]), 6)


def _nearness(
    rows: Sequence[dict[str, Any]], settings: ForcesSettings, vectors: Vectors | None
) -> dict[str, FloatArray]:
    """Nearness to every force by document, for documents in a language that the model knows."""
    if vectors is None:
        return {}
    known = {
        r["doc_id"]: vectors.documents[r["text_hash"]]
        for r in rows
        if r["text_hash"] in vectors.documents and r["language"] in settings.vector_languages
    }
    if not known:
        return {}
    return dict(zip(known, nearness(np.stack(list(known.values())), vectors.cues), strict=True))


def _documents(store: Store, window: Window, judged_at: Any) -> list[dict[str, Any]]:
    return store.rows(
        "forces/documents",
        week_on=window.week_on,
        as_of=window.as_of,
        judged_at=judged_at,
        n_chars=TEXT_CHARS,
    )


def _vectors(
    store: Store,
    rows: Sequence[dict[str, Any]],
    forces: Sequence[Force],
    embedder: Embedder | None,
    run_id: str,
    languages: Sequence[str],
) -> Vectors | None:
    hashes = {r["text_hash"] for r in rows if r["language"] in languages}
    if embedder is None or not hashes:
        return None
    documents = known_vectors(store, embedder.model_id, hashes)
    if not documents:
        return None
    cues = cue_vectors(store, embedder, [cue for f in forces for cue in f.cues_en], run_id=run_id)
    return Vectors(
        documents, tuple(np.stack([cues[cue] for cue in f.cues_en]) for f in forces), embedder.model_id
    )


def _link(window: Window, signal_id: str, found: Tie) -> ForceLink:
    return ForceLink(
        signal_id=signal_id,
        force_id=found.force_id,
        week_on=window.week_on,
        as_of=window.as_of,
        confidence=found.confidence,
        cue_score=found.cue_score,
        similarity=found.similarity,
        standing=found.standing,
        learnt=found.learnt,
        phrases=found.phrases,
        doc_ids=found.doc_ids,
    )


def _keep_catalogue(store: Store, forces: Sequence[Force]) -> None:
    """The catalogue as it was used, so that published rows can be read without the files."""
    store.replace(
        "core_force",
        [
            {
                "force_id": f.force_id, "name": f.name, "name_sv": f.name_sv, "pestle": f.pestle, "layer": f.layer,
                "kind": f.kind, "description": f.description, "lag_weeks_low": f.lag_weeks_low,
                "lag_weeks_high": f.lag_weeks_high,
            }
            for f in forces
        ],
        key=("force_id",),
    )  # fmt: skip
