"""Loading a system model, and its criticism."""

import json
import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from horizon.errors import ConfigError
from horizon.forces import catalogue
from horizon.impact.check import criticise
from horizon.impact.system import System, load
from horizon.impact.system_file import EDITION, json_schema

ROOT = Path(__file__).parents[2]
Make = Callable[..., System]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('force = "war"', 'force = "wra"', r"line \d+: sensitivity: no force 'wra'"),
        (
            'part = "people.resource"',
            'part = "peple.resource"',
            r"line \d+: sensitivity: no part 'peple\.resource'",
        ),
        ("value = -3", "value = -4", r"line \d+: 'sensitivity\.0\.value'.*-3"),
        (
            'part = "people.resource"',
            'part = "people.resorce"',
            r"line \d+: 'sensitivity\.0\.part' string should match",
        ),
        (
            "strength = 3",
            "strenght = 3",
            r"line \d+: unknown key 'engine\.0\.feedback\.strenght'; did you mean 'strength'",
        ),
        ("[engine.feedback]", "[engine.feedbak]", r"'engine\.0\.feedback' is missing"),
        ('actors = ["isvaka", "board"]', 'actors = ["isvka"]', r"people\.resource: no actor 'isvka'"),
        ('places = ["Norrvik"]', 'places = ["Norvik"]', r"'Norvik' does not stand in \[places\]"),
        (
            '"crew beta"',
            '"crew alpha"',
            r"English cue 'crew alpha' is claimed by people\.resource and people\.conversion",
        ),
        (
            'partners = ["Finland"]',
            'partners = ["Sweden"]',
            r"place 'Sweden' is claimed by country and partners",
        ),
        (
            'aliases = ["Isvaka"]',
            'aliases = ["Road Board"]',
            r"actor name 'Road Board' is claimed by isvaka and board",
        ),
        (
            'emerging = ["sensing"]',
            'emerging = ["telephones"]',
            r"identity term 'telephones' is claimed by past and emerging",
        ),
        (
            "lag_weeks = [4, 26]",
            "lag_weeks = [26, 4]",
            r"line \d+: 'sensitivity\.0': lag_weeks is \[soonest, latest\]",
        ),
        (
            "lag_weeks = [4, 26]",
            "lag_weeks = [4, 5201]",
            r"line \d+: 'sensitivity\.0\.lag_weeks\.1' input should be less than or equal to 5200",
        ),
        (
            "delay_weeks = 8",
            "delay_weeks = 20000",
            r"line \d+: 'influence\.0\.delay_weeks' input should be less than or equal to 5200",
        ),
        ('to = "people.resource"', 'to = "money.resource"', "belongs to the engine's own loop"),
        ('id = "people.resource"', 'id = "people.effect"', r"write people\.resource"),
        ('id = "tiny"', 'id = "small"', "file name 'tiny' differ"),
        ('roles = ["member"]', 'roles = ["friend"]', r"'actor\.0\.roles\.0'"),
        ("schema_version = 1", "schema_version = 2", "schema_version"),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_mend(
    make_system: Make, old: str, new: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        make_system(change=(old, new))
    assert "tiny.toml" in str(caught.value)


def test_pairs_that_stand_twice_are_refused(make_system: Make) -> None:
    with pytest.raises(ConfigError, match="stands twice"):
        make_system([("people.resource", "war", 1), ("people.resource", "war", 2)])
    with pytest.raises(ConfigError, match="stands twice"):
        make_system(
            influences=[("money.effect", "people.resource", 1, 2), ("money.effect", "people.resource", 2, 3)]
        )


def test_a_line_is_that_of_the_key(make_system: Make, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        make_system(change=("value = 2", "value = 20"))
    number = int(str(caught.value).split("line ")[1].split(":")[0])
    assert (tmp_path / "tiny.toml").read_text(encoding="utf-8").splitlines()[number - 1] == "value = 20"


def test_an_edit_changes_the_hash(make_system: Make) -> None:
    assert make_system().file_hash == make_system().file_hash
    assert make_system().file_hash != make_system(change=("Round once.", "Round twice.")).file_hash


@pytest.mark.parametrize(
    ("edition", "told"),
    [
        ("", r"edition 2 .* 'business-cycle-jobs'.*edition 3 .* 'tax-policy'"),
        ("catalogue = 2\n", r"edition 3 .* 'tax-policy'.*data\.effect.*catalogue = 3"),
    ],
)
def test_a_value_on_a_force_turned_since_is_refused_until_the_model_says_it_was_looked_at(
    tmp_path: Path, edition: str, told: str
) -> None:
    forces = {f.force_id: f for f in catalogue.load([ROOT / "data" / "forces.toml"])}
    assert {f.turned_in for f in forces.values()} == {None, *range(2, EDITION + 1)}
    example = (ROOT / "data" / "systems" / "norrvik-mobility.toml").read_text(encoding="utf-8")
    path = tmp_path / "norrvik-mobility.toml"
    path.write_text(example, encoding="utf-8")
    assert load(path, forces).parts
    old = example.replace(f"catalogue = {EDITION}\n", edition, 1)
    path.write_text(old, encoding="utf-8")
    with pytest.raises(ConfigError, match=told) as caught:
        load(path, forces)
    assert ("business-cycle-jobs" in str(caught.value)) == (not edition)
    lines = re.findall(r"line (\d+)", str(caught.value))
    assert lines and all('force = "' in old.splitlines()[int(n) - 1] for n in lines)
    still = [f for f in forces if (forces[f].turned_in or 0) <= (2 if edition else 1)]
    path.write_text(re.sub(r"\[\[sensitivity\]\]\n(?:.+\n)+", _unless(still), old), encoding="utf-8")
    assert load(path, forces).parts, "no value on a turned force: nothing to turn"


def _unless(kept: Collection[str]) -> Callable[[re.Match[str]], str]:
    return lambda table: table[0] if any(f'force = "{f}"' in table[0] for f in kept) else ""


@pytest.mark.parametrize("name", ["norrvik-mobility", "sundhaga-life"])
def test_the_examples_are_sound_and_thin_nowhere(name: str) -> None:
    forces = {f.force_id for f in catalogue.load([ROOT / "data" / "forces.toml"])}
    system = load(ROOT / "data" / "systems" / f"{name}.toml", forces)
    assert len(system.parts) == 15
    assert system.is_fictional
    assert criticise(system) == []


def test_a_thin_model_is_told_where(make_system: Make) -> None:
    advice = " / ".join(
        f"{t.about}: {t.advice}" for t in criticise(make_system([("people.resource", "war", 3)], []))
    )
    for told in (
        "money.effect: no force is judged",
        "no negative value anywhere",
        "no competitor from another sector",
        "0 funders and owners",
        "people: no influence into or out of it",
        "money: the feedback has strength 0",
        "people.resource: 2 English cues",
    ):
        assert told in advice


def test_the_schema_names_every_table() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert set(schema["properties"]) == {
        "schema_version", "system", "identity", "places", "actor", "engine", "sensitivity", "influence",
    }  # fmt: skip
    assert {"from", "to"} <= set(schema["$defs"]["InfluenceTable"]["properties"])
