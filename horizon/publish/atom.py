"""Signals of a system as an Atom feed, so that any feed reader can follow them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from horizon.publish.phrases import Phrases
from horizon.publish.records import Digest, DigestItem


def to_atom(digests: Sequence[Digest]) -> str:
    """One entry per signal and week, newest digest first; ids stay the same for ever. Raises ValueError for no digest."""
    if not digests:
        raise ValueError("a feed needs at least one digest")
    newest = max(digests, key=lambda d: d.as_of)
    w = Phrases.of(newest).w
    ordered = sorted(digests, key=lambda d: (d.week_on, d.as_of), reverse=True)
    entries = "\n".join(_entry(digest, item) for digest in ordered for item in digest.items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{newest.language}">\n'
        f"<title>{escape(w['title'])}: {escape(newest.system_name)}</title>\n<id>urn:horizon:{escape(newest.system_id)}</id>\n"
        f"<author><name>Horizon</name></author>\n<updated>{newest.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f"{entries}\n</feed>\n"
    )


def _entry(digest: Digest, item: DigestItem) -> str:
    p = Phrases.of(digest)
    w = p.w
    link = next((e.url for e in item.evidence if e.url and e.url.startswith(("https://", "http://"))), None)
    facts = (
        f"{w['emergence']}: {p.emergence(item)}. {w['evidence']}: {p.evidence(item)}. "
        f"{w['action']}: {w[item.action]}."
    )
    return (
        f"<entry><title>{escape(item.label)} ({escape(w[item.change])})</title>"
        f"<id>urn:horizon:{escape(digest.system_id)}:{digest.week_on}:{escape(item.signal_id)}</id>"
        f"<updated>{digest.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</updated>"
        + (f'<link rel="related" href={quoteattr(link)}/>' if link else "")
        + f'<summary type="text">{escape(item.development.text)} {escape(facts)}</summary></entry>'
    )
