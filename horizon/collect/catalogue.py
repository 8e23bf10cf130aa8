"""The source catalogue: TOML files with [[source]] tables -> Source records, and their place in the store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from horizon.collect.adapters import KINDS, listpage
from horizon.collect.identity import slug
from horizon.collect.keys import service_of, unsigned
from horizon.config import Section, read_toml, validate
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.types import Source, SourceClass

ID_PATTERN = r"^[a-z0-9][a-z0-9._-]{0,79}$"


class PageTable(Section):
    """The `page` table of a source of kind "page": CSS selectors, see adapters/listpage.py."""

    item: str
    link: str | None = None
    title: str | None = None
    date: str | None = None
    summary: str | None = None

    @model_validator(mode="after")
    def _selectors(self) -> Self:
        told = listpage.problem(self.rules())
        if told:
            raise ValueError(told)
        return self

    def rules(self) -> listpage.PageRules:
        """As the reader of list pages takes them."""
        return listpage.PageRules(**self.model_dump(exclude_none=True))


class SourceEntry(Section):
    """One [[source]] table; the keys are those of the file."""

    id: Annotated[str, Field(pattern=ID_PATTERN)]
    name: Annotated[str, Field(min_length=1)]
    class_: SourceClass = Field(alias="class")
    url: str
    kind: str = "feed"
    site: str | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    country: Annotated[str, Field(pattern=r"^([A-Z]{2}|EU)$")] | None = None
    place: str | None = None
    sector: str | None = None
    family: str | None = None
    grade: Literal["A", "B", "C", "D", "E", "F"] = "F"
    time_zone: str | None = None
    is_primary: bool | None = (
        None  # policy and research publish their own decisions and findings, unless told otherwise
    )
    enabled: bool = True
    note: str | None = None
    page: PageTable | None = None  # of kind "page": where the entries stand
    full_text: bool = False  # read the pages that entries link to; robots.txt holds
    evidence: str | None = None  # how we know that the address is right; for people who keep the catalogue

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be a full http or https address")
        if parts.username or parts.password:
            raise ValueError("must not carry a user name or password")
        service = service_of(url)
        if service is not None and unsigned(url) != url:
            raise ValueError(
                f"must not carry a key: take {service.parameter} out and set {service.variable} in the environment"
            )
        return url

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind == "archive":
            raise ValueError("'archive' is only for the import command: a catalogue may not name local files")
        if kind not in KINDS:
            raise ValueError(f"must be one of {', '.join(KINDS)}")
        return kind

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        try:
            if zone is not None:
                ZoneInfo(
                    zone
                )  # kept by the library; a list of all zones would be read from disk for every source
        except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
            raise ValueError("must be an IANA name such as Europe/Stockholm") from exc
        return zone

    @field_validator("full_text")
    @classmethod
    def _can_read_pages(cls, full_text: bool) -> bool:
        if full_text and find_spec("trafilatura") is None:
            raise ValueError("needs the optional package: pip install 'horizon[fulltext]'")
        return full_text

    @model_validator(mode="after")
    def _page_with_its_rules(self) -> Self:
        if self.kind == "page" and self.page is None:
            raise ValueError("kind 'page' needs selectors, at least page = { item = \"ul.news li\" }")
        if self.kind != "page" and self.page is not None:
            raise ValueError(f"a page table is only for kind 'page', not {self.kind!r}")
        return self

    def record(self) -> Source:
        """The record other stages use."""
        primary = self.class_ != "news" if self.is_primary is None else self.is_primary
        return Source(
            source_id=self.id, name=self.name, source_class=self.class_, url=self.url, kind=self.kind, site_url=self.site,
            language=self.language, country=self.country, place=self.place, sector=self.sector, family=self.family,
            grade=self.grade, time_zone=self.time_zone, is_primary=primary, is_enabled=self.enabled, note=self.note,
            rules=json.dumps(self.page.model_dump(exclude_none=True), sort_keys=True) if self.page else None,
            full_text=self.full_text,
        )  # fmt: skip


class CatalogueFile(Section):
    """A whole catalogue file."""

    source: tuple[SourceEntry, ...] = ()


def load(paths: Iterable[Path]) -> list[Source]:
    """Sources of catalogue files, in file order. Raises ConfigError naming file, source, key and mend."""
    sources: dict[str, Source] = {}
    where: dict[str, Path] = {}
    urls: dict[str, str] = {}
    for path in paths:
        for entry in entries(path):
            if entry.id in sources:
                raise ConfigError(
                    f"{path}: source id {entry.id!r} is taken already (in {where[entry.id]}). Give one of the two another id."
                )
            if entry.url in urls:
                raise ConfigError(
                    f"{path}: source {entry.id!r} has the address of {urls[entry.url]!r} ({entry.url}). Remove one of the two."
                )
            sources[entry.id], where[entry.id], urls[entry.url] = entry.record(), path, entry.id
    return list(sources.values())


def entries(path: Path) -> Sequence[SourceEntry]:
    """The checked tables of one catalogue file. Raises ConfigError naming file, source, key and mend."""
    data = read_toml(path)
    tables = data.get("source", [])
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: 'source' must be a list of tables; write [[source]] with two brackets.")
    unknown = sorted(set(data) - {"source"})
    if unknown:
        raise ConfigError(
            f"{path}: unknown key {unknown[0]!r}; a catalogue file holds only [[source]] tables."
        )
    checked = []
    for number, table in enumerate(tables, 1):
        name = table.get("id") if isinstance(table, dict) else None
        checked.append(validate(SourceEntry, table, path, at=f"source {name or number}"))
    return checked


def sync(store: Store, sources: Sequence[Source]) -> None:
    """Make core_source hold these sources; their state is kept. One that left the catalogue stays, but is not polled.

    Sources loaded from archives are left alone.
    """
    held = {row["source_id"]: row for row in store.rows("collect/catalogue_ids")}
    named = {source.source_id for source in sources}
    left = [
        {**row, "is_enabled": False} for name, row in held.items() if name not in named and row["is_enabled"]
    ]
    # most hours nothing changed, and a table that is written anew every hour makes the file grow
    changed = [source for source in sources if held.get(source.source_id) != asdict(source)]
    if left or changed:
        with store.transaction():
            store.replace("core_source", left, key=("source_id",))
            store.replace("core_source", changed, key=("source_id",))


def add(
    path: Path,
    known: Iterable[Path],
    *,
    url: str,
    source_class: str | None,
    source_id: str | None = None,
    name: str | None = None,
    language: str | None = None,
    grade: str | None = None,
    kind: str | None = None,
    full_text: bool = False,
) -> Source:
    """Append a source to a catalogue file (made if absent) after checking it against all known files; returns it."""
    split = urlsplit(url)
    key = source_id or slug(f"{(split.hostname or '').removeprefix('www.')} {split.path}".strip())
    fields = {
        "id": key,
        "name": name or key,
        "class": source_class,
        "url": url,
        "kind": kind,
        "language": language,
        "grade": grade,
    }
    table: dict[str, str | bool] = {k: v for k, v in fields.items() if v is not None}
    if full_text:
        table["full_text"] = True
    entry = validate(SourceEntry, table, path, at=f"source {key}")
    for source in load(known):
        if source.source_id == entry.id or source.url == entry.url:
            raise ConfigError(
                f"{path}: {url} is there already as source {source.source_id!r}; nothing was added."
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    joint = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    path.write_text(before + joint + block(table), encoding="utf-8")
    return entry.record()


def block(table: Mapping[str, str | bool]) -> str:
    """One [[source]] table as TOML text."""
    lines = (f"{k} = {str(v).lower() if isinstance(v, bool) else _quoted(v)}" for k, v in table.items())
    return "\n".join(["[[source]]", *lines, ""])


def _quoted(text: str) -> str:
    escaped = re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
