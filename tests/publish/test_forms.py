"""The forms of a digest: one record, the same facts in each, nothing that a feed could smuggle in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from horizon.config import MailSettings
from horizon.pictures.heat import HeatMap
from horizon.publish import mail
from horizon.publish.archive import to_archive
from horizon.publish.atom import to_atom
from horizon.publish.html import csp_hash, to_html
from horizon.publish.markdown import to_markdown
from horizon.publish.records import Digest, from_json, schema, to_json
from tests.publish.made import digest, empty, heat

SCHEMA = Path(__file__).parents[2] / "docs" / "digest.schema.json"
ROOM = {
    "html": to_html,
    "md": to_markdown,
    "atom": lambda d: to_atom([d]),
    "archive": lambda d: to_archive([d], "en"),
}


class Page(HTMLParser):
    """Tags, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("style", "script"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)


def test_json_is_what_the_schema_promises_and_reads_back() -> None:
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema())), "run: python scripts/digest_schema.py"
    Draft202012Validator.check_schema(published)
    for d in (digest(), empty()):
        Draft202012Validator(published).validate(json.loads(to_json(d)))
        assert from_json(to_json(d)) == d
    broken = json.loads(to_json(digest())) | {"items": None}
    assert list(Draft202012Validator(published).iter_errors(broken))


@pytest.mark.parametrize("made", [digest(), empty(), digest(language="sv")], ids=["full", "empty", "swedish"])
def test_the_policy_of_a_page_allows_its_own_style_and_script_and_nothing_else(made: Digest) -> None:
    for text in (to_html(made), to_archive([made], made.language)):
        page = Page(text)
        policy = next(
            a["content"] or "" for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"
        )
        assert "default-src 'none'" in policy and "unsafe" not in policy
        for kind in ("style", "script"):
            allowed = re.findall(rf"{kind}-src ([^;]*)", policy)
            assert allowed == [csp_hash("".join(page.texts[kind]))] if kind in page.texts else allowed == []
        assert not [t for t, a in page.tags if any(k.startswith("on") or k == "style" for k in a)]
        assert not [
            a for t, a in page.tags if "src" in a or t in ("link", "iframe", "object", "img", "base", "form")
        ]


def test_every_sentence_of_the_page_names_its_documents() -> None:
    page = Page(to_html(digest()))
    said = [a["data-docs"] for t, a in page.tags if a.get("class") == "said"]
    assert len(said) >= 3 + 2 * 7
    assert {"doc10", "doc11"} <= {d for docs in said for d in (docs or "").split()}


def test_each_card_leads_to_its_figures_and_to_the_command_that_explains_them() -> None:
    page = Page(to_html(digest()))
    ids = {a["id"] for _, a in page.tags if a.get("id")}
    links = [a["href"] or "" for t, a in page.tags if t == "a"]
    assert all(link[1:] in ids for link in links if link.startswith("#"))
    text = to_html(digest())
    assert all(f"horizon explain topic-{n} --week 2026-09-21" in text for n in range(1, 8))


def test_page_and_markdown_say_the_same() -> None:
    text, page = to_markdown(digest()), to_html(digest())
    for said in ("Ostsee Zellen is in talks", "Patient capital and free project money", "Effektbladet", "Natrika AB",
                 "Somebody buys up landing sites", "https://new.example/feed", "Near miss number 9", "13 days left"):  # fmt: skip
        assert said in text.replace("\\", "") and said in page, said


def test_what_is_unknown_is_said_and_never_zero() -> None:
    text = to_markdown(empty())
    for said in (
        "no policy document has been read",
        "names have not been read",
        "no forecast is 8 weeks old",
        "Nobody wrote",
    ):
        assert said in text
    assert "0.0" not in text


def test_radar_and_heat_map_are_on_the_page_with_their_tables_and_their_tables_in_every_other_form() -> None:
    made = digest()
    page = Page(to_html(made))
    drawn = [a for t, a in page.tags if t == "svg" and a.get("class") == "picture"]
    assert [(a["role"], a["aria-labelledby"], a["aria-describedby"]) for a in drawn] == [
        ("img", f"{name}-title", f"{name}-desc") for name in ("radar", "heat")
    ]
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    tables = [table for _, table in mail.tables(made)]
    assert [len(table.rows) for table in tables] == [7, 15]
    bodies = {
        "html": unescape(re.sub(r"<[^>]+>", "", to_html(made))),
        "md": to_markdown(made).replace("\\", ""),
        "txt": mail.plain_text(made),
        "mail": unescape(re.sub(r"<[^>]+>", "", mail_html(made))),
    }
    for name, body in bodies.items():
        text = body.replace("\u00a0", " ")  # between a figure and its count
        for table in tables:
            for row in table.rows:
                assert all(" ".join(cell.split()) in text for cell in row if cell != "–"), (name, row)


def mail_html(made: Digest) -> str:
    """The HTML part of the mail."""
    message = mail.compose(made, MailSettings(sender="h@example.org"))
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "\u202egnp.exe\u202c \u2066isolated",
    "<b>broken <i>html & entities &lt;",
    "]( javascript:alert(1) ) [x](javascript:alert(1)) `code` **bold** | cell | <a href=javascript:alert(1)>",
    "# heading\n\n- list\n\n```\nfence",
    "{{ 7*7 }} {% raw %}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_feed_shows_as_harmless_text(text: str) -> None:
    made = digest(2)
    first = made.items[0]
    bad = replace(
        first,
        label=text,
        development=replace(first.development, text=text),
        evidence=tuple(replace(e, title=text, source_name=text) for e in first.evidence),
    )
    made = replace(
        made,
        items=(bad, made.items[1]),
        changes=tuple(replace(c, label=text) for c in made.changes),
        near_misses=tuple(replace(m, label=text) for m in made.near_misses),
        voice=replace(made.voice, notes=tuple(replace(n, text=text) for n in made.voice.notes)),
        heat=HeatMap(
            parts=tuple(
                replace(p, part_name=text, engine_name=text, part_kind=text, leading_label=text)
                for p in heat().parts
            ),
            forces=tuple(replace(f, force_name=text) for f in heat().forces),
        ),
    )
    allowed = {t for t, _ in Page(to_html(digest(2))).tags}
    for name, form in ROOM.items():
        out = form(made)
        if name in ("html", "archive"):
            page = Page(out)
            assert {t for t, _ in page.tags} <= allowed | {"script", "input", "label", "br", "div"}
            assert not [a for _, a in page.tags if any(k.startswith("on") for k in a)]
            assert sum(t == "script" for t, _ in page.tags) == (name == "archive")
            assert not [
                a for _, a in page.tags if (a.get("href") or "").lower().startswith(("javascript", "data"))
            ]
        if name == "md":
            assert "<script" not in out.replace("\\<", "") and "\n# heading" not in out
            assert not re.search(r"(?<!\\)\]\(\s*javascript:", out)
