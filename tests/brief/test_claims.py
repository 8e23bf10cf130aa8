"""Which side a claim takes: by its own sentence alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from horizon.brief.claims import choose

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
    return {claim.quote: claim.stance for claim in (*taken, *counter)}


@pytest.mark.parametrize(
    ("claim", "stance"),
    [
        ("The harbour board supports a second pier in 2028", "supports"),  # not what the next paragraph says
        ("Critics warn of the cost", "contradicts"),
        ("The bids are due", None),
        ("the union supports the pier", "supports"),
    ],
)
def test_a_claim_takes_the_side_of_its_own_sentence(claim: str, stance: str | None) -> None:
    ((quote, found),) = sides(claim).items()
    assert claim in quote and found == stance
