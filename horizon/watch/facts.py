"""What is known about a workspace at one moment: the input of the alarms, the metrics and the status page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from horizon.watch.journal import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFact:
    """Standing of one enabled source."""

    source_id: str
    health: str
    reason: str | None = None
    mend: str | None = None
    last_success_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything `status` shows. None is not known: the store was busy or can not be read, and `store_problem` says so."""

    at: datetime
    workspace: str
    store_problem: str | None = None  # busy, damaged, newer, full
    store_message: str | None = None
    held_since: datetime | None = None
    n_sources: int | None = None
    sources: Sequence[SourceFact] = ()
    last_success_at: datetime | None = None  # of any source
    n_documents: int | None = None
    n_origins: int | None = None
    last_document_at: datetime | None = None
    n_entries_waiting: int | None = None  # fetched and not normalised
    n_documents_waiting: int | None = None  # normalised and not enriched
    last_judged_week_on: date | None = None
    weeks_due: Sequence[date] = ()
    last_runs: Sequence[Mapping[str, Any]] = ()
    attempts: Mapping[str, Attempt] = field(default_factory=dict)  # newest of each flow
    published_at: datetime | None = None  # when the readers' file was put in place
    last_publish_run_at: datetime | None = None
    n_systems: int | None = None
    last_backup_at: datetime | None = None
    disk_free_bytes: int = 0
    disk_total_bytes: int = 0
    store_bytes: int = 0
    next_poll_at: datetime | None = None  # of the source that is due first
    next_digest_at: datetime | None = None
    n_leftovers: int = 0  # temporary files that a killed run left behind
