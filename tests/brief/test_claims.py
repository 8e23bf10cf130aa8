"""Which side a claim takes: by its own sentence alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from horizon.brief.claims import choose, contradicting, is_contested, objects, rivals_of
from horizon.brief.sections import who_says

TEXT = (
    "The harbour board supports a second pier in 2028.\nCritics warn of the cost. The bids are due. "
    "Asked of Dr. Lind, the union supports the pier."
)


def sides(*claims: str) -> dict[str, str | None]:
    document = {"doc_id": "d", "title": "Pier", "text": TEXT, "is_primary": True, "source_grade": "A", "origin_id": "o",
                "counted_at": datetime(2026, 3, 2, tzinfo=UTC)}  # fmt: skip
    whole = f"Pier\n{TEXT}"
    rows: list[dict[str, Any]] = [
        {"claim_id": claim, "doc_id": "d", "version": 1, "claim": claim, "start_offset": whole.index(claim),
         "end_offset": whole.index(claim) + len(claim), "holder": None, "is_quote": False, "modality": "asserted"}
        for claim in claims
    ]  # fmt: skip
    taken, counter, n_refused = choose(rows, [document], set(), ["pier"], {"d": 1})
    assert n_refused == 0
    return {claim.quote: claim.relation for claim in (*taken, *counter)}


@pytest.mark.parametrize(
    ("claim", "relation"),
    [
        ("The harbour board supports a second pier in 2028", "supports"),  # not what the next paragraph says
        ("Critics warn of the cost", "contradicts"),
        ("The bids are due", None),
        ("the union supports the pier", "supports"),
    ],
)
def test_a_claim_takes_the_side_of_its_own_sentence(claim: str, relation: str | None) -> None:
    ((quote, found),) = sides(claim).items()
    assert claim in quote and found == relation


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("The council voted against the pier.", True),
        ("Sera were tested for antibodies against eight phages.", False),
        ("Styrelsen avstyrker förslaget.", True),
    ],
)
def test_against_is_an_objection_where_somebody_is_against_something(sentence: str, is_one: bool) -> None:
    assert objects(sentence) is is_one


def row(doc_id: str, day: int, title: str, text: str) -> dict[str, Any]:
    return {"doc_id": doc_id, "title": title, "text": text, "counted_at": datetime(2026, 3, day, tzinfo=UTC)}


RUMOUR = row("a", 2, "Ferry line to close", "People say that Nordfärjan drops its line to Holmsund in May.")
DENIAL = row(
    "b", 4, "Nordfärjan denies it", "On Monday Nordfärjan said there are no plans to drop a line to Holmsund."
)
OTHER = row(
    "c",
    5,
    "Correction on fees",
    "On Friday the authority of Vantaland corrected the parking fee it had published.",
)


def test_a_claim_is_contested_by_what_speaks_of_its_matter_alone() -> None:
    assert is_contested("the line closes", RUMOUR, rivals_of([RUMOUR, DENIAL], {"b"}))
    assert not is_contested("the line closes", RUMOUR, rivals_of([RUMOUR, OTHER], {"c"}))
    assert not is_contested("the line stays", DENIAL, rivals_of([RUMOUR, DENIAL], {"a"}))  # said before it


def test_a_correction_of_another_matter_does_not_speak_against_this_one() -> None:
    assert contradicting([RUMOUR, DENIAL, OTHER], {}) == {"b"}
    assert contradicting([RUMOUR, OTHER], {"c": "contradicts"}) == {"c"}  # the signal judged it


@pytest.mark.parametrize(
    ("holders", "told"),
    [
        (("The harbour board", "It"), "The harbour board"),
        (("The harbour board", "We"), "Harbour News, of “We” (not named beside it)"),
        ((None, "Den"), "Harbour News, of “Den” (not named beside it)"),
        ((None, None), "Harbour News itself"),
    ],
)
def test_no_bare_pronoun_says_a_claim(holders: tuple[str | None, str | None], told: str) -> None:
    text = "The board wants a second pier by 2028. It says that dredging will take four years."
    document = {"doc_id": "d", "title": "Pier", "text": text, "is_primary": True, "source_grade": "A", "origin_id": "o",
                "counted_at": datetime(2026, 3, 2, tzinfo=UTC)}  # fmt: skip
    whole = f"Pier\n{text}"
    rows = [
        {"claim_id": claim, "doc_id": "d", "version": 1, "claim": claim, "start_offset": whole.index(claim),
         "end_offset": whole.index(claim) + len(claim), "holder": holder, "is_quote": False, "modality": "asserted"}
        for claim, holder in zip(("a second pier by 2028", "dredging will take four years"), holders, strict=True)
    ]  # fmt: skip
    taken, _, _ = choose(rows, [document], set(), ["pier"], {"d": 1})
    dredging = next(c for c in taken if "dredging" in c.quote)
    assert who_says(dredging.holder, "Harbour News") == told
