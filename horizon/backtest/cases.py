"""One judged signal of one replayed week, with what came of it: the row that every measure is made from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from horizon.signals.forecast import Measured
from horizon.signals.judge import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """came_true is None where the corpus ends before the eight weeks do."""

    week_on: date
    signal_id: str
    kind: str
    label: str
    stage: str
    reason_codes: tuple[str, ...]
    detectors: tuple[str, ...]
    n_origins: int
    age_weeks: int
    rank: int | None
    rank_score: float | None
    is_flagged: bool
    probability: float | None
    basis: str
    features: dict[str, float | None]
    doc_ids: tuple[str, ...]
    n_later: int | None
    came_true: bool | None

    @property
    def when(self) -> date:
        """The day the flag was raised: the Sunday that ends the week."""
        return self.week_on + timedelta(days=6)


def case_of(j: Judged, outcome: Measured | None) -> Case:
    """The case of a ranked signal. outcome: None when it is not known yet."""
    s = j.signal
    return Case(
        week_on=s.week_on, signal_id=s.signal_id, kind=s.kind, label=s.label, stage=s.stage, reason_codes=s.reason_codes,
        detectors=s.detectors, n_origins=s.n_origins, age_weeks=(s.week_on - s.first_seen_on).days // 7 + 1, rank=s.rank,
        rank_score=s.rank_score, is_flagged=s.is_flagged, probability=s.emergence_probability, basis=s.emergence_basis,
        features=asdict(j.features), doc_ids=tuple(sorted(j.flag_doc_ids)),
        n_later=None if outcome is None else outcome.n_later, came_true=None if outcome is None else outcome.came_true,
    )  # fmt: skip


def write_cases(cases: Iterable[Case], path: Path) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(c), ensure_ascii=False, default=str) + "\n" for c in cases)


def read_cases(path: Path) -> list[Case]:
    """Cases written by write_cases."""
    with path.open(encoding="utf-8") as lines:
        return [_case(json.loads(line)) for line in lines]


def _case(row: dict[str, Any]) -> Case:
    row["week_on"] = date.fromisoformat(row["week_on"])
    for name in ("reason_codes", "detectors", "doc_ids"):
        row[name] = tuple(row[name])
    return Case(**row)


def write_flags(cases: Iterable[Case], path: Path) -> int:
    """Flags in the scorer's format (when, docs, score, name and more), one a line; returns how many."""
    flagged = [c for c in cases if c.is_flagged]
    with path.open("w", encoding="utf-8") as out:
        for c in flagged:
            row = {
                "when": c.when.isoformat(), "docs": list(c.doc_ids), "score": c.rank_score, "name": c.label, "kind": c.kind,
                "stage": c.stage, "detectors": list(c.detectors), "p": c.probability, "came_true": c.came_true,
            }  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return len(flagged)
