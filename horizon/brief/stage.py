"""Makes evidence packs: the only file of the package, besides material.py, that takes a store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from horizon.brief import material
from horizon.brief.build import build
from horizon.brief.citations import to_bibtex, to_csl
from horizon.brief.document import to_docx
from horizon.brief.proposition import given
from horizon.brief.records import Pack
from horizon.brief.towards import Once, Reader
from horizon.brief.write import to_html, to_json, to_markdown
from horizon.errors import ConfigError
from horizon.storage.files import write_bytes
from horizon.storage.store import Store
from horizon.types import Embedder

FORMS = ("html", "markdown", "docx", "json", "bibtex", "csl")
ENDINGS = {
    "html": "html",
    "markdown": "md",
    "docx": "docx",
    "json": "json",
    "bibtex": "bib",
    "csl": "csl.json",
}


def make(
    store: Store, what: str, *, as_of: datetime, system_id: str | None = None, time_zone: str = "UTC",
    proposition: Sequence[str] = (), embedder: Embedder | None = None,
) -> Pack:  # fmt: skip
    """The pack on a signal, topic or query. proposition: what stances are held against, in English, Swedish or once in each;
    none: one is looked for in the documents. embedder: adds vectors to what words tell of a stance.

    Raises ConfigError when nothing matches, when there is no such system, or for a proposition that can not be read.
    """
    wordings = given(proposition)
    found = material.read(store, what, as_of)
    known = {s["system_id"] for s in found.systems} | {i["system_id"] for i in found.impacts}
    if system_id is not None and system_id not in known:
        raise ConfigError(
            f"no system {system_id!r}: there are {', '.join(sorted(known)) or 'none'}. See `horizon system`."
        )
    reader = Reader(embedder=Once(embedder) if embedder else None)
    return build(found, as_of, system_id=system_id, time_zone=time_zone, wordings=wordings, reader=reader)


def render(pack: Pack, form: str) -> bytes:
    """A pack in one of FORMS."""
    if form == "docx":
        return to_docx(pack)
    writer = {"html": to_html, "markdown": to_markdown, "json": to_json, "bibtex": to_bibtex, "csl": to_csl}[
        form
    ]
    return writer(pack).encode()


def file_name(pack: Pack) -> str:
    """Stem of a pack's files: what it is about and its day."""
    stem = re.sub(r"[^a-z0-9åäöéü]+", "-", pack.label.casefold()).strip("-")[:60].strip("-") or "pack"
    return f"{stem}-{pack.as_of:%Y-%m-%d}"


def write(pack: Pack, folder: Path, forms: Sequence[str] = FORMS) -> list[Path]:
    """Write a pack's files into a folder; returns their paths."""
    paths = []
    for form in forms:
        path = folder / f"{file_name(pack)}.{ENDINGS[form]}"
        write_bytes(path, render(pack, form))
        paths.append(path)
    return paths
