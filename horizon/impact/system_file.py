"""A system model as it stands in its TOML file: keys, types and ranges. Meaning: docs/methodology/system_model.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from horizon.config import Section, Weeks

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.(resource|conversion|effect)$")]
# One pattern for both, not a union: a mistake is then told once.
PartOrAll = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z0-9-]+\.(resource|conversion|effect))$")]
Value = Annotated[int, Field(ge=-3, le=3)]
PartKind = Literal["resource", "conversion", "effect"]
ActorKind = Literal["company", "university", "public", "person", "investor", "association"]
Role = Literal["member", "funder", "owner", "partner", "competitor", "customer", "regulator"]
EVERY_PART = "*"
EDITION = 3  # of the force catalogue that comes with Horizon: raised when the direction of a force is turned
PART_KINDS: tuple[PartKind, ...] = ("resource", "conversion", "effect")


class SystemTable(Section):
    """[system]"""

    id: Slug
    name: Text
    name_sv: Text
    is_fictional: bool
    catalogue: int = Field(
        default=1, ge=1
    )  # edition of the force catalogue whose directions the values follow
    goal: Text
    description: Text
    sectors: tuple[Text, ...] = Field(min_length=1)


class IdentityTable(Section):
    """[identity]: the words the world uses for what we do, of yesterday, today and tomorrow."""

    past: tuple[Text, ...]
    present: tuple[Text, ...]
    emerging: tuple[Text, ...]
    past_sv: tuple[Text, ...]
    present_sv: tuple[Text, ...]
    emerging_sv: tuple[Text, ...]


class PlacesTable(Section):
    """[places]"""

    home: tuple[Text, ...] = Field(min_length=1)
    country: Text
    country_aliases: tuple[Text, ...]
    partners: tuple[Text, ...]
    international: tuple[Text, ...]


class ActorTable(Section):
    """[[actor]]"""

    id: Slug
    name: Text
    aliases: tuple[Text, ...]
    kind: ActorKind
    roles: tuple[Role, ...] = Field(min_length=1)
    sector: Text


class PartTable(Section):
    """[engine.resource], [engine.conversion] or [engine.effect]"""

    id: PartId
    name: Text
    description: Text
    cues_en: tuple[Text, ...] = Field(min_length=1)
    cues_sv: tuple[Text, ...] = Field(min_length=1)
    actors: tuple[Slug, ...]
    places: tuple[Text, ...]
    depends_on: tuple[Text, ...]


class FeedbackTable(Section):
    """[engine.feedback]"""

    description: Text
    strength: Annotated[int, Field(ge=0, le=3)]
    delay_weeks: Weeks


class EngineTable(Section):
    """[[engine]]"""

    id: Slug
    name: Text
    name_sv: Text
    description: Text
    resource: PartTable
    conversion: PartTable
    effect: PartTable
    feedback: FeedbackTable

    @model_validator(mode="after")
    def _part_ids(self) -> EngineTable:
        for kind in PART_KINDS:
            part: PartTable = getattr(self, kind)
            if part.id != f"{self.id}.{kind}":
                raise ValueError(f"the id of its {kind} is {part.id!r}; write {self.id}.{kind}")
        return self


class SensitivityTable(Section):
    """[[sensitivity]]; part "*" with value 0: the force was judged to touch no part that is not judged by itself."""

    part: PartOrAll
    force: Slug
    value: Value
    lag_weeks: tuple[Weeks, Weeks]
    reason: Text

    @model_validator(mode="after")
    def _ordered(self) -> SensitivityTable:
        if self.lag_weeks[0] > self.lag_weeks[1]:
            raise ValueError("lag_weeks is [soonest, latest], soonest first")
        if self.part == EVERY_PART and self.value != 0:
            raise ValueError('part = "*" is only for value = 0; name the part that the force moves')
        return self


class InfluenceTable(Section):
    """[[influence]]"""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: PartId = Field(alias="from")
    target: PartId = Field(alias="to")
    value: Value
    delay_weeks: Weeks
    reason: Text

    @model_validator(mode="after")
    def _meaningful(self) -> InfluenceTable:
        if self.value == 0:
            raise ValueError("an influence of 0 is none; take the line out")
        if self.source == self.target:
            raise ValueError("a part does not influence itself; the own loop is always there")
        engine, step = self.source.split(".")
        onward = {"resource": "conversion", "conversion": "effect", "effect": "resource"}[step]
        if self.target == f"{engine}.{onward}":
            raise ValueError("this step belongs to the engine's own loop, which is never written out")
        return self


class SystemFile(Section):
    """A whole file."""

    schema_version: Literal[1]
    system: SystemTable
    identity: IdentityTable
    places: PlacesTable
    actor: tuple[ActorTable, ...] = Field(min_length=1)
    engine: tuple[EngineTable, ...] = Field(min_length=1)
    sensitivity: tuple[SensitivityTable, ...] = ()
    influence: tuple[InfluenceTable, ...] = ()


def json_schema() -> dict[str, Any]:
    """JSON Schema of the file, for editors."""
    return SystemFile.model_json_schema(by_alias=True)
