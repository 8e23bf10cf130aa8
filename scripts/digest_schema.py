"""Write docs/digest.schema.json, the published form of a digest's JSON: python scripts/digest_schema.py"""

from __future__ import annotations

import json
from pathlib import Path

from horizon.publish.records import schema

PAGE = Path(__file__).parents[1] / "docs" / "digest.schema.json"

if __name__ == "__main__":
    PAGE.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {PAGE}")
