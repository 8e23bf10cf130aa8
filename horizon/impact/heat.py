"""What the week's signals do to each part, for the heat map: threats and opportunities apart, never netted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A part in one week. threat, opportunity: strongest impact of each sign, -3..0 and 0..3; unknown: signals without a sign."""

    part_id: str
    threat: float
    opportunity: float
    n_threats: int
    n_opportunities: int
    n_unknown: int
    leading_label: str
    force_ids: tuple[str, ...]

    @property
    def strength(self) -> float:
        """The stronger of the two, 0-3."""
        return max(-self.threat, self.opportunity)


def heat_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Heat]:
    """Heat by part from queries/impact/heat.sql; a part without a row has none, which is not a zero."""
    grouped: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["part_id"]].append(row)
    return {part_id: _heat(part_id, found) for part_id, found in grouped.items()}


def _heat(part_id: str, rows: Sequence[Mapping[str, Any]]) -> Heat:
    known = [r for r in rows if r["loop_score"] is not None]
    leading = max(rows, key=lambda r: (abs(r["loop_score"] or 0.0), r["signal_id"]))
    return Heat(
        part_id=part_id,
        threat=min((r["loop_score"] for r in known if r["loop_score"] < 0), default=0.0),
        opportunity=max((r["loop_score"] for r in known if r["loop_score"] > 0), default=0.0),
        n_threats=sum(r["loop_score"] < 0 for r in known),
        n_opportunities=sum(r["loop_score"] > 0 for r in known),
        n_unknown=len(rows) - len(known),
        leading_label=str(leading["label"]),
        force_ids=tuple(sorted({r["force_id"] for r in rows if r["force_id"]})),
    )


def table(heats: Mapping[str, Heat], part_names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The heat map as rows, hottest first; parts that nothing touches stand last with nulls."""
    order = sorted(part_names, key=lambda p: (-(heats[p].strength if p in heats else -1.0), p))
    return [
        {
            "part_id": part_id, "part": part_names[part_id],
            "threat": heats[part_id].threat if part_id in heats else None,
            "n_threats": heats[part_id].n_threats if part_id in heats else None,
            "opportunity": heats[part_id].opportunity if part_id in heats else None,
            "n_opportunities": heats[part_id].n_opportunities if part_id in heats else None,
            "n_unknown": heats[part_id].n_unknown if part_id in heats else None,
            "leading": heats[part_id].leading_label if part_id in heats else None,
        }
        for part_id in order
    ]  # fmt: skip
