"""Claims in a text: which clause someone could check, who says it, in whose words and how firmly. English and Swedish.

Rules over sentences: attribution verbs, quotation marks and dash lines, numbers, negation, modality. Every span is a slice of the
stored text. Rules and limits: docs/methodology/claims.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from horizon.enrich.attribution import quoted_by, speaks, told_in
from horizon.enrich.claim_words import (
    ADVERB,
    AS_X_WILL,
    DASH,
    EN,
    FACT,
    FALSE,
    HAPPENED,
    NOT_A_CLAIM,
    OTHER_HOLDERS,
    PLANNED,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    QUOTING,
    REFUTED,
    SAY,
    SAY_SV,
    SV,
    TASTE,
    TEXT_TELLS,
    TOLD_BY,
    TURNED,
    WHEN,
    Tongue,
    folded,
)
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


def claims_of(text: str, language: str | None) -> list[ClaimFound]:
    """The claims of a text in order. Raises nothing; a text without any gives an empty list."""
    tongue = SV if language == "sv" else EN
    found: list[ClaimFound] = []
    long_quotes = _over_sentences(text)
    # a quotation that goes on without naming anyone is the last speaker's; one that stands alone, of whom the text just spoke
    speaker: tuple[int, int] | None = None
    before: tuple[int, int] | None = None
    for start, end in _parts(text):
        region = next((q for q in long_quotes if q[0] < end and start < q[1]), None)
        one, speaker = _claim_of(text, start, end, tongue, speaker or before, region)
        before = _spoken_of(text, start, end)
        if one is not None:
            found.append(_said_before_colon(one, text, start, tongue))
    return [_same_speaker(one, found, long_quotes) for one in found]


def _said_before_colon(one: ClaimFound, text: str, start: int, tongue: Tongue) -> ClaimFound:
    """ "Nothing was ordered, they admit: financing fell through": the second part is theirs too."""
    ahead = text[:start].rstrip()
    if one.holder is not None or not ahead.endswith(":"):
        return one
    begin = max((s for s, _ in sentences(ahead)), default=0)
    tail = _behind(ahead[begin:-1], 0, tongue)
    if tail is None:
        return one
    a, b = begin + tail[1][0], begin + tail[1][1]
    return replace(one, holder=text[a:b], holder_start=a, holder_end=b)


def _over_sentences(text: str) -> list[tuple[int, int]]:
    """Quotations of several sentences."""
    spans = [m.span("quote") if m["quote"] else m.span("single") for m in QUOTE.finditer(text)]
    return [
        s
        for s in spans
        if re.search(r"[.!?]\s+[A-ZÅÄÖ]", text[s[0] : s[1]]) and "\n" not in text[s[0] : s[1]]
    ]


def _same_speaker(one: ClaimFound, found: list[ClaimFound], long_quotes: list[tuple[int, int]]) -> ClaimFound:
    """A sentence of a long quotation has the holder that another sentence of it names."""
    region = next((q for q in long_quotes if q[0] <= one.start < q[1]), None)
    if region is None or one.holder is not None:
        return one
    other = next((o for o in found if region[0] <= o.start < region[1] and o.holder is not None), None)
    if other is None:
        return one
    return replace(one, holder=other.holder, holder_start=other.holder_start, holder_end=other.holder_end)


_SUBJECT = re.compile(
    r"^(?P<holder>(?:He|She|They|Han|Hon|De)(?=\s)|(?:The|An?|Den|Det|En|Ett)\s+[\w-]+|"
    r"[A-ZÅÄÖÉ][\w.’'-]*(?:\s+(?:[A-ZÅÄÖÉ][\w.’'-]*|of|the|för|av|von|de))*)"
    r"\s+(?:is|are|was|were|has|had|är|var|har|hade|[a-zåäö]+(?:s|ed|r|de|te))\b"
)


def _spoken_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The subject of a short sentence without a quotation: who has the word when the next is only a quotation."""
    sentence = text[start:end]
    match = _SUBJECT.match(sentence)
    if not match or len(sentence.split()) > 14 or QUOTE.search(sentence):
        return None
    return start + match.start("holder"), start + match.end("holder")


_BORDER = re.compile(r";\s+|:\s+(?=[a-zåäö])")


def _parts(text: str) -> list[tuple[int, int]]:
    """Sentences, cut at semicolons, and at a colon behind "they admit"."""
    parts: list[tuple[int, int]] = []
    for start, end in sentences(text):
        said = _INTERJECTION.match(text, start, end)
        at = said.end() if said else start
        for match in _BORDER.finditer(text, start, end):
            if match.group(0).startswith(":") and not _ADMITS.search(text[at : match.start()]):
                continue
            if text[at : match.start()].count("“") != text[at : match.start()].count("”"):
                continue
            parts.append((at, match.start()))
            at = match.end()
        parts.append((at, end))
    return parts


_INTERJECTION = re.compile(r"(?:Nej|Ja|Jo|No|Yes|Well|Nå),\s+(?=\w)")
_ADMITS = folded(rf",\s+(?:(?:\w+\s+){{0,3}}\w+\s+(?:{SAY})|(?:{SAY_SV})\s+\w+(?:\s+\w+){{0,3}})$")


def _claim_of(
    text: str,
    start: int,
    end: int,
    tongue: Tongue,
    speaker: tuple[int, int] | None,
    region: tuple[int, int] | None,
) -> tuple[ClaimFound | None, tuple[int, int] | None]:
    """The claim of one part of a text, and who has the word after it."""
    sentence = text[start:end]
    dash = DASH.match(sentence)
    quote = None if dash else _longest_quote(sentence)
    if region and not dash:
        quote = max(start, region[0]) - start, min(end, region[1]) - start
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
        named_by = quoted_by(sentence, quote) if tongue is EN else None
        holder, verb = named_by or _outside(sentence, quote, tongue)
        if holder or verb or quote[1] - quote[0] > 0.6 * len(sentence):
            made, is_quote = (quote[0], quote[1], holder, verb), True
    refuted = REFUTED.search(sentence)
    if made is None and refuted:
        made = (*refuted.span("clause"), refuted.span("holder"), "denies")
    false = None if made else _falsehood(sentence, tongue)
    made = (
        made
        or false
        or (_english(sentence) if tongue is EN else _swedish(sentence))
        or _according(sentence, tongue)
        or _tail(sentence, tongue)
        or _amid(sentence, tongue)
        or _otherwise(sentence)
    )
    if made is None or NOT_A_CLAIM.match(sentence):
        if made or not _is_checkable(sentence):
            return None, None
        made = (0, len(sentence), None, "")
    a, b, holder, verb = made
    if (
        not is_quote
        and (tongue is SV or _led_by_that(sentence, a))
        and not (verb and tongue.deny.match(verb))
    ):
        inner = _innermost(sentence, a, b, tongue)
        if inner:  # whose statement it is
            a, b, holder, verb = inner
    aside = tongue.according.match(sentence[a:b].lstrip(", "))
    if aside and holder and not is_quote:  # "reports that, according to the harbour master, S"
        a = b - len(sentence[a:b].lstrip(", "))
        holder, a = (a + aside.start("holder"), a + aside.end("holder")), a + aside.end()
    if holder:
        holder = _neat(sentence, *holder)
    named = (start + holder[0], start + holder[1]) if holder else speaker if is_quote else None
    speaker = named if is_quote else None
    a, b = _trimmed(sentence, a, b)
    if (
        b - a < 8
        or (len(sentence[a:b].split()) < 3 and not (verb and tongue.propose.match(verb)))
        or sentence[a:b].rstrip().endswith("?")
        or (named is None and verb not in ("reckons", "tror") and not _is_checkable(sentence[a:b]))
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


_Made = tuple[int, int, "tuple[int, int] | None", str]  # start, end, holder, verb
_KINDS = {"deny": "denies", "propose": "proposes", "hedge": "reckons"}


def _parsed(sentence: str) -> _Made | None:
    """What the parse of an English sentence says; asked only where some word could be a verb of saying."""
    told = told_in(sentence) if speaks(re.findall(r"[A-Za-z]+", sentence)) else None
    return (told.start, told.end, told.holder, _KINDS.get(told.kind, told.verb)) if told else None


def _led_by_that(sentence: str, at: int) -> bool:
    """Whether a clause is led in by "that", the sure sign of reported speech."""
    return sentence[max(0, at - 5) : at].lower() == "that "


def _led_in(sentence: str) -> _Made | None:
    """ "In the view of X, S", "On X's reading, S", "What X found was damning: S"."""
    according = EN.according.match(sentence)
    if according:
        return according.end(), len(sentence), according.span("holder"), ""
    found = _otherwise(sentence)
    return found if found and found[0] > 0 else None


def _english(sentence: str) -> _Made | None:
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


def _falsehood(sentence: str, tongue: Tongue) -> _Made | None:
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
        by_tail = _behind(sentence, start, tongue)
        according = tongue.according.search(sentence, end)
        return (
            start,
            end,
            by_tail[1] if by_tail else according.span("holder") if according else None,
            "denies",
        )
    tail = _behind(sentence, start, tongue)
    return (start, tail[0], tail[1], "denies") if tail else (start, end, None, "denies")


def _innermost(
    sentence: str, a: int, b: int, tongue: Tongue
) -> tuple[int, int, tuple[int, int] | None, str] | None:
    """A statement inside a statement: the one whose it is."""
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


def _is_checkable(said: str) -> bool:
    """Whether an unattributed sentence states something that can be looked up; taste and scenes need a figure or a change."""
    if NOT_A_CLAIM.search(said.strip()):
        return False
    if HAPPENED.search(said) and WHEN.search(said):
        return True
    return bool(FACT.search(said)) and not (TASTE.search(said) and not re.search(r"\d", said))


def _amid(sentence: str, tongue: Tongue) -> tuple[int, int, tuple[int, int] | None, str] | None:
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
    for pattern in OTHER_HOLDERS:
        match = pattern.search(sentence)
        if match and len(match["holder"].split()) <= 9:
            if match.start() == 0 or sentence[match.end() : match.end() + 1] == ":":
                return match.end(), len(sentence), match.span("holder"), "says"
            if match.group(0).startswith(","):
                return 0, match.start(), match.span("holder"), "says"
            return 0, len(sentence), match.span("holder"), "wants" if "way" in match.group(0) else "says"
    return None


def _has_content(said: str) -> bool:
    return (
        (len(said.split()) >= 4 or (len(said.split()) == 3 and bool(FACT.search(said))))
        and not (TASTE.search(said) and not FACT.search(said))
        and not NOT_A_CLAIM.search(said)
    )


def _is_whole(sentence: str, quote: tuple[int, int]) -> bool:
    """Whether a quotation is a sentence of its own."""
    return sentence[quote[0]].isupper() and not re.search(r"\w\s*[\"“”„»«'‘]$", sentence[: quote[0]])


def _is_fragment(sentence: str, quote: tuple[int, int]) -> bool:
    """Whether a quotation is only words inside somebody's clause ("said the deal was “as good as done”")."""
    return sentence[quote[0]].islower() and bool(re.search(r"[\wåäö]\s*[\"“”„»«'‘]$", sentence[: quote[0]]))


def _longest_quote(sentence: str) -> tuple[int, int] | None:
    spans = [m.span("quote") if m["quote"] else m.span("single") for m in QUOTE.finditer(sentence)]
    spans = [s for s in spans if len(sentence[s[0] : s[1]].split()) >= (3 if _is_whole(sentence, s) else 4)]
    spans = [s for s in spans if not _is_fragment(sentence, s)] or [
        s for s in spans if s[1] - s[0] > 0.5 * len(sentence)
    ]
    if not spans:
        return None
    if (
        len(spans) > 1 and spans[-1][0] - spans[0][1] < 80
    ):  # "A," said X, "B": the span runs over the attribution
        return spans[0][0], spans[-1][1]
    return max(spans, key=lambda s: s[1] - s[0])


def _outside(sentence: str, quote: tuple[int, int], tongue: Tongue) -> tuple[tuple[int, int] | None, str]:
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
        rf"(?P<holder>[^,;:.]+?){ADVERB}\s+(?P<verb>{tongue.verb})\b[^.]*$", head, re.IGNORECASE
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


def _behind(sentence: str, at: int, tongue: Tongue) -> tuple[int, tuple[int, int], str] | None:
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


def _swedish(sentence: str) -> _Made | None:
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
        tail = _behind(sentence, found[0], SV)
        return (found[0], tail[0], tail[1], "tror") if tail else (found[0], found[1], None, "tror")
    return found


_NOBODY = folded(r"(?:mycket|allt|det\s+mesta|inget|ingenting|det|mer)$")


def _tail(sentence: str, tongue: Tongue) -> tuple[int, int, tuple[int, int] | None, str] | None:
    found = _behind(sentence, 0, tongue)
    return (0, found[0], found[1], found[2]) if found else None


def _ahead(
    sentence: str, at: int, tongue: Tongue, end: int | None = None
) -> tuple[int, int, tuple[int, int] | None, str] | None:
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


def _according(sentence: str, tongue: Tongue) -> tuple[int, int, tuple[int, int] | None, str] | None:
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
    """A span without quotation marks, commas, dashes and the full stop at its edges, and without what leads it in."""
    lead = re.match(r"(?:(?:inte|ej)\s+)?(?:att|that)\s+", sentence[a:b])
    a += lead.end() if lead else 0
    while a < b and sentence[a] in " ,:;–—-\"“”„»«'‘":
        a += 1
    while b > a and sentence[b - 1] in " ,;:–—\"“”»«'’.":
        b -= 1
    return a, b


def _modality(sentence: str, said: str, verb: str, tongue: Tongue) -> str:
    if verb == "reckons":
        return "hedged"
    if verb and tongue.deny.match(verb) and re.search(rf"\b{re.escape(verb)}\s+(?:inte|ej)\b", sentence):
        return "hedged"  # "utesluter inte att"
    if verb == "denies" or (verb and tongue.deny.match(verb)):
        return "denied"
    if re.search(
        r"\b(?:not\s+true\s+that|no\s+truth|is\s+false|inte\s+sant|stämmer\s+inte|falskt)\b",
        sentence,
        re.IGNORECASE,
    ):
        return "denied"
    if (
        PLANNED.search(sentence)
        or (verb and tongue.propose.match(verb))
        or tongue.should.search(said)
        or (not verb and tongue.propose.search(said))
    ):
        return "proposed"
    if (verb and tongue.hedged.match(verb)) or tongue.hedged.search(said):
        return "hedged"
    return "asserted"
