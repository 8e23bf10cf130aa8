"""The three examples of docs/methodology/impact.md, redone to the last digit."""

import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from horizon.config import ImpactSettings
from horizon.forces import catalogue
from horizon.impact import stage, system
from horizon.impact.eyes import read
from horizon.impact.score import Scored
from horizon.impact.tied import forces_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "methodology" / "impact.md").read_text(encoding="utf-8")
EXAMPLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, flags=re.S)]
# what is written of each example, up to the next heading
SECTIONS = re.split(r"^##+ ", PAGE.split("## Three examples")[1], flags=re.M)[1:4]
A_SUM = re.compile(r"^    [a-z][a-z ]{9} (\S.*?) = (-?[\d.]+)$", flags=re.M)
SUMS = A_SUM.findall(PAGE)
WORKED_OUT = re.compile(r"\d+\.\d{3,}")  # constants of the formulas have fewer digits


def scored(example: dict[str, Any]) -> dict[str, Scored]:
    forces = {f.force_id: f for f in catalogue.load([ROOT / "data" / "forces.toml"])}
    model = system.load(ROOT / "data" / "systems" / f"{example['system']}.toml", forces)
    rows = [
        {
            "signal_id": "s", "doc_id": f"d{n}", "origin_id": f"d{n}", "stance": d.get("stance", "supports"),
            "source_id": f"s{n}", "title": d["title"], "text": "", "language": d["language"], "text_hash": f"h{n}",
            "geo_level": None, "countries": None, "source_name": f"Source {n}", "source_family": d["house"],
            "source_sector": None,
        }
        for n, d in enumerate(example["documents"], start=1)
    ]  # fmt: skip
    links = [
        {
            "signal_id": "s", "force_id": t["force"], "confidence": t["confidence"], "phrases": t["phrases"],
            "doc_ids": [f"d{n}" for n in t["documents"]],
        }
        for t in example["ties"]
    ]  # fmt: skip
    tied = forces_of(links, rows, forces)
    result = stage.score_signals(model, read(model, rows), tied, min_tie=ImpactSettings().min_tie)["s"]
    return {row.part_id: row for row in result.impacts}


def test_the_page_has_three_examples_with_their_sums() -> None:
    assert len(EXAMPLES) == len(SECTIONS) == 3
    for section in SECTIONS:
        indented = re.findall(r"^    \S.*$", section, flags=re.M)
        assert len(indented) >= 8
        assert all(A_SUM.fullmatch(line) for line in indented), "a line that no test would redo"


@pytest.mark.parametrize(("sum_", "told"), SUMS)
def test_every_sum_of_the_page_is_right(sum_: str, told: str) -> None:
    assert re.fullmatch(r"[\d\s.*()+-]*", sum_.replace("exp", "").replace("/", "")), sum_
    assert round(eval(sum_, {"__builtins__": {}}, {"exp": math.exp}), 4) == float(
        told
    )  # only digits and operators


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["ties"][0]["force"])
def test_the_code_gives_the_values_of_the_page(example: dict[str, Any]) -> None:
    found = scored(example)
    for row in example["expected"]:
        got = found[row["part"]]
        assert got.tie_score == row["tie"]
        assert got.direct_score == row.get("direct")
        assert (got.loop_score, got.sign, got.confidence) == (row["loop"], row["sign"], row["confidence"])
        assert got.bearing_score == row.get("bearing")
        assert [got.lag_weeks_low, got.lag_weeks_high] == row["lag"]


@pytest.mark.parametrize(
    ("section", "example"),
    list(zip(SECTIONS, EXAMPLES, strict=True)),
    ids=lambda e: e[:10] if isinstance(e, str) else "",
)
def test_every_number_of_the_sums_is_one_that_the_code_works_with(
    section: str, example: dict[str, Any]
) -> None:
    found = scored(example)
    known = {
        f"{abs(n):g}" for row in example["expected"] for n in numbers_of(dict(found[row["part"]].derivation))
    }
    for sum_, told in A_SUM.findall(section):
        for number in (told, *WORKED_OUT.findall(sum_)):
            assert f"{abs(float(number)):g}" in known, f"{number} in {sum_} = {told}"


def numbers_of(value: Any) -> Iterator[float]:
    """Every number of a derivation, however deep."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from numbers_of(inner)
    elif isinstance(value, int | float):
        yield float(value)
