"""Every way to write a date that is read, in the order in which they are tried: the longer before the shorter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from horizon.enrich.date_builders import (
    at_easter,
    day_slash_month,
    end_of_month,
    end_of_year,
    first_day,
    half_year,
    iso_day,
    month_alone,
    month_year,
    named_day,
    numeric_day,
    part_of_month,
    quarter,
    season,
    turn_of_year,
    week_number,
    year_alone,
)
from horizon.enrich.date_found import DateFound
from horizon.enrich.date_words import COUNT, DAY, END_OF, MONTH, ORDINAL, SEASON, UNIT, WEEKDAYS, YEAR
from horizon.enrich.relative_dates import (
    at_once,
    counted_from,
    day_of_this_month,
    end_of_next_month,
    end_of_this_month,
    feast,
    in_so_long,
    later,
    near_day,
    next_period,
    period_of_length,
    weekday,
)

Builder = Callable[["re.Match[str]", date], DateFound | None]


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


PATTERNS: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (_r(r"\b(?P<y>20\d\d)[-/](?P<mm>\d\d)[-/](?P<dd>\d\d)\b"), iso_day),
    (_r(r"\b(?P<a>\d{1,2})(?P<sep>-)(?P<b>\d{1,2})-(?P<y>20\d\d)\b"), numeric_day),
    (_r(r"\b(?:by\s+|before\s+|until\s+|senast\s+)?(?:i\s+)?(?:the\s+)?(?:end\s+of|slutet\s+(?:av|på)|utgången\s+av)\s+"
        r"(?:next|nästa)\s+(?:month|månad)"), end_of_next_month),
    (_r(rf"\b(?:the\s+|den\s+)?(?:first|första)\s+(?:day|dagen)\s+(?:of\s+|av\s+|på\s+|i\s+)?{YEAR}"), first_day),
    (_r(r"\b(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})[./](?P<y>20\d\d)\b"), numeric_day),
    (_r(rf"\b(?:{END_OF})\s*{MONTH}(?:,?\s+{YEAR})?"), end_of_month),
    (
        _r(
            rf"\b{END_OF}\s*(?:the\s+)?{ORDINAL}\s+(?:quarter|kvartalet)(?:\s+(?:of\s+|av\s+)?(?:the\s+year|året|{YEAR}))?"
        ),
        quarter,
    ),
    (_r(rf"\b{END_OF}\s*(?:the\s+)?{ORDINAL}\s+(?:half|halvåret)(?:\s+(?:of\s+|av\s+)?{YEAR})?"), half_year),
    (
        _r(
            rf"\b(?:{END_OF}\s*(?:år\s+)?(?:{YEAR}|(?:the|this|next|calendar)\s+year|året|nästa\s+år|årets)|årets\s+slut|"
            rf"(?:the\s+)?year(?:'|’)s\s+end|år(?:s)?slutet"
            rf"|year[- ]end|utgången\s+av\s+år)"
        ),
        end_of_year,
    ),
    (
        _r(
            rf"\b(?P<range>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s*(?:–|-|to|till|and|"
            rf"och)\s*)?(?:den\s+)?{DAY}(?:\s+of)?\s+{MONTH}(?:,?\s+{YEAR})?"
        ),
        named_day,
    ),
    (
        _r(
            rf"\b{MONTH}\s+(?P<range>(?:3[01]|[12]\d|0?[1-9])\s*(?:–|-|to|and)\s*)?{DAY}\b(?!\s*(?:per\s?cent|%|million|"
            rf"billion|\d))(?:,?\s+{YEAR})?"
        ),
        named_day,
    ),
    (_r(rf"\b{DAY}/(?P<mm>1[0-2]|0?[1-9])\b(?!/|\d)(?:\s+{YEAR})?"), day_slash_month),
    (
        _r(
            rf"\b(?P<part>mid[- ]?|middle\s+of\s+|mitten\s+av\s+|early\s+(?:in\s+)?|(?:i\s+)?början\s+av\s+|late\s+|"
            rf"(?:the\s+)?beginning\s+of\s+)\s*{MONTH}(?:,?\s+{YEAR})?"
        ),
        part_of_month,
    ),
    (_r(rf"\b{ORDINAL}\s+(?:quarter|kvartalet)(?:\s+(?:of\s+|av\s+|år\s+)?(?:the\s+year|året|{YEAR}))?"), quarter),
    (_r(rf"\b(?:Q|kvartal\s+)(?P<q>[1-4])\b(?:[\s/,]+(?:of\s+)?{YEAR})?"), quarter),
    (_r(rf"\b{YEAR}[\s-]?Q(?P<q>[1-4])\b"), quarter),
    (_r(rf"\b{ORDINAL}\s+(?:half|halvåret)(?:\s+(?:of\s+|av\s+)?{YEAR})"), half_year),
    (_r(rf"\b(?:week|vecka|v\.)\s*(?P<w>\d{{1,2}})\b(?:,?\s+(?:of\s+|år\s+)?{YEAR})?"), week_number),
    (_r(rf"\b(?:{SEASON}|sommar-?)(?:\s+of)?\s+{YEAR}"), season),
    (_r(rf"\b{MONTH}(?:,?\s+(?:of\s+)?{YEAR})"), month_year),
    (
        _r(
            rf"\b(?:this|(?:by\s+|in\s+)?(?:early\s+|late\s+)?next|in(?:\s+the)?|by(?:\s+the)?|during(?:\s+the)?|(?:until|before|"
            rf"from|after)(?:\s+the)?(?=\s+(?:spring|autumn|winter))|later\s+in\s+the|the\s+coming|this\s+coming|i|till|under|"
            rf"nästa|kommande|senare\s+under|"
            rf"senare\s+i)\s+{SEASON}(?=[\s.,;:)]|$)(?!\s+(?:r|ö|b|p|m|k|s|f|o|u|v|t|h|l|n|a|e|d)\w+(?:\s+\w+)?\s+(?:visar|"
            rf"är\b))(?P<y>\b\B)?"
        ),
        season,
    ),
    (_r(r"\b(?:vid\s+)?månadsskiftet\b|\b(?:by|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+month\b|\bi\s+slutet\s+av\s+månaden\b|"
        r"\bthe\s+turn\s+of\s+the\s+month\b"), end_of_this_month),
    (_r(rf"\b(?:Easter|påsk(?:en)?)\b(?:\s+{YEAR})?"), at_easter),
    (_r(rf"\b(?:årsskiftet|nyår|(?:the\s+)?turn\s+of\s+the\s+year)(?:\s+{YEAR}(?:/|–|-)\d{{2,4}})?"), turn_of_year),
    (
        _r(
            rf"\b{COUNT}\s+(?:calendar\s+|working\s+)?{UNIT}\s+(?:(?:to|att|in\s+which\s+to)\s+\w+\s+(?:\w+\s+){{0,2}}?)?"
            rf"(?:after|of|from|following|efter|från|räknat\s+från)\s+(?P<from>(?:\S+\s+){{0,4}}?"
            rf"(?:publication|published|publishing|force|application|effect|kungör\w*|publicer\w*|ikraftträd\w*|offentliggör\w*|"
            rf"today(?:(?:'|’)s\s+\w+)?|i\s?dag|dagens\s+\w+|announcement|date\s+of\s+(?:this|the)\s+(?:notice|document|"
            rf"publication|rule)|this\s+notice|detta\s+(?:beslut|datum)|tomorrow|i\s?morgon))"
        ),
        counted_from,
    ),
    (
        _r(
            rf"\b(?:within|in|inom|om|(?:have|has|given|get|får|har|ges)(?=\s+\S+\s+\S+\s+(?:to\b|in\s+which|på\s+sig|att\b))|"
            rf"(?:comments?|respond|responses|feedback|views|consultation|consults?|synpunkter|samrådet?|svara)\s+(?:for|i|"
            rf"under)|"
            rf"for\s+a\s+period\s+of|(?:open|runs?|lasts?|running|remains?\s+open)\s+for|(?:pågår|öppe[nt]|löper)\s+(?:i|"
            rf"under))\s+(?:the\s+next\s+|the\s+coming\s+|"
            rf"de\s+närmaste\s+)?{COUNT}\s+(?:calendar\s+|working\s+)?{UNIT}\b(?:'|’)?"
            r"(?!\s+(?:from|of|after|från|efter|räknat)\b)"  # a time that a rule sets for whoever it meets
        ),
        in_so_long,
    ),
    (_r(rf"\b{COUNT}\s+{UNIT}\s+(?:later|thereafter|after\s+that|senare|därefter)\b"), later),
    (
        _r(
            rf"\b{COUNT}[- ]{UNIT}(?:(?:'|’)|\s+l[åo]ng\w*)?[- ]\s*(?:(?:public|open|written|formal|offentlig\w*|öppe[nt])\s+)*"
            rf"(?:comment|consultation|feedback|review|response|notice|remiss\w*|samråd\w*|svarstid\w*|period|window)"
        ),
        period_of_length,
    ),
    (
        _r(
            r"\b(?:with\s+immediate\s+effect|effective\s+immediately|takes?\s+effect\s+(?:at\s+once|immediately)|"
            r"med\s+omedelbar\s+verkan|(?:gäller|träder\s+i\s+kraft)\s+(?:omedelbart|genast|direkt))\b"
        ),
        at_once,
    ),
    (
        _r(
            r"\b(?:tomorrow|i\s?morgon|i\s?övermorgon|today|i\s?dag)\b(?!['’]s\s+(?!\w*\s?(?:vote|meeting|decision|hearing|deadline|session)))"
        ),
        near_day,
    ),
    (
        _r(
            r"\b(?:on|by|until|before|from|till|senast|från|to|från\s+och\s+med|till\s+och\s+med)\s+(?:the|"
            r"den)\s+(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|:e|:a)\b"
            r"(?!\s+(?:\w+\s+)?(?:century|anniversary|session|article|paragraph|edition|congress))"
            r"(?:\s+(?:of\s+|i\s+)?(?:this|next|the|denna|nästa)\s+(?:month|månad))?"
        ),
        day_of_this_month,
    ),
    (
        _r(
            rf"\b(?:(?:on|this|next|by|until|before|from|starting|på|nästa|senast|till|nu\s+på|kommande|från|(?:från|"
            rf"till)\s+och\s+med|fr\.?o\.?m\.?|t\.?o\.?m\.?)\s+)(?P<wd>{'|'.join(WEEKDAYS)})\b(?!,?\s+(?:den\s+|"
            rf"the\s+)?\d)"
        ),
        weekday,
    ),
    (
        _r(
            r"\b(?:next|nästa)\s+(?P<unit>week|vecka|month|månad|year|år)\b"
        ),
        next_period,
    ),
    (_r(r"\b(?:before|före|innan|by)\s+(?:christmas|jul(?:en)?|midsummer|midsommar|(?:the\s+)?summer(?:\s+(?:break|"
        r"recess))?|sommaren)\b"), feast),
    (
        _r(
            rf"\b(?:in|by|until|during|from|before|since|for|of|i|under|senast|till|från|med|of|to|early|late|per|"
            rf"sedan)\s+(?:senast\s+|i\s+|början\s+av\s+)?{MONTH}(?!\s*\d)"
        ),
        month_alone,
    ),
    (_r(rf"\b(?:in|during|from|for|under|år|från|of|early|late|sometime\s+in|med\s+början|is|are)\s+(?:och\s+med\s+|"
        rf"år\s+|the\s+course\s+of\s+|early\s+|late\s+)?{YEAR}(?![/–-]\d)"), year_alone),
)  # fmt: skip
