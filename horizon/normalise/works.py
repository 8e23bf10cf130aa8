"""World-wide identifiers of works, in one spelling: by them a preprint and its journal version are known to be one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAX_WORKS = 12  # of one entry; a list of references is none of identifiers
STATED = ("doi", "arxiv", "celex", "dok_id", "pmid", "published_doi", "same_work", "dc_identifier")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>]+", re.I)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
_ARXIV = re.compile(r"(?:[a-z\-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?")
_ARXIV_PAGE = re.compile(r"arxiv\.org/(?:abs|pdf)/(\S+)")
_CELEX = re.compile(r"[0-9][0-9]{4}[a-z]{1,2}[0-9]{4}(?:\([0-9]+\))?")
_CELEX_PAGE = re.compile(r"celex(?::|%3a|=)?(?:celex(?::|%3a))?([0-9a-z()]+)")
_PMID = re.compile(r"[1-9]\d{4,8}")
_PUBMED = re.compile(r"(?:^pubmed:|pubmed\.ncbi\.nlm\.nih\.gov/|^pmid:)(\d+)")
_DOK_ID = re.compile(r"[a-z0-9]{6,14}")
_NUMBERS = {"arxiv": _ARXIV, "celex": _CELEX, "dok_id": _DOK_ID, "pmid": _PMID}
_VERSION = re.compile(r"(?:(?<=\d)|[/.])v\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Work:
    """An identifier, and whether the entry's own data state it; else it was read in an address the entry points to."""

    key: str  # kind:identifier, e.g. doi:10.1000/182
    is_stated: bool


def works_of(url: str | None, guid: str | None, extra: Mapping[str, Any]) -> tuple[Work, ...]:
    """The identifiers of an entry, stated ones first, at most MAX_WORKS; none where it has none that can be one."""
    found: dict[str, bool] = {}
    for name in STATED:
        value = extra.get(name)
        if isinstance(value, str):
            for key in _stated(name, value.casefold()):
                found.setdefault(key, True)
    for address in filter(None, (url, guid)):
        if linked := _in_address(address.casefold()):
            found.setdefault(linked, False)
    return tuple(Work(key, is_stated) for key, is_stated in list(found.items())[:MAX_WORKS])


def _stated(name: str, value: str) -> Iterator[str]:
    if name in _NUMBERS:
        plain = value.removeprefix(f"{name}:").strip()
        if _NUMBERS[name].fullmatch(plain):
            yield f"{name}:{_VERSION.sub('', plain) if name == 'arxiv' else plain}"
        return
    for part in value.split():
        key = _in_address(part) if "://" in part or part.startswith(("pmid:", "doi:")) else _doi(part)
        if key:
            yield key


def _in_address(address: str) -> str | None:
    """The identifier that an address (case folded) is the page of; a page that only names one further on is none."""
    if "arxiv.org/" in address:
        page = _ARXIV_PAGE.search(address)
        number = _ARXIV.match(page[1]) if page else None
        return f"arxiv:{_VERSION.sub('', number[0])}" if number else None
    if "celex" in address:
        named = _CELEX_PAGE.search(address)
        number = _CELEX.match(named[1]) if named else None
        return f"celex:{number[0]}" if number else None
    if "doi.org/" in address or address.startswith(("doi:", "10.")):
        return _doi(address)
    pubmed = _PUBMED.search(address) if "pubmed" in address or address.startswith("pmid:") else None
    return f"pmid:{pubmed[1]}" if pubmed and _PMID.fullmatch(pubmed[1]) else None


def _doi(text: str) -> str | None:
    found = _DOI.search(text)
    if not found:
        return None
    plain = _VERSION.sub("", found[0].rstrip(".,;)"))
    number = _ARXIV_DOI.fullmatch(plain)
    return f"arxiv:{number[1]}" if number else f"doi:{plain}"
