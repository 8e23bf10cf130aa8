"""Digest -> one self-contained HTML page: no script, no request, nothing from a feed but text."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from horizon.pictures.svg import ON_PAGE, inline, style
from horizon.publish.charts import curve_svg, heat_of, radar_of
from horizon.publish.phrases import Phrases, judged
from horizon.publish.records import Digest


@cache
def environment() -> Environment:
    """The templates; everything put into them is escaped."""
    return Environment(
        loader=PackageLoader("horizon.publish"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template_text(name: str) -> str:
    """A file beside the templates, as it is put into the page."""
    source, _, _ = environment().loader.get_source(environment(), name)  # type: ignore[union-attr]
    return source.strip()


def csp_hash(text: str) -> str:
    """What a content-security policy calls an inline style or script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(style: str, script: str | None = None) -> str:
    """A policy under which nothing is loaded and only this very style and script work."""
    scripts = f"script-src {csp_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {csp_hash(style)}; {scripts}base-uri 'none'; form-action 'none'"


def to_html(digest: Digest) -> str:
    """The whole page as text."""
    p = Phrases.of(digest)
    rules = f"{template_text('page.css')}\n{style(ON_PAGE)}"
    radar, heat = radar_of(digest), heat_of(digest)
    helpers: dict[str, Any] = {
        "p": p,
        "w": p.w,
        "style": Markup(rules),
        "policy": policy(rules),
        "judged": judged,
        "curve": lambda item: Markup(curve_svg(item.curve, f"{p.w['curve']}, {item.label}")),
        "pictures": [
            (name, Markup(inline(picture)), table)
            for name, (picture, table) in (("radar", radar), *([("heat", heat)] if heat else []))
        ],
        "other": "sv" if digest.language == "en" else "en",
    }
    return environment().get_template("digest.html.j2").render(d=digest, **helpers) + "\n"
