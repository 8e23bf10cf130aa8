"""Whether a date in policy text belongs to a step that is over, told by the verb that governs it. English and Swedish.

Asked only of dates that do not tell it themselves: those without a year, and "today".
"""

from __future__ import annotations

import re

_BORDER = re.compile(
    r"[.;:!?]\s|,\s+(?=(?:and|but|which|who|while|och|men|som|medan|that|with|med)\b)|\s[–—-]\s|\n|,\s+(?=\w+\s+(?:is|are|"
    r"will|ska)\b)|"
    r"\s(?:and|but|och|men)\s+(?=(?:will|is|are|ska|runs?|stays?|closes?|ends?|is|pågår|löper|gäller|stänger|träder)\b)",
    re.IGNORECASE,
)
_SIMPLE_PAST = (
    r"was|were|had|did|took|held|met|gave|went|came|sent|began|ran|made|won|wrote|fell|rose|drew|voted|adopted|agreed|"
    r"signed|closed|"
    r"ended|expired|opened|launched|started|published|presented|approved|passed|rejected|announced|received|entered|decided|"
    r"endorsed|"
    r"submitted|reached|issued|introduced|appeared|became|posted|unveiled|revealed|circulated|filed|released|updated|concluded|finished|tabled|discussed|debated|applied|ratified|"
    r"cleared|backed|"
    r"blev|hade|fick|gick|kom|tog|gav|höll|stod|lades|togs|hölls|gavs|skedde|antog|antogs|beslöt|beslutade|beslutades|"
    r"röstade|öppnade|"
    r"öppnades|stängde|stängdes|inleddes|inledde|avslutades|avslutade|startade|började|slutade|trädde|publicerades|lämnades|"
    r"lämnade|"
    r"överlämnades|överlämnade|presenterade|presenterades|fattade|fattades|tillsattes|tillsatte|enades|godkände|godkändes|"
    r"klubbade|"
    r"klubbades|avslog|avslogs|pågick|löpte|skrev|skrevs|utfärdade|utfärdades|föreslog|föreslogs|remitterades|remitterade|"
    r"infördes|"
    r"införde|avgjordes|meddelade|meddelades|redovisades|redovisade|debatterades|behandlades|undertecknades|kungjordes"
)
_VERB = re.compile(
    rf"\b(?:(?P<past>{_SIMPLE_PAST})|(?P<now>is|are|will|shall|must|can|may|should|would|be|been|being|has|have|to\s+\w+|"
    rf"closes?|opens?|"
    r"ends?|starts?|begins?|applies|apply|enters?|takes?|runs?|votes?|meets?|holds?|publishes|decides?|expects?|plans?|expires?|"
    r"welcomes|invites|seeks|asks|wants|ska|skall|kommer|väntas|planeras|gäller|gälla|träder|stänger|öppnar|pågår|löper|kan|"
    r"måste|bör|"
    r"har|är|vara|bli|blir|tas|fattas|fattar|hålls|håller|röstar|beslutar|föreslås|inleds|börjar|avgörs|lämnas|redovisas|"
    r"väntar|att\s+\w+))\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\b(?:be|is|are|been|being|will|must|should|shall|may|can|get)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_AIMS_AT = re.compile(
    r"\b(?:until|till|before|senast|fram\s+till|no\s+later\s+than|t\.?o\.?m\.?|by|inom|within|from|från|as\s+of|"
    r"fr\.?o\.?m\.?|to|for|"
    r"inför|med\s+start|att\s+gälla)\s+(?:(?:the|den|on|och\s+med|end\s+of|i|\w+day)\s+)*$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"\b(?:the|an?|its|their|this|that|den|det|de)\s+$", re.IGNORECASE
)  # "the agreed text"
_PAST_MODAL = re.compile(
    r"\b(?:fick|kunde|skulle\s+ha|pågick|löpte|had\s+to|could|was\s+open|were\s+open|ran)\b", re.IGNORECASE
)
_AFTER_THAT = re.compile(r"^\W*(?:after|following|since|efter|sedan)\b[^,]*$", re.IGNORECASE)


def is_over(text: str, span: tuple[int, int], start: int, end: int) -> bool:
    """Whether the verb of the clause that holds text[start:end] is in the past and no preposition points ahead."""
    begin, stop = span
    for match in _BORDER.finditer(text, span[0], span[1]):
        if match.end() <= start:
            begin = match.end()
        elif match.start() >= end:
            stop = match.start()
            break
    ahead = text[begin:start]
    if _AIMS_AT.search(ahead):
        return bool(_PAST_MODAL.search(ahead))
    if _AFTER_THAT.match(ahead) and not _VERB.search(ahead):
        return True  # "After the committee's yes on Monday, ..."
    verbs = [v for v in _VERB.finditer(ahead) if not (v["past"] and _DETERMINER.search(ahead[: v.start()]))]
    if verbs:
        last = verbs[-1]
        if last["past"]:
            return not _AUXILIARY.search(ahead[: last.start()])
        return False
    behind = _VERB.search(text, end, stop)
    return bool(behind and behind["past"])
