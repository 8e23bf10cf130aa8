"""Words, names and numbers of a text, in English and Swedish: what the sparse half of every similarity is made of.

Language-specific care is kept small on purpose: a short list of function words and a light stem for each language.
Another language still gets its plain words, names and numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'’&][^\W_]+)*|[^\W_]+")
# the same for texts whose letters are those of western Europe, which most are: a class of letters is looked up in a third less
# time than a category
WESTERN = "A-Za-zÀ-ÖØ-öø-ÿ"
_WESTERN_WORD = rf"[{WESTERN}]+(?:[-'’&][{WESTERN}0-9]+)*|[0-9]+(?:[.,:][0-9]+)*"
_NOT_WESTERN = re.compile("[^\x00-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf-\xff‘’“”…–—]")
_PIECES, _WESTERN_PIECES = re.compile(f"({WORD.pattern})"), re.compile(f"({_WESTERN_WORD})")
SENTENCE_BREAK = frozenset('.!?:"”“(\n')
SENTENCE_END = re.compile(r"[.!?:\"”»(\n]\s*$")

_ENGLISH = """
    a about above after again against all also although always am among an and another any are aren't around as at away back be
    became because become been before began behind being below between both but by came can can't cannot come could couldn't did
    didn't do does doesn't doing don't done down during each either else even ever every few first for from further gave get gets
    getting give given go goes going gone got had has hasn't have haven't having he her here hers herself him himself his how
    however i i'm if in instead into is isn't it it's its itself just keep kept last later least less let let's like likely made
    make makes making many may maybe me might more most much must my myself near nearly need never next no nor not nothing now of
    off often on once one only onto or other others our out over own part per perhaps put quite rather really said same saw say
    saying says see seem seems seen several shall she should shouldn't since so some soon still such take taken takes than that
    that's the their them themselves then there there's these they they're thing things this those though three through thus to
    today together told too took toward towards two under until up upon us use used using very via was wasn't way we well went
    were weren't what what's when where whether which while who who's whom whose why will with within without won't would wouldn't
    yes yesterday yet you you're your yours yourself new year years week weeks month months day days time people
    according including
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december per cent percent mr mrs ms dr am pm"""
_SWEDISH = """
    aldrig all alla allt alltid allra andra andras annan annat att av bara bland blev bli blir blivit både bör de dem den denna
    dess dessa det detta dig din dina dit ditt dock du där därefter därför då efter eller en enligt er era ett fanns fick finns
    fler flera flest fram från få får fått för före först första ge genom ger gett gick gjorde gjort gör göra ha hade han hans har
    hela helt henne hennes hittills hon honom hos hur i ibland icke idag igen in inför ingen inget inne inom inte ja jag ju kan
    kanske kom komma kommer kring kunde kunna kunnat kvar ligger liksom lite låg längre man med medan mellan men mer mera mest mig
    min mina mindre minst mitt mot mycket måste många ned nej ner ni nog nu nya nytt när nära någon något några också om omkring
    oss på redan rätt samma samt sade sedan senast ser sig sin sina sista sitt sitter ska skall skriver skulle som står stora stor
    stort så sådan sådana sådant säger sätt ta tar till tills tog trots två under upp ut utan utanför utöver vad var vara varför
    varit varje vars vart vem vi via vid vidare vill vilka vilken vilket visar vore våra vår vårt väl än ännu ändå är åt även över
    år året åren vecka veckan månad månader dag dagar måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars
    april maj juni juli
    augusti september oktober november december och samtidigt sa säga går gå gått varken inget ett ingenting nästa förra procent
    miljoner miljon kronor kr cirka ca bl a t ex etc dessutom istället bör borde brukar börjar började blivit bättre mitten slutet
    början halva hälften tiden gången gånger tre fyra fem sex sju åtta nio tio här där dit hit vars vilkas egen eget egna"""
ENGLISH_STOP = frozenset(_ENGLISH.split())
SWEDISH_STOP = frozenset(_SWEDISH.split())
STOP = {"en": ENGLISH_STOP, "sv": SWEDISH_STOP}
_EITHER_STOP = ENGLISH_STOP | SWEDISH_STOP
# longest first; what is left must keep four letters, so that short words stay apart
_SUFFIXES = {
    "en": ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ers", "ed", "er", "es", "ly", "s", "y", "e"),
    "sv": (
        "ningarna", "ningens", "ningen", "ningar", "heterna", "heten", "arnas", "ernas", "ornas", "arna", "erna", "orna",
        "ning", "andet", "ande", "ens", "ets", "ade", "are", "ar", "er", "or", "en", "et", "na", "as", "es", "a", "e", "s", "t",
        "n",
    ),
}  # fmt: skip
_NONE: dict[str, tuple[str, ...]] = {}
# by their last letter, because most of them do not end as a given word does
_ENDING = {
    language: {last: tuple(s for s in suffixes if s[-1] == last) for last in {s[-1] for s in suffixes}}
    for language, suffixes in _SUFFIXES.items()
}


def pieces(text: str) -> list[str]:
    """The text taken apart: what stands before the first word, the word, what stands between, the next word, ..., the rest."""
    return (_WESTERN_PIECES if is_western(text) else _PIECES).split(text)


def is_western(text: str) -> bool:
    """Whether all its letters are those of western Europe."""
    return text.isascii() or not _NOT_WESTERN.search(text)


@lru_cache(maxsize=500_000)
def fold(text: str) -> str:
    """Lower case in one Unicode form with one kind of apostrophe."""
    return (
        text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    )


def stop_words(language: str | None) -> frozenset[str]:
    """Function words of a language; English and Swedish together where the language is unknown."""
    return STOP.get(language or "", _EITHER_STOP)


@lru_cache(maxsize=200_000)
def stem(word: str, language: str | None) -> str:
    """A folded word without its commonest endings; numbers, short words and words of other languages as they are."""
    if word.endswith("'s"):
        word = word[:-2]
    for suffix in _ENDING.get(language or "", _NONE).get(word[-1:], ()):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word
