"""The words used for defects and outcomes are the words that are explained."""

import re
from pathlib import Path

from horizon.collect.defects import DEFECTS
from horizon.collect.state import OUTCOMES

ROOT = Path(__file__).parents[2]


def test_every_defect_in_the_code_is_explained_and_used() -> None:
    files = [p for p in (ROOT / "horizon" / "collect").rglob("*.py") if p.name != "defects.py"]
    code = "\n".join(p.read_text(encoding="utf-8") for p in files)
    unused = [name for name in DEFECTS if f'"{name}"' not in code]
    assert unused == []
    set_on_entries = set(
        re.findall(r'defects(?: =|\.append\(| \+=) ?\(?\*?(?:defects, )?"([a-z_0-9]+)"', code)
    )
    assert set_on_entries <= set(DEFECTS)


def test_every_outcome_is_explained() -> None:
    page = (ROOT / "docs" / "methodology" / "collecting.md").read_text(encoding="utf-8")
    table = page.split("## Outcomes")[1].split("## ")[0]
    told = {
        name for row in re.findall(r"^\| ([a-z_, ]+) \|", table, re.MULTILINE) for name in row.split(", ")
    }
    assert told >= OUTCOMES
