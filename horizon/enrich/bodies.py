"""Bodies that ask or decide, named in English and Swedish text: ministries, agencies, parliaments, councils, inquiries."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CAP = r"[A-ZÅÄÖÉ][\w'’&-]*"
_HEAD = (
    "Agency|Authority|Commission|Council|Committee|Board|Office|Ministry|Department|Institute|Administration|Service|Bureau|"
    "Inspectorate|Directorate|Directorate-General|Foundation|Fund|Regulator|Parliament|Assembly|Senate|Secretariat|Court|"
    "Taskforce|Programme|Undertaking|Panel|Inquiry|Review|Centre|Center|Association|Academy|University|Government|Treasury|Partnership|Ministers|Consortium|Forum|Ombudsman|Executive|Chamber"
)
_TAIL = (
    rf"(?:[ \xa0]+(?:for|of|on)[ \xa0]+(?:the[ \xa0]+)?{_CAP}(?:(?:,?[ \xa0]+(?:and|for|of|on|the|&))*[ \xa0]+{_CAP}|"
    rf",[ \xa0]+{_CAP}(?=,?[ \xa0]+(?:and|[A-Z])))*)"
)
_ENGLISH = re.compile(
    rf"(?:{_CAP}[ \xa0]+(?:(?:of|for|and|&|on|the)[ \xa0]+(?:the[ \xa0]+)?)?){{0,6}}?\b(?:{_HEAD})\b{_TAIL}?"
    r"|\b(?:House|Houses)[ \xa0]+of[ \xa0]+(?:Commons|Lords|Representatives|Parliament)\b|\bCongress\b|"
    r"\bMEPs\b|\bWhite House\b|\bBundestag\b"
    r"|\b(?:Ofgem|Ofcom|Ofwat|Defra|Eurostat|Innovate UK|Business Finland|Vinnova|Formas|Storting|Folketing|"
    r"Eduskunta|Riksdag|Riigikogu)\b"
    r"|\bDG[ \xa0]+[A-Z]{2,7}\b|\bEIC\b|\bEurojust\b|\bEuropol\b|\bHorizon Europe\b"
)
_LOWER = re.compile(
    r"\b(?:government|commission|parliament|council|ministry|department|agency|authority|regulator|committee|board|inquiry)\b"
)
_ACRONYM = re.compile(
    r"\b(?!(?:CET|CEST|EET|EEST|EST|EDT|PST|PDT|GMT|BST|UTC|EU|UK|US|USA|EEA|SME|SMEs|AI|IT|CO2|PDF|HTML|"
    r"FAQ|EUR|SEK|GBP|USD|ID|OJ|RFP|PM|AM|SOU|DS|COM|CFR|TV|VD|KL|"
    r"FOI|FOU|R&D|QA|Q1|Q2|Q3|Q4|TRL|GDPR|NIS|NIS2|DNR|DOCKET|RIN|NO|NPRM)\b)[A-ZÅÄÖ]{3,6}\b(?!/|-|\s?\d|:)"
)
_SUFFIX = (
    "verket|myndigheten|styrelsen|rådet|nämnden|departementet|inspektionen|utskottet|kommissionen|domstolen|kansliet|fonden|"
    "delegationen|institutet|byrån|universitetet|parlamentet|ombudsmannen|kollegiet|fullmäktige|utredningen|kommittén|akademin|"
    "stiftelsen|förbundet|bolaget|agenturen|centret|banken|gruppen"
)
_SWEDISH = re.compile(
    rf"(?:\b[Uu]tredningen[ \xa0]+om[ \xa0]+\w+(?:[ \xa0]+\w+){{0,3}}|"
    rf"(?:\b[A-ZÅÄÖ][\w-]*[ \xa0]+)?\b[A-ZÅÄÖ]?[\w-]*(?:{_SUFFIX})s?\b"
    r"(?:[ \xa0]+för[ \xa0]+[a-zåäö]+(?:[ \xa0]+och[ \xa0]+[a-zåäö]+)?(?=[ \xa0]+(?:har|"
    rf"ska|skall|vill|ber|bjuder|beslutar|inviterar|föreslår|tar|öppnar|utlyser|begär|remitterar|lämnar|"
    rf"redovisar|håller)|[.,]))?)"
    r"|\b(?:[Rr]egeringen|[Rr]iksdagen|[Kk]ammaren|[Mm]inisterrådet|[Uu]tredaren|[Ll]änsstyrelse\w*|[Ss]tatsrådet|"
    r"[Rr]egeringskansliet)s?\b"
    r"|\b(?:[A-ZÅÄÖ]\w+-[ ]och[ ]\w+(?:styrelsen|verket|myndigheten|inspektionen|rådet)|Svenska[ ]kraftnät|"
    r"Mistra|Energiforsk|Riksbanken|Vinnova|Formas|Forte|Trafikanalys|Lantmäteriet|Kommerskollegium|Swedac|"
    r"Sida|Rise|Statskontoret|Brottsförebyggande rådet|Nordforsk|Almi|"
    r"Business Sweden|Nordiska ministerrådet|SKR|Sveriges Kommuner och Regioner|Tullverket|Polisen|Kustbevakningen|"
    r"Sjöfartsverket)s?\b"
    r"|\bRegion[ \xa0]+[A-ZÅÄÖ][\wåäö]+|\b[A-ZÅÄÖ][\wåäö]+s?[ \xa0]+kommun\b"
    r"|\bEU:s[ \xa0]+[\wåäö]+\b|\b(?:[A-ZÅÄÖ][\wåäö]+[ \xa0]+)?(?:miljö|trafik|närings|social|finans|försvars|"
    r"utbildnings|justitie|civil)utskott(?:et)?\b"
)
_NOT_A_BODY = re.compile(
    r"^(?:(?i:\w*rättsrådet|justitierådet|kommunalrådet|regionrådet|oppositionsrådet)|universitetet|"
    r"[Ss]amrådet|Registry|bolaget|gruppen|utredningen om|"
    r".*\bCommittee members\b|parlamentet i|"
    r"förbundet|banken|The|A|An|Review|Inquiry|Programme|Fund|Office|Service|Centre|Forum|"
    r"(?:An?|The|This|Our|Its|Call|Public|Open)[ \xa0]+(?:Review|Inquiry|Programme|Fund|Office|Service|Centre|Forum|Consortium))$"
)
_START = re.compile(
    r"^(?:The|A|An|In|On|By|At|Under|When|If|For|From|This|That|Its|Our|As|After|Before|And|But|Both|With|"
    r"How|What|Why|Where|While)[ \xa0]+"
)
PARLIAMENT = re.compile(
    r"parliament|riksdag|kammaren|congress|senate|house of|meps|assembly|utskott|committee|fullmäktige|"
    r"storting|folketing|eduskunta|bundestag|chamber|riigikogu|council of",
    re.I,
)
GOVERNMENT = re.compile(r"^(?:the[ \xa0]+)?(?:regering\w*|government\w*|regeringskansliet|riksdag\w*)", re.I)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the text writes it; offsets in code points, end excluded."""

    start: int
    end: int
    name: str


# a name of unknown kind is a body where it does what bodies do
_ACTS_ENGLISH = re.compile(
    rf"\b((?:{_CAP}[ ]){{0,4}}{_CAP})[ ](?:has[ ]|will[ ]|is[ ]|are[ ])?(?:invit|welcom|seek|open|launch|"
    rf"ask|wants[ ]to[ ]hear|accept|adopt|plans|expects|vote|decide|publish|must[ ]report|start[ ]accepting|"
    rf"collect|consult|hold|takes[ ]|extend|call|set[ ]|propos|runs)"
)
_ACTS_SWEDISH = re.compile(
    r"\b([A-ZÅÄÖ][\wåäö]+(?:[ ][A-ZÅÄÖ][\wåäö]+){0,3})[ ](?:utlyser|öppnar|bjuder[ ]in|inbjuder|söker|"
    r"beslutar|föreslår|vill[ ]ha|välkomnar|tar[ ]emot|begär|"
    r"remitterar|håller|avsätter|stänger|redovisar|röstar|antar|samråder|förlänger|frågar|ber[ ])"
    r"|\b(?:hos|arrangör:|avsändare:)[ ]([A-ZÅÄÖ][\wåäö]+(?:[ ][A-ZÅÄÖ][\wåäö]+){0,3})",
    re.MULTILINE,
)
_NOT_AN_ACTOR = re.compile(
    r"^(?:The|A|An|In|On|By|At|Nobody|Anybody|Member[ ]States?|Applicants?|Companies|Projects?|Stakeholders|"
    r"Citizens|Everyone|It|He|She|They|We|You|Who|What|Vi|Den|Det|De|Han|Hon|Man|Alla|Ingen|Företag|Kommuner|"
    r"Call|Deadlines?|Period|Date|Time|Consultation|Proposals|Applications|Comments|Parties|Interested.*|Regulation|Directive|Funding|"
    r"Full.*|.*[Uu]tlysning(?:en)?|Remiss\w*|Samråd\w*|Ansök\w*|Hearing\w*|Lag\w*|Direktiv\w*|Bill|Act|"
    r"Draft|Rules?|Vote|Stöd\w*|Medl?\w*|Pengar\w*|Tjänst\w*|E-tjänst\w*)$"
)


def bodies_in(text: str, language: str | None) -> list[Body]:
    """Bodies in order of the text, none overlapping. Lower-case nouns ("the commission") count where they stand for one."""
    patterns = (
        (_SWEDISH, _ACRONYM, _ENGLISH)
        if language == "sv"
        else (_ENGLISH, _SWEDISH_IN_ENGLISH, _ACRONYM, _LOWER)
    )
    taken: list[Body] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            head = _START.match(text[start:end])
            if head:
                start += head.end()
            while end > start and text[end - 1] in " ,.'’":
                end -= 1
            name = text[start:end]
            if not name or _NOT_A_BODY.match(name) or any(b.start < end and start < b.end for b in taken):
                continue
            if name.endswith(("'s", "’s")):
                end, name = end - 2, name[:-2]
            taken.append(Body(start, end, name))
    for match in (_ACTS_SWEDISH if language == "sv" else _ACTS_ENGLISH).finditer(text):
        group = next(i for i in range(1, len(match.groups()) + 1) if match[i])
        start, end = match.span(group)
        head = _START.match(text[start:end])
        start += head.end() if head else 0
        name = text[start:end]
        if name and not _NOT_AN_ACTOR.match(name) and not any(b.start < end and start < b.end for b in taken):
            taken.append(Body(start, end, name))
    return sorted(taken, key=lambda b: b.start)


_SWEDISH_IN_ENGLISH = re.compile(
    rf"\b[A-ZÅÄÖ][\wåäö-]+(?:{_SUFFIX})\b|\b(?:Vinnova|Formas|Forte|Trafikanalys|Lantmäteriet|Kommerskollegium)\b"
)
