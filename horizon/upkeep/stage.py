"""The stage `upkeep`: retention, leftovers, source review. What is removed is written down; nothing else is touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from horizon.config import RetentionSettings
from horizon.storage import read_models
from horizon.storage.bodies import BodyStore
from horizon.storage.ledger import begin
from horizon.storage.store import Store
from horizon.types import StageReport, Window
from horizon.upkeep.retention import Cut, cuts
from horizon.upkeep.review import SourceYield, review

REVIEW_DAYS = 91


def run(
    store: Store,
    settings: RetentionSettings,
    window: Window,
    *,
    leftovers: Sequence[Path] = (),
    backups: Path | None = None,
) -> StageReport:
    """Apply the retention limits as of the window, remove leftovers, say which sources want a decision.

    A kill between the ledger and the files is made good by the next run: a body that the table says is removed and that is
    still there is removed then.
    """
    now = window.as_of
    work = begin(store, "upkeep", window, settings, inputs=[now.isoformat()])
    if work.is_done:
        return work.skipped()
    counts = {
        "bodies_removed": 0,
        "texts_removed": 0,
        "people_removed": 0,
        "leftovers_removed": len(leftovers),
    }
    advice = review(_yields(store, window), days=REVIEW_DAYS)
    with store.transaction():
        for cut in cuts(settings, now):
            counts[_COUNT[cut.kind]] = _remove(store, cut, window, work.run_id)
        report = work.finish(
            counts={**counts, "sources_to_review": len(advice)},
            notes=[f"{one.source_id}: {one.reason}; {one.mend}" for one in advice],
        )
    pool = BodyStore(backups / "bodies") if backups else None
    for row in store.rows("upkeep/removed_bodies"):
        store.bodies.remove(row["body_hash"])
        if pool:  # a restored backup may not bring back what had to go
            pool.remove(row["body_hash"])
    for path in leftovers:
        path.unlink(missing_ok=True)
    return report


_COUNT = {"body": "bodies_removed", "text": "texts_removed", "people": "people_removed"}


def _remove(store: Store, cut: Cut, window: Window, run_id: str) -> int:
    """Remove one kind of thing and note it in core_retention; returns how many went."""
    values = {"before": cut.before}
    gone = [str(row["id"]) for row in store.rows(f"upkeep/old_{cut.kind}", **values)]
    if not gone:
        return 0
    if cut.kind == "text":
        store.change("upkeep/forget_entry_text", **values)
        store.change("upkeep/forget_document_text", **values)
        read_models.reindex(store)  # the search index holds the words of the texts
    elif cut.kind == "people":
        store.change("upkeep/forget_mentions", **values)
        store.change("upkeep/forget_entry_authors", **values)
        store.change("upkeep/forget_document_authors", **values)
    rows = [{"kind": cut.kind, "id": one, "removed_at": window.as_of, "run_id": run_id} for one in gone]
    return store.append("core_retention", rows)


def _yields(store: Store, window: Window) -> list[SourceYield]:
    since = window.as_of - timedelta(days=REVIEW_DAYS)
    return [SourceYield(**row) for row in store.rows("upkeep/source_yield", since=since, as_of=window.as_of)]
