import importlib
import json
from pathlib import Path

from benchmarks import quality

ROOT = Path(__file__).parents[2]


def test_a_score_on_the_wrong_side_of_its_floor_is_told() -> None:
    floors = {"f1": {"at_least": 0.9}, "load": {"at_most": 7}, "gone": {"at_least": 1}}
    assert quality.below({"f1": 0.9, "load": 7.0, "gone": 1.0}, floors) == []
    told = quality.below({"f1": 0.89, "load": float("nan")}, floors)
    assert told == ["f1: 0.8900 is below 0.9", "gone: not measured", "load: nan is above 7"]


def test_every_suite_has_floors_with_a_reason_and_can_be_measured() -> None:
    floors = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))
    assert set(floors) == set(quality.SUITES)
    for suite, wanted in floors.items():
        assert callable(importlib.import_module(f"benchmarks.{suite}").quality)
        for name, floor in wanted.items():
            assert set(floor) & {"at_least", "at_most"} and floor.get("why"), f"{suite}.{name}"
