"""Bytes of a feed -> ParsedFeed. Pure: no file, no network, no clock. Runs in the parser process.

feedparser reads RSS, RDF and Atom; it only ever gets a BytesIO, because it opens a file for bytes that look like a path
and fetches a text that looks like an address. Characters are decoded here, links made absolute here.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from horizon.collect import adapters, jsonfeed, quick
from horizon.collect.dates import ReadDate, from_struct, read_date
from horizon.collect.encoding import to_text
from horizon.collect.identity import entry_key, short_hash
from horizon.collect.links import absolute as absolute_link
from horizon.collect.mojibake import mended
from horizon.collect.opensearch import next_page
from horizon.collect.parsed import (
    MAX_SHORT_CHARS,
    MAX_TAGS,
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    Hints,
    ParsedEntry,
    ParsedFeed,
    clean,
)
from horizon.collect.repair import REPAIRS, is_whole_but_empty, kind_of, mend_lightly, tidy

MAX_DEEP_DATES = 100  # dateparser is slow; a feed whose dates all need it gets this many read
CHALLENGE_WORDS = re.compile(
    r"cf-challenge|cf_chl_|challenge-platform|<title>just a moment|ddos-guard|captcha|checking your browser|"
    r"enable javascript and cookies|are you a (?:human|robot)|anubis_challenge",
    re.IGNORECASE,
)
_LOGIN_WORDS = re.compile(r"""type=["']?password""", re.IGNORECASE)
_NOT_THE_ITEM = ("alternate", "self", "enclosure", "edit", "replies", "hub")
# feedparser needs an absolute base to undo xml:base at the end of an element, but would then resolve ids too. A base that
# can be recognised afterwards gives back what was published.
_BASE_HOST, _BASE_PATHS = "https://base.invalid", ("/a/b/c/", "/a/b/", "/a/")
_BASE = _BASE_HOST + _BASE_PATHS[0]
PERIODS_S = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseJob:
    """One body to parse and what is known about it."""

    body: bytes
    url: str
    content_type: str | None = None
    time_zone: str | None = None
    language: str | None = None
    max_entries: int = 2_000
    key_rule: str | None = None  # "url" or "title" where experience says that ids, or links too, are not kept
    kind: str = "feed"  # of the source: feed, or the name of an adapter
    rules: str | None = None  # of a list page: its selectors, as a JSON object


def parse(job: ParseJob) -> ParsedFeed:
    """Everything readable in a body. A body that is no feed gives an outcome and a plain reason, never an exception."""
    if not job.body.strip():
        return ParsedFeed(outcome="empty", reason="the answer has no body")
    text, defects = to_text(job.body, job.content_type)
    kind = kind_of(text)
    if job.kind in adapters.MARKUP:
        return _from_adapter(text, kind, job, defects)
    if kind == "json" and job.kind in adapters.ADAPTERS:
        feed = adapters.parse(text, job.url, job.kind, time_zone=job.time_zone, max_entries=job.max_entries)
        return replace(finish(feed, job), defects=(*defects, *feed.defects))
    if kind == "json":
        feed = jsonfeed.parse(
            text, job.url, time_zone=job.time_zone, language=job.language, max_entries=job.max_entries
        )
        return replace(finish(feed, job), defects=(*defects, *feed.defects))
    if kind in ("html", "text"):
        return _no_feed(text, kind)
    text, more = tidy(text)
    return _from_markup(text, job, (*defects, *more), is_feed=kind == "feed")


def _from_adapter(text: str, kind: str, job: ParseJob, defects: tuple[str, ...]) -> ParsedFeed:
    if job.kind == "sitemap" and kind in ("html", "text"):
        return _no_feed(text, kind)
    if CHALLENGE_WORDS.search(text[:65_536]):
        return _no_feed(text, "html")
    feed = adapters.MARKUP[job.kind](
        text,
        job.url,
        rules=job.rules,
        time_zone=job.time_zone,
        language=job.language,
        max_entries=job.max_entries,
    )
    return replace(finish(feed, job), defects=(*defects, *feed.defects))


def _from_markup(text: str, job: ParseJob, defects: tuple[str, ...], *, is_feed: bool) -> ParsedFeed:
    result, text, more = _read(text)
    defects = (*defects, *more)
    problem = _problem(result)
    if not result["entries"] and (problem or not is_feed):
        for name, mend in REPAIRS:
            mended = mend(text)
            if mended == text:
                continue
            text = mended
            again = _feedparser(text)
            if again["entries"] or (is_feed and not again.get("bozo")):
                result, defects, problem = again, (*defects, name), problem or "damaged"
                break
    if not result["entries"]:
        if not result.get("version") and not is_feed:
            return ParsedFeed(outcome="not_a_feed", reason="XML, but neither RSS nor Atom", defects=defects)
        if result.get("bozo") and not is_whole_but_empty(text):
            return ParsedFeed(
                outcome="parse_failed", reason=f"broken XML, no entry readable: {problem}", defects=defects
            )
    if problem:
        defects = (*defects, "not_well_formed")
    error = api_error(result)
    if error:
        return ParsedFeed(outcome="http_error", reason=f"the service answered with an error: {error}")
    feed = result["feed"]
    entries = result["entries"][: job.max_entries]
    mapped = ParsedFeed(
        version=str(result.get("version") or ""),
        title=clean(feed.get("title"), MAX_TITLE_CHARS),
        language=clean(feed.get("language"), 40),
        hints=hints_of(feed, job.url, text),
        entries=tuple(_entries(entries, job)),
        defects=defects,
        n_left_out=len(result["entries"]) - len(entries),
    )
    return finish(mapped, job)


def _read(text: str) -> tuple[Any, str, tuple[str, ...]]:
    """The feed, the text it was read from, and what had to be mended for that: the quick reader's first, then feedparser's."""
    result = quick.read(text, _BASE)
    if result is not None:
        return result, text, ()
    mended, defects = mend_lightly(text)
    result = quick.read(mended, _BASE) if defects else None
    if result is None or not result["entries"]:
        return _feedparser(text), text, ()
    return {**result, "bozo": True}, mended, defects


def _feedparser(text: str) -> Any:
    import feedparser  # only the parser process needs it

    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": _BASE},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (LookupError, AttributeError, TypeError, ValueError) as exc:
        # it trips over some damage that it was meant to forgive; the repairs get their turn
        return {"entries": [], "feed": {}, "version": "", "bozo": True, "bozo_exception": repr(exc)}


def _problem(result: Any) -> str | None:
    return clean(str(result.get("bozo_exception") or "damaged"), 200) if result.get("bozo") else None


def _no_feed(text: str, kind: str) -> ParsedFeed:
    head = text[:65_536]
    if CHALLENGE_WORDS.search(head):
        return ParsedFeed(
            outcome="blocked", reason="the site shows a page that asks for a human instead of the feed"
        )
    if kind == "text":
        return ParsedFeed(outcome="not_a_feed", reason=f"plain text instead of a feed: {clean(head, 60)!r}")
    title = re.search(r"<title[^>]*>(.*?)</title>", head, re.DOTALL | re.IGNORECASE)
    named = f" titled {clean(' '.join(title[1].split()), 80)!r}" if title and title[1].strip() else ""
    login = " (it asks for a password)" if _LOGIN_WORDS.search(head) else ""
    return ParsedFeed(outcome="not_a_feed", reason=f"a web page{named} instead of a feed{login}")


def api_error(result: Any) -> str | None:
    """The message of an answer that dresses an error as a feed entry, as arXiv's does; None for a real feed."""
    if len(result["entries"]) != 1:
        return None
    entry = result["entries"][0]
    guid = str(dict.get(entry, "id") or "")
    if str(dict.get(entry, "title") or "").strip().lower() == "error" and "/api/errors" in guid:
        return clean(dict.get(entry, "summary"), 200) or "no reason given"
    return None


def hints_of(feed: Any, url: str, text: str = "") -> Hints:
    """What the feed itself says about the rhythm of polling."""
    ttl = re.fullmatch(r"\s*(\d{1,6})(?:\.\d+)?\s*", str(feed.get("ttl") or ""))
    period = PERIODS_S.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    frequency = re.fullmatch(r"\s*(\d{1,4})\s*", str(feed.get("sy_updatefrequency") or "1"))
    seconds = float(ttl[1]) * 60 if ttl else None
    if period:
        seconds = max(seconds or 0.0, period / max(1, int(frequency[1]) if frequency else 1))
    links = {
        link.get("rel"): link.get("href") for link in reversed(feed.get("links") or []) if link.get("href")
    }
    hours = re.findall(r">\s*(\d{1,2})\s*<", _block(text, "skipHours"))
    days = re.findall(r">\s*([A-Za-z]+day)\s*<", _block(text, "skipDays"))
    return Hints(
        ttl_s=seconds,
        skip_hours=tuple(sorted({int(h) % 24 for h in hours})),
        skip_days=tuple(sorted({d.lower() for d in days})),
        hub=absolute(links.get("hub"), url)[0],
        # the archive before this document, or the next page of it (RFC 5005)
        next_url=absolute(links.get("prev-archive") or links.get("next"), url)[0] or next_page(text, url),
    )


def _block(text: str, name: str) -> str:
    """What stands in an element of the feed's head; feedparser keeps only the last hour or day of these."""
    start = text.find(f"<{name}")
    end = text.find(f"</{name}", start)
    return text[start:end] + "<" if 0 <= start < end <= start + 2_000 else ""


def _entries(entries: Iterable[Any], job: ParseJob) -> Iterable[ParsedEntry]:
    n_deep = 0
    for entry in entries:
        mapped, was_deep = _entry(entry, job, deep=n_deep < MAX_DEEP_DATES)
        n_deep += was_deep
        yield mapped


def _entry(entry: Any, job: ParseJob, *, deep: bool) -> tuple[ParsedEntry, bool]:
    defects: list[str] = []
    guid = clean(_unbased(dict.get(entry, "id")), MAX_SHORT_CHARS)
    url, more = _link(entry, guid, job.url)
    defects += more
    contents = [c.get("value") for c in dict.get(entry, "content") or [] if c.get("value")]
    content = clean(max(contents, key=len), MAX_TEXT_CHARS) if contents else None
    summary = clean(dict.get(entry, "summary"), MAX_TEXT_CHARS)
    if summary == content:
        summary = None if content else summary
    if any(len(value) > MAX_TEXT_CHARS for value in contents):
        defects.append("text_cut")
    published_raw, date, from_updated, was_deep = _dates(entry, job, deep=deep)
    updated = _one_date(entry, "updated", job, deep=False)
    if date is not None:
        defects += date.defects
    elif published_raw:
        defects.append("date_unreadable")
    if from_updated:
        defects.append("date_from_updated")
    title = clean(dict.get(entry, "title"), MAX_TITLE_CHARS)
    mapped = ParsedEntry(
        entry_key="",
        guid=guid,
        url=url,
        title=title,
        summary=summary,
        content=content,
        author=clean(dict.get(entry, "author"), MAX_SHORT_CHARS),
        published_raw=published_raw,
        published_at=date.at if date else None,
        date_precision=date.precision if date else None,
        updated_at=updated.at if updated else None,
        language=_language(entry),
        tags=_tags(entry),
        defects=tuple(defects),
        extra=_extra(entry, job.url),
    )
    return mapped, was_deep


def _unbased(link: object) -> object:
    """A link as it was before feedparser resolved it against our marker base; others unchanged."""
    if not isinstance(link, str) or not link.startswith(_BASE_HOST):
        return link
    path = link.removeprefix(_BASE_HOST)
    for n_up, start in enumerate(_BASE_PATHS):
        if path.startswith(start):
            return "../" * n_up + path.removeprefix(start)
    return path


def absolute(link: object, base: str) -> tuple[str | None, tuple[str, ...]]:
    """An absolute address for a link that feedparser may have resolved against our marker base."""
    return absolute_link(_unbased(link), base)


def _link(entry: Any, guid: str | None, base: str) -> tuple[str | None, tuple[str, ...]]:
    links = dict.get(entry, "links") or []
    candidates = [dict.get(entry, "link")]
    candidates += [x.get("href") for x in links if x.get("rel") == "alternate"]
    candidates += [
        x.get("href")
        for x in links
        if x.get("rel") not in ("alternate", "self", "enclosure", "edit", "replies", "hub")
    ]
    if guid and re.match(r"https?://", guid, re.IGNORECASE):
        candidates.append(guid)
    candidates += [x.get("href") for x in links if x.get("rel") == "self"]
    seen: tuple[str, ...] = ()
    for candidate in candidates:
        url, defects = absolute(candidate, base)
        if url:
            return url, defects
        seen = defects or seen
    return None, seen


def _dates(entry: Any, job: ParseJob, *, deep: bool) -> tuple[str | None, ReadDate | None, bool, bool]:
    """(text, date, taken from the date of change, dateparser was needed)."""
    was_deep = False
    first_raw: str | None = None
    for name in ("published", "created", "updated"):
        raw = clean(dict.get(entry, name), MAX_SHORT_CHARS)
        if not raw:
            continue
        first_raw = first_raw or raw
        date = _one_date(entry, name, job, deep=False)
        if date is None and deep:
            date, was_deep = _one_date(entry, name, job, deep=True), True
        if date is not None:
            return raw, date, name == "updated", was_deep
    return first_raw, None, False, was_deep


def _one_date(entry: Any, name: str, job: ParseJob, *, deep: bool) -> ReadDate | None:
    raw = clean(dict.get(entry, name), MAX_SHORT_CHARS)
    if not raw:
        return None
    date = read_date(raw, time_zone=job.time_zone, language=job.language, deep=False)
    if date is None:
        struct = _struct(entry, name, raw)
        date = from_struct(tuple(struct), raw, job.time_zone) if struct is not None else None
    if date is None and deep:
        date = read_date(raw, time_zone=job.time_zone, language=job.language)
    return date


def _struct(entry: Any, name: str, raw: str) -> Any:
    """feedparser's own reading of a date; the quick reader leaves it to be asked for."""
    if type(entry) is not dict:
        return dict.get(entry, f"{name}_parsed")
    from feedparser.datetimes import _parse_date

    return _parse_date(raw)


def _language(entry: Any) -> str | None:
    for name in ("summary_detail", "title_detail"):
        found = (dict.get(entry, name) or {}).get("language")
        if found:
            return clean(found, 40)
    return clean(dict.get(entry, "language"), 40)


def _tags(entry: Any) -> tuple[str, ...]:
    terms = [clean(t.get("label") or t.get("term"), 200) for t in dict.get(entry, "tags") or []]
    return tuple(dict.fromkeys(t for t in terms if t))[:MAX_TAGS]


def _extra(entry: Any, base: str) -> str | None:
    """Identifiers and pointers that only some feeds give, as a JSON object; None when there are none."""
    found: dict[str, object] = {}
    names = {"prism_doi": "doi", "arxiv_doi": "doi", "dc_identifier": "dc_identifier", "prism_publicationname": "journal",
             "arxiv_comment": "comment", "comments": "comments_url", "slash_comments": "n_comments"}  # fmt: skip
    for name, key in names.items():
        value = clean(_unbased(dict.get(entry, name)), MAX_SHORT_CHARS)
        if value and key not in found:
            found[key] = value
    source = dict.get(entry, "source")
    if source:
        origin = {
            "title": clean(source.get("title"), 500),
            "url": clean(_unbased(source.get("href") or source.get("link")), 2000),
        }
        found["source"] = {k: v for k, v in origin.items() if v}
    links = dict.get(entry, "links") or []
    related = [
        x.get("href") for x in links if x.get("rel") in ("related", "via", "canonical") and x.get("href")
    ]
    if related:
        found["related"] = [absolute(r, base)[0] for r in related[:10]]
    enclosures = [x for x in links if x.get("rel") == "enclosure" and x.get("href")]
    if enclosures:
        found["enclosures"] = [
            {"url": absolute(x["href"], base)[0], "type": x.get("type")} for x in enclosures[:5]
        ]
    if dict.get(entry, "guidislink"):
        found["guid_is_link"] = True
    kept = {k: v for k, v in found.items() if v not in (None, {}, [])}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else None


def finish(feed: ParsedFeed, job: ParseJob) -> ParsedFeed:
    """Give entries their keys and languages. An id that names several different items of one feed is no identity there."""
    feed = replace(feed, title=mended(feed.title), entries=tuple(_mended(e) for e in feed.entries))
    shared = _shared([e.guid for e in feed.entries], [e.url or e.title for e in feed.entries])
    entries = []
    taken: Counter[str] = Counter()
    for entry in feed.entries:
        defects = entry.defects
        guid = entry.guid
        if not (entry.title or entry.summary or entry.content or entry.url):
            defects = (*defects, "no_text")
        if guid is None:
            defects = (*defects, "no_id")
        elif guid in shared:
            defects, guid = (*defects, "id_repeated"), None
        if job.key_rule and guid is not None:
            defects, guid = (*defects, "id_untrusted"), None
        key = entry_key(
            guid=guid,
            url=None if job.key_rule == "title" and entry.title else entry.url,
            title=entry.title,
            published_raw=entry.published_raw,
            text=entry.content or entry.summary,
        )
        if guid is None and job.key_rule != "title" and entry.url and _is_shared_link(entry, feed.entries):
            # one address for the whole feed (a docket, a changelog page): the link names the page, not the item
            defects = (*defects, "link_repeated")
            key = "link:" + short_hash(entry.url, entry.title, entry.published_raw)
        taken[key] += 1
        if taken[key] > 1:
            defects = (*defects, "key_repeated")
        entries.append(
            replace(entry, entry_key=key, defects=defects, language=entry.language or feed.language)
        )
    return replace(feed, entries=tuple(entries))


def _mended(entry: ParsedEntry) -> ParsedEntry:
    texts = (entry.title, entry.summary, entry.content, entry.author)
    better = tuple(mended(text) for text in texts)
    if better == texts:
        return entry
    title, summary, content, author = better
    defects = (*entry.defects, "double_encoded")
    return replace(entry, title=title, summary=summary, content=content, author=author, defects=defects)


def _shared(guids: list[str | None], things: list[str | None]) -> set[str]:
    named: dict[str, set[str | None]] = {}
    for guid, thing in zip(guids, things, strict=True):
        if guid is not None:
            named.setdefault(guid, set()).add(thing)
    return {guid for guid, several in named.items() if len(several) > 1}


def _is_shared_link(entry: ParsedEntry, entries: tuple[ParsedEntry, ...]) -> bool:
    return any(e.url == entry.url and e.title != entry.title for e in entries)
