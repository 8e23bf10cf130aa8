"""The report of a backtest: one JSON object, and the same as one self-contained HTML page with pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from horizon.backtest import measures
from horizon.backtest.events import Found, recall
from horizon.backtest.pictures import reliability_picture, timeline_picture
from horizon.backtest.replay import Replay

STYLE = """
:root { color-scheme: light dark; --ink: #1a2330; --soft: #5c6878; --line: #d9dee5; --paper: #fff;
  --mark: #b3261e; --fill: #2f6fab }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #9aa6b5; --line: #38424e; --paper: #14191f;
  --fill: #7fb2e5 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line);
  text-align: left; font-variant-numeric: tabular-nums } th { color: var(--soft); font-weight: 600 }
figure { margin: 1.2rem 0 } figcaption { color: var(--soft) } svg { max-width: 100%; height: auto } h2 { margin-top: 2.2rem }
.note { color: var(--soft) }
"""


def report(
    name: str,
    replay: Replay,
    *,
    found: Sequence[Found] = (),
    about: Mapping[str, int] | None = None,
    baselines: Mapping[str, Mapping[str, Any]] | None = None,
    top: int,
) -> dict[str, Any]:
    """Everything measured. found, about, baselines: empty without a file of events."""
    cases = replay.cases
    flagged = [c.is_flagged for c in cases]
    return {
        "corpus": name,
        "weeks": {"first": replay.weeks[0].isoformat(), "last": replay.weeks[-1].isoformat(), "n": len(replay.weeks)},
        "top": top,
        "n_signals": len(cases),
        "load": measures.load(cases, replay.weeks),
        "recall": recall(found) if found else None,
        "flags_about": dict(about or {}),
        "flags": measures.precision_and_lift(cases, flagged),
        "most_probable_7": measures.precision_and_lift(cases, measures.top_by(cases, "probability", 7)),
        "calibration": measures.calibration(cases),
        "basis": sorted({c.basis for c in cases}),
        "baselines": {k: dict(v) for k, v in (baselines or {}).items()},
        "events": [
            {
                "id": f.event.event_id, "name": f.event.name, "kind": f.event.kind, "takeoff": f.event.takeoff_on.isoformat(),
                "flagged": f.flagged_on.isoformat() if f.flagged_on else None, "n_flags": f.n_flags,
                "days_before_takeoff": (f.event.takeoff_on - f.flagged_on).days if f.flagged_on else None,
            }
            for f in found
        ],
    }  # fmt: skip


def to_html(data: Mapping[str, Any], replay: Replay, found: Sequence[Found] = ()) -> str:
    """The page."""
    weeks = data["weeks"]
    parts = [
        f"<h1>Backtest of {escape(data['corpus'])}</h1>",
        f"<p>{weeks['n']} weeks from {weeks['first']} to {weeks['last']}, each judged with what was known at its end. "
        f"{data['n_signals']} judged signals; {data['load']['mean']:.1f} flags a week, at most {data['load']['max']:.0f}.</p>",
        _precision(data),
    ]
    if data["recall"]:
        parts += [_recall(data), _baselines(data)]
    parts += [_calibration(data)]
    if found:
        parts.append("<h2>Timelines</h2>")
        parts += [
            f"<figure>{timeline_picture(f, replay.weeks)}<figcaption>{escape(_told(f))}</figcaption></figure>"
            for f in found
            if f.weekly
        ]
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Backtest of {escape(data['corpus'])}</title><style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _precision(data: Mapping[str, Any]) -> str:
    rows = [
        [
            name,
            str(d["n"]),
            _range(d.get("precision")),
            _range(d.get("lift_same_week")),
            _range(d.get("lift_same_age")),
        ]
        for name, d in (("flags", data["flags"]), ("seven most probable a week", data["most_probable_7"]))
    ]
    base = data["flags"].get("base_rate")
    told = "" if base is None else f" Of all signals {base:.1%} came true."
    return (
        "<h2>Did they come true?</h2><p>A flag comes true when the matter's share over the next eight weeks is at least twice "
        f"its share over the year before, with three documents or more.{told} In brackets the 95 % interval over weeks.</p>"
        + _table(["", "scored", "came true", "times a random signal of the week", "of the same age"], rows)
    )


def _recall(data: Mapping[str, Any]) -> str:
    r, about = data["recall"], data["flags_about"]
    lead = r["median_lead_days"]
    missed = ", ".join(escape(m) for m in r["missed"]) or "none"
    return (
        f"<h2>Known events</h2><p>Of {r['n_events']} events with room for an early flag, {r['before_takeoff']:.0%} were flagged "
        f"before takeoff, {r['at_takeoff']:.0%} by its week and {r['four_weeks_later']:.0%} four weeks later (best {data['top']} "
        f"flags of each week). Median lead {'none' if lead is None else f'{lead:.0f} days'}. Not before takeoff: {missed}.</p>"
        f"<p>False alarms: {about.get('control', 0)} of {sum(about.values())} flags were about steady, seasonal or declining "
        f"controls; {about.get('growing', 0)} about a growing event before its peak; {about.get('unlisted', 0)} about nothing "
        "on the list, which is not complete.</p>"
    )


def _baselines(data: Mapping[str, Any]) -> str:
    rows = [
        [
            name.replace("_", " "), _share(b["before_takeoff"]), _share(b["four_weeks_later"]),
            "none" if b["median_lead_days"] is None else f"{b['median_lead_days']:.0f}", str(b["control"]),
            _share(b["came_true"]),
        ]
        for name, b in data["baselines"].items()
    ]  # fmt: skip
    head = ["", "before takeoff", "four weeks later", "lead, days", "flags on controls", "came true"]
    return "<h2>Beside plain methods</h2>" + _table(head, rows) if rows else ""


def _calibration(data: Mapping[str, Any]) -> str:
    c = data["calibration"]
    if not c["n"]:
        return (
            "<h2>Probabilities</h2><p>None could be scored: the corpus ends before eight weeks have gone.</p>"
        )
    return (
        f"<h2>Probabilities</h2><p>{c['n']} cases. Brier score {c['brier']:.4f} against {c['brier_of_base_rate']:.4f} for always "
        f"saying the base rate: skill {_range(c['brier_skill'], 3)}. AUC {_range(c['auc'], 3)}; calibration error "
        f"{c['ece']:.3f}.</p><figure>{reliability_picture(c['reliability'])}<figcaption>Said and seen, by tenths of the "
        "cases. On the line they agree.</figcaption></figure>"
    )


def _told(f: Found) -> str:
    when = f"first flagged {f.flagged_on}" if f.flagged_on else "never flagged"
    return f"{f.event.name} ({f.event.kind}): {sum(f.weekly.values())} documents, takeoff {f.event.takeoff_on}, {when}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _range(value: Mapping[str, float | None] | None, digits: int = 2) -> str:
    if not value or value["value"] is None:
        return "unknown"
    return f"{value['value']:.{digits}f} ({value['low']:.{digits}f} to {value['high']:.{digits}f})"


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0%}"
