"""Seconds for an evidence pack over a store of generated documents with two claims each: reading, building, every form.

Stances are read against a proposition in both languages, with the vectors of the default embedder, whose loading is counted too.

python -m benchmarks.pack_speed [--docs 100000]
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generated_store import command_line, fill
from horizon.brief import material, stage
from horizon.brief.build import build
from horizon.brief.proposition import given
from horizon.brief.towards import Once, Reader
from horizon.enrich.embed import load_embedder
from horizon.storage.store import Store
from horizon.types import ClaimRow

FAR = datetime(2100, 1, 1, tzinfo=UTC)
CHUNK = 50_000
EMBEDDER = "minilm-int8"
PROPOSITION = ("The city should build more homes.", "Staden bör bygga fler bostäder.")
LENGTHS = (60, 110)  # characters of the two claims, cut at a word's end


def add_claims(store: Store) -> int:
    """Two claims for every document: its first words, and some behind them; returns how many."""
    n = 0
    rows = store._con.execute(
        "SELECT doc_id, version, title, text, seen_at FROM core_document ORDER BY doc_id"
    ).fetchall()
    for low in range(0, len(rows), CHUNK):
        claims = []
        for doc_id, version, title, text, seen_at in rows[low : low + CHUNK]:
            start = len(title) + 1
            for k, length in enumerate(LENGTHS):
                end = text.rfind(" ", 0, length)
                claims.append(
                    ClaimRow(
                        claim_id=f"c-{doc_id}-{k}", doc_id=doc_id, version=version, claim=text[:end], start_offset=start,
                        end_offset=start + end, holder=None, holder_start=None, holder_end=None, is_quote=False,
                        modality="asserted", as_of=seen_at,
                    )
                )  # fmt: skip
        store.append("core_claim", claims)
        n += len(claims)
    return n


def measure(n_docs: int, folder: Path) -> dict[str, object]:
    """Seconds of each step for the topic with most documents, and for a query."""
    with Store.open(folder) as store:
        if not store.count("core_document"):
            fill(store, n_docs)
            add_claims(store)
        topic = store._con.execute(
            "SELECT topic_id FROM core_topic_member GROUP BY ALL ORDER BY count(*) DESC, topic_id LIMIT 1"
        ).fetchall()[0][0]
        title = store._con.execute("SELECT title FROM core_document ORDER BY doc_id LIMIT 1").fetchall()[0][0]
        times: dict[str, object] = {
            "documents": store.count("core_document"),
            "claims": store.count("core_claim"),
        }
        wordings = given(PROPOSITION)
        for name, what in (("topic", topic), ("query", title)):
            whole = time.perf_counter()
            read = material.read(store, what, FAR)
            times[f"{name}_read_s"] = round(time.perf_counter() - whole, 3)
            reader = Reader(embedder=Once(load_embedder(EMBEDDER)))
            pack = build(read, FAR, wordings=wordings, reader=reader)
            for form in stage.FORMS:
                stage.render(pack, form)
            times[f"{name}_whole_s"] = round(time.perf_counter() - whole, 3)
            times[f"{name}_documents"], times[f"{name}_claims_shown"] = pack.n_docs, len(pack.claims)
            times[f"{name}_stances_read"] = sum(
                s.likeliest is not None
                for s in [c.stance for c in (*pack.claims, *pack.counter)] + [a.stance for a in pack.actors]
            )
    return times


if __name__ == "__main__":
    command_line(__doc__, measure)
