"""Several systems side by side: which forces hit more than one, where, and whether for better or worse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any


def compare(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row per force of queries/impact/compare.sql: leading part and score in each system; forces that hit several first.

    agree: True where every signal that it brings to several systems is good, or bad, for all of them, False where one gains by a
    signal and another loses by it, None where no signal reaches two. What different signals do is no disagreement.
    """
    grouped: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        known = grouped[row["force_id"]].get(row["system_id"])
        if known is None or abs(row["loop_score"]) > abs(known["loop_score"]):
            grouped[row["force_id"]][row["system_id"]] = row
    found = []
    for force_id, by_system in grouped.items():
        first = next(iter(by_system.values()))
        found.append(
            {
                "force_id": force_id,
                "force": first["force_name"] or force_id,
                "pestle": first["pestle"],
                "n_systems": len(by_system),
                "agree": first["n_agree"] == first["n_shared"] if first["n_shared"] else None,
                "n_shared": first["n_shared"],
                "systems": {
                    system_id: {
                        "part_id": row["part_id"],
                        "part": row["part_name"],
                        "loop_score": row["loop_score"],
                        "n_signals": row["n_signals"],
                    }
                    for system_id, row in sorted(by_system.items())
                },
            }
        )
    strength = {f["force_id"]: sum(abs(s["loop_score"]) for s in f["systems"].values()) for f in found}
    return sorted(found, key=lambda f: (-f["n_systems"], -strength[f["force_id"]], f["force_id"]))
