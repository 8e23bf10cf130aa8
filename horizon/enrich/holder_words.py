"""Whether words can name somebody who speaks: a guard against patterns that take half a sentence for a holder. Pure."""

from __future__ import annotations

import re

LONGEST = 12  # words
_BREAKS = re.compile(  # words that no name of a holder has or ends in
    r"\b(?:is|are|was|were|has|have|had|will|would|may|can|could|did|does|do|not|yet|whether|come|comes|so\s+that|"
    r"håller|fortsätter|holds|continues|är|var|varit|hade|ska|skulle|kan|kunde|inte|aldrig|blir|blev|men|medan|eftersom)\b"
    r"|\b(?:the|an?|of|and|or|to|in|on|at|for|with|by|from|over|up|down|that|than|"
    r"och|eller|att|som|av|i|på|till|för|om|mot|med|från|under|efter|en|ett)\s*$"
    r"|^(?:if|when|because|although|unless|om|när|eftersom|fastän|och|and|up|out|now|then|also|only|even|first|last|next|more|less|most|every|each|mot|efter|under|till|från|varannan|varje|vanliga)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"^\d[\d  ,.]*\s+(?:kronor|euros?|dollars?|per\s?cent|procent|miljoner|million)\b", re.IGNORECASE
)
# a lone Swedish noun without capital speaks in the definite form, or when it names people by what they do
_SWEDISH_SPEAKER = re.compile(
    r"(?:en|et|na|ern|orn|eln|ns|ts|nas|are|ister|ist|örer|ör|iker|loger|log|ledamöter|experter|kritiker|källor|grannar|poliser|bönder|läkare|"
    r"facket|fack|bolag|kommuner|regioner|myndigheter|företag|organisationer|forskare|politiker|partier|medier|personer|boende|anställda|"
    r"föräldrar|elever|studenter|patienter|män|kvinnor|någon|några|många|flera|få|ingen|hon|han|de|vi|jag|den|det|man|alla|andra)s?$",
    re.IGNORECASE,
)
# what cannot speak although it stands as a subject in the singular or plural
_THINGS = re.compile(
    r"^(?:the\s+|an?\s+|these\s+|those\s+)?(?:[\w-]+\s+)?(?:fees?|costs?|prices?|taxes?|delays?|weather|rain|traffic|vehicles?|cars?|roofs?|"
    r"bridges?|pipes?|code|avgifter(?:na)?|priser(?:na)?|kostnader(?:na)?|hälsodata|reservrutiner(?:na)?|fordon(?:en)?)$",
    re.IGNORECASE,
)
_SAYS_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|must|do|does|did|\w{2,}(?:ed|s|ing)|"
    r"went|came|fell|rose|grew|took|gave|made|cut|put|set|shut|lost|won|held|left|led|ran|began|broke|got|kept|knew|met|paid|sold|sent|"
    r"spent|stood|told|lie|lay|know|need|want|remain|make|take|give|come|go|work|pay|cost|get|run|fail|rise|fall|live|use|lack|cause|"
    r"mean|keep|help|lead|leave|lose|show|seem|open|close|start|end|stay|carry|reach|exceed|depend|buy|sell|vote|hold|meet|face)\b",
    re.IGNORECASE,
)


def can_speak(holder: str, *, is_swedish: bool) -> bool:
    """Whether a holder reads as somebody, or as a text, that can say something."""
    words = holder.split()
    if (
        not words
        or len(words) > LONGEST
        or _BREAKS.search(holder)
        or _FIGURE.match(holder)
        or _THINGS.match(holder)
    ):
        return False
    if is_swedish and len(words) == 1 and holder[0].islower():
        return bool(_SWEDISH_SPEAKER.search(holder))
    return True


def has_verb(clause: str) -> bool:
    """Whether an English clause has a word that may be its verb; "little of the variation" has none."""
    return bool(_SAYS_VERB.search(clause))
