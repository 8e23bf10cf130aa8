"""Who says what in an English sentence, by its parse: holder, clause and verb of reported speech and of quotations.

The English spaCy model of the lock has a dependency parser; it is loaded on first use and asked only about sentences in which
somebody may have the word. Swedish has no parser here: horizon/enrich/holders.py reads it by patterns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from horizon.english import english_model

_WORDS = tomllib.loads(
    resources.files("horizon.enrich").joinpath("speech_verbs.toml").read_text(encoding="utf-8")
)
SAY, PROPOSE, DENY = (frozenset(_WORDS[kind]) for kind in ("say", "propose", "deny"))
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RUMOURS = frozenset(_WORDS["rumours"])
_ASKS = frozenset(("whether", "if", "how", "why", "who", "when", "where"))
_NO_SPEECH = frozenset(_WORDS["no_speech"])
_FALSE = frozenset(_WORDS["false"])
_FILLER = "It works"  # stands for a quotation while the words around it are parsed


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in a sentence; offsets into it. kind: say, propose, deny, hedge (a denial denied)."""

    start: int
    end: int
    holder: tuple[int, int] | None
    verb: str
    kind: str


def _parse(text: str) -> Any:
    return english_model("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")(text)


def told_in(sentence: str) -> Told | None:
    """The reported statement of a sentence without a quotation, the innermost where one reports another; None without any."""
    doc = _parse(sentence)
    found = [told for token in doc if (told := _told_by(token, doc)) is not None]
    if not found:
        return None
    outer = min(found, key=lambda t: (t.kind == "as", t.start, -t.end))
    inner = [
        t
        for t in found
        if t is not outer and t.holder and outer.start <= t.holder[0] and t.end <= outer.end + 2 and t.kind != "propose"
        and not _is_pronoun(sentence[t.holder[0] : t.holder[1]])
    ]  # fmt: skip
    if inner and outer.kind == "say":
        return max(inner, key=lambda t: t.start)
    return outer


def quoted_by(sentence: str, quote: tuple[int, int]) -> tuple[tuple[int, int], str] | None:
    """Holder and verb of a quotation by the words around it; the quotation itself is not parsed."""
    masked = sentence[: quote[0]] + _FILLER + sentence[quote[1] :]
    shift = len(sentence) - len(masked)
    begin, end = quote[0], quote[0] + len(_FILLER)
    doc = _parse(masked)
    best: tuple[float, Any, Any] | None = None
    inside = [t for t in doc if begin <= t.idx < end]
    if not inside:
        return None
    first, last = inside[0].i, inside[-1].i
    heads = {t.head.i for t in inside}
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or begin <= token.idx < end:
            continue
        subject = _subject(token)
        if (
            subject is None
            or begin <= subject.idx < end
            or subject.text.lower() in ("which", "that", "who", "it")
        ):
            continue
        distance = min(
            abs(token.i - first), abs(token.i - last), abs(subject.i - first), abs(subject.i - last)
        )
        known = token.lemma_.lower() in SAY or token.lemma_.lower() in DENY
        cost = distance - 6 * (token.i in heads) - 4 * known
        if (known or token.i in heads or distance <= 6) and (best is None or cost < best[0]):
            best = (cost, token, subject)
    if best is None:
        return None
    start, stop = _noun_phrase(best[2])
    if start >= end:
        start, stop = start + shift, stop + shift
    return (start, stop), best[1].text


def _told_by(token: Any, doc: Any) -> Told | None:
    """The statement that a verb reports, None where it reports none."""
    lemma = token.lemma_.lower()
    kind = "say" if lemma in SAY else "propose" if lemma in PROPOSE else "deny" if lemma in DENY else None
    if lemma == "rule" and any(c.lower_ == "out" for c in token.children):
        kind = "deny"
    if token.pos_ not in ("VERB", "AUX"):
        return None
    if lemma in ("appear", "seem", "emerge"):
        below = next((c for c in token.children if c.dep_ == "ccomp" and c.i > token.i), None)
        return Told(*_span(below), None, token.text, "hedge") if below is not None else None
    if kind is None and lemma not in _NO_SPEECH and _leads_in_that(token):
        kind = "say"  # any verb that takes "that": rule, recount, testify
    if kind is None and lemma not in ("put", "see", "accuse", "value"):
        return None
    subject = _subject(token)
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children)
    if token.dep_ in ("advcl", "ccomp", "parataxis") and any(
        c.lower_ == "as" and c.dep_ in ("mark", "advmod", "prep") and c.i < token.i for c in token.children
    ):
        return _as_it_is_put(token, subject, doc) if kind in (None, "say") and subject is not None else None
    if kind is None:
        return _accused(token, subject, doc)
    if passive:
        agent = _agent(token)
        if agent is None:
            return _said_to_be(token, doc, kind) if kind == "say" else None
        subject = agent
    if subject is None:
        return None
    if kind == "deny" and any(
        c.dep_ == "neg" or c.lower_ in ("nor", "neither") for c in doc[: token.i + 1] if c.i > subject.i
    ):
        kind = "hedge"
    if lemma == "call" and (called := _called(token, subject, doc)) is not None:
        return called
    clause = _clause(token, kind, doc)
    if clause is None:
        return None
    return Told(*clause, _noun_phrase(subject), token.text, kind)


def _leads_in_that(verb: Any) -> bool:
    return any(c.dep_ == "ccomp" and c.i > verb.i and c.left_edge.lower_ == "that" for c in verb.children)


def _called(token: Any, subject: Any, doc: Any) -> Told | None:
    """ "calls the figure absurd": a denial where the word says so."""
    what = next((c for c in token.children if c.dep_ in ("ccomp", "dobj", "xcomp", "oprd")), None)
    if what is None or any(c.lower_ in ("for", "on") for c in token.children):
        return None
    kind = "deny" if any(w.lower_ in _FALSE for w in doc[token.i :]) else "say"
    return Told(what.left_edge.idx, _end(doc), _noun_phrase(subject), token.text, kind)


def _accused(token: Any, subject: Any, doc: Any) -> Told | None:
    """ "accuses X of hiding it", "puts the number at 3 million"."""
    lemma = token.lemma_.lower()
    if subject is None or lemma not in ("accuse", "put", "value"):
        return None
    wanted = ("of",) if lemma == "accuse" else ("at", "above", "below")
    preposition = next((c for c in token.subtree if c.lower_ in wanted and c.i > token.i), None)
    if preposition is None:
        return None
    if lemma == "accuse":
        return Told(_from(doc, preposition.i + 1), _end(doc), _noun_phrase(subject), token.text, "say")
    what = next((c for c in token.children if c.dep_ == "dobj"), None)
    if what is None or not any(w.like_num for w in doc[preposition.i :]):
        return None
    return Told(what.left_edge.idx, _end(doc), _noun_phrase(subject), token.text, "say")


def _said_to_be(token: Any, doc: Any, kind: str) -> Told | None:
    """ "is thought to exceed", "it is believed that": nobody is named."""
    if any(c.dep_ == "xcomp" for c in token.children):
        return Told(doc[token.left_edge.i].idx, _end(doc), None, token.text, "hedge")
    below = next((c for c in token.children if c.dep_ == "ccomp" and c.i > token.i), None)
    return Told(*_span(below), None, token.text, "hedge") if below is not None else None


def _as_it_is_put(token: Any, subject: Any, doc: Any) -> Told:
    left, right = token.left_edge.i, token.right_edge.i
    if left <= 1:
        return Told(_from(doc, right + 1), _end(doc), _noun_phrase(subject), token.text, "say")
    end = doc[left - 1].idx + len(doc[left - 1]) if right >= len(doc) - 2 else _end(doc)
    return Told(0, end, _noun_phrase(subject), token.text, "say")


def _clause(token: Any, kind: str, doc: Any) -> tuple[int, int] | None:
    """Where the words stand that a verb reports."""
    below = [c for c in token.children if c.dep_ == "ccomp"]
    if kind in ("deny", "hedge"):
        below += [c for c in token.children if c.dep_ in ("xcomp", "dobj", "prep", "acl")]
    if kind == "propose":
        below += [c for c in token.children if c.dep_ in ("xcomp", "dobj", "prep", "dative")]
    for child in sorted(below, key=lambda c: (c.dep_ != "ccomp", c.i)):
        if child.i < token.i:
            if child.dep_ != "ccomp" or not any(c.dep_ in _SUBJECTS for c in child.children):
                continue
            start, end = _span(child)
            return min(start, doc[0].idx if child.left_edge.i <= 1 else start), end
        if child.dep_ == "ccomp" and kind == "say" and not _has_subject(child):
            continue
        if child.dep_ == "ccomp" and child.left_edge.lower_ in _ASKS:
            continue  # "refused to say whether": nothing is said
        if kind != "say" and child.dep_ in ("dobj", "prep") and (below_it := _rumoured(child)) is not None:
            return _span(below_it)
        if child.dep_ == "prep" and child.lower_ not in ("for", "on", "that"):
            continue
        if kind == "propose":
            start = child.left_edge.idx if child.dep_ != "prep" else _from(doc, child.i + 1)
            return _after_that(doc, start, child), _end(doc)
        return _span(child)
    if kind in ("say", "deny") and token.dep_ == "relcl":
        return _before_which(token, doc)
    if kind == "say" and token.dep_ == "parataxis" and token.head.i < token.i:
        return doc[0].idx, doc[token.left_edge.i].idx
    return None


def _after_that(doc: Any, start: int, child: Any) -> int:
    first = child.left_edge
    return _from(doc, first.i + 1) if first.lower_ == "that" else start


def _before_which(token: Any, doc: Any) -> tuple[int, int] | None:
    """ "S, which the consortium reports": the clause before."""
    which = next(
        (c for c in token.children if c.lower_ == "which" and c.dep_ in ("dobj", "ccomp", "nsubj", "attr")),
        None,
    )
    if which is None or which.dep_ == "nsubj" or which.i < 3 or doc[which.i - 1].text != ",":
        return None
    return doc[0].idx, doc[which.i - 1].idx


def _rumoured(child: Any) -> Any:
    """The clause of "claims that ...", "the idea that ..."."""
    for word in child.subtree:
        if word.lemma_.lower() in _RUMOURS:
            return next((c for c in word.children if c.dep_ in ("acl", "relcl", "ccomp", "pcomp")), None)
    return None


def _has_subject(verb: Any) -> bool:
    first = verb.left_edge
    return any(c.dep_ in (*_SUBJECTS, "expl") for c in verb.children) or first.lower_ == "that"


def _subject(verb: Any) -> Any:
    """Whose verb it is: its own subject, the one of the verb it is joined to, or the noun that its clause describes."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return child
    if verb.dep_ in ("conj", "xcomp", "pcomp", "prep", "advcl") and verb.head.i != verb.i:
        head = verb.head
        if verb.dep_ == "pcomp" and head.head.i != head.i:
            head = head.head
        return _subject(head) if head.pos_ in ("VERB", "AUX") else None
    if verb.dep_ in ("acl", "relcl"):
        return verb.head if verb.tag_ == "VBG" else None
    return None


def _agent(verb: Any) -> Any:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _noun_phrase(noun: Any) -> tuple[int, int]:
    """A holder: its words up to the first comma, bracket, dash or relative clause."""
    words = list(noun.subtree)
    while (
        words
        and words[0].i < noun.i
        and (words[0].is_punct or words[0].dep_ in ("cc", "preconj", "advmod", "punct"))
    ):
        words.pop(0)
    kept: list[Any] = []
    for word in words:
        past = word.i > noun.i
        if past and (
            (word.text in (",", ";", ":", "(", "–", "—", "-") and word.whitespace_ != "")
            or word.text in (",", "(")
        ):
            break
        if (past and word.dep_ in ("relcl", "acl")) or (past and word.lower_ in ("who", "which", "whose")):
            break
        kept.append(word)
    if not kept:
        kept = [noun]
    return kept[0].idx, kept[-1].idx + len(kept[-1])


def _span(verb: Any) -> tuple[int, int]:
    """A clause without its "that" and the marks at its edges."""
    words = list(verb.subtree)
    while words and (words[0].is_punct or (words[0].lower_ == "that" and len(words) > 3)):
        words.pop(0)
    while words and words[-1].is_punct:
        words.pop()
    return (words[0].idx, words[-1].idx + len(words[-1])) if words else (verb.idx, verb.idx + len(verb))


def _from(doc: Any, place: int) -> int:
    """Where the word stands that follows, commas passed over."""
    while place < len(doc) - 1 and doc[place].is_punct:
        place += 1
    return int(doc[min(place, len(doc) - 1)].idx)


def _end(doc: Any) -> int:
    return int(doc[-1].idx + len(doc[-1]))


def _is_pronoun(words: str) -> bool:
    return words.lower() in ("he", "she", "they", "it", "we", "i", "you", "this", "that", "which", "who")


def speaks(words: Iterable[str]) -> bool:
    """Whether any of the words could be a verb of saying; a cheap look before the parse."""
    return any(word.lower() in _FORMS for word in words)


def _forms(verb: str) -> tuple[str, ...]:
    """Every way in which a verb may be inflected by rule; those that nobody writes do no harm ("reportted")."""
    stem, doubled = verb.removesuffix("e"), verb + verb[-1]
    in_y = (f"{verb[:-1]}ies", f"{verb[:-1]}ied") if verb.endswith("y") else ()
    regular = (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{verb}ing", f"{stem}ing")
    return (*regular, f"{doubled}ed", f"{doubled}ing", *in_y)


_FORMS = frozenset(form for verb in SAY | PROPOSE | DENY for form in _forms(verb)) | frozenset(
    _WORDS["irregular"]
)
