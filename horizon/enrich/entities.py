"""Who and what a document names: spaCy for English, rules on capitals for other languages, one folding for all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from horizon.english import english_model
from horizon.enrich.gazetteer import Gazetteer
from horizon.names.bodies import alias_group

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "LAW": "law",
         "PRODUCT": "product", "EVENT": "event", "NORP": "other", "WORK_OF_ART": "other"}  # fmt: skip
MAX_CHARS = 4_000  # names come early; spaCy's cost grows with length
_NAME = re.compile(
    r"(?:[A-ZÅÄÖÉÜ][\wåäöéüÅÄÖ\-&]*[\wåäöéü](?:\s+(?:[A-ZÅÄÖÉÜ][\wåäöéüÅÄÖ\-]*|&|av|de|von))*(?:\s+[A-ZÅÄÖÉÜ0-9][\w\-]*)?)"
)
_SENTENCE_START = re.compile(r"(?:[.!?:]\s+|\n\s*|[\"”“»]\s*)$")
_ORGANISATION = re.compile(
    r"(?:\b(?:AB|Group|Ltd|Inc|GmbH|Oy|ASA|AS|Institute|Agency|Authority|University|Council|Commission|Bank|Partners|Labs?|"
    r"Systems)$"
    r"|(?:verket|styrelsen|myndigheten|rådet|kommissionen|universitetet|institutet|bolaget|banken|nämnden|förbundet|"
    r"kansliet|linjen|"
    r"fonden|gruppen)$|^[A-ZÅÄÖ]{2,6}$)"
)
_JUNK = re.compile(
    r"^(?:\d.*|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?|january|february|march|"
    r"april|may|june|"
    r"july|august|september|october|november|december|januari|februari|mars|maj|juni|juli|augusti|oktober|the|we|our|it|"
    r"this|that|these|"
    r"i|in|on|at|for|with|by|a|an|but|and|two|three|four|five|six|seven|eight|nine|ten|det|den|de|vi|en|ett|som|när|men|och|"
    r"nu|här|där|"
    r"enligt|efter|under|från|för|med|på|av|han|hon|samtidigt|dessutom|också|tre|fyra|fem|sex|sju|åtta|nio|tio|alla|flera|"
    r"sedan|därför|"
    r"q[1-4]|h[12]|dna|rna|covid|ai|it|vd|ceo|cfo)$", re.I)  # fmt: skip
_BODIES = frozenset(
    (
        "university",
        "bank",
        "ministry",
        "council",
        "house",
        "republic",
        "gulf",
        "sea",
        "city",
        "state",
        "court",
    )
)
_EDGES = re.compile(r"^(?:the|a|an|den|det|de)\s+|(?:'s|’s|[.,;:\"”“»()\-]+)$", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """An entity in one text."""

    entity_id: str
    name: str
    kind: str
    n_mentions: int


def entity_id(name: str) -> str:
    """A name folded so that its spellings meet: case, edges, Swedish genitive s of acronyms and spacing; å, ä, ö are kept."""
    return " ".join(re.sub(r"[^\w&+\-åäöéü ]", "", name.casefold()).split())


def entities_of(
    texts: Sequence[tuple[str, str, str | None]], gazetteer: Gazetteer, *, outlet_names: Iterable[str] = ()
) -> list[list[Named]]:
    """Entities per (title, text, language), in order of first mention. Outlets' own names are left out."""
    own = {entity_id(name) for name in outlet_names}
    results: list[list[Named]] = [[] for _ in texts]
    english = [i for i, (_, _, language) in enumerate(texts) if language in (None, "en")]
    bodies = [_body(texts[i][0], texts[i][1]) for i in english]
    for i, document in zip(english, english_model("ner").pipe(bodies, batch_size=64), strict=True):
        results[i] = _collect(_english(document), gazetteer, own)
    for i, (title, text, language) in enumerate(texts):
        if language not in (None, "en"):
            results[i] = _collect(_by_capitals(title, text), gazetteer, own)
    return results


def _english(document: Any) -> Iterable[tuple[str, str | None]]:
    """What the model finds, and runs of capitals in mid-sentence that it overlooks (rare Nordic names)."""
    covered: set[int] = set()
    for entity in document.ents:
        covered.update(range(entity.start_char, entity.end_char))
        yield entity.text, KINDS.get(entity.label_)
    body = document.text
    start_of_text = body.find("\n") + 1  # headlines may capitalise every word
    for match in _NAME.finditer(body, start_of_text):
        if match.start() not in covered and not _starts_sentence(body, match.start()):
            yield match.group(0), "organisation" if _ORGANISATION.search(match.group(0)) else None


def _body(title: str, text: str) -> str:
    return f"{title}.\n{text}"[:MAX_CHARS]


def _starts_sentence(body: str, at: int) -> bool:
    """Whether a sentence starts there; only the few characters before it can tell."""
    return at == 0 or bool(_SENTENCE_START.search(body[max(0, at - 6) : at]))


def _by_capitals(title: str, text: str) -> Iterable[tuple[str, str | None]]:
    """Runs of capitalised words that do not only stand where every word is capitalised; kind by suffix."""
    body = _body(title, text)
    inside: set[str] = set()
    found: list[tuple[str, bool]] = []
    for match in _NAME.finditer(body):
        starts = _starts_sentence(body, match.start())
        name = match.group(0)
        found.append((name, starts))
        if not starts:
            inside.add(name)
    for name, starts in found:
        words = name.split()
        if starts and name not in inside:
            # at a sentence's start the first capital means nothing; what follows it may be a name
            words = name.split()
            rest = " ".join(words[1:])
            if not rest:
                continue
            name = rest if rest in inside or len(words) >= 3 else name
        if _BODY_GENITIVE.search(name):
            name = name[:-1]  # "Läkemedelsverkets" is the Läkemedelsverket
        yield name, "organisation" if _ORGANISATION.search(name) else None


_BODY_GENITIVE = re.compile(
    r"(?:heten|verket|departementet|styrelsen|rådet|nämnden|inspektionen|kommissionen|kassan|domstolen|institutet|ombudsmannen|"
    r"utredningen|universitetet|partiet|förbundet|regeringen|riksdagen|banken|bolaget)s$",
    re.IGNORECASE,
)


def _apart(found: Iterable[tuple[str, str | None]], gazetteer: Gazetteer) -> Iterable[tuple[str, str | None]]:
    """ "Kustkraft of Norrvik" names a firm and a town."""
    for raw, kind in found:
        head, preposition, tail = raw.rpartition(" of ")
        if (
            preposition
            and head.split()[-1:]
            and gazetteer.place(tail)
            and head.split()[-1].casefold() not in _BODIES
        ):
            yield head, kind
            yield tail, "place"
        else:
            yield raw, kind


_PARTICLES = frozenset(("av", "de", "von", "&"))
# what no person's name has: forms of firms, papers of committees, figures, nouns in the definite form ("Bakgrund Propositionen")
_NO_PERSON = re.compile(
    r"^(?:AB|Aktiebolaget|Föreningen|Stiftelsen|Förbundet|Region|SOU|Ds|Prop|Dir|Skr|Bet|EU|EG|FN)\b|\d|"
    r"^(?:Republiken|Konungariket|Kungariket|Kungadömet|Furstendömet|Storhertigdömet|Förbundsrepubliken|Folkrepubliken|Unionen|Staten)\b|"
    r"^[A-ZÅÄÖ]{3,}\b|\s(?:[A-ZÅÄÖ]|[IVX]+)$|"  # "SIS II", "Influensa A"
    r"\w(?:tionen|ningen|elsen|heten|arna|erna|orna)\b",
)


def _kind_of(name: str) -> str:
    """Person or other, for a name of unknown kind: two or three words, none of them a particle at an edge, no known body."""
    words = name.split()
    is_one = (
        len(words) in (2, 3)
        and words[0] not in _PARTICLES
        and words[-1] not in _PARTICLES
        and not _NO_PERSON.search(name)
    )
    if alias_group(name) is not None:
        return "organisation"
    return "person" if is_one else "other"


def _collect(found: Iterable[tuple[str, str | None]], gazetteer: Gazetteer, own: set[str]) -> list[Named]:
    counts: Counter[str] = Counter()
    names: dict[str, tuple[str, str]] = {}
    for raw, kind in _apart(found, gazetteer):
        name = " ".join(_EDGES.sub("", _EDGES.sub("", raw.strip())).split())
        key = entity_id(name)
        place = gazetteer.place(name)
        if place is not None:
            name, kind, key = place.name, "place", entity_id(place.name)
        if len(key) < 2 or _JUNK.match(key) or key in own or (kind is None and raw.islower()):
            continue
        counts[key] += 1
        names.setdefault(key, (name, kind or _kind_of(name)))
    return [Named(key, *names[key], n) for key, n in counts.items()]
