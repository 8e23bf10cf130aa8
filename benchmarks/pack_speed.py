"""Seconds for an evidence pack over a store of generated documents with two claims each: reading, building, every form.

python -m benchmarks.pack_speed [--docs 100000]
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generated_store import command_line, fill
from horizon.brief import material, stage
from horizon.brief.build import build
from horizon.storage.store import Store
from horizon.types import ClaimRow

FAR = datetime(2100, 1, 1, tzinfo=UTC)
CHUNK = 50_000
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
        for name, what in (("topic", topic), ("query", title)):
            whole = time.perf_counter()
            read = material.read(store, what, FAR)
            times[f"{name}_read_s"] = round(time.perf_counter() - whole, 3)
            pack = build(read, FAR)
            for form in stage.FORMS:
                stage.render(pack, form)
            times[f"{name}_whole_s"] = round(time.perf_counter() - whole, 3)
            times[f"{name}_documents"], times[f"{name}_claims_shown"] = pack.n_docs, len(pack.claims)
    return times


if __name__ == "__main__":
    command_line(__doc__, measure)
