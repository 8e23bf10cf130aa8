"""Publish: a digest per system, its forms on disk, the feed, and the published DuckDB file."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from horizon.config import MailSettings, PublishSettings
from horizon.errors import ConfigError
from horizon.publish.archive import to_archive
from horizon.publish.atom import to_atom
from horizon.publish.build import build
from horizon.publish.html import to_html
from horizon.publish.mail import PASSWORD, MailNotSentError, deliver, plain_text
from horizon.publish.markdown import to_markdown
from horizon.publish.material import Material
from horizon.publish.records import FORMAT, Digest, from_json, to_json
from horizon.storage import ledger, published
from horizon.storage.files import write_text
from horizon.storage.store import Store
from horizon.types import StageReport, Window, monday_of

log = logging.getLogger(__name__)
LANGUAGES = ("en", "sv")
FEED_WEEKS = 12  # of signals in the Atom feed
FORMS = {"json": to_json, "md": to_markdown, "html": to_html}


def run(
    store: Store,
    settings: PublishSettings,
    window: Window,
    *,
    output: Path,
    language: str = "en",
    mail: MailSettings | None = None,
) -> StageReport:
    """Issue the digests of the window's week as of window.as_of, refresh the published file, send what is to be sent.

    A digest issued from the same inputs is not issued again. Files are written after the rows are committed, so a run
    that was killed between the two writes them next time; mail goes out last, once.
    """
    systems = store.rows("publish/systems")
    inputs = [
        row["run_id"] for row in store.rows("publish/inputs", week_on=window.week_on, as_of=window.as_of)
    ]
    run_ = ledger.begin(
        store,
        "publish",
        window,
        settings,
        inputs=[FORMAT, *inputs, language, *(s["system_id"] for s in systems)],
    )
    if run_.is_done:
        report = run_.skipped()
        digests, materials = [], {}
    else:
        materials = {
            s["system_id"]: read(store, window.week_on, window.as_of, s["system_id"], language)
            for s in systems
        }
        digests = [build(material, settings) for material in materials.values()]
        rows = [
            {
                "system_id": d.system_id,
                "week_on": d.week_on,
                "as_of": d.as_of,
                "digest": to_json(d),
                "digest_hash": hash_of(d),
            }
            for d in digests
        ]
        with store.transaction():
            store.append("core_digest", rows, run_id=run_.run_id)
            report = run_.finish(
                counts={"digests": len(digests), "signals": sum(len(d.items) for d in digests)}
            )
    late = _unwritten(store, settings, window, output, language, but=digests)
    if digests or late:
        _write_forms(store, settings, output, [*digests, *late], window.as_of, materials)
    _refresh_file(store, output / "horizon-published.duckdb", window, settings.keep_copies)
    return _send(store, mail, window, report)


def _send(store: Store, mail: MailSettings | None, window: Window, report: StageReport) -> StageReport:
    """Mail the digests of the last complete week that have not gone out; a refusal is a note and is tried again next run."""
    is_last_week = window.week_on == monday_of(window.as_of) - timedelta(weeks=1)
    if mail is None or not mail.host or not mail.recipients or not is_last_week:
        return report
    notes = []
    for row in store.rows("publish/digests", as_of=window.as_of):
        if row["week_on"] != window.week_on:
            continue
        try:
            n = deliver(
                store, mail, from_json(row["digest"]), row["digest_hash"],
                password=os.environ.get(PASSWORD), now=window.as_of,
            )  # fmt: skip
        except MailNotSentError as exc:
            log.warning("digest not sent system=%s week=%s reason=%s", row["system_id"], row["week_on"], exc)
            notes.append(f"digest of {row['system_id']} not sent: {exc}")
        else:
            if n:
                log.info("digest sent system=%s week=%s recipients=%d", row["system_id"], row["week_on"], n)
    return replace(report, notes=(*report.notes, *notes))


def _refresh_file(store: Store, file: Path, window: Window, keep: int) -> None:
    """Publish when the file is not from the last publish run; so a run killed before the swap is made good by the next."""
    run_id = str(store.scalar("publish/last_run"))
    if published.run_of(file) != run_id:
        published.publish(store, file, run_id=run_id, as_of=window.as_of, keep=keep)


def _unwritten(
    store: Store,
    settings: PublishSettings,
    window: Window,
    output: Path,
    language: str,
    *,
    but: Sequence[Digest],
) -> list[Digest]:
    """Digests of any week that were issued but whose files are missing, as of the moments they were issued for.

    A run that was killed before it wrote the files of an older week has issued that week: it is never due again.
    """
    written = {(d.system_id, d.week_on) for d in but}
    known = {s["system_id"] for s in store.rows("publish/systems")}
    missing = [
        row
        for row in store.rows("publish/issued", as_of=window.as_of)
        if row["system_id"] in known
        and (row["system_id"], row["week_on"]) not in written
        and not _page(output, row["system_id"], row["week_on"]).exists()
    ]
    return [
        make_digest(store, settings, row["week_on"], row["as_of"], row["system_id"], language)
        for row in missing
    ]


def rebuild(
    store: Store,
    settings: PublishSettings,
    *,
    week_on: date | None,
    as_of: datetime,
    system_id: str | None,
    form: str,
    language: str,
) -> str:
    """A digest as text with the knowledge of `as_of`, nothing written. form: json, markdown, html or text.

    Raises ConfigError for an unknown system.
    """
    known = [s["system_id"] for s in store.rows("publish/systems")]
    if not known:
        raise ConfigError("no system has been scored yet; run `horizon scan` first")
    if system_id is not None and system_id not in known:
        raise ConfigError(f"--system {system_id!r}: not known; there are: {', '.join(known)}")
    chosen = system_id or known[0]
    week = week_on or monday_of(as_of) - timedelta(weeks=1)
    issued = store.rows("publish/digest", system_id=chosen, week_on=week, as_of=as_of)
    moment = issued[0]["as_of"] if issued else as_of
    digest = make_digest(store, settings, week, moment, chosen, language)
    return {"json": to_json, "markdown": to_markdown, "html": to_html, "text": plain_text}[form](digest)


def compare_issued(
    store: Store, settings: PublishSettings, *, as_of: datetime
) -> tuple[int, list[dict[str, Any]]]:
    """Build every issued digest anew as of its moment; returns how many, and those whose text differs from what was issued.

    One may differ after a source or system was renamed, or another Horizon with other words was installed.
    """
    rows = store.rows("publish/digests", as_of=as_of)
    differing = []
    for row in rows:
        issued = _read(row["digest"])
        language = issued.language if issued else "en"
        again = make_digest(store, settings, row["week_on"], row["as_of"], row["system_id"], language)
        if to_json(again) != row["digest"]:
            differing.append(row)
    return len(rows), differing


def send_last(store: Store, mail: MailSettings, *, password: str | None, now: datetime) -> int:
    """Mail the last week's digests to those who have not got them; returns to how many recipients in all.

    Raises ConfigError when no server or recipient is set, MailNotSentError when the server refuses.
    """
    if not mail.host or not mail.recipients:
        raise ConfigError("nowhere to send: set host, sender and recipients in [mail] of horizon.toml")
    rows = store.rows("publish/digests", as_of=now)
    last = max((row["week_on"] for row in rows), default=None)
    return sum(
        deliver(store, mail, from_json(row["digest"]), row["digest_hash"], password=password, now=now)
        for row in rows
        if row["week_on"] == last
    )


def make_digest(
    store: Store, settings: PublishSettings, week_on: date, as_of: datetime, system_id: str, language: str
) -> Digest:
    """The digest of one system and week from what was known at `as_of`."""
    return build(read(store, week_on, as_of, system_id, language), settings)


def read(store: Store, week_on: date, as_of: datetime, system_id: str, language: str) -> Material:
    """Everything the digest of one system and week is made from, as known at `as_of`."""
    system = next(s for s in store.rows("publish/systems") if s["system_id"] == system_id)
    key = {"week_on": week_on, "as_of": as_of}
    before = store.rows("publish/digests_before", system_id=system_id, **key)
    shown, told_gone = shown_lately(before)
    before_on = week_on - timedelta(weeks=1)
    reads_dates = store.scalar("publish/dates_read", as_of=as_of) > 0
    mentions = store.rows("publish/mentions", **key)
    named_in = sorted({row["doc_id"] for row in mentions})
    return Material(
        system=system,
        week_on=week_on,
        as_of=as_of,
        language=language,
        signals=store.rows("publish/signals", system_id=system_id, **key),
        signals_before=store.rows("publish/signals", system_id=system_id, week_on=before_on, as_of=as_of),
        shown_before=shown,
        told_gone=told_gone,
        evidence=store.rows("publish/evidence", **key),
        evidence_before=store.rows("publish/evidence", week_on=before_on, as_of=as_of),
        parts=store.rows("publish/parts", system_id=system_id, **key),
        impacts=store.rows("publish/impacts", system_id=system_id, **key),
        # which of them are flagged is decided on the signals above
        heat=store.rows("impact/heat", system_id=system_id, show_all=True, **key),
        forces=store.rows("publish/forces", **key),
        curves=store.rows("publish/curves", **key),
        coverage=store.rows("publish/coverage", **key),
        troubled=store.rows("publish/troubled", as_of=as_of),
        merged={row["topic_id"]: row["label"] for row in store.rows("publish/merges", **key)},
        n_sources_polled=store.scalar("publish/sources_polled", as_of=as_of),
        mentions=mentions,
        affiliations=store.rows("brief/affiliations", doc_ids=named_in, as_of=as_of),
        forecasts=store.rows("status/forecasts", as_of=as_of),
        calendar=store.rows("calendar/dates", since=week_on - timedelta(weeks=52), as_of=as_of)
        if reads_dates
        else None,
        touches=store.rows("calendar/touches", as_of=as_of),
        stories=store.rows("publish/stories", **key),
        notes=store.rows("publish/notes", **key),
        ratings=store.rows("publish/ratings", **key),
        follows=store.rows("publish/follows", **key),
        proposals=store.rows("publish/proposals", as_of=as_of),
    )


def shown_lately(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, date], frozenset[str]]:
    """Of the digests of the last weeks, oldest first: signal id -> week it was last shown, and whose end was told since."""
    shown: dict[str, date] = {}
    ended: set[str] = set()
    for row in rows:
        digest = json.loads(row["digest"])
        for item in digest["items"]:
            for signal_id in (item["signal_id"], *item.get("also_as", ())):
                shown[signal_id] = row["week_on"]
                ended.discard(signal_id)
        ended |= {c["signal_id"] for c in digest["changes"] if c["kind"] in ("withdrawn", "merged")}
    return shown, frozenset(ended)


def hash_of(digest: Digest) -> str:
    """Hash of all that a reader sees but the footer's moment."""
    same_moment = replace(digest, as_of=datetime(1970, 1, 1, tzinfo=UTC))
    return hashlib.sha256(to_json(same_moment).encode()).hexdigest()


def _page(output: Path, system_id: str, week_on: date) -> Path:
    return output / "digests" / system_id / f"{week_on}.html"


def _write_forms(
    store: Store,
    settings: PublishSettings,
    output: Path,
    digests: Sequence[Digest],
    as_of: datetime,
    materials: Mapping[str, Material],
) -> None:
    """Every form of some digests in both languages, the feeds and the archive; the page last: it says that all are there.

    materials: by system, what this run's own digests were made from: the other language is told from the same rows.
    """
    issued = [
        d for row in store.rows("publish/digests", as_of=as_of) if (d := _read(row["digest"])) is not None
    ]
    for digest in digests:
        folder = output / "digests" / digest.system_id
        mine = [d for d in issued if d.system_id == digest.system_id]
        write_text(output / "feeds" / f"{digest.system_id}.atom", to_atom(mine[-FEED_WEEKS:] or [digest]))
        for language in LANGUAGES:
            other = digest
            if language != digest.language:
                same = materials.get(digest.system_id)
                if same is None or (same.week_on, same.as_of) != (digest.week_on, digest.as_of):
                    same = read(store, digest.week_on, digest.as_of, digest.system_id, language)
                other = build(replace(same, language=language), settings)
            write_text(folder / f"{digest.week_on}.{language}.html", to_html(other))
            write_text(folder / f"{digest.week_on}.{language}.md", to_markdown(other))
        for suffix, form in FORMS.items():
            write_text(folder / f"{digest.week_on}.{suffix}", form(digest))
    write_text(output / "digests" / "index.html", to_archive(issued, digests[0].language))


def _read(text: str) -> Digest | None:
    """A stored digest; None for one of an older format, which is left out of feed and archive."""
    try:
        return from_json(text)
    except ValueError:
        return None
