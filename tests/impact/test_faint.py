"""A part that is spoken of and judged: told with its sign however faintly, and never twice through one force."""

import random
from collections import Counter

from horizon.config import data_root
from horizon.forces.catalogue import load
from horizon.impact import loop, system
from horizon.impact.direction import Direction
from horizon.impact.exposure import Exposure
from horizon.impact.score import TiedForce, judged_by, score

FORCES = {f.force_id: f for f in load([data_root() / "forces.toml"])}
SYSTEM = system.load(data_root() / "systems" / "norrvik-mobility.toml", FORCES)
MATRIX, JUDGED = loop.build(SYSTEM), judged_by(SYSTEM)


def exposures(rng: random.Random) -> list[Exposure]:
    return [
        Exposure(
            part_id=part.part_id, text_score=rng.choice([0, 0, 0.3, 0.63, 0.9]), text_doc_ids=("d",), phrases=(),
            entity_score=rng.choice([0, 0, 0, 0.5]), entity_doc_ids=(), actor_ids=(), place_score=rng.choice([None, 0.3, 1.0]),
            families=frozenset({"a"}), wording_score=rng.choice([0, 0.5, 1.0]),
        )
        for part in SYSTEM.parts
    ]  # fmt: skip


def tied(rng: random.Random) -> list[TiedForce]:
    known = sorted({force_id for _, force_id in JUDGED})
    return [
        TiedForce(
            force_id=f, layer=FORCES[f].layer, confidence=rng.choice([0.16, 0.25, 0.4, 0.7, 0.95]), doc_ids=("d",),
            families=frozenset({"a"}), direction=Direction(rng.choice([-1, 1]), "quantity"),
            is_systemic=FORCES[f].is_systemic, growth=FORCES[f].growth,
        )
        for f in rng.sample(known, rng.choice([1, 2, 3]))
    ]  # fmt: skip


def test_no_part_is_told_twice_through_a_force_and_none_that_was_judged_as_unjudged() -> None:
    rng = random.Random(3)
    n_faint = 0
    for _ in range(1500):
        forces = tied(rng)
        rows = score(SYSTEM, MATRIX, exposures(rng), forces, min_tie=0.16).impacts
        counts = Counter((row.part_id, row.force_id) for row in rows)
        assert max(counts.values(), default=1) == 1
        n_faint += sum(row.bearing_score is not None and row.bearing_score < 0.5 for row in rows)
        for row in rows:
            if row.sign is None:
                judged = {
                    f.force_id for f in forces if (j := JUDGED.get((row.part_id, f.force_id))) and j.value
                }
                assert not judged - {r.force_id for r in rows if r.part_id == row.part_id}
    assert n_faint > 100
