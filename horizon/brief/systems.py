"""Whose engine a pack calls ours, which other one it is held against, and what is said where either is not touched. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two systems of a pack."""

    ours: str | None  # None without any system model
    other: str | None
    notes: tuple[str, ...]


def sides(systems: Sequence[Row], impacts: Sequence[Row], asked: str | None) -> Sides:
    """Ours is the system asked for, else the one that the topic touches most, else the first; the other one that is touched
    most is the contrast. impacts: rows of brief/impacts."""
    names = {s["system_id"]: s["name"] for s in systems}
    names.update({i["system_id"]: i["system_name"] for i in impacts if i["system_id"] not in names})
    weight: dict[str, tuple[float, float, int]] = {}
    for system_id in names:
        rows = [i for i in impacts if i["system_id"] == system_id]
        if rows:
            weight[system_id] = (max(map(_strength, rows)), max(i["confidence"] for i in rows), len(rows))
    order = list(names)
    by_weight = sorted(weight, key=lambda s: ([-w for w in weight[s]], order.index(s)))
    ours = asked or next(iter([*by_weight, *order]), None)
    other = next((s for s in [*by_weight, *order] if s != ours), None)
    return Sides(ours=ours, other=other, notes=_notes(names, weight, ours, other, asked is not None))


def _strength(impact: Row) -> float:
    score = impact["loop_score"] if impact["loop_score"] is not None else impact["direct_score"]
    return abs(float(score or 0.0))


def _notes(
    names: Mapping[str, str], touched: Mapping[str, object], ours: str | None, other: str | None, is_asked: bool
) -> tuple[str, ...]:  # fmt: skip
    if ours is None:
        return ("There is no system model: nothing can be said of an engine.",)
    if not touched:
        return (
            f"No tie to a part of any system has been judged: neither of {' nor of '.join(names.values())}.",
        )
    told = []
    if is_asked or len(names) == 1:
        told.append(f"Ours: {names.get(ours, ours)}.")
    else:
        told.append(
            f"Ours: {names[ours]}, of {len(names)} systems the one that this touches most (none was asked for)."
        )
    if ours not in touched:
        elsewhere = ", ".join(names[s] for s in names if s in touched)
        told.append(f"No tie to a part of {names.get(ours, ours)} has been judged. Touched: {elsewhere}.")
    if other is None:
        told.append("There is no second system model for contrast.")
    elif other not in touched:
        told.append(f"For contrast: no tie to a part of {names[other]} has been judged.")
    return tuple(told)
