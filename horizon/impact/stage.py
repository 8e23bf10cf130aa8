"""The impact stage: reads a week's signals, their documents and forces, writes what they could do to each system."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from horizon.config import ImpactSettings
from horizon.cues import CueLanguage, composed
from horizon.impact import loop
from horizon.impact.abroad import is_elsewhere
from horizon.impact.direction import Told, direction_of
from horizon.impact.echo import echo_share, is_outside_sector
from horizon.impact.entrants import Arena, entrants
from horizon.impact.exposure import expose, place_score
from horizon.impact.lenses import lens_of, nearest
from horizon.impact.meaning import PartVectors, meanings, part_vectors
from horizon.impact.reading import CUE_CHARS, NAME_CHARS, Reading, SystemReader
from horizon.impact.score import Result, Scored, TiedForce, score
from horizon.impact.system import System
from horizon.impact.trade import Trades, trade_score
from horizon.storage.cue_vectors import cue_vectors, known_vectors
from horizon.storage.ledger import begin, hash_of
from horizon.storage.store import Store
from horizon.types import Embedder, FloatArray, Impact, StageReport, Window

STAGE = "impact"
CODE = 7  # raise when a score changes meaning: a finished week is then scored anew


class ForceFacts(Protocol):
    """What is used of a force."""

    @property
    def layer(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def is_systemic(self) -> bool: ...
    @property
    def growth(self) -> str | None: ...
    @property
    def turns_abroad(self) -> bool: ...


Rows = Sequence[Mapping[str, Any]]
SectorWords = Mapping[CueLanguage, Mapping[str, Sequence[str]]]
ABROAD = "another country does it for itself: the sign turns"
MAX_ENTRANT_CONFIDENCE = 0.8  # that all of a topic speaks of our arena does not yet make its firms rivals


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
) -> StageReport:
    """Score the week's signals on every system, with the latest signals and ties known at window.as_of.

    force_facts: by force id; country_codes: ISO code by case-folded name; embedder: the model of the documents'
    vectors, which also reads the cues of parts; without it a part is known by words and names alone. memory: what one
    caller has read in earlier windows, so that a year is scored anew in seconds. sectors: words for the firms of other
    sectors, of `entrants.sector_words`; a topic that enters from one is tied to the forces of substitution.
    trades: of `trade.load_trades`; what speaks of other trades alone is tied less.
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
                (name, f.layer, f.kind, f.is_systemic, f.growth, f.turns_abroad)
                for name, f in sorted(force_facts.items())
            ),
            hash_of(sorted((country_codes or {}).items())),
            hash_of(sectors or {}),
            hash_of({name: trade.model_dump() for name, trade in (trades or {}).items()}),
            hash_of((d["signal_id"], d["doc_id"], d["text_hash"]) for d in documents),
        ],
        model_ids=() if embedder is None else (embedder.model_id,),
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
        for table in ("core_impact", "core_signal_lens", "core_open_question"):
            store.delete(table, week_on=window.week_on, as_of=window.as_of)
        forces = forces_of(links, documents, force_facts)
        unread = [
            d
            for d in documents
            if any(_key(d) not in memory.eyes(s, country_codes, trades).readings for s in systems)
        ]
        vectors = _vectors(store, settings, unread, embedder)
        for system in systems:
            eyes = memory.eyes(system, country_codes, trades)
            readings = read_with(
                eyes, documents, _likeness(store, eyes, documents, vectors, embedder, work.run_id)
            )
            ours = turned_abroad(eyes, documents, forces, links, force_facts)
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
    results = score_signals(system, readings, forces, min_tie=settings.min_tie, matrix=eyes.matrix)
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


class Eyes:
    """What is made of a system once and used for every window: reader, influence matrix, vectors, documents read so far."""

    def __init__(
        self, system: System, country_codes: Mapping[str, str] | None, trades: Trades | None = None
    ) -> None:
        self.system = system
        self.reader = SystemReader(system, country_codes, trades)
        self.matrix = loop.build(system)
        self.readings: dict[tuple[str, ...], Reading] = {}
        self.parts: PartVectors | None = None
        self.arena: Arena | None = None
        self._country_codes = country_codes or {}
        self._elsewhere: dict[str, bool] = {}

    def is_elsewhere(self, text: str) -> bool:
        """Whether title and lead place the news in another country alone; kept, since a text is asked for every week."""
        if text not in self._elsewhere:
            self._elsewhere[text] = is_elsewhere(self.system, self._country_codes, text)
        return self._elsewhere[text]

    def learn(self, store: Store, embedder: Embedder, run_id: str) -> PartVectors:
        """Vectors of the parts' cues; embedded once for all time, looked up once for all windows."""
        if self.parts is None:
            cues = [c for p in self.system.parts for c in p.cues_en]
            self.parts = part_vectors(self.system, cue_vectors(store, embedder, cues, run_id=run_id))
        return self.parts


class Memory:
    """Eyes by system, kept between the windows of one caller; a changed system is seen with new ones."""

    def __init__(self) -> None:
        self._eyes: dict[str, Eyes] = {}
        # system id -> hash of the version that this caller has written to the store
        self._kept: dict[str, str] = {}

    def has_kept(self, system: System) -> bool:
        """Whether this version of a system was the last of it that this caller wrote to the store."""
        return self._kept.get(system.system_id) == system.file_hash

    def keep(self, systems: Sequence[System]) -> None:
        """Remember that these versions stand in the store."""
        self._kept.update({s.system_id: s.file_hash for s in systems})

    def eyes(
        self, system: System, country_codes: Mapping[str, str] | None, trades: Trades | None = None
    ) -> Eyes:
        """The eyes of this version of a system."""
        key = f"{system.system_id}={system.file_hash}"
        if key not in self._eyes:
            self._eyes[key] = Eyes(system, country_codes, trades)
        return self._eyes[key]


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    """All of a row that can differ between windows."""
    return (row["doc_id"], row["text_hash"], row["origin_id"], row["stance"])


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
    hashes = [d["text_hash"] for d in documents if _key(d) not in eyes.readings]
    if embedder is None or not vectors or not hashes:
        return {}
    return meanings(eyes.learn(store, embedder, run_id), hashes, vectors)


def read(
    system: System, documents: Rows, country_codes: Mapping[str, str] | None = None
) -> dict[str, list[Reading]]:
    """Readings by signal, by words and names alone."""
    return read_with(Eyes(system, country_codes), documents, {})


def read_with(
    eyes: Eyes, documents: Rows, likeness: Mapping[str, Mapping[str, float]]
) -> dict[str, list[Reading]]:
    """Readings by signal; a document of several signals is read once. likeness: of `meanings`."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in documents:
        key = _key(row)
        if key not in eyes.readings:
            eyes.readings[key] = eyes.reader.read(row, likeness.get(row["text_hash"]))
        found[row["signal_id"]].append(eyes.readings[key])
    return dict(found)


def forces_of(
    links: Rows, documents: Rows, force_facts: Mapping[str, ForceFacts]
) -> dict[str, list[TiedForce]]:
    """Tied forces by signal, surest first. A force that is no longer in the catalogue has no layer and is left out."""
    family = {
        d["doc_id"]: d["source_family"] or d["source_id"] for d in documents if d["stance"] != "contradicts"
    }
    told = {
        d["doc_id"]: Told(composed(f"{d['title']}. {(d['text'] or '')[:CUE_CHARS]}"), d["language"])
        for d in documents
    }
    found: dict[str, list[TiedForce]] = defaultdict(list)
    for link in links:
        fact = force_facts.get(link["force_id"])
        if fact is not None:
            found[link["signal_id"]].append(
                TiedForce(
                    force_id=link["force_id"],
                    layer=fact.layer,
                    is_systemic=fact.is_systemic,
                    confidence=round(link["confidence"], 4),
                    doc_ids=tuple(link["doc_ids"]),
                    families=frozenset(family[d] for d in link["doc_ids"] if d in family),
                    direction=direction_of(
                        (told[d] for d in link["doc_ids"] if d in told),
                        tuple(link["phrases"]),
                        kind=fact.kind,
                        growth=fact.growth,
                    ),
                )
            )
    return found


def turned_abroad(
    eyes: Eyes,
    documents: Rows,
    forces: Mapping[str, Sequence[TiedForce]],
    links: Rows,
    force_facts: Mapping[str, ForceFacts],
) -> dict[str, list[TiedForce]]:
    """The ties, those turned that tell of a policy which another country makes to draw people or plants to itself.

    Only what is stated of the policy is read then, not the tone: that is of what it means over there.
    """
    found = {signal_id: list(tied) for signal_id, tied in forces.items()}
    turning = {link["signal_id"] for link in links if _turns(force_facts, link["force_id"])}
    if not turning:
        return found
    texts = {
        d["doc_id"]: Told(composed(f"{d['title']}. {(d['text'] or '')[:CUE_CHARS]}"), d["language"])
        for d in documents
        if d["signal_id"] in turning
    }
    phrases = {(link["signal_id"], link["force_id"]): tuple(link["phrases"]) for link in links}
    for signal_id in sorted(turning & set(found)):
        for n, tied in enumerate(found[signal_id]):
            told = [texts[d] for d in tied.doc_ids if d in texts]
            if _turns(force_facts, tied.force_id) and 2 * sum(eyes.is_elsewhere(t.text) for t in told) > len(
                told
            ):
                stated = direction_of(
                    told, phrases[signal_id, tied.force_id], kind=force_facts[tied.force_id].kind
                )
                found[signal_id][n] = replace(tied, direction=-stated, why={**tied.why, "abroad": ABROAD})
    return found


def _turns(force_facts: Mapping[str, ForceFacts], force_id: str) -> bool:
    return force_id in force_facts and force_facts[force_id].turns_abroad


def entering(
    eyes: Eyes,
    documents: Rows,
    forces: Mapping[str, Sequence[TiedForce]],
    force_facts: Mapping[str, ForceFacts],
    window: Window,
    sectors: SectorWords | None,
) -> dict[str, list[TiedForce]]:
    """The ties with those of topics that enter our arena from another sector, to every force of substitution they lack."""
    found = {signal_id: list(tied) for signal_id, tied in forces.items()}
    if sectors is None:
        return found
    if eyes.arena is None:
        eyes.arena = Arena(eyes.system, sectors)
    by_signal: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in documents:
        by_signal[row["signal_id"]].append(row)
    family = {d["doc_id"]: d["source_family"] or d["source_id"] for d in documents}
    for entrant in entrants(eyes.arena, dict.fromkeys(by_signal, ""), by_signal, window.week_on):
        known = {tied.force_id for tied in found.get(entrant.signal_id, ())}
        for force_id, fact in sorted(force_facts.items()):
            if fact.kind == "substitution" and force_id not in known:
                found.setdefault(entrant.signal_id, []).append(
                    TiedForce(
                        force_id=force_id,
                        layer=fact.layer,
                        is_systemic=fact.is_systemic,
                        confidence=round(MAX_ENTRANT_CONFIDENCE * entrant.arena_share_now, 4),
                        doc_ids=entrant.doc_ids,
                        families=frozenset(family[d] for d in entrant.doc_ids),
                        why={
                            "entrant": {
                                "home_sector": entrant.home_sector,
                                "arena_share_before": entrant.arena_share_before,
                                "arena_share_now": entrant.arena_share_now,
                                "named": list(entrant.named),
                                "formula": f"confidence = {MAX_ENTRANT_CONFIDENCE} x share of origins that name our arena now",
                            }
                        },
                    )
                )
    return found


def score_signals(
    system: System,
    readings: Mapping[str, Sequence[Reading]],
    forces: Mapping[str, Sequence[TiedForce]],
    *,
    min_tie: float,
    matrix: loop.LoopMatrix | None = None,
) -> dict[str, Result]:
    """Result of every signal on a system. matrix: of `loop.build`, made here when it is not given."""
    matrix = matrix or loop.build(system)
    results = {}
    for signal_id, found in readings.items():
        place = place_score(found)
        trade = trade_score((reading.origin_id, reading.trade_share) for reading in found)
        exposures = [expose(part, system.actors, found, place, trade) for part in system.parts]
        results[signal_id] = score(system, matrix, exposures, forces.get(signal_id, ()), min_tie=min_tie)
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
