from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from horizon.collect.parse import ParseJob, parse
from horizon.collect.parsed import ParsedFeed, to_json
from horizon.collect.sandbox import FEED

from .feeds import item, rss

URL = "https://site.example/feeds/all.xml"


def read(body: bytes | str, **more: object) -> ParsedFeed:
    raw = body.encode() if isinstance(body, str) else body
    return parse(ParseJob(body=raw, url=URL, **more))  # type: ignore[arg-type]


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_parser(body: bytes) -> None:
    feed = read(body)
    assert feed.outcome != "ok" or feed.reason is None


@settings(max_examples=100)
@given(st.integers(1, 6), st.data())
def test_a_feed_with_bytes_overwritten_is_read_or_named(n: int, data: st.DataObject) -> None:
    body = bytearray(rss(item(k) for k in range(n)))
    for _ in range(3):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    feed = read(bytes(body))
    assert feed.entries or feed.reason or feed.outcome == "ok"
    assert FEED.validate_json(to_json(feed), strict=True) == feed


@given(st.integers(1, 8), st.floats(0.3, 1.0))
def test_a_feed_that_breaks_off_keeps_its_whole_items(n: int, share: float) -> None:
    body = rss(item(k) for k in range(n))
    cut = body[: int(len(body) * share)]
    whole = cut.count(b"</item>")
    assert len(read(cut).entries) >= whole


def test_relative_links_take_xml_base_then_the_address_of_the_feed() -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
        "<entry xml:base='https://other.example/blog/'><id>urn:1</id><title>a</title><link href='post/1'/></entry>"
        "<entry><id>2</id><title>b</title><link href='/post/2'/></entry></feed>"
    )
    entries = read(atom).entries
    assert [e.url for e in entries] == ["https://other.example/blog/post/1", "https://site.example/post/2"]
    assert "link_resolved" in entries[1].defects
    assert [e.guid for e in entries] == ["urn:1", "2"]


def test_an_arxiv_error_is_no_item() -> None:
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>ArXiv Query</title><entry>"
        "<id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
        "<summary>incorrect id format for x</summary></entry></feed>"
    )
    feed = read(body)
    assert (feed.outcome, feed.entries) == ("http_error", ())
    assert "incorrect id format" in str(feed.reason)


def test_an_empty_feed_is_no_failure() -> None:
    assert read(rss([])).outcome == "ok"
    assert (
        read("<rss version='2.0'><channel><title>A & B</title><description>unclosed</channel></rss>").outcome
        == "ok"
    )


def test_html_is_no_feed_and_a_challenge_is_blocked() -> None:
    assert read("<!DOCTYPE html><html><head><title>Hello</title></head></html>").outcome == "not_a_feed"
    assert read("<html><title>Just a moment...</title></html>").outcome == "blocked"
    assert (
        read("<html><form><input type='password'></form></html>").reason
        == "a web page instead of a feed (it asks for a password)"
    )
    assert read("/etc/passwd").outcome == "not_a_feed"
    assert read("https://site.example/").outcome == "not_a_feed"
    assert read("<svg xmlns='http://www.w3.org/2000/svg'><circle/></svg>").outcome == "not_a_feed"
    assert read(b"   ").outcome == "empty"


def test_damage_is_mended_and_named() -> None:
    assert "junk_before_feed" in read(b"Warning: mysql_connect() failed<br/>" + rss([item(1)])).defects
    assert "control_characters" in read(rss([item(1, title="A\x0bB")])).defects
    feed = read(rss([item(1, title="R & D")]))
    assert feed.entries[0].title == "R & D"
    assert "not_well_formed" in feed.defects
    unknown = read(
        "<rss version='2.0'><channel><item><title>t</title><foo:bar>x</foo:bar></item></channel></rss>"
    )
    assert [e.title for e in unknown.entries] == ["t"]
    wrapped = read(b"<!DOCTYPE html><html><body>" + rss([item(1)]) + b"</body></html>")
    assert len(wrapped.entries) == 1


def test_common_damage_is_put_right_before_a_reader_has_to_guess() -> None:
    whole = rss([item(1, title="R &amp; D\u00a0in Malmö"), item(2)])
    as_published = read(whole).entries
    for damaged, name in (
        (whole + b"<!-- built in 2 s --><script>x()</script>", "junk_after_feed"),
        (whole + b"\nPHP Warning: unlink(/tmp/x)", "junk_after_feed"),
        (whole.replace(b"&amp;", b"&"), "ampersands_escaped"),
        (whole.replace("\u00a0".encode(), b"&nbsp;"), "ampersands_escaped"),
    ):
        feed = read(damaged)
        assert feed.defects == (name, "not_well_formed")
        entries = tuple(
            replace(e, defects=o.defects) for e, o in zip(feed.entries, as_published, strict=True)
        )
        assert entries == as_published


def test_damage_before_an_open_cdata_or_items_after_the_end_are_left_to_the_tolerant_reader() -> None:
    open_cdata = rss([item(1, title="R & D"), item(2)]).replace(b"</channel>", b"<x><![CDATA[ & </channel>")
    assert [e.title for e in read(open_cdata).entries][:1] == ["R & D"]
    twice = rss([item(1)]) + rss([item(2)])
    assert len(read(twice).entries) == 2
    after = rss([item(1)]) + b"<item><title>late</title></item>"
    assert len(read(after).entries) == 2
    assert "&unknownname;" in str(read(rss([item(1, title="a &unknownname; b & c")])).entries[0].title)


def test_valid_utf8_beats_every_declaration() -> None:
    declaration = "<?xml version='1.0' encoding='iso-8859-1'?>"
    body = f"{declaration}<rss version='2.0'><channel><item><title>Åäö</title></item></channel></rss>"
    feed = read(body.encode(), content_type="text/xml; charset=us-ascii")
    assert feed.entries[0].title == "Åäö"
    assert "encoding_override" in feed.defects


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    text = "Åäö, " * 30
    body = rss([item(1, title=text)]).replace("Åäö, ".encode(), b"\xe5bc, ", 1)
    feed = read(body)
    assert "Åäö, Åäö" in str(feed.entries[0].title)
    assert "bad_bytes_replaced" in feed.defects


def test_other_encodings_are_read_as_declared_or_guessed() -> None:
    xml = "<?xml version='1.0' encoding='{}'?><rss version='2.0'><channel><item><title>{}</title></item></channel></rss>"
    for name, text in (
        ("windows-1251", "Привет мир"),
        ("shift_jis", "日本語の題"),
        ("gb2312", "中文标题"),
        ("iso-8859-1", "Åre – nytt"),
    ):
        body = xml.format(name, text).encode("cp1252" if name == "iso-8859-1" else name)
        assert read(body).entries[0].title == text, name
    assert read(xml.format("utf-16", "Åre").encode("utf-16")).entries[0].title == "Åre"


def test_an_id_that_names_several_items_is_no_identity() -> None:
    feed = read(rss([item(1, guid="x"), item(2, guid="x"), item(3)]))
    assert len({e.entry_key for e in feed.entries}) == 3
    assert ["id_repeated" in e.defects for e in feed.entries] == [True, True, False]


def test_a_docket_with_one_address_keeps_its_items_apart() -> None:
    entries = "".join(
        f"<item><title>Filing {n}</title><link>https://court.example/docket</link></item>" for n in range(4)
    )
    feed = read(f"<rss version='2.0'><channel>{entries}</channel></rss>")
    assert len({e.entry_key for e in feed.entries}) == 4


def test_an_item_without_id_is_named_by_link_then_by_title_and_date() -> None:
    feed = read(
        "<rss version='2.0'><channel><item><title>a</title><link>https://x.example/1</link></item>"
        "<item><title>b</title><pubDate>2026-01-01</pubDate></item></channel></rss>"
    )
    assert feed.entries[0].entry_key == "https://x.example/1"
    assert feed.entries[1].entry_key.startswith("title:")
    assert all("no_id" in e.defects for e in feed.entries)


def test_unusable_links_are_no_links() -> None:
    feed = read(
        "<rss version='2.0'><channel><item><title>a</title><link>javascript:alert(1)</link></item></channel></rss>"
    )
    assert feed.entries[0].url is None
    assert "link_unusable" in feed.entries[0].defects


def test_entries_past_the_cap_are_counted() -> None:
    feed = read(rss(item(n) for n in range(30)), max_entries=10)
    assert (len(feed.entries), feed.n_left_out) == (10, 20)


def test_hints_of_the_publisher() -> None:
    head = (
        "<ttl>120</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours>"
        "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
    )
    hints = read(rss([item(1)], head=head)).hints
    assert (hints.ttl_s, hints.hub, hints.skip_hours) == (7200.0, "https://hub.example/", (1, 2))
    days = read(rss([item(1)], head="<skipDays><day>Saturday</day><day>Sunday</day></skipDays>")).hints
    assert days.skip_days == ("saturday", "sunday")
    link = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='{}' href='/{}'/>"
    paged = read(rss([item(1)], head=link.format("next", 2) + link.format("prev-archive", "old"))).hints
    assert (paged.next_url or "").endswith("/old")
    sy = read(
        rss(
            [item(1)],
            head="<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>",
        )
    )
    assert sy.hints.ttl_s == 3600.0


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#55296;", "&#x110000;", "&#99999999999;", "&#0;", "&#xFFFF;", "&#xDFFF"]
)
def test_a_reference_to_no_character_costs_no_entry(reference: str) -> None:
    feed = read(rss([item(1, title=f"a{reference} & b"), item(2)]))
    assert [e.guid for e in feed.entries] == ["id-1", "id-2"]
    assert (feed.entries[0].title or "").startswith("a")
    assert "control_characters" in feed.defects


def test_a_moment_without_a_zone_does_not_come_through_the_pipe() -> None:
    feed = read(rss([item(1)]))
    assert feed.entries[0].published_at is not None
    loose = to_json(feed).replace(b"+00:00", b"")
    assert loose != to_json(feed)
    with pytest.raises(ValidationError, match="timezone"):
        FEED.validate_json(loose, strict=True)
