import json

from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.parse import ParseJob, parse
from horizon.collect.parsed import ParsedFeed

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=6), x, max_size=3),
    max_leaves=8,
)


def read(data: object) -> ParsedFeed:
    body = data if isinstance(data, str) else json.dumps(data)
    return parse(ParseJob(body=body.encode("utf-8", "surrogatepass"), url="https://j.example/feed.json"))


def feed(*items: object, **more: object) -> dict[str, object]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": list(items), **more}


def test_fields_of_a_good_item() -> None:
    one = {
        "id": "1", "url": "/a", "title": "A", "content_html": "<p>x</p>", "summary": "s",
        "date_published": "2026-03-01T10:00:00+01:00",
        "authors": [{"name": "Ann"}, {"name": "Bo"}], "tags": ["x", "y", "x"], "language": "sv",
    }  # fmt: skip
    entry = read(feed(one, language="en")).entries[0]
    assert (entry.guid, entry.url, entry.title, entry.content) == (
        "1",
        "https://j.example/a",
        "A",
        "<p>x</p>",
    )
    assert (entry.author, entry.tags, entry.language) == ("Ann, Bo", ("x", "y"), "sv")
    assert entry.published_at is not None
    assert entry.published_at.hour == 9


def test_numbers_as_ids_and_missing_ids_are_taken() -> None:
    entries = read(feed({"id": 7, "title": "A"}, {"title": "B", "url": "https://j.example/b"})).entries
    assert [e.entry_key for e in entries] == ["7", "https://j.example/b"]


def test_broken_json_is_read_as_far_as_it_goes() -> None:
    text = json.dumps(feed(*({"id": str(n), "title": f"T{n}"} for n in range(5))))
    cut = read(text[: text.index('"T3"') + 2])
    assert [e.title for e in cut.entries] == ["T0", "T1", "T2"]
    assert "not_well_formed" in cut.defects
    assert len(read(text[:-2].rstrip("]") + ",]}").entries) == 5
    assert len(read(text.replace("T1", "T\\x1")).entries) == 5


def test_json_that_is_no_feed_is_named() -> None:
    assert (
        read({"error": "no such feed"}).reason
        == "JSON without a list of items (keys: 'error'); it says 'no such feed'"
    )
    assert read([1, 2]).outcome == "not_a_feed"
    assert read('{"version": ').outcome == "parse_failed"
    assert read({"items": [{"name": "x"}]}).outcome == "not_a_feed"


def test_a_lone_surrogate_does_not_reach_the_store() -> None:
    entry = read(
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "a\\ud800b"}]}'
    ).entries[0]
    assert str(entry.title).encode() == b"a?b"


@given(JSON, JSON)
def test_wrong_types_never_break_it(value: object, other: object) -> None:
    names = ("id", "url", "title", "date_published", "authors", "tags", "content_html")
    for name in names:
        read(
            {
                "version": "https://jsonfeed.org/version/1",
                "items": [{"title": "a", name: value}, other],
                "hubs": value,
            }
        )
