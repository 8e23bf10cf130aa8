"""Real feeds through the real stage. They lie beside the project and never come into it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug import Request, Response

from benchmarks.loopback import serving
from horizon.collect.defects import DEFECTS
from horizon.collect.mojibake import mended
from horizon.collect.parse import ParseJob, parse
from horizon.storage.store import Store

from .conftest import Bench
from .feeds import source

ROOT = Path(__file__).parents[2]
FOLDERS = ("news", "blogs", "policy", "research", "jsonfeed", "encoding", "broken")


def test_real_feeds_lose_no_entry_and_every_failure_is_named(
    bench: Bench, shared: Callable[[str], Path]
) -> None:
    root = shared("feeds")
    manifest = [
        m for m in json.loads((root / "manifest.json").read_text()) if m["file"].split("/")[0] in FOLDERS
    ]
    bench.settings = bench.settings.model_copy(update={"host_concurrency": 16, "timeout_s": 20.0})

    def serve(request: Request) -> Response:
        return Response(
            (root / request.path.lstrip("/")).read_bytes(), content_type="application/octet-stream"
        )

    for m in manifest:
        bench.server.expect_request(f"/{m['file']}").respond_with_handler(serve)
    bench.catalogue(*(source(f"s{n}", bench.url(f"/{m['file']}")) for n, m in enumerate(manifest)))
    report = bench.run()
    fetches = {r["source_id"]: r for r in bench.table("raw_fetch")}
    assert len(fetches) == len(manifest)
    fewer = []
    for n, m in enumerate(manifest):
        fetch = fetches[f"s{n}"]
        baseline = m.get("feedparser_entries") or 0
        # equal versions within one body are one row, so the count of rows may be lower by exactly those
        if (fetch["n_entries"] or 0) < baseline:
            fewer.append((m["file"], baseline, fetch["n_entries"], fetch["outcome"]))
        if fetch["outcome"] != "ok":
            assert fetch["reason"], m["file"]
            assert not baseline, f"{m['file']}: {fetch['outcome']}: {fetch['reason']}"
    assert report.counts["n_new_entries"] == report.counts["n_entries"] > 1000
    for name, baseline, found, outcome in fewer:
        doubled = _n_repeated(bench, fetches[f"s{[m['file'] for m in manifest].index(name)}"])
        assert outcome == "ok", name
        assert found + doubled >= baseline, f"{name}: {found} of {baseline}"


def _n_repeated(bench: Bench, fetch: dict[str, object]) -> int:
    """Entries of a body that repeat another entry of it word for word."""
    body = bench.store.bodies.get(str(fetch["body_hash"]))
    feed = parse(ParseJob(body=body, url=str(fetch["final_url"]), content_type="application/octet-stream"))
    return len(feed.entries) - int(str(fetch["n_entries"]))


LOST = re.compile("\ufffd|[\x80-\x9f]")


def test_no_real_title_is_mangled(shared: Callable[[str], Path]) -> None:
    """Not a character lost, no control left over, nothing that reads as UTF-8 taken for Windows-1252."""
    root, n, mangled_titles = shared("feeds"), 0, []
    for folder in (*FOLDERS, "pairs"):
        for path in sorted((root / folder).iterdir()):
            body = path.read_bytes()
            for entry in parse(ParseJob(body=body, url="https://x.example/")).entries:
                title = entry.title or ""
                n += 1
                published_so = "\ufffd".encode() in body or "bad_bytes_replaced" in entry.defects
                if (LOST.search(title) and not published_so) or mended(title) != title:
                    mangled_titles.append((path.name, title))
    assert n > 4_000
    assert mangled_titles == []


@pytest.mark.proof
def test_all_real_documents_through_the_command_line(shared: Callable[[str], Path], tmp_path: Path) -> None:
    """Every document of the seven folders in one run of the program: no crash, no traceback, each failure named."""
    root = shared("feeds")
    manifest = [
        m for m in json.loads((root / "manifest.json").read_text()) if m["file"].split("/")[0] in FOLDERS
    ]
    bodies = {f"/{m['file']}": (root / m["file"]).read_bytes() for m in manifest}
    with serving(bodies) as host:
        horizon(tmp_path, "init")
        (tmp_path / "sources").mkdir(exist_ok=True)
        for old in (tmp_path / "sources").glob("*.toml"):
            old.unlink()
        tables = (
            f'[[source]]\nid = "s{n:03d}"\nname = "s{n:03d}"\nclass = "news"\nurl = "http://{host}/{m["file"]}"\n'
            for n, m in enumerate(manifest)
        )
        (tmp_path / "sources" / "real.toml").write_text("\n".join(tables), encoding="utf-8")
        config = tmp_path / "horizon.toml"
        text = re.sub(r"(?ms)^\[collect\].*?(?=^\[|\Z)", "", config.read_text(encoding="utf-8"))
        config.write_text(
            f'{text}\n[collect]\nallow_hosts = ["{host}"]\nhost_delay_s = 0\nhost_concurrency = 16\n',
            encoding="utf-8",
        )
        told = [horizon(tmp_path, command) for command in ("collect", "normalise", "status")]
        told.append(horizon(tmp_path, "sources", "check"))
    assert not any("Traceback" in text for text in told)
    with Store.open(tmp_path / "store") as store:
        rows = store._con.execute("SELECT source_id, outcome, reason, n_entries FROM raw_fetch").fetchall()
        n_entries = store.count("raw_entry")
        n_documents = store._con.execute(
            "SELECT count(DISTINCT entry_hash) FROM core_entry_document"
        ).fetchall()[0][0]
    fetched = {source_id: (outcome, reason, n) for source_id, outcome, reason, n in rows}
    assert len(fetched) == len(rows) == len(manifest)
    failed = {k: v for k, v in fetched.items() if v[0] != "ok"}
    assert all(reason for _, reason, _ in failed.values())
    for n, m in enumerate(manifest):
        if m.get("feedparser_entries"):
            assert fetched[f"s{n:03d}"][0] == "ok", (m["file"], fetched[f"s{n:03d}"])
    assert n_entries == n_documents > 4_000, "every entry kept has become a document or a version of one"


def horizon(workspace: Path, *arguments: str) -> str:
    """What the program prints, on both channels; it has to end well."""
    command = [sys.executable, "-c", "from horizon.cli import main; main()", "-w", str(workspace), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout + done.stderr


def test_gmt_plus_nine_in_a_real_feed(shared: Callable[[str], Path]) -> None:
    path = shared("feeds") / "news" / "mediacloud-real-korean-times.rss"
    if not path.exists():
        pytest.skip("this feed is kept aside")
    feed = parse(ParseJob(body=path.read_bytes(), url="https://x.example/"))
    dated = [e for e in feed.entries if e.published_raw and "GMT+9" in e.published_raw]
    assert dated
    assert all(e.published_at for e in dated)


def test_every_defect_of_real_feeds_is_explained(shared: Callable[[str], Path]) -> None:
    root = shared("feeds")
    met: set[str] = set()
    for folder in FOLDERS:
        for path in sorted((root / folder).iterdir()):
            feed = parse(ParseJob(body=path.read_bytes(), url="https://x.example/"))
            met |= {*feed.defects, *(d for e in feed.entries for d in e.defects)}
    assert met <= set(DEFECTS)
