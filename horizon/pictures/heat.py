"""What a week's signals do to each part of an engine, and which forces carry them: threats and opportunities apart, never netted.

Four answers are told apart: a figure; judged and no effect (0); touched, and nobody has judged which way (?); touched by nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from horizon.pictures.svg import Table, signed
from horizon.pictures.words import words

LAYERS = ("world", "society", "market", "organisation")  # of the onion, outermost first
Row = Mapping[str, Any]
_NOBODY: Row = {"signal_id": None, "label": None, "confidence": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnginePart:
    """A part as a system model names it, in the order of the model."""

    part_id: str
    part_name: str
    part_kind: str  # resource, conversion, effect
    engine_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHeat:
    """A part in one week. threat, opportunity: strongest impact of each sign, -3..0 and 0..3, None without one.

    n_threats, n_opportunities, n_unknown: signals that any force brings as such, so that one that does both counts in both;
    n_unknown: nobody has judged which way; n_neutral: signals of which every force was judged to have no effect; leading: the
    strongest.
    """

    part_id: str
    part_name: str
    part_kind: str
    engine_name: str
    threat: float | None
    opportunity: float | None
    n_threats: int
    n_opportunities: int
    n_neutral: int
    n_unknown: int
    confidence: float | None  # of the leading impact, 0-1
    leading_signal_id: str | None
    leading_label: str | None

    @property
    def strength(self) -> float:
        """The stronger of the two, 0-3; -1 where nothing is known, so that a judged 0 stands before it."""
        known = [abs(score) for score in (self.threat, self.opportunity) if score is not None]
        return max(known) if known else 0.0 if self.n_neutral else -1.0

    @property
    def is_touched(self) -> bool:
        """Whether any signal of the week is tied to it."""
        return bool(self.n_threats or self.n_opportunities or self.n_neutral or self.n_unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcePull:
    """A force that carries signals of the week, by its layer: its strongest threat and opportunity on any part."""

    force_name: str
    layer: str
    threat: float | None
    opportunity: float | None
    n_signals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Parts in the order of the model; forces strongest first."""

    parts: tuple[PartHeat, ...]
    forces: tuple[ForcePull, ...]


def heat_map(parts: Sequence[EnginePart], rows: Iterable[Row]) -> HeatMap:
    """The heat of a week.

    rows: one per (part, signal, force): part_id, signal_id, label, force_name, layer, loop_score, sign, confidence. Those on
    parts that are not among `parts` are left out: the model no longer has them.
    """
    known = {part.part_id for part in parts}
    touches = [row for row in rows if row["part_id"] in known]
    by_part: dict[str, list[Row]] = defaultdict(list)
    by_force: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in touches:
        by_part[row["part_id"]].append(row)
        if row["force_name"] and row["layer"] in LAYERS and row["sign"] != 0:
            by_force[row["force_name"], row["layer"]].append(row)
    pulls = [_pull(*key, found) for key, found in by_force.items()]
    pulls.sort(key=lambda f: (-max(-(f.threat or 0.0), f.opportunity or 0.0), f.force_name))
    return HeatMap(parts=tuple(_heat(part, by_part[part.part_id]) for part in parts), forces=tuple(pulls))


def _heat(part: EnginePart, rows: Sequence[Row]) -> PartHeat:
    leading = max(rows, key=_strength, default=_NOBODY)
    by_sign: dict[int | None, set[str]] = defaultdict(set)
    for row in rows:
        by_sign[row["sign"]].add(row["signal_id"])
    return PartHeat(
        part_id=part.part_id,
        part_name=part.part_name,
        part_kind=part.part_kind,
        engine_name=part.engine_name,
        threat=_threat(rows),
        opportunity=_opportunity(rows),
        n_threats=len(by_sign[-1]),
        n_opportunities=len(by_sign[1]),
        n_neutral=len(by_sign[0] - by_sign[-1] - by_sign[1] - by_sign[None]),
        n_unknown=len(by_sign[None]),
        confidence=_rounded(leading["confidence"]),
        leading_signal_id=leading["signal_id"],
        leading_label=leading["label"],
    )


def _strength(row: Row) -> tuple[float, bool, str]:
    return abs(row["loop_score"] or 0.0), row["sign"] != 0, row["signal_id"]


def _pull(force_name: str, layer: str, rows: Sequence[Row]) -> ForcePull:
    return ForcePull(
        force_name=force_name,
        layer=layer,
        threat=_threat(rows),
        opportunity=_opportunity(rows),
        n_signals=len({r["signal_id"] for r in rows}),
    )


def _threat(rows: Iterable[Row]) -> float | None:
    return _rounded(min((r["loop_score"] for r in rows if r["sign"] == -1), default=None))


def _opportunity(rows: Iterable[Row]) -> float | None:
    return _rounded(max((r["loop_score"] for r in rows if r["sign"] == 1), default=None))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def heat_table(heat: HeatMap, *, numbers: Mapping[str, int] | None = None, language: str = "en") -> Table:
    """The heat map as rows, hottest first; then what was judged to have no effect, what is unknown, what nothing touches.

    numbers: place of a signal on the page by its id, told before the label.
    """
    w = words(language)
    keys = (
        "engine",
        "part",
        "kind",
        "threat",
        "opportunity",
        "judged_zero",
        "unjudged",
        "confidence",
        "first",
    )
    order = sorted(heat.parts, key=lambda p: (not p.is_touched, -p.strength))  # else as in the model
    return Table(
        columns=tuple(w[k] for k in keys),
        rows=tuple(_row(part, numbers or {}, w) for part in order),
    )


def _row(part: PartHeat, numbers: Mapping[str, int], w: Mapping[str, str]) -> tuple[str, ...]:
    place = (part.engine_name, part.part_name, w.get(part.part_kind, part.part_kind))
    if not part.is_touched:
        return (*place, *("–",) * 5, w["untouched"])
    number = numbers.get(part.leading_signal_id or "")
    return (
        *place,
        counted(part.threat, part.n_threats) or "–",
        counted(part.opportunity, part.n_opportunities) or "–",
        f"0 ({part.n_neutral})" if part.n_neutral else "–",
        f"? ({part.n_unknown})" if part.n_unknown else "–",
        w["unknown"] if part.confidence is None else f"{part.confidence:.2f}",
        f"{number}: {part.leading_label}" if number else str(part.leading_label),
    )


def counted(score: float | None, n_signals: int) -> str:
    """A figure with the number of signals behind it; empty without one."""
    return "" if score is None else f"{signed(score, '')}\u00a0({n_signals})"


def part_text(part: PartHeat, w: Mapping[str, str]) -> str:
    """The heat of a part in figures: strongest threat and opportunity, judged zeros, unknown, each with its number of signals."""
    told = [
        counted(part.threat, part.n_threats),
        counted(part.opportunity, part.n_opportunities),
        f"0 ({part.n_neutral})" if part.n_neutral else "",
        f"? ({part.n_unknown})" if part.n_unknown else "",
    ]
    return "  ".join(t for t in told if t) or w["untouched"]
