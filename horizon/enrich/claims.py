"""Claims in a text: which clause someone could check, who says it, in whose words and how firmly. English and Swedish.

Rules over sentences: attribution verbs, quotation marks and dash lines, numbers, negation, modality. Every span is a slice of the
stored text. Rules and limits: docs/methodology/claims.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from horizon.sentences import sentences

MODALITIES = ("asserted", "hedged", "proposed", "denied")


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """One claim; offsets in code points of the text it was read from, end excluded."""

    start: int
    end: int
    text: str
    holder: str | None
    holder_start: int | None
    holder_end: int | None
    is_quote: bool
    modality: str


_SAY = (
    r"says?|said|writes?|wrote|argue[sd]?|claim(?:s|ed)?|state[sd]?|report(?:s|ed)?|find[s]?|found|shows?|"
    r"showed|suggest(?:s|ed)?|estimate[sd]?|"
    r"expect(?:s|ed)?|predict(?:s|ed)?|believe[sd]?|conclude[sd]?|note[sd]?|add(?:s|ed)|stress(?:es|ed)|"
    r"insist(?:s|ed)?|maintain(?:s|ed)?|"
    r"confirm(?:s|ed)?|announce[sd]?|forecasts?|calculate[sd]?|admit(?:s|ted)?|acknowledge[sd]?|point(?:s|"
    r"ed)\s+out|warn(?:s|ed)?|fear(?:s|ed)?|"
    r"told\s+(?:\w+\s+){1,4}?|assert(?:s|ed)?|allege[sd]?|explain(?:s|ed)?|reckon(?:s|ed)?|think(?:s)?|"
    r"thought|reveal(?:s|ed)?|indicate[sd]?|"
    r"contend(?:s|ed)?|hold[s]?|put(?:s)?\s+it|observe[sd]?|repl(?:y|ies|ied)|counter(?:s|ed)?|concede[sd]?|"
    r"document(?:s|ed)?|retort(?:s|ed)?|answer(?:s|ed)?|complain(?:s|ed)?|testif(?:y|ies|ied)|swear[s]?|"
    r"promise[sd]?|vow(?:s|ed)?|guess(?:es)?|doubt(?:s|ed)?|hint(?:s|ed)?|declare[sd]?|caution(?:s|ed)?|"
    r"recall(?:s|ed)?|tells?\s+(?:\w+\s+){1,4}?"
)
_PROPOSE = (
    r"propose[sd]?|demand(?:s|ed)?|call(?:s|ed|ing)?\s+for|call(?:s|ed)?\s+on|urge[sd]?|want(?:s|ed)?|"
    r"recommend(?:s|ed)?|ask(?:s|ed)?\s+(?:for|that)|seek[s]?|"
    r"request(?:s|ed)?|plan(?:s|ned)?\s+to|intend(?:s|ed)?\s+to|aim(?:s|ed)?\s+to|advocate[sd]?|advise[sd]?|push(?:es|ed)?\s+for"
)
_DENY = (
    r"den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refute[sd]?|dispute[sd]?|rebut(?:s|ted)?|rule[sd]?\s+out|"
    r"contradict(?:s|ed)?"
)
_SAY_SV = (
    r"säger|sa|sade|uppger|uppgav|hävda(?:r|de)|mena(?:r|de)|anser|ansåg|skriver|skrev|påstå(?:r|tt)|påstod|"
    r"bedöm(?:er|de)|räkna(?:r|de)\s+med|"
    r"vänta(?:r|de)\s+sig|tror|trodde|rapportera(?:r|de)|konstatera(?:r|de)|visa(?:r|de)|framhåll(?:er|"
    r"it)|framhöll|understryk(?:er|it)|beton(?:ar|ade)|"
    r"bekräfta(?:r|de)|meddela(?:r|de)|berätta(?:r|de)|tillägg(?:er|a)|förklara(?:r|de)|medge(?:r|tt)|"
    r"medgav|uppskatta(?:r|de)|beräkna(?:r|de)|"
    r"slår\s+fast|slog\s+fast|anger|angav|svara(?:r|de)|varna(?:r|de)(?:\s+för)?|fruktar|befara(?:r|de)|"
    r"spår|spådde|tyder\s+på|pekar\s+på|"
    r"gissar|invänder|invände|intygar|lova(?:r|de)|fann|finner|hotar|lovar|vittnar\s+om|klagar\s+på|tvivlar\s+på|"
    r"ser\s+(?:tecken|risk)|upplyser|kontra(?:r|de)|parera(?:r|de)|undrar|summera(?:r|de)|sammanfatta(?:r|"
    r"de)|resonera(?:r|de)|suckar|kom\s+fram\s+till|kommer\s+fram\s+till|påpeka(?:r|de)|försäkra(?:r|de)|"
    r"noterar"
)
_PROPOSE_SV = (
    r"föreslå(?:r|s|tt)|föreslog|kräv(?:er|de)|vill(?:e)?|uppmana(?:r|de)|rekommendera(?:r|de)|planera(?:r|"
    r"de)|avser|tänker|yrkar|efterlyser|"
    r"begär(?:de)?|förordar|siktar\s+på|ber\s+om|pläderar\s+för"
)
_DENY_SV = (
    r"förneka(?:r|de)|dementera(?:r|de)|tillbakavisa(?:r|de)|avvisa(?:r|de)|avfärda(?:r|de)|bestrid(?:er|"
    r"it)|bestred|motsäger|utesluter"
)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """The attribution patterns of one language."""

    verb: str
    deny: re.Pattern[str]
    propose: re.Pattern[str]
    that: str
    according: re.Pattern[str]
    hedged: re.Pattern[str]
    should: re.Pattern[str]
    cut: re.Pattern[str]  # where a holder behind its verb ends


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_EN = _Tongue(
    verb=f"{_DENY}|{_PROPOSE}|{_SAY}",
    deny=_r(rf"\b(?:{_DENY})\b"),
    propose=_r(rf"\b(?:{_PROPOSE})\b"),
    that=(
        r"(?:(?:any\s+|the\s+|all\s+)?(?:claims?|reports?|suggestions?|allegations?|rumou?rs?|idea|notion|"
        r"accusations?)\s+(?:that\s+|of\s+)|that\s+|:\s*|,\s*that\s+)?"
    ),
    according=_r(
        r"\b(?:according\s+to|in\s+the\s+(?:view|words|eyes)\s+of|as\s+reported\s+by|as\s+told\s+by|figures\s+from|"
        r"data\s+from)\s+(?P<holder>[^,.;]+?)(?=\s*[,.;]|$)"
    ),
    hedged=_r(
        r"\b(?:(?-i:may)|might|could|likely|unlikely|possibly|perhaps|probably|appears?|seems?|suggest(?:s|"
        r"ed)?|expect(?:s|ed)?|estimate[sd]?|reportedly|"
        r"allegedly|forecasts?|predict(?:s|ed)?|believe[sd]?|about\s+to|on\s+course|presumably|apparently|"
        r"projected|fear(?:s|ed)?|thought\s+to|"
        r"reckon(?:s|ed)?|roughly|rumou?r(?:s|ed)?|would\s+probably|thinks?|indicate[sd]?)\b"
    ),
    should=_r(
        r"\b(?:should|ought\s+to|must\s+be|needs?\s+to|(?:is|are|was|were)\s+to\s+be|proposed|plans?\s+to|planned)\b"
    ),
    cut=re.compile(
        r"\s*(?:[,.;:(]|\s(?:who|which|in\s+an?\s|in\s+the\s|in\s+its|at\s+(?:a|an|the)\s|on\s+(?:\w+day|the\s)|"
        r"after|when|while|during|told|to\s+\w+|as\s|last\s|this\s|yesterday|today|of\s+the\s+\w+\s+that)\b)"
    ),
)
_SV = _Tongue(
    verb=f"{_DENY_SV}|{_PROPOSE_SV}|{_SAY_SV}",
    deny=_r(rf"\b(?:{_DENY_SV})\b"),
    propose=_r(rf"\b(?:{_PROPOSE_SV})\b"),
    that=(
        r"(?:(?:alla\s+|de\s+)?(?:uppgift(?:er|en|erna)?|påstående(?:n|t|na)?|rykte(?:n|t|na)?|anklagelse(?:r|"
        r"n|rna)?)\s+(?:om\s+)?att\s+|att\s+|:\s*)?"
    ),
    according=_r(
        r"\b(?:enligt|så\s+bedömer)\s+(?P<holder>(?:(?:en|ett|den|det|de)\s+)?[^\s,.;]+(?:\s+(?:(?:för|om|"
        r"från|av|på|i|vid|och)\s+)?(?:(?-i:[A-ZÅÄÖ])[^\s,.;]*|(?:för|om|från|av|på|i|vid|och)\s+(?-i:[A-ZÅÄÖ])[^\s,.;]+))*)"
    ),
    hedged=_r(
        r"\b(?:kan|kunde|skulle\s+kunna|troligen|sannolikt|möjligen|kanske|förmodligen|verkar|tycks|antas|"
        r"väntas|bedöm\w*|uppskatt\w*|beräkn\w*|"
        r"mycket\s+talar\s+för|pekar\s+mot|räkna(?:r|de)\s+med|vänta(?:r|de)\s+sig|tror|trodde|påstås|lär|"
        r"sägs|uppges|spår|befara\w*|fruktar|gissar|omkring|tyder\s+på|ser\s+ut\s+att|rykte\w*|riskerar)\b"
    ),
    should=_r(r"\b(?:bör|borde|måste|föreslås|planeras|behöver)\b"),
    cut=re.compile(
        r"\s*(?:[,.;:(]|\s(?:som|i\s+en?\s|i\s+ett\s|i\s+sin|på\s+en?\s|vid\s+en?\s|till\s|efter|när|under|"
        r"om\s|då|sedan|idag|igår|i\s+går|och\s+tillägger|för\s+\w+radion)\b)"
    ),
)
_OPEN, _CLOSE = "\"“”„»«'‘’", "\"”“»«'’‘"
_QUOTE = re.compile(
    r"[\"“”„»«](?P<quote>[^\"“”„»«]{8,}?)[\"“”»«]|(?<!\w)['‘](?P<single>[^'‘]{12,}?)['’](?!\w)"
)
_DASH = re.compile(r"^\s*[–—-]\s*(?P<quote>.+)$")
_ADVERB = (
    r"(?:\s+(?:also|now|today|then|later|earlier|yesterday|has|have|had|already|again|still|repeatedly|"
    r"flatly|firmly|publicly|recently|on\s+\w+day|in\s+(?:\w+|20\d\d)|this\s+week|last\s+week|nu|också|"
    r"även|har|hade|igår|i\s+går|redan|åter|fortfarande|bestämt|själv|senare|samtidigt))*"
)
_PRONOUN = re.compile(r"^(?:he|she|they|it|we|i|han|hon|de|den|det|vi|jag)$", re.I)
_NOT_A_CLAIM = _r(
    r"\?\s*[\"”»’]?$|^(?:here\s+(?:are|is)|why|how|what|five|ten|registration|more\s+(?:work|research)|"
    r"kanske\s+borde|varför|hur|vad|read|click|send|visit|sign\s+up|register|subscribe|bring|come|join|"
    r"see|find\s+out|remember|please|don.t\s+(?:miss|forget)|do\s+not|check|"
    r"download|call\s+us|contact|note\s+that|let\s+us|let.s|welcome|photo|image|picture|editor.s|this\s+article|"
    r"more\s+(?:about|information|on)|share|"
    r"läs|klicka|skicka|besök|anmäl|prenumerera|ta\s+med|kom|välkom\w+|se\s+till|glöm|foto|bild|redaktion\w*|"
    r"den\s+här\s+artikeln|mer\s+om|dela|ladda|ring|kontakta|tipsa|"
    r"följ|fyll|spara|missa|häng|låt\s+oss|använd|stäng|öppna\s+(?:filen|länken)|tänk\s+på|how\s+to|så\s+(?:gör|"
    r"här|kan)\s+du|put|press|open\s+the|keep|add\s|fill|save|use\s|enter|choose|write\s+to|apply|try)\b"
    r"|\b(?:you\s+are\s+(?:invited|welcome)|är\s+(?:du|ni)\s+(?:inbjud\w+|välkomm?\w+)|välkomna|inbjud\w+|"
    r"register\s+(?:by|at|here)|doors\s+open|coffee|fika|kaffe\w*|"
    r"refreshments|programme\s+below|agenda\s+below|we\s+look\s+forward|vi\s+ser\s+fram|it\s+is\s+(?:high\s+)?time|"
    r"det\s+är\s+(?:hög\s+)?(?:tid|dags)|"
    r"must\s+do\s+(?:more|better)|we\s+(?:all\s+)?(?:need|must|have)\s+to|måste\s+(?:alla\s+)?(?:göra\s+mer|"
    r"hjälpas)|framtiden\s+är|the\s+future\s+is|"
    r"takes\s+place|will\s+be\s+held|äger\s+rum|hålls\s+(?:i|på|den)|seminari\w*|webinar|workshop|conference|"
    r"konferens\w*|newsletter|nyhetsbrev\w*|cookies?|"
    r"opening\s+hours|öppettider|office\s+hours|parking|parkering)\b"
)
_TASTE = _r(
    r"\b(?:beautiful|wonderful|delicious|charming|lovely|impressive|inspiring|amazing|stunning|splendid|"
    r"delightful|elegant|finest|brilliant|proud|"
    r"exciting|great|remarkable|superb|gorgeous|hopeful|cosy|pleasant|quiet|silence|smell\w*|smil\w+|laugh\w*|"
    r"sun(?:shine|light)?|rain\w*|fog|grey|morning|wind|snow|clouds?|gulls?|"
    r"fantastisk\w*|vack\w+|härlig\w*|underbar\w*|spännande|imponerande|inspirerande|stolt\w*|charmig\w*|"
    r"läcker\w*|ljuvlig\w*|skön\w*|gott|fin\w?|trevlig\w*|mysig\w*|"
    r"solen|regn\w*|dimma\w*|morgon\w*|doft\w*|tyst\w*|ler|skratt\w*|himl\w*|måsar\w*|snö\w*)\b"
)
_FACT = _r(
    r"\d|\b(?:per\s?cent|procent|million\w*|miljon\w*|miljard\w*|billion|half|hälften|third|tredjedel|"
    r"twice|doubled|fördubbl\w+|two|three|four|five|six|seven|eight|nine|ten|"
    r"två|tre|fyra|fem|sex|sju|åtta|nio|tio|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|elva|"
    r"tolv|tretton|femton|tjugo|trettio|fyrtio|femtio|noll|zero|dozen|hundreds?|thousands?|hundra\w*|tusen\w*|"
    r"not|no|never|inte|ingen|inga|aldrig|because|since|eftersom|därför|"
    r"ban\w*|forbid\w*|prohibit\w*|förbjud\w*|förbud\w*|rose|fell|increas\w+|decreas\w+|cut|cuts|grew|"
    r"shrank|clos\w+|open\w+|buys?|bought|sold|sells?|built|builds?|adopt\w+|"
    r"approv\w+|reject\w+|fined?|caus\w+|stopp\w+|start\w+|ended|lost|won|signed|raised|moved?|dropped|"
    r"halted|ök\w+|minsk\w+|steg|stig\w+|sjönk|sjunk\w+|föll|stäng\w+|köp\w+|sål\w+|"
    r"bygg\w+|anta\w+|godkän\w+|avslog|orsak\w+|stopp\w+|började|slut\w+|förlora\w+|vann|skriv\w+\s+under|"
    r"höj\w+|sänk\w+|flytta\w*|more|less|fewer|longer|cheaper|faster|mer|färre|dyrare|billigare|längre)\b"
)


def claims_of(text: str, language: str | None) -> list[ClaimFound]:
    """The claims of a text in order. Raises nothing; a text without any gives an empty list."""
    tongue = _SV if language == "sv" else _EN
    found: list[ClaimFound] = []
    speaker: tuple[int, int] | None = (
        None  # a quotation that goes on without naming anyone is the last speaker's
    )
    for start, end in _parts(text):
        one, speaker = _claim_of(text, start, end, tongue, speaker)
        if one is not None:
            found.append(one)
    return found


_BORDER = re.compile(r";\s+|:\s+(?=[a-zåäö])")


def _parts(text: str) -> list[tuple[int, int]]:
    """Sentences, cut at semicolons, and at a colon behind "they admit"."""
    parts: list[tuple[int, int]] = []
    for start, end in sentences(text):
        at = start
        for match in _BORDER.finditer(text, start, end):
            if match.group(0).startswith(":") and not _ADMITS.search(text[at : match.start()]):
                continue
            if text[at : match.start()].count("“") != text[at : match.start()].count("”"):
                continue
            parts.append((at, match.start()))
            at = match.end()
        parts.append((at, end))
    return parts


_ADMITS = _r(rf",\s+(?:(?:\w+\s+){{0,3}}\w+\s+(?:{_SAY})|(?:{_SAY_SV})\s+\w+(?:\s+\w+){{0,3}})$")


def _claim_of(
    text: str, start: int, end: int, tongue: _Tongue, speaker: tuple[int, int] | None
) -> tuple[ClaimFound | None, tuple[int, int] | None]:
    """The claim of one part of a text, and who has the word after it."""
    sentence = text[start:end]
    dash = _DASH.match(sentence)
    quote = None if dash else _longest_quote(sentence)
    made: tuple[int, int, tuple[int, int] | None, str] | None = None
    is_quote = False
    if dash:
        body = dash.start("quote")
        tail = _behind(sentence, body, tongue)
        if tail:
            made, is_quote = (body, tail[0], tail[1], tail[2]), True
        else:
            made, is_quote = (body, len(sentence), None, ""), True
    elif quote:
        holder, verb = _outside(sentence, quote, tongue)
        if holder or verb or quote[1] - quote[0] > 0.6 * len(sentence):
            made, is_quote = (quote[0], quote[1], holder, verb), True
    refuted = _REFUTED.search(sentence)
    if made is None and refuted:
        made = (*refuted.span("clause"), refuted.span("holder"), "denies")
    made = (
        made
        or _ahead(sentence, 0, tongue)
        or _according(sentence, tongue)
        or _tail(sentence, tongue)
        or _amid(sentence, tongue)
        or _otherwise(sentence)
    )
    if made is None or _NOT_A_CLAIM.match(sentence):
        if made or not _is_checkable(sentence):
            return None, None
        made = (0, len(sentence), None, "")
    a, b, holder, verb = made
    if not is_quote and not (verb and tongue.deny.match(verb)):
        inner = _innermost(sentence, a, b, tongue)
        if inner:  # whose statement it is
            a, b, holder, verb = inner
    if holder:
        holder = _neat(sentence, *holder)
    named = (start + holder[0], start + holder[1]) if holder else speaker if is_quote else None
    speaker = named if is_quote else None
    a, b = _trimmed(sentence, a, b)
    if (
        b - a < 8
        or sentence[a:b].rstrip().endswith("?")
        or (named is None and not _is_checkable(sentence[a:b]))
    ):
        return None, speaker
    if is_quote and not _has_content(sentence[a:b]):
        return None, speaker
    said = sentence[a:b]
    found = ClaimFound(
        start=start + a, end=start + b, text=said, is_quote=is_quote,
        holder=text[named[0] : named[1]] if named else None, holder_start=named[0] if named else None,
        holder_end=named[1] if named else None,
        modality=_modality(sentence, said, verb, tongue),
    )  # fmt: skip
    return found, speaker


_TOLD_BY = _r(
    r"\b(?:(?:was|were|been|is|are)\s+(?:told|warned|informed|advised|assured)\s+by|(?:varnades?|varnats|"
    r"informera(?:de)?s|informerats|upplyst(?:e|s|es)?|underrättades?|fått\s+veta|fick\s+veta)\s+av)\s+"
    r"(?P<holder>[^,;]{2,60}?)\s+(?:that|(?:om\s+)?att)\s+(?P<clause>.+)$"
)
_QUOTING = _r(
    r",\s*(?:quoting|citing|med\s+hänvisning\s+till|som\s+hänvisar\s+till)\s+(?P<holder>[^,]{2,60}),"
)
_REFUTED = _r(
    r"^(?:The\s+|Any\s+)?(?:uppgift\w*|rykte\w*|påstående\w*|claims?|reports?|rumou?rs?|suggestions?|idea)\s+(?:om\s+)?(?:att|"
    r"that)\s+(?P<clause>.+?)\s+"
    r"(?P<verb>dementeras|dementerades|förnekas|förnekades|avvisas|avvisades|tillbakavisas|tillbakavisades|"
    r"bestrids|(?:is|are|was|were)\s+(?:denied|rejected|dismissed|disputed))\s+(?:av|by)\s+(?P<holder>[^,.;]+)"
)
_OTHER_HOLDERS = (
    _r(r"^as\s+(?P<holder>[^,]{2,60}?)\s+(?:sees?|puts?|tells?|reads?|sums?|has)\s+it,?"),
    _r(
        r"\bif\s+(?P<holder>[^,]{2,50}?)\s+(?:gets?\s+(?:its|their|his|her)\s+way|(?:is|are)\s+(?:right|to\s+be\s+believed))"
    ),
    _r(
        r"\b(?:om\s+man\s+får\s+tro|sett\s+med|om)\s+(?P<holder>[^,:]{2,50}?)(?:\s+får\s+(?:bestämma|som\s+\w+\s+vill))?(?=[,:])"
    ),
    _r(
        r"^(?:In|I)\s+(?P<holder>(?:the\s+)?[^,]{2,40}?)(?:'s|’s|s)\s+(?:draft|view|opinion|account|telling|"
        r"utkast|förslag|ögon|version),?"
    ),
    _r(
        r"^(?P<holder>[^,:]{3,55}?)\s+(?:puts?|was|is|were|sums?|summed|came|comes|gave|gives|är|var|kom|kommer|"
        r"gav|ger|drar|svar\w*)\b[^:]{0,50}:"
    ),
)


def _innermost(
    sentence: str, a: int, b: int, tongue: _Tongue
) -> tuple[int, int, tuple[int, int] | None, str] | None:
    """A statement inside a statement: the one whose it is."""
    told = _TOLD_BY.search(sentence, a, b)
    if told:
        return told.start("clause"), told.end("clause"), told.span("holder"), "told"
    quoting = _QUOTING.search(sentence, a, b)
    if quoting:
        after = re.search(r"\b(?:that|att)\s+", sentence[quoting.end() : b])
        return (quoting.end() + after.end() if after else a), b, quoting.span("holder"), "told"
    inner = _ahead(sentence, a, tongue, b)
    if (
        inner
        and inner[2]
        and not _PRONOUN.match(sentence[inner[2][0] : inner[2][1]])
        and not tongue.propose.match(inner[3])
    ):
        return inner
    return None


def _is_checkable(said: str) -> bool:
    """Whether an unattributed sentence states something that can be looked up; taste and scenes need a figure or a change."""
    if _NOT_A_CLAIM.search(said.strip()):
        return False
    return bool(_FACT.search(said)) and not (_TASTE.search(said) and not re.search(r"\d", said))


def _amid(sentence: str, tongue: _Tongue) -> tuple[int, int, tuple[int, int] | None, str] | None:
    """`Scale-up, the team concedes, might fail.`"""
    match = re.search(
        rf",\s(?:(?P<holder>(?!which|who|and|but|som|och|men)[^,]{{2,50}}?)\s+(?P<verb>{tongue.verb})|"
        rf"(?P<verb2>{tongue.verb})\s+(?P<holder2>[^,]{{2,50}}?))(?:\s+\w+)?,\s",
        sentence, re.IGNORECASE,
    )  # fmt: skip
    if not match:
        return None
    holder = match.span("holder") if match["holder"] else match.span("holder2")
    return 0, len(sentence), holder, match["verb"] or match["verb2"]


def _otherwise(sentence: str) -> tuple[int, int, tuple[int, int] | None, str] | None:
    """Rarer ways to name a holder: "as X sees it", "om man får tro X", "X puts a number on it:"."""
    for pattern in _OTHER_HOLDERS:
        match = pattern.search(sentence)
        if match and len(match["holder"].split()) <= 9:
            if match.start() == 0 or sentence[match.end() : match.end() + 1] == ":":
                return match.end(), len(sentence), match.span("holder"), "says"
            return 0, len(sentence), match.span("holder"), "wants" if "way" in match.group(0) else "says"
    return None


def _has_content(said: str) -> bool:
    return (
        len(said.split()) >= 4
        and not (_TASTE.search(said) and not _FACT.search(said))
        and not _NOT_A_CLAIM.search(said)
    )


def _longest_quote(sentence: str) -> tuple[int, int] | None:
    spans = [m.span("quote") if m["quote"] else m.span("single") for m in _QUOTE.finditer(sentence)]
    spans = [s for s in spans if len(sentence[s[0] : s[1]].split()) >= 4]
    if not spans:
        return None
    if (
        len(spans) > 1 and spans[-1][0] - spans[0][1] < 80
    ):  # "A," said X, "B": the span runs over the attribution
        return spans[0][0], spans[-1][1]
    return max(spans, key=lambda s: s[1] - s[0])


def _outside(sentence: str, quote: tuple[int, int], tongue: _Tongue) -> tuple[tuple[int, int] | None, str]:
    """Holder and verb of a quotation, before, behind or inside it."""
    head, tail = sentence[: quote[0]], sentence[quote[1] :]
    inside = re.search(r"[,.]?[\"”»«’]\s*(?P<rest>[^\"“”»«]*?)\s*[\"“”»«‘]", sentence[quote[0] : quote[1]])
    for part, offset in (
        (tail, quote[1]),
        *([(inside["rest"], quote[0] + inside.start("rest"))] if inside else []),
    ):
        found = _verb_then_holder(part, tongue) or _holder_then_verb(part, tongue)
        if found:
            return (found[0] + offset, found[1] + offset), found[2]
    match = re.search(
        rf"(?P<holder>[^,;:.]+?){_ADVERB}\s+(?P<verb>{tongue.verb})\b[^.]*$", head, re.IGNORECASE
    )
    if match:
        return _neat(head, *match.span("holder")), match["verb"]
    colon = re.match(r"^(?P<holder>[^,:]{2,60})(?:,[^:]*)?:\s*[\"“”»«„]?$", head)
    if colon:
        return _neat(head, *colon.span("holder")), ""
    according = tongue.according.search(head) or tongue.according.search(tail)
    if according:
        offset = 0 if tongue.according.search(head) else quote[1]
        return (according.start("holder") + offset, according.end("holder") + offset), ""
    return None, ""


def _verb_then_holder(part: str, tongue: _Tongue) -> tuple[int, int, str] | None:
    """`", said the minister in Lund.`"""
    match = re.match(
        rf"^[\s,.\"”»«’?!–-]*(?P<verb>{tongue.verb}){_ADVERB}\s+(?P<rest>[^\"“”]+)", part, re.IGNORECASE
    )
    if not match:
        return None
    rest = match["rest"]
    stop = tongue.cut.search(rest)
    end = match.start("rest") + (stop.start() if stop and stop.start() > 0 else len(rest.rstrip(" .")))
    return match.start("rest"), end, match["verb"]


def _holder_then_verb(part: str, tongue: _Tongue) -> tuple[int, int, str] | None:
    """`", the minister said.`"""
    match = re.match(
        rf"^[\s,.\"”»«’–-]*(?P<holder>[^,.;]+?)(?:,[^,]+,)?{_ADVERB}\s+(?P<verb>{tongue.verb})\b",
        part,
        re.IGNORECASE,
    )
    return (*match.span("holder"), match["verb"]) if match and len(match["holder"].split()) <= 9 else None


def _behind(sentence: str, at: int, tongue: _Tongue) -> tuple[int, tuple[int, int], str] | None:
    """The attribution at the end of a sentence: (end of what is said, holder, verb)."""
    match = re.search(
        rf",\s*(?:så\s+)?(?P<verb>{tongue.verb}){_ADVERB}\s+(?P<rest>[^,]+(?:,.*)?)$",
        sentence[at:],
        re.IGNORECASE,
    )
    if match:
        rest = match["rest"]
        stop = tongue.cut.search(rest)
        begin = at + match.start("rest")
        end = begin + (stop.start() if stop and stop.start() > 0 else len(rest.rstrip(" .")))
        return at + match.start(), (begin, end), match["verb"]
    match = re.search(
        rf",\s*(?P<holder>(?!and\b|but\b|och\b|men\b|which\b|who\b|som\b)[^,.;]{{2,70}}?){_ADVERB}\s+(?P<verb>{tongue.verb})"
        rf"(?:\s+(?:on|in|at|to|this|last|yesterday|i|på|till)\b[^,]*|\s+\w+)?\s*\.?$",
        sentence[at:], re.IGNORECASE,
    )  # fmt: skip
    if match and len(match["holder"].split()) <= 9:
        return at + match.start(), (at + match.start("holder"), at + match.end("holder")), match["verb"]
    return None


def _tail(sentence: str, tongue: _Tongue) -> tuple[int, int, tuple[int, int] | None, str] | None:
    found = _behind(sentence, 0, tongue)
    return (0, found[0], found[1], found[2]) if found else None


def _ahead(
    sentence: str, at: int, tongue: _Tongue, end: int | None = None
) -> tuple[int, int, tuple[int, int] | None, str] | None:
    """`HOLDER says (that) CLAUSE`: (start, end, holder, verb)."""
    part = sentence[at : end if end is not None else len(sentence)]
    match = re.match(
        rf"^(?P<lead>(?:(?:In|On|At|After|But|And|Yet|However|Meanwhile|I|På|Efter|Men|Och|Samtidigt|Under|"
        rf"Vid|Contrary|Despite|As|Asked|Since|For|With|From|By|When|While|Although|If|Trots|Tvärtemot|Sedan|"
        rf"När|Medan|Inför|Sent|Late|Speaking|Writing|Answering|Starting|Today|Yesterday|Before)\b[^,]{{0,60}},\s+|"
        rf"(?:But|And|Yet|Men|Och)\s+)?)"
        rf"(?P<holder>[^,;:]{{1,90}}?)(?:,\s[^,]{{1,110}},)?{_ADVERB}\s+(?P<verb>{tongue.verb})(?:\s+(?:on\s+\w+day|"
        rf"yesterday|today|igår|i\s+går|i\s+dag|nu|now|(?:in|i)\s+(?:a|an|en|ett|its|sin)\s+\w+(?:\s+\w+)?|"
        rf"dock|också|also|därför|själv)\b)*,?\s+{tongue.that}(?P<clause>\S.*)$",
        part, re.IGNORECASE | re.DOTALL,
    )  # fmt: skip
    if (
        not match
        or len(match["holder"].split()) > 11
        or (re.search(r"\b(?:that|which|att|som)\b", match["holder"]) and len(match["holder"].split()) > 7)
    ):
        told = re.match(
            r"^.{0,80}?\b(?:was|were|been)\s+told\s+by\s+(?P<holder>[^,;]{2,60}?)\s+that\s+(?P<clause>.+)$",
            part,
            re.IGNORECASE,
        )
        if told:
            return (
                at + told.start("clause"),
                at + told.end("clause"),
                (at + told.start("holder"), at + told.end("holder")),
                "told",
            )
        return None
    holder = _neat(part, *match.span("holder"))
    if re.search(
        r"\b(?:the|a|an|of|at|in|on|its|their|this|to|for|from|by|with|en|ett|av|i|på|till|för|om|den|det|de|sin|sitt)$",
        match["holder"],
        re.I,
    ):
        return None  # what follows is a noun: "at the request of"
    if re.search(r"\b(?:member|united)$", match["holder"], re.IGNORECASE):
        return None  # "member states", no verb
    if not part[holder[0] : holder[1]].strip() or re.match(
        r"^(?:there|it\s+is|what|who|how|why|det\s+är|vad|vem|hur)\b", match["holder"], re.I
    ):
        return None
    return (
        at + match.start("clause"),
        at + match.end("clause"),
        (at + holder[0], at + holder[1]),
        match["verb"],
    )


def _according(sentence: str, tongue: _Tongue) -> tuple[int, int, tuple[int, int] | None, str] | None:
    match = tongue.according.search(sentence)
    if not match:
        return None
    holder = match.span("holder")
    if match.start() <= 2:
        begin = match.end()
        return begin, len(sentence), holder, ""
    if match.end() >= len(sentence.rstrip(" .")) - 1:
        return 0, match.start(), holder, ""
    return 0, len(sentence), holder, ""


def _neat(part: str, start: int, end: int) -> tuple[int, int]:
    """A holder without what leads up to it."""
    lead = re.match(r"^(?:(?:But|And|Yet|Men|Och|Also|Now|Meanwhile|Still)\s+)+", part[start:end])
    start += lead.end() if lead else 0
    while start < end and part[start] in " \"“”»«'‘–-":
        start += 1
    while end > start and part[end - 1] in " ,\"“”»«'’":
        end -= 1
    return start, end


def _trimmed(sentence: str, a: int, b: int) -> tuple[int, int]:
    """A span without quotation marks, commas, dashes and the full stop at its edges."""
    while a < b and sentence[a] in " ,:;–—-\"“”„»«'‘":
        a += 1
    while b > a and sentence[b - 1] in " ,;:–—\"“”»«'’.":
        b -= 1
    return a, b


_PLAN = _r(
    r"\b(?:under|in)\s+(?:the|a|its|their|this)\s+(?:\w+\s+)?(?:plan|proposal|draft|bill)\b|\b(?:draft|"
    r"utkast\w*),|\b(?:enligt|i)\s+(?:förslaget|planen|utkastet|planerna)\b|\bwould\s+be\b(?=.*\bby\s+\w+\s?20)"
)


def _modality(sentence: str, said: str, verb: str, tongue: _Tongue) -> str:
    if verb == "denies" or (verb and tongue.deny.match(verb)):
        return "denied"
    if re.search(
        r"\b(?:not\s+true\s+that|no\s+truth|is\s+false|inte\s+sant|stämmer\s+inte|falskt)\b",
        sentence,
        re.IGNORECASE,
    ):
        return "denied"
    if (
        _PLAN.search(sentence)
        or (verb and tongue.propose.match(verb))
        or tongue.should.search(said)
        or (not verb and tongue.propose.search(said))
    ):
        return "proposed"
    if (verb and tongue.hedged.match(verb)) or tongue.hedged.search(said):
        return "hedged"
    return "asserted"
