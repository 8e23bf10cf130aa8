"""Who is who: names of people and organisations brought together over spellings, languages and short forms.

Pure, so that packs, digests and the command line agree. Two names meet by the alias list, by what a text says of them
("Name (ABC)", "formerly Name"), by folding, by initials, or by a small slip of spelling; a person never meets an organisation.
Rules and limits: docs/methodology/actors.md
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from horizon.names.bodies import PART, alias_group, are_known_apart, said_aliases, same_organisation
from horizon.names.fold import SMALL, bare, folded, initials
from horizon.names.people import alike, former_name, is_surname_of, keys, person_key, same_person
from horizon.names.translated import is_of_another_country, place_word, readings

Join = Callable[[int, int], None]
Find = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a text writes it, with what stands round it."""

    name: str
    kind: str  # person, organisation
    context: str = ""


def resolve(named: Sequence[Named]) -> list[int]:
    """A number per mention; equal numbers are one actor. The number is that of its first mention."""
    parent = list(range(len(named)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = sorted((find(i), find(j)))
        parent[b] = a

    organisations = [i for i, n in enumerate(named) if n.kind != "person"]
    people = [i for i, n in enumerate(named) if n.kind == "person"]
    by_group: dict[object, int] = {}
    for i in organisations:
        key = folded(named[i].name)
        for name in (alias_group(named[i].name), ("name", key)):
            if name is not None:
                join(i, by_group.setdefault(name, i))
    blocks: dict[str, list[int]] = defaultdict(list)
    for i in organisations:
        for block in _blocks(named[i].name):
            blocks[block].append(i)
    for i, j in _pairs(blocks.values()):
        if same_organisation(named[i].name, named[j].name):
            join(i, j)
    _join_short(named, organisations, join, find)
    said: dict[str, set[int]] = defaultdict(set)
    for i in organisations:
        said[folded(named[i].name)].add(i)
    for i in organisations:
        for long, short in said_aliases(named[i].context):
            for a in _ending(said, folded(long)):
                for b in said.get(folded(short), ()):
                    join(a, b)
    _join_people(named, people, join, find)
    return [find(i) for i in range(len(named))]


_GENERIC = frozenset(
    [
        "shipping",
        "energy",
        "power",
        "motors",
        "systems",
        "technologies",
        "technology",
        "industries",
        "international",
        "europe",
        "nordic",
        "sweden",
        "sverige",
        "steel",
        "foods",
        "pharma",
        "bio",
        "labs",
        "solutions",
        "services",
        "partners",
        "capital",
        "media",
        "telecom",
        "bank",
        "airlines",
        "motor",
        "automotive",
        "electric",
        "chemicals",
        "mining",
        "robert",
    ]
)


def _join_short(named: Sequence[Named], organisations: Sequence[int], join: Join, find: Find) -> None:
    """The telling word of a longer name ("Bosch" of "Robert Bosch"), where only one actor in sight has it."""
    words_of = {i: [bare(w) for w in folded(named[i].name).split() if w not in SMALL] for i in organisations}
    for i in organisations:
        if (
            len(words_of[i]) != 1
            or len(words_of[i][0]) < 4
            or words_of[i][0] in _GENERIC
            or words_of[i][0] in PART
        ):
            continue
        word = words_of[i][0]
        longer = [
            j
            for j in organisations
            if 1 < len(words_of[j]) <= 4
            and word in words_of[j]
            and not PART & set(words_of[j])
            and not any(is_of_another_country(w) for w in words_of[j])
            and not are_known_apart(named[i].name, named[j].name)
        ]
        # the word must lead or close the name: "Bosch" of "Robert Bosch"
        longer = [j for j in longer if word in (words_of[j][0], words_of[j][-1])]
        if len({find(j) for j in longer}) == 1:
            join(i, longer[0])
        elif longer:
            cores = {" ".join(w for w in words_of[j] if w not in _LEGAL_WORDS) for j in longer}
            if len(cores) == 1 or all(c.endswith(word) for c in cores):
                for j in longer:
                    join(i, j)


_LEGAL_WORDS = frozenset(["telefonaktiebolaget", "aktiebolaget", "lm"])


def _ending(said: dict[str, set[int]], long: str) -> Iterable[int]:
    """Mentions whose name is the end of what stands before a bracket."""
    return [
        i for name, ids in said.items() if name and (long == name or long.endswith(f" {name}")) for i in ids
    ]


def _blocks(name: str) -> set[str]:
    """Keys of which two names must share one to be compared."""
    words = [w for w in folded(name).split() if w not in SMALL]
    keys = {w[:4] for w in words} | initials(name)
    keys |= {w[:4] for reading in readings(name) for w in reading} | {place_word(w)[:4] for w in words}
    plain = re.sub(r"['’:]?s$", "", name.replace(".", "").strip())
    return keys | ({folded(plain)} if plain.isupper() else set()) | {"".join(words)[:4]}


def _pairs(blocks: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {
        (i, j) for block in blocks if len(block) <= 500 for x, i in enumerate(block) for j in block[x + 1 :]
    }


def _join_people(named: Sequence[Named], people: Sequence[int], join: Join, find: Find) -> None:
    """Full names first; then a surname alone, where only one person in sight has it."""
    by_last: dict[str, list[int]] = defaultdict(list)
    for i in people:
        for word in sorted(keys(named[i].name)):
            by_last[word].append(i)
    for block in by_last.values():
        full = [i for i in block if person_key(named[i].name)[0]]
        spelt = [i for i in full if len(person_key(named[i].name)[0][0]) > 1]
        for x, i in enumerate(spelt):
            for j in spelt[x + 1 :]:
                if same_person(named[i].name, named[j].name):
                    join(i, j)
        for i in full:
            if i in spelt:
                continue
            fits = Counter(find(j) for j in spelt if same_person(named[i].name, named[j].name))
            if fits:  # an initial that fits two goes to the one named more often
                join(i, min(fits, key=lambda c: (-fits[c], c)))
            for j in full:
                if not fits and j not in spelt and same_person(named[i].name, named[j].name):
                    join(i, j)
        for i in block:
            given, last = person_key(named[i].name)
            if given:
                continue
            owners = {find(j) for j in full if is_surname_of(last, named[j].name)}
            if len(owners) == 1:
                join(i, owners.pop())
            for j in block:
                if (
                    not person_key(named[j].name)[0]
                    and alike(person_key(named[j].name)[1], last)
                    and len(owners) <= 1
                ):
                    join(i, j)
    for i in people:
        old = former_name(named[i].name, named[i].context)
        for j in people if old else ():
            if same_person(old or "", named[j].name):
                join(i, j)


def movers(
    rows: Sequence[Mapping[str, Any]], roles: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Who is moving: actors by independent reports, the earliest first among equals. An outlet's own name is its signature.

    rows: name, kind, doc_id, origin_id, counted_at, topic_id, source_name; roles: person, role, organisation, first_on, last_on.
    """
    own = {folded(r["source_name"]) for r in rows if r["source_name"]}
    people = {folded(r["person"]) for r in roles}
    bodies = {folded(r["organisation"]) for r in roles if r["organisation"]}
    kept: list[tuple[Mapping[str, Any], str]] = []
    for r in rows:
        key = folded(r["name"])
        kind = "person" if key in people else "organisation" if key in bodies else r["kind"]
        if (
            key
            and key not in own
            and not re.search(r"\d", r["name"])
            and (kind != "person" or len(key.split()) > 1)
        ):
            kept.append((r, kind))
    found = resolve([Named(r["name"], kind) for r, kind in kept])
    groups: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(found):
        groups[number].append(i)
    begun = min((r["counted_at"] for r, _ in kept), default=None)
    actors = []
    for members in groups.values():
        mine = [kept[i][0] for i in members]
        names = Counter(r["name"] for r in mine)
        name = min(names, key=lambda n: (-names[n], -len(n), n))
        days = sorted(r["counted_at"] for r in mine)
        keys = {folded(n) for n in names}
        actors.append(
            {
                "name": name, "other_names": sorted(n for n in names if n != name), "kind": kept[members[0]][1],
                "n_origins": len({r["origin_id"] for r in mine}), "n_topics": len({r["topic_id"] for r in mine if r["topic_id"]}),
                "first_on": days[0].date(), "last_on": days[-1].date(),
                "days_after_first": (days[0] - begun).days if begun else None,
                "roles": [
                    " ".join(str(p) for p in (x["role"], x["organisation"], f"({x['first_on']} to {x['last_on']})") if p)
                    for x in roles if folded(x["person"]) in keys
                ],
            }
        )  # fmt: skip
    return sorted(actors, key=lambda a: (-a["n_origins"], a["first_on"], a["name"]))
