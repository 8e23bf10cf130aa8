"""The words by which claims are told: verbs of saying, what is no claim, what can be looked up. English and Swedish."""

from __future__ import annotations

import re
from dataclasses import dataclass

SAY = (
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

PROPOSE = (
    r"propose[sd]?|demand(?:s|ed)?|call(?:s|ed|ing)?\s+for|call(?:s|ed)?\s+on|urge[sd]?|want(?:s|ed)?|"
    r"recommend(?:s|ed)?|ask(?:s|ed)?\s+(?:for|that)|seek[s]?|"
    r"request(?:s|ed)?|plan(?:s|ned)?\s+to|intend(?:s|ed)?\s+to|aim(?:s|ed)?\s+to|advocate[sd]?|advise[sd]?|push(?:es|ed)?\s+for"
)

DENY = (
    r"den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refute[sd]?|dispute[sd]?|rebut(?:s|ted)?|rule[sd]?\s+out|"
    r"contradict(?:s|ed)?"
)

SAY_SV = (
    r"säger|sa|sade|uppger|uppgav|hävda(?:r|de)|mena(?:r|de)|anser|ansåg|skriver|skrev|påstå(?:r|tt)|påstod|"
    r"bedöm(?:er|de)|räkna(?:r|de)\s+med|"
    r"vänta(?:r|de)\s+sig|tror|trodde|rapportera(?:r|de)|konstatera(?:r|de)|visa(?:r|de)|framhåll(?:er|"
    r"it)|framhöll|understryk(?:er|it)|beton(?:ar|ade)|"
    r"bekräfta(?:r|de)|meddela(?:r|de)|berätta(?:r|de)|tillägg(?:er|a)|förklara(?:r|de)|medge(?:r|tt)|"
    r"medgav|uppskatta(?:r|de)|beräkna(?:r|de)|"
    r"slår\s+fast|slog\s+fast|anger|angav|svara(?:r|de)|varna(?:r|de)(?:\s+för)?|fruktar|befara(?:r|de)|"
    r"spår|spådde|tyder\s+på|pekar\s+på|"
    r"gissar|invänder|invände|intygar|fann|finner|hotar|vittnar\s+om|klagar\s+på|tvivlar\s+på|"
    r"ser\s+(?:tecken|risk)|upplyser|kontra(?:r|de)|parera(?:r|de)|undrar|summera(?:r|de)|sammanfatta(?:r|"
    r"de)|resonera(?:r|de)|suckar|kom\s+fram\s+till|kommer\s+fram\s+till|påpeka(?:r|de)|försäkra(?:r|de)|"
    r"noterar|hitta(?:r|de)|uppmätte|misstänk(?:er|te)|anklaga(?:r|de)|larma(?:r|de)(?:\s+om)?|flagga(?:r|de)\s+för|hoppas|"
    r"fastslå(?:r|s)|fastslog|"
    r"kommentera(?:r|"
    r"de)|tycker|tyckte|anmärk(?:er|te)|insistera(?:r|de)|informera(?:r|de)(?:\s+om)?|avslöja(?:r|de)|upprepa(?:r|de)|"
    r"förutspå(?:r|dde)|"
    r"upptäck(?:er|te)|erkän(?:ner|de)|minns|twittrar|läxar|utropar|utbrister|fnyser|muttrar|skrockar|"
    r"kritisera(?:r|de)|beskriv(?:er|it)|beskrev|antyd(?:er|de)|poängtera(?:r|de)|underströk|redovisa(?:r|de)"
)

PROPOSE_SV = (
    r"föreslå(?:r|s|tt)|föreslog|kräv(?:er|de)|vill(?:e)?|uppmana(?:r|de)|rekommendera(?:r|de)|planera(?:r|"
    r"de)|avser|tänker|yrkar|efterlyser|"
    r"lova(?:r|de)|begär(?:de)?|förordar|siktar\s+på|ber\s+om|pläderar\s+för"
)

DENY_SV = (
    r"förneka(?:r|de)|dementera(?:r|de)|tillbakavisa(?:r|de)|avvisa(?:r|de)|avfärda(?:r|de)|bestrid(?:er|"
    r"it)|bestred|motsäger|utesluter|neka(?:r|de)(?:\s+till)?|motsätter\s+sig|motsatte\s+sig"
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The attribution patterns of one language."""

    verb: str
    deny: re.Pattern[str]
    propose: re.Pattern[str]
    that: str
    according: re.Pattern[str]
    hedged: re.Pattern[str]
    should: re.Pattern[str]
    cut: re.Pattern[str]  # where a holder behind its verb ends


def folded(pattern: str) -> re.Pattern[str]:
    """A pattern that takes capitals and small letters for the same."""
    return re.compile(pattern, re.IGNORECASE)


EN = Tongue(
    verb=f"{DENY}|{PROPOSE}|{SAY}",
    deny=folded(rf"\b(?:{DENY})\b"),
    propose=folded(rf"\b(?:{PROPOSE})\b"),
    that=(
        r"(?:(?:any\s+|the\s+|all\s+)?(?:claims?|reports?|suggestions?|allegations?|rumou?rs?|idea|notion|"
        r"accusations?)\s+(?:that\s+|of\s+)|that\s+|:\s*|,\s*that\s+)?"
    ),
    according=folded(
        r"\b(?:according\s+to|in\s+the\s+(?:view|words|eyes)\s+of|as\s+reported\s+by|"
        r"as\s+told\s+by)\s+(?P<holder>[^,.;]+?)(?=\s*[,.;]|$)"
    ),
    hedged=folded(
        r"\b(?:(?-i:may)|might|could|likely|unlikely|possibly|perhaps|probably|appears?|seems?|suggest(?:s|"
        r"ed)?|expect(?:s|ed)?|estimate[sd]?|reportedly|"
        r"allegedly|forecasts?|predict(?:s|ed)?|believe[sd]?|about\s+to|on\s+course|presumably|apparently|"
        r"projected|fear(?:s|ed)?|thought\s+to|"
        r"reckon(?:s|ed)?|roughly|rumou?r(?:s|ed)?|would\s+probably|thinks?|indicate[sd]?)\b"
    ),
    should=folded(
        r"\b(?:should|ought\s+to|must\s+be|needs?\s+to|(?:is|are|was|were)\s+to\s+be|proposed|plans?\s+to|planned)\b"
    ),
    cut=re.compile(
        r"\s*(?:[,.;:(]|\s(?:who|which|in\s+an?\s|in\s+the\s|in\s+its|at\s+(?:a|an|the)\s|on\s+(?:\w+day|the\s)|"
        r"after|when|while|during|told|to\s+\w+|as\s|last\s|this\s|yesterday|today|of\s+the\s+\w+\s+that)\b)"
    ),
)

SV = Tongue(
    verb=f"{DENY_SV}|{PROPOSE_SV}|{SAY_SV}",
    deny=folded(rf"\b(?:{DENY_SV})\b"),
    propose=folded(rf"\b(?:{PROPOSE_SV})\b"),
    that=(
        r"(?:(?:om\s+|för\s+|till\s+)?att\s+|(?:alla\s+|de\s+)?(?:uppgift(?:er|en|erna)?|påstående(?:n|t|na)?|rykte(?:n|t|"
        r"na)?|anklagelse(?:r|"
        r"n|rna)?)\s+(?:om\s+)?att\s+|att\s+|:\s*)?"
    ),
    according=folded(
        r"\b(?:enligt|så\s+bedömer|sett\s+med)\s+(?P<holder>(?:(?:en|ett|den|det|de|flera|två)\s+(?:(?:\w+(?:a|ig|lig|sk|ny|"
        r"t)|ny)\s+)*)?"
        r"[^\s,.;:]+(?:\s+(?:(?:för|om|från|av|på|i|vid|och|hos|lämnad\s+av|som)\s+(?:(?:en|ett|den|två|flera)\s+)?)?"
        r"(?:(?-i:[A-ZÅÄÖ])[^\s,.;:]*)|\s+(?:från|av|hos|vid|lämnad\s+av|"
        r"gjord\s+av)\s+[^\s,.;:]+(?:\s+(?-i:[A-ZÅÄÖ])[^\s,.;:]*)*)*)"
    ),
    hedged=folded(
        r"\b(?:kan|kunde|skulle\s+kunna|troligen|sannolikt|möjligen|kanske|förmodligen|verkar|tycks|antas|"
        r"väntas|bedöm\w*|uppskatt\w*|beräkn\w*|"
        r"mycket\s+talar\s+för|pekar\s+mot|räkna(?:r|de)\s+med|vänta(?:r|de)\s+sig|tror|trodde|påstås|lär|misstänk\w*|hoppas|"
        r"sägs|uppges|spår|befara\w*|fruktar|gissar|omkring|tyder\s+på|ser\s+ut\s+att|rykte\w*|riskerar)\b"
    ),
    should=folded(r"\b(?:bör|borde|måste|föreslås|planeras|behöver)\b"),
    cut=re.compile(
        r"\s*(?:[,.;:(]|\s(?:som|i\s+en?\s|i\s+ett\s|i\s+sin|på\s+en?\s|vid\s+en?\s|till\s|efter|när|under|"
        r"om\s|då|sedan|idag|igår|i\s+går|och\s+tillägger|för\s+\w+radion)\b)"
    ),
)

QUOTE = re.compile(
    r"[\"“”„»«](?P<quote>[^\"“”„»«]{8,}?)[\"“”»«]|(?<!\w)['‘](?P<single>[^'‘]{12,}?)['’](?!\w)"
)

DASH = re.compile(r"^\s*[–—-]\s*(?P<quote>.+)$")

ADVERB = (
    r"(?:\s+(?:also|now|today|then|later|earlier|yesterday|has|have|had|already|again|still|repeatedly|"
    r"flatly|firmly|publicly|recently|on\s+\w+day|in\s+(?:\w+|20\d\d)|this\s+week|last\s+week|nu|också|"
    r"även|har|hade|igår|i\s+går|redan|åter|fortfarande|bestämt|själv|senare|samtidigt))*"
)

PRONOUN = re.compile(r"^(?:he|she|they|it|we|i|han|hon|de|den|det|vi|jag)$", re.I)

NOT_A_CLAIM = folded(
    r"^(?:section|chapter|part|appendix|figure|table|kapitel|avsnitt|bilaga|keywords|nyckelord)\b|^i\s+(?:kapitel|avsnitt|"
    r"del|bilaga)\s|"
    r"^perhaps\s+it|\bneeds?\s+more\s+of\b|\b(?:summit|meeting|forum|congress|fair|mötet|mässan)\b.{0,40}\b(?:gathers?|samlar)\b|"
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

TASTE = folded(
    r"\b(?:love[sd]?|adore\w*|hug(?:s|ged|ging)?|roligt|kul|åh|jippi|hurra|what\s+a|beautiful|wonderful|delicious|charming|"
    r"lovely|impressive|inspiring|amazing|stunning|splendid|"
    r"delightful|elegant|finest|brilliant|proud|"
    r"exciting|great|remarkable|superb|gorgeous|hopeful|cosy|pleasant|quiet|silence|smell\w*|smil\w+|laugh\w*|"
    r"sun(?:shine|light)?|rain\w*|fog|grey|morning|wind|snow|clouds?|gulls?|"
    r"fantastisk\w*|vack\w+|härlig\w*|underbar\w*|spännande|imponerande|inspirerande|stolt\w*|charmig\w*|"
    r"läcker\w*|ljuvlig\w*|skön\w*|gott|fin\w?|trevlig\w*|mysig\w*|"
    r"solen|regn\w*|dimma\w*|morgon\w*|doft\w*|tyst\w*|ler|skratt\w*|himl\w*|måsar\w*|snö\w*)\b"
)

FACT = folded(
    r"\d|\b(?:reportedly|allegedly|per\s?cent|procent|million\w*|miljon\w*|miljard\w*|billion|half|hälften|third|tredjedel|"
    r"saknar|ställ\w+\s+in|inställ\w+|lacks?|arrest\w+|searched|resign\w+|appointed|greps|åtal\w+|döm[ts]\w*|avgick|utsågs|"
    r"halved|twice|doubled|fördubbl\w+|two|three|four|five|six|seven|eight|nine|ten|"
    r"två|tre|fyra|fem|sex|sju|åtta|nio|tio|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|elva|"
    r"tolv|tretton|femton|tjugo|trettio|fyrtio|femtio|noll|zero|dozen|hundreds?|thousands?|hundra\w*|tusen\w*|"
    r"not|no|never|nobody|none|nothing|inte|ingen|inga|aldrig|because|since|eftersom|därför|"
    r"ban\w*|forbid\w*|prohibit\w*|förbjud\w*|förbud\w*|rose|fell|increas\w+|decreas\w+|cut|cuts|grew|"
    r"shrank|clos\w+|open\w+|buys?|bought|sold|sells?|built|builds?|adopt\w+|"
    r"approv\w+|reject\w+|fined?|caus\w+|stopp\w+|start\w+|ended|lost|won|signed|raised|moved?|dropped|"
    r"halted|ök\w+|minsk\w+|steg|stig\w+|sjönk|sjunk\w+|föll|stäng\w+|köp\w+|sål\w+|"
    r"bygg\w+|anta\w+|godkän\w+|avslog|orsak\w+|stopp\w+|började|slut\w+|förlora\w+|vann|skriv\w+\s+under|"
    r"höj\w+|sänk\w+|flytta\w*|more|less|fewer|longer|cheaper|faster|mer|färre|dyrare|billigare|längre)\b"
)

PREPOSITION = folded(
    r"^(?:in|on|at|by|for|with|to|after|before|under|from|of|as|and|or|into|over|out|up|down|not)\b"
)

FALSE = folded(
    r"^(?:it\s+(?:is|was)|it['’]s|that)\s+(?:\w+\s+)?(?:not\s+(?:true|the\s+case|correct)|untrue|wrong|false|incorrect|"
    r"nonsense|a\s+(?:lie|myth))"
    r"(?P<said>,[^,]{3,60},)?\s+that\s+(?P<clause>.+)$|"
    r"^(?:the|any)\s+(?:rumou?rs?|claims?|reports?|stor(?:y|ies)|idea|allegations?|"
    r"suggestions?)\s+that\s+(?P<rumour>.+?)\s+(?:is|are|was|were)\s+"
    r"(?:\w+\s+)?(?:nonsense|false|untrue|wrong|baseless|unfounded|fiction|invented|a\s+(?:lie|myth))\b(?P<rest>.*)$|"
    r"^(?:nor\s+is\s+there\s+any|there\s+(?:is|was)\s+no)\s+truth\s+(?:in|to)\s+(?:the\s+|any\s+)?\w+\s+that\s+(?P<tale>.+)$|"
    r"^det\s+(?:stämmer\s+(?:helt\s+enkelt\s+)?inte|är\s+(?:\w+\s+)?(?:inte\s+sant|osant|fel|falskt|en\s+(?:lögn|myt)|"
    r"rena\s+\w+))(?P<sagt>,[^,]{3,60},)?"
    r"\s+att\s+(?P<sats>.+)$"
)

TOLD_BY = folded(
    r"\b(?:(?:was|were|been|is|are)\s+(?:told|warned|informed|advised|assured)\s+by|(?:varnades?|varnats|"
    r"informera(?:de)?s|informerats|upplyst(?:e|s|es)?|underrättades?|fått\s+veta|fick\s+veta)\s+av)\s+"
    r"(?P<holder>[^,;]{2,60}?)\s+(?:that|(?:om\s+)?att)\s+(?P<clause>.+)$"
)

QUOTING = folded(
    r",\s*(?:quoting|citing|med\s+hänvisning\s+till|som\s+hänvisar\s+till)\s+(?P<holder>[^,]{2,60}),"
)

REFUTED = folded(
    r"^(?:The\s+|Any\s+)?(?:uppgift\w*|rykte\w*|påstående\w*|claims?|reports?|rumou?rs?|suggestions?|idea)\s+(?:om\s+)?(?:att|"
    r"that)\s+(?P<clause>.+?)\s+"
    r"(?P<verb>dementeras|dementerades|förnekas|förnekades|avvisas|avvisades|tillbakavisas|tillbakavisades|"
    r"bestrids|avfärdas|avfärdades|(?:is|are|was|were)\s+(?:denied|rejected|dismissed|disputed))\s+(?:av|"
    r"by)\s+(?P<holder>[^,.;]+)"
)

OTHER_HOLDERS = (
    folded(
        rf"^[^\s,:]+(?:\s[^\s,:]+){{0,2}},\s+(?:{SAY}|{SAY_SV}|{DENY}|{DENY_SV})\s+(?P<holder>[^,:]{{2,60}}?)(?:\s+(?:om|"
        rf"about|på|till|of\s+the)\b[^:]*)?:"
    ),
    folded(
        r"^som\s+(?P<holder>[^,]{2,50}?)\s+(?:ser|uttrycker|säger|beskriver|påpekar|skriver)(?:\s+(?:det|saken))?,?\s"
    ),
    folded(
        r"^on\s+(?P<holder>[^,]{2,50}?)(?:['’]s?)\s+(?:reading|account|figures|estimate|count|evidence|calculation|telling),"
    ),
    folded(
        r",\s+on\s+(?:the\s+)?(?:evidence|figures|data|account)\s+(?:of\s+)?(?P<holder>[^,]{2,50}?)(?:\s+has|\s+have|\s*$|\.)"
    ),
    folded(r",\s+or\s+so\s+(?P<holder>[^,]{2,50}?)\s+\w+s?\s*$"),
    folded(
        r",\s+which\s+(?P<holder>(?:the\s+|an?\s+)?[^,]{2,40}?)\s+(?:reports?|confirms?|admits?|says?|concedes?|"
        r"acknowledges?|claims?|stress\w+)\b"
    ),
    folded(
        r"^what\s+(?P<holder>[^,:]{2,50}?)\s+(?:found|saw|learned|discovered|says?|said|reports?|reported)\b[^:]{0,40}:"
    ),
    folded(
        r"^(?P<holder>[^,:]{3,55}?)(?:,[^:]{3,60},)?\s+(?:tells?|told|says?|said|has|had|offers?|offered)\b[^:]{0,50}:"
    ),
    folded(
        r",?\s+(?:det|så)\s+(?:visar|säger|skriver|bedömer|uppger|meddelar|menar|framgår\s+av|står\s+i|"
        r"hävdar)\s+(?P<holder>[^,:.]{3,90})\.?$"
    ),
    folded(
        r",\s+(?:framgår|heter|står|sägs|skrivs)\s+det\s+(?:i|av|hos|från)\s+(?P<holder>[^,:.]{3,70})\.?$"
    ),
    folded(
        r"^(?:for|to|hos)\s+(?P<holder>(?:the\s+)?[A-Z][^,]{2,40}?),\s+(?=the\b|this\b|that\b|it\b|there\b)"
    ),
    folded(r"^as\s+(?P<holder>[^,]{2,60}?)\s+(?:sees?|puts?|tells?|reads?|sums?|has)\s+it,?"),
    folded(
        r"\bif\s+(?P<holder>[^,]{2,50}?)\s+(?:gets?\s+(?:its|their|his|her)\s+way|(?:is|are)\s+(?:right|to\s+be\s+believed))"
    ),
    folded(
        r"\b(?:om\s+man\s+får\s+tro|sett\s+med|om)\s+(?P<holder>[^,:]{2,50}?)(?:\s+får\s+(?:bestämma|som\s+\w+\s+vill))?(?=[,:])"
    ),
    folded(
        r"^(?:In|I)\s+(?P<holder>(?:the\s+)?[^,]{2,40}?)(?:'s|’s|s)\s+(?:draft|view|opinion|account|telling|"
        r"utkast|förslag|ögon|version),?"
    ),
    folded(
        r"^(?P<holder>[^,:]{3,55}?)\s+(?:puts?|was|is|were|sums?|summed|came|comes|gave|gives|är|var|kom|kommer|"
        r"gav|ger|drar|svar\w*)\b[^:]{0,50}:"
    ),
)

# what happened on a named day can be looked up
HAPPENED = folded(
    r"\b(?:was|were|had|has|have|did|took|held|met|gave|went|came|sent|began|ran|made|won|lost|laid|fell|rose|cut|shut|left|"
    r"(?!need|indeed|speed|feed|seed|exceed|proceed)\w{3,}ed|blev|hade|har|fick|gick|kom|tog|gav|höll|stod|dog|greps|"
    r"\w+(?:ades?|des|tes))\b"
)

WHEN = folded(
    r"\b(?:(?:on|last|this|by)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last\s+(?:week|month|year|spring|"
    r"summer|autumn|winter)|"
    r"(?:in|since|from|until|between)\s+(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|(?:19|20)\d\d)|"
    r"(?:på|i)\s+(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|s)|i\s+(?:går|fjol|måndags|tisdags|onsdags|torsdags|fredags|"
    r"januari|februari|mars|april|maj|"
    r"juni|juli|augusti|september|oktober|november|december)|förra\s+(?:veckan|året|månaden)|i\s+(?:våras|somras|höstas|"
    r"vintras))\b"
)

NP = (
    r"(?:(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|flera|många|några|\d+)\s+[a-zåäö-]+|"
    r"(?:[Dd]en|[Dd]et|[Dd]e|[Ee]n|[Ee]tt|hans|hennes|deras)\s+(?:[a-zåäö-]+\s+){0,2}?[\wåäöÅÄÖ-]+|"
    r"[a-zåäö-]+(?:en|et|na|an|n|s)(?:\s+[A-ZÅÄÖ][\w-]+){0,3}|[a-zåäö-]+(?:\s+[A-ZÅÄÖ][\w-]+){1,3}|"
    r"[A-ZÅÄÖ][\w-]*(?:\s+(?:[A-ZÅÄÖ][\w-]+|av|von|de|och(?=\s+[A-ZÅÄÖ])))*|[Hh]an|[Hh]on|[Dd]e|[Vv]i|[Mm]an|jag)"
)

TURNED = re.compile(  # the verb before its subject: "Nu vill regeringen ...", "Till Ekot säger Moa Lind att ..."
    r"^(?:Men\s+|Och\s+)?(?:I|På|Till|Vid|Efter|Under|Nu|Därför|Samtidigt|Dessutom|Där|Här|Då|Inför|Sedan|Också|För|Av|Från|"
    r"Hos|Trots|Redan|"
    r"Senare|Nyligen|Tidigare|Samma|Om|Med|Mot|Däremot|Istället|Ändå|Numera|Enligt)\b[^,.:;]{0,70}?\s*"
    rf"\b(?P<verb>(?i:{DENY_SV}|{PROPOSE_SV}|{SAY_SV}))\s+(?P<holder>{NP})\s+(?:(?:dock|nu|också|därför|även|i\s+dag|"
    rf"själv)\s+)*"
    r"(?:(?:i|på|till|för)\s+(?:en|ett|sin|sitt|sina)\s+[\w-]+(?:\s+\w+)?\s+)?(?P<that>att\s+)?(?P<clause>\S.+)$"
)

TEXT_TELLS = re.compile(  # "Av granskningen framgår att", "I avhandlingen visas att"
    r"^(?:Av|I|Ur|På|Från)\s+(?P<holder>[^,.:;]{3,70}?)\s+(?:framgår|visas|konstateras|beskrivs|hävdas|står|sägs|"
    r"slås\s+fast|framhålls|"
    r"rapporteras|uppges|påpekas|bedöms|noteras|redovisas|anges|varnas\s+för|föreslås)\s+(?:det\s+|"
    r"också\s+)?att\s+(?P<clause>.+)$"
)

AS_X_WILL = re.compile(
    r"^(?:Blir\s+det\s+som|Går\s+det\s+som|Om|Får)\s+(?P<holder>[^,.:;]{2,50}?)\s+(?:vill|tänkt(?:\s+sig)?|hoppas|"
    r"bestämmer?|får\s+(?:som|igenom)|"
    r"planerar|får\s+bestämma)\b,?\s*(?P<clause>.+)$"
)

PLANNED = folded(
    r"^(?:the|an?)\s+(?:\w+\s+){0,2}?(?:draft|bill|proposal|plan|draft\s+\w+|proposed\s+\w+)\s+would\b|"
    r"\b(?:under|in)\s+(?:the|a|its|their|this)\s+(?:\w+\s+)?(?:plan|proposal|draft|bill)\b|\b(?:draft|"
    r"utkast\w*),|\b(?:enligt|i)\s+(?:förslaget|planen|utkastet|planerna)\b|\bwould\s+be\b(?=.*\bby\s+\w+\s?20)"
)

# "may" and "kan" that allow instead of doubt
PERMITTED = folded(
    r"\bmay\s+(?:now|only|not|no\s+longer|also|again)\b|\bmay\s+(?:now\s+)?be\s+(?:sent|submitted|lodged|filed|made|used|charged|sold)\b|"
    r"\bmay\s+(?:apply|submit|comment|charge|sell|use|appeal|respond|reply|bid)\b|"
    r"\bkan\s+(?:nu\s+|även\s+)?(?:svara|ansöka|söka|lämna|skicka|anmäla|yttra|överklaga|lämnas|skickas|sökas)\b"
)
