from werkzeug import Request, Response

from horizon.collect.validators import CHECK_EVERY

from .conftest import Bench
from .feeds import item, rss, source

TAG = {"ETag": '"frozen"'}


def test_a_server_that_answers_not_modified_for_ever_is_found_out(bench: Bench) -> None:
    n = 0

    def stuck(request: Request) -> Response:
        nonlocal n
        n += 1
        if request.headers.get("If-None-Match"):
            return Response(status=304)
        return Response(
            rss(item(k, date=f"2026-03-{2 + k // 2:02d}T10:00:00Z") for k in range(n)),
            headers={"ETag": f'"{n}"'},
        )

    bench.server.expect_request("/a").respond_with_handler(stuck)
    bench.catalogue(source("a", bench.url("/a")))
    for _ in range(CHECK_EVERY + 2):
        bench.run(days=1)
    outcomes = [r["outcome"] for r in sorted(bench.table("raw_fetch"), key=lambda r: r["requested_at"])]
    assert outcomes == ["ok", *["not_modified"] * CHECK_EVERY, "ok"]
    assert "not modified" in bench.state("a")["extra"]
    bench.run(days=1)
    fetch = bench.last_fetch("a")
    assert (fetch["outcome"], fetch["is_conditional"]) == ("ok", False)
    assert bench.state("a")["supports_conditional"] is False


def test_new_items_under_an_unchanged_validator_are_found_out(bench: Bench) -> None:
    n = 0

    def frozen(request: Request) -> Response:
        nonlocal n
        n += 1
        if request.headers.get("If-None-Match"):
            return Response(status=304)
        return Response(rss([item(n)]), headers=TAG)

    bench.server.expect_request("/a").respond_with_handler(frozen)
    bench.catalogue(source("a", bench.url("/a")))
    for _ in range(CHECK_EVERY + 3):
        bench.run(days=1)
    assert "unchanged validators" in bench.state("a")["extra"]


def test_an_honest_server_stays_trusted(bench: Bench) -> None:
    day = 0

    def honest(request: Request) -> Response:
        tag = f'"{day // 4}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304)
        return Response(
            rss(item(k, date=f"2026-03-{2 + 4 * k:02d}T12:00:00Z") for k in range(day // 4 + 1)),
            headers={"ETag": tag},
        )

    bench.server.expect_request("/a").respond_with_handler(honest)
    bench.catalogue(source("a", bench.url("/a")))
    for day in range(24):  # noqa: B007 - read by the server
        bench.run(days=1)
    state = bench.state("a")
    assert state["supports_conditional"] is True
    assert "distrusted" not in state["extra"]
    assert sum(r["outcome"] == "not_modified" for r in bench.table("raw_fetch")) >= 15


def test_a_server_that_ignores_validators_is_known(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(rss([item(1)]), headers=TAG)
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    bench.run(days=1)
    assert bench.last_fetch("a")["outcome"] == "same_body"
    assert bench.state("a")["supports_conditional"] is False
