"""Mangled feeds through the parser: whatever comes in, an outcome comes out, within bounds, and never an exception.

The short run mutates in this process; the long one also sends what it makes through the killable parser process.
"""

import asyncio
import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horizon.collect.defects import DEFECTS
from horizon.collect.pages import OUTCOMES as PAGE_OUTCOMES
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import MAX_TAGS, MAX_TEXT_CHARS, MAX_TITLE_CHARS, ParsedFeed, to_json
from horizon.collect.sandbox import FEED, Sandbox
from horizon.collect.state import OUTCOMES
from horizon.collect.worker import answer, answer_bytes

from .articles import ARTICLE, TITLE
from .feeds import item, rss
from .test_quick import documents

SPLICES = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<item>", b"</item>", b"</channel>", b"&", b"&#0;", b"&#xD800;", b"&nbsp;", b"&x;",
    b"&#99999999999;", b"&#x110000;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<?xml version='1.0' encoding='utf-16'?>", b"<a:b>", b" xmlns:dc='urn:x'",
    b"<?xml version='1.0' encoding='koi8-r'?>", b"<svg>", b"<div>" * 50, b"'", b'"', b">", b"<", b"\n" * 40, b"9" * 400,
    b"<pubDate>", b"<link/>", b"<guid/>", b"<?php echo", b"\\u0000", b"<title type='xhtml'>", b"<content mode='base64'>",
    b"xml:base='//['", b"\xe2\x80\xae", b"<source><item>", b"{\"items\":[",
)  # fmt: skip
JSON = (
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "T",'
    b' "items": [{"id": "1", "url": "/a", "content_html": "<p>x</p>"}]}'
)


def mangled(body: bytes, chance: random.Random) -> bytes:
    """A body after a few cuts, splices, swaps and flips."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        what = chance.randrange(6)
        if what == 0:
            del data[at : at + chance.randint(1, 60)]
        elif what == 1:
            data[at:at] = chance.choice(SPLICES)
        elif what == 2 and data:
            data[min(at, len(data) - 1)] = chance.randrange(256)
        elif what == 3:
            piece = bytes(data[at : at + chance.randint(1, 80)])
            data[at:at] = piece * chance.randint(1, 5)
        elif what == 4:
            del data[at:]
        else:
            data[at : at + 4] = bytes(data[at : at + 4])[::-1]
    return bytes(data)


def check(feed: ParsedFeed) -> None:
    """What must hold of every answer of the parser."""
    assert feed.outcome in OUTCOMES
    assert feed.outcome == "ok" or feed.reason
    assert "root:" not in str(feed)
    assert not (feed.reason or "").startswith("the parser failed"), feed.reason
    assert FEED.validate_json(to_json(feed), strict=True) == feed
    for entry in feed.entries:
        assert entry.entry_key
        assert entry.url is None or entry.url.lower().startswith(("http://", "https://"))
        assert len(entry.title or "") <= MAX_TITLE_CHARS
        assert len(entry.content or "") <= MAX_TEXT_CHARS
        assert len(entry.tags) <= MAX_TAGS
        assert set(entry.defects) <= set(DEFECTS)
        assert entry.published_at is None or entry.published_at.utcoffset() is not None
        assert "\x00" not in f"{entry.title}{entry.summary}{entry.content}{entry.url}"


def parse_here(body: bytes) -> ParsedFeed:
    """As the parser process does it, without the process."""
    return answer(b'{"url": "https://site.example/feed"}', body)


@settings(max_examples=150)
@given(documents(), st.integers(0, 2**32))
def test_mangled_feeds_give_an_outcome(body: bytes, seed: int) -> None:
    check(parse_here(mangled(body, random.Random(seed))))


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_mangled_json_feeds_give_an_outcome(seed: int) -> None:
    check(parse_here(mangled(JSON, random.Random(seed))))


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_noise_gives_an_outcome(noise: bytes) -> None:
    check(parse_here(noise))
    check(parse_here(b"<rss version='2.0'><channel><item><title>" + noise))


def test_a_whole_item_before_the_damage_is_never_lost() -> None:
    """Only what comes after the first item is mangled: that item has to be read, whatever follows."""
    whole = rss([item(1, title="The first one"), item(2), item(3)])
    cut = whole.index(b"</item>") + len(b"</item>")
    for seed in range(150):
        body = whole[:cut] + mangled(whole[cut:], random.Random(seed))
        feed = parse_here(body)
        check(feed)
        if feed.outcome == "ok":
            assert "The first one" in {e.title for e in feed.entries}, (seed, body)
        else:
            # bytes of another encoding can make the whole unreadable, a cut or a splice never does
            assert b"\x00" in body or not body.isascii(), (seed, feed.reason, body)


def bodies(n: int) -> Iterator[bytes]:
    """n mangled bodies of several families."""
    chance = random.Random(11)
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id><title type='html'>&lt;b></title></entry></feed>"
    seeds = [rss(item(k, title=f"Å {k} &amp; <![CDATA[<b>x</b>]]>") for k in range(4)), JSON, atom]
    for _ in range(n):
        body = chance.choice(seeds)
        for _ in range(chance.randint(1, 3)):
            body = mangled(body, chance)
        yield body


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_mangled_pages_and_robots_files_give_an_outcome(seed: int) -> None:
    """The other things that the parser process reads, mangled alike."""
    chance = random.Random(seed)
    page = mangled(ARTICLE.encode(), chance)
    told = json.loads(answer_bytes(_told("page", title=TITLE, n_chars=3), page))
    assert told["outcome"] in PAGE_OUTCOMES
    assert told["outcome"] == "ok" or told["reason"]
    assert not (told["reason"] or "").startswith("the parser failed"), told["reason"]
    head = (
        b"<html><head><link rel=alternate type='application/rss+xml' href='/f'></head><a href='/rss'>RSS</a>"
    )
    found = json.loads(answer_bytes(_told("links", link_header="</x>; rel=alternate"), mangled(head, chance)))
    assert found["outcome"] == "ok", found["reason"]
    assert all(one["url"].lower().startswith(("http://", "https://")) for one in found["named"])
    rules = mangled(
        b"User-agent: *\nDisallow: /*?a=*$\nAllow: /x\nCrawl-delay: 2\nRequest-rate: 1/5s", chance
    )
    verdict = json.loads(answer_bytes(_told("robots", agent="Horizon"), rules))
    assert verdict["outcome"] == "ok", verdict["reason"]
    assert isinstance(verdict["is_allowed"], bool)


def _told(task: str, **more: object) -> bytes:
    return json.dumps({"task": task, "url": "https://site.example/x", **more}).encode()


@pytest.mark.proof
def test_ten_thousand_mangled_bodies_through_the_parser_process() -> None:
    async def go() -> list[ParsedFeed]:
        async with Sandbox(2) as sandbox:
            jobs = [ParseJob(body=b, url="https://site.example/feed") for b in bodies(10_000)]
            return list(await asyncio.gather(*(sandbox.parse(job, 20) for job in jobs)))

    found = asyncio.run(go())
    for feed in found:
        check(feed)
        assert "process died" not in (feed.reason or "")
    assert sum(f.outcome == "ok" for f in found) > 3_000
