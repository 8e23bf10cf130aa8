"""Which policy dates of a topic are of the pack's own matter. A topic may hold two consultations; only one is asked about.

Pure. Rules: docs/methodology/packs.md
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import median
from typing import Any

from horizon.brief.stance import stems
from horizon.file_refs import are_two_files, file_refs_in

Row = Mapping[str, Any]
MAX_CENTRAL = 5  # as many as a topic's representative documents
LEAST_WORDS = 2  # of the matter's words that a document has to hold
WORDS_SHARE = 0.6  # of what the central documents hold of them in the middle
HEAD = 400  # characters after the title that tell what a document is about
# words of procedure and of reports, which every consultation and every authority uses
_ROUTINE = stems(
    "act acts adopt adopted adoption agency answer answers announces application applications approved april august "
    "authority ballot board body bodies call case comment comments commission committee consultation council date day days "
    "deadline december decided decides decision department document draft due european extended feedback february final "
    "first force from government has hearing held implementing inquiry invited invites january july june march meeting "
    "members minister ministry month months national new news notice november now number october office open opens "
    "parliament participants plan planned proposal proposals proposed public publication published question questions "
    "reference reflection paper register registration reply report reports response responses review rule rules said says "
    "sent september stakeholders submit summary table three unit view views vote votes week weeks working workshop year "
    "years group monday tuesday wednesday thursday friday ansökan ansökningar arbetsgrupp beslut beslutar beslutat besluta "
    "betänkande bidrag datum departementet direktiv förlängd förordning förslag förslaget föreslås föreslår gäller "
    "handlingar hörs kammaren kommissionen kommitt n lämna lämnas lämnar lag månad månader måndag myndigheten myndigheter "
    "möte ny nya nytt nämnden offentlig promemoria proposition redovisas regeringen remiss remissen remitterar riksdagen "
    "sammanträde samråd samrådet sista slutdatum svar svara svarar svarstid svenska synpunkter tid träder kraft uppdrag "
    "utfrågning utlysning utredare utredaren utredning utskottet vecka veckor ärende öppen öppna öppnar öppnat januari "
    "februari mars maj juni juli augusti oktober "
)
OTHER_FILE, FEW_WORDS = (
    "is kept under another number of the same register",
    "shares too few of the matter's words",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Documents with a policy date, by whether they are of the pack's matter: document -> what ties it, or what keeps it out."""

    of_matter: Mapping[str, str]
    others: Mapping[str, str]


def ties(
    dates: Sequence[Row], documents: Sequence[Row], central: Sequence[str], stories: Mapping[str, str], words: Iterable[str]
) -> Ties:  # fmt: skip
    """Parts the documents that give dates. central: documents that the topic (or the query) is most about, best first;
    stories: of documents; words: the topic's label and terms, or the query."""
    by_id = {d["doc_id"]: d for d in documents}
    dated = list(dict.fromkeys(r["doc_id"] for r in dates if r["doc_id"] in by_id))
    core = _one_per_origin([by_id[i] for i in central if i in by_id])
    core = core[:MAX_CENTRAL] or _middle(_one_per_origin(documents))
    own = stems(" ".join(words)) - _ROUTINE
    steps = _steps(dates)
    told = {i: _Told.of(by_id[i], steps.get(i, {})) for i in {*dated, *(d["doc_id"] for d in core)}}
    held: dict[str, str] = {}
    out: dict[str, str] = {}
    for i in dated:
        others = [d for d in core if d["origin_id"] != by_id[i]["origin_id"]]
        tie = _tie(told[i], [told[d["doc_id"]] for d in others], stories, own) if others else "stands alone"
        if tie in (OTHER_FILE, FEW_WORDS):
            out[i] = tie
        else:
            held[i] = tie
    if not held:
        held = _nearest(out, told, _one_per_origin(documents), by_id)
    _spread(held, {i: told[i] for i in dated})
    return Ties(of_matter=held, others={i: why for i, why in out.items() if i not in held})


def _steps(dates: Sequence[Row]) -> dict[str, set[tuple[Any, ...]]]:
    """(stage, day) of every document; the day is None where it is not told in full."""
    steps: dict[str, set[tuple[Any, ...]]] = {}
    for row in dates:
        is_full = row["precision"] == "day" and not row["is_flagged"]
        steps.setdefault(row["doc_id"], set()).add((row["stage"], row["on_date"] if is_full else None))
    return steps


@dataclass(frozen=True, slots=True)
class _Told:
    doc_id: str
    language: str | None
    files: frozenset[str]
    head: frozenset[str]
    steps: frozenset[tuple[Any, ...]]

    @classmethod
    def of(cls, document: Row, steps: Iterable[tuple[Any, ...]] = ()) -> _Told:
        text = f"{document['title']}\n{document['text']}"
        head = stems(text[: len(document["title"]) + HEAD]) - _ROUTINE
        return cls(
            document["doc_id"], document["language"], file_refs_in(text), frozenset(head), frozenset(steps)
        )

    @property
    def stages(self) -> set[str]:
        return {stage for stage, _ in self.steps}

    @property
    def days(self) -> set[tuple[Any, ...]]:
        return {step for step in self.steps if step[1] is not None}


def _one_per_origin(documents: Iterable[Row]) -> list[Row]:
    first: dict[str, Row] = {}
    for document in documents:
        first.setdefault(document["origin_id"], document)
    return list(first.values())


def _middle(documents: Sequence[Row]) -> list[Row]:
    """Without representatives: the documents whose words most others hold too, the earlier first among equals."""
    heads = [_Told.of(d).head for d in documents]
    counts = Counter(w for head in heads for w in head)
    weight = [sum(counts[w] - 1 for w in head) / max(len(head), 1) for head in heads]
    order = sorted(
        range(len(documents)), key=lambda k: (-weight[k], documents[k]["counted_at"], documents[k]["doc_id"])
    )
    return [documents[k] for k in order[:MAX_CENTRAL]]


def _tie(one: _Told, others: Sequence[_Told], stories: Mapping[str, str], own: Set[str]) -> str:
    """What ties a document to the central ones, or why nothing does."""
    if any(one.files & o.files for o in others):
        return "number"
    held, least = words_held(one, others, own)
    story = stories.get(one.doc_id)
    told_with = [o for o in others if story is not None and stories.get(o.doc_id) == story]
    if told_with and (held >= LEAST_WORDS or all(o.language != one.language for o in told_with)):
        return "story"  # words of two languages can not be compared, the story was found by meaning
    if any(_is_rival(one, o) for o in others):
        return OTHER_FILE
    return "words" if held >= least else FEW_WORDS


def _is_rival(one: _Told, other: _Told) -> bool:
    """Whether two documents give a date for the same step under two numbers of one register."""
    return bool(one.stages & other.stages) and any(
        are_two_files(a, b) for a in one.files for b in other.files
    )


def words_held(one: _Told, others: Sequence[_Told], own: Set[str]) -> tuple[int, float]:
    """(words of the matter that a document's head holds, how many it needs). The matter's words are the topic's own and those
    that at least half of the central documents hold; needed is WORDS_SHARE of what a central document of its language holds."""
    alike = [o for o in others if o.language == one.language] or list(others)
    typical = [len(_matter_words(own, [x for x in others if x is not o]) & o.head) for o in alike]
    held = len(_matter_words(own, others) & one.head)
    return held, max(LEAST_WORDS, WORDS_SHARE * median(typical))


def _matter_words(own: Set[str], others: Sequence[_Told]) -> set[str]:
    counts = Counter(w for o in others for w in o.head)
    return {*own, *(w for w, n in counts.items() if n >= max(2, len(others) / 2))}


def _nearest(
    out: Mapping[str, str], told: Mapping[str, _Told], documents: Sequence[Row], by_id: Mapping[str, Row]
) -> dict[str, str]:
    """Where nothing is tied: the dated documents that share most words with any other document, if they share any to speak of."""
    heads = {d["doc_id"]: _Told.of(d).head for d in documents}
    shared = {
        i: max(
            (
                len(told[i].head & heads[d["doc_id"]])
                for d in documents
                if d["origin_id"] != by_id[i]["origin_id"]
            ),
            default=0,
        )
        for i, why in out.items()
        if why != OTHER_FILE
    }
    best = max(shared.values(), default=0)
    return {i: "nearest" for i, n in shared.items() if n == best} if best >= LEAST_WORDS else {}


def _spread(held: dict[str, str], dated: Mapping[str, _Told]) -> None:
    """Adds documents that bear the number, or give the same day for the same step, of one that is of the matter."""
    new = list(held)
    while new:
        near, new = [dated[i] for i in new], []
        for i, one in dated.items():
            if i in held:
                continue
            if any(one.files & n.files for n in near):
                held[i] = "number"
            elif any(one.days & n.days for n in near) and not any(_is_rival(one, dated[h]) for h in held):
                held[i] = "day"
            else:
                continue
            new.append(i)
