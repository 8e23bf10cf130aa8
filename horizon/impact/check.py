"""Criticism of a model that loads: where it is thin. What a file must hold at all is checked when it is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from horizon.impact.system import System

FEW_CUES = 5
MIN_PAYERS = 3


@dataclass(frozen=True, slots=True)
class Thin:
    """A thin place: which table to mend, of what, and why it matters."""

    table: str
    about: str
    advice: str


def criticise(system: System, force_names: Mapping[str, str] | None = None) -> list[Thin]:
    """Thin places of a model, in the order of the file; none is a mistake. force_names: of the catalogue, by id."""
    return [
        *_engines(system),
        *_sensitivities(system),
        *_unjudged(system, force_names or {}),
        *_actors(system),
        *_influences(system),
    ]


def _unjudged(system: System, force_names: Mapping[str, str]) -> Iterator[Thin]:
    judged = {s.force_id for s in system.sensitivities}
    for force_id, name in force_names.items():
        if force_id not in judged:
            yield Thin(
                "sensitivity",
                force_id,
                f'nobody has judged it ({name}); part = "*", value = 0 says that it touches none',
            )


def _engines(system: System) -> Iterator[Thin]:
    for part in system.parts:
        if not part.actor_ids:
            yield Thin("part", part.part_id, "no actor: nobody holds, runs, buys or threatens it?")
        for language, cues in (("English", part.cues_en), ("Swedish", part.cues_sv)):
            if len(cues) < FEW_CUES:
                yield Thin(
                    "part",
                    part.part_id,
                    f"{len(cues)} {language} cues: few texts will be seen to be about it",
                )
    for engine in system.engines:
        if engine.feedback_strength == 0:
            yield Thin(
                "part",
                engine.engine_id,
                "the feedback has strength 0: a loop that does not close is an activity",
            )


def _sensitivities(system: System) -> Iterator[Thin]:
    judged = Counter(s.part_id for s in system.sensitivities)
    for part in system.parts:
        if not judged[part.part_id]:
            yield Thin(
                "sensitivity", part.part_id, "no force is judged for it: every impact on it stays unknown"
            )
    if not any(s.value < 0 for s in system.sensitivities):
        yield Thin("sensitivity", system.system_id, "no negative value anywhere: nothing outside can hurt?")
    if system.sensitivities and not any(s.value == 0 for s in system.sensitivities):
        yield Thin("sensitivity", system.system_id, "no 0 anywhere: what was judged to have no tie?")


def _actors(system: System) -> Iterator[Thin]:
    rivals = [a for a in system.actors if "competitor" in a.roles]
    if not any(a.sector not in system.sectors for a in rivals):
        yield Thin(
            "actor",
            system.system_id,
            "no competitor from another sector: the rival one did not grow up with is missing",
        )
    payers = [a for a in system.actors if {"funder", "owner"} & set(a.roles)]
    if len(payers) < MIN_PAYERS:
        yield Thin(
            "actor",
            system.system_id,
            f"{len(payers)} funders and owners: evidence will look freer than it is",
        )
    used = {actor for part in system.parts for actor in part.actor_ids}
    for actor in system.actors:
        if actor.actor_id not in used and "competitor" in actor.roles:
            yield Thin("actor", actor.actor_id, "a competitor that no part names: news on it touches nothing")


def _influences(system: System) -> Iterator[Thin]:
    for engine in system.engines:
        own = {part.part_id for part in engine.parts}
        out = any(i.source_id in own and i.target_id not in own for i in system.influences)
        into = any(i.target_id in own and i.source_id not in own for i in system.influences)
        if len(system.engines) > 1 and not (out or into):
            yield Thin("influence", engine.engine_id, "no influence into or out of it: it stands alone")
    if system.influences and not any(i.value < 0 for i in system.influences):
        yield Thin(
            "influence", system.system_id, "no negative influence: which part suffers when another doubles?"
        )
