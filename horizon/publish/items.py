"""One signal as the reader meets it: its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from horizon.publish.changes import Standing, change_of
from horizon.publish.harmless import content_words, plain, title_text
from horizon.publish.material import Material, Row, Rows, name_of
from horizon.publish.records import DigestItem, EvidenceLine, PartTouched
from horizon.publish.select import Votes, action_of
from horizon.publish.tell import development, effect, source_of
from horizon.publish.words import counted

MAX_EVIDENCE, MAX_PARTS, CURVE_WEEKS = 4, 4, 12
LABEL_LENGTH = 90


def standing(signal: Row) -> Standing:
    """A judgement's row, as far as change is concerned."""
    return Standing(
        signal_id=signal["signal_id"],
        label=label_of(signal),
        stage=signal["stage"],
        n_origins=signal["n_origins"],
        evidence_grade=signal["evidence_grade"],
        n_supporting=signal["n_supporting"],
        n_contradicting=signal["n_contradicting"],
        is_flagged=bool(signal["is_flagged"]),
    )


def label_of(signal: Row) -> str:
    """The signal's label, harmless and of bounded length."""
    label = title_text(signal["label"], longest=LABEL_LENGTH)
    first = label.split(" ", 1)[0]
    return label[:1].upper() + label[1:] if first.islower() else label  # eID and mRNA keep their own way


def item_of(
    signal: Row,
    before: Standing | None,
    evidence: Rows,
    impacts: Rows,
    forces: Rows,
    curve: tuple[tuple[date, int], ...],
    votes: Votes,
    also_as: Sequence[str],
    priority_score: float,
    figures_of: str | None,
    material: Material,
    w: Mapping[str, str],
) -> DigestItem:
    """The card of one chosen signal."""
    change, reason = change_of(standing(signal), before, w)
    parts = tuple(part_of(row, material.language) for row in _known_first(impacts)[:MAX_PARTS])
    known = [p for p in parts if p.loop_score is not None]
    strongest = max((abs(p.loop_score or 0.0) for p in known), default=None)
    low, high = lag_of(parts, forces)
    action, why = action_of(
        strongest, low if known else None, signal["emergence_probability"], signal["evidence_grade"]
    )
    return DigestItem(
        signal_id=signal["signal_id"],
        label=label_of(signal),
        label_language=label_language(signal, evidence),
        stage=signal["stage"],
        change=change,
        change_reason=reason,
        development=development(signal, evidence, material, w, is_denied=change == "contradicted"),
        effect=effect(label_of(signal), parts, evidence, w),
        evidence=tuple(line_of(row) for row in independent_lines(evidence)),
        curve=curve,
        parts=parts,
        forces=tuple(name_of(f, material.language) for f in forces if f["name"])[:3],
        pestle=forces[0]["pestle"] if forces else None,
        layer=forces[0]["layer"] if forces else None,
        lag_weeks_low=low,
        lag_weeks_high=high,
        n_origins=signal["n_origins"],
        attention_share=rounded(signal["attention_share"]),
        attention_low=rounded(signal["attention_low"]),
        attention_high=rounded(signal["attention_high"]),
        growth_ratio=rounded(signal["growth_ratio"]),
        emergence_probability=signal["emergence_probability"],
        emergence_low=rounded(signal["emergence_low"]),
        emergence_high=rounded(signal["emergence_high"]),
        emergence_basis=signal["emergence_basis"],
        evidence_grade=signal["evidence_grade"],
        n_independent_origins=signal["n_independent_origins"],
        n_families=signal["n_families"],
        n_contradicting=signal["n_contradicting"],
        uncertainty_score=signal["uncertainty_score"],
        geo_level=signal["geo_level"],
        lens=signal["lens"],
        is_outside_sector=signal["is_outside_sector"],
        reason_codes=tuple(signal["reason_codes"] or ()),
        detectors=tuple(signal["detectors"] or ()),
        also_as=tuple(also_as),
        figures_of=figures_of,
        action=action,
        action_reason=w[why],
        change_our_mind=change_our_mind(signal, parts, w),
        ratings=votes_text(votes, w),
        priority_score=priority_score,
    )


def spoken(evidence: Rows) -> str | None:
    """Language of most of the documents; None when unknown."""
    languages = Counter(e["language"] for e in evidence if e["language"])
    return min(languages, key=lambda x: (-languages[x], x)) if languages else None


def label_language(signal: Row, evidence: Rows) -> str | None:
    """Language of the documents that the label's words come from."""
    words = content_words(signal["label"])
    same = [e for e in evidence if words & content_words(f"{e['title']} {e['text']}")]
    return spoken(same or evidence)


def _known_first(impacts: Rows) -> list[Row]:
    return sorted(impacts, key=lambda r: r["loop_score"] is None)


def lag_of(parts: Sequence[PartTouched], forces: Rows) -> tuple[int | None, int | None]:
    """Weeks to the first effect: of the judged part that is hit first, else typical of the strongest force, else unknown."""
    spans = [
        (p.lag_weeks_low, p.lag_weeks_high or p.lag_weeks_low)
        for p in parts
        if p.sign and p.lag_weeks_low is not None
    ]
    if spans:
        return min(spans)
    if forces and forces[0]["lag_weeks_low"] is not None:
        return forces[0]["lag_weeks_low"], forces[0]["lag_weeks_high"]
    return None, None


def independent_lines(evidence: Rows) -> list[Row]:
    """Up to four links of different origins and titles: this week's first, different publishing houses first.

    What speaks against is always kept.
    """
    newest = max((e["doc_week_on"] for e in evidence), default=None)
    ordered = sorted(
        evidence, key=lambda e: e["doc_week_on"] != newest
    )  # the week's own reports first, in their order
    against = [e for e in ordered if e["stance"] == "contradicts"][:1]
    chosen: list[Row] = []
    for fresh_family in (True, False):
        for row in ordered:
            if len(chosen) + len(against) >= MAX_EVIDENCE:
                break
            if row in chosen or row["stance"] == "contradicts":
                continue
            if any(row["origin_id"] == c["origin_id"] or _same_title(row, c) for c in (*chosen, *against)):
                continue
            if fresh_family and any(row["family"] == c["family"] for c in chosen):
                continue
            chosen.append(row)
    return [*chosen, *against]


def _same_title(one: Row, other: Row) -> bool:
    return plain(one["title"]).casefold() == plain(other["title"]).casefold()


def line_of(row: Row) -> EvidenceLine:
    """One dated link."""
    return EvidenceLine(
        doc_id=row["doc_id"],
        title=title_text(row["title"], row["text"]),
        source_name=source_of(row),
        source_class=row["source_class"],
        grade=row["grade"],
        published_on=row["published_at"].date() if row["published_at"] else None,
        first_seen_on=row["first_seen_at"].date(),
        url=web_address(row["url"]),
        language=row["language"],
        stance=row["stance"],
        n_copies=row["n_copies"],
    )


def web_address(url: str | None) -> str | None:
    """The address when it is a plain web address, else None: no other scheme ever becomes a link."""
    if not url or not url.startswith(("https://", "http://")) or any(c in url for c in "\"'<>\\ \n\r\t"):
        return None
    return url


def force_name_of(row: Row, language: str) -> str | None:
    """Name of the force that leads an impact, in the digest's language where it has one; None without a force."""
    own: str | None = row["force_name_sv"] if language == "sv" else None
    name: str | None = row["force_name"]
    return own or name


def part_of(row: Row, language: str) -> PartTouched:
    """A part of the system that the signal touches."""
    return PartTouched(
        part_id=row["part_id"],
        part_name=row["part_name"] or row["part_id"],
        engine_name=row["engine_name"] or "",
        force_name=force_name_of(row, language),
        pestle=row["pestle"],
        layer=row["layer"],
        direct_score=rounded(row["direct_score"]),
        loop_score=rounded(row["loop_score"]),
        sign=row["sign"],
        lag_weeks_low=row["lag_weeks_low"],
        lag_weeks_high=row["lag_weeks_high"],
        confidence=round(row["confidence"], 4),
        doc_ids=tuple(row["doc_ids"] or ()),
    )


def change_our_mind(signal: Row, parts: Sequence[PartTouched], w: Mapping[str, str]) -> str:
    """What would make us judge it otherwise, by its weakest point."""
    if signal["n_contradicting"]:
        return w["mind_contradicted"]
    if signal["n_families"] < 2 or signal["evidence_grade"] == "low":
        return w["mind_weak"]
    if not signal["n_primary"]:
        return w["mind_no_primary"]
    return w["mind_growth"].format(n=max(1, signal["n_origins"] // 2))


def votes_text(votes: Votes, w: Mapping[str, str]) -> str | None:
    """What readers said, in one line; None when nobody did."""
    told = [
        counted(n, noun, w)
        for n, noun in ((votes.n_useful, "useful"), (votes.n_not, "not_useful"), (votes.n_wrong, "wrong"))
        if n
    ]
    return ", ".join(told) or None


def curves(material: Material) -> dict[str, tuple[tuple[date, int], ...]]:
    """Topic id -> origins a week, oldest first; a week never judged is left out, not zero."""
    counts: dict[str, dict[date, int]] = {}
    judged = {row["week_on"] for row in material.curves}
    for row in material.curves:
        counts.setdefault(row["topic_id"], {})[row["week_on"]] = row["n_origins"]
    weeks = [material.week_on - timedelta(weeks=n) for n in range(CURVE_WEEKS - 1, -1, -1)]
    weeks = [week for week in weeks if week in judged]
    return {topic: tuple((week, by.get(week, 0)) for week in weeks) for topic, by in counts.items()}


def rounded(value: float | None) -> float | None:
    """To four places; unknown stays unknown."""
    return None if value is None else round(value, 4)
