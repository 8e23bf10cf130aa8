"""Reads the questions and queries of docs/sql.md."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "sql.md"
QUESTION = re.compile(r"^### (\d+)\. (.+?)\n.*?```sql\n(.*?)```", re.DOTALL | re.MULTILINE)


def questions() -> dict[int, tuple[str, str]]:
    """number -> (question, SQL), in the order of the page."""
    text = PAGE.read_text(encoding="utf-8")
    return {int(number): (question, sql) for number, question, sql in QUESTION.findall(text)}
