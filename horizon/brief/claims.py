"""Which claims a pack shows, best evidence first: checked word for word, near-copies told once, contested ones marked as such."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from horizon.brief.records import PackClaim, PackStance
from horizon.brief.stance import backs, stems
from horizon.sentences import sentences

Row = Mapping[str, Any]
SHORTEST_WORDS, LONGEST_WORDS = 6, 45  # a quotation, not a reprint
MAX_CLAIMS, MAX_COUNTER, MAX_PER_DOC = 20, 8, 2
SPEAKER_NEAR = 300  # characters back in which the one named before a "he" or "it" is looked for
LEAST_SHARED = 3  # content words by which two texts may be of one matter
MATTER_SHARE, CLAIM_SHARE = 0.1, 0.25  # of the shorter head, and of a claim, that the other text has to share
ALIKE = 0.6  # shared content words (Jaccard) from which two claims are one
_NAMELESS = re.compile(
    r"\b(?:people\s+familiar|sources?\b|insiders?|rumou?r\w*|reportedly|according\s+to\s+(?:two|"
    r"several|unnamed)|leaked|uppgifter\s+till|källor|ryk(?:te|ten|tet)|läckt\w*)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:den(?:y|ies|ied)|dement\w+|förnek\w+|correct(?:s|ed|ion)|rättelse|not\s+true|"
    r"inte\s+sant|wrong|no\s+(?:plans?|truth)|inga\s+planer|retract\w*|refut\w*|withdr\w+)\b",
    re.IGNORECASE,
)


_PRONOUN = re.compile(r"^(?:he|she|they|it|we|i|han|hon|de|den|det|vi|jag)$", re.IGNORECASE)
_THIRD_PERSON = re.compile(r"^(?:he|she|they|it|han|hon|de|den|det)$", re.IGNORECASE)
_OBJECTS = re.compile(
    r"\b(?:oppos\w+|object\w*|(?:is|are|was|were|be|been|vot(?:e|es|ed)|sp(?:eak|eaks|oke)|c[ao]me\s+out|argue[sd]?|advise[sd]?|stands?|stood|warn(?:s|ed)?|rul(?:ed|es)|decid(?:ed|es)|campaign\w*|protest\w*|turn(?:s|ed)|fight(?:s)?|fought)\s+against(?!\s+\d)|critici\w+|too\s+(?:long|slow|high|low|expensive|early|late|little)|cannot|can\s+not|unaffordable|warn(?:s|ed)?|risk\w*|"
    r"doubt\w*|sceptic\w*|skeptic\w*|fails?|failed|(?<!tar\s)(?<!ta\s)(?<!tas\s)emot|motsätt\w*|kritis\w*|kritik\w*|avstyrk\w*|avråd\w*|varna\w*|för\s+(?:dyrt|lång\w*|sent|tidigt|högt?|lågt?)|"
    r"inte\s+råd|tvivl\w*|ifrågasätt\w*|invänd\w*)\b",
    re.IGNORECASE,
)


def objects(sentence: str) -> bool:
    """Whether a sentence objects: opposes, warns, doubts."""
    return bool(_OBJECTS.search(sentence))


def sentence_span(claim: tuple[int, int], text: str) -> tuple[int, int]:
    """Where the sentence that a claim stands in begins and ends, or the sentences. claim: its offsets in the text."""
    inside = [s for s in sentences(text) if s[0] < claim[1] and claim[0] < s[1]]
    return inside[0][0], inside[-1][1]


def _sentence_of(row: Row, text: str) -> str:
    start, end = sentence_span((row["start_offset"], row["end_offset"]), text)
    return text[start:end]


def text_of(document: Row) -> str:
    """The words that offsets count in."""
    return f"{document['title']}\n{document['text']}"


def is_nameless(text: str) -> bool:
    """Whether a text rests on sources that it does not name."""
    return bool(_NAMELESS.search(text))


def corrects(document: Row) -> bool:
    """Whether a document denies or corrects in its title or first sentences."""
    return bool(_CORRECTS.search(text_of(document)[:400]))


def contradicting(documents: Sequence[Row], stances: Mapping[str, str]) -> set[str]:
    """Documents that speak against the matter: by the signal's judgement, or by first words that correct what one before told."""
    judged = {d["doc_id"] for d in documents if stances.get(d["doc_id"]) == "contradicts"}
    heads = [stems(_head(d)) for d in documents]
    return judged | {
        d["doc_id"]
        for n, d in enumerate(documents)
        if n and corrects(d) and any(_is_of_one_matter(heads[n], heads[k]) for k in range(n))
    }


def _head(document: Row) -> str:
    """Title and first sentences, which tell what a document is about."""
    return text_of(document)[:400]


def _is_of_one_matter(a: Set[str], b: Set[str]) -> bool:
    return len(a & b) >= max(LEAST_SHARED, MATTER_SHARE * min(len(a), len(b)))


_MID_NAME = re.compile(r"(?<=[a-zåäö,]\s)[A-ZÅÄÖÉ][\w-]{3,}")


def _names(text: str) -> frozenset[str]:
    """Words with a capital inside a sentence, without the genitive."""
    return frozenset(m.group(0).removesuffix("s") for m in _MID_NAME.finditer(text))


def _names_in_title(document: Row) -> frozenset[str]:
    return frozenset(
        n for n in _names(text_of(document)) if re.search(rf"\b{re.escape(n)}", document["title"])
    )


@dataclass(frozen=True, slots=True)
class Rival:
    """A document that speaks against something: from when on, and of what."""

    doc_id: str
    counted_at: datetime
    words: frozenset[str]
    names: frozenset[str]  # in its title


def rivals_of(documents: Sequence[Row], against: set[str]) -> list[Rival]:
    """The documents that speak against, as claims are held against them."""
    return [
        Rival(d["doc_id"], d["counted_at"], frozenset(stems(_head(d))), _names_in_title(d))
        for d in documents
        if d["doc_id"] in against
    ]


def is_contested(claim: str, document: Row, rivals: Sequence[Rival]) -> bool:
    """Whether a later document speaks against what this claim says, or has in its title a name that its document is about."""
    words, names = stems(claim), _names(_head(document)) | _names_in_title(document)
    least = max(LEAST_SHARED, CLAIM_SHARE * len(words))
    return any(
        document["counted_at"] < r.counted_at and (len(words & r.words) >= least or bool(names & r.names))
        for r in rivals
        if r.doc_id != document["doc_id"]
    )


def choose(
    rows: Sequence[Row],
    documents: Sequence[Row],
    against: set[str],
    terms: Sequence[str],
    numbers: Mapping[str, int],
) -> tuple[list[PackClaim], list[PackClaim], int]:
    """(claims, counter-claims, claims refused because the stored text does not hold their words).

    numbers: doc_id -> evidence number. A claim is contested by a later document that speaks against what it says.
    """
    by_id = {d["doc_id"]: d for d in documents}
    rivals = rivals_of(documents, against)
    about = {t for term in terms for t in stems(term)}
    scored: list[tuple[tuple[Any, ...], Row, set[str]]] = []
    n_refused = 0
    spoken: dict[str, list[Row]] = {}
    for stored in rows:
        if named_holder(stored["holder"]):
            spoken.setdefault(stored["doc_id"], []).append(stored)
    for stored in rows:
        document = by_id.get(stored["doc_id"])
        if document is None:
            continue
        row = _widened(_named(stored, spoken.get(stored["doc_id"], ())), text_of(document))
        if text_of(document)[row["start_offset"] : row["end_offset"]] != row["claim"]:
            n_refused += 1
            continue
        if not 4 <= len(row["claim"].split()) <= LONGEST_WORDS or row["start_offset"] <= len(
            document["title"]
        ):
            continue
        words = stems(row["claim"])
        relevance = (
            len(words & about) + (1 if re.search(r"\d", row["claim"]) else 0) + (1 if row["holder"] else 0)
        )
        key = (
            not document["is_primary"],
            document["source_grade"],
            -relevance,
            document["counted_at"],
            row["start_offset"],
            row["doc_id"],
        )
        scored.append((key, row, words))
    scored.sort(key=lambda s: s[0])
    kept: list[tuple[Row, set[str], str | None]] = []
    alike: dict[str, set[str]] = {}
    per_doc: dict[tuple[str, bool], int] = {}
    for _, row, words in scored:
        twin = next((k for k, w, _ in kept if _jaccard(words, w) >= ALIKE), None)
        if twin is not None:
            if by_id[twin["doc_id"]]["origin_id"] != by_id[row["doc_id"]]["origin_id"]:
                alike.setdefault(twin["claim_id"], set()).add(by_id[row["doc_id"]]["origin_id"])
            continue
        relation = _relation_of(row, by_id[row["doc_id"]], against)
        side = row["doc_id"], relation == "contradicts"
        if per_doc.get(side, 0) >= MAX_PER_DOC or row["doc_id"] not in numbers:
            continue
        per_doc[side] = per_doc.get(side, 0) + 1
        kept.append((row, words, relation))
    made = [
        _made(
            row,
            by_id[row["doc_id"]],
            relation,
            against,
            rivals,
            numbers,
            len(alike.get(row["claim_id"], ())),
        )
        for row, _, relation in kept
    ]
    counter = [c for c in made if c.relation == "contradicts"][:MAX_COUNTER]
    return [c for c in made if c.relation != "contradicts"][:MAX_CLAIMS], counter, n_refused


def named_holder(holder: str | None) -> str | None:
    """The holder of a claim, None where there is none or only a bare pronoun."""
    return None if holder and _PRONOUN.match(holder) else holder


def _named(row: Row, spoken: Sequence[Row]) -> Row:
    """A claim of "he" or "it" with the last speaker named shortly before it; left as it is where there is none.

    "We" and "I" are not looked up: whom they mean, the sentence before does not tell.
    """
    if not row["holder"] or not _THIRD_PERSON.match(row["holder"]):
        return row
    before = [
        r for r in spoken if r["version"] == row["version"]
        and row["start_offset"] - SPEAKER_NEAR <= r["start_offset"] < row["start_offset"]
    ]  # fmt: skip
    return {**row, "holder": max(before, key=lambda r: r["start_offset"])["holder"]} if before else row


def _widened(row: Row, text: str) -> Row:
    """A claim of a few words ("cost recovery") with the sentence that it stands in."""
    if (
        len(row["claim"].split()) >= SHORTEST_WORDS
        or text[row["start_offset"] : row["end_offset"]] != row["claim"]
    ):
        return row
    for start, end in sentences(text):
        if start <= row["start_offset"] < end:
            return {**row, "claim": text[start:end], "start_offset": start, "end_offset": end}
    return row


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _relation_of(row: Row, document: Row, against: set[str]) -> str | None:
    """How a claim stands to the matter; told only where the words say it."""
    if document["doc_id"] in against or row["modality"] == "denied":
        return "contradicts"
    sentence = _sentence_of(row, text_of(document))
    if objects(sentence):
        return "contradicts"
    return "supports" if backs(sentence) else None


def _made(
    row: Row,
    document: Row,
    relation: str | None,
    against: set[str],
    rivals: Sequence[Rival],
    numbers: Mapping[str, int],
    n_alike: int,
) -> PackClaim:
    return PackClaim(
        claim_id=row["claim_id"], quote=row["claim"], start_offset=row["start_offset"], end_offset=row["end_offset"],
        holder=row["holder"], is_quote=row["is_quote"], modality=row["modality"], relation=relation,
        stance=PackStance(why="not read"), status=_status(row, document, relation, rivals, against),
        evidence=numbers[row["doc_id"]], doc_id=row["doc_id"],
        version=row["version"], said_on=document["counted_at"].date(), n_alike=n_alike,
    )  # fmt: skip


def _status(row: Row, document: Row, relation: str | None, rivals: Sequence[Rival], against: set[str]) -> str:
    if relation == "contradicts":
        if row["modality"] == "denied":
            return "denied"
        return "contradicts" if document["doc_id"] in against else "objection"
    if is_contested(row["claim"], document, rivals):
        return "contested"
    if is_nameless(text_of(document)):
        return "reported"
    return {"hedged": "hedged", "proposed": "proposed"}.get(row["modality"], "stands")
