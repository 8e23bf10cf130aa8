"""Write docs/pack.schema.json, the published form of an evidence pack's JSON: python scripts/pack_schema.py"""

from __future__ import annotations

import json
from pathlib import Path

from horizon.brief.records import schema

PAGE = Path(__file__).parents[1] / "docs" / "pack.schema.json"

if __name__ == "__main__":
    PAGE.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {PAGE}")
