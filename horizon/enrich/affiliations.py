"""Who speaks for whom: a person's role and organisation as a text states them, in English and Swedish."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = (
    r"[A-ZÅÄÖÉ][a-zåäöéüøæ]+(?:-[A-ZÅÄÖ][a-zåäö]+)?(?:\s(?:von|de|af|van)\s|\s)"
    r"(?:[A-Z]\.\s)?[A-ZÅÄÖÉ][a-zåäöéüøæ]+(?:-[A-ZÅÄÖ][a-zåäö]+)?"
)
_ORG = (
    r"(?:the\s+|den\s+)?[A-ZÅÄÖÉ][\w&’'-]*(?:\s(?:(?:of|for|and|&|och|för|i|"
    r"the)\s(?:the\s)?)?[A-ZÅÄÖÉ][\w&-]*){0,5}(?:\s(?:universitet|"
    r"universitetssjukhus|kommun|university|högskola|institutet))?"
)
_ROLE = (
    r"chief\s+executive|chief\s+\w+\s+officer|ceo|cto|founder|co-founder|chair(?:man|woman|person)?|president|"
    r"director(?:-general)?|managing\s+director|head|"
    r"professor|researcher|spokes(?:man|woman|person)|secretary|minister|commissioner|physician|engineer|"
    r"manager|analyst|economist|mayor|leader|rapporteur|"
    r"vd|grundare|ordförande|generaldirektör|regiondirektör|direktör|chef|\w+chef(?:en)?|professor|forskare|"
    r"talesperson|statssekreterare|\w*minister|överläkare|"
    r"läkare|ingenjör|analytiker|ekonom|kommunalråd|regionråd|docent|rektor|utredare|klusterchef(?:en)?|sjuksköterska"
)
_PATTERNS = tuple(
    re.compile(p)
    for p in (
        rf"(?P<person>{_NAME}),\s(?:(?:an?|the|its)\s)?(?P<role>(?:[a-zåäö-]+\s){{0,3}}?(?i:{_ROLE})(?:\s(?:of|"
        rf"for|på|för)\s[a-zåäö]+(?:\s[a-zåäö]+)?)?)\s(?:at|of|for|in|with|vid|på|hos|för|i|av)\s(?P<org>{_ORG})",
        rf"(?P<role>\b(?i:{_ROLE}))\s(?P<person>{_NAME})\s(?:at|of|for|from|vid|på|hos|från|i)\s(?P<org>{_ORG})",
        rf"(?P<org>\b[A-ZÅÄÖ][\w&-]*(?:\s[A-ZÅÄÖ][\w&-]*){{0,3}}?)(?:['’]s|"
        rf"s)\s(?P<role>(?:[a-z]+\s)?(?i:{_ROLE})),?\s(?P<person>{_NAME})",
        rf"(?P<org>\b[A-ZÅÄÖ][\w&-]*(?:\s[A-ZÅÄÖ][\w&-]*){{0,3}})\s(?P<role>(?i:chief\s+executive|ceo|chairman|"
        rf"founder|spokesperson|director))\s(?P<person>{_NAME})",
        rf"(?P<person>{_NAME})\s\((?P<org>{_ORG})\)(?P<role>)",
        rf"(?P<role>\b(?i:{_ROLE}))\s(?P<person>{_NAME})(?P<org>)",
    )
)


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person in a role; role and organisation None where the text does not say. Offsets into the text that was read."""

    person: str
    role: str | None
    organisation: str | None
    start: int
    end: int


def affiliations_of(text: str) -> list[Affiliation]:
    """Roles and organisations of the persons named in a text; the fullest statement of a person is kept."""
    best: dict[str, Affiliation] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if "\n" in match.group(0):
                continue
            organisation = re.sub(r"^(?:the|den)\s+", "", match["org"]).strip() or None
            one = Affiliation(match["person"], match["role"].strip() or None, organisation, *match.span())
            other = best.get(one.person)
            if other is None or (other.organisation is None and one.organisation is not None):
                best[one.person] = one
    return sorted(best.values(), key=lambda a: a.start)
