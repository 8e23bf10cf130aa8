"""Bodies that ask or decide, named in English and Swedish text: ministries, agencies, parliaments, councils, inquiries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from horizon.enrich.bodies_told import told_bodies
from horizon.enrich.gazetteer import load_gazetteer

_CAP = r"[A-ZÅÄÖÉ][\w'’&-]*"
_HEAD = (
    "Agency|Authority|Commission|Council|Committee|Board|Office|Ministry|Department|Institute|Administration|Service|Bureau|"
    "Inspectorate|Directorate|Directorate-General|Foundation|Fund|Regulator|Parliament|Assembly|Senate|Secretariat|Court|"
    "Taskforce|Programme|Undertaking|Panel|Inquiry|Review|Centre|Center|Association|Academy|University|Government|Treasury|"
    "Partnership|Ministers|Consortium|Forum|Ombudsman|Executive|Chamber|Subcommittee|Tribunal|Directorate"
)
_TAIL = (
    rf"(?:[ \xa0]+(?:for|of|on)[ \xa0]+(?:the[ \xa0]+)?{_CAP}(?:(?:,?[ \xa0]+(?:and|for|of|on|the|&))*[ \xa0]+{_CAP}|"
    rf",[ \xa0]+{_CAP}(?=,?[ \xa0]+(?:and|[A-Z])))*)"
)
_ENGLISH = re.compile(
    rf"(?:{_CAP}[ \xa0]+(?:(?:of|for|and|&|on|the)[ \xa0]+(?:the[ \xa0]+)?)?){{0,6}}?\b(?:{_HEAD})\b"
    rf"(?:[ \xa0]+(?:{_CAP}[ \xa0]+){{0,3}}(?:Committee|Subcommittee|Commission|Board|Agency|Office|Authority|Council|"
    rf"Panel)\b)?{_TAIL}?"
    r"|\b(?:House|Houses)[ \xa0]+of[ \xa0]+(?:Commons|Lords|Representatives|Parliament)\b|\bCongress\b|"
    r"\bMEPs\b|\bWhite House\b|\bBundestag\b"
    r"|\b(?:Ofgem|Ofcom|Ofwat|Defra|Eurostat|Innovate UK|Business Finland|Vinnova|Formas|Storting|Folketing|"
    r"Eduskunta|Riksdag|Riigikogu|Seanad|Dáil|Oireachtas|Saeima|Seimas|Sejm|Bundesrat|Althing|Løgting|Knesset|Senedd|"
    r"Stortinget|Folketinget|Lagtinget|Lagting)\b"
    r"|\bDG[ \xa0]+[A-Z]{2,7}\b|\bEIC\b|\bEurojust\b|\bEuropol\b|\bHorizon Europe\b"
)
_LOWER = re.compile(
    r"\b(?:government|commission|parliament|council|ministry|department|agency|authority|regulator|committee|board|inquiry)\b"
)
_ACRONYM = re.compile(
    r"\b(?!(?:CET|CEST|EET|EEST|EST|EDT|PST|PDT|GMT|BST|UTC|EU|UK|US|USA|EEA|SME|SMEs|AI|IT|CO2|PDF|HTML|"
    r"FAQ|GOV|EUR|SEK|GBP|USD|ID|OJ|RFP|PM|AM|SOU|DS|COM|CFR|TV|VD|KL|"
    r"FOI|FOU|R&D|QA|Q1|Q2|Q3|Q4|TRL|GDPR|NIS|NIS2|DNR|DOCKET|RIN|NO|NPRM)\b)[A-ZÅÄÖ]{3,6}\b(?!/|-|\s?\d|:(?!s\b))"
)
_SUFFIX = (
    "verket|myndigheten|styrelsen|rådet|nämnden|departementet|inspektionen|utskottet|kommissionen|domstolen|kansliet|fonden|"
    "delegationen|institutet|byrån|universitetet|parlamentet|ombudsmannen|kollegiet|fullmäktige|utredningen|kommittén|akademin|"
    "kassan|stiftelsen|förbundet|bolaget|agenturen|centret|banken|gruppen|ministeriet|direktoratet|högskolan|sekretariatet|"
    "observatoriet|tribunalen|rätten"
)
_SWEDISH = re.compile(
    rf"(?:\b[A-ZÅÄÖ]\w+-[ ]och[ ]\w*(?:{_SUFFIX})s?\b|\b[Uu]tredningen[ \xa0]+om[ \xa0]+[^(),.;\n]{{3,110}}(?=[ ]\()|"
    rf"\b[Uu]tredningen[ \xa0]+om[ \xa0]+\w+(?:[ \xa0]+\w+){{0,3}}\b"
    r"(?<!\bför)(?<!\batt)(?<!\bav)(?<!\btill)(?<!\boch)(?<!\bom)(?<!\bmed)|"
    rf"(?:\b[A-ZÅÄÖ][\w-]*[ \xa0]+)?\b[A-ZÅÄÖ]?[\w-]*(?i:{_SUFFIX})s?\b"
    r"(?:[ \xa0]+för[ \xa0]+[a-zåäö]+(?:[ \xa0]+och[ \xa0]+[a-zåäö]+)?(?=[ \xa0]+(?:har|"
    rf"ska|skall|vill|ber|bjuder|beslutar|inviterar|föreslår|tar|öppnar|utlyser|begär|remitterar|lämnar|"
    rf"redovisar|håller)|[.,]))?)"
    r"|\b(?:[A-ZÅÄÖ]\w+s[ ])?[Ll]agting\b"
    r"|\b(?:[Ll]agtinget|[Ss]tortinget|[Ff]olketinget|[Rr]egeringen|[Rr]iksdagen|[Kk]ammaren|[Mm]inisterrådet|[Uu]tredaren|"
    r"[Ll]änsstyrelse\w*|[Ss]tatsrådet(?![ ][A-ZÅÄÖ])|"
    r"[Rr]egeringskansliet)s?\b"
    r"|\b(?:[A-ZÅÄÖ]\w+-[ ]och[ ]\w+(?:styrelsen|verket|myndigheten|inspektionen|rådet)|Svenska[ ]kraftnät|"
    r"Mistra|Energiforsk|Riksbanken|Vinnova|Formas|Forte|Trafikanalys|Lantmäteriet|Kommerskollegium|Swedac|"
    r"Sida|Rise|Statskontoret|Brottsförebyggande rådet|Nordforsk|Almi|"
    r"Business Sweden|Nordiska ministerrådet|SKR|Sveriges Kommuner och Regioner|Tullverket|Polisen|Kustbevakningen|"
    r"Sjöfartsverket)s?\b"
    r"|\bRegion[ \xa0]+[A-ZÅÄÖ][\wåäö]+|\b[A-ZÅÄÖ][\wåäö]+s?[ \xa0]+(?:kommun|stad)\b"
    r"|\bEU:s[ \xa0]+[\wåäö]*(?:myndighet|byrå|råd|parlament|kommission|domstol|organ|fond|program|kontor|centrum)\w*\b"
    r"|\b(?:[A-ZÅÄÖ][\wåäö]+[ \xa0]+)?(?:miljö|trafik|närings|social|finans|försvars|"
    r"utbildnings|justitie|civil)utskott(?:et)?\b"
)
_NOT_A_BODY = re.compile(
    r"^(?:(?i:(?:regel|ram|nät|hant|bak|konst|kraft|sam|styr|led|vind|vatten|värme|lok|fyr|läro|mäster|bygg|ur)verket?s?|\w*rättsrådet|justitierådet|kommunalrådet|regionrådet|oppositionsrådet)|universitetet|"
    r"Ministers|[Aa]-kassan|[Ss]amrådet|Registry|bolaget|gruppen|utredningen om|"
    r".*\bCommittee members\b|parlamentet i|"
    r"förbundet|banken|The|A|An|Review|Inquiry|Programme|Fund|Office|Service|Centre|Forum|"
    r"(?:An?|The|This|Our|Its|Call|Public|Open)[ \xa0]+(?:Review|Inquiry|Programme|Fund|Office|Service|Centre|Forum|Consortium))$"
)
_START = re.compile(
    r"^(?:The|A|An|In|On|By|At|Under|When|If|For|From|This|That|Its|Our|As|After|Before|And|But|Both|With|"
    r"How|What|Why|Where|While|Enligt|Av|På|Från|För|När|Efter|Till|Hos|Om|Med|Även|Inom|Genom|Att)[ \xa0]+"
)
# how assemblies that vote are called, in a name or anywhere in a sentence
CHAMBERS = (
    r"parliament|riksdag|kammaren|congress|senate|house\s+of|meps|fullmäktige|storting|folketing|lagting|seanad|dáil|saeima|"
    r"seimas|sejm|bundesrat|bundestag|althing|løgting|knesset|senedd|eduskunta|riigikogu"
)
PARLIAMENT = re.compile(
    rf"{CHAMBERS}|parlament|^lords$|^commons$|assembly|oireachtas|altinget|chamber|utskott|committee|council of",
    re.IGNORECASE,
)
GOVERNMENT = re.compile(r"^(?:the[ \xa0]+)?(?:regering\w*|government\w*|regeringskansliet|riksdag\w*)", re.I)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the text writes it; offsets in code points, end excluded."""

    start: int
    end: int
    name: str
    strength: int = (
        1  # 2 behind a label ("Issuing office: X"), 1 of a known kind, 0 by what it does, -1 a programme
    )
    is_person: bool = False  # who leads an inquiry delivers its report


# "Issuing office: X", "Ansvarig myndighet: X"
_LABELLED = re.compile(
    r"(?:^|(?<=[.;|•·]\s)|(?<=\n)|(?<=–\s)|(?<=\)\s))(?i:(?:(?:issuing|lead|responsible|contracting|deciding|granting|funding|"
    r"managing|commissioning|sponsoring)\s+(?:office|body|authority|agency|department|service|organi[sz]ation|committee)|"
    r"issued\s+by|"
    r"published\s+by|organi[sz]ed\s+by|launched\s+by|run\s+by|agency|agencies|organi[sz]ation|organi[sz]er|department|"
    r"authority|body|"
    r"funders?|funded\s+by|from|sender|buyer|service|committee|decision[- ]maker|"
    r"(?:ansvarig|utlysande|beslutande|remitterande|utfärdande|upphandlande|beställande|föreskrivande)\s+(?:myndighet|"
    r"organisation|organ|"
    r"departement|nämnd|enhet)|avsändare|arrangör|finansiär|utfärdare|beslutsfattare|departement|myndighet|utlysare|"
    r"uppdragsgivare|"
    r"utgivare|upphandlare|organisation))\s*:\s*(?:the\s+)?(?P<name>[A-ZÅÄÖÉ](?:[^.;\n(|–]|\.(?=\w))*)"
)
# "CINEA: calls are open", "Innovate UK: feasibility studies"
_HEADING = re.compile(
    rf"(?:^|\n)(?P<name>{_CAP}(?:[ ](?:(?:of|for|and|och|för|i)[ ](?:the[ ])?)?{_CAP}){{0,6}})(?:[ ]\([A-Z]+\))?:[ ](?=\S)"
)
_NOT_A_HEADING = re.compile(
    r"\b(?:Consultations?|Calls?|Hearings?|Remiss\w*|Samråd\w*|Utlysning\w*|Notices?|Rules?|Deadlines?|Update|News|Reminder|"
    r"Tenders?|"
    r"Opinion|Bill|Act|Vote|Evidence|Release|Rättelse|Correction|Påminnelse|Inbjudan|Nyhet|Ny|Nytt|New|Förslag|Proposal|Lag|"
    r"Beslut|"
    r"Decision|Debate|Debatt|Agenda|Funding|Grant|Strategy|Views|Feedback|Comments?|Dates?|Datum|Tid|Plats|Place|Time|Title|"
    r"Titel|"
    r"Subject|Ärende|Docket|Summary|Sammanfattning|Opens?|Closes?|Öppnar|Stänger|Status|Budget|Type|Typ|Frist|Effective|"
    r"Published|"
    r"Publicerad|Extended|Open|Public|Week|Vecka|Plenary|Timeline|Tidsplan|Next|Nästa|Utredning\w*|Hörs?|Question|Directive|"
    r"Regulation|"
    r"Direktiv\w*|Förordning\w*|Föreskrift\w*|Uppdrag\w*|Yttrande\w*|Contact|Kontakt|Ansökan|Application\w*)\b"
)

# a name of unknown kind is a body where it does what bodies do
_ACTS_ENGLISH = re.compile(
    rf"\b((?:{_CAP}[ ]){{0,4}}{_CAP})[ ](?:has[ ]|will[ ]|is[ ]|are[ ])?(?:invit|welcom|seek|open|launch|"
    rf"ask|wants?[ ]|accept|adopt|plans|expects|vote|decide|publish|must[ ]report|start[ ]accepting|"
    rf"collect|consult|hold|takes?[ ]|extend|call|set[ ]|propos|runs|request|organi[sz]|gather|review|intend|aims?[ ]|said|"
    rf"says|issue|"
    rf"announce|due[ ]to|expected[ ]to|scheduled[ ]to|to[ ](?:report|publish|decide|vote|adopt|consult)|report|examin|"
    rf"question|hear[sd]?[ ]|"
    rf"present|receiv|approv|sign|give|draft|amend|is[ ]to|would[ ]like|needs?[ ]|must[ ]|shall[ ]|should[ ]|hearing\b|"
    rf"consultation\b)"
    rf"|\b(?:organi[sz]ed|run|held|issued|launched|published|led|managed|adopted|"
    rf"funded)[ ]by[ ](?:the[ ])?((?:{_CAP}[ ]){{0,4}}{_CAP})"
)
_ACTS_SWEDISH = re.compile(
    r"\b([A-ZÅÄÖ][\wåäö]+(?:[ ][A-ZÅÄÖ][\wåäö]+){0,3})[ ](?:utlyser|öppnar|bjuder[ ]in|inbjuder|söker|"
    r"beslutar|föreslår|vill[ ]ha|välkomnar|tar[ ]emot|begär|"
    r"remitterar|håller|avsätter|stänger|redovisar|röstar|antar|samråder|förlänger|frågar|ber[ ]|ska[ ]|väntas[ ]|"
    r"planerar|avser|"
    r"räknar|publicerar|presenterar|lämnar|fattar|prövar|behandlar|tar[ ]|ger[ ]|uppmanar|anordnar|ordnar|utfärdar|meddelar|"
    r"startar|inleder|"
    r"granskar|konsulterar|efterlyser|finansierar|betalar|delar[ ]ut|fördelar|bereder|reviderar|uppdaterar|inför|stoppar|"
    r"höjer|sänker)"
    r"|\b(?:hos|av|från|meddelar|skriver|enligt)[ ]([A-ZÅÄÖ][\wåäö]+(?:[ ][A-ZÅÄÖ][\wåäö]+){0,3})",
    re.MULTILINE,
)
_NOT_AN_ACTOR = re.compile(
    r"^(?:The|This|These|Those|That|It|There|Here|All|Any|Each|Our|Its|Their|My|His|Her|For|From|If|When|Please|A|An|In|On|"
    r"By|At|Nobody|"
    r"Agency|Competition|Round|Window|Programme|Process|Government|Ministers?|Operators?|Farmers?|Residents?|Bidders?|"
    r"Respondents?|Firms?|Employers?|Producers?|Owners?|Traders?|Importers?|Manufacturers?|Households?|Users?|Consumers?|Schools?|Hospitals?|"
    r"Members?|Experts?|Witnesses|Evidence|Views|Feedback|Responses?|Opening|Closing|Adoption|Publication|Implementation|"
    r"Compliance|"
    r"Effective|Issuing|Contracting|Written|Final|New|Public|Oral|Late|Winners?|Projects|Grants?|Awards?|Rapporteurs?|MEPs?|"
    r"Anbud|Bidrag|Stöd|Medel|Yttrande|Projekt|Tid|Datum|Plats|Krav|Bud|Besked|Hela|Nästa|Flera|Inga|Endast|Bara|Denna|"
    r"Detta|Dessa|Här|Där|Nu|När|Om|För|Från|Till|Efter|Före|Under|Senast|Svar\w*|Synpunkt\w*|Beslut\w*|Uppdrag\w*|"
    r"Betänkande\w*|Förslag\w*|Regler\w*|Föreskrift\w*|Förordning\w*|Propositionen|Planförslaget|Debatt\w*|Frågan|Omgång\w*|"
    r"Januari|Februari|Mars|April|Maj|Juni|Juli|Augusti|September|Oktober|November|December|January|February|March|May|June|July|"
    r"August|October|\w+day|\w+dag\w*|Förra.*|Fler.*|Nya?[ ].*|Nytt[ ].*|Sista.*|EU|Sverige|Sweden|Finland|Norge|Norway|"
    r"Danmark|Denmark|"
    r"Europa|Europe|Nobody|Anybody|Member[ ]States?|Applicants?|Companies|Projects?|Stakeholders|"
    r"Citizens|Everyone|It|He|She|They|We|You|Who|What|Vi|Den|Det|De|Han|Hon|Man|Alla|Ingen|Företag|Kommuner|"
    r"Call|Deadlines?|Period|Date|Time|Consultation|Proposals|Applications|Comments|Parties|Interested.*|Regulation|"
    r"Directive|Funding|"
    r"Full.*|.*[Uu]tlysning(?:en)?|Remiss\w*|Samråd\w*|Ansök\w*|Hearing\w*|Lag\w*|Direktiv\w*|Bill|Act|"
    r"Draft|Rules?|Vote|Stöd\w*|Medl?\w*|Pengar\w*|Tjänst\w*|E-tjänst\w*)$"
)


def bodies_in(text: str, language: str | None) -> list[Body]:
    """Bodies in order of the text, none overlapping. Lower-case nouns ("the commission") count where they stand for one."""
    taken: list[Body] = []

    def take(start: int, end: int, strength: int, *, is_person: bool = False) -> None:
        head = _START.match(text[start:end])
        start += head.end() if head else 0
        while end > start and text[end - 1] in " ,.'’":
            end -= 1
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        if start < end and not any(b.start < end and start < b.end for b in taken):
            taken.append(Body(start, end, text[start:end], strength, is_person))

    for match in _LABELLED.finditer(text):
        start, end = match.span("name")
        comma = text.find(", ", start, end)
        take(start, comma if comma > 0 and text[comma + 2 : comma + 4].isupper() else end, 2)
    entitled = _TITLE_IS_BODY.match(text)
    if entitled:
        take(*entitled.span(), 1)
    signed = _SIGNED.search(text)
    if signed:
        take(*signed.span("name"), 2)
    for match in _PERSON.finditer(text):
        take(*match.span(next(k for k, v in match.groupdict().items() if v)), 1, is_person=True)
    for match in _HEADING.finditer(text):
        if (
            not _COMMON_NOUN.search(match["name"])
            and not _NOT_A_HEADING.search(match["name"])
            and not _is_place(match["name"])
        ):
            take(*match.span("name"), _strength_of_heading(match["name"]))
    swedish, english = (_SWEDISH, _ACRONYM, _ENGLISH), (_ENGLISH, _SWEDISH_IN_ENGLISH, _ACRONYM, _LOWER)
    for pattern in swedish if language == "sv" else english:
        for match in pattern.finditer(text):
            start, end = match.span()
            person = _LEADER.match(text[start : end + 60])
            place = _OF_PLACE.match(text[end : end + 40]) if language == "sv" else None
            name = _START.sub("", match.group(0)).rstrip(" ,.'’")
            if not _NOT_A_BODY.match(name):
                extra = start + person.end() if person else end + place.end() if place else end
                take(
                    start,
                    extra,
                    -1
                    if _WEAK.search(name)
                    else int(pattern is not _ACRONYM or _acts(text, match.start(), language)),
                )
        if pattern in (_ENGLISH, _SWEDISH):
            for start, end, strength, is_person in told_bodies(text, language):
                take(start, end, strength, is_person=is_person)
    for match in (_ACTS_SWEDISH if language == "sv" else _ACTS_ENGLISH).finditer(text):
        group = next(i for i in range(1, len(match.groups()) + 1) if match[i])
        start, end = match.span(group)
        head = _START.match(text[start:end])
        name = text[start + (head.end() if head else 0) : end]
        if name and not _NOT_AN_ACTOR.match(name) and not _COMMON_NOUN.search(name) and not _is_place(name):
            take(start, end, 0)
    return sorted(taken, key=lambda b: b.start)


_FULL = (
    r"(?:(?:Sir|Dame|Lord|Lady|Baroness|Dr|Professor|Judge)[ ])?"
    r"[A-ZÅÄÖÉ][\wåäöé-]+(?:[ ](?:av|von|de))?(?:[ ][A-ZÅÄÖÉ][\wåäöé’'-]+){1,2}"
)
_PERSON = re.compile(
    rf"(?P<a>{_FULL})(?:,)?[ ](?:blir|är|utses|har[ ]utsetts|utsågs|förordnas|ska[ ]vara)(?:[ ]till)?[ ](?:ny[ ]|"
    rf"särskild[ ]|regeringens[ ])*(?:utredare|"
    rf"samordnare|ordförande)|(?:särskilde?a?[ ]utredare|utredare|nationell[ ]samordnare)n?(?:,|:|[ ]är|"
    rf"[ ]blir)?[ ](?P<b>{_FULL})|"
    rf"(?P<c>{_FULL}),?[ ](?:(?:who[ ])?(?:leads|chairs|heads)|has[ ]been[ ](?:appointed|asked)|will[ ](?:lead|chair)|"
    rf"chair[ ]of[ ]the|appointed)\b|"
    rf"(?:led|chaired|headed|leds|ledd|ledning)[ ](?:by|av)[ ](?P<d>{_FULL})"
)


def _acts(text: str, at: int, language: str | None) -> bool:
    """Whether the name that stands there does what bodies do, or is given in brackets as the short form of one."""
    pattern = _ACTS_SWEDISH if language == "sv" else _ACTS_ENGLISH
    begins = text[max(0, at - 2) : at] in ("", ". ") or text[max(0, at - 1) : at] == "\n"
    return (
        text[max(0, at - 1) : at] == "("
        or bool(pattern.match(text, at))
        or (begins and bool(re.match(r"[A-ZÅÄÖ]+[ ](?:has|is|was|har|ska|får)[ ]", text[at : at + 20])))
    )


def own_body(source_name: str, language: str | None) -> str | None:
    """The body that a source is itself ("European Commission news": European Commission); None where its name tells none."""
    found = bodies_in(source_name, language)
    if not found or found[0].strength < 1:
        return None
    first = found[0]
    if first.name[0].islower():  # "Finnish transport ministry"
        return source_name if first.end == len(source_name) else None
    return first.name if first.start == 0 else None


def _strength_of_heading(name: str) -> int:
    if _WEAK.search(name):
        return -1
    is_known = name.isupper() or any(p.search(name) for p in (_KNOWN, _SWEDISH, _ENGLISH))
    return 1 if is_known else 0


def _is_place(name: str) -> bool:
    place = load_gazetteer().place(name)
    return place is not None and place.level != "international"


# one capitalised word that is no name: definite forms in Swedish, everyday endings in English, call numbers
_COMMON_NOUN = re.compile(
    r"^(?:[A-ZÅÄÖ][a-zåäö-]+(?:en|et|arna|erna|orna|an|tion|tions|ments?|ness|ity|ities|ings?|ers|ors|ists|ies|als|ants|"
    r"ents|stage|"
    r"ures|ages|ives|ades?|ation|ik|ks|ls|ds|ts|rs|ia)|Two|Three|Four|Five|Six|Some|Many|Most|Several|Data)$|\d"
)
# a body that stands alone as the last sentence has signed
_SIGNED = re.compile(
    rf"(?:[.!?]\s+|\n|–\s)(?:(?:Hälsningar|Med vänlig hälsning|Regards|Yours sincerely),?\s+)?"
    rf"(?P<name>(?:{_CAP}[ ]){{0,4}}(?:{_HEAD}){_TAIL}?|[A-ZÅÄÖ]\w*(?:{_SUFFIX}))\.?\s*$"
)
_TITLE_IS_BODY = re.compile(
    r"[A-ZÅÄÖ][\w’-]+(?:[ ](?:of|for|and|the|[\w’-]+)){0,4}[ ](?:agency|authority|inspectorate|board|council|commission|"
    r"ministry|office|committee)"
    r"(?=\n)"
)
_KNOWN = re.compile(rf"\b(?:{_HEAD})\b|(?:{_SUFFIX})\b")
_WEAK = re.compile(
    r"\b(?:Programme|Fund|Review|Inquiry|Centre|Center|Forum|Partnership|Service|Panel|Horizon Europe)$"
)
_LEADER = re.compile(r"[Uu]tredaren[ ][A-ZÅÄÖ][\wåäö-]+[ ][A-ZÅÄÖ][\wåäö-]+")
_OF_PLACE = re.compile(r"[ ]i[ ][A-ZÅÄÖ][\wåäö]+(?:s[ ]län)?")
_SWEDISH_IN_ENGLISH = re.compile(
    rf"\b[A-ZÅÄÖ][\wåäö-]+(?:{_SUFFIX})\b|\b(?:Vinnova|Formas|Forte|Trafikanalys|Lantmäteriet|Kommerskollegium)\b"
)
