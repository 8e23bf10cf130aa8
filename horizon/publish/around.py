"""What stands round the signals: calendar, who is moving, forecasts, readers' voice, coverage, near misses, queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median_low

from horizon.actors import Named, resolve
from horizon.names.fold import folded
from horizon.pictures.heat import LAYERS
from horizon.pictures.words import PESTLE
from horizon.policy_calendar import current
from horizon.publish.harmless import joined_names, plain, title_text
from horizon.publish.items import label_of, web_address
from horizon.publish.material import Material, Row, Rows, by_signal, name_of
from horizon.publish.records import (
    Coverage,
    DigestItem,
    FollowLine,
    Forecasts,
    Mover,
    NearMiss,
    NoteLine,
    PolicyDay,
    ProposalLine,
    RatingLine,
    Sentence,
    SourceTrouble,
    Voice,
)
from horizon.publish.select import Choice, Votes
from horizon.publish.tell import Words, said
from horizon.publish.words import coded
from horizon.types import SOURCE_CLASSES

MAX_DATES, MAX_MOVERS, MAX_NEAR_MISSES, MAX_NOTES, MAX_FOLLOWS, MAX_PROPOSALS = 8, 8, 10, 5, 6, 5
CALENDAR_WEEKS = 52
FORECAST_WEEKS = 26
LONGEST_QUOTE = 220


def calendar(material: Material) -> tuple[PolicyDay, ...] | None:
    """Dates to come, in order of date; where there are too many, what touches the system and is near is kept."""
    if material.calendar is None:
        return None
    entries = current(
        material.calendar,
        material.issued_on,
        touches=material.touches,
        system_id=material.system["system_id"],
    )
    ahead = [e for e in entries if 0 <= e.days_left <= 7 * CALENDAR_WEEKS][:MAX_DATES]
    return tuple(
        PolicyDay(
            on_date=e.on_date,
            days_left=e.days_left,
            stage=e.stage,
            body=title_text(e.body, longest=80) if e.body else None,
            label=title_text(e.label),
            quote=title_text(e.quote, longest=LONGEST_QUOTE),
            precision=e.precision,
            is_inferred=e.is_flagged,
            moved_from=e.replaces_on,
            touches=e.parts[:2],
            doc_id=e.doc_id,
            doc_ids=e.doc_ids,
            source_name=title_text(e.source_name or "", longest=60),
            url=web_address(e.url),
            language=e.language,
        )
        for e in sorted(ahead, key=lambda e: (e.on_date, e.policy_date_id))
    )


def movers(
    material: Material, shown: Mapping[str, str], evidence: Mapping[str, Rows]
) -> tuple[Mover, ...] | None:
    """Who acts in what is shown, by how many independent reports name them; being early breaks a tie.

    shown: signal id -> id of the card it is told on. Spellings of one actor are brought together (horizon/actors.py). A
    source's own name is its signature and is left out.
    """
    if material.mentions is None:
        return None
    middle = {
        signal_id: median_low(sorted(e["doc_day"] for e in rows))
        for signal_id, rows in evidence.items()
        if rows
    }
    outlets = {
        folded(str(e[k]))
        for rows in evidence.values()
        for e in rows
        for k in ("source_name", "family")
        if e[k]
    }
    roles = {folded(r["person"]): r for r in reversed(material.affiliations)}
    rows = [
        r
        for r in material.mentions
        if r["signal_id"] in shown and _is_name(plain(r["name"])) and folded(r["name"]) not in outlets
    ]
    named = list(
        dict.fromkeys((r["name"], "person" if folded(r["name"]) in roles else r["kind"]) for r in rows)
    )
    numbers = dict(zip((n for n, _ in named), resolve([Named(n, k) for n, k in named]), strict=True))
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[numbers[row["name"]]].append(row)
    made = []
    for rows in found.values():
        origins = {r["origin_id"] for r in rows}
        if len(origins) < 2:
            continue
        names = Counter(title_text(r["name"], longest=60) for r in rows)
        stated = next((roles[folded(r["name"])] for r in rows if folded(r["name"]) in roles), None)
        made.append(
            Mover(
                name=min(names, key=lambda n: (-names[n], -len(n), n)),
                kind="person" if stated else Counter(r["kind"] for r in rows).most_common(1)[0][0],
                role=_role(stated) if stated else None,
                n_origins=len(origins),
                first_on=min(r["doc_day"] for r in rows),
                is_early=any(r["doc_day"] < middle.get(r["signal_id"], date.min) for r in rows),
                signal_ids=tuple(dict.fromkeys(shown[r["signal_id"]] for r in rows)),
                doc_ids=tuple(dict.fromkeys(r["doc_id"] for r in rows))[:8],
            )
        )
    ordered = sorted(made, key=lambda m: (-m.n_origins, not m.is_early, m.name))
    return tuple(ordered[:MAX_MOVERS])


def _role(row: Row) -> str:
    """Role and organisation as the text states them."""
    return title_text(", ".join(str(row[k]) for k in ("role", "organisation") if row[k]), longest=80)


def _is_name(name: str) -> bool:
    """False for what is too often a credit, a form number or a ward: short abbreviations and names with digits."""
    return len(name) > 2 and not (name.isupper() and len(name) <= 4) and not any(c.isdigit() for c in name)


def forecasts(material: Material, w: Words) -> Forecasts | None:
    """What became of the flags of half a year whose time is up; None when none is due.

    Flags made of the same signal in several weeks are several forecasts, as they were read several times.
    """
    since = material.issued_on - timedelta(weeks=FORECAST_WEEKS)
    rows = [r for r in material.forecasts if r["status"] in ("came_true", "missed") and r["due_on"] >= since]
    if not rows:
        return None
    judged = [r for r in rows if r["emergence_probability"] is not None]
    n = len(judged) or 1
    worst = max(
        (r for r in judged if r["status"] == "missed"),
        key=lambda r: (r["emergence_probability"], r["week_on"], r["signal_id"]),
        default=None,
    )
    told = None
    if worst is not None:
        text = w["forecast_miss"].format(
            label=label_of(worst),
            percent=f"{worst['emergence_probability']:.0%}",
            week=worst["week_on"].isocalendar().week,
        )
        told = Sentence(text=text)
    return Forecasts(
        n_due=len(rows),
        n_came_true=sum(r["status"] == "came_true" for r in rows),
        n_unknown=sum(r["status"] == "unknown" and r["due_on"] >= since for r in material.forecasts),
        mean_probability=round(sum(r["emergence_probability"] for r in judged) / n, 4) if judged else None,
        brier=round(
            sum((r["emergence_probability"] - (r["status"] == "came_true")) ** 2 for r in judged) / n, 4
        )
        if judged
        else None,
        criterion=str(rows[-1]["criterion"]),
        worst_miss=told,
    )


def votes_of(ratings: Rows) -> dict[str, Votes]:
    """Signal id -> readers' last votes, one a rater."""
    last: dict[tuple[str, str], str] = {}
    for row in sorted(ratings, key=lambda r: (r["rated_at"], r["rating_id"])):
        last[(row["signal_id"], row["rater"])] = row["verdict"]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (signal_id, _), verdict in last.items():
        counts[signal_id][verdict] += 1
    return {
        signal_id: Votes(n_useful=c["useful"], n_not=c["not"], n_wrong=c["wrong"])
        for signal_id, c in counts.items()
    }


def voice(material: Material, items: Sequence[DigestItem], evidence: Mapping[str, Rows], w: Words) -> Voice:
    """What readers said: hunches with what came of them, ratings of the last weeks, followed topics, proposed sources."""
    shown_topics = {s["topic_id"] for s in material.signals if s["signal_id"] in {i.signal_id for i in items}}
    by_id = {s["signal_id"]: s for s in material.signals}
    labels = {s["topic_id"]: label_of(s) for s in material.signals if s["topic_id"] and s["kind"] != "human"}
    notes = []
    for row in sorted(material.notes, key=lambda r: (r["noted_at"], r["note_id"]), reverse=True)[:MAX_NOTES]:
        signal = by_id.get(row["signal_id"])
        found = evidence.get(row["signal_id"], ())
        told = (
            said("said", found[0], signal["terms"] or (), w, material.language, found)
            if signal and found
            else None
        )
        notes.append(
            NoteLine(
                note_id=row["note_id"],
                signal_id=row["signal_id"],
                text=title_text(row["text"], longest=240),
                author=title_text(row["author"], longest=60) if row["author"] else None,
                noted_on=row["noted_at"].date(),
                n_origins=signal["n_origins"] if signal else None,
                n_origins_window=signal["n_origins_window"] if signal else None,
                nearest=labels.get(signal["topic_id"]) if signal and signal["topic_id"] else None,
                told=told,
            )
        )
    votes = votes_of(material.ratings)
    known = {r["signal_id"]: r["label"] for r in material.ratings}
    comments = by_signal([r for r in material.ratings if r["comment"]])
    ratings = [
        RatingLine(
            signal_id=i,
            label=title_text(known[i] or i, longest=90),
            n_useful=v.n_useful,
            n_not=v.n_not,
            n_wrong=v.n_wrong,
            comments=tuple(title_text(r["comment"], longest=200) for r in comments[i][-3:]),
        )
        for i, v in sorted(votes.items())
    ]
    follows = [
        FollowLine(
            topic_id=row["topic_id"],
            label=title_text(row["label"] or row["topic_id"], longest=90),
            n_origins=row["n_origins"],
            stage=row["stage"],
            is_shown=row["topic_id"] in shown_topics,
        )
        for row in material.follows[:MAX_FOLLOWS]
    ]
    proposals = [
        ProposalLine(
            url=plain(row["url"])[:300],
            reason=title_text(row["reason"]) if row["reason"] else None,
            proposed_by=title_text(row["proposed_by"], longest=60) if row["proposed_by"] else None,
            proposed_on=row["proposed_at"].date(),
            is_on_board=bool(row["is_on_board"]),
        )
        for row in material.proposals[-MAX_PROPOSALS:]
    ]
    return Voice(
        notes=tuple(notes), ratings=tuple(ratings), follows=tuple(follows), proposals=tuple(proposals)
    )


def near_misses(
    material: Material, choice: Choice, forces: Mapping[str, Rows], w: Words
) -> tuple[NearMiss, ...]:
    """Flagged signals that were left out, then the best of those that were not flagged, each with the reason."""
    signals = {s["signal_id"]: s for s in material.signals}
    misses = []
    for signal_id, key, detail in choice.left_out:
        force = next(
            (
                name_of(f, material.language)
                for f in forces[signal_id]
                if f["force_id"] == detail and f["name"]
            ),
            detail,
        )
        other = label_of(signals[detail]) if detail in signals else detail
        reason = w[key].format(n=detail, force=force, label=other, layer=w.get(f"layer_{detail}", detail))
        misses.append(NearMiss(signal_id=signal_id, label=label_of(signals[signal_id]), reason=reason))
    told = {*choice.chosen, *(m.signal_id for m in misses)}
    for signal_id, signal in signals.items():
        if len(misses) >= MAX_NEAR_MISSES:
            break
        if signal_id not in told and signal["n_origins"] and signal["kind"] != "human":
            codes = coded(signal["reason_codes"] or (), w) or w["code_none"]
            reason = w["m_not_flagged"].format(codes=codes)
            misses.append(NearMiss(signal_id=signal_id, label=label_of(signal), reason=reason))
    return tuple(misses)


def coverage(material: Material, items: Sequence[DigestItem], w: Words) -> Coverage:
    """What was read, what was not, and where nobody looked."""
    by_class, by_language = Counter[str](), Counter[str]()
    spoke: set[str] = set()
    for row in material.coverage:
        by_class[row["source_class"]] += row["n_origins"]
        by_language[row["language"]] += row["n_origins"]
        spoke.update(row["source_ids"])
    fields = Counter(
        f["pestle"]
        for f in {(f["signal_id"], f["pestle"]): f for f in material.forces}.values()
        if f["pestle"]
    )
    spots = [w["spot_class"].format(**{"class": w[c]}) for c in SOURCE_CLASSES if not by_class[c]]
    no_fields = [w[f"pestle_{s}"] for s in PESTLE if not fields[s]]
    if no_fields:
        spots.append(w["spot_pestle"].format(pestle=joined_names(no_fields, w["or"])))
    seen_layers = {f["layer"] for f in material.forces}
    no_layers = [w[f"layer_{x}"] for x in LAYERS if x not in seen_layers]
    if material.forces and no_layers:
        spots.append(w["spot_layer"].format(layer=joined_names(no_layers, w["or"])))
    spots += [
        w["spot_language"].format(language=w.get(f"name_{c}", c)) for c in ("en", "sv") if not by_language[c]
    ]
    return Coverage(
        n_docs=sum(r["n_docs"] for r in material.coverage),
        n_origins=sum(by_class.values()),
        n_shown=len({e.doc_id for i in items for e in i.evidence}),
        n_sources_spoke=len(spoke),
        n_sources_polled=max(material.n_sources_polled, len(spoke)),  # an import speaks without being polled
        by_class=tuple(sorted(by_class.items())),
        by_language=tuple(sorted(by_language.items(), key=lambda x: (-x[1], x[0]))),
        by_pestle=tuple((s, fields[s]) for s in PESTLE),
        blind_spots=tuple(spots),
        troubled=tuple(
            SourceTrouble(
                source_id=t["source_id"],
                source_name=title_text(t["source_name"], longest=60),
                health=t["outcome"],
                reason=title_text(t["reason"]) if t["reason"] else None,
                last_success_on=t["last_success_at"].date() if t["last_success_at"] else None,
            )
            for t in material.troubled
        ),
    )
