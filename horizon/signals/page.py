"""One page per signal: everything that is known of it and how each figure came about, as data and as self-contained HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 190, 44, 24
# what the derivation shows, in this order: column, what it is, how it is computed
DERIVATION = (
    ("n_origins", "origins this week", "copies of one text counted once"),
    ("n_sources", "sources this week", "distinct sources with a document of the week"),
    ("attention_share", "attention", "mean over source classes of its share of their origins this week"),
    ("baseline_share", "attention before", "the same over the earlier weeks of the window"),
    ("growth_ratio", "growth", "now against before, class by class, smoothed by half a typical topic"),
    ("attention_gain", "gain", "root of the share now less root of the share before, times the root of the weeks"),
    ("theme_gain", "gain of the wider theme", "the same for all documents of the theme"),
    ("burst_score", "burst", "how much better a doubled rate explains the last weeks than the usual one"),
    ("novelty_score", "novelty", "1 less the highest earlier share over the share now"),
    ("coherence_score", "coherence", "mean cosine of its documents to their centre"),
    ("n_new_actors", "new actors", "named in the last two weeks and never before in it"),
    ("emergence_probability", "emergence", "probability of twice its yearly share over the next eight weeks"),
    ("evidence_grade", "evidence", "families, primary documents, grades; one step down when contradicted or sources are out"),
    ("n_independent_origins", "independent origins", "origins of supporting documents"),
    ("n_families", "source families", "publishing houses that tell it"),
    ("n_primary", "primary documents", "from bodies that publish their own decisions or findings"),
    ("n_contradicting", "contradicting documents", "deny, correct, reverse, or give another number"),
    ("uncertainty_score", "uncertainty", "the larger of the interval's relative width and the share that contradicts"),
    ("rank_score", "rank score", "gain x root of emergence x season x told"),
    ("rank", "rank of the week", "1 is first"),
)  # fmt: skip
STYLE = """
:root { color-scheme: light dark; --ink: #1a2330; --soft: #5c6878; --line: #d9dee5; --paper: #fff; --fill: #2f6fab;
  --band: #2f6fab33; --mark: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #9aa6b5; --line: #38424e; --paper: #14191f;
  --fill: #7fb2e5; --band: #7fb2e533; --mark: #ff8a80 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem } h2 { margin-top: 2.2rem } .soft { color: var(--soft) } .against { color: var(--mark) }
table { border-collapse: collapse; width: 100% } td, th { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line);
  text-align: left; vertical-align: top } th { color: var(--soft); font-weight: 600 } td.n { font-variant-numeric: tabular-nums }
a { color: var(--fill) } svg { max-width: 100%; height: auto }
dl { display: grid; grid-template-columns: 12rem 1fr; gap: .2rem 1rem }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere } .wide { overflow-x: auto }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } }
"""


def page(
    signal: Mapping[str, Any],
    *,
    history: Sequence[Mapping[str, Any]],
    evidence: Sequence[Mapping[str, Any]],
    lineage: Sequence[Mapping[str, Any]],
    forecasts: Sequence[Mapping[str, Any]],
    forces: Sequence[Mapping[str, Any]] = (),
    impacts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The page as data. Rows are those of the status queries of the same names; forecasts are of this signal only."""
    supporting = [e for e in evidence if e["stance"] != "contradicts"]
    return {
        "signal_id": signal["signal_id"],
        "label": signal["label"],
        "week_on": signal["week_on"],
        "as_of": signal["as_of"],
        "what": {
            key: signal[key] for key in ("kind", "stage", "reason_codes", "terms", "detectors", "is_flagged")
        },
        "since": {
            key: signal[key]
            for key in ("first_seen_on", "first_research_on", "first_policy_on", "first_news_on")
        },
        "who": sorted({e["source"] for e in supporting if e["source"]}),
        "where": signal["geo_level"],
        "curve": [
            {
                key: h[key]
                for key in ("week_on", "n_origins", "attention_share", "attention_low", "attention_high")
            }
            for h in history
        ],
        "scores": [dict(h) for h in history],
        "evidence": [dict(e) for e in supporting],
        "contradicting": [dict(e) for e in evidence if e["stance"] == "contradicts"],
        "lineage": [dict(row) for row in lineage],
        "forecasts": [dict(f) for f in forecasts],
        "forces": [dict(f) for f in forces],
        "impacts": [dict(i) for i in impacts],
        "derivation": [
            {"name": name, "column": column, "value": signal[column], "rule": rule}
            for column, name, rule in DERIVATION
        ],
    }


def to_html(data: Mapping[str, Any]) -> str:
    """The page as one HTML file that needs nothing else."""
    what, since = data["what"], data["since"]
    moment = f"{data['as_of']:%Y-%m-%d %H:%M}"
    facts = {
        "stage": f"{what['stage']} ({', '.join(what['reason_codes'] or []) or 'no reason codes'})",
        "kind": what["kind"],
        "found by": ", ".join(what["detectors"] or []) or "no detector: kept because it was judged before",
        "terms": ", ".join(what["terms"] or []) or "none",
        "since": _text(since["first_seen_on"]),
        "in research, policy, news since": ", ".join(
            _text(since[f"first_{c}_on"]) for c in ("research", "policy", "news")
        ),
        "told by": ", ".join(data["who"]) or "unknown",
        "where": _text(data["where"]),
    }
    parts = [
        f"<h1>{escape(data['label'])}</h1>",
f'<p class="soft">{escape(data["signal_id"])}, week of {data["week_on"]}, with what was known at {moment} UTC</p>',
        "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items()) + "</dl>",
        "<h2>Attention</h2>",
        curve(data["curve"]),
        "<h2>What it rests on</h2>",
        _documents(data["evidence"]),
        "<h2>What speaks against it</h2>",
        _documents(data["contradicting"]),
        "<h2>How each figure came about</h2>",
        _rows(("figure", "value", "how"), [(d["name"], _text(d["value"]), d["rule"]) for d in data["derivation"]]),
        "<h2>Forecasts</h2>",
        _rows(
            ("flagged in the week of", "said", "due", "became"),
            [
                (_text(f["week_on"]), _percent(f["emergence_probability"]), _text(f["due_on"]), f["status"])
                for f in data["forecasts"]
            ],
        ),
        "<h2>Week by week</h2>",
        _rows(
            ("week", "stage", "origins", "attention", "emergence", "evidence", "rank", "flagged"),
            [
                (
                    _text(h["week_on"]), h["stage"], _text(h["n_origins"]), _percent(h["attention_share"]),
                    _percent(h["emergence_probability"]), _text(h["evidence_grade"]), _text(h["rank"]),
                    "yes" if h["is_flagged"] else "no",
                )
                for h in data["scores"]
            ],
        ),
        "<h2>Lineage</h2>",
        _rows(
            ("week", "step", "other topic", "shared"),
            [
                (_text(r["week_on"]), r["relation"], r["other_topic_id"] or "", _percent(r["shared_share"]))
                for r in data["lineage"]
            ],
        ),
        "<h2>Forces and impacts</h2>",
        _rows(("force", "confidence"), [(f["force_id"], _percent(f["confidence"])) for f in data["forces"]]),
        _impacts(data["impacts"]),
    ]  # fmt: skip
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(data['label'])}</title><style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def curve(rows: Sequence[Mapping[str, Any]]) -> str:
    """SVG of the weekly share with its 90 % interval; a week in which nothing was collected is a gap."""
    known = [(i, r) for i, r in enumerate(rows) if r["attention_share"] is not None]
    if not known:
        return '<p class="soft">unknown: nothing was collected in these weeks</p>'
    top = max(max(r["attention_high"] or 0.0, r["attention_share"]) for _, r in known) or 1.0
    step = (WIDTH - LEFT - 8) / max(1, len(rows) - 1)

    def place(i: int, value: float) -> str:
        return f"{LEFT + i * step:.1f},{HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - 12):.1f}"

    drawn = ""
    for run in _runs(known):
        with_band = [(i, r) for i, r in run if r["attention_low"] is not None]
        up = [place(i, r["attention_high"]) for i, r in with_band]
        down = [place(i, r["attention_low"]) for i, r in reversed(with_band)]
        drawn += f'<polygon points="{" ".join(up + down)}" fill="var(--band)"/>'
        line = " ".join(place(i, r["attention_share"]) for i, r in run)
        drawn += f'<polyline points="{line}" fill="none" stroke="var(--fill)" stroke-width="2"/>'
    for i, r in known:
        x, y = place(i, r["attention_share"]).split(",")
        drawn += (
            f'<circle cx="{x}" cy="{y}" r="3" fill="var(--fill)"><title>week of {r["week_on"]}: '
            f"{r['attention_share']:.1%}, {r['n_origins']} origins</title></circle>"
        )
    base = HEIGHT - BOTTOM
    label = 'font-size="11" fill="var(--soft)"'
    return (
        f'<svg role="img" aria-label="weekly share of all origins with its interval" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><line x1="{LEFT}" x2="{WIDTH}" y1="{base}" y2="{base}" stroke="var(--line)"/>'
        f'{drawn}<text x="0" y="16" {label}>{top:.1%}</text><text x="0" y="{base}" {label}>0</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 6}" {label}>{rows[0]["week_on"]}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 6}" text-anchor="end" {label}>{rows[-1]["week_on"]}</text></svg>'
    )


def _runs(known: Sequence[tuple[int, Mapping[str, Any]]]) -> list[list[tuple[int, Mapping[str, Any]]]]:
    runs: list[list[tuple[int, Mapping[str, Any]]]] = []
    for i, r in known:
        if runs and runs[-1][-1][0] == i - 1:
            runs[-1].append((i, r))
        else:
            runs.append([(i, r)])
    return runs


def _documents(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return '<p class="soft">none found</p>'
    body = "".join(
        f'<tr><td class="n">{_day(e)}</td><td>{escape(_text(e["source"]))}</td><td>{escape(_text(e["grade"]))}</td>'
        f'<td>{_link(e["url"], e["title"])}<br><span class="soft">{escape(e["doc_id"])}</span></td></tr>'
        for e in rows
    )
    return (
        '<div class="wide"><table><thead><tr><th>published</th><th>source</th><th>grade</th><th>document</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _impacts(rows: Sequence[Mapping[str, Any]]) -> str:
    told = [
        (
            f"{i['system_id']} / {i['part_id']}", _text(i["direct_score"]), _text(i["loop_score"]),
            "; ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in json.loads(i["derivation"]).items()),
        )
        for i in rows
    ]  # fmt: skip
    return _rows(("part", "direct", "with loop", "derivation"), told)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return '<p class="soft">none</p>'
    cells = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f'<td class="n">{escape(c)}</td>' for c in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>'


def _link(url: str | None, title: str | None) -> str:
    text = escape(title or "untitled")
    is_web = url is not None and url.startswith(("http://", "https://"))
    return f'<a href="{escape(url or "")}" rel="noopener noreferrer">{text}</a>' if is_web else text


def _day(e: Mapping[str, Any]) -> str:
    return (
        f"{e['published_at']:%Y-%m-%d}"
        if e["published_at"]
        else f"undated, seen {e['first_seen_at']:%Y-%m-%d}"
    )


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1%}"


def _text(value: Any) -> str:
    if value is None:
        return "unknown"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
