"""Seconds for the digest of a store of generated documents: queries, building, every form.

python -m benchmarks.digest_speed [--docs 100000]
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generated_store import command_line, fill
from horizon.config import PublishSettings
from horizon.publish.archive import to_archive
from horizon.publish.build import build
from horizon.publish.html import to_html
from horizon.publish.mail import plain_text
from horizon.publish.markdown import to_markdown
from horizon.publish.records import from_json, to_json
from horizon.publish.stage import read
from horizon.storage.store import Store

FAR = datetime(2100, 1, 1, tzinfo=UTC)


def measure(n_docs: int, folder: Path) -> dict[str, float]:
    """Seconds of each step for the last judged week of a filled store."""
    with Store.open(folder) as store:
        if not store.count("core_document"):
            fill(store, n_docs)
        found = store.rows("publish/digests", as_of=FAR)
        last = max(found, key=lambda r: (r["week_on"], r["system_id"]))
        times: dict[str, float] = {"documents": float(store.count("core_document"))}

        def timed(name: str, started: float) -> None:
            times[name] = round(time.perf_counter() - started, 3)

        whole = time.perf_counter()
        material = read(store, last["week_on"], last["as_of"], last["system_id"], "en")
        timed("queries_s", whole)
        started = time.perf_counter()
        digest = build(material, PublishSettings())
        timed("build_s", started)
        started = time.perf_counter()
        text = to_json(digest)
        to_html(digest), to_markdown(digest), plain_text(digest), to_archive([from_json(text)], "en")
        timed("forms_s", started)
        timed("whole_s", whole)
        times |= {"signals": float(len(material.signals)), "evidence_rows": float(len(material.evidence))}
        times["shown"] = float(len(digest.items))
    return times


if __name__ == "__main__":
    command_line(__doc__, measure)
