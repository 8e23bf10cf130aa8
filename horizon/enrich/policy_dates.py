"""Dates that count in policy text: which stage each belongs to, and which body asks or decides.

A date goes to the cue that costs least to reach from it: few characters, no other date and no clause border between. Cues that
mean "no stage" (a webinar, a past deadline, a target year) compete with the others and win their dates away.
Rules: docs/methodology/policy_dates.md
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from importlib import resources

from horizon.enrich.bodies import bodies_in
from horizon.enrich.date_found import DateFound
from horizon.enrich.dates_in_text import dates_in
from horizon.enrich.deciding import body_of, in_full, is_chamber, told_name
from horizon.enrich.policy_periods import bounds_a_period, means_nowadays
from horizon.enrich.policy_tense import is_over
from horizon.enrich.policy_verbs import MOVED_TO, governed, is_former, replaced
from horizon.file_refs import FILE_REF
from horizon.sentences import sentences

STAGES = ("consultation_opens", "consultation_closes", "hearing", "vote", "adoption", "entry_into_force", "transposition",
          "call_opens", "call_closes", "publication_due")  # fmt: skip
_LEADS = re.compile(r"within|inom|before|före|by\b|senast|until|till\b|t\.?o\.?m", re.IGNORECASE)
_LEADS_OPEN = re.compile(r"från|from|starting|fr\.?o\.?m", re.IGNORECASE)
_MAY_TELL_A_YEAR = ("adoption", "entry_into_force", "transposition", "publication_due", "vote")
REACH = 160.0  # a cue further away than this does not reach a date


@dataclass(frozen=True, slots=True)
class PolicyDateFound:
    """One date of one document. Offsets are into title + newline + text."""

    stage: str
    on_date: date
    precision: str
    is_flagged: bool
    reason: str | None
    at_time: time | None
    time_zone: str | None
    body: str | None
    file_ref: str | None
    is_extension: bool
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    kind: str  # a stage, "none", or open, close, consultation, call to be combined
    weight: float  # cost added: a weak cue is further away


def _r(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _cues() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """Kind, weight and pattern of each list in policy_cues.toml; a space there stands for any white space."""
    text = resources.files("horizon.enrich").joinpath("policy_cues.toml").read_text(encoding="utf-8")
    return tuple(
        (cue["kind"], cue["weight"], _r(r"\b(?:" + "|".join(cue["words"]).replace(" ", r"\s+") + r")\b"))
        for cue in tomllib.loads(text)["cue"]
    )


_CUES = _cues()
_STARTS_OPEN = _r(
    r"\bopen\s+(?:until|till|for|through|to\b)|\bremains?\s+open|öppe[nt]\s+(?:till|t\.o\.m|fram)|öppna\s+till"
)
# prepositions make a date the end or the beginning of a time only where they stand right before it
_BEFORE_A_DATE = (
    ("until", _r(r"\b(?:until|till|by|before|no\s+later\s+than|not\s+later\s+than|through|to|till\s+och\s+med|t\.?o\.?m\.?|"
            r"fram\s+till|senast|inom|within|före)\b")),
    ("since", _r(r"\b(?:from|as\s+of|från|fr\.?o\.?m\.?|between|mellan|beginning|starting)\b")),
)  # fmt: skip
PREPOSITION_REACH = 24
_LITTLE = _r(
    r"^[\s:]*(?:(?:and|including|och|med|the|den|on|at|i|på|about|around|early|late|mid|\w+day|\w*dag(?:en)?|"
    r"kl\.?|[\d.:]+|[ap]\.?m\.?|noon)[\s,:]*)*$"
)


def _leads_to(preposition: str, gap: str) -> bool:
    """Whether the words between a preposition and a date let the one belong to the other."""
    return len(gap) <= PREPOSITION_REACH if preposition == "until" else bool(_LITTLE.match(gap))


_EXTENDED = _r(
    r"\b(?:exten(?:d|ds|ded|sion|ding)|prolong\w*|postpon\w*|new\s+deadline|new\s+closing\s+date|förläng\w+|"
    r"skjut\w*\s+upp|senarelägg\w*|ny(?:tt)?\s+(?:slutdatum|sista\s+dag|tid)|flytta\w*\s+(?:fram|till)|"
    r"moved\s+to)\b"
)


def policy_dates_of(
    title: str, text: str, language: str | None, published_on: date, *, time_zone: str | None = None
) -> list[PolicyDateFound]:
    """The dates of a policy document that are not before its publication and belong to a stage, in order of the text.

    published_on: the day in the source's own zone; time_zone: that zone, for clock times that name none.
    """
    body_text = f"{title}\n{text}"
    american = bool(time_zone and time_zone.startswith("America/"))
    dates = dates_in(body_text, published_on, month_first=american)
    if not dates:
        return []
    bodies = bodies_in(body_text, language)
    ref = FILE_REF.search(body_text)
    lean, kind = _leaning(body_text, title), _title_kind(title)
    is_extension = bool(_EXTENDED.search(body_text))
    found: list[PolicyDateFound] = []
    for start, end in sentences(body_text):
        inside = [d for d in dates if start <= d.start < end]
        if not inside:
            continue
        cues = _cues_in(body_text, start, end)
        tells_adoption = any(c.kind == "adoption" for c in cues)
        given_up = replaced(inside, body_text, start)
        for one in inside:
            if one in given_up:
                continue  # "planned for 10 June, has been moved to 24 June"
            told = _told_by(one, body_text, (start, end), lean, cues) or governed(
                one, body_text, start, inside
            )
            stage = told or _stage_of(one, cues, inside, body_text, lean, kind)
            if stage == "publication_due" and is_former(body_text[start:end], body_text[end:]):
                continue  # "was due on 1 June. The time is extended"
            if stage is None or not _is_step_ahead(one, stage, published_on, body_text, (start, end)):
                continue
            in_chamber = tells_adoption and _IN_CHAMBER.search(body_text, start, end)
            if stage == "adoption" and (in_chamber or kind == "vote"):
                stage = "vote"
            named = body_of(stage, one.start, bodies, (start, end), body_text, len(title))
            is_told_here = named is not None and start <= named.start < end
            acts = named.name if named and is_told_here else None
            if bounds_a_period(body_text, (start, end), one.start, stage) or (
                means_nowadays(body_text, (start, end), (one.start, one.end), stage, acts)
            ):
                continue
            if stage == "adoption" and tells_adoption and named and is_chamber(named.name) and is_told_here:
                stage = "vote"  # an assembly decides by voting; a municipal council adopts
            named = in_full(named, bodies)
            found.append(
                PolicyDateFound(
                    stage=stage, on_date=one.on_date, precision=one.precision, is_flagged=one.is_flagged, reason=one.reason,
                    at_time=one.at_time, time_zone=(one.time_zone or time_zone) if one.at_time else None,
                    body=told_name(named), file_ref=ref.group(0) if ref else None,
                    is_extension=is_extension and stage.endswith("closes"), quote=body_text[start:end].strip(),
                    start=start, end=start + len(body_text[start:end].rstrip()),
                )
            )  # fmt: skip
    return _once(_without_summaries(found, len(title)))


def _is_step_ahead(one: DateFound, stage: str, published_on: date, text: str, span: tuple[int, int]) -> bool:
    """Whether a date can be of a step that still lies ahead: neither before publication, nor told as over, nor too vague."""
    if not _is_ahead(one, published_on) or (one.precision == "year" and stage not in _MAY_TELL_A_YEAR):
        return False
    opens_today = stage.endswith("opens") and one.on_date == published_on and one.reason == "relative"
    may_be_over = one.reason in ("year missing", "relative", "vague") and not opens_today
    return not (may_be_over and is_over(text, span, one.start, one.end))  # "adopted by the Council on 21 May"


def _without_summaries(found: list[PolicyDateFound], title_end: int) -> list[PolicyDateFound]:
    """Without what a title rounds off: its vague date of a decision where the text gives one."""
    decided = any(f.stage in ("vote", "adoption") and f.start > title_end for f in found)
    return [
        f
        for f in found
        if not (decided and f.start <= title_end and f.is_flagged and f.stage in ("vote", "adoption"))
    ]


def _is_ahead(one: DateFound, published_on: date) -> bool:
    """Not before the publication; a month or longer counts while it lasts only when it begins ahead or holds the day."""
    if one.precision == "day":
        return one.on_date >= published_on
    if one.precision == "month":
        return (one.on_date.year, one.on_date.month) >= (published_on.year, published_on.month)
    if one.precision == "quarter":
        return one.on_date.toordinal() + 89 >= published_on.toordinal()
    return one.on_date.year >= published_on.year


def _cues_in(text: str, start: int, end: int) -> list[_Cue]:
    found: list[_Cue] = []
    for kind, weight, pattern in _CUES:
        for match in pattern.finditer(text, start, end):
            found.append(_Cue(match.start(), match.end(), kind, weight))
    for kind, pattern in _BEFORE_A_DATE:
        found += [_Cue(m.start(), m.end(), kind, 0) for m in pattern.finditer(text, start, end)]
    for match in _STARTS_OPEN.finditer(text, start, end):
        found = [c for c in found if not (c.kind == "open" and match.start() <= c.start < match.end())]
        found.append(_Cue(match.start(), match.end(), "close", 0))
    return found


_BASES = ("adoption", "publication_due", "none", "law", "open")  # what days are counted from


def _cost(cue: _Cue, one: DateFound, others: Sequence[DateFound], text: str) -> float:
    """Characters between cue and date, dearer after the date, across other dates and across clause borders."""
    if cue.end <= one.start:
        between, after = (cue.end, one.start), False
    elif cue.start >= one.end:
        between, after = (one.end, cue.start), True
    else:  # a cue inside the date: "three months after today's decision" is no decision
        is_base = bool(one.reason and one.reason.startswith("counted")) and cue.kind in _BASES
        return float("inf") if is_base else cue.weight
    gap = text[between[0] : between[1]]
    cost = len(gap) * (1.4 if after else 1.0) + cue.weight
    cost += 45 * sum(1 for o in others if o is not one and between[0] <= o.start < between[1])
    cost += 12 * len(re.findall(r",|\b(?:and|but|while|och|men|medan|samt)\b", gap)) + 40 * len(
        re.findall(r";|\s[–-]\s", gap)
    )
    if after and any(
        cue.end <= o.start and o.start - cue.end < len(gap) + 12 for o in others if o is not one
    ):
        cost += 90  # the cue has a nearer date of its own behind it
    return cost


_WEAK_TOPIC = _r(
    r"scheme|fund|\w+stöd|\w*medel|competition|proposal|evidence|views|opinion|input|remark|support|omgång|granskning"
)


def _leaning(text: str, title: str) -> str | None:
    """Whether the document as a whole is about a consultation or a call; the title counts three times."""
    scores = {}
    for kind in ("consultation", "call"):
        pattern = next(p for k, _, p in _CUES if k == kind)
        scores[kind] = sum(
            weight * (0.3 if _WEAK_TOPIC.match(m.group(0)) else 1.0)
            for part, weight in ((text, 1), (title, 2))
            for m in pattern.finditer(part)
        )
    if scores["consultation"] == scores["call"]:
        return None if not scores["call"] else "consultation"
    return max(scores, key=lambda k: scores[k])


def _of_title(kind: str | None, edge: str) -> str | None:
    """The stage of a date that stands without any cue under a title that has one."""
    if kind in ("consultation", "call"):
        return f"{kind}_{'opens' if edge == 'open' else 'closes'}"
    return kind


def _title_kind(title: str) -> str | None:
    """The first stage, consultation or call that a title speaks of."""
    cues = [c for c in _cues_in(title, 0, len(title)) if c.kind in (*STAGES, "consultation", "call")]
    return min(cues, key=lambda c: (c.weight, c.start)).kind if cues else None


def _stage_of(
    one: DateFound,
    cues: Sequence[_Cue],
    others: Sequence[DateFound],
    text: str,
    lean: str | None,
    lean_of_title: str | None,
) -> str | None:
    pair = _place_in_range(one, others, text)
    costs = {
        kind: min((_cost(c, one, others, text) for c in cues if c.kind == kind), default=float("inf"))
        for kind in ("none", "consultation", "call", "open", "close", *STAGES)
    }
    for edge_kind, preposition in (("close", "until"), ("open", "since")):
        near = [
            c
            for c in cues
            if c.kind == preposition
            and c.end <= one.start
            and _leads_to(preposition, text[c.end : one.start])
            and not any(c.end <= o.start < one.start for o in others)
        ]
        leads = _LEADS if edge_kind == "close" else _LEADS_OPEN
        inside = leads.match(text[one.start : one.end])
        if near or inside:
            costs[edge_kind] = min(
                [costs[edge_kind], *(float(one.start - c.end) for c in near), *([1.0] if inside else [])]
            )
    if pair:
        costs[pair] = 0.0
    strong = min((k for k in STAGES if costs[k] < float("inf")), key=lambda k: costs[k], default=None)
    edge = min(costs["open"], costs["close"])
    topic_cost = min(costs["consultation"], costs["call"])
    topic = "consultation" if costs["consultation"] <= costs["call"] else "call"
    if topic_cost == float("inf") and lean and edge < 60:
        if one.reason == "relative" and not any(c.kind == "close" for c in cues):
            return strong if strong and costs[strong] < min(REACH, costs["none"]) else None
        topic, topic_cost = lean, 40.0  # "Deadline: 3 May" under a title that says what it is for
    elif lean and topic != lean and abs(costs["consultation"] - costs["call"]) < 30:
        topic = lean
    law = min(
        (
            _cost(c, one, others, text)
            for c in cues
            if c.kind == "law" and (c.end <= one.start or "," not in text[one.end : c.start])
        ),
        default=float("inf"),
    )
    if law < min(topic_cost, REACH) and costs["open"] < 40 and costs["open"] < costs["close"]:
        return "entry_into_force" if costs["none"] > 0 else None
    is_duty = _DUTY.search(text, one.end, one.end + 60) or (
        one.precision == "day" and _BOUND.search(text[max(0, one.start - 90) : one.start])
    )
    if costs["open"] < 15 and topic_cost == float("inf") and is_duty:
        return "entry_into_force" if costs["none"] > 40 else None  # "From 15 January firms must ..."
    if edge >= 90 and topic_cost < 100 and one.precision == "day" and not _is_weak_alone(topic, cues, text):
        edge = costs["close"] = topic_cost  # "applications are collected on 1 October"
    window_cost = max(min(topic_cost, REACH), edge) if edge < 90 else float("inf")
    if topic_cost > REACH:
        window_cost = float("inf")
    best = strong if strong and costs[strong] <= window_cost * _patience(strong) else None
    cost = costs[best] if best else window_cost
    if (
        cost > REACH
        and costs["none"] > REACH
        and one.precision == "day"
        and one.reason in (None, "year missing")
    ):
        return _of_title(lean_of_title, "open" if costs["open"] < costs["close"] else "close")
    if cost > REACH or costs["none"] < cost:
        return None
    if best:
        return best
    is_open = costs["open"] < costs["close"] and (
        pair == "open" or not text[one.end : one.end + 4].strip().startswith(("–", "-"))
    )
    if is_open and one.reason in ("counted from another date", "counted from publication"):
        is_open = False  # "opens on 16 March and runs for three weeks"
    return f"{topic}_{'opens' if is_open else 'closes'}"


def _is_weak_alone(topic: str, cues: Sequence[_Cue], text: str) -> bool:
    """Whether nothing but everyday words ("the proposal", "views") speaks of a consultation or call in a sentence."""
    return all(_WEAK_TOPIC.match(text[c.start : c.end]) for c in cues if c.kind == topic)


_RANGE = re.compile(
    r"^\s*(?:to|until|and|through|till(?:\s+och\s+med)?|t\.?o\.?m\.?|–|-|—)\s*(?:den\s*)?$", re.IGNORECASE
)


_DUTY = _r(
    r"\b(?:must|may\s+(?:not|only)|is\s+(?:banned|required|compulsory)|are\s+(?:banned|required)|måste|får\s+(?:\w+\s+){0,3}?(?:inte|bara|"
    r"endast|ej)|krävs|blir)\b"
)
_BOUND = _r(
    r"\b(?:must|shall|ska|måste|får\s+inte)\b[^.;,]*\b(?:from|from\s+the|as\s+of|från|från\s+och\s+med|fr\.?o\.?m\.?)\s+(?:den\s+)?$"
)
_IN_CHAMBER = _r(r"\b(?:i|in)\s+(?:the\s+)?(?:riksdagen|kammaren|plenum|parliament|plenary|senate)\b")
_IN_FORCE = _r(r"\b(?:effect|effective|verkan|kraft|gäller)\b")


_REPORTING_TIME = _r(r"\butredningstid\w*|\buppdragstid\w*|\breporting\s+(?:date|deadline)\b")


def _told_by(
    one: DateFound, text: str, span: tuple[int, int], lean: str | None, cues: Sequence[_Cue]
) -> str | None:
    """The stage of a date whose own words, or the ones right before, leave no choice."""
    if one.reason == "relative" and _IN_FORCE.search(text[one.start : one.end]):
        return "entry_into_force"  # "with immediate effect"
    sentence = text[span[0] : one.start]
    if not MOVED_TO.search(sentence):
        return None
    if _REPORTING_TIME.search(sentence):
        return "publication_due"
    if lean and re.search(r"deadline|closing|frist|svar|tid|period|dag", sentence, re.IGNORECASE):
        return f"{lean}_closes"
    steps = [c for c in cues if c.kind in ("vote", "hearing") and c.end <= one.start]
    return steps[-1].kind if steps else None  # "The vote, originally set for 3 May, was moved to 10 June"


def _place_in_range(one: DateFound, others: Sequence[DateFound], text: str) -> str | None:
    """Whether a date opens or closes a range ("from 1 to 28 April")."""
    for other in others:
        if other.start >= one.end and (
            _RANGE.match(text[one.end : other.start]) or text[one.start : one.end].endswith(("-", "–", "to"))
        ):
            return "open"
        if other.end <= one.start and (
            _RANGE.match(text[other.end : one.start])
            or text[other.start : other.end].endswith(("-", "–", "to"))
        ):
            return "close"
    return None


def _patience(stage: str) -> float:
    """Hearings, votes, entry into force and transposition say what they are; adoption and publication are everyday words."""
    return 1.6 if stage in ("hearing", "entry_into_force", "transposition", "vote") else 0.9


def _once(found: list[PolicyDateFound]) -> list[PolicyDateFound]:
    """One row per stage and day; the unflagged reading, and the one with a clock time, is kept. A vaguer date of a stage
    yields to a full one of the same period."""
    best: dict[tuple[str, date], PolicyDateFound] = {}
    for one in found:
        key = (one.stage, one.on_date)
        other = best.get(key)
        if other is None or _rank(one) < _rank(other):
            best[key] = one
    heard = {on_date for stage, on_date in best if stage == "hearing"}
    best = {k: v for k, v in best.items() if not (k[0] == "consultation_closes" and k[1] in heard)}
    days = {(f.stage, f.on_date.year, f.on_date.month) for f in best.values() if f.precision == "day"}
    kept = [
        f
        for f in best.values()
        if not (f.precision == "month" and (f.stage, f.on_date.year, f.on_date.month) in days)
    ]
    return sorted(kept, key=lambda f: (f.start, f.on_date))


def _rank(one: PolicyDateFound) -> tuple[bool, bool, bool, int]:
    return (one.precision != "day", one.is_flagged, one.at_time is None, one.start)


def policy_date_id(doc_id: str, found: PolicyDateFound) -> str:
    """Id of a date, the same whenever the document is read again."""
    return f"pd-{sha256(f'{doc_id}|{found.stage}|{found.on_date}'.encode()).hexdigest()[:12]}"
