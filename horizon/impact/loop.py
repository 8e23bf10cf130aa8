"""What a hit on one part does to the others: a damped, bounded sum of powers of the part-to-part influence matrix.

Like MICMAC's indirect influences, but with signs, and bounded so that no loop can grow without end.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from horizon.impact.system import System

F64 = npt.NDArray[np.float64]
DAMPING = 0.5  # of a hit is passed on in one step, at most
STEPS = 6  # later ones would add less than 0.5 ** 6 of the hit
OWN_STEP = 2  # resource to conversion to effect: "clear", the model gives these no strength of their own
SCALE = 3.0  # values are judged -3..3


@dataclass(frozen=True, slots=True)
class LoopMatrix:
    """Influence of parts on parts. weights[i, j]: what a hit of 1 on part i brings to part j, over all paths.

    delays[i, j]: least weeks from i to j along the judged steps, None where no path leads.
    """

    part_ids: tuple[str, ...]
    direct: F64  # one step
    weights: F64  # all paths of up to STEPS steps; rows sum to less than 1 in absolute value
    delays: tuple[tuple[int | None, ...], ...]

    def onto(self, part_id: str, hits: Mapping[str, float]) -> dict[str, float]:
        """Contribution of each hit to a part, by the part that was hit; only those that matter (not 0)."""
        column = self.part_ids.index(part_id)
        weights = self.weights[:, column].tolist()
        found = {name: hit * weights[self.part_ids.index(name)] for name, hit in hits.items()}
        return {name: value for name, value in found.items() if value != 0}


def build(system: System) -> LoopMatrix:
    """The matrix of a system: own loops and influences."""
    part_ids = tuple(part.part_id for part in system.parts)
    judged = steps_of(system)
    index = {name: i for i, name in enumerate(part_ids)}
    matrix = np.zeros((len(part_ids), len(part_ids)))
    for (source, target), (value, _) in judged.items():
        matrix[index[source], index[target]] += value / SCALE
    direct = bounded(matrix)
    delays = tuple(tuple(_shortest(part, judged).get(other) for other in part_ids) for part in part_ids)
    return LoopMatrix(part_ids, direct, power_sum(direct), delays)


def steps_of(system: System) -> dict[tuple[str, str], tuple[int, int]]:
    """(value, delay in weeks) of every judged step, own loops included; a feedback of strength 0 is no step."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for engine in system.engines:
        resource, conversion, effect = (part.part_id for part in engine.parts)
        found[resource, conversion] = (OWN_STEP, 0)
        found[conversion, effect] = (OWN_STEP, 0)
        if engine.feedback_strength:
            found[effect, resource] = (engine.feedback_strength, engine.feedback_delay_weeks)
    found.update({(i.source_id, i.target_id): (i.value, i.delay_weeks) for i in system.influences})
    return found


def bounded(matrix: F64) -> F64:
    """The matrix with each row scaled down, where need be, until it passes on no more than DAMPING in all.

    By row, so that a change in one part's influences moves no other part's.
    """
    passed_on = np.abs(matrix).sum(axis=1, keepdims=True)
    scaled: F64 = DAMPING * matrix / np.maximum(passed_on, 1.0)
    return scaled


def power_sum(matrix: F64) -> F64:
    """Sum of the first STEPS powers, without the zeroth."""
    total = np.zeros_like(matrix)
    power = np.eye(len(matrix))
    for _ in range(STEPS):
        power = power @ matrix
        total += power
    return total


def _shortest(start: str, steps: Mapping[tuple[str, str], tuple[int, int]]) -> dict[str, int]:
    """Least delay from a part to every part it reaches, at least one step away (so a part reaches itself by its loop)."""
    onward: dict[str, list[tuple[str, int]]] = {}
    for (source, target), (_, delay) in steps.items():
        onward.setdefault(source, []).append((target, delay))
    best: dict[str, int] = {}
    queue = [(delay, target) for target, delay in onward.get(start, ())]
    heapq.heapify(queue)
    while queue:
        delay, part = heapq.heappop(queue)
        if part in best:
            continue
        best[part] = delay
        for target, more in onward.get(part, ()):
            heapq.heappush(queue, (delay + more, target))
    return best
