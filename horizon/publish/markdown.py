"""Digest -> Markdown."""

from __future__ import annotations

import re
from datetime import timedelta

from horizon.publish.records import Digest, DigestItem
from horizon.publish.words import day_text, lag_text, probability_key, texts, uncertainty_key

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def to_markdown(digest: Digest) -> str:
    """The whole digest; feed text is escaped so that nothing in it acts as markup."""
    w = texts(digest.language)
    last = digest.week_on + timedelta(days=6)
    week = w["week"].format(
        number=digest.week_on.isocalendar().week, first=day_text(digest.week_on, w), last=day_text(last, w)
    )
    lines = [f"# {w['title']}: {safe(digest.system_name)}", "", week, ""]
    if digest.is_fictional:
        lines += [f"*{w['fictional']}*", ""]
    lines += [f"## {w['bottom_line']}", "", " ".join(safe(s.text) for s in digest.bottom_line), ""]
    lines += [f"## {w['changed']}", ""]
    lines += [f"- **{w[c.kind]}**: {safe(c.label)} ({safe(c.reason)})" for c in digest.changes] or [w["none"]]
    lines += ["", f"## {w['signals']}", ""]
    for number, item in enumerate(digest.items, 1):
        lines += _item(number, item, w)
    if digest.counter_view:
        lines += [f"## {w['counter_view']}", "", safe(digest.counter_view.text), ""]
    lines += _coverage(digest, w)
    lines += [f"## {w['near_misses']}", ""]
    lines += [f"- {safe(m.label)}: {safe(m.reason)}" for m in digest.near_misses] or [w["none"]]
    lines += ["", f"## {w['method']}", "", digest.rule, ""]
    for what, sql in digest.queries:
        lines += [f"{what}:", "", "```sql", sql, "```", ""]
    lines += ["---", "", w["as_of"].format(moment=f"{digest.as_of:%Y-%m-%d %H:%M}")]
    return "\n".join(lines) + "\n"


def _item(number: int, item: DigestItem, w: dict[str, str]) -> list[str]:
    outside = f", {w['outside']}" if item.is_outside_sector else ""
    lines = [
        f"### {number}. {safe(item.label)}",
        "",
        f"*{w[item.change]}, {w[item.stage]}{outside}*: {safe(item.change_reason)}",
        "",
    ]
    lines += [safe(item.development.text), ""]
    for e in item.evidence:
        link = f"[{safe(e.title)}]({_url(e.url)})" if e.url else safe(e.title)
        against = f" **{w['denies']}**" if e.stance == "contradicts" else ""
        copies = f", {w['copies'].format(n=e.n_copies)}" if e.n_copies > 1 else ""
        lines.append(
            f"- {link}, {safe(e.source_name)} ({e.grade}), {day_text(e.published_on, w)}{copies}{against}"
        )
    lines.append("")
    if item.parts:
        lines += [
            f"| {w['part']} | {w['force']} | {w['direction']} | {w['direct']} | {w['loop']} | {w['when']} |",
            "|---|---|---|---|---|---|",
        ]
        for p in item.parts:
            lines.append(
                f"| {safe(p.part_name)} | {safe(p.force_name or '-')} | {w[sign_key(p.sign)]} | {_number(p.direct_score)} "
                f"| {_number(p.loop_score)} | {lag_text(p.lag_weeks_low, p.lag_weeks_high, w)} |"
            )
    else:
        lines.append(w["no_part"])
    lines += [
        "",
        f"{w['emergence']}: {emergence_words(item, w)}. {w['evidence']}: {evidence_words(item, w)}. "
        f"{w['uncertainty']}: {w[uncertainty_key(item.uncertainty_score)]}.",
        "",
        f"{w['mind']}: {item.change_our_mind}",
        "",
        f"**{w['action']}: {w[item.action]}.** {w['owner']}: ______  ({w['explain'].format(signal_id=item.signal_id)})",
        "",
    ]
    return lines


def _coverage(digest: Digest, w: dict[str, str]) -> list[str]:
    c = digest.coverage
    read = w["read_text"].format(
        docs=c.n_docs, origins=c.n_origins, spoke=c.n_sources_spoke, enabled=c.n_sources_enabled
    )
    lines = [f"## {w['coverage']}", "", read, ""]
    lines += [f"- {w.get(name, name)}: {n}" for name, n in c.by_class]
    lines += ["", f"{w['blind_spots']}: {'; '.join(c.blind_spots) or w['none']}", "", f"{w['health']}:", ""]
    for t in c.troubled:
        read_on = (
            w["last_read"].format(date=day_text(t.last_success_on, w))
            if t.last_success_on
            else w["never_read"]
        )
        lines.append(f"- {safe(t.source_name)}: {t.health} ({safe(t.reason or '-')}), {read_on}")
    return [*lines, *([] if c.troubled else [w["none"]]), ""]


def sign_key(sign: int | None) -> str:
    """Text key of a direction."""
    return {None: "unknown_sign", 0: "neutral_sign", 1: "opportunity", -1: "threat"}[sign]


def emergence_words(item: DigestItem, w: dict[str, str]) -> str:
    """Probability in fixed words with its figure; unknown stays unknown."""
    if item.emergence_probability is None:
        return w["emergence_unknown"]
    word = w[probability_key(item.emergence_probability)]
    return w["emergence_text"].format(word=word, percent=f"{item.emergence_probability:.0%}")


def evidence_words(item: DigestItem, w: dict[str, str]) -> str:
    """Grade in fixed words with what it rests on."""
    return w["evidence_text"].format(
        grade=w[item.evidence_grade or "unknown"],
        origins=item.n_independent_origins,
        families=item.n_families,
    )


def safe(text: str) -> str:
    """Feed text with Markdown's and HTML's special characters made harmless."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _url(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:+.1f}"
