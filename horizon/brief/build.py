"""Rows -> pack. Pure: the same material and moment give the same pack."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from horizon.brief import claims as claim_choice
from horizon.brief import outline, people, towards
from horizon.brief import proposition as propositions
from horizon.brief.material import Material
from horizon.brief.matter import ties
from horizon.brief.records import (
    Moment,
    OtherDate,
    Pack,
    PackClaim,
    PackImpact,
    PackNumber,
    Proposition,
    Reading,
    Reference,
    Wording,
)
from horizon.brief.systems import Sides, sides
from horizon.brief.towards import Reader
from horizon.policy_calendar import CalendarEntry, current

Row = Mapping[str, Any]
MAX_REFERENCES, MAX_MOMENTS, MAX_NUMBERS, MAX_IMPACTS, MAX_HOOKS, MAX_OTHER_DATES = 40, 12, 12, 6, 8, 5
_NUMBER = re.compile(
    r"(?<![\w/-])(?P<value>\d{1,3}(?:[ ,.]\d{3})+|\d+(?:[.,]\d+)?)\s?(?P<unit>%|"
    r"per\s?cent|procent|(?:million|miljon|billion|miljard)\w*(?:\s\w+)?|"
    r"(?:EUR|SEK|USD|GBP|euros?|kronor|kr|MW|GWh|MWh|kWh|MSEK|MEUR|days?|dagar|"
    r"weeks?|veckor|months?|månader|years?|år|hours?|timmar)\b(?:/\w+)?|[a-zåäö]{3,})?"
)
_NOT_UNITS = (
    "for come comes from and the were was are per till och som att men not that with which more mer into out "
    "have has had eller har under över"
)
_NO_UNIT = frozenset(_NOT_UNITS.split())
_MONTHS = re.compile(r"^(?:jan|feb|mar|apr|may|maj|jun|jul|aug|sep|oct|okt|nov|dec)", re.IGNORECASE)


def build(
    material: Material, as_of: datetime, *, system_id: str | None = None, time_zone: str = "UTC",
    wordings: Sequence[Wording] = (), reader: Reader | None = None,
) -> Pack:  # fmt: skip
    """The pack on the material. system_id: whose engine is ours; default the first. time_zone: in which days left are counted.

    wordings: the proposition that was given; none: one is looked for in the documents. reader: with what stances are read;
    default the installed model, by words alone.
    """
    today = as_of.astimezone(ZoneInfo(time_zone)).date()
    documents = _one_per_origin(material.documents)
    against = claim_choice.contradicting(documents, material.stances)
    tied = ties(
        material.dates, material.documents, material.central, material.stories,
        [material.query] if material.query else [material.label, *material.terms],
    )  # fmt: skip
    cited = _best(documents, against, {*tied.of_matter})
    numbers = {d["doc_id"]: n for n, d in enumerate(cited, 1)}
    proposition = (
        Proposition(wordings=tuple(wordings), is_given=True)
        if wordings
        else propositions.chosen(material.claims, documents, numbers)
    )
    held = proposition.wordings if proposition else ()
    chosen, counter, n_refused = claim_choice.choose(
        material.claims, documents, against, material.terms, numbers
    )
    reader = reader or Reader()
    by_id = {d["doc_id"]: d for d in documents}
    chosen, counter = _read(chosen, counter, by_id, held, reader)
    chosen_systems = sides(material.systems, material.impacts, system_id)
    hooks, others = (
        current(
            [d for d in material.dates if d["doc_id"] in which],
            today,
            touches=material.touches,
            system_id=system_id,
        )
        for which in (tied.of_matter, tied.others)
    )
    hooks = hooks[:MAX_HOOKS]
    actors = people.choose(
        material.mentions, material.affiliations, material.claims, documents, [*chosen, *counter], numbers,
        lambda said: towards.of_actor(said, by_id, held, reader),
    )  # fmt: skip
    impacts = _impacts(material, chosen_systems)
    timeline = _timeline(documents, against, numbers)
    figures = _numbers([*chosen, *counter])
    readings = _readings(documents, chosen, numbers)
    basis = outline.Basis(
        material=material, today=today, documents=tuple(documents), against=frozenset(against), claims=tuple(chosen),
        counter=tuple(counter), actors=tuple(actors), hooks=tuple(hooks), n_other_dates=len(others), numbers=tuple(figures),
        impacts=tuple(impacts), readings=tuple(readings), evidence=numbers, proposition=proposition,
    )  # fmt: skip
    return Pack(
        what=material.what, label=material.label, as_of=as_of, question=outline.question(basis),
        proposition=proposition, stance_methods=towards.method(held, reader), state=outline.state(basis),
        is_contested=bool(against), n_docs=len(material.documents), n_origins=len(documents),
        n_sources=len({d["source_id"] for d in material.documents}), timeline=tuple(timeline), claims=tuple(chosen),
        counter=tuple(counter), questions=outline.bold_questions(basis), actors=tuple(actors), hooks=tuple(hooks),
        other_dates=tuple(OtherDate(entry=o, why=tied.others[o.doc_id]) for o in others[:MAX_OTHER_DATES]),
        n_other_dates=len(others), numbers=tuple(figures), impacts=tuple(impacts), impact_notes=chosen_systems.notes,
        readings=tuple(readings),
        gaps=outline.gaps(basis), skeleton=outline.skeleton(basis),
        references=tuple(_reference(d, numbers[d["doc_id"]]) for d in cited),
        n_quotes_refused=n_refused, signal_id=material.signal["signal_id"] if material.signal else None,
        topic_id=material.topic_id,
    )  # fmt: skip


def _read(
    claims: Sequence[PackClaim], counter: Sequence[PackClaim], documents: Mapping[str, Row],
    wordings: Sequence[Wording], reader: Reader,
) -> tuple[list[PackClaim], list[PackClaim]]:  # fmt: skip
    """The claims shown with their stance towards the proposition; those told to contradict it stand with the counter-claims."""
    read, against = (
        [
            replace(
                c,
                stance=towards.of_claim(
                    (c.start_offset, c.end_offset), documents[c.doc_id], wordings, reader
                ),
            )
            for c in some
        ]
        for some in (claims, counter)
    )
    moved = [c for c in read if c.stance.told == "contradicts"]
    return [c for c in read if c.stance.told != "contradicts"], [*against, *moved]


def _one_per_origin(documents: Sequence[Row]) -> list[Row]:
    """Of copies of one text only the first, in order of time."""
    first: dict[str, Row] = {}
    for document in sorted(documents, key=lambda d: (d["counted_at"], d["doc_id"])):
        first.setdefault(document["origin_id"], document)
    return list(first.values())


def _best(documents: Sequence[Row], against: set[str], dated: Set[str]) -> list[Row]:
    """What is cited, best evidence first: with a date of the matter, what contradicts, primary sources, grade, the newest."""
    ranked = sorted(
        documents,
        key=lambda d: (
            d["doc_id"] not in dated, d["doc_id"] not in against, not d["is_primary"], d["source_grade"],
            -d["counted_at"].timestamp(), d["doc_id"],
        ),
    )[:MAX_REFERENCES]  # fmt: skip
    return sorted(
        ranked, key=lambda d: (not d["is_primary"], d["source_grade"], d["counted_at"], d["doc_id"])
    )


def _reference(document: Row, number: int) -> Reference:
    published = document["published_at"]
    url = document["url"]
    zone = ZoneInfo(document["time_zone"] or "UTC")
    return Reference(
        number=number, doc_id=document["doc_id"], title=document["title"], author=document["author"],
        source_name=document["source_name"] or document["source_id"], source_class=document["source_class"],
        grade=document["source_grade"], is_primary=document["is_primary"],
        published_on=published.astimezone(zone).date() if published else None, seen_on=document["first_seen_at"].date(),
        url=url if url and url.startswith(("http://", "https://")) else None, body_hash=document["body_hash"],
        language=document["language"],
    )  # fmt: skip


def _timeline(documents: Sequence[Row], against: set[str], numbers: Mapping[str, int]) -> list[Moment]:
    """Firsts of each source class, policy steps and contradictions first; the rest filled up evenly; in order of time."""
    chosen: dict[str, int] = {}
    seen_classes: set[str] = set()
    for d in documents:
        if d["source_class"] not in seen_classes:
            seen_classes.add(d["source_class"])
            chosen[d["doc_id"]] = 0
        elif d["doc_id"] in against:
            chosen[d["doc_id"]] = 1
        elif d["source_class"] == "policy":
            chosen[d["doc_id"]] = 2
        else:
            chosen[d["doc_id"]] = 3
    wanted = sorted(
        (d for d in documents if d["doc_id"] in numbers),
        key=lambda d: (chosen[d["doc_id"]], d["counted_at"], d["doc_id"]),
    )
    return [
        Moment(
            on=d["counted_at"].date(),
            what=d["title"],
            evidence=numbers[d["doc_id"]],
            is_contradicting=d["doc_id"] in against,
        )
        for d in sorted(wanted[:MAX_MOMENTS], key=lambda d: (d["counted_at"], d["doc_id"]))
    ]


def _numbers(claims: Sequence[PackClaim]) -> list[PackNumber]:
    """Figures of the claims shown, those with a unit first; days of the month and years are no figures."""
    found: list[PackNumber] = []
    for claim in claims:
        for match in _NUMBER.finditer(claim.quote):
            unit = (match["unit"] or "").strip()
            if (
                _MONTHS.match(unit)
                or (not unit and re.fullmatch(r"(?:19|20)\d\d", match["value"]))
                or not unit
                or unit.casefold() in _NO_UNIT
            ):
                continue
            if any(n.value == match["value"] and n.unit == unit for n in found):
                continue
            found.append(
                PackNumber(value=match["value"], unit=unit, about=claim.quote, evidence=claim.evidence)
            )
    return found[:MAX_NUMBERS]


def _impacts(material: Material, chosen: Sides) -> list[PackImpact]:
    """Parts of our system, and of the other one for contrast, the strongest first."""
    made: list[PackImpact] = []
    for system_id in (chosen.ours, chosen.other):
        rows = [r for r in material.impacts if r["system_id"] == system_id][:MAX_IMPACTS]
        made += [
            PackImpact(
                system_id=r["system_id"], system_name=r["system_name"], part_name=r["part_name"], force_name=r["force_name"],
                score=r["loop_score"] if r["loop_score"] is not None else r["direct_score"], sign=r["sign"],
                lag_weeks=(r["lag_weeks_low"], r["lag_weeks_high"]), confidence=r["confidence"],
                is_ours=system_id == chosen.ours,
            )
            for r in rows
        ]  # fmt: skip
    return made


def _readings(
    documents: Sequence[Row], claims: Sequence[PackClaim], numbers: Mapping[str, int]
) -> list[Reading]:
    """The three lenses: what the documents of each level say first."""
    made = []
    for level in ("local", "national", "international"):
        docs = [d for d in documents if d["geo_level"] == level]
        ids = {d["doc_id"] for d in docs}
        said = [c for c in claims if c.doc_id in ids]
        places = Counter(c for d in docs for c in (d["countries"] or ()))
        where = f"; places: {', '.join(sorted(places))}" if places else ""
        best = said[0] if said else None
        text = (
            f"{len(docs)} of {len(documents)} independent documents{where}. Strongest claim: “{best.quote}” [E{best.evidence}]"
            if best
            else f"{len(docs)} of {len(documents)} independent documents{where}; none carries a checkable claim"
            if docs
            else "No document reads this at this level: a gap, and a chance to be first."
        )
        evidence = (
            tuple(dict.fromkeys(c.evidence for c in said))[:4]
            or tuple(numbers[i] for i in sorted(ids) if i in numbers)[:4]
        )
        made.append(Reading(level=level, n_docs=len(docs), text=text, evidence=evidence))
    return made


def days_left(hook: CalendarEntry, today: date) -> int:
    """Days until a date, negative when it is past."""
    return (hook.on_date - today).days
