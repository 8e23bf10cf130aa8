"""A name as it is compared: without case, accents, titles, genitive and legal form; and small slips of spelling. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TITLES = re.compile(
    r"^(?:(?:dr|prof|em|emeritus|emerita|professor|docent|mr|mrs|ms|sir|dame|lord|lady|baroness|baron|minister|president|commissioner|"
    r"chancellor|senator|judge|justice|general|admiral|"
    r"captain|chief|ceo|vd|statsråd\w*|statsminister\w*|ministern?|\w+minister\w*|kommissionär\w*|generaldirektör\w*|"
    r"ordförande\w*|direktör\w*|doktor\w*|fru|herr|"
    r"landshövding\w*|talman\w*|(?:local\s+)?councill?or\w*|cllr|coach|captain|capt|rapporteur|shadow|spokes\w+|deputy|vice|acting|"
    r"dean|bishop|archbishop|"
    r"inspector|governor|congress(?:wo)?man|representative|rep|sen|gov|col|colonel|lieutenant|sergeant|sister|"
    r"father|rabbi|imam|"
    r"(?:kommunal|region|oppositions|justitie|departements|hovrätts|landstings|borgar)råd(?:et)?|\w+ledamot(?:en)?|\w+ledare?n?|\w+chef(?:en)?|\w+tränare?n?|tränare?n?|utredare?n?|åklagare?n?|"
    r"advokat(?:en)?|biskop(?:en)?|forskar\w*|överläkar\w*|ingenjör\w*|engineer|mayor|mep|mp|hon|rt|the|den|det|director|"
    r"chair(?:man|woman|person)?)\.?\s+)+",
    re.IGNORECASE,
)
# letters behind a person's name; no firm carries them in this spelling
_LETTERS_BEHIND = re.compile(
    r"(?<=[a-zåäöé]),?\s+(?:MEPs?|MPs?|MSP|MdB|PhD|Ph\.D\.?|OBE|CBE|MBE|QC|KC|Esq\.?|M\.D\.)$"
)
_LEGAL = re.compile(
    r"[,\s]+(?:ab(?:\s*\(publ\))?|\(publ\)|publ|ltd|limited|inc|incorporated|corp|corporation|co|company|llc|plc|gmbh|ag|sa|"
    r"s\.a|nv|bv|b\.v|n\.v|oy|oyj|asa|as|a/s|aps|se|kb|hb|spa|s\.p\.a|"
    r"holding|holdings|group|gruppen|koncernen|kgaa)\.?$",
    re.IGNORECASE,
)
_FOLD = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe"})


# the words below stand as `folded` leaves them: without capitals and accents
SMALL = frozenset(
    [
        "of", "the", "for", "and", "on", "in", "to", "a", "an", "och", "av", "i",
        "om", "pa", "&", "der", "die", "und", "de", "la", "des", "du", "et", "fur", "voor", "pour", "di",
    ]
)  # fmt: skip


_APOSTROPHES = (
    (re.compile(r"\bInt['’]l\b\.?"), "International"),
    (re.compile(r"\bGov['’]t\b\.?"), "Government"),
    (re.compile(r"\bNat['’]l\b\.?"), "National"),
    (re.compile(r"(?<=[A-ZÅÄÖ]):s\b|(?<=\w)['’]s(?=\s)"), ""),  # "EU:s kemikaliemyndighet"
    (re.compile(r"\b(?:AB|Aktiebolaget|A/S)\s+(?=[A-ZÅÄÖ])"), ""),  # "Rederi AB Nordstrand"
)


def untitled(name: str) -> str:
    """A name without the titles before it and the letters behind it."""
    text = _TITLES.sub("", name.strip()) or name.strip()
    return _LETTERS_BEHIND.sub("", text) or text


@lru_cache(maxsize=50_000)  # a name is held against many others
def folded(name: str) -> str:
    """A name without case, accents, soft hyphens, genitive, titles, quotation marks and legal form."""
    text = unicodedata.normalize("NFKC", name).replace("\u00ad", "").replace("\u200b", "")
    text = re.sub(r"[‐‑‒–]", "-", text)
    text = re.sub(r"(?:['’´`]s|['’])$", "", text.strip())
    text = re.sub(r"^(?:U\.?S\.?|UK)\s+(?=[A-Z])", "", text)
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text) or text  # "Svenska kraftnät (SvK)"
    for short, whole in _APOSTROPHES:
        text = short.sub(whole, text)
    text = re.sub(r"\b([OoDd])['’](?=[A-Za-z])", r"\1", text)  # O'Connell is one word
    text = untitled(text)
    while True:
        cut = _LEGAL.sub("", text)
        if cut == text or not cut.strip():
            break
        text = cut
    text = text.casefold().translate(_FOLD)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w&+]+", " ", text).split())


def bare(word: str) -> str:
    """A word without the Swedish genitive s."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def slip(a: str, b: str) -> bool:
    """Whether two words differ by one small slip: a letter more, less, other or two swapped (long words only)."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        return (
            len(wrong) == 1 and wrong[0] > 0
        ) or (  # hardly anybody slips on the first letter: Hedin, Gedin
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and a[wrong[0]] == b[wrong[1]]
            and a[wrong[1]] == b[wrong[0]]
        )
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@lru_cache(maxsize=50_000)
def initials(name: str) -> frozenset[str]:
    """The short forms a long name may have: initials of all words, and of those that are not small."""
    words = [w for w in re.split(r"[\s\-]+", folded(name)) if w]
    if len(words) < 2:
        return frozenset()
    return frozenset({"".join(w[0] for w in words), "".join(w[0] for w in words if w not in SMALL)})
