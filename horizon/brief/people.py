"""Who acts in the matter: people and organisations with role, stance, words, how early and how often."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from horizon.actors import Named, resolve
from horizon.brief.records import PackActor, PackClaim, PackStance
from horizon.names.fold import folded

Row = Mapping[str, Any]
MAX_ACTORS = 14
_ANYBODY = frozenset(
    (
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "han",
        "hon",
        "de",
        "den",
        "det",
        "vi",
        "jag",
        "the company",
        "bolaget",
        "the authority",
    )
)


def choose(
    mentions: Sequence[Row], affiliations: Sequence[Row], claims: Sequence[Row], documents: Sequence[Row],
    shown: Sequence[PackClaim], numbers: Mapping[str, int], stance_of: Callable[[Sequence[Row]], PackStance],
) -> list[PackActor]:  # fmt: skip
    """Actors by independent origins, then by how early; persons with a stated role and speakers come before mere mentions.

    stance_of: of the claims of one actor, those shown first, towards the pack's proposition; asked for the actors shown alone.
    """
    by_id = {d["doc_id"]: d for d in documents}
    first_on = min((d["counted_at"].date() for d in documents), default=date.min)
    own = {folded(d["source_name"] or "") for d in documents}
    rows = [(r["name"], r["kind"], r["doc_id"]) for r in mentions if r["doc_id"] in by_id]
    rows = [(n, k, d) for n, k, d in rows if not _ODD.search(n) and (k != "person" or _is_name(n))]
    affiliations = [r for r in affiliations if r["doc_id"] in by_id]  # not those of copies
    rows += [(r["person"], "person", r["doc_id"]) for r in affiliations]
    people = {folded(r["person"]) for r in affiliations}
    # what somebody works for is no person, whatever a tagger takes it for
    employers = {folded(r["organisation"]) for r in affiliations if r["organisation"]} - people
    rows = [
        (n, "person" if folded(n) in people else "organisation" if folded(n) in employers else k, d)
        for n, k, d in rows
        if folded(n) not in own and folded(n)
    ]
    found = resolve([Named(n, k) for n, k, _ in rows])
    groups: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(found):
        groups[number].append(i)
    ids_shown = {c.claim_id for c in shown}
    actors = []
    for members in groups.values():
        names = Counter(rows[i][0] for i in members)
        name = min(names, key=lambda n: (-names[n], -len(n), n))
        keys = {folded(n) for n in names}
        docs = sorted({rows[i][2] for i in members}, key=lambda d: (by_id[d]["counted_at"], d))
        stated = [a for a in affiliations if folded(a["person"]) in keys]
        said = [
            c
            for c in claims
            if c["holder"] and c["holder"].casefold() not in _ANYBODY and _speaks(folded(c["holder"]), keys)
        ]
        quoted = [c for c in shown if c.holder and _speaks(folded(c.holder), keys)]
        days = [by_id[d]["counted_at"].date() for d in docs]
        actors.append(
            (
                (-(len(said) > 0 or len(stated) > 0), -len({by_id[d]["origin_id"] for d in docs}), days[0], name),
                PackActor(
                    name=name, other_names=tuple(sorted(n for n in names if n != name))[:4], kind=rows[members[0]][1],
                    role=next((a["role"] for a in stated if a["role"]), None), affiliations=_held(stated, by_id),
                    relation=next(iter(Counter(c.relation for c in quoted if c.relation).most_common(1)), (None, 0))[0],
                    stance=PackStance(why="not read"),
                    quote=_own_words(quoted, said),
                    evidence=tuple(numbers[d] for d in docs if d in numbers)[:5],
                    n_origins=len({by_id[d]["origin_id"] for d in docs}), first_on=days[0], last_on=days[-1],
                    days_after_first=(days[0] - first_on).days,
                ),
                sorted(said, key=lambda c: c["claim_id"] not in ids_shown),
            )
        )  # fmt: skip
    actors.sort(key=lambda a: a[0])
    kept = [(a, said) for key, a, said in actors if key[0] or a.n_origins > 1][:MAX_ACTORS]
    return [replace(a, stance=stance_of(said)) for a, said in kept]


def _own_words(quoted: Sequence[PackClaim], said: Sequence[Row]) -> str | None:
    """The first claim of an actor, those shown before others; what they deny is not theirs."""
    words = [
        *((c.quote, c.modality) for c in quoted),
        *((c["claim"], c["modality"]) for c in said),
    ]
    return next((quote for quote, modality in words if modality != "denied"), None)


_ODD = re.compile(r"\d|^(?:case|article|section|table|figure|ärende|reference|draft)\b", re.IGNORECASE)


def _is_name(name: str) -> bool:
    """Whether every word but the small ones begins with a capital, as names do."""
    return all(w[0].isupper() or w in ("von", "af", "de", "van", "der") for w in name.split())


def _speaks(holder: str, keys: set[str]) -> bool:
    return any(k == holder or (len(k) > 4 and (f" {k} " in f" {holder} ")) for k in keys)


def _held(stated: Sequence[Row], by_id: Mapping[str, Row]) -> tuple[str, ...]:
    """Organisations of a person with the first and last day on which a text says so."""
    spans: dict[str, list[date]] = defaultdict(list)
    for a in stated:
        if a["organisation"]:
            spans[a["organisation"]].append(by_id[a["doc_id"]]["counted_at"].date())
    return tuple(
        f"{name} ({min(days)})" if len(set(days)) == 1 else f"{name} ({min(days)} to {max(days)})"
        for name, days in sorted(spans.items(), key=lambda s: (min(s[1]), s[0]))
    )
