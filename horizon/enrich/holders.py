"""Who says what in a sentence, by patterns of English and Swedish: the holder before, behind, amid or around the words.

English asks the parse too (horizon/enrich/attribution.py) where no "that" leads the words in.
"""

from __future__ import annotations

import re

from horizon.enrich.attribution import quoted_by, speaks, told_in
from horizon.enrich.claim_words import (
    ADVERB,
    AS_X_WILL,
    EN,
    FALSE,
    OTHER_HOLDERS,
    PREPOSITION,
    PRONOUN,
    QUOTING,
    REFUTED,
    SV,
    TEXT_TELLS,
    TOLD_BY,
    TURNED,
    Tongue,
    folded,
)

Made = tuple[int, int, "tuple[int, int] | None", str]  # start, end, holder, verb


def attributed(sentence: str, tongue: Tongue) -> Made | None:
    """What somebody is told to have said in a sentence without a quotation, and who; None where nobody has the word."""
    return (
        _refuted(sentence)
        or _falsehood(sentence, tongue)
        or (_english(sentence) if tongue is EN else _swedish(sentence))
        or _according(sentence, tongue)
        or _tail(sentence, tongue)
        or _amid(sentence, tongue)
        or _otherwise(sentence)
    )


def _refuted(sentence: str) -> Made | None:
    """ "The claim that S is denied by X"."""
    match = REFUTED.search(sentence)
    return (*match.span("clause"), match.span("holder"), "denies") if match else None


def quote_holder(sentence: str, quote: tuple[int, int], tongue: Tongue) -> tuple[tuple[int, int] | None, str]:
    """Holder and verb of a quotation, before, behind or inside it."""
    named = quoted_by(sentence, quote) if tongue is EN else None
    if named is not None:
        return named
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
        rf"(?P<holder>[^,;:.]+?){ADVERB}\s+(?P<verb>{tongue.verb})\b[^.]*$", head, re.IGNORECASE
    )
    if match:
        return neat(head, *match.span("holder")), match["verb"]
    colon = re.match(r"^(?P<holder>[^,:]{2,60})(?:,[^:]*)?:\s*[\"“”»«„]?$", head)
    if colon:
        return neat(head, *colon.span("holder")), ""
    according = tongue.according.search(head) or tongue.according.search(tail)
    if according:
        offset = 0 if tongue.according.search(head) else quote[1]
        return (according.start("holder") + offset, according.end("holder") + offset), ""
    return None, ""


def innermost(sentence: str, a: int, b: int, tongue: Tongue) -> Made | None:
    """A statement inside a statement: the one whose it is."""
    if tongue is EN and not _led_by_that(sentence, a):
        return None
    told = TOLD_BY.search(sentence, a, b)
    if told:
        return told.start("clause"), told.end("clause"), told.span("holder"), "told"
    quoting = QUOTING.search(sentence, a, b)
    if quoting:
        after = re.search(r"\b(?:that|att)\s+", sentence[quoting.end() : b])
        return (quoting.end() + after.end() if after else a), b, quoting.span("holder"), "told"
    inner = _ahead(sentence, a, tongue, b)
    if (
        inner
        and (tongue is SV or _led_by_that(sentence, inner[0]))
        and inner[2]
        and not PRONOUN.match(sentence[inner[2][0] : inner[2][1]])
        and not tongue.propose.match(inner[3])
    ):
        return inner
    return None


def behind(sentence: str, at: int, tongue: Tongue) -> tuple[int, tuple[int, int], str] | None:
    """The attribution at the end of a sentence: (end of what is said, holder, verb)."""
    match = re.search(
        rf",\s*(?:så\s+)?(?P<verb>{tongue.verb}){ADVERB}\s+(?P<rest>[^,]+(?:,.*)?)$",
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
        rf",\s*(?P<holder>(?!\s*(?:and|but|och|men|which|who|som|vilket)\b)[^,.;]{{2,70}}?){ADVERB}\s+(?P<verb>{tongue.verb})"
        rf"(?:\s+(?:on|in|at|to|this|last|yesterday|i|på|till)\b[^,]*|\s+\w+)?\s*\.?$",
        sentence[at:], re.IGNORECASE,
    )  # fmt: skip
    if match and len(match["holder"].split()) <= 9:
        return at + match.start(), (at + match.start("holder"), at + match.end("holder")), match["verb"]
    return None


def neat(part: str, start: int, end: int) -> tuple[int, int]:
    """A holder without what leads up to it."""
    lead = re.match(r"^(?:(?:But|And|Yet|Men|Och|Also|Now|Meanwhile|Still)\s+)+", part[start:end])
    start += lead.end() if lead else 0
    while start < end and part[start] in " \"“”»«'‘–-":
        start += 1
    while end > start and part[end - 1] in " ,\"“”»«'’":
        end -= 1
    return start, end


_KINDS = {"deny": "denies", "propose": "proposes", "hedge": "reckons"}


def _parsed(sentence: str) -> Made | None:
    """What the parse of an English sentence says; asked only where some word could be a verb of saying."""
    told = told_in(sentence) if speaks(re.findall(r"[A-Za-z]+", sentence)) else None
    return (told.start, told.end, told.holder, _KINDS.get(told.kind, told.verb)) if told else None


def _led_by_that(sentence: str, at: int) -> bool:
    """Whether a clause is led in by "that", the sure sign of reported speech."""
    return sentence[max(0, at - 5) : at].lower() == "that "


def _led_in(sentence: str) -> Made | None:
    """ "In the view of X, S", "On X's reading, S", "What X found was damning: S"."""
    according = EN.according.match(sentence)
    if according:
        return according.end(), len(sentence), according.span("holder"), ""
    found = _otherwise(sentence)
    return found if found and found[0] > 0 else None


def _english(sentence: str) -> Made | None:
    """Patterns where "that" leads the clause in, else the parse, else patterns with the clause bare."""
    by_pattern = _ahead(sentence, 0, EN)
    if by_pattern and _led_by_that(sentence, by_pattern[0]):
        return by_pattern
    found = _led_in(sentence) or _parsed(sentence)
    if found:
        return found
    if by_pattern and not PREPOSITION.match(sentence[by_pattern[0] :]):
        return by_pattern
    return None


def _swedish(sentence: str) -> Made | None:
    """Swedish word orders: subject first, verb first, texts that tell."""
    tells = TEXT_TELLS.match(sentence)
    if tells:
        return (
            *tells.span("clause"),
            tells.span("holder"),
            "föreslår" if "föreslås" in tells.group(0) else "visar",
        )
    willed = AS_X_WILL.match(sentence)
    if willed:
        return 0, len(sentence), willed.span("holder"), "vill"
    turned = TURNED.match(sentence)
    if turned and (turned["that"] or SV.propose.match(turned["verb"])):
        return *turned.span("clause"), turned.span("holder"), turned["verb"]
    found = _ahead(sentence, 0, SV)
    if (
        found and found[2] and _NOBODY.match(sentence[slice(*found[2])])
    ):  # "Mycket tyder på att S, uppger en källa"
        tail = behind(sentence, found[0], SV)
        return (found[0], tail[0], tail[1], "tror") if tail else (found[0], found[1], None, "tror")
    return found


_NOBODY = folded(r"(?:mycket|allt|det\s+mesta|inget|ingenting|det|mer)$")


def _ahead(sentence: str, at: int, tongue: Tongue, end: int | None = None) -> Made | None:
    """`HOLDER says (that) CLAUSE`: (start, end, holder, verb)."""
    part = sentence[at : end if end is not None else len(sentence)]
    match = re.match(
        rf"^(?P<lead>(?:(?:In|On|At|After|But|And|Yet|However|Meanwhile|I|På|Efter|Men|Och|Samtidigt|Under|"
        rf"Vid|Contrary|Despite|As|Asked|Since|For|With|From|By|When|While|Although|If|Trots|Tvärtemot|Sedan|"
        rf"När|Medan|Inför|Sent|Late|Speaking|Writing|Answering|Starting|Today|Yesterday|Before)\b[^,]{{0,60}},\s+|"
        rf"(?:But|And|Yet|Men|Och)\s+)?)"
        rf"(?P<holder>[^,;:]{{1,90}}?)(?:,\s[^,]{{1,110}},)?{ADVERB}\s+(?P<verb>{tongue.verb})(?:\s+(?:on\s+\w+day|"
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
    holder = neat(part, *match.span("holder"))
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


def _falsehood(sentence: str, tongue: Tongue) -> Made | None:
    """ "It is wrong, insists X, that S": what is said to be false, and by whom."""
    match = FALSE.match(sentence)
    if not match:
        return None
    group = next(g for g in ("clause", "sats", "tale", "rumour") if match[g])
    start, end = match.span(group)
    aside = "said" if match["said"] else "sagt"
    if match[aside]:
        by = _verb_then_holder(match[aside][1:-1], tongue) or _holder_then_verb(match[aside][1:-1], tongue)
        if by:
            offset = match.start(aside) + 1
            return start, end, (by[0] + offset, by[1] + offset), "denies"
    if match["rumour"]:
        by_tail = behind(sentence, start, tongue)
        according = tongue.according.search(sentence, end)
        return (
            start,
            end,
            by_tail[1] if by_tail else according.span("holder") if according else None,
            "denies",
        )
    tail = behind(sentence, start, tongue)
    return (start, tail[0], tail[1], "denies") if tail else (start, end, None, "denies")


def _according(sentence: str, tongue: Tongue) -> Made | None:
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


def _tail(sentence: str, tongue: Tongue) -> Made | None:
    found = behind(sentence, 0, tongue)
    return (0, found[0], found[1], found[2]) if found else None


def _amid(sentence: str, tongue: Tongue) -> Made | None:
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


def _otherwise(sentence: str) -> Made | None:
    """Rarer ways to name a holder: "as X sees it", "om man får tro X", "X puts a number on it:"."""
    for pattern in OTHER_HOLDERS:
        match = pattern.search(sentence)
        if match and len(match["holder"].split()) <= 9:
            if match.start() == 0 or sentence[match.end() : match.end() + 1] == ":":
                return match.end(), len(sentence), match.span("holder"), "says"
            if match.group(0).startswith(","):
                return 0, match.start(), match.span("holder"), "says"
            return 0, len(sentence), match.span("holder"), "wants" if "way" in match.group(0) else "says"
    return None


def _verb_then_holder(part: str, tongue: Tongue) -> tuple[int, int, str] | None:
    """`", said the minister in Lund.`"""
    match = re.match(
        rf"^[\s,.\"”»«’?!–-]*(?P<verb>{tongue.verb}){ADVERB}\s+(?P<rest>[^\"“”]+)", part, re.IGNORECASE
    )
    if not match:
        return None
    rest = match["rest"]
    stop = tongue.cut.search(rest)
    end = match.start("rest") + (stop.start() if stop and stop.start() > 0 else len(rest.rstrip(" .")))
    return match.start("rest"), end, match["verb"]


def _holder_then_verb(part: str, tongue: Tongue) -> tuple[int, int, str] | None:
    """`", the minister said.`"""
    match = re.match(
        rf"^[\s,.\"”»«’–-]*(?P<holder>[^,.;]+?)(?:,[^,]+,)?{ADVERB}\s+(?P<verb>{tongue.verb})\b",
        part,
        re.IGNORECASE,
    )
    return (*match.span("holder"), match["verb"]) if match and len(match["holder"].split()) <= 9 else None
