"""Ten questions whose answers make a first system model, sound but thin: what to mend next is told by `horizon system check`.

The answers come from a person at the keyboard or from a file with one answer a line, so that the same path is tested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from horizon.errors import ConfigError
from horizon.impact.system_file import EDITION


@dataclass(frozen=True, slots=True)
class Question:
    """key: of the answer; text: asked; hint: an example; is_list: several answers with semicolons between."""

    key: str
    text: str
    hint: str
    is_list: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question("name", "What is the organisation or cluster called?", "Norrvik Mobility & Tech Cluster"),
    Question(
        "goal",
        "Which goal, in one sentence, would sound boastful today and obvious in ten years?",
        "By 2035 no road in the north is blind",
    ),
    Question(
        "places",
        "Where are you? Home city; region; country in English; its name in your language",
        "Norrvik; Västerdal; Sweden; Sverige",
        is_list=True,
    ),
    Question("sectors", "Which sectors do you call your own?", "mobility; software", is_list=True),
    Question(
        "identity",
        "Which words does the world use for what you do now, and which do you hope for? The last one or two are the hoped-for",
        "self-driving; connected vehicles; sovereign sensing",
        is_list=True,
    ),
    Question(
        "resource",
        "What do you have that others must come for? Name; then words that news on it would use",
        "Pool of engineers; engineers; skills shortage; work permit",
        is_list=True,
    ),
    Question(
        "conversion",
        "What do you do with it that they could not do without you? Name; then words that news on it would use",
        "Joint training; reskilling; industrial phd; apprenticeship",
        is_list=True,
    ),
    Question(
        "effect",
        "What is different in the world afterwards? Name; then words that news on it would use",
        "Teams that ship; new jobs; engineering centre; product launch",
        is_list=True,
    ),
    Question(
        "actors",
        "Who matters? name = role (member, funder, owner, partner, competitor, customer, regulator), name = role / their sector",
        "Isvaka AB = member; Region Västerdal = owner / public sector; Hemvarp = competitor / retail",
        is_list=True,
    ),
    Question(
        "forces",
        "Which outside forces help or hurt, and how? force id = value from -3 to 3 = resource, conversion or effect",
        "labour-skills-shortage = -3 = resource; education-schools = 2 = conversion",
        is_list=True,
    ),
)


def read_answers(lines: Sequence[str]) -> dict[str, str]:
    """Answers in the order of the questions; empty lines and lines that begin with # are left out. Raises ConfigError."""
    given = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if len(given) != len(QUESTIONS):
        raise ConfigError(
            f"{len(given)} answers for {len(QUESTIONS)} questions; write one line for each, in order"
        )
    return dict(zip((q.key for q in QUESTIONS), given, strict=True))


def to_toml(answers: dict[str, str]) -> tuple[str, str]:
    """(system id, TOML text) of a model with one engine. Raises ConfigError naming the question and the mend."""
    name = answers["name"]
    system_id = slug(name)
    places = split(answers["places"])
    for question in QUESTIONS:
        if question.is_list and not split(answers[question.key]):
            raise ConfigError(
                f"{question.key}: nothing is named; write at least one, such as {split(question.hint)[0]}"
            )
    if len(places) < 3:
        raise ConfigError("places: write home city; region; country, with semicolons between")
    identity = split(answers["identity"])
    n_hoped = 2 if len(identity) > 3 else 1
    engine = slug(name).split("-")[0] or "main"
    actors = _actors(split(answers["actors"]), split(answers["sectors"])[0])
    parts = [
        _part(kind, engine, split(answers[kind]), [a["id"] for a in actors])
        for kind in ("resource", "conversion", "effect")
    ]
    lines = [
        "# Made by `horizon init --system`. One engine, thin on purpose: docs/methodology/system_model.md says how to go on.",
        "schema_version = 1",
        *_table("[system]", {
            "id": system_id, "name": name, "name_sv": name, "is_fictional": False, "catalogue": EDITION, "goal": answers["goal"],
            "description": answers["goal"], "sectors": [s.casefold() for s in split(answers["sectors"])],
        }),
        *_table("[identity]", {
            "past": [], "present": [t.casefold() for t in identity[:-n_hoped]],
            "emerging": [t.casefold() for t in identity[-n_hoped:]],
            "past_sv": [], "present_sv": [], "emerging_sv": [],
        }),
        *_table("[places]", {
            "home": places[:2], "country": places[2], "country_aliases": places[3:], "partners": [], "international": [],
        }),
        *(line for actor in actors for line in _table("[[actor]]", actor)),
        *_table("[[engine]]", {"id": engine, "name": name, "name_sv": name, "description": answers["goal"]}),
        *(line for part in parts for line in part),
        *_table("[engine.feedback]", {
            "description": "To be written: how the effect makes more of the resource.", "strength": 1, "delay_weeks": 52,
        }),
        *(line for row in _sensitivities(split(answers["forces"]), engine) for line in _table("[[sensitivity]]", row)),
    ]  # fmt: skip
    return system_id, "\n".join(lines) + "\n"


def split(text: str) -> list[str]:
    """Parts of a list answer."""
    return [part.strip() for part in text.split(";") if part.strip()]


def slug(text: str) -> str:
    """Lower case, digits and hyphens, no accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "system"


def _actors(answers: Sequence[str], own_sector: str) -> list[dict[str, Any]]:
    found = []
    for answer in answers:
        name, _, rest = (part.strip() for part in answer.partition("="))
        role, _, sector = (part.strip() for part in rest.partition("/"))
        if not name or not role:
            raise ConfigError(
                f"actors: {answer!r} has no role; write name = role, such as {name or 'Isvaka AB'} = member"
            )
        public = bool({"owner", "funder", "regulator"} & {role.casefold()})
        found.append(
            {
                "id": slug(name), "name": name, "aliases": [], "kind": "public" if public else "company",
                "roles": [role.casefold()], "sector": (sector or own_sector).casefold(),
            }
        )  # fmt: skip
    return found


def _part(kind: str, engine: str, answers: Sequence[str], actor_ids: Sequence[str]) -> list[str]:
    name, cues = answers[0], [cue.casefold() for cue in answers[1:]]
    if not cues:
        raise ConfigError(
            f"{kind}: {name!r} has no words; add some after a semicolon, as news would write them"
        )
    return _table(
        f"[engine.{kind}]",
        {
            "id": f"{engine}.{kind}", "name": name, "description": f"{name}.", "cues_en": cues, "cues_sv": cues,
            "actors": list(actor_ids) if kind == "effect" else [], "places": [], "depends_on": [],
        },
    )  # fmt: skip


def _sensitivities(answers: Sequence[str], engine: str) -> list[dict[str, Any]]:
    found = []
    for answer in answers:
        fields = [part.strip() for part in answer.split("=")]
        if len(fields) != 3 or not re.fullmatch(r"[+-]?[0-3]", fields[1]):
            raise ConfigError(
                f"forces: {answer!r} is not force id = value from -3 to 3 = part; see `horizon forces list`"
            )
        found.append(
            {
                "part": f"{engine}.{fields[2].casefold()}", "force": fields[0], "value": int(fields[1]), "lag_weeks": [4, 52],
                "reason": "To be written: how do you know?",
            }
        )  # fmt: skip
    return found


def _table(head: str, values: dict[str, Any]) -> list[str]:
    return ["", head, *(f"{key} = {_value(value)}" for key, value in values.items())]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
