"""Facts and alarms as tables of words, for the terminal and as one self-contained page. Pure but for reading its template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from importlib import resources
from typing import Any

from horizon.watch.alarms import Alarm
from horizon.watch.facts import Facts

WORDS = {"stop": "Stopped", "act": "To do", "look": "Worth a look"}


def verdict(facts: Facts, alarms: Sequence[Alarm]) -> str:
    """The one line an operator reads first."""
    if any(a.severity == "stop" for a in alarms):
        return "Horizon does not work"
    if any(a.severity == "act" for a in alarms):
        return "Horizon needs a hand"
    busy = " (a run is going on)" if facts.store_problem == "busy" else ""
    return ("Horizon works; some things are worth a look" if alarms else "Horizon works") + busy


def blocks(facts: Facts) -> list[tuple[str, list[dict[str, str]]]]:
    """(heading, rows) of what is known; each row has the same columns. Unknown is a dash, never a zero."""
    freshness = {
        "a source was last read": facts.last_success_at, "newest document seen": facts.last_document_at,
        "last judged week": facts.last_judged_week_on, "file for readers": facts.published_at,
        "newest backup": facts.last_backup_at, "next source due": facts.next_poll_at, "next digest due": facts.next_digest_at,
    }  # fmt: skip
    amounts = {
        "enabled sources": facts.n_sources, "documents": facts.n_documents, "copies counted once": facts.n_origins,
        "entries not read yet": facts.n_entries_waiting, "documents without vector": facts.n_documents_waiting,
        "weeks to judge": None if facts.store_problem else len(facts.weeks_due),
        "system models": facts.n_systems, "store": _size(facts.store_bytes), "disk free": _size(facts.disk_free_bytes),
    }  # fmt: skip
    found = [
        ("Freshness", [{"what": k, "when": moment(v)} for k, v in freshness.items()]),
        ("Amounts", [{"what": k, "how much": _text(v)} for k, v in amounts.items()]),
        ("Last run of each flow", [
            {"flow": flow, "started": moment(a.started_at), "ended": moment(a.ended_at), "outcome": a.outcome}
            for flow, a in sorted(facts.attempts.items())]),
        ("Last run of each stage", [
            {"stage": r["stage"], "window": moment(r["window_start"]), "as of": moment(r["as_of"]),
             "seconds": f"{r['seconds']:.1f}", "counts": _counts(r["counts"])} for r in facts.last_runs]),
        ("Sources that need a look", [
            {"source": s.source_id, "health": s.health, "reason": s.reason or "-", "mend": s.mend or "-"}
            for s in facts.sources if s.health not in ("healthy", "quiet")]),
    ]  # fmt: skip
    return [(heading, rows) for heading, rows in found if rows]


def page(facts: Facts, alarms: Sequence[Alarm]) -> str:
    """The status page: one file, no script, nothing fetched."""
    from jinja2 import Environment, StrictUndefined

    text = (
        resources.files("horizon.watch").joinpath("templates", "status.html.j2").read_text(encoding="utf-8")
    )
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(text)
    return template.render(facts=facts, alarms=alarms, words=WORDS, blocks=blocks(facts), moment=moment,
                           verdict=verdict(facts, alarms))  # fmt: skip


def moment(value: datetime | date | None) -> str:
    """A moment in UTC or a day, as people read it; a dash where it is not known."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return "-" if value is None else value.isoformat()


def _counts(text: Any) -> str:
    return re.sub(r'[{}"]', "", str(text))


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e8 else f"{n_bytes / 1e6:.1f} MB"


def _text(value: object) -> str:
    return "-" if value is None else str(value)
