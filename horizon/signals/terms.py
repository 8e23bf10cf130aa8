"""Terms of a document: words, word pairs and named actors, folded and stemmed so that they can be counted.

Function words of English and Swedish carry no subject and are left out; everything else is judged by its counts. Without
stems a Swedish matter would be several terms ("hemsjukhus", "hemsjukhuset", "hemsjukhusens") of which none bursts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’.&+-][^\W_]+)*", re.UNICODE)
_INSIDE = re.compile(rf"(?<=[^\W\d_] |[,;] ){_WORD.pattern}", re.UNICODE)  # after a word or a comma
_FUNCTION_WORD_TEXT = """
a about above after again against ago all almost along already also although always am amid among an and another any anyone
anything are aren't around as ask asked asks at away back be became because become been before began behind being below
between both but by came can can't cannot come comes coming could couldn't day days did didn't do does doesn't doing don't
done down due during each early either else end even ever every everyone everything far few first five for former found four
from full gave get gets getting give given gives go goes going gone good got great had hadn't half has hasn't have haven't
having he he's her here here's hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it's its
itself just keep kind know known last late later least less let let's like likely little long look looks lot made make makes
making many may maybe me might mine month months more most much must my myself near need needs never new next no nobody none
nor not nothing now of off often old on once one ones only onto or other others our ours out over own part past people per
perhaps put quite rather re really right said same saw say saying says second see seen seems set she she's should shouldn't
show shows since so some someone something soon still such take takes taking tell than that that's the their theirs them
themselves then there there's these they they're they've thing things think third this those though three through thus time
times to today told tomorrow too took top toward towards turn two under until up upon us use used using very via want wants
was wasn't way ways we we'll we're we've week weeks well went were weren't what what's when where whether which while who
who's whom whose why will with within without won't would wouldn't year years yes yesterday yet you you'll you're you've
your yours yourself monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december according cent further including instead nearly percent several sex shall taken together mrs
add added adds answer answered answers call called calls continue continued continues find finds follow followed follows hold
holds held leave leaves left move moves moved open opens rise rises rose rising seek seeks start started starts stay stays stop
stops stopped told wait waits
alla allt alltid andra annan annat att av bara behöver bland blev bli blir blivit borde bra bör båda både dag dagar dag de
deb dem den denna deras dess dessa det detta dig din dina direkt dit ditt dock du där därför då efter eftersom ej eller en
enligt er era ett fem fick finns fler flera fyra få får fått för före första förr från ge genom ger gick gjorde gjort gott
göra gör ha hade haft han hans har helt hennes hon honom hos hur här i idag igen in inför ingen inget inom inte ja jag ju kan
kanske knappt kom komma kommer kunde kunna kvar lika lite litet man mars med medan mellan men mer mest mig min mina mindre
minst mitt mot mycket månad måndag måste många nej nog nu ny nya nytt någon något några när nästa och också om oss på redan
rätt samma samt sedan ses sett sig sin sina sist sitt sju ska skall skulle som stor stora större störst så sådan säger tack
ta tar tid till tills tre två under upp ur ut utan vad var vara varför varit varje vem vi via vid vidare vilka vilken vilket
vill vår våra vårt än ändå år åt över januari februari april maj juni juli augusti oktober tisdag onsdag torsdag fredag
lördag söndag
aldrig allra andras brukar bättre började början börjar cirka dessutom därefter egen eget egna etc fanns flest fram förra först
gett gången gånger går gått halva hela henne hit hittills hälften ibland icke ingenting inne istället kring kronor kunnat ligger
liksom längre låg mera miljon miljoner mitten månader ned ner nio nära omkring procent procentenheter sade samtidigt senast ser
sista sitter skriver slutet stort står säga sätt sådana sådant tiden tio tog trots utanför utöver varken vars vart vecka veckan
veckor vilkas visar vore väl ännu även åren året åtta tolv
berättar berättade bjuder bjöd bytte byter fortsätter fortsatte frågar frågade följer följde hittar hittade håller höll hålls
lämnar lämnade menar menade minskar minskade möter mötte räknar räknade sluta slutar slutade stannar stannade svarar svarade söker
sökte tror trodde vill ville väljer valde vänder vände väntar väntade visade växer växte ökar ökade ändrar ändrade
"""
_STEMMERS = {code: snowballstemmer.stemmer(name) for code, name in (("en", "english"), ("sv", "swedish"))}
_FUNCTION_WORDS = frozenset(_FUNCTION_WORD_TEXT.split())
MAX_WORDS = 120  # of a document: the title and the lead carry the news


def words_of(text: str) -> list[str]:
    """Folded words in order; numbers and punctuation are dropped, possessive endings cut."""
    found = (w.lower().replace("’", "'") for w in _WORD.findall(text))
    return [w[:-2] if w.endswith("'s") else w for w in found]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str | None) -> str:
    """A folded word without its endings, by Snowball's rules; as it is in other languages than English and Swedish."""
    return _STEMMERS[language].stemWord(word) if language in _STEMMERS else word


@lru_cache(maxsize=50_000)  # a document is read again every week it is remembered
def terms_of(title: str, text: str, language: str | None = None) -> frozenset[str]:
    """Stems of words of three letters or more and of pairs of neighbours, from the title and the start of the text."""
    return frozenset(
        " ".join(stem(w, language) for w in run) for part in (title, text) for run in _runs(part)
    )


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """The words that carry a subject, and the pairs of them that are neighbours."""
    previous: str | None = None
    for word in words_of(text)[:MAX_WORDS]:
        if len(word) < 3 or word in _FUNCTION_WORDS:
            previous = None
            continue
        yield (word,)
        if previous is not None:
            yield (previous, word)
        previous = word


@lru_cache(maxsize=50_000)
def capitals_of(text: str, language: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of the words inside sentences that a text writes with a capital, and of those that it writes without one.

    Give a running text: a title may write every word with a capital.
    """
    large: set[str] = set()
    small: set[str] = set()
    for match in _INSIDE.finditer(text):
        word = match[0]
        folded = word.lower().replace("’", "'")
        key = stem(folded[:-2] if folded.endswith("'s") else folded, language)
        (large if word[0].isupper() else small).add(key)
    return frozenset(large), frozenset(small)


@lru_cache(maxsize=50_000)
def coined_of(text: str, language: str | None) -> dict[str, str]:
    """Stems of the names that a text writes as nobody writes a word, and how: two capitals (LSTM, SQuAD), or a digit (word2vec).

    The plural ending of an acronym is cut; of a compound each part is looked at.
    """
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        for part in match[0].split("-"):
            name = part[:-1] if part.endswith("s") and part[:-1].isupper() else part
            is_coined = sum(c.isupper() for c in name) > 1 or any(c.isdigit() for c in name)
            if len(name) > 2 and name.isalnum() and is_coined and name.lower() not in _FUNCTION_WORDS:
                found.setdefault(stem(name.lower(), language), name)
    return found


def spellings(terms: Iterable[str], documents: Iterable[tuple[str, str, str | None]]) -> dict[str, str]:
    """Each term as it is most often written in the titles, else in the texts (case kept); as it is where it is in none.

    documents: (title, text, language).
    """
    wanted = frozenset(terms)
    in_titles: dict[str, Counter[str]] = defaultdict(Counter)
    in_texts: dict[str, Counter[str]] = defaultdict(Counter)
    for title, text, language in documents:
        for part, seen in ((title, in_titles), (text, in_texts)):
            written = [
                w[:-2] if w.lower().endswith(("'s", "’s")) else w for w in _WORD.findall(part)[:MAX_WORDS]
            ]
            folded = [w.lower().replace("’", "'") for w in written]
            stems = [stem(w, language) for w in folded]
            for n in (1, 2):
                for i in range(len(written) - n + 1):
                    for key in {" ".join(folded[i : i + n]), " ".join(stems[i : i + n])} & wanted:
                        seen[key][" ".join(written[i : i + n])] += 1
    return {t: _commonest(in_titles.get(t) or in_texts.get(t)) or t for t in wanted}


def _commonest(seen: Counter[str] | None) -> str | None:
    return min(seen, key=lambda s: (-seen[s], s)) if seen else None
