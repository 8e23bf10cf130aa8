"""Audits: SQL files that select offending rows. A stage's own run after it, on what it wrote; doctor runs all on all rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from horizon.errors import StoreDamagedError
from horizon.storage.store import Store

# stage -> names of queries/audits/*.sql
AUDITS: dict[str, tuple[str, ...]] = {
    "collect": ("entries",),
    "normalise": ("documents", "origins"),
    "enrich": ("mentions",),
    "topics": ("topics", "stories"),
    "signals": ("signals", "evidence"),
    "forces": ("force_links",),
    "impact": ("impacts",),
    "publish": ("digests",),
}
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one audit found."""

    audit: str
    n_faults: int
    examples: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        shown = "; ".join(
            ", ".join(f"{k}={v}" for k, v in row.items() if v is not None) for row in self.examples
        )
        return f"audit {self.audit}: {self.n_faults} faults, such as {shown}"


def audit(store: Store, names: tuple[str, ...], *, run_id: str | None = None) -> list[Finding]:
    """What the named audits find among the rows of one run, or among all rows."""
    found = []
    store.set_variable("audited_run", run_id)
    try:
        for name in names:
            rows = store.rows(f"audits/{name}")
            if rows:
                found.append(Finding(name, len(rows), tuple(rows[:SHOWN])))
    finally:
        store.set_variable("audited_run", None)
    return found


def audit_all(store: Store) -> list[Finding]:
    """What every audit finds in the whole store."""
    return audit(store, tuple(name for names in AUDITS.values() for name in names))


def after_stage(store: Store, stage: str, run_id: str) -> None:
    """Check what a run wrote. Raises StoreDamagedError naming the audit and the first offending rows."""
    found = audit(store, AUDITS.get(stage, ()), run_id=run_id)
    if found:
        raise StoreDamagedError(
            f"stage {stage} wrote rows that can not be right ({'; '.join(map(str, found))}). "
            "The run stops here; `horizon doctor` shows all of them, `horizon restore` goes back to a backup."
        )
