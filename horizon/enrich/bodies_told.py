"""Bodies that no capital head word tells.

Known names, lower-case heads ("the transport committee", "German cabinet"), the one that answers are sent to, a name behind a
common noun ("regulator ComReg"), a person who is asked to look into something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from horizon.names.bodies import known_bodies

Span = tuple[int, int, int, bool]  # start, end, strength, is_person: as of a Body

SHORTEST = 5  # a shorter known name is an acronym or an everyday word
_EVERYDAY = frozenset(["Kommunal", "Lords", "Commons", "Treasury"])
_CAP = r"[A-ZÅÄÖÉ][\w'’&-]*"
_WORD_START = re.compile(rf"(?<![\w-]){_CAP}")
_LOWER_HEAD = (
    "government|cabinet|commission|parliament|council|ministry|department|agency|authority|regulator|committee|subcommittee|board|"
    "inspectorate|programme|fund|administration|inquiry|assembly|taskforce|directorate|secretariat"
)
_NO_MODIFIER = (
    "same|new|whole|full|other|relevant|responsible|competent|next|then|first|second|third|entire|current|previous|former|final|draft|"
    "and|or|of|for|in|on|to|by|with|that|which|will|has|is|are|said|its|their|this|each|every|advisory"
)
_NO_FIRST = "The|A|An|This|That|Its|Our|New|Draft|Every|Each|No|Any|When|If|As|In|On|At|By|For|From"
_MODIFIED = re.compile(
    rf"(?<=\b[Tt]he )(?:(?!(?:{_NO_MODIFIER})\b)[a-z-]+[ ]){{1,2}}(?:{_LOWER_HEAD})\b"
    rf"|\b(?!(?:{_NO_FIRST})\b)(?:{_CAP}[ ]){{1,4}}(?:{_LOWER_HEAD})\b(?![ ][A-Z])"
)
_MINISTER = re.compile(
    rf"\b(?:{_CAP}[ ])?Minister[ ](?:for|of)[ ](?:the[ ])?{_CAP}(?:(?:,|[ ]and)?[ ]{_CAP}){{0,3}}"
)
_ANSWERS = (
    r"(?:[Rr]esponses?|[Rr]eplies|[Cc]omments|[Ss]ubmissions?|[Aa]pplications?|[Bb]ids?|[Tt]enders?|[Ss]tatements?|[Vv]iews|[Pp]roposals?|"
    r"[Oo]bjections?|[Ee]vidence|[Yy]ttrande\w*|[Ss]var(?:en|et)?|[Ss]ynpunkter(?:na)?|[Rr]emissvar(?:en)?|[Aa]nsök\w+|[Aa]nbud(?:en)?|"
    r"[Uu]tlåtanden?)"
)
_RECIPIENT = re.compile(
    rf"\b{_ANSWERS}[ ](?:(?!to\b|till\b)[\wåäö]+[ ]){{0,5}}(?:to|with|till|hos)[ ](?:the[ ])?(?P<name>{_CAP}(?:[ ]{_CAP}){{0,4}})"
)
_APPOSED = re.compile(
    rf"\b(?:regulator|agency|authority|watchdog|operator|institute|ministry|funder|myndigheten|tillsynsmyndigheten|organisationen|"
    rf"forskningsrådet)[ ](?P<name>{_CAP}(?:[ ]{_CAP}){{0,3}})"
)
_FULL = r"(?:(?:Sir|Dame|Lord|Lady|Baroness|Dr|Professor|Judge)[ ])?[A-ZÅÄÖÉ][\wåäöé-]+(?:[ ][A-ZÅÄÖÉ][\wåäöé’'-]+){1,2}"
_ASKED = re.compile(
    rf"\b(?:asked|appointed|tasked|commissioned|named|chosen)[ ](?P<name>{_FULL})[ ](?:to[ ](?:review|lead|chair|examine|look|"
    rf"report|head|inquire|investigate|study|write)|as[ ](?:chair|head|investigator|reviewer))"
)
_INQUIRER = re.compile(r"\b[Ss]ärskild(?:e|a)?[ ]utredaren?\b(?![ ][A-ZÅÄÖ])")


def told_bodies(text: str, language: str | None) -> Iterator[Span]:
    """Spans of bodies in no order; they may overlap others, which go first."""
    yield from known_names(text)
    for match in _RECIPIENT.finditer(text):
        yield (*match.span("name"), 0, False)
    for match in _APPOSED.finditer(text):
        yield (*match.span("name"), 1, False)
    if language == "sv":
        for match in _INQUIRER.finditer(text):
            yield (*match.span(), 1, False)
        return
    for match in _ASKED.finditer(text):
        yield (*match.span("name"), 1, True)
    for match in _MINISTER.finditer(text):
        yield (*match.span(), 1, False)
    for match in _MODIFIED.finditer(text):
        yield (*match.span(), 1, False)


def known_names(text: str) -> Iterator[Span]:
    """Names of public bodies of data/actors.toml, as they are written there or in the genitive."""
    names = known_bodies()
    for match in _WORD_START.finditer(text):
        first = match.group(0)
        for name in names.get(first, names.get(first.removesuffix("s"), names.get(first.split("-")[0], ()))):
            end = match.start() + len(name)
            if len(name) < SHORTEST or name in _EVERYDAY or not text.startswith(name, match.start()):
                continue
            end += text[end : end + 1] == "s"
            if not text[end : end + 1].isalnum():
                yield match.start(), end, 1, False
                break
