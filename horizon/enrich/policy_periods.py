"""Dates that look like a step and are none: "today" for "nowadays", days that end or bound the time in which a rule holds.

Pure. Rules: docs/methodology/policy_dates.md
"""

from __future__ import annotations

import re

from horizon.enrich.bodies import CHAMBERS, GOVERNMENT


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_TODAY = _r(r"^(?:today|i\s?dag)$")
# who acts on a day that is worth telling; what a county board or a court does "today" it does every day
_ACTS_ON_A_DAY = _r(
    rf"\b(?:{CHAMBERS}|commission|council|cabinet|minister\w*|kommissionen|rådet|(?:europa)?parlamentet|plenum|plenary|committee|utskottet)\b"
)
_LOCAL = _r(r"\b(?:county|municipal|city|town|local|regional|district|kommunfullmäktige|regionfullmäktige)\b")
_ALLOWED = _r(
    r"\b(?:får|kan|måste|behöver|brukar|may|can|must|has\s+to|have\s+to|needs?\s+to|usually|normally|every|each|varje)\b"
)
_AS_IT_IS = _r(
    r"\b(?:som\s+(?:det\s+ser\s+ut|läget\s+är|gäller|finns|sker)|(?:ordning|system|regelverk|lagstiftning)\w*|gällande|nuvarande|"
    r"as\s+(?:things|matters|it)\s+stands?|(?:rules?|laws?|system|regime|arrangements?|requirements?)(?:\s+(?!from|as\b)\w+){0,3}|currently|existing)\s+$"
)
_BEGINS_TO_HOLD = _r(
    r"\b(?:träder|trätt|trädde|börjar|enters?|comes?|takes?|goes|begins?|starts?)\b|\b(?:från(?:\s+och\s+med)?|fr\.?o\.?m\.?|from|"
    r"as\s+of|effective)\s+$"
)
_ENDS = _r(
    r"\b(?:clos(?:es?|ing)|ends?|expires?|last|deadline|due|stäng(?:er|s|a|ning\w*)|sista|senast|löper\s+ut|går\s+ut|slutar|upphör)\b"
)
_THAT = _r(r"\b(?:som|that|which)\s+(?:\w+\s+){0,3}$")


def means_nowadays(
    text: str, span: tuple[int, int], one: tuple[int, int], stage: str, body: str | None
) -> bool:
    """Whether the "today" at `one` tells how things are, not a day. body: who acts, as the same sentence names it."""
    if not _TODAY.match(text[slice(*one)]):
        return False
    ahead, sentence = text[span[0] : one[0]], text[slice(*span)]
    if stage.endswith("opens"):
        return False
    if stage.endswith("closes"):
        return not _ENDS.search(sentence)
    if _AS_IT_IS.search(ahead) or _ALLOWED.search(sentence):
        return True
    if stage == "entry_into_force":
        return bool(_THAT.search(ahead)) or not (
            _BEGINS_TO_HOLD.search(ahead) or _BEGINS_TO_HOLD.search(sentence)
        )
    if stage in ("adoption", "vote", "publication_due"):
        acts = (
            body is not None
            and (GOVERNMENT.match(body) or _ACTS_ON_A_DAY.search(body))
            and not _LOCAL.search(body)
        )
        return not acts
    return False


_YEARS = (
    r"(?:tax|income|fiscal|financial|accounting|assessment)\s+(?:years?|periods?)|"
    r"(?:beskattnings|räkenskaps|inkomst|redovisnings)(?:år|period)\w*"
)
# a day from or to which years, incomes and costs count under a rule
_COUNTS_FOR = _r(
    rf"(?:{_YEARS}|\b(?:på|för)\s+(?:tid|utgifter|inkomster|betalningar|förvärv|uttag)\b|\b(?:expenditure|expenses?|costs?|income|gains?|"
    rf"disposals?|payments?|profits?|supplies)\b(?:\s+\w+){{0,2}})[^.;]{{0,60}}?\b(?:after|before|efter|före|on\s+or\s+(?:after|before)|"
    rf"från\s+och\s+med|from|to|until|till(?:\s+och\s+med)?)\s+(?:(?:the|den|utgången\s+av)\s+)*$"
)
_TO_AN_END = _r(
    r"\b(?:until|till(?:\s+och\s+med)?|through|up\s+to|t\.?o\.?m\.?|fram\s+till|längst)\s+(?:(?:the|den|end\s+of|utgången\s+av|slutet\s+av)\s+)*$"
)
_NOT_BEFORE = _r(
    r"\b(?:not|inte|no|never|delayed?|postponed?|extended|moved|pushed|deferred|skjut\w*|flytta\w*|senarelägg\w*|senarelagt|förläng\w*)\b"
)
_MEANWHILE = _r(
    r"\btransition(?:al)?\b|\bgrace\s+period|\bolder?\s+(?:rules?|provisions?|regulations?)|\bprevious\s+rules?|\b(?:may|can)\s+(?:still|continue)\b|"
    r"\bövergång\w*|\b(?:äldre|tidigare)\s+(?:bestämmelser|föreskrifter|regler)\w*|\bfår\s+(?:fortfarande|fortsätta)\b|\bfortfarande\b"
)
_RUNS_OUT = _r(r"\b(?:löper\s+ut|löpte\s+ut|går\s+ut|expires?|lapses?)\b")
_ASKS_FOR = _r(
    r"\b(?:call|calls|appl(?:y|ies|ication\w*|icant\w*)|bids?|tenders?|proposals?|submi\w+|entr(?:y|ies)|nominat\w*|grants?|fund\w*|competition|"
    r"pitch\w*|invit\w+|open|round|cut-offs?|window|deadline|vouchers?|fellowships?|scheme|utlys\w*|\w*ansök\w*|sökas?|söker|anbud\w*|intresseanmäl\w*|skiss\w*|"
    r"bidrag\w*|stipendi\w*|tävling\w*|inbjud\w*|öppe[nt]|omgång\w*|nominer\w*|\w*medel|\w*stöd(?:et)?|förslag\w*|inläm\w*|lämnas?|e-tjänst\w*|auktion\w*)\b"
)
_HOLDS = _r(r"\b(?:appl(?:y|ies)|valid|in\s+force|remains?|gälla|gäller|tillämpas|giltig\w*)\b")


def bounds_a_period(text: str, span: tuple[int, int], start: int, stage: str) -> bool:
    """Whether the date that begins at `start` ends a rule's time, or bounds the years and costs that count under it."""
    ahead = text[span[0] : start]
    if stage == "entry_into_force" and (_COUNTS_FOR.search(ahead) or _RUNS_OUT.search(ahead)):
        return True
    if not _TO_AN_END.search(ahead) or _NOT_BEFORE.search(ahead):
        return False
    if stage == "entry_into_force":
        return True
    if stage == "call_closes" and not (
        _ASKS_FOR.search(text, *span) or _ASKS_FOR.search(text.partition("\n")[0])
    ):
        return True  # "troops are at their disposal until April"
    return stage.startswith("call") and bool(_MEANWHILE.search(ahead) and _HOLDS.search(ahead))
