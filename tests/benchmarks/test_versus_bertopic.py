"""benchmarks/versus_bertopic.py: parts are timed inside the whole, and nothing stays patched."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from benchmarks import versus_bertopic
from benchmarks.corpora import BenchDocument
from horizon.topics import describe, judgement, stage


def test_the_parts_are_within_the_whole_and_the_functions_are_put_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versus_bertopic, "_fit", lambda *_: None)  # where its libraries are at hand
    before = (stage._corpus, judgement._stories, describe.topic_terms)
    documents = [
        BenchDocument(
            doc_id=f"d{i}", title=f"Harbour pump {i % 2}", text="The pump of the harbour fails again.",
            source="outlet", language="en", label=None, published_on=None,
        )
        for i in range(6)
    ]  # fmt: skip
    vectors = np.eye(6, 8, dtype=np.float32)
    versus_bertopic.compare(documents, vectors, lambda: None, model_id="test", on=date(2026, 1, 5))
    told = {
        line[:62].strip(): float(line.split()[-3])
        for line in capsys.readouterr().out.splitlines()
        if " s cpu" in line
    }
    whole = next(value for name, value in told.items() if "whole stage" in name)
    parts = [told[name] for name, _, _ in versus_bertopic.PARTS]
    assert len(parts) == 5 and sum(parts) <= whole + 0.3  # each is rounded to a tenth
    assert (stage._corpus, judgement._stories, describe.topic_terms) == before
