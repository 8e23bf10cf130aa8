"""Every query of docs/sql.md asked of the played sample edition, each answer worked out again in plain Python."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from horizon.demo.play import DemoResult
from horizon.storage.published import query
from tests.storage.cookbook import questions

Rows = list[dict[str, Any]]
CHECKS: dict[int, Callable[[Rows, World], None]] = {}
SYSTEM = "norrvik-mobility"


class World:
    """Whole tables of the published file as plain rows."""

    def __init__(self, played: DemoResult) -> None:
        self.played = played
        self.file = played.workspace.published_file
        self._tables: dict[str, Rows] = {}

    def __getitem__(self, table: str) -> Rows:
        if table not in self._tables:
            self._tables[table] = query(self.file, f"FROM horizon.{table}")
        return self._tables[table]

    @cached_property
    def last_week(self) -> date:
        return max(s["week_on"] for s in self["signals"])

    @cached_property
    def current(self) -> Rows:
        as_of = max(s["as_of"] for s in self["signals"] if s["week_on"] == self.last_week)
        rows = [s for s in self["signals"] if s["week_on"] == self.last_week and s["as_of"] == as_of]
        return sorted(rows, key=lambda s: (s["rank"] is None, s["rank"], s["signal_id"]))

    def latest(self, table: str, *key: str) -> Rows:
        """Rows of the latest judgement of each week (and system), found without is_latest."""
        newest: dict[tuple[Any, ...], datetime] = {}
        for row in self[table]:
            group = tuple(row[k] for k in ("week_on", *key))
            newest[group] = max(row["as_of"], newest.get(group, row["as_of"]))
        return [r for r in self[table] if r["as_of"] == newest[tuple(r[k] for k in ("week_on", *key))]]

    def by_id(self, table: str, key: str) -> dict[str, dict[str, Any]]:
        return {row[key]: row for row in self[table]}

    @cached_property
    def leading_topic(self) -> str:
        return next(s["topic_id"] for s in self.current if s["topic_id"])


@pytest.fixture(scope="session")
def world(played: DemoResult) -> World:
    return World(played)


def check(number: int) -> Callable[[Callable[[Rows, World], None]], Callable[[Rows, World], None]]:
    """Registers a function as the check of a question's answer."""

    def register(function: Callable[[Rows, World], None]) -> Callable[[Rows, World], None]:
        CHECKS[number] = function
        return function

    return register


def pick(rows: Rows, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[n] for n in names) for row in rows]


@pytest.mark.parametrize("number", list(questions()))
def test_the_query_answers_the_question(number: int, world: World) -> None:
    rows = query(world.file, questions()[number][1])
    assert rows, "no answer at all"
    CHECKS[number](rows, world)


def test_there_are_at_least_twenty_and_each_is_checked() -> None:
    assert len(questions()) >= 20
    assert set(CHECKS) == set(questions())


def test_every_macro_has_an_example_that_runs(world: World) -> None:
    for macro in world["macros"]:
        query(world.file, macro["example"])
    assert len(world["macros"]) >= 15


def test_what_is_said_never_to_be_null_never_is(world: World) -> None:
    wrong = []
    for row in world["data_dictionary"]:
        if row["null_rule"] == "never null":
            sql = f"SELECT count(*) AS n FROM horizon.{row['table_name']} WHERE {row['column_name']} IS NULL"
            if query(world.file, sql)[0]["n"]:
                wrong.append((row["table_name"], row["column_name"]))
    assert wrong == []


@check(1)
def _fresh(rows: Rows, world: World) -> None:
    (row,) = rows
    assert row["as_of"] == world.played.as_of
    assert row["last_judged_week_on"] == world.last_week
    assert row["n_docs"] == len({d["doc_id"] for d in world["document_versions"]})
    assert row["n_sources_enabled"] == world.played.n_sources
    assert row["contract_version"] == max(c["version"] for c in world["contract"])


@check(2)
def _flagged(rows: Rows, world: World) -> None:
    expected = [s for s in world.current if s["is_flagged"]]
    assert pick(rows, "rank", "label", "n_origins") == pick(expected, "rank", "label", "n_origins")


@check(3)
def _forces_rising(rows: Rows, world: World) -> None:
    strength: defaultdict[tuple[str, date], float] = defaultdict(float)
    for i in world.latest("impacts", "system_id"):
        key = (i["force_id"], i["week_on"])
        if (
            i["system_id"] == SYSTEM
            and i["part_id"] == "talent.resource"
            and i["force_id"]
            and i["loop_score"] is not None
        ):
            strength[key] = max(strength[key], abs(i["loop_score"]))
    rise: defaultdict[str, float] = defaultdict(float)
    names = world.by_id("forces", "force_id")
    for (force, week), value in strength.items():
        age = (world.last_week - week).days
        if age < 91:
            rise[names[force]["name"]] += value / 7 if age < 49 else -value / 6
    best = sorted(rise.items(), key=lambda x: (-round(x[1], 9), x[0]))[:10]
    assert {r["force"]: pytest.approx(r["rise"]) for r in rows} == dict(best)


@check(4)
def _known_then(rows: Rows, world: World) -> None:
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    then = {d["url"]: d for d in world["document_versions"] if d["version_seen_at"] <= moment}
    about = [
        f"{then[r['url']]['title']} {then[r['url']]['text']}".casefold() for r in rows
    ]  # KeyError: from the future
    assert all("batter" in text or "depot" in text or "depå" in text for text in about)
    scores = [r["search_score"] for r in rows]
    assert scores == sorted(scores, reverse=True)


@check(5)
def _one_origin(rows: Rows, world: World) -> None:
    flagged = [s for s in world.latest("signals") if s["is_flagged"]]
    expected = {(s["week_on"], s["label"]) for s in flagged if s["n_independent_origins"] <= 1}
    assert set(pick(rows, "week_on", "label")) == expected


@check(6)
def _changed(rows: Rows, world: World) -> None:
    weeks = [
        {s["signal_id"]: s for s in world.latest("signals") if s["week_on"] == week}
        for week in (world.last_week - timedelta(7), world.last_week)
    ]
    before, after = weeks
    counts = Counter(r["change"] for r in rows)
    assert counts["appeared"] == len(set(after) - set(before))
    assert counts["disappeared"] == len(set(before) - set(after))
    both = set(before) & set(after)
    assert counts["stage"] == sum(before[i]["stage"] != after[i]["stage"] for i in both)


@check(7)
def _lineage(rows: Rows, world: World) -> None:
    issued = [d for d in world.latest("digests", "system_id") if d["system_id"] == SYSTEM]
    digest = json.loads(max(issued, key=lambda d: d["week_on"])["digest"])
    said = {(s["text"], doc) for s in _sentences(digest) for doc in s["doc_ids"]}
    assert set(pick(rows, "sentence", "doc_id")) == said
    assert said
    with world.played.workspace.open_store() as store:
        for row in rows:
            assert row["url"].encode() in store.bodies.get(row["body_hash"]), (
                "the address stands in the raw body"
            )


def _sentences(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        own = [value] if {"text", "doc_ids"} <= set(value) else []
        return own + [s for v in value.values() for s in _sentences(v)]
    return [s for v in value for s in _sentences(v)] if isinstance(value, list) else []


@check(8)
def _evidence(rows: Rows, world: World) -> None:
    lead = world.current[0]
    docs = world.by_id("documents", "doc_id")
    expected = [
        (e["evidence_rank"], e["stance"], docs[e["doc_id"]]["url"])
        for e in world["evidence"]
        if all(e[k] == lead[k] for k in ("signal_id", "week_on", "as_of"))
    ]
    assert pick(rows, "evidence_rank", "stance", "url") == sorted(expected)


@check(9)
def _movers(rows: Rows, world: World) -> None:
    members = {m["doc_id"] for m in world["topic_members"] if m["topic_id"] == world.leading_topic}
    docs = world.by_id("documents", "doc_id")
    origins: defaultdict[str, set[str]] = defaultdict(set)
    first: dict[str, date] = {}
    for m in world["mentions"]:
        if m["doc_id"] in members and m["entity_kind"] in ("organisation", "person"):
            origins[m["entity_name"]].add(docs[m["doc_id"]]["origin_id"])
            day = docs[m["doc_id"]]["published_at"].date()
            first[m["entity_name"]] = min(day, first.get(m["entity_name"], day))
    begun = min(docs[d]["published_at"] for d in members).date()
    for row in rows:
        assert row["n_origins"] == len(origins[row["entity_name"]])
        assert row["first_named_on"] == first[row["entity_name"]]
        assert row["days_after_first"] == (first[row["entity_name"]] - begun).days
    assert rows[0]["n_origins"] == max(len(o) for o in origins.values())


@check(10)
def _history(rows: Rows, world: World) -> None:
    weeks = [w for w in world.latest("topic_weeks") if w["topic_id"] == world.leading_topic]
    weeks.sort(key=lambda w: w["week_on"])
    assert pick(rows, "week_on", "state", "n_origins") == pick(weeks, "week_on", "state", "n_origins")
    assert rows[0]["state"] in ("born", "revived")


@check(11)
def _similar(rows: Rows, world: World) -> None:
    vectors = {c["topic_id"]: np.array(c["vector"]) for c in world["topic_centroids"]}
    mine = vectors.pop(world.leading_topic)
    cosines = [float(v @ mine / np.linalg.norm(v) / np.linalg.norm(mine)) for v in vectors.values()]
    assert [r["similarity"] for r in rows] == pytest.approx(sorted(cosines, reverse=True)[:5], abs=1e-3)


@check(12)
def _blind(rows: Rows, world: World) -> None:
    forces = world.by_id("forces", "force_id")
    levels = {(s["signal_id"], s["week_on"], s["as_of"]): s["geo_level"] for s in world["signals"]}
    seen = {
        (
            forces[t["force_id"]]["pestle"],
            forces[t["force_id"]]["layer"],
            levels[t["signal_id"], t["week_on"], t["as_of"]],
        )
        for t in world.latest("force_links")
        if t["week_on"] >= world.last_week - timedelta(91)
    }
    blind = set(pick(rows, "pestle", "layer", "geo_level"))
    assert not blind & seen
    assert len(blind) + len({cell for cell in seen if cell[2]}) == 6 * 4 * 3


@check(13)
def _silent(rows: Rows, world: World) -> None:
    assert "Effektbladet" in {r["source_name"] for r in rows}  # the feed that dies in the sample edition
    assert all(r["health_reason"] and r["n_failures"] for r in rows if r["health"] == "failing")


@check(14)
def _read(rows: Rows, world: World) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for d in world["document_versions"]:
        if d["version"] == 1 and world.last_week - timedelta(28) < d["week_on"]:
            counts[d["source_class"], d["language"] or "unknown"] += 1
    assert {(r["source_class"], r["language"]): r["n_docs"] for r in rows} == counts


@check(15)
def _copied(rows: Rows, world: World) -> None:
    sizes = Counter(d["origin_id"] for d in world["documents"])
    assert [r["n_docs"] for r in rows] == sorted((n for n in sizes.values() if n > 1), reverse=True)[:20]


@check(16)
def _diffusion(rows: Rows, world: World) -> None:
    for row in rows:
        assert (row["first_news_on"] - row["first_research_on"]).days == row["days_research_to_news"] > 0
    led = {s["signal_id"] for s in world.latest("signals") if s["first_research_on"] and s["first_news_on"]
           and s["first_research_on"] < s["first_news_on"]}  # fmt: skip
    assert len(rows) == len(led)


@check(17)
def _touched(rows: Rows, world: World) -> None:
    labels = {s["signal_id"]: s["label"] for s in world.current}
    scores = [
        (abs(i["loop_score"]), labels[i["signal_id"]])
        for i in world.latest("impacts", "system_id")
        if i["system_id"] == SYSTEM and i["week_on"] == world.last_week and i["loop_score"] is not None
    ]
    assert [abs(r["loop_score"]) for r in rows] == sorted((s for s, _ in scores), reverse=True)[:15]
    assert {(abs(r["loop_score"]), r["label"]) for r in rows} <= set(scores)


@check(18)
def _questions(rows: Rows, world: World) -> None:
    asked: Counter[tuple[str, str]] = Counter()
    for q in world.latest("open_questions", "system_id"):
        if q["system_id"] == SYSTEM:
            asked[q["part_id"], q["force_id"]] += q["n_signals"]
    assert [r["n_signals"] for r in rows] == [n for _, n in asked.most_common(15)]


@check(19)
def _edited(rows: Rows, world: World) -> None:
    assert "Rättelse: Hallberg flyttar inte provbanan" in {r["title_after"] for r in rows}  # planted
    assert len(rows) == sum(d["version"] > 1 for d in world["document_versions"])
    assert all(r["seen_at_before"] < r["seen_at_after"] for r in rows)


@check(20)
def _merged(rows: Rows, world: World) -> None:
    expected = Counter(
        link["relation"] for link in world["topic_lineage"] if link["relation"] in ("merged", "split")
    )
    assert Counter(r["relation"] for r in rows) == expected


@check(21)
def _echo(rows: Rows, world: World) -> None:
    for row in rows:
        week = [x for x in world.latest("signal_lenses", "system_id")
                if x["system_id"] == SYSTEM and x["week_on"] == row["week_on"]]  # fmt: skip
        known = [x["echo_share"] for x in week if x["echo_share"] is not None]
        assert row["n_signals"] == len(week)
        assert row["n_unknown"] == len(week) - len(known)
        assert row["echo_share"] == (pytest.approx(sum(known) / len(known)) if known else None)


@check(22)
def _then_and_now(rows: Rows, world: World) -> None:
    week = sorted({s["week_on"] for s in world["signals"]})[8]
    first = min(s["as_of"] for s in world["signals"] if s["week_on"] == week)
    with world.played.workspace.open_store() as store:
        then = store.rows("signals/issued", week_on=week, as_of=first)
    issued = {(s["label"], s["stage"], s["is_flagged"]) for s in then}
    assert {(r["label"], r["stage_then"], r["flagged_then"]) for r in rows if r["stage_then"]} == issued


@check(23)
def _new_names(rows: Rows, world: World) -> None:
    since = datetime.combine(world.last_week - timedelta(21), datetime.min.time(), UTC)
    docs = world.by_id("documents", "doc_id")
    older = {m["entity_id"] for m in world["mentions"] if docs[m["doc_id"]]["first_seen_at"] < since}
    names = {m["entity_name"] for m in world["mentions"] if m["entity_id"] not in older}
    assert {r["entity_name"] for r in rows} <= names
    assert all(r["first_seen_at"] >= since for r in rows)


@check(24)
def _forecasts(rows: Rows, world: World) -> None:
    shares: defaultdict[str, dict[date, float]] = defaultdict(dict)
    for s in world.latest("signals"):
        if s["attention_share"] is not None:
            shares[s["signal_id"]][s["week_on"]] = s["attention_share"]
    expected = set()
    for s in world.latest("signals"):
        after = [
            v for w, v in shares[s["signal_id"]].items() if s["week_on"] < w <= s["week_on"] + timedelta(56)
        ]
        if s["is_flagged"] and s["attention_share"] and s["emergence_probability"] is not None and after:
            expected.add((s["week_on"], s["label"], max(after) >= 2 * s["attention_share"]))
    assert set(pick(rows, "week_on", "label", "has_doubled")) == expected


@check(25)
def _policy(rows: Rows, world: World) -> None:
    policy = {d["url"] for d in world["documents"] if d["source_class"] == "policy"}
    assert {r["url"] for r in rows} <= policy
    recent = {
        s["label"]
        for s in world.latest("signals")
        if s["is_flagged"] and s["week_on"] > world.last_week - timedelta(28)
    }
    assert {r["label"] for r in rows} <= recent


@check(26)
def _outages(rows: Rows, world: World) -> None:
    assert {r["source_name"] for r in rows} == {"Effektbladet"}
    weeks = sorted(r["week_on"] for r in rows)
    assert all(b - a == timedelta(7) for a, b in pairwise(weeks)), "out without a break"
    assert weeks[-1] >= world.last_week
    assert all(
        r["n_failures"] and r["last_outcome"] == "http_error" and r["usual_new_entries"] > 0 for r in rows
    )


@check(27)
def _deadlines(rows: Rows, world: World) -> None:
    today = world.played.as_of.date()
    docs = world.by_id("documents", "doc_id")
    for row in rows:
        assert row["days_left"] == (row["on_date"] - today).days >= 0
        document = docs[row["doc_id"]]
        whole = f"{document['title']}\n{document['text']}"
        assert whole[row["start_offset"] : row["end_offset"]] == row["quote"]
    closing = {(r["policy_stage"], r["on_date"]) for r in rows}
    assert (
        "consultation_closes",
        date(2026, 10, 26),
    ) in closing  # the permit bill's, planted in the sample edition
    assert len(rows) == sum(p["on_date"] >= today for p in world["policy_dates"])
