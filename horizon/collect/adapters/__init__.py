"""Sources beyond feeds: one small pure module per API, chosen by the `kind` of the source."""

from __future__ import annotations

from typing import Any, Protocol

from horizon.collect.adapters import (
    biorxiv,
    crossref,
    europepmc,
    federal_register,
    gdelt,
    govuk,
    haveyoursay,
    listpage,
    openalex,
    riksdagen,
    sitemap,
)
from horizon.collect.jsonfeed import loads
from horizon.collect.parsed import Hints, ParsedEntry, ParsedFeed


class Adapter(Protocol):
    """What a module for an API offers that answers in JSON."""

    def items(self, data: Any) -> list[Any] | None: ...
    def read(self, item: dict[str, Any], time_zone: str | None) -> ParsedEntry: ...
    def next_url(self, data: Any, url: str) -> str | None: ...


class MarkupReader(Protocol):
    """What a module for XML or HTML offers."""

    def __call__(
        self,
        text: str,
        url: str,
        *,
        rules: str | None,
        time_zone: str | None,
        language: str | None,
        max_entries: int,
    ) -> ParsedFeed: ...


ADAPTERS: dict[str, Adapter] = {
    "openalex": openalex,
    "crossref": crossref,
    "europepmc": europepmc,
    "biorxiv": biorxiv,
    "federal_register": federal_register,
    "riksdagen": riksdagen,
    "gdelt": gdelt,
    "govuk": govuk,
    "haveyoursay": haveyoursay,
}
MARKUP: dict[str, MarkupReader] = {"sitemap": sitemap.parse, "page": listpage.parse}
KINDS = ("feed", *ADAPTERS, *MARKUP)

# Tested against a recorded real answer (tests/collect/test_adapters.py): for every form of answer, or for some of them.
# The others follow the service's own description and what public programs read from it.
RECORDED = {"feed": "verified", "crossref": "verified", "europepmc": "verified", "federal_register": "verified",
            "biorxiv": "partly", "openalex": "partly", "riksdagen": "partly", "sitemap": "partly"}  # fmt: skip


def cost_of(kind: str, url: str) -> int:
    """What one request takes from the daily budget of its service, as the service says beforehand; 0 where none is known."""
    return openalex.cost_of(url) if kind == "openalex" else 0


def standing(kind: str) -> str | None:
    """verified, partly or unverified: how far the reader of a kind was tested on recorded answers; None for archives."""
    return None if kind == "archive" else RECORDED.get(kind, "unverified")


def parse(
    text: str, url: str, kind: str, *, time_zone: str | None = None, max_entries: int = 2_000
) -> ParsedFeed:
    """The entries of an API's answer; keys are given by the caller. Anything else gives an outcome and a reason."""
    adapter = ADAPTERS[kind]
    data, defects, problem, _ = loads(text)
    if problem is not None:
        return ParsedFeed(outcome="parse_failed", reason=f"broken JSON: {problem}"[:200])
    found = adapter.items(data)
    if found is None:
        return ParsedFeed(outcome="not_a_feed", reason=f"JSON, but not an answer of kind {kind!r}")
    usable = [i for i in found if isinstance(i, dict)]
    return ParsedFeed(
        version=kind,
        hints=Hints(next_url=adapter.next_url(data, url)),
        entries=tuple(adapter.read(i, time_zone) for i in usable[:max_entries]),
        defects=(*defects, *(("items_unreadable",) if len(usable) < len(found) else ())),
        n_left_out=max(0, len(usable) - max_entries),
    )
