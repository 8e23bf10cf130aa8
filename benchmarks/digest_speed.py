"""Seconds for the digest of a store of generated documents: queries, building, every form.

python -m benchmarks.digest_speed [--docs 100000]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generated_store import fill
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


def main() -> None:
    """Print the measurement as JSON."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--docs", type=int, default=100_000)
    options.add_argument("--store", type=Path, help="keep the generated store here")
    chosen = options.parse_args()
    if chosen.store:
        print(json.dumps(measure(chosen.docs, chosen.store)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(chosen.docs, Path(folder))))


if __name__ == "__main__":
    main()
