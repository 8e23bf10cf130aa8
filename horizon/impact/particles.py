"""Turns of speech of several words that tell one change: "takes two billion out of", "drar in", "is over".

Each is written as one word that the lists of `tone_words` and `change` know, so that they need to know single words only.
"""

from __future__ import annotations

import re
from functools import lru_cache

# (pattern in a case-folded sentence, what is read instead), the parted verbs first; what stands in the gap of one is kept.
_EN = (
    (r"\b(?:takes?|taking|took|taken)\b([^.;:]{0,40}?)\b(?:off|out of|away from)\b", r"cut \1 "),
    (r"\b(?:strik(?:e|es|ing)|struck)\b([^.;:,]{0,30}?)\bfrom\b", r"cut \1 "),
    (r"\b(?:strik(?:e|es|ing)|struck) down\b", "scraps"),
    (r"\b(?:throws?|threw|thrown) out\b", "scraps"),
    (r"\b(?:puts?|putting) ([^.;:,]{0,30}?)\b(?:off|on hold|on ice)\b", r"postpones \1 "),
    (r"\b(?:on hold|on ice)\b", "postponed"),
    (r"\b(?:puts?|putting) back\b", "postpones"),
    (r"\b(?:(?:calls?|called) off|(?:comes?|came|brings?|brought) to an end|runs? out|ran out)\b", "ended"),
    (r"\b(?:is|are|was|were) over\b", "ended"),
    (r"\b(?:phas(?:es?|ed|ing) out|(?:does|did|do) away with|(?:gets?|got) rid of)\b", "abolished"),
    (r"\b(?:gives?|gave|given|giving) up\b", "abandoned"),
    (r"\b(?:pulls?|pulled|drops?|dropped|backs?|backed) out\b", "abandoned"),
    (r"\bwalk(?:s|ed) away\b", "abandoned"),
    (r"\blets? [^.;:,]{0,30}\b(?:people|staff|employees|workers|engineers) go\b", "layoffs"),
    (r"\b(?:shuts?|clos(?:es?|ed|ing)|winds?|wound) down\b", "abandoned"),
    (r"\b(?:scal(?:es?|ed|ing)|cut|cuts|cutting) (?:back|down)\b", "reduced"),
    (r"\b(?:comes?|came|brings?|brought|goes|went|going|gone|down) down\b", "fell"),
    (r"\b(?:goes|went|going|gone) up\b", "rose"),
    (r"\b(?:speeds?|sped) up\b", "faster"),
    (r"\b(?:opens?|opened) (?:the|its|their) doors?\b", "opened"),
    (r"\b(?:clos(?:es?|ed)|shuts?) (?:the|its|their) doors?\b", "abandoned"),
    (r"\b(?:let|lets) (?:[^.;:,]{0,25} )?off\b", "relief"),
    (r"\b(?:shuts?|lock(?:s|ed)?) out\b", "banned"),
    (r"\b(?:vot(?:es?|ed)|turn(?:s|ed)|knock(?:s|ed)) down\b", "rejected"),
    (r"\b(?:lets|let|allows?|allowed) (?:the )?([^.;:,]{0,30}?) (?:lapse|expire|go)\b", r"ended \1 "),
    (r"\b(?:starts?|started|opens?|opened|runs?|runn?ing|grows?|growing) (?:up )?again\b", "resumes"),
    (r"\b(?:brings?|brought|comes?|came|goes|went|is|are) back\b", "returns"),
    (
        r"\b(?:takes?|took|taken|claws?|clawed|pa(?:ys?|id)|hands?|handed|gives?|given|gave) back\b",
        "withdrawn",
    ),
    (r"\b(?:falls?|fell|fallen|slips?|slipped) (?:back|away|off)\b", "fell"),
    (r"\b(?:turns?|turned|turning) (?:away|their backs?|its back)\b", "withdraws"),
    (r"\bwrit(?:es?|ten) off\b", "scraps"),
    (r"\b(?:says?|said|gives?|gave) no to\b", "rejects"),
    (r"\b(?:brings?|brought) forward\b", "tightened"),
    (r"\bnot (?:any )?(?:lower|higher|cheaper|dearer|larger|smaller|fewer|weaker|stronger)\b", "unchanged"),
    (r"\bcheaper\b", "lower price"),
    (r"\bno longer (?:demands?|requires?|needs?|appl(?:y|ies)|(?:has|have) to|must|asks?)\b", "exempted"),
    (r"\bno longer\b", "cannot"),
    (r"\b(?:step|steps|way) (?:up|upwards?)\b", "rose"),
    (r"\b(?:less than half|by half|in half)\b(?! (?:an?|percent|per cent)\b)", "halved"),
    (r"\bputs? up\b", "builds"),
    (r"\bexports? (?:stops?|bans?|halts?|curbs?|controls?|restrictions?|limits?|freeze)\b", "embargo"),
    (r"\bgrow(?:s|ing)? (?:more )?slow(?:ly|er)\b", "slows"),
    (r"\b(?:sold|goes|went|valued) (?:at|for) (?:only )?a fraction of\b", "collapsed"),
    (r"\b(?:be|is|are|was|were) (?:to be )?gone\b", "ended"),
    (r"\b(?:breath(?:es?|ed)) (?:out|again)\b", "relief"),
)
_SV = (
    (r"\b(?:tar|tog|tas|togs|tagit|tagits|ta)\b([^.;:,]{0,25}?)\b(?:ned|ner|bort)\b", r"minskar \1 "),
    (r"\b(?:drar|drog|dras|drogs|dra|dragit) (?:in på|in|ned|ner)\b", "minskar"),
    (r"\b(?:drar|drog|dras|dra) (?:sig ur|sig tillbaka|tillbaka)\b", "avskaffar"),
    (r"\b(?:skär|skar|skärs|skära) (?:ned|ner|i|bort)\b", "minskar"),
    (r"\b(?:bantar|bantas|bantade|stryps|stryper|halveras|halverar)\b", "minskar"),
    (
        r"\b(?:håller|höll|hålla|hållit)\b((?: (?!när|medan|fast|och|på|till|var|är|öppet|möte)\w+){1,2})"
        r" nere\b(?! (?:i|på|vid)\b)",
        r"sänker \1 ",
    ),
    (r"\b(?:går|gick|gå) (?:ned|ner)\b", "sjunker"),
    (r"\b(?:går|gick|gå) upp\b", "stiger"),
    (r"\b(?:går|gick|gå) back\b", "förlust"),
    (r"\b(?:lägger|lade|läggs|lades|lägga) (?:ned|ner)\b", "stängs"),
    (r"\b(?:ställer|ställs|ställdes|ställa) in\b", "inställd"),
    (r"\b(?:skjuter|skjuts|sköts|skjuta) (?:upp|fram|på)\b", "försenas"),
    (r"\b(?:slår|slog|slås|slogs|slagit|slagits|slagen|slå) ut\b", "avbrott"),
    (r"\b(?:löper|löpa|löpte) ut\b", "upphör"),
    (r"\b(?:är|var) över\b", "upphör"),
    (r"\b(?:ger|gav|ge) upp\b", "stängs"),
    (r"\b(?:får|kan|rätt att) säga nej\b", "väljer"),
    (r"\b(?:säger|sade|sa) (?:nej|upp)\b", "avslag"),
    (r"\bspaden i (?:jorden|marken)\b", "byggs"),
    (r"\b(?:börjar|började) (?:att )?(?:byggas|bygga|bygget)\b", "byggs"),
    (r"\b(?:får|fick|fått) (?:gå|lämna)\b", "uppsagd"),
    (r"\b(?:gör|gjorde) sig av med\b", "uppsagd"),
    (r"\b(?:slutar|slutade) med\b", "upphör"),
    (r"\b(?:skalar|trappar) (?:ned|ner)\b", "minskar"),
    (r"\b(?:skalar|trappar) upp\b", "ökar"),
    (
        r"\b(?:inte|ej|icke) (?:dyrare|billigare|lägre|högre|mindre|större|fler|färre|svagare|starkare)\b",
        "oförändrat",
    ),
    (r"\bhåller på att\b", "ska"),
    (r"\b(?:blir|blev|bli) (?:det )?(?:inte|inget|ej) av\b", "avskaffas"),
    (r"\bbli[rv]? (?:det )?(?:inget|inga|inte|ej)\b", "avskaffas"),
    (r"\b(?:rivs?|river|rev|revs|rivits) upp\b", "upphävs"),
    (r"\b(?:läggs|lades|lagts|lägger) på is\b", "avskaffas"),
    (r"\b(?:klingar|klingade|ebbar|ebbade) (?:av|ut)\b", "minskar"),
    (r"\b(?:bryter|bröt|brutit|faller|föll|fallit) (?:samman|ihop)\b", "avskaffas"),
    (r"\b(?:startar|startas|startade|kör|körs|öppnar|öppnas|öppnade) (?:om|igen|åter|på nytt)\b", "återupptas"),
    (r"\b(?:åter i drift|tillbaka på (?:banan|plats))\b", "återupptas"),
    (r"\b(?:mjukas|mjukar|mjukades|luckras|luckrar) upp\b", "lättar"),
    (r"\b(?:är|var|ligger) nere på\b", "sjunker till"),
    (r"\b(?:driver|drev|drivs|pressar|pressas|trycker) upp\b", "höjer"),
    (r"\b(?:driver|drev|drivs|pressar|pressas|trycker) (?:ned|ner)\b", "sänker"),
    (r"\b(?:tar|tog) fart\b", "ökar"),
    (r"\bvän(?:der|de|t) uppåt\b", "ökar"),
    (r"\bvän(?:der|de|t) nedåt\b", "minskar"),
    (r"\b(?:släpper|släpps|släppte) igenom\b", "godkänner"),
    (r"\b(?:säger|sade|sa|får|fick|ger|gav) nej till\b", "nekar"),
    (r"\bnej till\b", "nekar"),
    (r"\bbilligare\b", "lägre pris"),
    (r"\b(?:inte|ej|icke) längre\b", "omöjligt"),
    (r"\bkommer inte tillbaka\b", "avbrott"),
    (r"\bslipper\b", "undviker"),
)  # fmt: skip
_TURNS = {
    language: tuple((re.compile(pattern), word) for pattern, word in turns)
    for language, turns in (("en", _EN), ("sv", _SV))
}
_POINT = re.compile(
    r"(?<=\d)[.,](?=\d)"
)  # in a number: no end of anything, so that it is held back while turns are sought
_HELD = "\x1f"


@lru_cache(maxsize=20_000)
def plain(sentence: str, language: str) -> str:
    """The case-folded sentence with each such turn written as one word. language: "en" or "sv"."""
    sentence = _POINT.sub(_HELD, sentence)
    for pattern, word in _TURNS[language]:
        sentence = pattern.sub(word, sentence)
    return sentence.replace(_HELD, ".")
