"""Pack -> Markdown, HTML and JSON."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict
from datetime import date, datetime, time
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from horizon.brief.records import Pack
from horizon.brief.sections import footer, sections

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")
_PAGE = re.compile(r"(?<![\w])(E\d{1,3})(?![\w])")


def to_json(pack: Pack) -> str:
    """Every field of the pack."""
    return json.dumps(_plain(asdict(pack)), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def escaped(text: str) -> str:
    """Text in which Markdown finds nothing to do; line breaks become spaces."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def to_markdown(pack: Pack) -> str:
    """GitHub-flavoured Markdown that pastes cleanly: pipes and brackets of sources are escaped."""
    lines = [f"# Evidence pack: {escaped(pack.label)}", "", f"**{escaped(pack.question)}**", ""]
    for s in sections(pack):
        lines += [f"## {escaped(s.heading)}", ""]
        for sentence in s.sentences:
            lines += [escaped(sentence), ""]
        if s.columns and s.rows:
            lines += ["| " + " | ".join(s.columns) + " |", "|" + " --- |" * len(s.columns)]
            lines += ["| " + " | ".join(escaped(c) for c in row) + " |" for row in s.rows] + [""]
        if s.bullets:
            lines += [*(f"- {escaped(b)}" for b in s.bullets), ""]
    return "\n".join([*lines, "---", "", escaped(footer(pack)), ""])


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("horizon.brief"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _linked(text: str) -> Markup:
    """Text with its evidence numbers linked to the bibliography."""
    parts = _PAGE.split(text)
    return Markup("").join(
        Markup('<a href="#{0}">{0}</a>').format(part) if i % 2 else part for i, part in enumerate(parts)
    )


def to_html(pack: Pack) -> str:
    """One self-contained page without script; nothing is loaded from anywhere."""
    environment = _environment()
    source, _, _ = environment.loader.get_source(environment, "pack.css")  # type: ignore[union-attr]
    style = source.strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("pack.html.j2").render(
        pack=pack,
        sections=sections(pack),
        references={r.number: r for r in pack.references},
        footer=footer(pack),
        linked=_linked,
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )
