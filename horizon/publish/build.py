"""Puts a digest together from rows of the store: pure, deterministic, every sentence with its documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from horizon.config import PublishSettings
from horizon.publish.changes import Standing, change_of, changes_since
from horizon.publish.charts import SECTORS
from horizon.publish.records import (
    Coverage,
    Digest,
    DigestItem,
    EvidenceLine,
    NearMiss,
    PartTouched,
    Sentence,
    SourceTrouble,
)
from horizon.publish.select import Candidate, action_of, choose, priority
from horizon.publish.sentences import telling_sentence
from horizon.publish.words import day_text, lag_text, texts
from horizon.types import SOURCE_CLASSES

Rows = Sequence[Mapping[str, Any]]
MAX_EVIDENCE, MAX_PARTS, MAX_NEAR_MISSES, CURVE_WEEKS = 4, 4, 8, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a digest is made from, as the queries under storage/queries/publish give it."""

    system: Mapping[str, Any]
    week_on: date
    as_of: datetime
    language: str
    signals: Rows
    signals_before: Rows
    shown_before: tuple[str, ...]  # ids in last week's digest
    evidence: Rows
    impacts: Rows
    forces: Rows
    curves: Rows
    coverage: Rows
    troubled: Rows
    merged: Mapping[str, str]
    n_sources_enabled: int


def build(material: Material, settings: PublishSettings) -> Digest:
    """The digest of one system and week."""
    w = texts(material.language)
    evidence, impacts, forces = (
        _by_signal(r) for r in (material.evidence, material.impacts, material.forces)
    )
    candidates = [_candidate(s, impacts[s["signal_id"]], forces[s["signal_id"]]) for s in material.signals]
    choice = choose(candidates, max_signals=settings.max_signals, min_outside=settings.min_outside)
    n_flagged = sum(c.is_flagged for c in candidates)
    priorities = {c.signal_id: round(priority(c, n_flagged), 4) for c in candidates}
    signals = {s["signal_id"]: s for s in material.signals}
    before = {s["signal_id"]: _standing(s) for s in material.signals_before}
    curves = _curves(material)
    items = tuple(
        _item(
            signals[i], before.get(i), evidence[i], impacts[i], forces[i], curves, priorities[i], w, material
        )
        for i in choice.chosen
    )
    shown_now = [(_standing(signals[i.signal_id]), i.change, i.change_reason) for i in items]
    shown_before = [before[i] for i in material.shown_before if i in before]
    merged = {
        s["signal_id"]: material.merged[s["topic_id"]]
        for s in material.signals_before
        if s["topic_id"] in material.merged
    }
    everything = {i: _standing(s) for i, s in signals.items()}
    return Digest(
        system_id=material.system["system_id"],
        system_name=_name(material.system, material.language),
        is_fictional=bool(material.system["is_fictional"]),
        language=material.language,
        week_on=material.week_on,
        as_of=material.as_of,
        bottom_line=_bottom_line(items, material, w),
        changes=tuple(changes_since(shown_now, shown_before, everything, merged, w)),
        items=items,
        counter_view=_counter_view(items, evidence, w),
        near_misses=_near_misses(choice.left_out, signals, choice.chosen, forces, w),
        coverage=_coverage(material, items, w),
        rule=w["rule"].format(max=settings.max_signals, outside=settings.min_outside),
        queries=_queries(material),
    )


def _by_signal(rows: Rows) -> defaultdict[str, list[Mapping[str, Any]]]:
    grouped: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["signal_id"]].append(row)
    return grouped


def _candidate(signal: Mapping[str, Any], impacts: Rows, forces: Rows) -> Candidate:
    known = [abs(i["loop_score"]) for i in impacts if i["loop_score"] is not None]
    return Candidate(
        signal_id=signal["signal_id"],
        rank=signal["rank"],
        is_flagged=bool(signal["is_flagged"]),
        top_force=forces[0]["force_id"] if forces else None,
        strongest_impact=max(known) if known else None,
        is_outside_sector=signal["is_outside_sector"],
    )


def _standing(signal: Mapping[str, Any]) -> Standing:
    return Standing(
        signal_id=signal["signal_id"],
        label=signal["label"],
        stage=signal["stage"],
        n_origins=signal["n_origins"],
        evidence_grade=signal["evidence_grade"],
        n_supporting=signal["n_supporting"],
        n_contradicting=signal["n_contradicting"],
        is_flagged=bool(signal["is_flagged"]),
    )


def _item(
    signal: Mapping[str, Any],
    before: Standing | None,
    evidence: Rows,
    impacts: Rows,
    forces: Rows,
    curves: Mapping[str, tuple[tuple[date, int], ...]],
    priority_score: float,
    w: Mapping[str, str],
    material: Material,
) -> DigestItem:
    change, reason = change_of(_standing(signal), before, w)
    parts = tuple(_part(row, material.language) for row in impacts[:MAX_PARTS])
    known = [p for p in parts if p.loop_score is not None]
    lags = [p.lag_weeks_low for p in known if p.lag_weeks_low is not None]
    strongest = max((abs(p.loop_score or 0.0) for p in known), default=None)
    chosen = independent_lines(evidence)
    return DigestItem(
        signal_id=signal["signal_id"],
        label=signal["label"],
        stage=signal["stage"],
        change=change,
        change_reason=reason,
        development=_development(signal, evidence, material, w),
        evidence=tuple(_line(row) for row in chosen),
        curve=curves.get(signal["topic_id"] or "", ()),
        parts=parts,
        forces=tuple(_name(f, material.language) for f in forces if f["name"])[:3],
        pestle=forces[0]["pestle"] if forces else None,
        layer=forces[0]["layer"] if forces else None,
        emergence_probability=signal["emergence_probability"],
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
        action=action_of(
            strongest, min(lags, default=None), signal["emergence_probability"], signal["evidence_grade"]
        ),
        change_our_mind=w[_mind_key(signal)],
        priority_score=priority_score,
    )


def independent_lines(evidence: Rows) -> list[Mapping[str, Any]]:
    """Two to four links from different origins, different publishing houses first; what speaks against is always kept."""
    against = [e for e in evidence if e["stance"] == "contradicts"][:1]
    chosen: list[Mapping[str, Any]] = []
    for fresh_family in (True, False):
        for row in evidence:
            if len(chosen) + len(against) >= MAX_EVIDENCE:
                break
            if row in chosen or row in against or row["stance"] == "contradicts":
                continue
            if any(row["origin_id"] == c["origin_id"] for c in chosen):
                continue
            if fresh_family and any(row["family"] == c["family"] for c in chosen):
                continue
            chosen.append(row)
    return [*chosen, *against]


def _line(row: Mapping[str, Any]) -> EvidenceLine:
    return EvidenceLine(
        doc_id=row["doc_id"],
        title=row["title"],
        source_name=row["source_name"] or row["source_id"],
        source_class=row["source_class"],
        grade=row["grade"],
        published_on=row["published_at"].date() if row["published_at"] else None,
        first_seen_on=row["first_seen_at"].date(),
        url=row["url"],
        language=row["language"],
        stance=row["stance"],
        n_copies=row["n_copies"],
    )


def _part(row: Mapping[str, Any], language: str) -> PartTouched:
    force = row["force_name_sv"] if language == "sv" and row["force_name_sv"] else row["force_name"]
    return PartTouched(
        part_id=row["part_id"],
        part_name=row["part_name"] or row["part_id"],
        engine_name=row["engine_name"] or "",
        force_name=force,
        layer=row["layer"],
        direct_score=_round(row["direct_score"]),
        loop_score=_round(row["loop_score"]),
        sign=row["sign"],
        lag_weeks_low=row["lag_weeks_low"],
        lag_weeks_high=row["lag_weeks_high"],
        confidence=round(row["confidence"], 4),
        doc_ids=tuple(row["doc_ids"] or ()),
    )


def _development(
    signal: Mapping[str, Any], evidence: Rows, material: Material, w: Mapping[str, str]
) -> Sentence:
    """The telling sentence of the best evidence of this week, in the digest's language where there is one."""
    if not evidence:
        return Sentence(text=signal["label"])
    fresh = [
        e for e in evidence if e["doc_week_on"] == material.week_on and e["stance"] != "contradicts"
    ] or list(evidence)
    best = min(fresh, key=lambda e: (e["language"] != material.language, e["grade"], e["rank"]))
    return _said("said", best, signal["terms"] or (), w)


def _said(key: str, row: Mapping[str, Any], terms: Sequence[str], w: Mapping[str, str]) -> Sentence:
    when = row["published_at"].date() if row["published_at"] else None
    text = w[key].format(
        source=row["source_name"] or row["source_id"],
        date=day_text(when, dict(w)),
        sentence=telling_sentence(row["title"], row["text"], terms),
    )
    return Sentence(text=text, doc_ids=(row["doc_id"],))


def _mind_key(signal: Mapping[str, Any]) -> str:
    if signal["n_contradicting"]:
        return "mind_contradicted"
    return "mind_weak" if signal["n_families"] < 2 or signal["evidence_grade"] == "low" else "mind_growth"


def _bottom_line(
    items: tuple[DigestItem, ...], material: Material, w: dict[str, str]
) -> tuple[Sentence, ...]:
    """At most three sentences."""
    lines: list[Sentence] = []
    if not material.coverage:
        lines.append(Sentence(text=w["nothing_read"]))
    elif not items:
        lines.append(Sentence(text=w["nothing"].format(n=len(material.signals))))
    else:
        first = items[0]
        lead = w["lead_one" if len(items) == 1 else "lead"].format(
            n=len(items), label=first.label, stage=w[first.stage], origins=first.n_independent_origins
        )
        lines.append(Sentence(text=lead, doc_ids=tuple(e.doc_id for e in first.evidence)))
        touched = [(p, i) for i in items for p in i.parts if p.loop_score and p.sign]
        if touched:
            part, item = max(touched, key=lambda t: (abs(t[0].loop_score or 0), t[1].signal_id))
            text = w["touches"].format(
                label=item.label,
                verb=w["helps" if (part.loop_score or 0) > 0 else "hurts"],
                part=part.part_name,
                lag=lag_text(part.lag_weeks_low, part.lag_weeks_high, w),
            )
            lines.append(Sentence(text=text, doc_ids=part.doc_ids))
    if material.troubled:
        lines.append(
            Sentence(text=w["outage"].format(n=len(material.troubled), m=material.n_sources_enabled))
        )
    return tuple(lines)


def _counter_view(
    items: tuple[DigestItem, ...], evidence: Mapping[str, Rows], w: Mapping[str, str]
) -> Sentence | None:
    """What speaks against a shown signal; else which one stands on the weakest ground."""
    for item in items:
        for row in evidence[item.signal_id]:
            if row["stance"] == "contradicts":
                return _said("counter", row, (), w)
    if not items:
        return None
    weakest = min(items, key=lambda i: (i.n_families, i.n_independent_origins, i.signal_id))
    text = w["weakest"].format(
        label=weakest.label, origins=weakest.n_independent_origins, families=weakest.n_families
    )
    return Sentence(text=text, doc_ids=tuple(e.doc_id for e in weakest.evidence))


def _near_misses(
    left_out: Sequence[tuple[str, str, str]],
    signals: Mapping[str, Mapping[str, Any]],
    chosen: Sequence[str],
    forces: Mapping[str, Rows],
    w: Mapping[str, str],
) -> tuple[NearMiss, ...]:
    misses = []
    for signal_id, key, detail in left_out:
        force = next((f["name"] for f in forces[signal_id] if f["force_id"] == detail), detail)
        reason = w[key].format(n=detail, force=force)
        misses.append(NearMiss(signal_id=signal_id, label=signals[signal_id]["label"], reason=reason))
    told = {*chosen, *(m.signal_id for m in misses)}
    for signal_id, signal in signals.items():
        if len(misses) >= MAX_NEAR_MISSES:
            break
        if signal_id not in told and signal["n_origins"]:
            codes = ", ".join(code.replace("_", " ") for code in signal["reason_codes"] or ()) or w["unknown"]
            misses.append(
                NearMiss(
                    signal_id=signal_id, label=signal["label"], reason=w["m_not_flagged"].format(codes=codes)
                )
            )
    return tuple(misses)


def _coverage(material: Material, items: tuple[DigestItem, ...], w: Mapping[str, str]) -> Coverage:
    by_class, by_language = Counter[str](), Counter[str]()
    spoke: set[str] = set()
    for row in material.coverage:
        by_class[row["source_class"]] += row["n_origins"]
        by_language[row["language"]] += row["n_origins"]
        spoke.update(row["source_ids"])
    spots = [w["spot_class"].format(**{"class": w[c]}) for c in SOURCE_CLASSES if not by_class[c]]
    tied = {f["pestle"] for f in material.forces}
    spots += [w["spot_pestle"].format(pestle=s) for s in SECTORS if s not in tied]
    return Coverage(
        n_docs=sum(r["n_docs"] for r in material.coverage),
        n_origins=sum(by_class.values()),
        n_sources_spoke=len(spoke),
        n_sources_enabled=material.n_sources_enabled,
        by_class=tuple(sorted(by_class.items())),
        by_language=tuple(sorted(by_language.items(), key=lambda x: (-x[1], x[0]))),
        blind_spots=tuple(spots),
        troubled=tuple(
            SourceTrouble(
                source_id=t["source_id"],
                source_name=t["source_name"],
                health=t["outcome"],
                reason=t["reason"],
                last_success_on=t["last_success_at"].date() if t["last_success_at"] else None,
            )
            for t in material.troubled
        ),
    )


def _curves(material: Material) -> dict[str, tuple[tuple[date, int], ...]]:
    counts: defaultdict[str, dict[date, int]] = defaultdict(dict)
    weeks_judged = {row["week_on"] for row in material.curves}
    for row in material.curves:
        counts[row["topic_id"]][row["week_on"]] = row["n_origins"]
    weeks = [material.week_on - timedelta(weeks=n) for n in range(CURVE_WEEKS - 1, -1, -1)]
    weeks = [week for week in weeks if week in weeks_judged]  # a week never judged is unknown, not zero
    return {topic: tuple((week, by_week.get(week, 0)) for week in weeks) for topic, by_week in counts.items()}


def _queries(material: Material) -> tuple[tuple[str, str], ...]:
    week, system = material.week_on.isoformat(), material.system["system_id"].replace("'", "''")
    return (
        ("Signals", f"SELECT rank, label, stage, n_origins, emergence_probability, evidence_grade FROM horizon.signals\n"
                    f"WHERE week_on = '{week}' AND is_latest AND is_flagged ORDER BY rank"),
        ("Impact", f"SELECT signal_id, part_id, force_id, direct_score, loop_score, confidence FROM horizon.impacts\n"
                   f"WHERE system_id = '{system}' AND week_on = '{week}' AND is_latest ORDER BY abs(loop_score) DESC NULLS LAST"),
        ("Evidence", f"SELECT e.signal_id, d.published_at, d.source_name, d.title, d.url, e.stance FROM horizon.evidence AS e\n"
                     f"JOIN horizon.documents AS d USING (doc_id)\n"
                     f"WHERE e.week_on = '{week}' ORDER BY e.signal_id, e.evidence_rank"),
        ("What was read", f"SELECT source_class, language, n_docs, n_origins FROM horizon.coverage WHERE week_on = '{week}'"),
    )  # fmt: skip


def _name(row: Mapping[str, Any], language: str) -> str:
    return str(row["name_sv"] if language == "sv" and row["name_sv"] else row["name"])


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
