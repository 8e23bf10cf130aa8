"""The hand-labelled sets are whole: no answer names a part that is gone, no half is easier by number, no text stands twice.

Nothing of Horizon is run on the texts here; the sets exist to score it later.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SYSTEMS = ("norrvik-mobility", "sundhaga-life")
# The commonest words of each language that the other does not have.
LOOSE = {
    "sv": {
        "och",
        "att",
        "som",
        "inte",
        "för",
        "av",
        "på",
        "är",
        "det",
        "ett",
        "en",
        "har",
        "sedan",
        "från",
        "ska",
        "med",
    },
    "en": {"the", "and", "that", "of", "with", "was", "were", "are", "a", "to", "has", "from", "will", "at"},
}


def load(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / "benchmarks" / "labels" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


EVENTS = load("impact_events.jsonl")
PAIRS = load("event_pairs.jsonl")
PAIR_BY_ID = {pair["pair_id"]: pair for pair in PAIRS}


def parts_of(system_id: str) -> set[str]:
    system = tomllib.loads((ROOT / "data" / "systems" / f"{system_id}.toml").read_text(encoding="utf-8"))
    return {
        engine[step]["id"] for engine in system["engine"] for step in ("resource", "conversion", "effect")
    }


def share(values: Iterable[object], wanted: object) -> float:
    seen = list(values)
    return seen.count(wanted) / len(seen)


def whole(text: dict[str, Any]) -> str:
    return f"{text['title']} {text['text']}"


def texts() -> Iterator[tuple[str, str, str]]:
    """Id, language and full text of every item of both sets."""
    for event in EVENTS:
        yield event["event_id"], event["language"], whole(event)
    for pair in PAIRS:
        for language in ("sv", "en"):
            yield f"{pair['pair_id']}.{language}", language, whole(pair[language])


def numbers(text: str) -> set[str]:
    """Figures of two digits and more, written alike in both languages ("2 400" and "2,400", "5,5" and "5.5")."""
    found = re.findall(r"\d+(?:[ ,]\d{3})+|\d+[.,]\d+|\d{2,}", text)
    return {re.sub(r"[ ,](?=\d{3}\b)", "", figure).replace(",", ".") for figure in found}


def names(text: str) -> set[str]:
    return {word.lower().removesuffix("s") for word in re.findall(r"\b[A-ZÅÄÖØ][\wåäöéø-]{3,}", text)}


def test_events_are_many_dated_and_spread() -> None:
    assert len(EVENTS) >= 64
    assert len({event["event_id"] for event in EVENTS}) == len(EVENTS)
    assert all(2015 <= date.fromisoformat(event["event_on"]).year <= 2025 for event in EVENTS)
    assert {event["event_on_precision"] for event in EVENTS} <= {"day", "month"}
    assert all(40 <= len(event["text"].split()) <= 80 for event in EVENTS)
    assert {event["layer"] for event in EVENTS} == {"world", "society", "market"}
    pestle = Counter(event["pestle"] for event in EVENTS)
    assert set(pestle) == {"political", "economic", "social", "technological", "legal", "environmental"}
    assert 0.25 <= share((event["language"] for event in EVENTS), "sv") <= 0.35


@pytest.mark.parametrize("system_id", SYSTEMS)
def test_every_answer_names_parts_of_the_system_as_it_is(system_id: str) -> None:
    parts = parts_of(system_id)
    for event in EVENTS:
        assert set(event["expected"]) == set(SYSTEMS), event["event_id"]
        answer = event["expected"][system_id]
        if answer is None:
            continue
        assert set(answer) == {"part", "also", "sign", "why"}, event["event_id"]
        assert {answer["part"], *answer["also"]} <= parts, event["event_id"]
        assert answer["part"] not in answer["also"], event["event_id"]
        assert answer["sign"] in (-1, 1), event["event_id"]
        assert answer["why"], event["event_id"]


def test_untouched_cells_and_both_signs_are_common_enough_to_score() -> None:
    answers = [answer for event in EVENTS for answer in event["expected"].values()]
    assert 0.35 <= share((answer is None for answer in answers), True) <= 0.5
    assert 0.25 <= share((answer["sign"] for answer in answers if answer), 1) <= 0.75
    assert sum(not any(event["expected"].values()) for event in EVENTS) >= 12


def test_open_and_sealed_half_are_alike() -> None:
    sealed = [event["half"] == "sealed" for event in EVENTS]
    assert {event["half"] for event in EVENTS} == {"open", "sealed"}
    assert 0.45 <= share(sealed, True) <= 0.55
    for system_id in SYSTEMS:
        untouched = [event["half"] == "sealed" for event in EVENTS if event["expected"][system_id] is None]
        assert 0.45 <= share(untouched, True) <= 0.55, system_id
    for sign in (-1, 1):
        cells = [
            e["half"] == "sealed" for e in EVENTS for a in e["expected"].values() if a and a["sign"] == sign
        ]
        assert 0.45 <= share(cells, True) <= 0.55, sign


def test_pairs_are_many_and_half_for_tuning() -> None:
    assert len(PAIRS) >= 64
    assert len(PAIR_BY_ID) == len(PAIRS)
    assert 0.45 <= share((pair["half"] for pair in PAIRS), "tune") <= 0.55
    assert {pair["half"] for pair in PAIRS} == {"tune", "test"}
    for half in ("tune", "test"):
        kinds = {pair["shared"] for pair in PAIRS if pair["half"] == half}
        assert kinds == {"many", "one_name", "numbers", "few"}, half


def test_a_lookalike_stands_beside_its_twin() -> None:
    lookalikes = [pair for pair in PAIRS if pair["lookalike_of"]]
    assert len(lookalikes) >= 20
    for pair in lookalikes:
        twin = PAIR_BY_ID[pair["lookalike_of"]]
        assert twin["pair_id"] != pair["pair_id"]
        assert twin["lookalike_of"] is None, pair["pair_id"]
        assert (twin["half"], twin["shared"]) == (pair["half"], pair["shared"]), pair["pair_id"]
        gap = abs((date.fromisoformat(pair["event_on"]) - date.fromisoformat(twin["event_on"])).days)
        assert 1 <= gap <= 14, pair["pair_id"]


def test_both_reports_are_short_and_published_within_days() -> None:
    for pair in PAIRS:
        for language in ("sv", "en"):
            report = pair[language]
            assert set(report) == {"title", "text", "source", "published_on"}, pair["pair_id"]
            assert 30 <= len(report["text"].split()) <= 70, f"{pair['pair_id']}.{language}"
            delay = (date.fromisoformat(report["published_on"]) - date.fromisoformat(pair["event_on"])).days
            assert 0 <= delay <= 3, f"{pair['pair_id']}.{language}"


def test_reports_share_what_their_label_says() -> None:
    for pair in PAIRS:
        swedish, english = whole(pair["sv"]), whole(pair["en"])
        shared_names = names(swedish) & names(english)
        shared_numbers = numbers(swedish) & numbers(english)
        told = f"{pair['pair_id']}: {shared_names} {shared_numbers}"
        match pair["shared"]:
            case "many":
                assert len(shared_names) + len(shared_numbers) >= 4, told
            case "one_name":
                assert 1 <= len(shared_names) <= 2, told
                assert not shared_numbers, told
            case "numbers":
                assert shared_numbers, told
                assert not shared_names, told
            case "few":
                assert not shared_numbers, told
                assert len(shared_names) <= 1, told


def test_every_text_is_in_the_language_it_claims() -> None:
    for key, language, text in texts():
        words = Counter(re.findall(r"\w+", text.lower()))
        hits = {other: sum(words[word] for word in loose) for other, loose in LOOSE.items()}
        assert hits[language] == max(hits.values()) > min(hits.values()), f"{key}: {hits}"


def test_no_text_and_no_run_of_eight_words_stands_in_two_items() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for key, _, text in texts():
        words = re.findall(r"\w+", text.lower())
        for start in range(len(words) - 7):
            run = tuple(words[start : start + 8])
            assert owner.setdefault(run, key) == key, f"{key} and {owner[run]}: {' '.join(run)}"
