"""The impact stage: reads a week's signals, their documents and forces, writes what they could do to each system."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from horizon.config import ImpactSettings
from horizon.impact import loop
from horizon.impact.direction import measured_by
from horizon.impact.echo import echo_share, is_outside_sector
from horizon.impact.exposure import expose, place_score
from horizon.impact.eyes import Eyes, Memory, Rows, key_of, read_with
from horizon.impact.heard import Hearing
from horizon.impact.lenses import lens_of, nearest
from horizon.impact.meaning import meanings
from horizon.impact.reading import NAME_CHARS, Reading
from horizon.impact.score import Result, Scored, TiedForce, judged_by, score
from horizon.impact.system import System
from horizon.impact.tied import ForceFacts, SectorWords, entering, forces_of, turned_abroad
from horizon.impact.trade import Trades, trade_score
from horizon.storage.cue_vectors import known_vectors
from horizon.storage.ledger import begin, hash_of
from horizon.storage.store import Store
from horizon.types import Embedder, FloatArray, Impact, StageReport, Window

STAGE = "impact"
CODE = 19  # raise when a score changes meaning: a finished week is then scored anew


def run(
    store: Store,
    settings: ImpactSettings,
    window: Window,
    *,
    systems: Sequence[System],
    force_facts: Mapping[str, ForceFacts],
    country_codes: Mapping[str, str] | None = None,
    embedder: Embedder | None = None,
    memory: Memory | None = None,
    sectors: SectorWords | None = None,
    trades: Trades | None = None,
    hearing: Hearing | None = None,
) -> StageReport:
    """Score the week's signals on every system, with the latest signals and ties known at window.as_of.

    force_facts: by force id; country_codes: ISO code by case-folded name; embedder: the model of the documents'
    vectors, which also reads the cues of parts; without it a part is known by words and names alone. memory: what one
    caller has read in earlier windows, so that a year is scored anew in seconds. sectors: words for the firms of other
    sectors, of `entrants.sector_words`; a topic that enters from one is tied to the forces of substitution.
    trades: of `trade.load_trades`; what speaks of other trades alone is tied less. hearing: of `heard.load_hearing`, what words
    tell of a direction by training; without it a direction rests on what is stated and on the tone.
    Editing a system changes its hash, so that only this stage runs again.
    """
    judged = store.rows("impact/judgement", stage="signals", week_on=window.week_on, as_of=window.as_of)
    tied = store.rows("impact/judgement", stage="forces", week_on=window.week_on, as_of=window.as_of)
    documents = _documents(store, window, judged[0]["as_of"]) if judged else []
    links = store.rows("impact/force_links", week_on=window.week_on, tied_at=tied[0]["as_of"]) if tied else []
    work = begin(
        store,
        STAGE,
        window,
        settings,
        inputs=[
            CODE,
            *(run["run_id"] for run in (*judged, *tied)),
            *(f"{system.system_id}={system.file_hash}" for system in systems),
            hash_of(
                (name, f.layer, f.kind, f.is_systemic, f.growth, f.turns_abroad, *measured_by(f))
                for name, f in sorted(force_facts.items())
            ),
            hash_of(sorted((country_codes or {}).items())),
            hash_of(sectors or {}),
            hash_of({name: trade.model_dump() for name, trade in (trades or {}).items()}),
            hash_of((d["signal_id"], d["doc_id"], d["text_hash"]) for d in documents),
        ],
        model_ids=tuple(model.model_id for model in (embedder, hearing) if model is not None),
    )
    if work.is_done:
        return work.skipped()
    memory = memory or Memory()
    notes = [] if judged else ["no signals were judged for this week: nothing to score"]
    if judged and not tied:
        notes.append(
            "no ties to forces were made for this week: impacts rest on text and actors alone, without a sign"
        )
    counts: Counter[str] = Counter(n_systems=len(systems), n_signals=len({d["signal_id"] for d in documents}))
    with store.transaction():
        _keep_systems(store, [s for s in systems if not memory.has_kept(s)])
        for table in ("core_impact", "core_signal_lens", "core_open_question", "core_judged_part"):
            store.delete(table, week_on=window.week_on, as_of=window.as_of)
        store.append("core_judged_part", _judged_parts(systems, window), run_id=work.run_id)
        forces = forces_of(links, documents, force_facts, hearing)
        unread = [
            d
            for d in documents
            if any(key_of(d) not in memory.eyes(s, country_codes, trades).readings for s in systems)
        ]
        vectors = _vectors(store, settings, unread, embedder)
        for system in systems:
            eyes = memory.eyes(system, country_codes, trades)
            readings = read_with(
                eyes, documents, _likeness(store, eyes, documents, vectors, embedder, work.run_id)
            )
            ours = turned_abroad(eyes, documents, forces, links, force_facts, hearing)
            tied_too = entering(eyes, documents, ours, force_facts, window, sectors)
            counts.update(_score_system(store, settings, window, eyes, readings, tied_too, work.run_id))
        report = work.finish(counts=counts, notes=notes)
    memory.keep(systems)  # once the transaction holds
    return report


def _score_system(
    store: Store,
    settings: ImpactSettings,
    window: Window,
    eyes: Eyes,
    readings: Mapping[str, Sequence[Reading]],
    forces: Mapping[str, Sequence[TiedForce]],
    run_id: str,
) -> Counter[str]:
    """Write the rows of one system; returns its counts."""
    system = eyes.system
    results = score_signals(
        system,
        readings,
        forces,
        min_tie=settings.min_tie,
        min_bearing=settings.min_bearing,
        matrix=eyes.matrix,
    )
    key = {"system_id": system.system_id, "week_on": window.week_on, "as_of": window.as_of}
    impacts = [
        _impact(system, window, signal_id, row) for signal_id, r in results.items() for row in r.impacts
    ]
    lenses = [{**key, "signal_id": signal_id, **lens(found)} for signal_id, found in readings.items()]
    asked = Counter(pair for r in results.values() for pair in r.questions)
    questions = [{**key, "part_id": p, "force_id": f, "n_signals": n} for (p, f), n in sorted(asked.items())]
    store.append("core_impact", impacts, run_id=run_id)
    store.append("core_signal_lens", lenses, run_id=run_id)
    store.append("core_open_question", questions, run_id=run_id)
    return Counter(
        n_impacts=len(impacts),
        n_unknown=sum(i.loop_score is None for i in impacts),
        n_questions=len(questions),
    )


def _vectors(
    store: Store, settings: ImpactSettings, documents: Rows, embedder: Embedder | None
) -> dict[str, FloatArray]:
    hashes = {d["text_hash"] for d in documents if d["language"] in settings.vector_languages}
    return {} if embedder is None or not hashes else known_vectors(store, embedder.model_id, hashes)


def _likeness(
    store: Store,
    eyes: Eyes,
    documents: Rows,
    vectors: Mapping[str, FloatArray],
    embedder: Embedder | None,
    run_id: str,
) -> dict[str, dict[str, float]]:
    """Likeness of meaning by text hash and part, of the documents that were not read before."""
    hashes = [d["text_hash"] for d in documents if key_of(d) not in eyes.readings]
    if embedder is None or not vectors or not hashes:
        return {}
    return meanings(eyes.learn(store, embedder, run_id), hashes, vectors)


def score_signals(
    system: System,
    readings: Mapping[str, Sequence[Reading]],
    forces: Mapping[str, Sequence[TiedForce]],
    *,
    min_tie: float,
    min_bearing: float = 0.5,
    matrix: loop.LoopMatrix | None = None,
) -> dict[str, Result]:
    """Result of every signal on a system. matrix: of `loop.build`, made here when it is not given."""
    matrix = matrix or loop.build(system)
    judged = judged_by(system)
    results = {}
    for signal_id, found in readings.items():
        place = place_score(found)
        trade = trade_score((reading.origin_id, reading.trade_share) for reading in found)
        exposures = [expose(part, system.actors, found, place, trade) for part in system.parts]
        results[signal_id] = score(
            system,
            matrix,
            exposures,
            forces.get(signal_id, ()),
            min_tie=min_tie,
            min_bearing=min_bearing,
            judged=judged,
        )
    return results


def lens(readings: Sequence[Reading]) -> dict[str, Any]:
    """How a signal looks from a system: lens, outside our own sector or not, echo share."""
    named: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        named[reading.origin_id] += [] if reading.level is None else [reading.level]
    voices = [reading.voice for reading in readings]
    return {
        "lens": lens_of(nearest(levels) for levels in named.values()),
        "is_outside_sector": is_outside_sector(voices),
        "echo_share": echo_share(voices),
    }


def _impact(system: System, window: Window, signal_id: str, row: Scored) -> Impact:
    return Impact(
        system_id=system.system_id,
        signal_id=signal_id,
        part_id=row.part_id,
        force_id=row.force_id,
        week_on=window.week_on,
        as_of=window.as_of,
        tie_score=row.tie_score,
        text_score=row.exposure.text_score,
        entity_score=row.exposure.entity_score,
        place_score=row.exposure.place_score,
        sensitivity=row.sensitivity,
        layer=row.layer,
        layer_reach=row.layer_reach,
        direct_score=row.direct_score,
        loop_score=row.loop_score,
        sign=row.sign,
        lag_weeks_low=row.lag_weeks_low,
        lag_weeks_high=row.lag_weeks_high,
        confidence=row.confidence,
        bearing_score=row.bearing_score,
        derivation=json.dumps(row.derivation, ensure_ascii=False),
        doc_ids=row.doc_ids,
    )


def _documents(store: Store, window: Window, judged_at: Any) -> list[dict[str, Any]]:
    return store.rows(
        "impact/documents",
        week_on=window.week_on,
        as_of=window.as_of,
        judged_at=judged_at,
        n_chars=NAME_CHARS,
    )


def _judged_parts(systems: Sequence[System], window: Window) -> list[dict[str, Any]]:
    """The parts as this judgement sees them: a model changes, and what was drawn with it is drawn again as it was."""
    return [
        {
            "system_id": system.system_id, "week_on": window.week_on, "as_of": window.as_of, "part_number": number,
            "part_id": part.part_id, "name": part.name, "kind": part.kind, "engine_name": names[part.engine_id],
        }
        for system in systems
        for names in ({engine.engine_id: engine.name for engine in system.engines},)
        for number, part in enumerate(system.parts, start=1)
    ]  # fmt: skip


def _keep_systems(store: Store, systems: Sequence[System]) -> None:
    """The models as they were used, so that published rows can be read without the files."""
    if not systems:
        return
    for system in systems:
        store.delete("core_system_part", system_id=system.system_id)
        store.append(
            "core_system_part",
            [
                {
                    "system_id": system.system_id, "engine_id": engine.engine_id, "engine_name": engine.name,
                    "part_id": part.part_id, "name": part.name, "kind": part.kind, "description": part.description,
                }
                for engine in system.engines
                for part in engine.parts
            ],
        )  # fmt: skip
    store.replace(
        "core_system",
        [
            {
                "system_id": s.system_id, "name": s.name, "name_sv": s.name_sv, "is_fictional": s.is_fictional, "goal": s.goal,
                "sectors": s.sectors, "system_hash": s.file_hash,
            }
            for s in systems
        ],
        key=("system_id",),
    )  # fmt: skip
