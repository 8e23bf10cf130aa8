"""The section, language or country that a source's name ends in ("BBC World", "Svea Posten Nyheter", "Altinget Sweden").

What stands behind a comma is no section: who writes "Vinnova, calls" says that Vinnova is a subject too.
"""

from __future__ import annotations

import re

from horizon.topics.words import fold, stop_words

_TOPICS = """
    advisories ai business climate culture cybersecurity economics economy environment feed finance headlines health
    latest magazine makers markets news newsletter opinion politics privacy science security space sport
    sports stories tech technology updates videos weekly world
    börs debatt ekonomi inrikes klimat kultur ledare miljö nyheter näringsliv opinion politik pressmeddelande
    pressmeddelanden sport säkerhet teknik utrikes vetenskap världen
"""
_PLACES = """
    africa america asia baltic britain china denmark english estonia europe european finland finnish france germany global
    iceland international latvia lithuania local luxembourg national nordic norway norwegian sweden swedish uk us usa
    danmark engelska europa finland internationellt nordiska norden norge svenska sverige
"""
SECTIONS = frozenset((_TOPICS + _PLACES).split())
# what a section or a country makes a name of, and what is none without it ("Statistics Sweden", "Popular Science")
KINDS = frozenset(
    """
    agency association authority automotive bank board bureau bulletin council dagens daily department digital directorate
    government institute ministry official popular press public radio regering regeringen review startup startups statistics
    statistik svensk svenskt television university
    """.split()  # noqa: SIM905
)
_ENDS_NOTHING = stop_words(None) | {"und", "et", "de", "der", "des", "du", "la", "le", "les", "y"}
_TWO_WORDS = (
    "press releases",
    "press release",
    "press corner",
    "top stories",
    "senaste nytt",
    "security notices",
)
_SECTION = "|".join([*(re.sub(" ", r"\\s+", words) for words in _TWO_WORDS), *sorted(SECTIONS)])
_LAST = re.compile(
    rf"^(?P<left>.*?\w)(?:\s*[:|/–—-])?\s+(?:{_SECTION})(?:\s+(?:and|och|&)\s+(?:{_SECTION}))?$", re.I
)
_BRACKETS = re.compile(r"^(?P<left>.*\w)\s*[(\[][^()\[\]]*[)\]]$")


def without_sections(name: str) -> list[str]:
    """What is left of a name, the last section taken off first, then the one before it, and so on."""
    out: list[str] = []
    left = "" if "," in name else name.strip()
    while found := _BRACKETS.match(left) or _LAST.match(left):
        left = found["left"]
        if fold(left.split()[-1]) in _ENDS_NOTHING:
            break  # "Rest of World" is one thing
        out.append(left)
    return out
