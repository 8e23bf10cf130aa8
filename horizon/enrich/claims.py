"""Claims in a text: which clause someone could check, who says it, in whose words and how firmly. English and Swedish.

Rules over sentences: attribution verbs, quotation marks and dash lines, numbers, negation, modality. Every span is a slice of the
stored text. Rules and limits: docs/methodology/claims.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from horizon.enrich.claim_words import (
    DASH,
    EN,
    FACT,
    HAPPENED,
    NOT_A_CLAIM,
    PERMITTED,
    PLANNED,
    QUOTE,
    SAY,
    SAY_SV,
    SV,
    TASTE,
    WHEN,
    Tongue,
    folded,
)
from horizon.enrich.conditions import condition_end, is_in_condition
from horizon.enrich.holder_words import can_speak, has_verb
from horizon.enrich.holders import Made, attributed, behind, innermost, neat, quote_holder
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
    tail = behind(ahead[begin:-1], 0, tongue)
    if tail is None:
        return one
    a, b = begin + tail[1][0], begin + tail[1][1]
    return replace(one, holder=text[a:b], holder_start=a, holder_end=b)


def _quotes(text: str) -> list[tuple[int, int]]:
    """What stands between quotation marks, without them."""
    return [m.span("quote") if m["quote"] else m.span("single") for m in QUOTE.finditer(text)]


def _over_sentences(text: str) -> list[tuple[int, int]]:
    """Quotations of several sentences."""
    return [
        s
        for s in _quotes(text)
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


_AND = re.compile(r"\b(?:and|och)$", re.IGNORECASE)
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
    return [half for part in parts for half in _halves(text, *part)]


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Two parts where each side of "while" has somebody who speaks: "A says S, while B maintains T"."""
    match = _WHILE.search(text, start, end)
    if match is None or QUOTE.search(text, start, end):
        return [(start, end)]
    sides = (start, match.start()), (match.end(), end)
    return list(sides) if all(_SPEAKS.search(text, a, b) for a, b in sides) else [(start, end)]


_WHILE = folded(r",?\s+(?:while|whereas|medan)\s+")
_SPEAKS = folded(rf"\b(?:{SAY}|{SAY_SV})\s+(?:that|att|\w)")


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
    made: Made | None = None
    is_quote = False
    if dash:
        body = dash.start("quote")
        tail = behind(sentence, body, tongue)
        if tail:
            made, is_quote = (body, tail[0], tail[1], tail[2]), True
        else:
            made, is_quote = (body, len(sentence), None, ""), True
    elif quote:
        holder, verb = quote_holder(sentence, quote, tongue)
        if holder or verb or quote[1] - quote[0] > 0.6 * len(sentence):
            made, is_quote = (quote[0], quote[1], holder, verb), True
    made = made or _without_condition(sentence, tongue)
    if made is None or NOT_A_CLAIM.match(sentence):
        if made or not _is_checkable(sentence):
            return None, None
        made = (0, len(sentence), None, "")
    a, b, holder, verb = made
    if not is_quote and not (verb and tongue.deny.match(verb)):
        inner = innermost(sentence, a, b, tongue)
        if inner:  # whose statement it is
            a, b, holder, verb = inner
    aside = tongue.according.match(sentence[a:b].lstrip(", "))
    if aside and holder and not is_quote:  # "reports that, according to the harbour master, S"
        a = b - len(sentence[a:b].lstrip(", "))
        holder, a = (a + aside.start("holder"), a + aside.end("holder")), a + aside.end()
    if holder:
        holder = neat(sentence, *holder)
        joined = (
            _SUBJECT.match(sentence[holder[0] : holder[1]]) if _AND.search(sentence[: holder[1]]) else None
        )
        if joined:  # "The company contests this and states that": the company
            holder = holder[0] + joined.start("holder"), holder[0] + joined.end("holder")
        is_told = can_speak(sentence[holder[0] : holder[1]], is_swedish=tongue is SV) and (
            is_quote or not is_in_condition(sentence, holder)
        )
        if is_told and not is_quote and verb.startswith(("explain", "account")):
            is_told = has_verb(sentence[a:b])  # "Fees explained little of the variation"
        if not is_told:
            holder = None
            if not is_quote:  # nobody has the word: the sentence is the outlet's own
                a, b, verb = 0, len(sentence), ""
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


def _without_condition(sentence: str, tongue: Tongue) -> Made | None:
    """As `attributed`; where it would take the condition that opens the sentence for what is said, what follows it."""
    made = attributed(sentence, tongue)
    end = condition_end(sentence)
    if end is None or (made and not _is_only_condition(made, end)):
        return made
    if made and made[2] and not sentence[made[2][1] :].strip(" ."):
        return made  # "Om trenden håller ökar försäljningen, säger X": no comma closes a Swedish condition
    amid = _AMID_CONDITION.match(sentence, end)
    if made and made[2] and amid and made[2][0] < amid.end():  # "If the trend holds, says X, sales rise"
        return amid.end(), len(sentence), made[2], made[3]
    rest = attributed(sentence[end + 1 :], tongue)
    if rest is None:
        return None
    a, b, holder, verb = rest
    shift = end + 1
    return a + shift, b + shift, (holder[0] + shift, holder[1] + shift) if holder else None, verb


_AMID_CONDITION = re.compile(r",[^,]{2,60},\s+")


def _is_only_condition(made: Made, end: int) -> bool:
    """Whether what is said, or who says it, lies in the condition."""
    return made[1] <= end or (made[2] is not None and made[2][1] <= end)


def _is_checkable(said: str) -> bool:
    """Whether an unattributed sentence states something that can be looked up; taste and scenes need a figure or a change."""
    if NOT_A_CLAIM.search(said.strip()):
        return False
    if HAPPENED.search(said) and WHEN.search(said):
        return True
    return bool(FACT.search(said)) and not (TASTE.search(said) and not re.search(r"\d", said))


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
    spans = [
        s
        for s in _quotes(sentence)
        if len(sentence[s[0] : s[1]].split()) >= (3 if _is_whole(sentence, s) else 4)
    ]
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
    asks = None if verb else tongue.propose.search(said)
    if (
        PLANNED.search(sentence)
        or (verb and tongue.propose.match(verb))
        or tongue.should.search(said)
        or (asks and not _AS_NOUN.search(said[: asks.start()]))
    ):
        return "proposed"
    if (verb and tongue.hedged.match(verb)) or tongue.hedged.search(PERMITTED.sub("", said)):
        return "hedged"
    return "asserted"


# "five requests", "ett som kräver": no demand of the one who speaks
_AS_NOUN = re.compile(
    r"(?:\b(?:of|for|the|these|those|such|their|its|new|\w+teen|"
    r"two|three|four|five|six|seven|eight|nine|ten|\d+|som|that|which)\s+|^)$",
    re.IGNORECASE,
)
