"""Real feeds through the real stage. They lie beside the project and never come into it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug import Request, Response

from horizon.collect.defects import DEFECTS
from horizon.collect.parse import ParseJob, parse

from .conftest import Bench
from .feeds import source

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
