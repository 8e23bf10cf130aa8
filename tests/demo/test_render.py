"""The sample server's feeds are feeds: what a parser reads is what was written."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from horizon.demo.edition import Edition, guid_of, week_number, week_on
from horizon.demo.render import render

SOURCE = """
[[source]]
id = "{id}"
name = "Kust & Hav"
class = "news"
format = "{format}"
language = "sv"
path = "/{id}.xml"
site = "https://kust.example"
quirk = "{quirk}"
family = "Kust"
"""
ENTRIES = [
    {"key": "s01-001", "published_at": "2026-05-12T08:00:00+02:00", "title": "Tåg & buss <nu>",
     "text": "Fler än 5 < 6 turer.", "tags": ["tåg"]},
    {"key": "s01-002", "published_at": None, "available_at": "2026-05-13T08:00:00+02:00", "title": "Utan datum", "text": "Text."},
    {"key": "s01-003", "published_at": "2026-05-14T08:00:00+02:00", "title": "Första rubriken", "text": "Först.",
     "edit": {"at": "2026-05-20T08:00:00+02:00", "title": "Rättad rubrik", "text": "Rättad."}},
]  # fmt: skip


def edition(tmp_path: Path, *sources: tuple[str, str, str]) -> Edition:
    (tmp_path / "entries").mkdir()
    text = "\n".join(SOURCE.format(id=i, format=f, quirk=q) for i, f, q in sources)
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    lines = [json.dumps({**e, "source": i}) for i, _, _ in sources for e in ENTRIES]
    (tmp_path / "entries" / "s01-x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return Edition(tmp_path)


@pytest.mark.parametrize("form", ["rss", "atom", "rdf"])
def test_a_parser_reads_what_was_written(tmp_path: Path, form: str) -> None:
    e = edition(tmp_path, ("kust", form, "none"))
    source = e.sources["kust"]
    moment = datetime(2026, 5, 18, tzinfo=UTC)
    body, content_type = render(source, e.shown(source, moment), moment)
    feed = feedparser.parse(io.BytesIO(body), response_headers={"content-type": content_type})
    assert not feed.bozo
    assert [x.title for x in feed.entries] == ["Första rubriken", "Utan datum", "Tåg & buss <nu>"]
    assert "5 &lt; 6" in feed.entries[2].description or "5 < 6" in feed.entries[2].description
    assert not feed.entries[1].get("published")


def test_a_malformed_feed_is_malformed_and_readable(tmp_path: Path) -> None:
    e = edition(tmp_path, ("kust", "rss", "malformed"))
    source = e.sources["kust"]
    moment = datetime(2026, 5, 18, tzinfo=UTC)
    feed = feedparser.parse(io.BytesIO(render(source, e.shown(source, moment), moment)[0]))
    assert feed.bozo
    assert len(feed.entries) == 3


def test_quirks(tmp_path: Path) -> None:
    e = edition(
        tmp_path,
        ("ids", "rss", "reissues_ids"),
        ("none", "json", "no_guid"),
        ("dies", "rss", "dies_in_week_9"),
    )
    first, later = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 13, 4, tzinfo=UTC)
    entry = e.shown(e.sources["ids"], later)[0]
    assert guid_of(e.sources["ids"], entry, first) != guid_of(e.sources["ids"], entry, later)
    assert guid_of(e.sources["none"], entry, first) is None
    assert not e.is_dead(e.sources["dies"], first)
    assert e.is_dead(e.sources["dies"], later)
    assert entry.title == "Rättad rubrik"
    assert week_on(10).isoformat() == "2026-07-13"
    assert week_number(later) == 10
