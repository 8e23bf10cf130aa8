"""The digest of a large store is made in seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.digest_speed import measure

MOST_S = 10.0


@pytest.mark.proof
def test_the_digest_of_a_hundred_thousand_documents_takes_less_than_ten_seconds(tmp_path: Path) -> None:
    found = measure(100_000, tmp_path)
    assert found["documents"] == 100_000 and found["shown"] == 7
    assert found["whole_s"] < MOST_S, found
