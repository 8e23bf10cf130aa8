"""Who is who: names of people and organisations brought together over spellings, languages and short forms.

Pure, so that packs, digests and the command line agree. Two names meet by the alias list, by what a text says of them
("Name (ABC)", "formerly Name"), by folding, by initials, or by a small slip of spelling; a person never meets an organisation.
Rules and limits: docs/methodology/actors.md
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from horizon.config import data_root, read_toml

Join = Callable[[int, int], None]
Find = Callable[[int], int]
_TITLES = re.compile(
    r"^(?:(?:dr|prof|em|emeritus|emerita|professor|docent|mr|mrs|ms|sir|dame|lord|lady|baroness|baron|minister|president|commissioner|"
    r"chancellor|senator|judge|justice|general|admiral|"
    r"captain|chief|ceo|vd|statsråd\w*|statsminister\w*|ministern?|\w+minister\w*|kommissionär\w*|generaldirektör\w*|"
    r"ordförande\w*|direktör\w*|doktor\w*|fru|herr|"
    r"landshövding\w*|talman\w*|(?:local\s+)?councill?or\w*|cllr|coach|captain|capt|rapporteur|shadow|spokes\w+|deputy|vice|acting|"
    r"dean|bishop|archbishop|"
    r"inspector|governor|congress(?:wo)?man|representative|rep|sen|gov|col|colonel|lieutenant|sergeant|sister|"
    r"father|rabbi|imam|"
    r"(?:kommunal|region|oppositions|justitie|departements|hovrätts|landstings|borgar)råd(?:et)?|\w+ledamot(?:en)?|\w+ledare?n?|\w+chef(?:en)?|\w+tränare?n?|tränare?n?|utredare?n?|åklagare?n?|"
    r"advokat(?:en)?|biskop(?:en)?|forskar\w*|överläkar\w*|ingenjör\w*|engineer|mayor|mep|mp|hon|rt|the|den|det|director|"
    r"chair(?:man|woman|person)?)\.?\s+)+",
    re.IGNORECASE,
)
# letters behind a person's name; no firm carries them in this spelling
_LETTERS_BEHIND = re.compile(
    r"(?<=[a-zåäöé]),?\s+(?:MEPs?|MPs?|MSP|MdB|PhD|Ph\.D\.?|OBE|CBE|MBE|QC|KC|Esq\.?|M\.D\.)$"
)
_LEGAL = re.compile(
    r"[,\s]+(?:ab(?:\s*\(publ\))?|\(publ\)|publ|ltd|limited|inc|incorporated|corp|corporation|co|company|llc|plc|gmbh|ag|sa|"
    r"s\.a|nv|bv|b\.v|n\.v|oy|oyj|asa|as|a/s|aps|se|kb|hb|spa|s\.p\.a|"
    r"holding|holdings|group|gruppen|koncernen|kgaa)\.?$",
    re.IGNORECASE,
)
_PARTICLE = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "af",
        "av",
        "di",
        "da",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "du",
        "dos",
    ]
)
# the words below stand as `folded` leaves them: without capitals and accents
_SMALL = frozenset(
    [
        "of", "the", "for", "and", "on", "in", "to", "a", "an", "och", "av", "i",
        "om", "pa", "&", "der", "die", "und", "de", "la", "des", "du", "et",
    ]
)  # fmt: skip
# "University of X" and "X University" are one; a part of a body is not the body
_PART = frozenset(
    [
        "department",
        "faculty",
        "school",
        "division",
        "unit",
        "branch",
        "office",
        "institutionen",
        "avdelningen",
        "enheten",
        "fakulteten",
        "region",
        "youth",
        "student",
        "alumni",
        "hospital",
        "foundation",
        "fund",
        "bank",
        "press",
        "north",
        "south",
        "east",
        "west",
        "nord",
        "syd",
        "norra",
        "sodra",
        "ostra",
        "vastra",
        "jr",
        "junior",
        "sr",
    ]
)
_FOLD = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a text writes it, with what stands round it."""

    name: str
    kind: str  # person, organisation
    context: str = ""


@lru_cache(maxsize=50_000)  # a name is held against many others
def folded(name: str) -> str:
    """A name without case, accents, soft hyphens, genitive, titles, quotation marks and legal form."""
    text = unicodedata.normalize("NFKC", name).replace("\u00ad", "").replace("\u200b", "")
    text = re.sub(r"[‐‑‒–]", "-", text)
    text = re.sub(r"(?:['’´`]s|['’])$", "", text.strip())
    text = re.sub(r"^(?:U\.?S\.?|UK)\s+(?=[A-Z])", "", text)
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text) or text  # "Svenska kraftnät (SvK)"
    text = re.sub(r"\bInt['’]l\b\.?", "International", re.sub(r"\bGov['’]t\b\.?", "Government", text))
    text = re.sub(r"\b([OoDd])['’](?=[A-Za-z])", r"\1", text)  # O'Connell is one word
    text = _TITLES.sub("", text) or text
    text = _LETTERS_BEHIND.sub("", text) or text
    while True:
        cut = _LEGAL.sub("", text)
        if cut == text or not cut.strip():
            break
        text = cut
    text = text.casefold().translate(_FOLD)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w&+]+", " ", text).split())


def _bare(word: str) -> str:
    """A word without the Swedish genitive s."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def person_key(name: str) -> tuple[tuple[str, ...], str]:
    """(given names, surname), folded; "Berg, Anna" is turned round."""
    if "," in name:
        last, first = name.split(",", 1)
        name = f"{first} {last}"
    words = [w for w in folded(name).split() if w]
    if not words:
        return (), ""
    return tuple(w for w in words[:-1] if w not in _PARTICLE), words[-1]


def slip(a: str, b: str) -> bool:
    """Whether two words differ by one small slip: a letter more, less, other or two swapped (long words only)."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        return len(wrong) == 1 or (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and a[wrong[0]] == b[wrong[1]]
            and a[wrong[1]] == b[wrong[0]]
        )
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def same_person(a: str, b: str) -> bool:
    """Whether two full names are of one person: surname alike, given names equal, short or initials."""
    (given_a, last_a), (given_b, last_b) = person_key(a), person_key(b)
    if not given_a or not given_b:
        return False
    if not _alike(last_a, last_b):  # a genitive, or a double surname of which the first half is used
        return given_a[0] == given_b[0] and (last_b in given_a[1:] or last_a in given_b[1:])
    return _given_fit(given_a, given_b)


def _alike(a: str, b: str) -> bool:
    return a == b or _bare(a) == _bare(b) or slip(_bare(a), _bare(b)) or _expanded(a) == _expanded(b)


def _expanded(word: str) -> str:
    """German and Danish two-letter spellings of folded vowels."""
    return word.replace("ae", "a").replace("oe", "o").replace("aa", "a").replace("ue", "u")


def _given_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    first_a, first_b = a[0], b[0]
    if len(first_a) == 1 or len(first_b) == 1:
        return first_a[0] == first_b[0] and _middles_fit(a, b)
    return (
        first_a == first_b
        or _expanded(first_a) == _expanded(first_b)
        or (slip(first_a, first_b) and not _other_ending(first_a, first_b))
    ) and _middles_fit(a, b)


def _other_ending(a: str, b: str) -> bool:
    """Whether two given names differ at their end alone, as those of women and men do (Maria, Mario; Martin, Martina)."""
    return a[:-1] == b[:-1] or a[:-1] == b or b[:-1] == a


def _middles_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    if len(a) == 1 or len(b) == 1:
        return True
    return a[1][0] == b[1][0]


def initials(name: str) -> set[str]:
    """The short forms a long name may have: initials of all words, and of those that are not small."""
    words = [w for w in re.split(r"[\s\-]+", folded(name)) if w]
    if len(words) < 2:
        return set()
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL)}


_KINDS = {  # what a body is, in the languages and short forms that names mix
    **dict.fromkeys(("universitet", "universitetet", "univ", "uni", "universite", "universitat"), "university"),
    **dict.fromkeys(("institutet", "institut", "inst"), "institute"),
    **dict.fromkeys(("sjukhus", "sjukhuset", "hosp"), "hospital"),
    **dict.fromkeys(("stiftelsen", "stiftelse"), "foundation"),
    **dict.fromkeys(("forbundet", "forbund", "forening", "foreningen", "assoc", "assn"), "association"),
    **dict.fromkeys(("akademin", "akademien", "akademi", "acad"), "academy"),
    **dict.fromkeys(("kommun", "kommune"), "municipality"),
    **dict.fromkeys(("stad", "staden"), "city"),
    **dict.fromkeys(("museet", "museum"), "museum"),
    **dict.fromkeys(("centrum", "center", "centret", "zentrum"), "centre"),
    **dict.fromkeys(("dept", "departementet"), "department"),
    **dict.fromkeys(("internat", "intl"), "international"),
    **dict.fromkeys(("natl", "nat"), "national"),
}  # fmt: skip
_COMPOUNDS = dict.fromkeys(("universitetssjukhus", "universitetssjukhuset"), ("university", "hospital"))
_TRADES = frozenset(
    [
        "automobile", "automotive", "motor", "airline", "airway", "industrie", "technologie", "system", "pharmaceutical",
        "ferrie", "shipping", "food", "steel", "chemical", "telecom", "railway", "mobility", "logistic", "electronic",
    ]
)  # fmt: skip


def _kinds_translated(folded_name: str) -> list[str]:
    """The telling words of a folded name, with the words for what a body is in one language."""
    words: list[str] = []
    for word in folded_name.split():
        if word in _COMPOUNDS:
            words += _COMPOUNDS[word]
        elif word not in _SMALL:
            words.append(_KINDS.get(word) or _bare(word))
    return words


def same_organisation(a: str, b: str) -> bool:
    """Whether two names are of one organisation, by their letters alone."""
    left, right = folded(a), folded(b)
    if not left or not right:
        return False
    if left == right or _bare(left) == _bare(right):
        return True
    for short, long in ((a, b), (b, a)):
        plain = re.sub(r"['’:]?s$", "", short.replace(".", "").strip())
        if plain.isupper() and 2 <= len(plain) <= 7 and folded(plain) in initials(long):
            return True
    words_a, words_b = _kinds_translated(left), _kinds_translated(right)
    if sorted(words_a) == sorted(words_b):
        return True
    if "".join(words_a) == "".join(words_b):
        return True
    fewer, more = sorted((words_a, words_b), key=len)
    if len(fewer) >= 2 and more[:-1] == fewer and more[-1] in _TRADES:
        return True  # "Fiat Chrysler (Automobiles)"
    if len(words_a) == len(words_b):
        return sum(x != y for x, y in zip(words_a, words_b, strict=True)) == 1 and all(
            slip(x, y) for x, y in zip(words_a, words_b, strict=True)
        )
    return False


@cache
def alias_groups() -> dict[str, int]:
    """Folded name -> number of its group in data/actors.toml."""
    groups: dict[str, int] = {}
    for number, names in enumerate(read_toml(data_root() / "actors.toml")["aliases"]):
        for name in names:
            groups[folded(name)] = number
    return groups


_SHORT_FORM = re.compile(
    r"(?P<long>[^\W\d_][\w\s&,'’.:-]{4,80}?)\s*\((?:the\s+|formerly\s+|f\.d\.\s+|"
    r"tidigare\s+)?(?P<short>[A-ZÅÄÖ][\w&-]{1,30}(?:\s[A-ZÅÄÖ][\w&-]+){0,4})\)"
)
_FORMERLY = re.compile(
    r"(?P<new>[A-ZÅÄÖ][\w&-]*(?:\s(?:of|for|and|och|för|the|[A-ZÅÄÖ][\w&-]*))*),?\s*\(?(?:formerly(?:\s+known\s+as)?|"
    r"previously|until\s+\d{4}|once\s+called|renamed\s+from|tidigare|f\.d\.|fordom|"
    r"som\s+tidigare\s+hette|which\s+used\s+to\s+be(?:\s+called)?|"
    r"known\s+until\s+\w+\s+as)\s+(?P<old>[A-ZÅÄÖ][\w&-]*(?:\s(?:of|for|and|och|för|the|[A-ZÅÄÖ][\w&-]*))*)"
)


def said_aliases(context: str) -> list[tuple[str, str]]:
    """Pairs of names that a text itself puts together."""
    pairs = [(m["long"].strip(), m["short"]) for m in _SHORT_FORM.finditer(context)]
    return pairs + [(m["new"], m["old"]) for m in _FORMERLY.finditer(context)]


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
    groups = alias_groups()
    by_group: dict[object, int] = {}
    for i in organisations:
        key = folded(named[i].name)
        for name in (groups.get(key), groups.get(_bare(key)), ("name", key)):
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
    words_of = {
        i: [_bare(w) for w in folded(named[i].name).split() if w not in _SMALL] for i in organisations
    }
    for i in organisations:
        if (
            len(words_of[i]) != 1
            or len(words_of[i][0]) < 4
            or words_of[i][0] in _GENERIC
            or words_of[i][0] in _PART
        ):
            continue
        word = words_of[i][0]
        longer = [
            j
            for j in organisations
            if 1 < len(words_of[j]) <= 4 and word in words_of[j] and not _PART & set(words_of[j])
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
    words = [w for w in folded(name).split() if w not in _SMALL]
    keys = {w[:4] for w in words} | initials(name)
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
        given, last = person_key(named[i].name)
        for word in sorted({_expanded(_bare(w))[:3] for w in (last, *given[1:]) if len(w) > 1}):
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
            owners = {find(j) for j in full if _alike(person_key(named[j].name)[1], last)}
            if len(owners) == 1:
                join(i, owners.pop())
            for j in block:
                if (
                    not person_key(named[j].name)[0]
                    and _alike(person_key(named[j].name)[1], last)
                    and len(owners) <= 1
                ):
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
