"""Which of the bodies that a policy text names asks or decides at a date. Rules: docs/methodology/policy_dates.md"""

from __future__ import annotations

import re
from collections.abc import Sequence

from horizon.enrich.bodies import CHAMBERS, GOVERNMENT, PARLIAMENT, Body

DECIDED = ("adoption", "entry_into_force", "transposition")  # who is named only afterwards seldom decides

ASKED = (  # who publishes such a notice itself is who asks
    "consultation_opens",
    "consultation_closes",
    "hearing",
    "call_opens",
    "call_closes",
)


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_GENERIC = re.compile(
    r"^(?:the\s+)?(?:agency|authority|regulator|ministry|department|committee|board|council|office|inquiry|panel|commission|"
    r"parliament|"
    r"government|[Mm]yndigheten|[Dd]epartementet|[Nn]ämnden|[Ss]tyrelsen|[Uu]tskottet|[Vv]erket|[Ii]nspektionen|[Kk]ommittén|"
    r"[Uu]tredningens?|[Uu]tredarens?|[Kk]ommitténs|[Dd]elegationens?|[Ff]ullmäktige|Agency|Authority|Regulator|Ministry|Department|Committee|Board|Office|"
    r"Inquiry|Panel)$"
)
_ACTED = _r(
    r"^\s+(?:(?:and|och)\s+(?:the\s+)?\w+\s+)?(?:\w+\s+){0,2}?(?:signed|adopted|agreed|drafted|proposed|proposes|decided|"
    r"decides|approved|"
    r"issued|made|passed|wrote|beslutade|beslutat|antog|antagit|föreslår|föreslog|utfärdade|utfärdat|skrev|"
    r"fattade|gave|given|voted|cleared|backed|endorsed|concluded|struck|reached|finalised|confirmed|introduced|röstade|"
    r"enades|antar|"
    r"klubbade|godkände|gav|utfärdar|sade\s+ja|sa\s+ja|said\s+yes)\b"
)
_TASKED = _r(
    r"(?:ger|uppdrar\s+åt|gett|gav|asks?|asked|tasked|tasks|instruct(?:s|ed)|commission(?:s|ed)|told|orders?|ordered|"
    r"mandated?)\s+(?:the\s+)?$"
)
# a body in a clause of circumstance ("After the committee's yes on Monday, ...") or named for what it once said
_CIRCUMSTANCE = _r(
    r"^\W*(?:after|following|since|once|when|while|as|despite|although|efter|sedan|när|medan|trots)\b[^,]*$"
)
_SAID_ONCE = _r(
    r"^\s+(?:had|has|have)\s+(?:\w+\s+)?(?:recommended|suggested|warned|criticised|opposed|advised)|^\s+(?:har|"
    r"hade)\s+(?:\w+\s+)?"
    r"(?:rekommenderat|föreslagit|förordat|kritiserat)"
)
_BEFORE_WHOM = _r(r"\b(?:before|inför)\s+(?:the\s+)?$")
_RECIPIENT = _r(r"\b(?:to|till|åt)\s+(?:the\s+)?$")
_MANDATE = _r(
    r"(?:direktiv|uppdrag|mandate|instructions?|terms\s+of\s+reference|request)\s+(?:to|till|åt)\s+(?:the\s+)?$"
)
_VOTES = _r(r"\s+(?:(?:will|is|are|to|expected|due|set|ska|väntas)\s+)*(?:votes?|rösta[rs]?)\b")
_REMINDS = _r(r"(?:påminner|upplyser|reminds|noterar|warns|varnar)\s+(?:the\s+)?$")


def body_of(
    stage: str, start: int, bodies: Sequence[Body], span: tuple[int, int], text: str, title_end: int
) -> Body | None:
    """Who asks or decides at the date that begins at `start`: in its sentence, else behind a label, else in the title, else
    nearest before in the text, else the first named. A bare noun ("the agency") yields to a name, a name of unknown kind to
    one that is known."""
    fitting = [b for b in bodies if _fits(stage, b, text)]
    here = [b for b in fitting if span[0] <= b.start < span[1]]
    if stage == "publication_due":
        here = [b for b in here if _TASKED.search(text[max(0, b.start - 20) : b.start])] or here
    if stage == "vote":
        here = [b for b in here if not _only_proposes(b, text)] or here
        here.sort(key=lambda b: bool(re.match(r"kammaren|plenum", b.name, re.IGNORECASE)))
    here = [b for b in here if not _SAID_ONCE.match(text[b.end : b.end + 40])]
    here = [b for b in here if not _CIRCUMSTANCE.match(text[span[0] : b.start])] or here
    here = [b for b in here if b.strength > 0] or [b for b in here if b.strength == 0] or here
    clause = _clause_of(text, start, span)
    near = [b for b in here if clause[0] <= b.start < clause[1]]
    here = near if any(not _GENERIC.match(b.name) for b in near) else here
    before = [b for b in here if b.start < start]
    chosen = next(iter(before or here), None)
    if chosen and _GENERIC.match(chosen.name):  # "The inquiry, led by Dame Ruth Ellis, must report"
        chosen = next((b for b in here if b.is_person), chosen)
    if chosen and chosen.strength > 0 and not _GENERIC.match(chosen.name):
        return chosen
    elsewhere = [
        b
        for b in fitting
        if not span[0] <= b.start < span[1]
        and not _GENERIC.match(b.name)
        and (stage != "publication_due" or not _is_only_whose(b.name))
        and (
            stage not in DECIDED
            or (b.start < span[0] and (b.strength > 0 or stage == "adoption") and _may_decide(stage, b, text))
            or b.strength == 2
            or (_has_acted(b, text) and _may_decide(stage, b, text))
        )
    ]
    if chosen:  # a bare noun or a name of unknown kind: only a known name goes before it
        elsewhere = [b for b in elsewhere if b.strength == 2 or (b.strength > 0 and b.start < span[0])]
        labelled = [b for b in elsewhere if b.strength == 2]
        if labelled:
            return labelled[0]
        if not elsewhere or (chosen.strength == 0 and not _GENERIC.match(chosen.name)):
            return chosen
    known = [b for b in elsewhere if b.strength > 0] or [b for b in elsewhere if b.strength == 0] or elsewhere
    labelled = [b for b in known if b.strength == 2] or [b for b in known if b.is_person]
    in_title = [b for b in known if b.start < title_end]
    earlier = [b for b in known if title_end <= b.start < span[0]]
    bare = [b for b in fitting if b.start < span[0] and _GENERIC.match(b.name)]
    return next(iter(labelled or in_title or earlier or known or bare), chosen)


def is_bare_noun(name: str) -> bool:
    """Whether a body is told as "the agency", without its name."""
    return bool(_GENERIC.match(name))


# nouns that need a name: there are many authorities; there is one government, and one commission where Brussels is meant
_NAMELESS = _r(
    r"^(?:the\s+)?(?:(?:supervisory|competent|national|responsible|relevant|licensing)\s+)?(?P<noun>agency|authority|regulator|ministry|"
    r"department|office|board|inspectorate)$|^(?:(?:ansvariga?|behöriga?)\s+)?(?P<swedish>(?:tillsyns)?myndighet(?:en)?|departementet|"
    r"nämnden|styrelsen|verket|inspektionen)$"
)


def in_full(body: Body | None, bodies: Sequence[Body]) -> Body | None:
    """A body told as "the Authority" under the name that ends in that noun: the last one before it, else the first behind it;
    None where the text gives no such name."""
    match = _NAMELESS.match(body.name) if body else None
    if body is None or match is None:
        return body
    noun = (match["noun"] or match["swedish"]).casefold()
    named = [
        b
        for b in bodies
        if b.name.casefold().endswith(noun) and not _NAMELESS.match(b.name) and not _GENERIC.match(b.name)
    ]
    before = [b for b in named if b.start < body.start]
    return before[-1] if before else next(iter(named), None)


_BY = _r(
    r"\b(?:issued|adopted|made|signed|laid|published|agreed|approved|beslut\w*|utfärda\w*|antag\w*|fattat\w*)\s+(?:by|"
    r"av)\s+(?:the\s+)?$"
)


def _has_acted(body: Body, text: str) -> bool:
    return bool(
        _ACTED.match(text[body.end : body.end + 60]) or _BY.search(text[max(0, body.start - 24) : body.start])
    )


_GENITIVE = re.compile(r"(?:[eao]ts|[eao]ns|nas)$")


def _is_only_whose(name: str) -> bool:
    """Whether a name in the genitive tells whose matter it is, not who decides ("Skatteverkets möjligheter")."""
    return bool(_GENITIVE.search(name)) and not PARLIAMENT.search(name) and not GOVERNMENT.match(name)


# who makes law, where a text says only further up who it speaks of
_MAKES_LAW = _r(
    rf"\b(?:{CHAMBERS.replace('fullmäktige|', '')})|^(?:the\s+)?government|^regeringens?$"
    r"|commission|council|ministry|department|departement|minister"
)


_IS_BILL = _r(r"\bprop(?:ositionen|\.\s?\d)|\blagrådsremiss|\bföreslås\s+träda\b")


def _may_decide(stage: str, body: Body, text: str) -> bool:
    """Whether a body named in another sentence can be who decides: it is not only whose matter it is, and of a bill it makes
    laws."""
    if _is_only_whose(body.name):
        return False
    return stage == "adoption" or not _IS_BILL.search(text) or bool(_MAKES_LAW.search(body.name))


_WHOSE = re.compile(r"(?<=[eao][nt])s$")


def told_name(body: Body | None) -> str | None:
    """The name as it stands alone: "regeringens" is the government."""
    return _WHOSE.sub("", body.name) if body else None


_BORDER = _r(r";\s|,\s+(?=(?:and|but|while|och|men|medan)\b)")


def _clause_of(text: str, at: int, span: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence, between semicolons and joining words, that holds a place."""
    begin, end = span
    for match in _BORDER.finditer(text, *span):
        if match.end() <= at:
            begin = match.end()
        elif match.start() > at:
            end = match.start()
            break
    return begin, end


def _only_proposes(body: Body, text: str) -> bool:
    """Whether a body prepares what another one votes on ("Näringsutskottets betänkande", "the committee recommends")."""
    return bool(
        re.search(r"utskottets$", body.name)
        or re.match(
            r"['’]s\b|\s+(?:föreslår|tillstyrker|avstyrker|proposes|recommends|backs)\b",
            text[body.end : body.end + 16],
        )
    )


def _fits(stage: str, body: Body, text: str) -> bool:
    ahead = text[max(0, body.start - 25) : body.start]
    if body.is_person and stage != "publication_due":
        return False
    if re.match(r"Lagrådet", body.name) or _BEFORE_WHOM.search(ahead):
        return False
    if stage in ("transposition", "entry_into_force") and (
        _REMINDS.search(ahead) or re.search(r"utskottet?s?$", body.name)
    ):
        return False  # who reminds, and who only prepares a law, does not make it
    if stage == "vote":
        return bool(PARLIAMENT.search(body.name) or _VOTES.match(text[body.end : body.end + 40]))
    if stage == "publication_due":
        return not GOVERNMENT.match(body.name) and (
            not _RECIPIENT.search(ahead) or bool(_MANDATE.search(ahead))
        )
    return stage not in DECIDED or not _RECIPIENT.search(ahead)


_CHAMBER = _r(
    rf"\b(?:{CHAMBERS.replace('fullmäktige|', '')}|lords|commons|europaparlamentet|parlamentet|plenary|plenum)"
)


def is_chamber(name: str) -> bool:
    """Whether a body is an assembly that decides by voting; a committee is not."""
    return bool(_CHAMBER.search(name)) and not re.search(r"committee|utskott", name, re.IGNORECASE)
