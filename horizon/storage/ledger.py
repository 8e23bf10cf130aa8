"""The run ledger: names a run after what goes into it, so that the same work is never done twice."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import BaseModel

from horizon import __version__
from horizon.storage.store import Store
from horizon.types import StageReport, Window


def hash_of(parts: Iterable[object]) -> str:
    """Short stable hash (16 hex digits) of a sequence of values, by their text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()[:16]


def config_hash(settings: BaseModel) -> str:
    """Hash of a stage's settings; unrelated sections do not change it."""
    return hash_of([json.dumps(settings.model_dump(mode="json"), sort_keys=True)])


@dataclass(slots=True)
class Run:
    """One stage at work on one window. `begin` makes it, `finish` writes its ledger row inside the caller's transaction."""

    store: Store
    stage: str
    window: Window
    run_id: str
    inputs_hash: str
    config_hash: str
    finished_before: str | None
    model_ids: tuple[str, ...] = ()
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _clock: float = field(default_factory=time.perf_counter)

    @property
    def is_done(self) -> bool:
        """True when the ledger shows the same work finished already."""
        return self.finished_before is not None

    def skipped(self) -> StageReport:
        return StageReport(
            stage=self.stage,
            window=self.window,
            status="skipped",
            run_id=self.finished_before or "",
            seconds=self._elapsed(),
        )

    def finish(self, *, counts: Mapping[str, int], notes: Iterable[str] = ()) -> StageReport:
        """Write the ledger row; call it last inside the transaction that holds the run's rows."""
        report = StageReport(
            stage=self.stage,
            window=self.window,
            counts=dict(counts),
            notes=tuple(notes),
            seconds=self._elapsed(),
            run_id=self.run_id,
        )
        self.store.record_run(
            report,
            inputs_hash=self.inputs_hash,
            config_hash=self.config_hash,
            code_version=__version__,
            started_at=self.started_at,
            model_ids=self.model_ids,
        )
        return report

    def _elapsed(self) -> float:
        return time.perf_counter() - self._clock


def begin(
    store: Store,
    stage: str,
    window: Window,
    settings: BaseModel,
    *,
    inputs: Iterable[object],
    model_ids: Iterable[str] = (),
) -> Run:
    """Open a run. inputs: whatever names the data the stage will read (ids, counts, hashes), known as of window.as_of."""
    models = tuple(model_ids)
    inputs_hash = hash_of([*inputs, *models])
    settings_hash = config_hash(settings)
    done = store.finished_run(
        stage, window, inputs_hash=inputs_hash, config_hash=settings_hash, code_version=__version__
    )
    name = hash_of([stage, window.start, window.end, window.as_of, inputs_hash, settings_hash, __version__])
    return Run(store, stage, window, f"{stage}-{name}", inputs_hash, settings_hash, done, models)
