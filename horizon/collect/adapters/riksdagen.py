"""Riksdagen open data: dokumentstatus (one document) and dokumentlista (a search) -> entries with their dok_id."""

from __future__ import annotations

from typing import Any

from horizon.collect.adapters.common import entry, rows, table, web
from horizon.collect.parsed import ParsedEntry


def items(data: Any) -> list[Any] | None:
    """The documents of an answer; None when it is none."""
    if table(data).get("dokumentlista") is not None:
        return rows(table(data["dokumentlista"]).get("dokument"))
    one = table(table(data).get("dokumentstatus")).get("dokument")
    return rows(one) or None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One document. Times carry no zone and are Swedish."""
    address = item.get("dokument_url_html")
    if isinstance(address, str) and address.startswith("//"):
        address = f"https:{address}"
    return entry(
        guid=item.get("dok_id") or item.get("id"), url=address, title=item.get("titel"),
        date=item.get("publicerad") or item.get("datum"), updated=item.get("systemdatum"),
        summary=item.get("summary") or item.get("html") or item.get("subtitel"), authors=[item.get("organ")],
        tags=[item.get("dokumentnamn")], language="sv", time_zone=time_zone or "Europe/Stockholm",
        extra={"dok_id": item.get("dok_id") or item.get("id"), "type": item.get("typ")},
    )  # fmt: skip


def next_url(data: Any, url: str) -> str | None:
    """The next page of a list."""
    found = table(table(data).get("dokumentlista")).get("@nasta_sida")
    return web(f"https:{found}" if isinstance(found, str) and found.startswith("//") else found)
