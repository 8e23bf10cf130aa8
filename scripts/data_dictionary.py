"""Write docs/data_dictionary.md from the contract of the published file: python scripts/data_dictionary.py"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from horizon.storage import dictionary, published
from horizon.storage.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "data_dictionary.md"
HEAD = """\
# Data dictionary

Every table, view and macro of the published file, schema `horizon`, contract version {version}. Made by
`python scripts/data_dictionary.py` from `horizon/storage/contract/`; the same text stands in the file itself, as COMMENTs and in
`horizon.data_dictionary` and `horizon.macros`. How to ask it: [sql.md](sql.md).
"""


def page(folder: Path) -> str:
    """The page as Markdown, types taken from a file published from an empty store in `folder`."""
    target = folder / "horizon-published.duckdb"
    with Store.open(folder / "store") as store:
        published.publish(store, target, run_id="none", as_of=datetime(2026, 1, 1, tzinfo=UTC), keep=1)
    rows = published.query(target, "FROM horizon.data_dictionary ORDER BY table_name, position")
    macros = published.query(target, "FROM horizon.macros")
    changes = dictionary.changes()
    lines = [HEAD.format(version=changes[-1]["version"])]
    for table in dictionary.tables():
        kind = " (view)" if table.kind == "view" else ""
        lines += [f"## {table.name}{kind}", "", f"{table.comment} Formula page: `{table.page}`.", ""]
        lines += ["| column | type | meaning | unit | null | page |", "|---|---|---|---|---|---|"]
        for row in (r for r in rows if r["table_name"] == table.name):
            own_page = "" if row["page"] == table.page else f"`{row['page']}`"
            cells = (row["column_name"], row["type"], row["meaning"], row["unit"], row["null_rule"], own_page)
            lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    lines += ["## Macros", "", "| macro | what it gives | a call that works |", "|---|---|---|"]
    lines += [
        f"| {m['macro_name']}({', '.join(m['parameters'])}) | {m['meaning']} | `{m['example']}` |"
        for m in macros
    ]
    lines += ["", "## Changes of the contract", ""]
    lines += [f"- **{c['version']}** ({c['changed_on']}): {c['change']}" for c in changes]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(page(Path(place)), encoding="utf-8")
    print(f"wrote {PAGE}")
