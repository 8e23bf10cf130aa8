"""Forgetting a person reaches rows, bodies and files, keeps offsets, and leaves others alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from horizon.storage.redact import Redaction, compact, forget
from horizon.storage.store import FILE_NAME, Store

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def test_text_keeps_its_length_and_firms_keep_their_name() -> None:
    redaction = Redaction(["Åsa Holm"])
    text = "ÅSA HOLM said. Holm left; Holm Fordon stays, says Åsa Holms firm."
    redacted = redaction.text(text)
    assert len(redacted) == len(text)
    assert "ÅSA" not in redacted and "Holm left" not in redacted and "Holm Fordon" in redacted
    assert redaction.text("Holm left.") == "Holm left."


def test_a_surname_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="full name"):
        Redaction(["Holm"])


def test_rows_bodies_and_files(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    page = tmp_path / "digest.html"
    page.write_text("<p>Åsa Holm</p>", encoding="utf-8")
    dated = tmp_path / "horizon-published-20260901.duckdb"
    with duckdb.connect(str(dated)) as con:
        con.execute("CREATE SCHEMA horizon")
        con.execute(
            "CREATE TABLE horizon.document_versions AS SELECT 'd' AS doc_id, 'Åsa Holm' AS title, 'Holm left.' AS text"
        )
    with Store.open(folder) as store:
        body_hash = store.bodies.put("<b>Åsa Holm</b> &#197;sa Holm, Bo Ek".encode())
        store.append(
            "raw_entry",
            [{"entry_hash": "e", "source_id": "s", "body_hash": body_hash, "title": "Åsa Holm talks"}],
        )
        store.append("core_affiliation", [{"doc_id": "d", "version": 1, "person": "Åsa Holm", "role": "vd"}])
        made = forget(
            store, Redaction(["Åsa Holm"]), files=[page, dated], name_hash="h", now=NOW, reason="asked"
        )
        assert (made.n_bodies, made.n_files) == (1, 2)
        body = store.bodies.get(body_hash).decode("utf-8", "replace")
        assert "Holm" not in body and "Bo Ek" in body
        assert store.rows("actors/people") == [{"name": "█" * 8}]
        assert store.count("core_tombstone") == store.count("core_redacted_body") == 1
    compact(folder)
    assert "Holm" not in page.read_text(encoding="utf-8")
    assert b"Holm" not in (folder / FILE_NAME).read_bytes() and b"Holm" not in dated.read_bytes()
    with duckdb.connect(str(dated), read_only=True) as con:
        assert con.execute("SELECT title, text FROM horizon.document_versions").fetchone() == (
            "█" * 8,
            "████ left.",
        )
    with Store.open(folder) as store:
        assert store.count("raw_entry") == 1
