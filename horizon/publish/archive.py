"""The archive: one static page that lists every issued digest and finds them by their words, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from horizon.publish.html import environment, policy, template_text
from horizon.publish.phrases import Phrases
from horizon.publish.records import Digest
from horizon.publish.words import texts


def to_archive(digests: Sequence[Digest], language: str) -> str:
    """The page as text, newest week first. Its one script is named in its policy by hash; without it the list is whole."""
    ordered = sorted(digests, key=lambda d: (d.week_on, d.system_name), reverse=True)
    style, script = template_text("page.css"), template_text("archive.js")
    return (
        environment()
        .get_template("archive.html.j2")
        .render(
            entries=[_entry(d) for d in ordered],
            is_fictional=any(d.is_fictional for d in digests),
            language=language,
            w=texts(language),
            style=Markup(style),
            script=Markup(script),
            policy=policy(style, script),
        )
        + "\n"
    )


def _entry(digest: Digest) -> dict[str, Any]:
    """What the list shows of a digest, and the words it is found by."""
    p = Phrases.of(digest)
    words = [f"{item.label} {item.development.text} {item.effect.text}" for item in digest.items]
    words += [f"{e.title} {e.source_name}" for item in digest.items for e in item.evidence]
    words += [f"{c.kind} {c.label} {c.told.text if c.told else ''}" for c in digest.changes]
    words += [f"{m.name}" for m in digest.movers or ()]
    words += [n.text for n in digest.voice.notes]
    return {
        "path": f"{digest.system_id}/{digest.week_on}.html",
        "week": p.week(digest),
        "system_name": digest.system_name,
        "bottom_line": " ".join(s.text for s in digest.bottom_line),
        "labels": [item.label for item in digest.items],
        "search": " ".join(" ".join(words).split()),
    }
