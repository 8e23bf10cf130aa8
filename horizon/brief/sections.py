"""A pack as headings, sentences, tables and lists: what every written form is made from."""

from __future__ import annotations

from horizon.brief import section_stance as propositions
from horizon.brief.claims import named_holder
from horizon.brief.records import Pack, PackClaim
from horizon.brief.section import Section
from horizon.brief.section_stance import told_stance
from horizon.policy_calendar import STAGE_WORDS, CalendarEntry


def refs(numbers: tuple[int, ...]) -> str:
    """Evidence numbers as they stand in the text."""
    return ", ".join(f"E{n}" for n in numbers)


def who_says(holder: str | None, source_name: str) -> str:
    """Who a claim is of, in the table: a pronoun that nobody near it explains is told as the outlet's word for someone."""
    if not holder:
        return f"{source_name} itself"
    return named_holder(holder) or f"{source_name}, of “{holder}” (not named beside it)"


def sections(pack: Pack) -> list[Section]:
    """All blocks in reading order; a block with nothing says so."""
    by_number = {r.number: r for r in pack.references}

    def claim_row(c: PackClaim) -> tuple[str, ...]:
        source = by_number[c.evidence]
        alike = f" (+{c.n_alike} alike)" if c.n_alike else ""
        quoted = "quotation" if c.is_quote else "wording of the document"
        return (
            f"“{c.quote}”",
            who_says(c.holder, source.source_name),
            f"E{c.evidence}, {quoted}, characters {c.start_offset}-{c.end_offset}",
            f"{source.source_name}{alike}",
            f"{c.said_on}",
            source.grade,
            f"{c.relation or 'not judged'}; {c.status}",
            told_stance(c.stance),
            (source.body_hash or "unknown")[:12],
        )

    columns = (
        "Claim, verbatim",
        "Who says it",
        "Where it stands",
        "Source",
        "Date",
        "Grade",
        "Relation; status",
        "Stance",
        "Archive hash",
    )
    made = [
        propositions.section(pack),
        Section(anchor="state", heading="State of play", sentences=pack.state),
        Section(
            anchor="timeline",
            heading="Timeline",
            columns=("Date", "What", "Evidence"),
            rows=tuple(
                (f"{m.on}", m.what + (" (contradicts)" if m.is_contradicting else ""), f"E{m.evidence}")
                for m in pack.timeline
            ),
        ),
        Section(
            anchor="claims",
            heading="Claims",
            columns=columns,
            rows=tuple(claim_row(c) for c in pack.claims),
            sentences=("Grades A to F say how reliable the source is; F is not judged. Best evidence first.",)
            if pack.claims
            else ("No claim was found that can be checked.",),
        ),
        Section(
            anchor="counter",
            heading="Counter-arguments and contradicting evidence",
            columns=columns if pack.counter else (),
            rows=tuple(claim_row(c) for c in pack.counter),
            sentences=()
            if pack.counter
            else ("Nothing in the evidence contradicts it or the proposition. That is a gap, not a proof.",),
        ),
        Section(
            anchor="questions",
            heading="Three bold questions",
            bullets=tuple(
                f"{q.text} Why: {q.why}" + (f" [{refs(q.evidence)}]" if q.evidence else "")
                for q in pack.questions
            ),
        ),
        Section(
            anchor="actors",
            heading="Actors",
            columns=(
                "Who",
                "Role and affiliation over time",
                "Relation",
                "Stance",
                "In their words",
                "Reports",
                "First named",
                "Evidence",
            ),
            rows=tuple(
                (
                    a.name + (f" (also {', '.join(a.other_names)})" if a.other_names else ""),
                    "; ".join(p for p in (a.kind, a.role or "", *a.affiliations) if p),
                    a.relation or "not judged",
                    told_stance(a.stance),
                    f"“{a.quote}”" if a.quote else "not quoted",
                    f"{a.n_origins}",
                    f"{a.first_on} (day {a.days_after_first})",
                    refs(a.evidence),
                )
                for a in pack.actors
            ),
            sentences=() if pack.actors else ("No person or organisation is named.",),
        ),
        Section(
            anchor="hooks",
            heading="Policy hooks",
            columns=("File", "Body", "Stage", "Date", "Days left", "Read from") if pack.hooks else (),
            rows=tuple((*_hook(h), f"“{h.quote}”") for h in pack.hooks),
            sentences=()
            if pack.hooks
            else ("No policy date ahead of this matter has been read in these documents.",),
        ),
        *_other_dates(pack),
        Section(
            anchor="numbers",
            heading="Numbers mentioned",
            columns=("Figure", "Unit", "In", "Evidence") if pack.numbers else (),
            rows=tuple((n.value, n.unit or "", f"“{n.about}”", f"E{n.evidence}") for n in pack.numbers),
            sentences=() if pack.numbers else ("No figure with a unit.",),
        ),
        Section(
            anchor="impact",
            heading="Impact on our engine, and on another for contrast",
            columns=("System", "Part", "Force", "Score (-3 to 3)", "Sign", "Lag, weeks", "Confidence")
            if pack.impacts
            else (),
            rows=tuple(
                (
                    i.system_name + (" (ours)" if i.is_ours else ""),
                    i.part_name,
                    i.force_name or "by text and actors alone",
                    "unknown" if i.score is None else f"{i.score:+.2f}",
                    {1: "opportunity", -1: "threat", 0: "none"}.get(
                        9 if i.sign is None else i.sign, "unknown"
                    ),
                    "unknown" if i.lag_weeks[0] is None else f"{i.lag_weeks[0]}-{i.lag_weeks[1]}",
                    f"{i.confidence:.2f}",
                )
                for i in pack.impacts
            ),
            sentences=pack.impact_notes,
        ),
        Section(
            anchor="readings",
            heading="Three readings",
            bullets=tuple(
                f"{r.level.capitalize()}: {r.text}" + (f" [{refs(r.evidence)}]" if r.evidence else "")
                for r in pack.readings
            ),
        ),
        Section(anchor="gaps", heading="Gaps", bullets=pack.gaps),
        Section(
            anchor="skeleton",
            heading=f"Skeleton of a position piece ({sum(s.pages for s in pack.skeleton):g} pages)",
            columns=("Part", "Pages", "What goes here", "Evidence"),
            rows=tuple(
                (s.heading, f"{s.pages:g}", s.brief, refs(s.evidence) or "none") for s in pack.skeleton
            ),
        ),
        *propositions.derivation(pack),
        Section(
            anchor="bibliography",
            heading="Bibliography",
            bullets=tuple(
                f"E{r.number}. {r.author + '. ' if r.author else ''}{r.title}. {r.source_name}, "
                f"{r.published_on or f'undated, seen {r.seen_on}'}. {r.url or 'no address'}. "
                f"Document {r.doc_id}, archive {r.body_hash or 'unknown'}."
                for r in pack.references
            ),
        ),
    ]
    return made


def _hook(h: CalendarEntry) -> tuple[str, ...]:
    """File, body, stage, date and days left of a date."""
    return (
        f"{h.label}" + (f" ({h.file_ref})" if h.file_ref else ""),
        h.body or "not named",
        STAGE_WORDS[h.stage],
        f"{h.on_date}"
        + (f" {h.at_time:%H:%M} {h.time_zone or ''}".rstrip() if h.at_time else "")
        + (f" ({h.precision})" if h.precision != "day" else "")
        + (f" (inferred: {h.flag_reason})" if h.is_flagged else "")
        + (f", moved from {h.replaces_on}" if h.replaces_on else ""),
        f"{h.days_left}",
    )


def _other_dates(pack: Pack) -> list[Section]:
    """Dates of other matters in the topic, each with what keeps it out; nothing where there are none."""
    if not pack.n_other_dates:
        return []
    unlisted = pack.n_other_dates - len(pack.other_dates)
    more = f" {unlisted} more are not listed." if unlisted else ""
    return [
        Section(
            anchor="other-dates",
            heading="Other dates in the same topic",
            sentences=(f"Of other matters than this pack's; do not answer to them as if they were.{more}",),
            columns=("File", "Body", "Stage", "Date", "Days left", "Why it is not of this matter"),
            rows=tuple((*_hook(o.entry), f"Its document {o.why}.") for o in pack.other_dates),
        )
    ]


def footer(pack: Pack) -> str:
    """What a pack says of itself."""
    refused = (
        f" {pack.n_quotes_refused} claims were left out because the stored text no longer holds their words."
        if pack.n_quotes_refused
        else ""
    )
    return (
        f"Made from {pack.n_docs} documents ({pack.n_origins} independent, {pack.n_sources} sources) with the knowledge of "
        f"{pack.as_of:%Y-%m-%d %H:%M} UTC. Every quotation was compared with the stored text, character by character.{refused} "
        f"Relations are told by word rules. {propositions.method_note(pack)}"
    )
