"""Ten answers make a model that loads; wrong answers name the question and the mend."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from horizon.cli import cli
from horizon.errors import ConfigError
from horizon.impact.check import criticise
from horizon.impact.questions import QUESTIONS, read_answers, to_toml
from horizon.impact.system import load

HINTS = [question.hint for question in QUESTIONS]


def made(tmp_path: Path, lines: list[str]) -> Path:
    system_id, text = to_toml(read_answers(lines))
    path = tmp_path / f"{system_id}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_ten_questions_and_their_examples_make_a_model(tmp_path: Path) -> None:
    assert len(QUESTIONS) == 10
    system = load(made(tmp_path, HINTS), {"labour-skills-shortage", "education-schools"})
    assert system.system_id == "norrvik-mobility-tech-cluster"
    assert [part.kind for part in system.parts] == ["resource", "conversion", "effect"]
    assert system.places.country == "Sweden" and system.places.country_aliases == ("Sverige",)
    assert [(s.part_id, s.value) for s in system.sensitivities] == [
        ("norrvik.resource", -3),
        ("norrvik.conversion", 2),
    ]
    assert {a.name: a.sector for a in system.actors}["Hemvarp"] == "retail"
    assert criticise(system)  # thin, and told so


@pytest.mark.parametrize(
    ("key", "answer", "told"),
    [
        ("places", "Norrvik", "places: write home city"),
        ("sectors", ";", "sectors: nothing is named"),
        ("actors", ";;", "actors: nothing is named"),
        ("actors", "Isvaka AB", "name = role"),
        ("forces", "housing = 5 = resource", r"-3 to 3"),
        ("resource", "Engineers", "resource: 'Engineers' has no words"),
    ],
)
def test_a_wrong_answer_names_the_question(tmp_path: Path, key: str, answer: str, told: str) -> None:
    lines = [answer if q.key == key else q.hint for q in QUESTIONS]
    with pytest.raises(ConfigError, match=told):
        made(tmp_path, lines)
    with pytest.raises(ConfigError, match="9 answers for 10 questions"):
        read_answers(HINTS[:9])


def test_init_asks_or_reads_answers_and_never_overwrites(tmp_path: Path) -> None:
    place = tmp_path / "w"
    first = CliRunner().invoke(
        cli, ["init", str(place), "--system", "--answers", "-"], input="\n".join(HINTS)
    )
    assert first.exit_code == 0, first.output
    assert [p.name for p in (place / "systems").glob("*.toml")] == ["norrvik-mobility-tech-cluster.toml"]
    other = ["Sundhaga Life", *HINTS[1:]]
    asked = CliRunner().invoke(cli, ["init", str(place), "--system"], input="\n".join(other) + "\n")
    assert asked.exit_code == 0, asked.output
    assert (place / "systems" / "sundhaga-life.toml").exists()
    again = CliRunner().invoke(
        cli, ["init", str(place), "--system", "--answers", "-"], input="\n".join(HINTS)
    )
    assert isinstance(again.exception, ConfigError) and "already" in str(again.exception)
    wrong = [*HINTS[:-1], "no-such-force = 1 = resource"]
    refused = CliRunner().invoke(
        cli, ["init", str(tmp_path / "x"), "--system", "--answers", "-"], input="\n".join(wrong)
    )
    assert isinstance(refused.exception, ConfigError) and "no force 'no-such-force'" in str(refused.exception)
    assert not (tmp_path / "x").exists()  # nothing is written before the answers fit
