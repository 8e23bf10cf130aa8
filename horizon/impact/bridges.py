"""Bridges: signals that tie several sectors or several forces of different kinds together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MIN_SECTORS = 2.0  # effective number of sectors, or of PESTLE categories, from which a signal is a bridge
GENERAL = {None, "general", "news"}  # a source that writes for everybody says nothing of a sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A signal that ties fields together. n_sectors, n_categories: effective numbers (1 / sum of squared shares)."""

    signal_id: str
    label: str
    sectors: tuple[str, ...]
    force_ids: tuple[str, ...]
    pestle: tuple[str, ...]
    n_sectors: float | None  # None where no source has a sector
    n_categories: float | None
    doc_ids: tuple[str, ...]


def effective(weights: Iterable[float]) -> float | None:
    """Effective number of kinds: 1 when one has everything, n when n share evenly; None for nothing."""
    found = [w for w in weights if w > 0]
    total = sum(found)
    return round(total * total / sum(w * w for w in found), 3) if found else None


def bridges(evidence: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]]) -> list[Bridge]:
    """Bridges of a week, widest first.

    evidence: signal_id, label, doc_id, origin_id, source_sector; links: signal_id, force_id, pestle, confidence. An origin counts
    once for a sector; a force counts with its confidence.
    """
    documents: dict[str, list[Mapping[str, Any]]] = {}
    for row in evidence:
        documents.setdefault(row["signal_id"], []).append(row)
    forces: dict[str, list[Mapping[str, Any]]] = {}
    for link in links:
        forces.setdefault(link["signal_id"], []).append(link)
    found = [_bridge(name, rows, forces.get(name, [])) for name, rows in documents.items()]
    kept = [b for b in found if max(b.n_sectors or 0.0, b.n_categories or 0.0) >= MIN_SECTORS]
    return sorted(kept, key=lambda b: (-(b.n_sectors or 0.0) - (b.n_categories or 0.0), b.signal_id))


def _bridge(signal_id: str, rows: Sequence[Mapping[str, Any]], links: Sequence[Mapping[str, Any]]) -> Bridge:
    pairs = {(r["origin_id"], r["source_sector"]) for r in rows if r["source_sector"] not in GENERAL}
    sectors = Counter(sector for _, sector in pairs)
    categories: Counter[str] = Counter()
    for link in links:
        categories[link["pestle"]] += link["confidence"]
    return Bridge(
        signal_id=signal_id,
        label=rows[0]["label"],
        sectors=tuple(s for s, _ in sorted(sectors.items(), key=lambda i: (-i[1], i[0]))),
        force_ids=tuple(link["force_id"] for link in links),
        pestle=tuple(sorted(categories)),
        n_sectors=effective(sectors.values()),
        n_categories=effective(categories.values()),
        doc_ids=tuple(dict.fromkeys(r["doc_id"] for r in rows)),
    )
