"""`horizon sources` on a workspace."""

import json
from pathlib import Path

from click.testing import CliRunner

from horizon.cli import cli

CATALOGUE = "\n".join(
    f'[[source]]\nid = "{kind}"\nname = "{kind}"\nclass = "news"\nurl = "https://x.example/{kind}"\nkind = "{kind}"\n'
    for kind in ("feed", "gdelt", "openalex")
)


def horizon(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["-w", str(folder), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_list_shows_the_kind_and_how_far_it_was_tested(tmp_path: Path) -> None:
    horizon(tmp_path, "init", str(tmp_path / "w"))
    (tmp_path / "w" / "sources" / "mine.toml").write_text(CATALOGUE, encoding="utf-8")
    rows = json.loads(horizon(tmp_path / "w", "sources", "list", "--json"))
    assert {r["source_id"]: (r["kind"], r["adapter"]) for r in rows} == {
        "feed": ("feed", "verified"),
        "gdelt": ("gdelt", "unverified"),
        "openalex": ("openalex", "partly"),
    }
    lines = horizon(tmp_path / "w", "sources", "list").splitlines()
    assert "unverified" in next(line for line in lines if line.startswith("gdelt"))
