"""Reading the force catalogue, and what the one that comes with Horizon holds."""

import re
from collections import Counter
from pathlib import Path

import pytest

from horizon.errors import ConfigError
from horizon.forces.catalogue import LAYERS, PESTLE, Force, load

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "data" / "forces.toml"
ONE = """
[[force]]
id = "{id}"
name = "Heat"
name_sv = "Hetta"
pestle = "{pestle}"
layer = "world"
kind = "shock"
description = "It gets hot. Then it stops."
lag_weeks = {lag}
cues_en = ["heat wave"]
cues_sv = ["värmebölja"]
examples = []
references = []
"""


@pytest.fixture(scope="module")
def forces() -> tuple[Force, ...]:
    return load([CATALOGUE])


def write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def one(**values: str) -> str:
    return ONE.format(**{"id": "heat", "pestle": "environmental", "lag": "[0, 4]"} | values)


def test_the_catalogue_covers_every_category_and_layer(forces: tuple[Force, ...]) -> None:
    assert len(forces) >= 60
    assert {f.pestle for f in forces} == set(PESTLE)
    assert {f.layer for f in forces} == set(LAYERS)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_no_cue_stands_under_two_forces(forces: tuple[Force, ...], language: str) -> None:
    cues = Counter(
        c for f in forces for c in (*getattr(f, f"cues_{language}"), *getattr(f, f"hints_{language}"))
    )
    assert [cue for cue, n in cues.items() if n > 1] == []


def test_every_description_has_two_sentences(forces: tuple[Force, ...]) -> None:
    assert [f.force_id for f in forces if len(re.findall(r"[.!?](?:\s|$)", f.description)) != 2] == []


def test_the_page_tells_the_numbers_of_the_catalogue(forces: tuple[Force, ...]) -> None:
    page = (ROOT / "docs" / "methodology" / "force_catalogue.md").read_text(encoding="utf-8")
    counts = [
        sum(len(getattr(f, key)) for f in forces) for key in ("cues_en", "cues_sv", "hints_en", "hints_sv")
    ]
    assert "{} forces, {:,} English and {:,} Swedish cues, {:,} English and {:,} Swedish hints".format(
        len(forces), *counts
    ) in page.replace("\n", " ")


def test_a_later_file_adds_and_overrides(tmp_path: Path, forces: tuple[Force, ...]) -> None:
    mine = write(tmp_path, "mine.toml", one() + one(id="war-armed-conflict", pestle="social"))
    found = {f.force_id: f for f in load([CATALOGUE, mine])}
    assert len(found) == len(forces) + 1
    assert found["war-armed-conflict"].pestle == "social"
    assert next(iter(found)) == "war-armed-conflict"  # an override keeps its place


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (one(pestle="enviromental"), r"mine\.toml: \"?.*force 'heat'\.pestle.*enviromental"),
        (one().replace("cues_sv", "cue_sv"), r"mine\.toml: .*cue_sv.*did you mean 'cues_sv'"),
        (one(lag="[9, 4]"), r"mine\.toml: .*force 'heat'.*low first"),
        (one(lag="[0, 5201]"), r"mine\.toml: .*force 'heat'\.lag_weeks\.1\" .*less than or equal to 5200"),
        (one() + one(), r"mine\.toml: force 'heat' stands twice"),
        (one().replace('"heat wave"', '"Heat wave"'), "lower case"),
        (one(id="Heat Wave"), "force 'Heat Wave'.id"),
        (one().replace("[[force]]", "[force]"), "two brackets"),
        ("[[forces]]\nid = 'x'\n", "unknown key 'forces'"),
        ("[[force]]\nname = 'x'\n", "force number 1.id.* is missing"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        load([write(tmp_path, "mine.toml", text)])
