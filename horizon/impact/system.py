"""The reader's own system as frozen records, loaded from a TOML file in which every reference resolves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from horizon.config import explain_error, read_toml
from horizon.errors import ConfigError
from horizon.impact.system_file import EVERY_PART, PART_KINDS, PartTable, SensitivityTable, SystemFile

OWN_ROLES = frozenset({"member", "funder", "owner"})
MAX_SHOWN = 5  # problems in one message


class Turned(Protocol):
    """What is asked of a force of the catalogue."""

    @property
    def turned_in(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An organisation or a person of the system; names are as written in news."""

    actor_id: str
    name: str
    names: tuple[str, ...]
    kind: str
    roles: tuple[str, ...]
    sector: str

    @property
    def is_own(self) -> bool:
        """True for members, funders and owners: our own chamber."""
        return bool(OWN_ROLES & set(self.roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A resource, conversion or effect of an engine."""

    part_id: str
    engine_id: str
    kind: str
    name: str
    description: str
    cues_en: tuple[str, ...]
    cues_sv: tuple[str, ...]
    actor_ids: tuple[str, ...]
    places: tuple[str, ...]
    depends_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Three parts and the way back from the effect to the resource. feedback_strength: 0-3."""

    engine_id: str
    name: str
    name_sv: str
    description: str
    parts: tuple[Part, ...]  # resource, conversion, effect
    feedback: str
    feedback_strength: int
    feedback_delay_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What happens to a part when a force grows: value -3..3, 0 is judged and none; weeks to the first effect."""

    part_id: str
    force_id: str
    value: int
    lag_weeks_low: int
    lag_weeks_high: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """How one part acts on another besides the own loops: value -3..3, never 0."""

    source_id: str
    target_id: str
    value: int
    delay_weeks: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Names of places by how near they are."""

    home: tuple[str, ...]
    country: str
    country_aliases: tuple[str, ...]
    partners: tuple[str, ...]
    international: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A whole system model. file_hash names its content: another hash, another judgement."""

    system_id: str
    name: str
    name_sv: str
    is_fictional: bool
    goal: str
    description: str
    sectors: tuple[str, ...]
    identity: dict[str, tuple[str, ...]]  # past, present, emerging, and the same with _sv
    places: Places
    actors: tuple[Actor, ...]
    engines: tuple[Engine, ...]
    sensitivities: tuple[Sensitivity, ...]
    influences: tuple[Influence, ...]
    file_hash: str

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for engine in self.engines for part in engine.parts)


def load(path: Path, forces: Mapping[str, Turned] | AbstractSet[str] | None = None) -> System:
    """The system of a file. forces: the known ones by id; ids alone leave turned forces unchecked, None all references.

    Raises ConfigError naming file, line where it can be told, key and mend; several problems are told at once.
    """
    data = read_toml(path)
    text = path.read_text(encoding="utf-8")
    try:
        file = SystemFile.model_validate(data)
    except ValidationError as exc:
        told = [
            _at(path, line_of(text, e["loc"]), explain_error(SystemFile, e)) for e in exc.errors()[:MAX_SHOWN]
        ]
        raise ConfigError("; ".join(told)) from exc
    problems = list(_problems(file, path.stem, forces))
    if problems:
        told = [_at(path, line_with(text, needle), problem) for needle, problem in problems[:MAX_SHOWN]]
        raise ConfigError("; ".join(told))
    return _records(file, hashlib.sha256(text.encode()).hexdigest()[:16])


def _at(path: Path, line: int | None, problem: str) -> str:
    return f"{path}{'' if line is None else f', line {line}'}: {problem}"


# ---------------------------------------------------------------- references


def _problems(
    file: SystemFile, stem: str, forces: Mapping[str, Turned] | AbstractSet[str] | None
) -> Iterator[tuple[str, str]]:
    """(text to look for in the file, problem) of everything that does not fit together."""
    if file.system.id != stem:
        yield (
            file.system.id,
            f"system.id {file.system.id!r} and the file name {stem!r} differ; make them the same",
        )
    yield from _claimed_twice(file)
    parts = [getattr(engine, kind) for engine in file.engine for kind in PART_KINDS]
    known = {part.id for part in parts}
    for part in parts:
        yield from _part_problems(part, file, known)
    pairs: set[tuple[str, str]] = set()
    for item in file.sensitivity:
        if item.part not in known and item.part != EVERY_PART:
            yield item.part, f"sensitivity: no part {item.part!r}; known parts: {', '.join(sorted(known))}"
        if forces is not None and item.force not in forces:
            yield (
                item.force,
                f"sensitivity: no force {item.force!r} in the catalogue; see `horizon forces list`",
            )
        if (item.part, item.force) in pairs:
            yield item.force, f"sensitivity of {item.part} to {item.force} stands twice; keep one"
        pairs.add((item.part, item.force))
    if isinstance(forces, Mapping):
        yield from _turned_since(file, forces)
    steps: set[tuple[str, str]] = set()
    for step in file.influence:
        for name in (step.source, step.target):
            if name not in known:
                yield name, f"influence: no part {name!r}; known parts: {', '.join(sorted(known))}"
        if (step.source, step.target) in steps:
            yield step.source, f"influence of {step.source} on {step.target} stands twice; keep one"
        steps.add((step.source, step.target))


def _turned_since(file: SystemFile, forces: Mapping[str, Turned]) -> Iterator[tuple[str, str]]:
    """Forces of which more means another thing than in the edition of the catalogue that the model was written for."""
    judged: dict[str, list[str]] = {}
    for item in file.sensitivity:
        edition = forces[item.force].turned_in if item.value and item.force in forces else None
        if edition and file.system.catalogue < edition:
            judged.setdefault(item.force, []).append(item.part)
    newest = max((forces[force].turned_in or 0 for force in judged), default=0)
    for force, parts in judged.items():
        yield (
            force,
            f"edition {forces[force].turned_in} of the force catalogue says anew which way is more of {force!r}: look at its "
            f"values on {', '.join(parts)} and turn those that were meant the other way; with all such forces looked at, set "
            f"`catalogue = {newest}` under [system]",
        )


def _part_problems(part: PartTable, file: SystemFile, known: set[str]) -> Iterator[tuple[str, str]]:
    places = {p for names in _place_lists(file).values() for p in names}
    for actor in part.actors:
        if actor not in {a.id for a in file.actor}:
            yield actor, f"{part.id}: no actor {actor!r}; add an [[actor]] or mend the id"
    for place in part.places:
        if place not in places:
            yield place, f"{part.id}: the place {place!r} does not stand in [places]; add it there"
    for need in part.depends_on:
        if re.fullmatch(r"[a-z0-9-]+\.(resource|conversion|effect)", need) and need not in known:
            yield need, f"{part.id}: depends_on names no part {need!r}"


def _place_lists(file: SystemFile) -> dict[str, tuple[str, ...]]:
    p = file.places
    return {
        "home": p.home, "country": (p.country,), "country_aliases": p.country_aliases, "partners": p.partners,
        "international": p.international,
    }  # fmt: skip


def _claimed_twice(file: SystemFile) -> Iterator[tuple[str, str]]:
    """Ids, cues, names and places that two owners claim."""
    parts = [getattr(engine, kind) for engine in file.engine for kind in PART_KINDS]
    claims: list[tuple[str, Iterable[tuple[str, str]]]] = [
        ("engine id", ((engine.id, "engines") for engine in file.engine)),
        ("actor id", ((actor.id, "actors") for actor in file.actor)),
        ("English cue", ((cue, part.id) for part in parts for cue in part.cues_en)),
        ("Swedish cue", ((cue, part.id) for part in parts for cue in part.cues_sv)),
        ("actor name", ((name, a.id) for a in file.actor for name in dict.fromkeys((a.name, *a.aliases)))),
        ("place", ((place, key) for key, names in _place_lists(file).items() for place in names)),
        (
            "identity term",
            ((term, key) for key in type(file.identity).model_fields for term in getattr(file.identity, key)),
        ),
    ]
    for what, pairs in claims:
        owners: dict[str, str] = {}
        for term, owner in pairs:
            folded = (
                f"{term.casefold()}{owner[-3:] if what == 'identity term' and owner.endswith('_sv') else ''}"
            )
            if folded in owners:
                yield (
                    term,
                    f"the {what} {term!r} is claimed by {owners[folded]} and {owner}; leave it with one",
                )
            owners.setdefault(folded, owner)


# ---------------------------------------------------------------- lines


def line_with(text: str, needle: str) -> int | None:
    """Number of the last line that holds the quoted text; the last, since an id is defined before it is misused."""
    found = [n for n, line in enumerate(text.splitlines(), start=1) if f'"{needle}"' in line]
    return found[-1] if found else None


def line_of(text: str, location: tuple[Any, ...]) -> int | None:
    """Line of a key by its path in the data, such as ('engine', 2, 'resource', 'cues_en'); None when it is not found."""
    lines = text.splitlines()
    start, end, prefix, found = 0, len(lines), "", None
    for step, follower in zip(location, (*location[1:], None), strict=True):
        if isinstance(step, int):
            continue
        name = f"{prefix}.{step}" if prefix else str(step)
        header = re.compile(rf"^\s*\[\[?{re.escape(name)}\]\]?\s*(#.*)?$")
        headers = [n for n in range(start, end) if header.match(lines[n])]
        wanted = follower if isinstance(follower, int) else 0
        if len(headers) > wanted:
            found = headers[wanted] + 1
            end = headers[wanted + 1] if len(headers) > wanted + 1 else end
            start, prefix = found, name
            continue
        key = re.compile(rf"^\s*{re.escape(str(step))}\s*=")
        table_end = next((n for n in range(start, end) if lines[n].startswith("[")), end)
        here = next((n for n in range(start, table_end) if key.match(lines[n])), None)
        return found if here is None else here + 1
    return found


# ---------------------------------------------------------------- records


def _records(file: SystemFile, file_hash: str) -> System:
    return System(
        system_id=file.system.id,
        **{key: getattr(file.system, key) for key in ("name", "name_sv", "is_fictional", "goal", "description", "sectors")},
        identity={key: getattr(file.identity, key) for key in type(file.identity).model_fields},
        places=Places(**file.places.model_dump()),
        actors=tuple(
            Actor(
                actor_id=a.id, name=a.name, names=tuple(dict.fromkeys((a.name, *a.aliases))), kind=a.kind, roles=a.roles,
                sector=a.sector,
            )
            for a in file.actor
        ),
        engines=tuple(
            Engine(
                engine_id=e.id,
                name=e.name,
                name_sv=e.name_sv,
                description=e.description,
                parts=tuple(_part(getattr(e, kind), e.id, kind) for kind in PART_KINDS),
                feedback=e.feedback.description,
                feedback_strength=e.feedback.strength,
                feedback_delay_weeks=e.feedback.delay_weeks,
            )
            for e in file.engine
        ),
        sensitivities=tuple(_sensitivities(file)),
        influences=tuple(
            Influence(source_id=i.source, target_id=i.target, value=i.value, delay_weeks=i.delay_weeks, reason=i.reason)
            for i in file.influence
        ),
        file_hash=file_hash,
    )  # fmt: skip


def _sensitivities(file: SystemFile) -> Iterator[Sensitivity]:
    """Judged pairs in the order of the file; a force judged for every part stands for the parts that are not judged alone."""
    alone = {(item.part, item.force) for item in file.sensitivity}
    parts = [getattr(engine, kind).id for engine in file.engine for kind in PART_KINDS]
    for item in file.sensitivity:
        if item.part != EVERY_PART:
            yield _sensitivity(item, item.part)
            continue
        for part_id in parts:
            if (part_id, item.force) not in alone:
                yield _sensitivity(item, part_id)


def _sensitivity(item: SensitivityTable, part_id: str) -> Sensitivity:
    return Sensitivity(
        part_id=part_id, force_id=item.force, value=item.value, lag_weeks_low=item.lag_weeks[0],
        lag_weeks_high=item.lag_weeks[1], reason=item.reason,
    )  # fmt: skip


def _part(part: PartTable, engine_id: str, kind: str) -> Part:
    return Part(
        part_id=part.id,
        engine_id=engine_id,
        kind=kind,
        name=part.name,
        description=part.description.strip(),
        cues_en=part.cues_en,
        cues_sv=part.cues_sv,
        actor_ids=part.actors,
        places=part.places,
        depends_on=part.depends_on,
    )
