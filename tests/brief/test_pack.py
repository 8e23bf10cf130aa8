"""Packs on the sample edition: complete by a drafter's checklist, every quotation verbatim, the rumour never told as fact."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from functools import cache
from html import unescape

import pytest

from horizon.brief import stage
from horizon.brief.records import Pack
from horizon.brief.write import escaped
from horizon.errors import ConfigError
from horizon.storage.store import Store
from tests.brief.world import storylines

ZONE = "Europe/Stockholm"


@cache
def store_of(name: str) -> tuple[Store, datetime]:
    return storylines(name)


@cache
def pack_of(name: str) -> Pack:
    store, moment = store_of(name)
    return stage.make(store, f"t-{name}", as_of=moment, time_zone=ZONE)


CHECKLIST = {
    "one question in one line": lambda p: p.question.endswith("?") and "\n" not in p.question,
    "state of play says how much rests on what": lambda p: len(p.state) >= 2 and "independent" in p.state[0],
    "a timeline in order of time": lambda p: (
        len(p.timeline) >= 5 and [m.on for m in p.timeline] == sorted(m.on for m in p.timeline)
    ),
    "claims with source, date and grade": lambda p: (
        len(p.claims) >= 8 and all(c.said_on and c.evidence for c in p.claims)
    ),
    "counter-arguments, or their absence said": lambda p: (
        bool(p.counter) or any("speaks against" in g for g in p.gaps)
    ),
    "three bold questions, each with evidence": lambda p: (
        len(p.questions) == 3 and all(q.evidence and q.text.endswith("?") for q in p.questions)
    ),
    "actors with how early and how often": lambda p: (
        len(p.actors) >= 2 and all(a.n_origins >= 1 and a.days_after_first >= 0 for a in p.actors)
    ),
    "policy hooks with file, stage and days left": lambda p: (
        bool(p.hooks) and all(h.stage and h.days_left is not None for h in p.hooks)
    ),
    "numbers with unit": lambda p: len(p.numbers) >= 3 and all(n.unit for n in p.numbers),
    "three readings": lambda p: [r.level for r in p.readings] == ["local", "national", "international"],
    "gaps are said": lambda p: bool(p.gaps),
    "a skeleton of four to six pages with evidence": lambda p: (
        4 <= sum(s.pages for s in p.skeleton) <= 6 and sum(bool(s.evidence) for s in p.skeleton) >= 4
    ),
    "every evidence number resolves": lambda p: (
        {c.evidence for c in (*p.claims, *p.counter)} <= {r.number for r in p.references}
    ),
    "a bibliography with addresses": lambda p: len(p.references) >= 8 and all(r.url for r in p.references),
    "bounded": lambda p: (
        len(p.claims) <= 20
        and len(p.counter) <= 8
        and len(p.references) <= 40
        and len(stage.render(p, "markdown")) < 60_000
    ),
}


@pytest.mark.parametrize("check", CHECKLIST)
@pytest.mark.parametrize("name", ["s09", "s05"])
def test_a_drafter_misses_nothing(name: str, check: str) -> None:
    assert CHECKLIST[check](pack_of(name))


@pytest.mark.parametrize("name", ["s09", "s05", "s11"])
def test_every_quotation_is_in_the_store_word_for_word(name: str) -> None:
    store, moment = store_of(name)
    pack = pack_of(name)
    texts = {
        (r["doc_id"], r["version"]): f"{r['title']}\n{r['text']}"
        for r in store.rows(
            "brief/documents", doc_ids=[f"{name}-{n:03d}" for n in range(1, 40)], as_of=moment
        )
    }
    for claim in (*pack.claims, *pack.counter):
        assert texts[claim.doc_id, claim.version][claim.start_offset : claim.end_offset] == claim.quote
    whole = "\n".join(texts.values())
    for hook in pack.hooks:
        assert hook.quote in whole
    for actor in pack.actors:
        assert actor.quote is None or actor.quote in whole


def test_a_claim_whose_words_are_gone_is_refused() -> None:
    store, moment = storylines("s09")
    store.append("core_claim", [{"claim_id": "c-x", "doc_id": "s09-001", "version": 1,
                                 "claim": "words that were never there at all", "start_offset": 60, "end_offset": 94,
                                 "holder": None, "holder_start": None, "holder_end": None,
                                 "is_quote": False, "modality": "asserted", "as_of": moment, "run_id": ""}])  # fmt: skip
    pack = stage.make(store, "t-s09", as_of=moment)
    assert pack.n_quotes_refused == 1
    assert "never there" not in stage.render(pack, "json").decode()


def test_the_deadline_is_the_extended_one() -> None:
    pack = pack_of("s09")
    (main,) = [h for h in pack.hooks if h.stage == "consultation_closes" and not h.is_flagged]
    assert (main.on_date, main.replaces_on) == (date(2026, 10, 16), date(2026, 9, 25))
    assert main.days_left == (date(2026, 10, 16) - date(2026, 9, 23)).days
    assert (main.body or "").casefold() in ("commission", "the commission", "kommissionen")
    assert "2026-10-16" in pack.question


def test_before_the_extension_the_old_deadline_stands() -> None:
    store, _ = store_of("s09")
    ids = [f"s09-{n:03d}" for n in range(1, 16)]
    as_of = datetime.fromisoformat("2026-09-01T00:00:00+00:00")
    known = {d["doc_id"] for d in store.rows("brief/documents", doc_ids=ids, as_of=as_of)}
    assert known and "s09-012" not in known
    pack = stage.make(store, "health data access fees", as_of=as_of)
    closes = {h.on_date for h in pack.hooks if h.stage == "consultation_closes"}
    assert closes == {date(2026, 9, 25)}
    assert all(r.published_on and r.published_on <= as_of.date() for r in pack.references)


def test_the_rumour_is_not_told_as_fact() -> None:
    pack = pack_of("s11")
    assert pack.is_contested and "contradict" in pack.question
    first_denial = min(m.on for m in pack.timeline if m.is_contradicting)
    assert first_denial == date(2026, 7, 14)
    early = [c for c in pack.claims if c.said_on < first_denial]
    assert early and all(c.status == "contested" for c in early)
    assert pack.counter and any("Contested" in s for s in pack.state)
    standing = {n for s in pack.skeleton if s.heading == "What is happening" for n in s.evidence}
    assert not standing & {c.evidence for c in early}
    assert {a.kind for a in pack.actors if a.name == "Hallberg Fordon"} == {"organisation"}
    assert not [a for a in pack.actors if a.quote and "till Gdansk" in a.quote and "Hallberg" in a.name], (
        "what they deny"
    )
    html = stage.render(pack, "html").decode()
    assert html.index("Contested:") < html.index("State of play")


def test_the_same_moment_gives_the_same_bytes() -> None:
    store, moment = store_of("s09")
    for form in stage.FORMS:
        assert stage.render(stage.make(store, "t-s09", as_of=moment, time_zone=ZONE), form) == stage.render(
            pack_of("s09"), form
        )


def test_a_query_finds_the_topic_and_nothing_gives_a_plain_message() -> None:
    store, moment = store_of("s09")
    assert stage.make(store, "health data fees consultation", as_of=moment).topic_id == "t-s09"
    with pytest.raises(ConfigError, match="no signal, topic or document matches"):
        stage.make(store, "zeppelin moorings", as_of=moment)
    with pytest.raises(ConfigError):
        stage.make(store, "t-s09", as_of=moment - timedelta(days=400))


def test_hostile_words_stay_words() -> None:
    assert escaped("a|b\n<script>*x*") == r"a\|b \<script\>\*x\*"
    page = stage.render(pack_of("s09"), "html").decode()
    assert "<script" not in page and "default-src 'none'" in unescape(page)


def test_bibtex_and_csl_hold_every_reference() -> None:
    pack = pack_of("s09")
    bib = stage.render(pack, "bibtex").decode()
    entries = re.findall(r"^@(\w+)\{([a-z0-9]+),$", bib, re.MULTILINE)
    assert len(entries) == len({key for _, key in entries}) == len(pack.references)
    assert bib.count("{") - bib.count(r"\{") == bib.count("}") - bib.count(r"\}")
    for item, reference in zip(json.loads(stage.render(pack, "csl")), pack.references, strict=True):
        assert item["title"] == reference.title and item["type"] in {
            "report",
            "article-journal",
            "article-newspaper",
        }
        assert item["issued"]["date-parts"][0] == [
            reference.published_on.year, reference.published_on.month, reference.published_on.day]  # type: ignore[union-attr] # fmt: skip
