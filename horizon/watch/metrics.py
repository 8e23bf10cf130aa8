"""Facts as Prometheus text (exposition format 0.0.4), for the node exporter's textfile collector or any scraper. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from horizon.watch.alarms import ORDER, Alarm
from horizon.watch.facts import Facts

Sample = tuple[Mapping[str, str], float | None]
HEALTH = ("healthy", "quiet", "stale", "failing", "blocked", "gone", "never fetched")


def metrics(facts: Facts, alarms: Iterable[Alarm]) -> str:
    """One gauge a figure; a figure that is not known is left out, never zero."""
    return "\n".join(_lines(facts, list(alarms))) + "\n"


def _lines(facts: Facts, alarms: list[Alarm]) -> Iterator[str]:
    yield from _gauge("up", "1 when the store can be opened or is only busy, else 0",
                      [({}, float(facts.store_problem in (None, "busy")))])  # fmt: skip
    counts = Counter(alarm.severity for alarm in alarms)
    yield from _gauge("alarms", "Alarms by severity", [({"severity": s}, float(counts[s])) for s in ORDER])
    yield from _gauge(
        "alarm", "1 for each alarm that is on", [({"code": c}, 1.0) for c in sorted({a.code for a in alarms})]
    )
    weeks_due = None if facts.n_origins is None else len(facts.weeks_due)
    for name, text, value in (
        ("sources_enabled", "Sources that are polled", facts.n_sources),
        ("documents", "Documents in the store", facts.n_documents),
        ("origins", "Documents with copies counted once", facts.n_origins),
        ("entries_waiting", "Fetched entries not normalised yet", facts.n_entries_waiting),
        ("documents_waiting", "Documents without a vector yet", facts.n_documents_waiting),
        ("weeks_due", "Complete weeks not judged, the last one included", weeks_due),
        ("disk_free_bytes", "Free disk where the store lies", facts.disk_free_bytes),
        ("store_bytes", "Size of the private store", facts.store_bytes),
    ):  # fmt: skip
        yield from _gauge(name, text, [({}, None if value is None else float(value))])
    health = Counter(source.health for source in facts.sources)
    if facts.sources:
        yield from _gauge(
            "sources", "Enabled sources by health", [({"health": h}, float(health[h])) for h in HEALTH]
        )
    for name, text, moment in (
        ("last_success_timestamp_seconds", "When a source was last read", facts.last_success_at),
        (
            "last_document_timestamp_seconds",
            "When the newest document was first seen",
            facts.last_document_at,
        ),
        ("published_timestamp_seconds", "When the file for readers was put in place", facts.published_at),
        ("last_backup_timestamp_seconds", "When the newest backup was made", facts.last_backup_at),
    ):
        yield from _gauge(name, text, [({}, _unix(moment))])
    attempts = sorted(facts.attempts.items())
    yield from _gauge("run_started_timestamp_seconds", "When each flow was last started",
                      [({"flow": flow}, _unix(last.started_at)) for flow, last in attempts])  # fmt: skip
    yield from _gauge("run_ok", "1 when the last run of a flow ended well or is going on, else 0",
                      [({"flow": flow}, float(last.outcome in ("done", "running"))) for flow, last in attempts])  # fmt: skip
    yield from _gauge("stage_seconds", "How long the last run of each stage took",
                      [({"stage": str(r["stage"])}, r["seconds"]) for r in facts.last_runs])  # fmt: skip


def _gauge(name: str, text: str, samples: Iterable[Sample]) -> Iterator[str]:
    known = [(labels, value) for labels, value in samples if value is not None]
    if not known:
        return
    yield f"# HELP horizon_{name} {text}"
    yield f"# TYPE horizon_{name} gauge"
    for labels, value in known:
        inner = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"horizon_{name}{{{inner}}} {value!r}" if inner else f"horizon_{name} {value!r}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _unix(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
