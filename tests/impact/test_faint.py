"""A part that is spoken of and judged: told as judged for its surest force, however faintly, never twice through one force."""

import random
from collections import Counter
from dataclasses import replace

from horizon.config import ImpactSettings, data_root
from horizon.forces.catalogue import load
from horizon.impact import loop, system
from horizon.impact.direction import Direction
from horizon.impact.exposure import Exposure, tie_score
from horizon.impact.score import PLAINLY, Scored, TiedForce, judged_by, score

FORCES = {f.force_id: f for f in load([data_root() / "forces.toml"])}
SYSTEM = system.load(data_root() / "systems" / "norrvik-mobility.toml", FORCES)
MIN_TIE = ImpactSettings().min_tie
MATRIX, JUDGED = loop.build(SYSTEM), judged_by(SYSTEM)


def exposures(rng: random.Random) -> list[Exposure]:
    return [
        Exposure(
            part_id=part.part_id, text_score=rng.choice([0, 0, 0.3, 0.63, 0.9]), text_doc_ids=("d",),
            entity_score=rng.choice([0, 0, 0, 0.5]), entity_doc_ids=(), place_score=rng.choice([None, 0.3, 1.0]),
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


def told(said: list[Exposure], forces: list[TiedForce]) -> tuple[Scored, ...]:
    return score(SYSTEM, MATRIX, said, forces, min_tie=MIN_TIE).impacts


def surest_judged(part_id: str, forces: list[TiedForce]) -> TiedForce | None:
    known = [f for f in forces if (part_id, f.force_id) in JUDGED]
    return max(known, key=lambda f: (f.confidence, f.force_id), default=None)


def is_spoken_of(e: Exposure) -> bool:
    return e.touch > 0 and tie_score(e, force_confidence=0.0) >= MIN_TIE


def test_a_part_that_is_spoken_of_and_moved_by_nothing_is_told_as_it_was_judged_for_its_surest_force() -> (
    None
):
    rng = random.Random(3)
    n_signs = n_zeros = 0
    for _ in range(1500):
        said, forces = exposures(rng), tied(rng)
        rows = told(said, forces)
        assert max(Counter((row.part_id, row.force_id) for row in rows).values(), default=1) == 1
        for e in said:
            here = [row for row in rows if row.part_id == e.part_id]
            if not is_spoken_of(e) or any((row.bearing_score or 0.0) >= 0.5 for row in here):
                continue
            surest = surest_judged(e.part_id, forces)
            if surest is None:
                unknown = [row for row in here if row.sign is None]
                assert len(unknown) == (e.touch >= PLAINLY)
                assert not unknown or here == unknown
                continue
            answer = next(row for row in here if row.force_id == surest.force_id)
            value = JUDGED[e.part_id, surest.force_id].value
            assert answer.sensitivity == value
            assert answer.direct_score is not None
            assert (answer.direct_score == 0) == (value == 0)
            assert not [row for row in here if row.bearing_score is not None and row is not answer]
            n_signs += value != 0
            n_zeros += value == 0
    assert n_signs > 100
    assert n_zeros > 20


def test_more_evidence_never_lowers_the_confidence_of_a_row() -> None:
    """Another force may come to answer for a part; as long as a force does, it is with no less confidence."""
    rng = random.Random(5)
    n_faint = 0
    for _ in range(1500):
        said, forces = exposures(rng), tied(rng)
        which = rng.randrange(len(forces))
        more = list(forces)
        houses = frozenset(rng.sample("abcd", rng.randrange(1, 4)))
        forces[which] = replace(forces[which], families=houses)
        more[which] = replace(
            more[which], confidence=min(0.98, more[which].confidence + 0.2), families=houses | {"e"}
        )
        before, after = (
            {(r.part_id, r.force_id): r for r in told(said, ties) if r.direct_score is not None}
            for ties in (forces, more)
        )
        for key in before.keys() & after.keys():
            assert after[key].confidence >= before[key].confidence
            n_faint += (before[key].bearing_score or 1.0) < 0.5
    assert n_faint > 50


def test_one_word_of_a_part_that_nobody_judged_is_a_question_a_phrase_or_an_actor_a_row() -> None:
    part_id = SYSTEM.parts[0].part_id
    stranger = TiedForce(
        force_id="stranger", layer="world", confidence=0.8, doc_ids=("d",), families=frozenset({"a"})
    )
    nothing = replace(exposures(random.Random(1))[0], text_score=0.0, entity_score=0.0, place_score=1.0)
    for text, entity, n_rows in ((0.4866, 0.0, 0), (0.6321, 0.0, 1), (0.0, 0.6, 1), (0.0, 0.2, 0)):
        said = [replace(nothing, text_score=text, entity_score=entity)]
        result = score(SYSTEM, MATRIX, said, [stranger], min_tie=MIN_TIE)
        assert [row.sign for row in result.impacts] == [None] * n_rows
        assert result.questions == ((part_id, "stranger"),)


def test_one_word_more_takes_no_row_away() -> None:
    rng = random.Random(11)
    n = 0
    for _ in range(400):
        forces = tied(rng)
        said = [
            replace(e, text_score=0.0, entity_score=0.0, place_score=1.0, wording_score=0.0)
            for e in exposures(rng)
        ]
        worded = [replace(e, text_score=0.4866) if i == 3 else e for i, e in enumerate(said)]
        told_by_loop = {r.part_id for r in told(said, forces) if r.part_id == said[3].part_id}
        n += bool(told_by_loop)
        assert told_by_loop <= {r.part_id for r in told(worded, forces)}
    assert n > 20


def test_what_moves_a_part_faintly_goes_on_to_no_other_part() -> None:
    rng = random.Random(7)
    n = 0
    for _ in range(1500):
        said, forces = exposures(rng), tied(rng)
        rows = told(said, forces)
        faint = {
            (r.part_id, r.force_id) for r in rows if r.bearing_score is not None and r.bearing_score < 0.5
        }
        for row in rows:
            for source in row.derivation.get("loop", {}).get("from", {}):
                if (source, row.force_id) in faint:
                    assert source == row.part_id
                    n += 1
    assert n > 100
