"""The contract with everyone who asks the published file: tables, views and macros, and what each column means.

It stands in `contract/dictionary.toml`, with one SELECT a table in `contract/<table>.sql` and one macro a file in
`contract/macros/`. A SELECT over `horizon.` reads the published file itself: it makes a view, or a table where the
dictionary says so.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from horizon.storage.read_models import macro_text

Kind = Literal["copied", "derived", "view"]
NULL_RULE = re.compile(r"(?:^|[;,.]\s*|\s)((?:both |each )?null\b[^;.]*|may be null\b[^;.]*)", re.IGNORECASE)
# unit by the ending or the beginning of a name: the house's convention, which a test holds the columns to
UNITS = (
    ("_hash", "hexadecimal digest"), ("_ids", "list of ids"), ("_id", "id"), ("_at", "UTC timestamp"), ("_on", "date (UTC)"),
    ("_share", "share, 0-1"), ("_probability", "probability, 0-1"), ("_score", "unitless"), ("seconds", "seconds"),
    ("_time", "local time"), ("_nos", "list of numbers"), ("_no", "number"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the contract."""

    name: str
    meaning: str  # as the dictionary says it, null rule included
    unit: str
    null_rule: str
    page: str

    @property
    def comment(self) -> str:
        """What COMMENT ON COLUMN says."""
        tail = "" if NULL_RULE.search(self.meaning) else " Never null."
        return f"{self.meaning} Unit: {self.unit}.{tail} Formula: {self.page}."


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table or view of the contract: what it holds, and its columns in file order."""

    name: str
    comment: str
    page: str
    columns: tuple[Column, ...]
    select: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class PublicMacro:
    """One macro of the contract."""

    name: str
    comment: str
    is_table: bool
    sql: str
    example: str


@cache
def tables() -> tuple[PublicTable, ...]:
    """Every public table and view, in the order of the dictionary; a derived one comes after what it reads."""
    data = _data()
    folder = resources.files("horizon.storage").joinpath("contract")
    found = []
    for name, item in data["table"].items():
        select = folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")
        reads_public = "horizon." in select
        kind: Kind = "copied" if not reads_public else "view" if item.get("is_view") else "derived"
        columns = tuple(_column(data, item, column, text) for column, text in item["columns"].items())
        found.append(PublicTable(name, item["comment"], item["page"], columns, select, kind))
    return tuple(found)


def table(name: str) -> PublicTable:
    """One public table by its name."""
    return next(t for t in tables() if t.name == name)


@cache
def macros() -> tuple[PublicMacro, ...]:
    """Every macro of the published file; one that uses another comes after it."""
    found = []
    for name, item in _data()["macro"].items():
        sql = macro_text(name)
        found.append(PublicMacro(name, item["comment"], " AS TABLE" in sql, sql, item["example"]))
    return tuple(found)


def changes() -> list[dict[str, Any]]:
    """The contract's change log, oldest first: version, changed_on, change."""
    return [dict(item) for item in _data()["change"]]


@cache
def _data() -> dict[str, Any]:
    folder = resources.files("horizon.storage").joinpath("contract")
    return tomllib.loads(folder.joinpath("dictionary.toml").read_text(encoding="utf-8"))


def _column(data: dict[str, Any], table: dict[str, Any], name: str, text: str) -> Column:
    meaning: str = text or data["shared"][name]
    rule = NULL_RULE.search(meaning)
    return Column(
        name=name,
        meaning=meaning,
        unit=data["unit"].get(name) or unit_of(name),
        null_rule=rule.group(1).strip() if rule else "never null",
        page=data["page"].get(name) or table["page"],
    )


def unit_of(name: str) -> str:
    """The unit that a column's name promises; text where it promises none."""
    if name.startswith("n_"):
        return "count"
    if name.startswith("is_"):
        return "true or false"
    return next((unit for ending, unit in UNITS if name.endswith(ending)), "text")
