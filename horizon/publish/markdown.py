"""Digest -> Markdown."""

from __future__ import annotations

import re

from horizon.pictures.svg import Table
from horizon.publish.charts import heat_of, radar_of
from horizon.publish.phrases import Phrases
from horizon.publish.records import Change, Digest, DigestItem, Sentence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s)")


def to_markdown(digest: Digest) -> str:
    """The whole digest; feed text is escaped so that nothing in it acts as markup."""
    p = Phrases.of(digest)
    w = p.w
    lines = [f"# {w['title']}: {safe(digest.system_name)}", "", p.week(digest), ""]
    if digest.is_fictional:
        lines += [f"*{w['fictional']}*", ""]
    lines += [f"## {w['bottom_line']}", "", " ".join(safe(s.text) for s in digest.bottom_line), ""]
    lines += [f"## {w['changed']}", ""]
    lines += [_change(c, w) for c in digest.changes] or [w["nothing_changed"] if digest.items else w["none"]]
    lines += ["", f"## {w['signals']}", ""]
    for number, item in enumerate(digest.items, 1):
        lines += _item(number, item, p, digest)
    if not digest.items:
        lines += [w["none"], ""]
    if digest.counter_view:
        lines += [f"## {w['counter_view']}", "", safe(digest.counter_view.text), ""]
    lines += [*_calendar(digest, p), f"*{p.scale()}*", "", *_pictures(digest, p), *_movers(digest, p)]
    lines += [f"## {w['forecasts']}", "", p.forecast(digest)]
    if digest.forecasts and digest.forecasts.worst_miss:
        lines.append(safe(digest.forecasts.worst_miss.text))
    lines += ["", *_voice(digest, p), *_coverage(digest, p), f"## {w['near_misses']}", ""]
    lines += [f"- {safe(m.label)}: {safe(m.reason)}" for m in digest.near_misses] or [w["none"]]
    lines += ["", *_figures(digest, p), f"## {w['method']}", "", digest.rule, ""]
    for q in digest.queries:
        lines += [f"{p.query(q.what)}:", "", "```sql", q.sql, "```", ""]
    lines += ["---", "", p.as_of(digest)]
    return "\n".join(lines) + "\n"


def _change(change: Change, w: dict[str, str]) -> str:
    told = f" {safe(change.told.text)}" if change.told else ""
    return f"- **{w[change.kind]}**: {safe(change.label)} ({safe(change.reason)}){told}"


def _item(number: int, item: DigestItem, p: Phrases, digest: Digest) -> list[str]:
    w = p.w
    lines = [
        f"### {number}. {safe(item.label)}",
        "",
        f"*{', '.join([w[item.change], *p.tags(item)])}*: {safe(item.change_reason)}",
        "",
        safe(item.development.text),
        "",
        safe(item.effect.text),
        "",
    ]
    for e in item.evidence:
        link = f"[{safe(e.title)}]({_url(e.url)})" if e.url else safe(e.title)
        against = f" **{w['denies']}**" if e.stance == "contradicts" else ""
        lines.append(f"- {link}, {safe(p.origin(e))}{against}")
    facts = [
        f"{w['emergence']}: {p.emergence(item)}",
        f"{w['evidence']}: {p.evidence(item)}",
        f"{w['uncertainty']}: {p.uncertainty(item)}",
    ]
    if item.figures_of:
        facts.append(f"{w['figures_of']}: {safe(item.figures_of)}")
    if item.ratings:
        facts.append(f"{w['ratings']}: {item.ratings}")
    lines += [
        "",
        f"{'. '.join(facts)}.",
        "",
        f"{w['mind']}: {item.change_our_mind}",
        "",
        f"**{w['action']}: {w[item.action]}**, {item.action_reason}. {w['owner']}: ______",
        "",
    ]
    return lines


def _calendar(digest: Digest, p: Phrases) -> list[str]:
    w = p.w
    lines = [f"## {w['calendar']}", ""]
    if digest.calendar is None:
        return [*lines, w["calendar_unread"], ""]
    for day in digest.calendar:
        touched = f" ({safe(p.touched(day))})" if day.touches else ""
        link = f"[{safe(day.label)}]({_url(day.url)})" if day.url else safe(day.label)
        lines.append(f"- {p.on(day)} ({p.days_left(day)}): {safe(p.policy_stage(day))}. {link}{touched}")
    return [*lines, *([] if digest.calendar else [w["calendar_none"]]), ""]


def _pictures(digest: Digest, p: Phrases) -> list[str]:
    """The radar and the heat map as the tables that stand beside them on the page."""
    w, heat = p.w, heat_of(digest)
    lines = [f"## {w['radar']}", "", *_table(radar_of(digest)[1], w["none"]), "", f"## {w['heat']}", ""]
    return [*lines, *(_table(heat[1], w["none"]) if heat else [w["heat_unjudged"]]), ""]


def _table(table: Table, empty: str) -> list[str]:
    if not table.rows:
        return [empty]
    rows = [f"| {' | '.join(safe(cell) for cell in row)} |" for row in table.rows]
    return [f"| {' | '.join(table.columns)} |", f"|{'---|' * len(table.columns)}", *rows]


def _movers(digest: Digest, p: Phrases) -> list[str]:
    w = p.w
    lines = [f"## {w['moving']}", ""]
    if digest.movers is None:
        return [*lines, w["moving_unread"], ""]
    for m in digest.movers:
        where = f"{w['signal'].lower()} {p.numbers(digest, m.signal_ids)}"
        lines.append(f"- {safe(m.name)}, {w.get(m.kind, m.kind)} ({p.mover(m)}; {where})")
    return [*lines, *([] if digest.movers else [w["moving_none"]]), ""]


def _voice(digest: Digest, p: Phrases) -> list[str]:
    w, v = p.w, digest.voice
    lines = [f"## {w['voice']}", ""]
    if not (v.notes or v.ratings or v.follows or v.proposals):
        return [*lines, w["voice_none"], ""]
    for n in v.notes:
        lines.append(f"- “{safe(n.text)}” ({safe(p.note(n))}){_after(n.told)}")
    for r in v.ratings:
        said = "".join(f" “{safe(c)}”" for c in r.comments)
        lines.append(f"- {safe(r.label)}: {p.rating(r.n_useful, r.n_not, r.n_wrong)}{said}")
    for f in v.follows:
        lines.append(f"- {w['followed']}: {safe(f.label)}, {p.follow(f)}")
    for s in v.proposals:
        state = w["on_board"] if s.is_on_board else w["waiting"]
        reason = f", {safe(s.reason)}" if s.reason else ""
        lines.append(f"- {w['proposed']}: {safe(s.url)}, {state}{reason}")
    return [*lines, ""]


def _after(sentence: Sentence | None) -> str:
    return f" {safe(sentence.text)}" if sentence else ""


def _coverage(digest: Digest, p: Phrases) -> list[str]:
    w, c = p.w, digest.coverage
    lines = [f"## {w['coverage']}", "", p.read(digest), "", p.shares(digest), ""]
    lines += [f"{w['blind_spots']}: {'; '.join(c.blind_spots) or w['none']}", "", f"{w['health']}:", ""]
    lines += [f"- {safe(t.source_name)}: {safe(p.health(t))}" for t in c.troubled]
    return [*lines, *([] if c.troubled else [w["none"]]), ""]


def _figures(digest: Digest, p: Phrases) -> list[str]:
    w = p.w
    if not digest.items:
        return []
    lines = [
        f"## {w['figures']}",
        "",
        f"| # | {w['share']} | {w['growth']} | {w['emergence']} | {w['basis']} | {w['curve']} | {w['explain']} |",
        "|---|---|---|---|---|---|---|",
    ]
    for n, item in enumerate(digest.items, 1):
        curve = " ".join(str(count) for _, count in item.curve)
        lines.append(
            f"| {n} | {p.share(item)} | {p.growth(item)} | {p.chance(item)} | {safe(item.emergence_basis)} | {curve} "
            f"| `horizon explain {item.signal_id} --week {digest.week_on}` |"
        )
    parts = [(n, part) for n, item in enumerate(digest.items, 1) for part in item.parts]
    if parts:
        lines += [
            "",
            f"| # | {w['part']} | {w['force']} | {w['layer']} | {w['direction']} | {w['direct']} | {w['loop']} | {w['when']} |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for n, part in parts:
            when = p.lag(part.lag_weeks_low, part.lag_weeks_high) if part.sign is not None else w["unknown"]
            lines.append(
                f"| {n} | {safe(part.part_name)} | {safe(part.force_name or '-')} | {p.layer(part.layer)} | {p.sign(part)} "
                f"| {p.number(part.direct_score)} | {p.number(part.loop_score)} | {when} |"
            )
    return [*lines, ""]


def safe(text: str) -> str:
    """Feed text with Markdown's and HTML's special characters made harmless."""
    return _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def _url(url: str | None) -> str:
    return (url or "").replace("(", "%28").replace(")", "%29").replace(" ", "%20")
