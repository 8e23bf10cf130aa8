"""The sentence that a pack's stances are held against: the one that was given, else a demand or plan of the pack's own documents.

Pure but for the language detector's own tables. Rules: docs/methodology/packs.md
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from horizon.brief.claims import text_of
from horizon.brief.records import Proposition, Wording
from horizon.brief.stance import stems
from horizon.errors import ConfigError

Row = Mapping[str, Any]
LANGUAGES = {"en": "English", "sv": "Swedish"}
MOST_CHARACTERS = 300  # those of the training have at most 95
FEWEST_WORDS, MOST_WORDS = 3, 40
MOST_WORDS_READ = 30  # of a claim that is taken for a proposition
MOST_AHEAD = 8  # words before the demand: behind more stands the verb of another clause
LEAST_ORIGINS = 3  # its own and two more
LEAST_SHARED, SHARED_SHARE = 3, 0.5  # content words by which a document speaks about a demand

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
_SHOULD = {"en": "should", "sv": "bör"}
# what begins a question, a condition or a clause that hangs on another, or speaks of somebody whom only the sentence before names
_WORDS_AHEAD = (
    "if when whether how why what who which where because although though while unless until once after before since as "
    "and but or so then now there here that this these those it he she they we i you nobody none no one "
    "om när huruvida hur varför vad vem vilken vilket vilka där eftersom fast medan innan sedan som och men eller så då nu här "
    "att detta denna dessa det den han hon de vi jag ni du ingen inga inget man"
)
_NO_SUBJECT = frozenset(_WORDS_AHEAD.split())
_NEXT = re.compile(r"[,;]\s+(?:and|but|och|men)\b|;\s")  # another clause begins
_BREAK = re.compile(r"[,;:–—?]|\b(?:and|but|which|who|that|och|men|som|att)\b", re.IGNORECASE)


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
    if kept.endswith("?"):
        raise ConfigError("--proposition: a question has no sides; give what somebody may be for or against")
    language = _language(kept)
    if language not in LANGUAGES:
        raise ConfigError(
            f"--proposition: reads as {language!r}; stances are read in English and Swedish alone"
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
        wording = as_proposition(row["claim"], document["language"])
        if wording is None:
            continue
        about = stems(row["claim"])
        least = max(LEAST_SHARED, SHARED_SHARE * len(about))
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


def as_proposition(claim: str, language: str | None) -> Wording | None:
    """A claim as a sentence that one may be for or against; None where it is none by itself. "Would", "will", "ska" become
    "should", "bör"; all other words stay."""
    if language not in _DEMAND:
        return None
    kept = _NEXT.split(" ".join(claim.split()), maxsplit=1)[0].rstrip(" .!")
    match = _DEMAND[language].search(kept)
    words = _WORD.findall(kept)
    if not match or kept.endswith("?") or len(words) > MOST_WORDS_READ:
        return None
    ahead = kept[: match.start()].strip()
    subject = _WORD.findall(ahead)
    if not 1 <= len(subject) <= MOST_AHEAD or subject[0].casefold() in _NO_SUBJECT or _BREAK.search(ahead):
        return None
    if match["plan"]:
        kept = f"{kept[: match.start()]}{_SHOULD[language]}{kept[match.end() :]}"
    return Wording(language=language, text=f"{kept[0].upper()}{kept[1:]}.")
