"""The sentence that a pack's stances are held against: the one that was given, else a demand or plan of the pack's own documents.

Pure but for the language detector's own tables. Rules: docs/methodology/packs.md
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from horizon.brief.claims import CLAIM_SHARE, LEAST_SHARED, text_of
from horizon.brief.records import Proposition, Wording
from horizon.brief.stance import stems
from horizon.errors import ConfigError

Row = Mapping[str, Any]
LANGUAGES = {"en": "English", "sv": "Swedish"}
MOST_CHARACTERS = 300  # those of the training have at most 95
FEWEST_WORDS, MOST_WORDS = 3, 40
MOST_WORDS_READ = 30  # of a claim that is taken for a proposition
FEWEST_WORDS_OF_A_THING = 4
MOST_AHEAD = 8  # words before the demand: behind more stands the verb of another clause
LEAST_ORIGINS = 3  # its own and two more

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# a demand or a plan; the second says what is going to be, and is read as what should be
_DEMAND = {
    "en": re.compile(
        r"\b(?:(?P<demand>should|must|ought\s+to)|(?P<plan>would|will|shall|is\s+to|are\s+to))(?=\s+[a-z])", re.IGNORECASE
    ),
    "sv": re.compile(
        r"\b(?:(?P<demand>bör|borde|måste)|(?P<plan>skulle|ska|skall|kommer\s+att))(?=\s+[a-zåäö])", re.IGNORECASE
    ),
}  # fmt: skip
# what makes none of it: a plan that only names itself ("the aim is to"), the noun ("the will of"), what never was ("would have
# been"), and somebody who says, thinks or fears what follows ("critics fear fees would rise")
_NAMES_ITSELF = re.compile(
    r"\b(?:aims?|ambition|challenge|goals?|idea|intention|job|mission|objectives?|plans?|point|priority|purpose|role|steps?|target|task"
    r"|avsikt(?:en)?|mål(?:et|en)?|plan(?:en)?|syfte[tn]?|tanken?|uppgift(?:en)?)\b",
    re.IGNORECASE,
)
_BE_TO = re.compile(r"(?:is|are)\s+to", re.IGNORECASE)
_NO_VERB_AFTER = re.compile(
    r"\s+(?:of|in|on|at|for|from|to|with|by|as|(?:not\s+)?have|(?:inte\s+)?ha)\b", re.IGNORECASE
)
_SAYS = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )\b(?:sa(?:id|ys?)|fear(?:s|ed)?|thinks?|thought|believe[sd]?"
    r"|expect(?:s|ed)?|warn(?:s|ed)?|claim(?:s|ed)?|hope[sd]?|doubt(?:s|ed)?|argue[sd]?|tells?|told|kn[eo]ws?|suggest(?:s|ed)?"
    r"|predict(?:s|ed)?|estimate[sd]?|assume[sd]?|worr(?:y|ies|ied)|insist(?:s|ed)?|report(?:s|ed)?|finds?|found|show(?:s|ed)?"
    r"|feels?|felt|guess(?:es|ed)?|säger|sa|sade|tror|trodde|befarar|fruktar|hoppas|hoppades|menar|menade|anser|ansåg|varnar"
    r"|varnade|hävdar|hävdade|räknar|väntar|bedömer|tycker|vet|uppger|skriver|visar)\b",
    re.IGNORECASE,
)
_THING = {"en": re.compile(r"an?\s", re.IGNORECASE), "sv": re.compile(r"(?:en|ett)\s", re.IGNORECASE)}
_THERE = {"en": "There should be", "sv": "Det bör finnas"}
_VERB = re.compile(
    r"\b(?:be|is|are|was|were|has|have|had|can|could|may|do|does|did|är|var|bli|blir|har|hade|kan|kunde|får|inte|not)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|where|when|som|där|när|vars)\b|:", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*\([^()]*\)\s*\.?$")  # "(FST 2026-1431)"
_SHOULD = {"en": "should", "sv": "bör"}
# what begins a question, a condition or a clause that hangs on another, or speaks of somebody whom only the sentence before names
_WORDS_AHEAD = (
    "if when whether how why what who which where because although though while unless until once after before since as "
    "and but or so then now there here that this these those it he she they we i you nobody none no one "
    "om när huruvida hur varför vad vem vilken vilket vilka där eftersom fast medan innan sedan som och men eller så då nu här "
    "att detta denna dessa det den han hon de vi jag ni du ingen inga inget man ändå yet still has have har hade by enligt"
)
_NO_SUBJECT = frozenset(_WORDS_AHEAD.split())
_NEXT = re.compile(r"[,;]\s+(?:and|but|och|men)\b|;\s")  # another clause begins
_BREAK = re.compile(
    r"[,;:–—?]|\b(?:and|but|which|who|that|where|when|och|men|som|att|där|när)\b", re.IGNORECASE
)


def given(texts: Sequence[str]) -> tuple[Wording, ...]:
    """The wordings of a proposition as its reader gave them, one a language, cleaned. Raises ConfigError for one that can not be
    read: control characters, too short or long, a question, neither English nor Swedish, two in one language."""
    wordings: dict[str, Wording] = {}
    for text in texts:
        made = _given(text)
        if made.language in wordings:
            raise ConfigError(
                f"--proposition: two in {LANGUAGES[made.language]}; one proposition may be given in English and in Swedish"
            )
        wordings[made.language] = made
    return tuple(wordings[code] for code in LANGUAGES if code in wordings)


def _given(text: str) -> Wording:
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    kept = " ".join(kept.split())
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in kept):
        raise ConfigError("--proposition: holds control characters; give one plain sentence")
    n_words = len(_WORD.findall(kept))
    if len(kept) > MOST_CHARACTERS or n_words > MOST_WORDS:
        raise ConfigError(
            f"--proposition: {len(kept)} characters, {n_words} words; at most {MOST_CHARACTERS} and {MOST_WORDS} are read"
        )
    if n_words < FEWEST_WORDS:
        raise ConfigError(
            f'--proposition: {kept!r} is too short; give a whole sentence, as "The city should build homes"'
        )
    if kept.rstrip(" !").endswith("?"):
        raise ConfigError("--proposition: a question has no sides; give what somebody may be for or against")
    language = _language(kept)
    if language not in LANGUAGES:
        raise ConfigError(
            f"--proposition: reads as {language!r}; stances are read in English and Swedish alone. If it is one of these, give a "
            'whole sentence, as "The city should build homes"'
        )
    return Wording(language=language, text=kept)


def _language(text: str) -> str:
    from py3langid import (
        classify,
    )  # loads its tables, which a pack without a given proposition need not wait for

    return str(classify(text)[0])


def chosen(claims: Sequence[Row], documents: Sequence[Row], numbers: Mapping[str, int]) -> Proposition | None:
    """The demand or plan of the cited documents that most independent origins speak about; the earliest among equals.

    claims: rows of brief/claims; documents: one an origin, in order of time; numbers: doc_id -> evidence number.
    None where no claim is one, or fewer than LEAST_ORIGINS speak about it.
    """
    by_id = {d["doc_id"]: d for d in documents if d["doc_id"] in numbers}
    told = [stems(text_of(d)) for d in documents]
    found = []
    for row in claims:
        document = by_id.get(row["doc_id"])
        if (
            document is None
            or row["modality"] != "proposed"
            or text_of(document)[row["start_offset"] : row["end_offset"]] != row["claim"]
        ):
            continue
        wording = as_proposition(row["claim"], document["language"], row["holder"])
        if wording is None:
            continue
        about = stems(row["claim"])
        least = max(LEAST_SHARED, CLAIM_SHARE * len(about))
        n_origins = sum(len(about & words) >= least for words in told)
        if n_origins >= LEAST_ORIGINS:
            key = (-n_origins, document["counted_at"], row["doc_id"], row["start_offset"])
            found.append((key, row, wording, n_origins))
    if not found:
        return None
    _, row, wording, n_origins = min(found, key=lambda f: f[0])
    return Proposition(
        wordings=(wording,), is_given=False, claim_id=row["claim_id"], doc_id=row["doc_id"], version=row["version"],
        evidence=numbers[row["doc_id"]], quote=row["claim"], start_offset=row["start_offset"], end_offset=row["end_offset"],
        n_origins=n_origins,
    )  # fmt: skip


def as_proposition(claim: str, language: str | None, holder: str | None) -> Wording | None:
    """A demand or plan as a sentence that one may be for or against; None where it is none by itself. holder: who asks for it.

    "Would", "will", "ska" become "should", "bör"; a thing that somebody asks for, "a lower fee", becomes "There should be" one.
    """
    if language not in _DEMAND:
        return None
    kept = _NEXT.split(" ".join(claim.split()), maxsplit=1)[0]
    kept = _REFERENCE.sub("", kept).rstrip(" .!")
    if kept.endswith("?") or len(_WORD.findall(kept)) > MOST_WORDS_READ:
        return None
    made = _clause(kept, language) or (_thing(kept, language) if holder else None)
    return Wording(language=language, text=f"{made[0].upper()}{made[1:]}.") if made else None


def _clause(kept: str, language: str) -> str | None:
    """A clause with a demand or a plan in it."""
    match = _DEMAND[language].search(kept)
    if not match:
        return None
    ahead = kept[: match.start()].strip()
    subject = _WORD.findall(ahead)
    if not 1 <= len(subject) <= MOST_AHEAD or subject[0].casefold() in _NO_SUBJECT or _BREAK.search(ahead):
        return None
    if _SAYS.search(ahead) or _VERB.search(ahead):
        return None
    if not match["plan"]:
        return kept
    if _NO_VERB_AFTER.match(kept, match.end()) or (
        _BE_TO.match(match["plan"]) and _NAMES_ITSELF.search(ahead)
    ):
        return None
    return f"{kept[: match.start()]}{_SHOULD[language]}{kept[match.end() :]}"


def _thing(kept: str, language: str) -> str | None:
    """A thing asked for: a noun with its article and what belongs to it, without a verb of its own."""
    if not _THING[language].match(kept) or len(_WORD.findall(kept)) < FEWEST_WORDS_OF_A_THING:
        return None
    return None if _VERB.search(_RELATIVE.split(kept, maxsplit=1)[0]) else f"{_THERE[language]} {kept}"
