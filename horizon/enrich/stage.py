"""Enrich: entities, geography and vectors of new document versions."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from horizon.config import EnrichSettings
from horizon.enrich.affiliations import affiliations_of
from horizon.enrich.bodies import own_body
from horizon.enrich.claims import claims_of
from horizon.enrich.deciding import ASKED, is_bare_noun
from horizon.enrich.embed import load_embedder
from horizon.enrich.entities import entities_of
from horizon.enrich.gazetteer import load_gazetteer
from horizon.enrich.geography import geography_of
from horizon.enrich.policy_dates import PolicyDateFound, policy_date_id, policy_dates_of
from horizon.errors import ConfigError
from horizon.storage import ledger
from horizon.storage.store import Store
from horizon.types import (
    AffiliationRow,
    ClaimRow,
    Embedder,
    Enrichment,
    Mention,
    PolicyDate,
    Progress,
    StageReport,
    Window,
)

log = logging.getLogger(__name__)

CHUNK = 1_000


def run(
    store: Store,
    settings: EnrichSettings,
    window: Window,
    *,
    embedder: Embedder | None = None,
    former: Embedder | None = None,
    progress: Progress | None = None,
) -> StageReport:
    """Read every document version seen up to window.as_of that no run has read yet.

    After another embedder was named, older texts get their vectors again, newest first, `reembed_texts` a run. Until all
    have them, new texts get one of the former model too, so that topics rest on one model or the other, never on both.
    former: that model; None loads it by the name found in the store.
    """
    embedder = embedder or load_embedder(settings.embedder)
    waiting = store.arrow("enrich/waiting", as_of=window.as_of)
    # one more than the limit tells whether any will be left
    span = {"as_of": window.as_of, "model_id": embedder.model_id, "most": settings.reembed_texts + 1}
    older = store.rows("enrich/unembedded", **span)
    keys = [
        f"{d}:{v}"
        for d, v in zip(*(waiting.column(c).to_pylist() for c in ("doc_id", "version")), strict=True)
    ]
    inputs = [*keys, *(row["text_hash"] for row in older)]
    run_ = ledger.begin(store, "enrich", window, settings, inputs=inputs, model_ids=[embedder.model_id])
    if run_.is_done or not inputs:
        return run_.skipped()
    is_left = len(older) > settings.reembed_texts
    formers = _former(store, embedder, former) if is_left else []
    counts = {
        "documents": len(keys),
        "mentions": 0,
        "policy_dates": 0,
        "claims": 0,
        "texts_embedded": 0,
        "texts_embedded_again": 0,
    }
    with store.transaction():
        for start in range(0, len(keys), CHUNK):
            if progress:
                progress("reading documents", start, len(keys))
            rows = waiting.slice(start, CHUNK).to_pylist()
            mentions, enrichments = _read(rows, embedder.model_id)
            store.append("core_mention", mentions, run_id=run_.run_id)
            store.append("core_enrichment", enrichments, run_id=run_.run_id)
            dated = _dates(rows)
            store.append("core_policy_date", dated, run_id=run_.run_id)
            counts["policy_dates"] += len(dated)
            claims, affiliations = _statements(rows)
            store.append("core_claim", claims, run_id=run_.run_id)
            store.append("core_affiliation", affiliations, run_id=run_.run_id)
            counts["claims"] += len(claims)
            counts["mentions"] += len(mentions)
            counts["texts_embedded"] += _embed(store, rows, embedder, run_.run_id)
            for model in formers:
                _embed(store, rows, model, run_.run_id)
        for start in range(0, min(len(older), settings.reembed_texts), CHUNK):
            rows = older[start : min(start + CHUNK, settings.reembed_texts)]
            counts["texts_embedded_again"] += _embed(store, rows, embedder, run_.run_id)
        if progress:
            progress("reading documents", len(keys), len(keys))
        notes = (
            [f"more texts wait for a vector of {embedder.model_id}; the next runs go on"] if is_left else []
        )
        return run_.finish(counts=counts, notes=notes)


def _former(store: Store, embedder: Embedder, former: Embedder | None) -> list[Embedder]:
    """The model named before, if it can still be loaded; without it new texts stand by their words until the switch is done."""
    if former is not None:
        return [former]
    name = store.scalar("enrich/former_model", model_id=embedder.model_id)
    try:
        return [load_embedder(name)] if name else []
    except ConfigError as exc:
        log.warning("former embedder not loaded model_id=%s reason=%s", name, exc)
        return []


def _read(rows: Sequence[dict[str, Any]], model_id: str) -> tuple[list[Mention], list[Enrichment]]:
    gazetteer = load_gazetteer()
    outlets = {row["source_name"] for row in rows if row["source_name"]}
    found = entities_of(
        [(r["title"], r["text"], r["language"]) for r in rows], gazetteer, outlet_names=outlets
    )
    mentions: list[Mention] = []
    enrichments: list[Enrichment] = []
    for row, named in zip(rows, found, strict=True):
        mentions += [
            Mention(
                doc_id=row["doc_id"],
                version=row["version"],
                entity_id=n.entity_id,
                name=n.name,
                kind=n.kind,
                n_mentions=n.n_mentions,
            )
            for n in named
        ]
        level, countries = geography_of(named, gazetteer, source_place=row["source_place"])
        enrichments.append(
            Enrichment(
                doc_id=row["doc_id"], version=row["version"], geo_level=level, countries=countries, text_hash=row["text_hash"],
                model_id=model_id, seen_at=row["seen_at"],
            )
        )  # fmt: skip
    return mentions, enrichments


def _dates(rows: Sequence[dict[str, Any]]) -> list[PolicyDate]:
    """What policy documents set dates for, read from the day they were published on in their source's own zone."""
    dated: list[PolicyDate] = []
    for row in rows:
        if row["source_class"] != "policy":
            continue
        moment: datetime = row["published_at"] or row["seen_at"]
        published_on = moment.astimezone(ZoneInfo(row["time_zone"] or "UTC")).date()
        seen_ids: set[str] = set()
        own = own_body(row["source_name"] or "", row["language"]) if row["source_grade"] == "A" else None
        for one in policy_dates_of(
            row["title"], row["text"], row["language"], published_on, time_zone=row["time_zone"]
        ):
            named = policy_date_id(row["doc_id"], one)
            if named in seen_ids:
                continue
            seen_ids.add(named)
            dated.append(
                PolicyDate(
                    policy_date_id=named, doc_id=row["doc_id"], version=row["version"],
                    body=_whose(one, own), stage=one.stage,
                    on_date=one.on_date, at_time=one.at_time, time_zone=one.time_zone, precision=one.precision,
                    is_flagged=one.is_flagged, flag_reason=one.reason, file_ref=one.file_ref, is_extension=one.is_extension,
                    quote=one.quote, start_offset=one.start, end_offset=one.end, as_of=row["seen_at"],
                )
            )  # fmt: skip
    return dated


def _whose(one: PolicyDateFound, own: str | None) -> str | None:
    """The body that the text names; where it names none, or only "the agency", the source that asks in its own notice."""
    is_named = one.body is not None and not is_bare_noun(one.body)
    return one.body if is_named or own is None or one.stage not in ASKED else own


def _statements(rows: Sequence[dict[str, Any]]) -> tuple[list[ClaimRow], list[AffiliationRow]]:
    """Claims and stated roles of every document, each with its place in title + line break + text."""
    claims: list[ClaimRow] = []
    affiliations: list[AffiliationRow] = []
    for row in rows:
        text = f"{row['title']}\n{row['text']}"
        key = {"doc_id": row["doc_id"], "version": row["version"], "as_of": row["seen_at"]}
        for one in claims_of(text, row["language"]):
            claims.append(
                ClaimRow(
                    claim_id=f"c-{ledger.hash_of([row['doc_id'], row['version'], one.start, one.end])[:12]}", claim=one.text,
                    start_offset=one.start, end_offset=one.end, holder=one.holder, holder_start=one.holder_start,
                    holder_end=one.holder_end, is_quote=one.is_quote, modality=one.modality, **key,
                )
            )  # fmt: skip
        for stated in affiliations_of(text):
            affiliations.append(
                AffiliationRow(
                    person=stated.person, role=stated.role, organisation=stated.organisation, start_offset=stated.start,
                    end_offset=stated.end, **key,
                )
            )  # fmt: skip
    return claims, affiliations


def _embed(store: Store, rows: Sequence[dict[str, Any]], embedder: Embedder, run_id: str) -> int:
    """Embed the texts whose hash has no vector of this model yet; returns how many."""
    texts = {row["text_hash"]: f"{row['title']}. {row['text']}" for row in rows}
    known = store.rows("enrich/known_vectors", model_id=embedder.model_id, hashes=sorted(texts))
    missing = sorted(set(texts) - {row["text_hash"] for row in known})
    if not missing:
        return 0
    vectors = embedder.encode([texts[h] for h in missing])
    store.append("core_embedding", _vector_table(missing, vectors, embedder.model_id), run_id=run_id)
    return len(missing)


def _vector_table(hashes: Sequence[str], vectors: Any, model_id: str) -> Any:
    import pyarrow as pa

    flat = pa.array(vectors.reshape(-1), type=pa.float32())
    lists = pa.ListArray.from_arrays(
        pa.array(range(0, vectors.size + 1, vectors.shape[1]), type=pa.int32()), flat
    )
    return pa.table({"text_hash": list(hashes), "model_id": [model_id] * len(hashes), "vector": lists})
