"""The forces a signal is tied to, with what its documents tell of them: growing or receding, abroad, or entering our arena."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from horizon.cues import CueLanguage, composed
from horizon.impact.direction import Facts, Told, direction_of
from horizon.impact.entrants import Arena, entrants
from horizon.impact.eyes import Eyes, Rows
from horizon.impact.heard import Hearing
from horizon.impact.reading import CUE_CHARS
from horizon.impact.score import TiedForce
from horizon.types import Window

SectorWords = Mapping[CueLanguage, Mapping[str, Sequence[str]]]
ABROAD = "another country does it for itself: the sign turns"
MAX_ENTRANT_CONFIDENCE = 0.8  # that all of a topic speaks of our arena does not yet make its firms rivals


class ForceFacts(Facts, Protocol):
    """What is used of a force."""

    @property
    def layer(self) -> str: ...
    @property
    def is_systemic(self) -> bool: ...
    @property
    def turns_abroad(self) -> bool: ...


def forces_of(
    links: Rows, documents: Rows, force_facts: Mapping[str, ForceFacts], hearing: Hearing | None = None
) -> dict[str, list[TiedForce]]:
    """Tied forces by signal, surest first. A force that is no longer in the catalogue has no layer and is left out."""
    family = {
        d["doc_id"]: d["source_family"] or d["source_id"] for d in documents if d["stance"] != "contradicts"
    }
    told = {d["doc_id"]: _told(d) for d in documents}
    found: dict[str, list[TiedForce]] = defaultdict(list)
    for link in links:
        fact = force_facts.get(link["force_id"])
        if fact is not None:
            found[link["signal_id"]].append(
                TiedForce(
                    force_id=link["force_id"],
                    layer=fact.layer,
                    is_systemic=fact.is_systemic,
                    confidence=round(link["confidence"], 4),
                    doc_ids=tuple(link["doc_ids"]),
                    families=frozenset(family[d] for d in link["doc_ids"] if d in family),
                    direction=direction_of(
                        (told[d] for d in link["doc_ids"] if d in told),
                        tuple(link["phrases"]),
                        fact,
                        hearing=hearing,
                    ),
                    kind=fact.kind,
                    growth=fact.growth,
                )
            )
    return found


def turned_abroad(
    eyes: Eyes,
    documents: Rows,
    forces: Mapping[str, Sequence[TiedForce]],
    links: Rows,
    force_facts: Mapping[str, ForceFacts],
    hearing: Hearing | None = None,
) -> dict[str, list[TiedForce]]:
    """The ties, those turned that tell of a policy which another country makes to draw people or plants to itself.

    What is stated and heard of the policy is read then, not how the news sounds: that is of what it means over there.
    """
    found = {signal_id: list(tied) for signal_id, tied in forces.items()}
    turning = {link["signal_id"] for link in links if _turns(force_facts, link["force_id"])}
    if not turning:
        return found
    texts = {d["doc_id"]: _told(d) for d in documents if d["signal_id"] in turning}
    phrases = {(link["signal_id"], link["force_id"]): tuple(link["phrases"]) for link in links}
    for signal_id in sorted(turning & set(found)):
        for n, tied in enumerate(found[signal_id]):
            told = [texts[d] for d in tied.doc_ids if d in texts]
            if _turns(force_facts, tied.force_id) and 2 * sum(eyes.is_elsewhere(t.text) for t in told) > len(
                told
            ):
                stated = direction_of(
                    told,
                    phrases[signal_id, tied.force_id],
                    force_facts[tied.force_id],
                    hearing=hearing,
                    with_tone=False,
                )
                found[signal_id][n] = replace(
                    tied, direction=stated.turned(), why={**tied.why, "abroad": ABROAD}
                )
    return found


def _told(document: Mapping[str, Any]) -> Told:
    """Title and lead, which say which way a force moves."""
    text = f"{document['title']}. {(document['text'] or '')[:CUE_CHARS]}"
    return Told(composed(text), document["language"], document["doc_id"])


def _turns(force_facts: Mapping[str, ForceFacts], force_id: str) -> bool:
    return force_id in force_facts and force_facts[force_id].turns_abroad


def entering(
    eyes: Eyes,
    documents: Rows,
    forces: Mapping[str, Sequence[TiedForce]],
    force_facts: Mapping[str, ForceFacts],
    window: Window,
    sectors: SectorWords | None,
) -> dict[str, list[TiedForce]]:
    """The ties with those of topics that enter our arena from another sector, to every force of substitution they lack."""
    found = {signal_id: list(tied) for signal_id, tied in forces.items()}
    if sectors is None:
        return found
    if eyes.arena is None:
        eyes.arena = Arena(eyes.system, sectors)
    by_signal: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in documents:
        by_signal[row["signal_id"]].append(row)
    family = {d["doc_id"]: d["source_family"] or d["source_id"] for d in documents}
    for entrant in entrants(eyes.arena, dict.fromkeys(by_signal, ""), by_signal, window.week_on):
        known = {tied.force_id for tied in found.get(entrant.signal_id, ())}
        for force_id, fact in sorted(force_facts.items()):
            if fact.kind == "substitution" and force_id not in known:
                found.setdefault(entrant.signal_id, []).append(
                    TiedForce(
                        force_id=force_id,
                        layer=fact.layer,
                        is_systemic=fact.is_systemic,
                        confidence=round(MAX_ENTRANT_CONFIDENCE * entrant.arena_share_now, 4),
                        doc_ids=entrant.doc_ids,
                        families=frozenset(family[d] for d in entrant.doc_ids),
                        kind=fact.kind,
                        arena_share=round(entrant.arena_share_now, 4),
                        why={
                            "entrant": {
                                "home_sector": entrant.home_sector,
                                "arena_share_before": entrant.arena_share_before,
                                "arena_share_now": entrant.arena_share_now,
                                "named": list(entrant.named),
                                "formula": f"confidence = {MAX_ENTRANT_CONFIDENCE} x share of origins that name our arena now",
                            }
                        },
                    )
                )
    return found
