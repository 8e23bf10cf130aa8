from pathlib import Path

import pytest

from horizon.collect import catalogue
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.types import Source

GOOD = """
[[source]]
id = "a"
name = "A"
class = "policy"
url = "https://a.example/feed"
time_zone = "Europe/Stockholm"
evidence = "linked from the front page"
"""


def write(folder: Path, text: str, name: str = "s.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_is_read_with_its_defaults(tmp_path: Path) -> None:
    (source,) = catalogue.load([write(tmp_path, GOOD)])
    assert (source.source_id, source.source_class, source.grade, source.is_primary, source.is_enabled) == (
        "a",
        "policy",
        "F",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('class = "policy"', 'class = "gossip"'), "class"),
        (('url = "https://a.example/feed"', 'url = "file:///etc/passwd"'), "url"),
        (('url = "https://a.example/feed"', 'url = "https://me:pw@a.example/"'), "password"),
        (('time_zone = "Europe/Stockholm"', 'time_zone = "Mars/Base"'), "IANA"),
        (('id = "a"', 'id = "A b"'), "id"),
        (('name = "A"', 'name = "A"\nkind = "archive"'), "import command"),
        (('name = "A"', 'name = "A"\nkind = "telex"'), "kind"),
        (('name = "A"', 'nmae = "A"'), "did you mean 'name'"),
        (('[[source]]', '[source]'), "two brackets"),
        (('[[source]]', '[[sources]]'), "unknown key"),
        (('id = "a"', 'id = '), "not valid TOML"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_file_and_key(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    path = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(ConfigError) as caught:
        catalogue.load([path])
    assert str(path) in str(caught.value)
    assert told.lower() in str(caught.value).lower()


def test_the_same_id_or_address_twice_is_told(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD)
    with pytest.raises(ConfigError, match="taken already"):
        catalogue.load([first, write(tmp_path, GOOD, "t.toml")])
    with pytest.raises(ConfigError, match="has the address of 'a'"):
        catalogue.load([first, write(tmp_path, GOOD.replace('id = "a"', 'id = "b"'), "t.toml")])


def test_sync_keeps_state_and_disables_what_left(tmp_path: Path) -> None:
    store = Store.in_memory()
    sources = [Source(source_id=i, name=i, source_class="news", url=f"https://{i}.example/") for i in "ab"]
    catalogue.sync(store, sources)
    store.append("core_source_state", [{"source_id": "b", "etag": "x"}])
    catalogue.sync(store, sources[:1])
    assert [(r["source_id"], r["is_enabled"]) for r in store.rows("collect/catalogue_ids")] == [
        ("a", True),
        ("b", False),
    ]
    assert [r["source_id"] for r in store.rows("collect/enabled")] == ["a"]
    catalogue.sync(store, sources)
    assert [r["source_id"] for r in store.rows("collect/enabled")] == ["a", "b"]
    assert store.rows("collect/states")[0]["etag"] == "x"


def test_add_appends_a_source_that_loads(tmp_path: Path) -> None:
    path = tmp_path / "added.toml"
    first = catalogue.add(
        path, [], url="https://www.b.example/news/rss.xml", source_class="news", name='The "B"'
    )
    assert first.source_id == "b-example-news-rss-xml"
    catalogue.add(path, [path], url="https://c.example/", source_class="research", grade="B")
    assert [s.name for s in catalogue.load([path])] == ['The "B"', "c-example"]
    with pytest.raises(ConfigError, match="there already"):
        catalogue.add(path, [path], url="https://c.example/", source_class="research")
    with pytest.raises(ConfigError, match="url"):
        catalogue.add(path, [path], url="c.example", source_class="research")
