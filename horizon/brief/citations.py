"""The bibliography in the formats that reference managers read: BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from horizon.brief.records import Pack, Reference

_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _key(reference: Reference) -> str:
    year = reference.published_on.year if reference.published_on else reference.seen_on.year
    name = (
        re.sub(r"[^a-z0-9]", "", reference.source_name.casefold().encode("ascii", "ignore").decode())
        or "source"
    )
    return f"{name}{year}e{reference.number}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in " ".join(text.split()))


def to_bibtex(pack: Pack) -> str:
    """One @article for news and research, @techreport for policy, @misc else; the archive hash stands in `note`."""
    entries = []
    for r in pack.references:
        kind = "techreport" if r.source_class == "policy" else "article"
        fields = {
            "title": f"{{{_tex(r.title)}}}",
            "author": f"{{{_tex(r.author or r.source_name)}}}",
            ("institution" if kind == "techreport" else "journal"): _tex(r.source_name),
            "year": f"{(r.published_on or r.seen_on).year}",
            "month": f"{(r.published_on or r.seen_on).month}",
            "day": f"{(r.published_on or r.seen_on).day}",
            "urldate": f"{r.seen_on}",
            "language": "swedish" if r.language == "sv" else "english" if r.language == "en" else "",
            "note": _tex(
                f"E{r.number}; {'undated, ' if r.published_on is None else ''}document "
                f"{r.doc_id}; archive {r.body_hash or 'unknown'}"
            ),
        }
        if r.url:
            fields["url"] = re.sub(r"[{}\\\s]", "", r.url)
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{kind}{{{_key(r)},\n{lines}\n}}\n")
    return "\n".join(entries)


def to_csl(pack: Pack) -> str:
    """CSL-JSON, one item a reference."""
    items: list[dict[str, Any]] = []
    for r in pack.references:
        item: dict[str, Any] = {
            "id": _key(r),
            "type": {"policy": "report", "research": "article-journal"}.get(
                r.source_class, "article-newspaper"
            ),
            "title": r.title,
            "author": [{"literal": r.author or r.source_name}],
            ("publisher" if r.source_class == "policy" else "container-title"): r.source_name,
            "accessed": {"date-parts": [[r.seen_on.year, r.seen_on.month, r.seen_on.day]]},
            "note": f"E{r.number}; document {r.doc_id}; archive {r.body_hash or 'unknown'}",
        }
        if r.published_on:
            item["issued"] = {"date-parts": [[r.published_on.year, r.published_on.month, r.published_on.day]]}
        if r.url:
            item["URL"] = r.url
        if r.language:
            item["language"] = r.language
        items.append(item)
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"
