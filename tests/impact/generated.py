"""Whole systems, what the texts of a signal say of their parts, and ties to forces, as hypothesis draws them.

Systems have one to four engines, so three to twelve parts, with any own loops and any influences between parts; every pair of
part and force may be judged, judged 0 or not judged at all, and every score that can be missing is missing now and then.
"""

from dataclasses import replace

from hypothesis import strategies as st

from horizon.impact.direction import Direction
from horizon.impact.exposure import Exposure
from horizon.impact.lenses import NEARNESS
from horizon.impact.score import TiedForce
from horizon.impact.system import Actor, Engine, Influence, Part, Places, Sensitivity, System

KINDS = ("resource", "conversion", "effect")
LAYERS = {"war": "world", "law": "society", "rival": "market", "owner": "organisation"}
HOUSES = "abcdefgh"
# One cue of one word and one of two for each part; no two words begin with the same six letters, so that no word is shared.
WORDS = (
    "anchor", "basalt", "candle", "dulcim", "embers", "falcon", "garnet", "hazeln", "indigo", "jasper", "kelpie", "lantern",
    "marble", "nutmeg", "orchid", "pewter", "quartz", "rattan", "saffron", "tamarind", "umbrel", "velvet", "walnut", "yarrow",
    "zephyr", "bramble", "cobalt", "dahlia", "fennel", "granite", "heather", "juniper", "lavend", "mulberry", "oleand", "pimento",
)  # fmt: skip
SPARE = ("thistle", "vermil")  # words that no part has
shares = st.floats(0, 1).map(lambda x: round(x, 4))
values = st.integers(-3, 3)
weeks = st.integers(0, 104)
houses = st.frozensets(st.sampled_from(HOUSES), max_size=4)


def cues_of(n: int) -> tuple[str, str]:
    """The cues of the nth part of a system."""
    return WORDS[3 * n], f"{WORDS[3 * n + 1]} {WORDS[3 * n + 2]}"


def _part(n: int, engine_id: str, kind: str, actor_ids: tuple[str, ...]) -> Part:
    return Part(
        part_id=f"{engine_id}.{kind}", engine_id=engine_id, kind=kind, name=f"{engine_id} {kind}", description="What it is.",
        cues_en=cues_of(n), cues_sv=(f"{WORDS[3 * n]}tillgång",), actor_ids=actor_ids, places=(), depends_on=(),
    )  # fmt: skip


@st.composite
def systems(draw: st.DrawFn) -> System:
    """A system model as a file may hold it."""
    n_actors = draw(st.integers(0, 4))
    actors = tuple(
        Actor(
            actor_id=f"actor{n}", name=f"Actorfirm{'wxyz'[n]}", names=(f"Actorfirm{'wxyz'[n]}",),
            kind=draw(st.sampled_from(("company", "public"))), roles=(draw(st.sampled_from(("member", "regulator"))),),
            sector="mobility",
        )
        for n in range(n_actors)
    )  # fmt: skip
    some = st.lists(st.sampled_from(actors), unique=True, max_size=2) if actors else st.just([])
    engines = []
    for e in range(draw(st.integers(1, 4))):
        parts = [
            _part(3 * e + k, f"engine{e}", kind, tuple(a.actor_id for a in draw(some)))
            for k, kind in enumerate(KINDS)
        ]
        engines.append(
            Engine(
                engine_id=f"engine{e}", name="Round", name_sv="Runt", description="", parts=tuple(parts), feedback="Back.",
                feedback_strength=draw(st.integers(0, 3)), feedback_delay_weeks=draw(weeks),
            )
        )  # fmt: skip
    part_ids = [part.part_id for engine in engines for part in engine.parts]
    return System(
        system_id="drawn", name="Drawn", name_sv="Dragen", is_fictional=True, goal="", description="", sectors=("mobility",),
        identity={key: () for key in ("past", "present", "emerging", "past_sv", "present_sv", "emerging_sv")},
        places=Places(
            home=("Norrvik",), country="Sweden", country_aliases=(), partners=("Finland",), international=("China",)
        ),
        actors=actors, engines=tuple(engines), sensitivities=tuple(_judged(draw, part_ids)),
        influences=tuple(draw(influences(part_ids))), file_hash="drawn",
    )  # fmt: skip


def _judged(draw: st.DrawFn, part_ids: list[str]) -> list[Sensitivity]:
    pairs = [(part_id, force_id) for part_id in part_ids for force_id in LAYERS]
    judged = draw(st.lists(st.one_of(st.none(), values), min_size=len(pairs), max_size=len(pairs)))
    low = draw(weeks)
    return [
        sensitivity(part_id, force_id, value, low + n)
        for n, ((part_id, force_id), value) in enumerate(zip(pairs, judged, strict=True))
        if value is not None
    ]


def sensitivity(part_id: str, force_id: str, value: int, low: int = 4) -> Sensitivity:
    return Sensitivity(
        part_id=part_id,
        force_id=force_id,
        value=value,
        lag_weeks_low=low,
        lag_weeks_high=low + 9,
        reason="So.",
    )


@st.composite
def influences(draw: st.DrawFn, part_ids: list[str]) -> list[Influence]:
    """Up to eight influences between parts, none of them a step of an own loop."""
    steps = [(a, b) for a in part_ids for b in part_ids if a != b and b != _onward(a)]
    chosen = draw(st.lists(st.sampled_from(steps), unique=True, max_size=8))
    return [
        Influence(
            source_id=a, target_id=b, value=draw(values.filter(bool)), delay_weeks=draw(weeks), reason="So."
        )
        for a, b in chosen
    ]  # fmt: skip


def _onward(part_id: str) -> str:
    engine, kind = part_id.split(".")
    return f"{engine}.{KINDS[(KINDS.index(kind) + 1) % 3]}"


@st.composite
def exposures(draw: st.DrawFn, system: System) -> list[Exposure]:
    """What the texts of one signal say of every part; place and trade are of the signal, so the same for all."""
    place = draw(st.one_of(st.none(), st.floats(min(NEARNESS.values()), 1).map(lambda x: round(x, 4))))
    trade = draw(st.one_of(st.none(), shares))
    is_read = draw(st.booleans())  # by the embedding model
    said = st.one_of(st.just(0.0), shares)
    found = []
    for part in system.parts:
        text, entity = draw(said), draw(said)
        found.append(
            Exposure(
                part_id=part.part_id, text_score=text, text_doc_ids=("d1",) if text else (),
                entity_score=entity, entity_doc_ids=("d2",) if entity else (),
                place_score=place,
                families=draw(houses) if text or entity else frozenset(),
                meaning_score=draw(said) if is_read else None, trade_score=trade,
                wording_score=draw(st.one_of(st.just(0.0), st.floats(0, 6).map(lambda x: round(x, 4)))),
            )
        )  # fmt: skip
    return found


@st.composite
def ties(draw: st.DrawFn, *, least: int = 0) -> list[TiedForce]:
    """The forces that a signal is tied to, surest first, by at least 0.1 as the forces stage keeps them."""
    names = draw(st.lists(st.sampled_from(tuple(LAYERS)), unique=True, min_size=least, max_size=4))
    found = [
        TiedForce(
            force_id=name, layer=LAYERS[name], confidence=draw(st.floats(0.1, 0.98).map(lambda x: round(x, 4))),
            doc_ids=("d3",), families=draw(houses), direction=Direction(draw(st.sampled_from((1, -1))), "quantity"),
            growth=draw(st.sampled_from((None, "gain", "hardship"))), is_systemic=draw(st.booleans()),
            arena_share=draw(st.one_of(st.none(), shares)),
        )
        for name in names
    ]  # fmt: skip
    return sorted(found, key=lambda tied: (-tied.confidence, tied.force_id))


@st.composite
def cases(draw: st.DrawFn, *, least: int = 0) -> tuple[System, list[Exposure], list[TiedForce]]:
    """A system, a signal as it sees it, and the forces of the signal. least: number of forces."""
    system = draw(systems())
    return system, draw(exposures(system)), draw(ties(least=least))


def judged_as(system: System, part_id: str, force_id: str, value: int | None) -> System:
    """The same system with one pair judged otherwise, or not at all; its place in the file stays where it had one."""
    kept = [s for s in system.sensitivities if (s.part_id, s.force_id) != (part_id, force_id)]
    added = [] if value is None else [sensitivity(part_id, force_id, value)]
    return replace(system, sensitivities=(*kept, *added))


def turned(system: System, force_id: str) -> System:
    """The same system with every judgement of one force the other way."""
    return replace(
        system,
        sensitivities=tuple(
            replace(s, value=-s.value) if s.force_id == force_id else s for s in system.sensitivities
        ),
    )
