"""Sample entries -> the bytes of a feed: RSS 2.0, Atom, RDF and JSON Feed, with the oddities real feeds have."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from horizon.demo.edition import SampleEntry, SampleSource, guid_of

NOTE = "Fictional sample edition of Horizon"
Renderer = Callable[[SampleSource, Sequence[SampleEntry], datetime], str]


def render(source: SampleSource, entries: Sequence[SampleEntry], moment: datetime) -> tuple[bytes, str]:
    """The feed's body and content type at a moment."""
    renderer, content_type = _RENDERERS[source.format]
    text = renderer(source, entries, moment)
    if source.quirk == "malformed":
        text = text.replace("&amp;", "&").replace("</description>\n</channel>", "\n</channel>")
    return text.encode("utf-8"), content_type


def _rss(source: SampleSource, entries: Sequence[SampleEntry], moment: datetime) -> str:
    items = "\n".join(_rss_item(source, entry, moment) for entry in entries)
    # the channel's description stands last so that the malformed feed can lose its closing tag
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{escape(source.name)}</title><link>{source.site}/</link><language>{source.language}</language>\n"
        f"{items}\n<description>{NOTE}</description>\n</channel></rss>\n"
    )


def _rss_item(source: SampleSource, entry: SampleEntry, moment: datetime) -> str:
    guid = guid_of(source, entry, moment)
    when = _rfc822(entry)
    return "".join(
        [
            f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>",
            f'<guid isPermaLink="false">{escape(guid)}</guid>' if guid else "",
            f"<pubDate>{when}</pubDate>" if when else "",
            f"<dc:creator>{escape(entry.author)}</dc:creator>" if entry.author else "",
            *(f"<category>{escape(tag)}</category>" for tag in entry.tags),
            f"<description>{escape(f'<p>{escape(entry.text)}</p>')}</description></item>",
        ]
    )


def _atom(source: SampleSource, entries: Sequence[SampleEntry], moment: datetime) -> str:
    body = "\n".join(_atom_entry(source, entry, moment) for entry in entries)
    updated = max((e.edited_at or e.available_at for e in entries), default=moment)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{source.language}">'
        f"<title>{escape(source.name)}</title><subtitle>{NOTE}</subtitle><id>{source.site}/</id>"
        f'<link rel="alternate" href="{source.site}/"/><updated>{_iso(updated)}</updated>\n{body}\n</feed>\n'
    )


def _atom_entry(source: SampleSource, entry: SampleEntry, moment: datetime) -> str:
    published = entry.wild_date or (_iso(entry.published_at) if entry.published_at else None)
    updated = entry.edited_at or entry.published_at
    return "".join(
        [
            f"<entry><title>{escape(entry.title)}</title><id>{escape(guid_of(source, entry, moment) or entry.url)}</id>",
            f'<link rel="alternate" href={quoteattr(entry.url)}/>',
            f"<published>{published}</published>" if published else "",
            f"<updated>{_iso(updated)}</updated>" if updated and not entry.wild_date else "",
            f"<author><name>{escape(entry.author)}</name></author>" if entry.author else "",
            *(f"<category term={quoteattr(tag)}/>" for tag in entry.tags),
            f'<content type="html">{escape(f"<p>{escape(entry.text)}</p>")}</content></entry>',
        ]
    )


def _rdf(source: SampleSource, entries: Sequence[SampleEntry], moment: datetime) -> str:
    listed = "".join(f"<rdf:li rdf:resource={quoteattr(e.url)}/>" for e in entries)
    items = "\n".join(_rdf_item(entry) for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{source.site}/"><title>{escape(source.name)}</title><link>{source.site}/</link>'
        f"<description>{NOTE}</description><dc:language>{source.language}</dc:language>"
        f"<items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n{items}\n</rdf:RDF>\n"
    )


def _rdf_item(entry: SampleEntry) -> str:
    date = entry.wild_date or (_iso(entry.published_at) if entry.published_at else None)
    return "".join(
        [
            f"<item rdf:about={quoteattr(entry.url)}><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>",
            f"<dc:date>{date}</dc:date>" if date else "",
            f"<dc:creator>{escape(entry.author)}</dc:creator>" if entry.author else "",
            *(f"<dc:subject>{escape(tag)}</dc:subject>" for tag in entry.tags),
            f"<description>{escape(entry.text)}</description></item>",
        ]
    )


def _json(source: SampleSource, entries: Sequence[SampleEntry], moment: datetime) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source.name,
        "home_page_url": f"{source.site}/",
        "description": NOTE,
        "language": source.language,
        "items": [_json_item(source, entry, moment) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(source: SampleSource, entry: SampleEntry, moment: datetime) -> dict[str, object]:
    date = entry.wild_date or (_iso(entry.published_at) if entry.published_at else None)
    item: dict[str, object] = {
        "id": guid_of(source, entry, moment),
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": date,
        "date_modified": _iso(entry.edited_at) if entry.edited_at else None,
        "authors": [{"name": entry.author}] if entry.author else None,
        "tags": list(entry.tags) or None,
    }
    return {key: value for key, value in item.items() if value is not None}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _rfc822(entry: SampleEntry) -> str | None:
    if entry.wild_date:
        return entry.wild_date
    return format_datetime(entry.published_at) if entry.published_at else None


_RENDERERS: dict[str, tuple[Renderer, str]] = {
    "rss": (_rss, "application/rss+xml; charset=utf-8"),
    "atom": (_atom, "application/atom+xml; charset=utf-8"),
    "rdf": (_rdf, "application/rdf+xml; charset=utf-8"),
    "json": (_json, "application/feed+json; charset=utf-8"),
}
