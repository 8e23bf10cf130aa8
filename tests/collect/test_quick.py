"""The quick reader says what feedparser says, or nothing: over real feeds and over generated ones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horizon.collect import quick
from horizon.collect.encoding import to_text
from horizon.collect.parse import ParseJob, parse
from horizon.collect.parsed import ParsedFeed
from horizon.collect.repair import kind_of, tidy

from .feeds import item, rss

URL = "https://site.example/feeds/all.xml"
NAMESPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:dcterms='http://purl.org/dc/terms/' xmlns:own='urn:own' "
    "xmlns:xhtml='http://www.w3.org/1999/xhtml' xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:georss='http://www.georss.org/georss'"
)


def slowly(job: ParseJob) -> ParsedFeed:
    """What feedparser alone makes of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "read", lambda text, base: None)
        return parse(job)


def both(body: bytes) -> tuple[ParsedFeed, ParsedFeed]:
    job = ParseJob(body=body, url=URL)
    return parse(job), slowly(job)


def is_quick(body: bytes) -> bool:
    text, _ = to_text(body)
    return kind_of(text) == "feed" and quick.read(tidy(text)[0], URL) is not None


def test_real_feeds_read_the_same_and_most_of_them_quickly(shared: Callable[[str], Path]) -> None:
    n_feeds = n_quick = 0
    for folder in ("news", "blogs", "policy", "research", "encoding", "broken", "pairs", "api"):
        for path in sorted((shared("feeds") / folder).iterdir()):
            body = path.read_bytes()
            if not is_quick(body):
                continue
            fast, slow = both(body)
            n_quick += len(fast.entries)
            n_feeds += 1
            assert fast == slow, path.name
    assert n_feeds > 100
    assert n_quick > 2_000


WORDS = st.sampled_from(
    ("", " ", "A word", "Ä ö &amp; å", "&lt;p&gt;Text&lt;/p&gt;", "<![CDATA[<b>bold</b> & more]]>", "FÃ¶r tidigt",
     "\x85 old dots", "&#8217;", "two\nlines", "1 &amp;lt; 2")
)  # fmt: skip
LINKS = st.sampled_from(
    ("https://a.example/1", "/rel/2", "../up", "?q=1&amp;r=2", "http://a.example", "mailto:x@y.example", "HTTP://B.example/x?",
     "https:///three.example/x", "https://a.example/x;p#f", "http://[bad", "//cdn.example/x", "#top", "")
)  # fmt: skip
DATES = st.sampled_from(
    ("Mon, 02 Mar 2026 10:00:00 GMT", "2026-03-02T10:00:00Z", "2026-03-02", "2 Mars 2026", "yesterday", "", "1772445600",
     "Thu,28 Jul 2022 4:35:5 GMT+9", "02/03/2026 10:00", "2026-W10-1", "Mon Mar  2 10:00:00 2026")
)  # fmt: skip


def element(name: str, text: st.SearchStrategy[str], attributes: str = "") -> st.SearchStrategy[str]:
    return text.map(lambda t: f"<{name}{attributes}>{t}</{name}>")


PEOPLE = st.builds(
    lambda n, e, name, more: (
        f"<{name}>{n and f'<name>{n}</name>'}{more}{e and f'<email>{e}</email>'}<uri>/me</uri></{name}>"
    ),
    WORDS,
    st.sampled_from(("", "a@b.example")),
    st.sampled_from(("author", "contributor")),
    st.sampled_from(
        (
            "",
            "<title>Editor</title>",
            "<company>Of <b/>all</company>",
            "<own:post>x</own:post>",
            "<own:post a='b'>x</own:post>",
            "<department/>",
            "<title/><company>All</company>",
            "<own:box><title>T</title></own:box>",
        )
    ),
)
MEDIA = st.builds(
    lambda t, d, wrap: (
        f"<media:{wrap}><media:title>{t}</media:title><media:description>{d}</media:description></media:{wrap}>"
    ),
    WORDS,
    WORDS,
    st.sampled_from(("group", "content", "text")),
)
INNER = st.one_of(
    *(element(n, WORDS) for n in ("title", "id", "subtitle", "category", "icon", "own:thing", "generator", "description")),
    *(element(n, LINKS) for n in ("id", "url", "link", "width")),
    element("updated", DATES),
    element("title", WORDS, " type='html'"),
    element("id", LINKS, " isPermaLink='false'"),
    st.builds(lambda u, k: f"<link href='{u.replace(chr(39), '')}' {k}/>", LINKS,
              st.sampled_from(("", "rel='self'", "type='text/html'", "type='text/xml'", "rel='alternate' type='html'"))),
    PEOPLE,
    st.just("words"),
)  # fmt: skip
SOURCES = st.builds(
    lambda kind, inner: f"<source{kind}>{''.join(inner)}</source>",
    st.sampled_from(("", " url='https://o.example/'", " xml:base='https://b.example/x/'")),
    st.lists(INNER, max_size=4),
)
IMAGES = st.lists(INNER, max_size=3).map(lambda inner: f"<image>{''.join(inner)}</image>")
TAGS = st.sampled_from(
    ("p", "b", "div", "xhtml:p", "xhtml:div", "br", "dc:own", "own:x", "a", "title", "svg", "P")
)
ATTRIBUTES = st.sampled_from(
    ("", "", " class='a &amp; \"b\"'", " href='/x?a=1&amp;b' REL='Next'", " xml:lang='sv'", " Type='TEXT'",
     " xmlns='http://www.w3.org/1999/xhtml'", " own:k='v'", " a='1' A='2'")
)  # fmt: skip
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.lists(
        st.one_of(WORDS, st.builds(lambda t, a, i: f"<{t}{a}>{i}</{t}>", TAGS, ATTRIBUTES, inner)), max_size=4
    ).map("".join),
    max_leaves=5,
)
PARTS = st.one_of(
    *(element(n, WORDS) for n in ("title", "description", "summary", "content:encoded", "content", "dc:creator", "author",
                                  "dc:title", "media:title", "media:description", "itunes:summary", "dc:description", "category",
                                  "dc:subject", "own:thing", "dc:identifier", "slash:comments", "source", "itunes:keywords",
                                  "media:keywords", "rights", "dc:language", "dc:publisher", "itunes:subtitle", "image", "name",
                                  "Title", "georss:point", "media:category", "fullitem", "abstract", "body")),
    *(element(n, LINKS) for n in ("link", "guid", "id", "comments", "atom:link", "url", "wfw")),
    *(element(n, DATES) for n in ("pubDate", "published", "updated", "dc:date", "dcterms:modified", "created", "pubdate")),
    element("guid", LINKS, " isPermaLink='false'"),
    element("summary", WORDS, " type='html'"),
    element("content", WORDS, " type='text' xml:lang='sv'"),
    element("content", WORDS, " type='application/xml'"),
    element("content", st.just("<div xmlns='http://www.w3.org/1999/xhtml'>x</div>"), " type='xhtml'"),
    *(element(n, MARKUP, kind) for n in ("content", "summary", "title") for kind in (" type='xhtml'", " type='html'", "")),
    element("description", MARKUP),
    element("title", WORDS, " xml:lang='de-CH' type='html'"),
    element("category", WORDS, " domain='d'"),
    element("source", WORDS, " url='https://o.example/'"),
    element("own:thing", WORDS, " a='b'"),
    element("dc:identifier", WORDS, " a='b'"),
    st.builds(lambda u, r: f"<link href='{u.replace(chr(39), '')}' rel='{r}'/>", LINKS,
              st.sampled_from(("alternate", "self", "Related", "via", "enclosure", "replies"))),
    st.builds(lambda u: f"<atom:link href='{u}' type='text/html'/>", LINKS),
    st.builds(lambda u: f"<enclosure url='{u}' type='audio/mpeg' length='1'/>", LINKS),
    st.builds(lambda t: f"<category term='{t}' label='L'/>", st.sampled_from(("a", "b", ""))),
    st.just("<description>with <b>markup</b> inside</description>"),
    st.just("<own:box><title>inner</title></own:box>"),
    st.just("<own:box><own:thing>inner</own:thing></own:box>"),
    PEOPLE,
    MEDIA,
    SOURCES,
    IMAGES,
)  # fmt: skip
BOXES = st.builds(
    lambda name, kind, inner: f"<{name}{kind}>{''.join(inner)}</{name}>",
    st.sampled_from(("own:box", "og", "categories", "media:box", "dc:box")),
    st.sampled_from(("", " a='b'", " xml:lang='nl'", " xml:base='/box/'", " href='/x'")),
    st.lists(st.one_of(PARTS, element("type", WORDS), element("site_name", WORDS)), max_size=5),
)
HEADS = st.lists(
    st.one_of(
        *(element(n, WORDS) for n in ("title", "description", "language", "dc:language", "itunes:summary", "copyright",
                                      "generator")),
        *(element(n, LINKS) for n in ("link", "atom:link")),
        element("ttl", st.sampled_from(("60", "x", " 5 "))),
        st.just("<image><url>/i.png</url><title>I</title><link>/</link></image>"),
        st.just("<image><name>n</name><title>I</title></image>"),
        st.just("<atom:link rel='hub' href='https://hub.example/'/>"),
        st.just("<atom:link rel='prev-archive' href='/2'/>"),
        element("lastBuildDate", DATES),
    ),
    max_size=5,
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Feeds of three families, put together from everything an entry may hold, in any order."""
    family = draw(st.sampled_from(("rss", "atom", "rdf")))
    name = "entry" if family == "atom" else "item"
    about = draw(
        st.sampled_from(("", " rdf:about='https://a.example/x'", " xml:lang='fi'", " xml:base='/b/'"))
    )
    entries = [
        f"<{name}{about}>{''.join(draw(st.lists(st.one_of(PARTS, BOXES), max_size=9)))}</{name}>"
        for _ in range(draw(st.integers(0, 3)))
    ]
    head = "".join(draw(HEADS))
    language = draw(st.sampled_from(("", " xml:lang='en_GB'", " xml:base='https://base.example/x/'")))
    rdf = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    if family == "rss":
        version = draw(st.sampled_from(("2.0", "0.91", "0.92", "", "3")))
        return f"<rss version='{version}' {rdf} {NAMESPACES}{language}><channel>{head}{''.join(entries)}</channel></rss>".encode()
    if family == "atom":
        return f"<feed xmlns='http://www.w3.org/2005/Atom' {rdf} {NAMESPACES}{language}>{head}{''.join(entries)}</feed>".encode()
    own = NAMESPACES.replace("xmlns:atom='http://www.w3.org/2005/Atom'", "xmlns:atom='urn:atom'")
    start = f"<rdf:RDF xmlns='http://purl.org/rss/1.0/' {rdf} {own}{language}>"
    return f"{start}<channel>{head}</channel>{''.join(entries)}</rdf:RDF>".encode()


@settings(max_examples=150)
@given(documents())
def test_generated_feeds_read_the_same(body: bytes) -> None:
    fast, slow = both(body)
    assert fast == slow


@pytest.mark.proof
@settings(max_examples=5_000)
@given(documents())
def test_many_generated_feeds_read_the_same(body: bytes) -> None:
    fast, slow = both(body)
    assert fast == slow


def test_a_common_feed_is_read_quickly() -> None:
    assert is_quick(rss([item(1), item(2)]))


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE rss [<!ENTITY x 'y'>]><rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>",
        "<rss version='2.0'><channel><item><title>R & D</title></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><svg xmlns='x'>a</svg></title></entry></feed>",
        "<rss version='2.0'><channel><item><title><div>c</div></title></item></channel></rss>",
        "<rss version='2.0'><channel><item><title mode='base64'>YQ==</title></item></channel></rss>",
        "<opml><body/></opml>",
        "<rss version='2.0'><channel><item><box><source><title>a</title></source><title>b</title></box></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/'><entry>"
        "<dc:creator>A word</dc:creator><author><email>a@b.example</email></author></entry></feed>",
    ],
)
def test_what_is_unusual_is_left_to_feedparser(text: str) -> None:
    assert quick.read(text, URL) is None


def test_markup_within_a_text_is_read_quickly() -> None:
    div = "<div xmlns='http://www.w3.org/1999/xhtml'><p>one &amp; <b>two</b></p></div>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>{div}</content></entry></feed>"
    found = quick.read(atom, URL)
    assert found is not None
    assert found["entries"][0]["content"] == [{"value": "<p>one &amp; <b>two</b></p>"}]
    assert is_quick(b"<rss version='2.0'><channel><item><title>a<b>c</b></title></item></channel></rss>")


def test_boxes_that_mean_nothing_are_read_quickly() -> None:
    text = "<rss version='2.0'><channel><item><link>https://a.example/1</link><og><title>T</title><url>/x</url></og></item></channel></rss>"
    found = quick.read(text, URL)
    assert found is not None
    assert (found["entries"][0]["title"], found["entries"][0]["link"]) == ("T", "https://a.example/1")


def test_the_feed_an_entry_was_taken_from_is_read_quickly() -> None:
    source = (
        "<source><title>Planet</title><id>urn:p</id><link rel='self' href='/f'/><link href='/p'/></source>"
    )
    found = quick.read(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{source}</entry></feed>", URL)
    assert found is not None
    assert found["entries"][0]["source"] == {"title": "Planet", "link": "https://site.example/p"}
