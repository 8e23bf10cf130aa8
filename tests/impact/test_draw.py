"""The picture of a system: well-formed, complete, readable without colour."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from horizon.forces import catalogue
from horizon.impact.draw import draw
from horizon.impact.system import System, load

ROOT = Path(__file__).parents[2]
NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["norrvik-mobility", "sundhaga-life"])
def test_a_picture_names_every_part_layer_and_influence(name: str) -> None:
    forces = catalogue.load([ROOT / "data" / "forces.toml"])
    system = load(ROOT / "data" / "systems" / f"{name}.toml")
    picture = draw(
        system,
        force_names={f.force_id: f.name for f in forces},
        force_layers={f.force_id: f.layer for f in forces},
    )
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{NAMESPACE}title", f"{NAMESPACE}desc"]
    said = " ".join("".join(node.itertext()) for node in root.iter(f"{NAMESPACE}text"))
    assert all(set(part.name.split()) <= set(said.split()) for part in system.parts)
    assert all(word in said for word in ("World", "Society", "Market", "Our own surroundings"))
    losses = sum(i.value < 0 for i in system.influences)
    assert len(re.findall('class="loss"', picture)) == losses > 0
    assert said.count("−") >= losses  # the sign is a character, not only a colour
    assert all(i.reason in "".join(root.itertext()) for i in system.influences)


def test_the_description_tells_the_forces_of_each_layer() -> None:
    forces = catalogue.load([ROOT / "data" / "forces.toml"])
    system = load(ROOT / "data" / "systems" / "norrvik-mobility.toml")
    picture = draw(
        system,
        force_names={f.force_id: f.name for f in forces},
        force_layers={f.force_id: f.layer for f in forces},
    )
    described = ElementTree.fromstring(picture).findtext(f"{NAMESPACE}desc") or ""
    names = {f.force_id: f.name for f in forces}
    moving = {s.force_id for s in system.sensitivities if s.value}
    assert moving and all(names[force_id] in described for force_id in moving)
    order = [described.index(word) for word in ("World (", "Society (", "Market (", "Our own surroundings (")]
    assert order == sorted(order)


def test_text_that_no_xml_allows_and_turned_text_are_dropped(tiny: System) -> None:
    bad = "bell\x07 \u202eturned</text><script/>"
    first, *others = tiny.engines
    part = replace(first.parts[0], name=bad, description=bad)
    engine = replace(first, name=bad, feedback=bad, parts=(part, *first.parts[1:]))
    influence = replace(tiny.influences[0], reason=bad)
    hostile = replace(tiny, name=bad, goal=bad, engines=(engine, *others), influences=(influence,))
    picture = draw(hostile, force_names={"war": bad}, force_layers={"war": "world"})
    root = ElementTree.fromstring(picture)
    assert f"{NAMESPACE}script" not in {e.tag for e in root.iter()}
    assert "\u202e" not in picture and "bell turned" in "".join(root.itertext())


def test_the_same_system_gives_the_same_picture() -> None:
    system = load(ROOT / "data" / "systems" / "norrvik-mobility.toml")
    assert draw(system) == draw(system)
