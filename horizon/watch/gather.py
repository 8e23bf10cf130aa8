"""Looks at a workspace and says what is known of it: from the store, or from the readers' file while a run holds the store."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from horizon.errors import (
    ConfigError,
    HorizonError,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreVersionError,
)
from horizon.pipeline import weeks_due
from horizon.storage import backup, published
from horizon.storage.files import A_DAY, leftovers
from horizon.storage.store import FILE_NAME, Store
from horizon.watch import journal
from horizon.watch.facts import Facts, SourceFact
from horizon.workspace import Workspace

PROBLEMS: dict[type[HorizonError], str] = {
    StoreBusyError: "busy", StoreDamagedError: "damaged", StoreVersionError: "newer", StoreFullError: "full",
}  # fmt: skip
HELD = re.compile(r"since (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")


def gather(workspace: Workspace, now: datetime) -> Facts:
    """Everything that can be known now. A store that can not be opened is a fact, not an error."""
    folder = workspace.store_folder
    values: dict[str, Any] = {**_around(workspace, folder, now)}
    try:
        with workspace.open_store() as store:
            values |= _from_store(store, now)
    except tuple(PROBLEMS) as exc:
        values |= {"store_problem": PROBLEMS[type(exc)], "store_message": str(exc)}
        if held := HELD.search(str(exc)):
            values["held_since"] = datetime.fromisoformat(held[1]).replace(tzinfo=UTC)
        values |= _from_readers_file(workspace.published_file)
    return Facts(at=now, workspace=str(workspace.folder), **values)


def _around(workspace: Workspace, folder: Path, now: datetime) -> dict[str, Any]:
    """What can be seen without opening the store."""
    disk = shutil.disk_usage(_existing(folder))
    file = workspace.published_file
    try:
        n_systems: int | None = len(workspace.system_files())
    except ConfigError:
        n_systems = 0
    backups = backup.known(workspace.backups)
    return {
        "attempts": journal.last_of_each(journal.settle(journal.read(folder))),
        "published_at": _changed_at(file) if file.exists() else None,
        "n_systems": n_systems,
        "last_backup_at": max((datetime.fromisoformat(b.made_at) for b in backups), default=None),
        "disk_free_bytes": disk.free,
        "disk_total_bytes": disk.total,
        "store_bytes": (folder / FILE_NAME).stat().st_size if (folder / FILE_NAME).exists() else 0,
        "n_leftovers": len(leftovers((folder, workspace.output), before=now - A_DAY)),
        "next_digest_at": next_digest_at(now, workspace.settings.workspace.time_zone),
    }


def _from_store(store: Store, now: datetime) -> dict[str, Any]:
    overview = store.rows("status/overview")[0]
    runs = store.rows("status/last_runs")
    publishes = [r["started_at"] for r in runs if r["stage"] == "publish"]
    sources = [s for s in store.rows("status/sources") if s["is_enabled"]]
    polls = [s["next_poll_at"] for s in sources if s["next_poll_at"]]
    return {
        "n_sources": overview["n_sources"],
        "sources": tuple(_source(row) for row in sources),
        "last_success_at": overview["last_success_at"],
        "n_documents": overview["n_documents"],
        "n_origins": overview["n_origins"],
        "last_document_at": overview["last_document_at"],
        "n_entries_waiting": overview["n_entries_without_document"],
        "n_documents_waiting": overview["n_documents_without_vector"],
        "last_judged_week_on": overview["last_judged_week_on"],
        "weeks_due": tuple(weeks_due(store, now)),
        "last_runs": tuple(runs),
        "last_publish_run_at": max(publishes, default=None),
        "next_poll_at": min(polls, default=None),
    }


def _source(row: dict[str, Any]) -> SourceFact:
    return SourceFact(source_id=row["source_id"], health=row["health"], reason=row["health_reason"], mend=row["mend"],
                      last_success_at=row["last_success_at"])  # fmt: skip


def _from_readers_file(path: Path) -> dict[str, Any]:
    """The little that the readers' file says about freshness; nothing when it is missing or damaged too."""
    try:
        row = published.query(path, "SELECT * FROM horizon.run_status")[0]
    except HorizonError:
        return {}
    return {"n_sources": row["n_sources_enabled"], "last_success_at": row["last_success_at"],
            "n_documents": row["n_docs"], "last_judged_week_on": row["last_judged_week_on"]}  # fmt: skip


def next_digest_at(now: datetime, zone: str) -> datetime:
    """Next Monday 06:00 in the workspace's time zone, when the digest of the week is due. UTC."""
    local = now.astimezone(ZoneInfo(zone))
    monday = local.date() + timedelta(days=(7 - local.weekday()) % 7)
    due = datetime.combine(monday, time(6), tzinfo=ZoneInfo(zone))
    if due <= local:
        due = datetime.combine(monday + timedelta(days=7), time(6), tzinfo=ZoneInfo(zone))
    return due.astimezone(UTC)


def _existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
