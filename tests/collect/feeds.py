"""Small feeds written for tests."""

from collections.abc import Iterable
from datetime import UTC, datetime

from horizon.types import Source

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def item(
    n: int,
    *,
    title: str | None = None,
    guid: str | None = None,
    date: str | None = None,
    link: str | None = None,
) -> str:
    parts = [
        f"<title>{title or f'Item {n}'}</title>",
        f"<link>{link or f'https://news.example/{n}'}</link>",
        f"<guid isPermaLink='false'>{guid or f'id-{n}'}</guid>",
        f"<pubDate>{date or f'Mon, 02 Mar 2026 {n % 12:02d}:00:00 GMT'}</pubDate>",
        f"<description>Text of item {n}</description>",
    ]
    return f"<item>{''.join(parts)}</item>"


def rss(items: Iterable[str], *, head: str = "") -> bytes:
    body = "".join(items)
    start = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T</title>"
    return f"{start}{head}{body}</channel></rss>".encode()


def simple(first: int = 1, last: int = 3) -> bytes:
    return rss(item(n) for n in range(first, last + 1))


def source(source_id: str, url: str, **more: object) -> Source:
    return Source(source_id=source_id, name=source_id, source_class="news", url=url, **more)  # type: ignore[arg-type]
