"""World-wide identifiers of works, in one spelling: by them a preprint and its journal version are known to be one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

MAX_WORKS = 12  # of one entry; a list of references is none of identifiers
OF_ALL_LANGUAGES = ("celex", "dok_id")  # registers that give a text and its translations one number
_STATED = ("doi", "published_doi", "same_work", "dc_identifier")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
# servers whose preprints have a DOI for every version, told by its end: bioRxiv and medRxiv, Research Square, Preprints.org,
# ChemRxiv, OSF and PsyArXiv, Authorea, TechRxiv
_PREPRINT = re.compile(r"10\.(?:1101|64898|21203|20944|26434|31219|31234|22541|36227)/")
_VERSION = re.compile(r"[/._-]?v\d{1,2}$")
_NUMBERS = {
    "arxiv": re.compile(r"(?:[a-z\-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?"),
    "celex": re.compile(r"\d{5}[a-z]{1,2}\d{4,5}(?:r?\(\d{1,2}\))?"),  # with R(nn) a corrigendum of its own
    "dok_id": re.compile(r"[a-z0-9]{6,14}"),
    "pmid": re.compile(r"[1-9]\d{4,8}"),
}
_PREFIXES = {"oai:arxiv.org:": "arxiv", "pubmed:": "pmid", **{f"{kind}:": kind for kind in _NUMBERS}}
_PAGES = {
    "arxiv": re.compile(r"(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/(.+?)(?:\.pdf)?/?"),
    "celex": re.compile(r"eur-lex\.europa\.eu/.*\bcelex:([^&;,]+)"),
    "pmid": re.compile(r"(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?"),
}
_DOI_PAGE = re.compile(
    r"(?:(?:dx\.|www\.)?doi\.org|(?:www\.)?(?:bio|med)rxiv\.org/content(?:/early/[\d/]+)?)/(10\..+?)(?:\.(?:full|abstract|short))?/?"
)
_NAMED = ("doi", "arxiv", "celex", "pubmed", "rxiv")  # most addresses hold none of these


@dataclass(frozen=True, slots=True)
class Work:
    """An identifier, and whether the entry's own data state it; else it was read in an address the entry points to."""

    key: str  # kind:identifier, e.g. doi:10.1000/182
    is_stated: bool

    @property
    def is_of_all_languages(self) -> bool:
        """Whether a text and its translations bear it."""
        return self.key.startswith(OF_ALL_LANGUAGES)


def works_of(url: str | None, guid: str | None, extra: Mapping[str, Any]) -> tuple[Work, ...]:
    """The identifiers of an entry, stated ones first, at most MAX_WORKS; none where it has none that can be one."""
    found = dict.fromkeys(_stated(extra), True)
    for address in filter(None, (url, guid)):
        if linked := _of_address(address.casefold()):
            found.setdefault(linked, False)
    return tuple(Work(key, is_stated) for key, is_stated in list(found.items())[:MAX_WORKS])


def _stated(extra: Mapping[str, Any]) -> Iterator[str]:
    for name in (*_NUMBERS, *_STATED):
        value = extra.get(name)
        if not isinstance(value, str):
            continue
        for part in value.casefold().split():
            key = _of_number(name, part.removeprefix(f"{name}:")) if name in _NUMBERS else _of_address(part)
            if key:
                yield key


def _of_number(kind: str, number: str) -> str | None:
    if not _NUMBERS[kind].fullmatch(number):
        return None
    return f"{kind}:{_VERSION.sub('', number) if kind == 'arxiv' else number}"


def _of_address(address: str) -> str | None:
    """The identifier that an address (case folded) is the page of, or that it is; a page that only names one is none."""
    for prefix, kind in _PREFIXES.items():
        if address.startswith(prefix):
            return _of_number(kind, address.removeprefix(prefix))
    if "://" not in address:
        return _of_doi(address.removeprefix("doi:"))
    page = _page(address) if any(name in address for name in _NAMED) else ""
    if found := _DOI_PAGE.fullmatch(page.partition("?")[0]):
        return _of_doi(found[1])
    for kind, pattern in _PAGES.items():
        if found := pattern.fullmatch(page if kind == "celex" else page.partition("?")[0]):
            return _of_number(kind, found[1])
    return None


def _page(address: str) -> str:
    """Host, path and query of an address without its coding; empty where it is none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:  # half a bracket
        return ""
    return unquote(f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}")


def _of_doi(text: str) -> str | None:
    plain = text.rstrip(".,;")
    if not _DOI.fullmatch(plain):
        return None
    if _PREPRINT.match(plain):
        plain = _VERSION.sub("", plain)
    number = _ARXIV_DOI.fullmatch(plain)
    return (_of_number("arxiv", number[1]) or f"doi:{plain}") if number else f"doi:{plain}"
