"""The Commission's "Have your say" register (brpapi/searchInitiatives) -> entries and the next page.

An initiative keeps its id from the call for evidence to the adopted act. Stage and feedback period stand in the summary, so
that each step is a new version of one item. The dates carry no zone: name the source's (Europe/Brussels).
"""

from __future__ import annotations

from typing import Any

from horizon.collect.adapters.common import entry, rows, table, whole, with_parameter
from horizon.collect.parsed import ParsedEntry, clean

PAGE = "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/"


def items(data: Any) -> list[Any] | None:
    """The initiatives of an answer, in the form of today or the one before; None when it is none."""
    found = table(table(data).get("initiativeResultDtoPage")).get("content")
    if found is None:
        found = table(table(data).get("_embedded")).get("initiativeResultDtoes")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One initiative at its present stage."""
    number = whole(item.get("id"))  # the service writes 14858.0
    name = clean(item.get("id"), 40) if number is None else str(number)
    stages = [table(s) for s in rows(item.get("currentStatuses"))]
    now = next((s for s in stages if s.get("isCurrent")), stages[0] if stages else {})
    start, end = _iso(now.get("feedbackStartDate")), _iso(now.get("feedbackEndDate"))
    period = f"Feedback period: {start[:10]} to {end[:10]}" if start and end else None
    told = [clean(item.get("foreseenActType"), 80), clean(now.get("frontEndStage"), 80), period]
    return entry(
        guid=name, url=f"{PAGE}{name}" if name else None, title=item.get("shortTitle"),
        date=start or item.get("publicationDate"), summary=". ".join(t for t in told if t) or None,
        tags=[table(t).get("label") for t in rows(item.get("topics"))], time_zone=time_zone,
        extra={"reference": item.get("reference"), "type": item.get("foreseenActType"), "stage": now.get("frontEndStage"),
               "feedback_until": end},
    )  # fmt: skip


def _iso(value: object) -> str | None:
    """2026/08/31 08:24:00 with dashes."""
    text = clean(value, 40)
    return text[:10].replace("/", "-") + text[10:].replace(" ", "T", 1) if text else None


def next_url(data: Any, url: str) -> str | None:
    """The address of the page after this one."""
    page = table(table(data).get("initiativeResultDtoPage"))
    number, n_pages = whole(page.get("number")), whole(page.get("totalPages"))
    if number is None or n_pages is None or not 0 <= number < n_pages - 1:
        return None
    return with_parameter(url, "page", str(number + 1))
