"""The force catalogue: what a force is, and how the TOML files that list them are read and checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from horizon.config import Section, Weeks, read_toml, validate
from horizon.errors import ConfigError

Pestle = Literal["political", "economic", "social", "technological", "legal", "environmental"]
Layer = Literal["world", "society", "market", "organisation"]
PESTLE: tuple[Pestle, ...] = ("political", "economic", "social", "technological", "legal", "environmental")
LAYERS: tuple[Layer, ...] = ("world", "society", "market", "organisation")
Kind = Literal[
    "shock", "slow-driver", "regulation", "substitution", "competition", "demand", "supply", "policy", "social-shift",
    "capability",
]  # fmt: skip
Growth = Literal["gain", "hardship"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A long-running driver outside the organisation. Lags are typical weeks from news to effect."""

    force_id: str
    name: str
    name_sv: str
    pestle: Pestle
    layer: Layer
    kind: str
    description: str
    lag_weeks_low: int
    lag_weeks_high: int
    cues_en: tuple[str, ...]
    cues_sv: tuple[str, ...]
    hints_en: tuple[str, ...] = ()  # broad words: too weak to make a tie alone
    hints_sv: tuple[str, ...] = ()
    examples: tuple[str, ...]
    references: tuple[str, ...]
    is_systemic: bool = False  # reaches organisations of every trade, named or not
    growth: Growth | None = None  # what news of its growth sounds like; None where it may be either
    turned_in: int | None = (
        None  # edition of the catalogue from which more of it means the reverse of what it meant before
    )
    turns_abroad: bool = False  # draws people and plants: done in another country, it does the reverse here
    # words for what it is measured by, English and Swedish, a star for any ending: more of it means more, or less, of the force
    grows_with: tuple[str, ...] = ()
    shrinks_with: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()  # words of what ends it: that they are said tells that it recedes


class ForceEntry(Section):
    """One [[force]] table as it stands in a file; the fields are described in docs/methodology/force_catalogue.md."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Text
    name_sv: Text
    pestle: Pestle
    layer: Layer
    kind: Kind
    is_systemic: bool = False
    growth: Growth | None = None
    turned_in: Annotated[int, Field(ge=2)] | None = None
    turns_abroad: bool = False
    grows_with: tuple[Text, ...] = ()
    shrinks_with: tuple[Text, ...] = ()
    ends_with: tuple[Text, ...] = ()
    description: Text
    lag_weeks: tuple[Weeks, Weeks]
    cues_en: tuple[Text, ...] = Field(min_length=1)
    cues_sv: tuple[Text, ...] = Field(min_length=1)
    hints_en: tuple[Text, ...] = ()
    hints_sv: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    references: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> ForceEntry:
        if self.lag_weeks[0] > self.lag_weeks[1]:
            raise ValueError("lag_weeks is [low, high], low first")
        for key, hints in (("cues_en", self.hints_en), ("cues_sv", self.hints_sv)):
            cues: tuple[str, ...] = (*getattr(self, key), *hints)
            twice = sorted({cue for cue in cues if cues.count(cue) > 1})
            if twice:
                raise ValueError(f"{key} and its hints hold {twice[0]!r} twice")
            if any(cue != cue.lower() for cue in cues):
                raise ValueError(f"{key}: cues are written in lower case")
        return self


def load(paths: Iterable[Path]) -> tuple[Force, ...]:
    """Every force of the files, in order; a later file adds forces, or overrides one by its id in place.

    Raises ConfigError naming file, force, key and the mend.
    """
    found: dict[str, Force] = {}
    for path in paths:
        for force in _known(path, path.read_bytes() if path.is_file() else b""):
            found[force.force_id] = force
    return tuple(found.values())


@lru_cache(maxsize=8)
def _known(path: Path, _content: bytes) -> tuple[Force, ...]:
    """The forces of a file, read anew only when its content is another: a scan of many weeks asks for them every week."""
    return tuple(_read(path))


def _read(path: Path) -> list[Force]:
    data = read_toml(path)
    unknown = sorted(set(data) - {"force"})
    if unknown:
        raise ConfigError(f"{path}: unknown key {unknown[0]!r}; a force file holds [[force]] tables only")
    tables = data.get("force", [])
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: 'force' is one table; write [[force]] with two brackets, once a force")
    forces = [_force(table, path, number) for number, table in enumerate(tables, start=1)]
    ids = [force.force_id for force in forces]
    for force_id in ids:
        if ids.count(force_id) > 1:
            raise ConfigError(
                f"{path}: force {force_id!r} stands twice; give the second another id or take it out"
            )
    return forces


def _force(table: Any, path: Path, number: int) -> Force:
    name = table.get("id") if isinstance(table, dict) else None
    entry = validate(ForceEntry, table, path, at=f"force {name!r}" if name else f"force number {number}")
    return Force(
        force_id=entry.id,
        lag_weeks_low=entry.lag_weeks[0],
        lag_weeks_high=entry.lag_weeks[1],
        **{key: getattr(entry, key) for key in (
            "name", "name_sv", "pestle", "layer", "kind", "description", "cues_en", "cues_sv", "hints_en", "hints_sv",
            "examples", "references", "is_systemic", "growth",
            "turned_in", "turns_abroad", "grows_with", "shrinks_with", "ends_with",
        )},
    )  # fmt: skip
