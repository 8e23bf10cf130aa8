"""A key goes out with the request and is found nowhere else; a daily budget is remembered and not overdrawn."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from horizon.cli import cli
from horizon.clock import SimulatedClock
from horizon.collect import catalogue, stage
from horizon.collect.adapters import cost_of
from horizon.collect.fetch import Answer, Fetcher, Request
from horizon.collect.headers import budget_of
from horizon.collect.journal import Journal
from horizon.collect.keys import Keys
from horizon.config import CollectSettings
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.types import Window

from .feeds import NOW, source

KEY = "sécret+key/1"
SPELT = "s%C3%A9cret%2Bkey%2F1"
ENVIRONMENT = {"HORIZON_OPENALEX_KEY": f" {KEY}\n"}
WORKS = "https://api.openalex.org/works"


def get(url: str, *answers: httpx.Response | Exception) -> tuple[Answer, list[str]]:
    asked: list[str] = []
    left = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    async def go() -> Answer:
        transport = httpx.MockTransport(handle)
        async with Fetcher(CollectSettings(), transport=transport, keys=Keys(ENVIRONMENT)) as fetcher:
            return await fetcher.get(Request(url=url), NOW)

    return asyncio.run(go()), asked


def moved(to: str) -> httpx.Response:
    return httpx.Response(301, headers={"Location": to})


OK = httpx.Response(200, content=b"{}")


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        (f"{WORKS}?search=a%20b&x=", f"{WORKS}?search=a%20b&x=&api_key={SPELT}"),
        (WORKS, f"{WORKS}?api_key={SPELT}"),
        ("https://API.openalex.org/works", f"https://api.openalex.org/works?api_key={SPELT}"),
        ("http://api.openalex.org/works", "http://api.openalex.org/works"),
        ("https://api.openalex.org:8443/works", "https://api.openalex.org:8443/works"),
        ("https://openalex.org/works", "https://openalex.org/works"),
        ("https://api.openalex.org.evil.example/works", "https://api.openalex.org.evil.example/works"),
        ("https://evil.example/?u=api.openalex.org", "https://evil.example/?u=api.openalex.org"),
    ],
)
def test_the_key_goes_to_its_service_and_nowhere_else(url: str, sent: str) -> None:
    answer, asked = get(url, httpx.Response(200, content=b"{}"))
    assert asked == [sent]
    assert answer.requested_url == url
    assert "api_key" not in f"{answer}"


def test_a_redirect_neither_carries_the_key_away_nor_brings_it_back() -> None:
    answer, asked = get(WORKS, moved("https://other.example/?q=1"), httpx.Response(200, content=b"{}"))
    assert asked[1] == "https://other.example/?q=1"
    echo = moved(f"{WORKS}/W1?api_key={SPELT}&a=b")
    answer, asked = get(WORKS, echo, httpx.Response(200, content=b"{}"))
    assert asked[1] == f"{WORKS}/W1?a=b&api_key={SPELT}"
    assert (answer.final_url, answer.permanent_url) == (f"{WORKS}/W1?a=b", f"{WORKS}/W1?a=b")


@pytest.mark.parametrize("spelt", [KEY, SPELT])
def test_an_error_does_not_tell_the_key(spelt: str) -> None:
    answer, _ = get(WORKS, httpx.ConnectError(f"no way to {WORKS}?api_key={spelt}"))
    assert answer.outcome == "unreachable"
    assert spelt not in str(answer)


def test_a_catalogue_may_not_carry_the_key(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        f'[[source]]\nid="a"\nname="A"\nclass="research"\nkind="openalex"\nurl="{WORKS}?API_KEY=x"\n'
    )
    with pytest.raises(ConfigError, match="HORIZON_OPENALEX_KEY"):
        catalogue.load([path])


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/works/W2741809807", 0),
        ("/works/doi:10.1234/x.y", 0),
        ("/works?filter=institutions.id:I1,type:article", 1),
        ("/works?search=heat+pumps", 10),
        ("/works?filter=title.search:lantern,type:article", 10),
        ("/works?filter=default.search:a", 10),
        ("/works?filter=display_name.search.no_stem:a", 10),
        ("/works?filter=topics.id:T1&search.semantic=light", 100),
    ],
)
def test_what_a_request_costs(path: str, cost: int) -> None:
    assert cost_of("openalex", f"https://api.openalex.org{path}") == cost
    assert cost_of("feed", f"https://api.openalex.org{path}") == 0


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "997", "x-ratelimit-reset": "11987",
          "x-ratelimit-credits-used": "10"}, (1000, 997, 11987, 10)),
        ({"x-ratelimit-remaining": "5", "x-ratelimit-reset": f"{NOW.timestamp() + 60:.0f}"}, (None, 5, 60, None)),
        ({"ratelimit-remaining": "5.0", "ratelimit-reset": "1.5"}, (None, 5, 1, None)),
        ({"x-ratelimit-remaining": "5"}, None),
        ({"x-ratelimit-remaining": "-5", "x-ratelimit-reset": "9"}, None),
        ({"x-ratelimit-remaining": "many", "x-ratelimit-reset": "9"}, None),
        ({"x-ratelimit-remaining": "9" * 40, "x-ratelimit-reset": "9"}, None),
        ({"x-ratelimit-remaining": "5", "x-ratelimit-reset": "99999999"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_an_answer_tells_of_a_budget(headers: dict[str, str], told: tuple[Any, ...] | None) -> None:
    budget = budget_of(headers, NOW)
    if told is None:
        assert budget is None
    else:
        assert budget is not None
        seconds = (budget.until - NOW).total_seconds()
        assert (budget.limit, budget.left, seconds, budget.cost) == told


class Stream(httpx.AsyncByteStream):
    """A body as it comes over a wire."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"meta": {}, "results": []}'


class Service:
    """OpenAlex with a small budget."""

    def __init__(self) -> None:
        self.left = 25
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        cost = cost_of("openalex", str(request.url))
        assert cost <= self.left, "more is asked for than is left"
        self.left -= cost
        self.asked.append(
            request.url.params.get("filter") or request.url.params.get("search") or request.url.path
        )
        headers = {"x-ratelimit-limit": "25", "x-ratelimit-remaining": str(self.left), "x-ratelimit-reset": "36000",
                   "x-ratelimit-credits-used": str(cost)}  # fmt: skip
        return httpx.Response(200, stream=Stream(), headers=headers)


def test_the_daily_budget_is_remembered_and_never_overdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service()
    monkeypatch.setenv("HORIZON_OPENALEX_KEY", KEY)
    monkeypatch.setattr(stage, "Fetcher", partial(Fetcher, transport=httpx.MockTransport(service)))
    settings = CollectSettings(host_delay_s=0, host_concurrency=1)
    urls = [
        f"{WORKS}?search=a",
        f"{WORKS}?search=b",
        f"{WORKS}?search=c",
        f"{WORKS}?filter=type:article",
        f"{WORKS}/W1",
    ]
    sources = [source(f"s{n}", url, kind="openalex") for n, url in enumerate(urls)]

    def run(hours: float) -> list[str]:
        moment = NOW + timedelta(hours=hours)
        with Store.open(tmp_path) as store:
            catalogue.sync(store, sources)
            window = Window.day(moment.date(), as_of=moment)
            return list(stage.run(store, settings, window, clock=SimulatedClock(moment)).notes)

    caplog.set_level("DEBUG")
    assert any("5 of 25 left of the budget of openalex.org, the request costs 10" in note for note in run(0))
    assert service.asked == ["a", "b", "type:article", "/works/W1"], (
        "the third search is not paid for; the rest is"
    )
    with Store.open(tmp_path) as store:
        (memory,) = store.rows("collect/sites")
        assert (memory["budget_limit"], memory["budget_left"], memory["request_cost"]) == (25, 4, 0)
        assert memory["budget_until"] == NOW + timedelta(hours=10)
        waiting = next(r for r in store.rows("collect/states") if r["source_id"] == "s2")
        assert waiting["next_poll_at"] == NOW + timedelta(hours=10), "it waits for the new day"
    run(5)
    assert "c" not in service.asked
    service.left = 25
    run(15.5)
    assert service.asked.count("c") == 1, "who was left out is first in turn"
    assert Journal(tmp_path).pages_noted() == []
    told = "".join(p.read_bytes().decode("latin-1") for p in tmp_path.rglob("*") if p.is_file()) + caplog.text
    assert KEY not in told and SPELT not in told and "api_key" not in told


def test_the_check_tells_the_budget_and_the_missing_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HORIZON_OPENALEX_KEY", raising=False)
    CliRunner().invoke(cli, ["init", str(tmp_path / "w")], catch_exceptions=False)
    path = tmp_path / "w" / "sources" / "mine.toml"
    path.write_text(
        f'[[source]]\nid="oa"\nname="A"\nclass="research"\nkind="openalex"\nurl="{WORKS}?search=a"\n'
    )
    with Store.open(tmp_path / "w" / "store") as store:
        until = datetime.now(UTC) + timedelta(hours=3)
        store.append("core_site", [{"site": "openalex.org", "budget_limit": 1000, "budget_left": 7, "budget_until": until,
                                    "request_cost": 10}])  # fmt: skip

    def checked() -> str:
        shown = CliRunner().invoke(
            cli, ["-w", str(tmp_path / "w"), "sources", "check", "--json"], catch_exceptions=False
        )
        return str(json.loads(shown.stdout)[0]["site"])

    told = checked()
    assert "budget: 7 of 1000 left until" in told and "last request cost 10" in told
    assert "no key: with HORIZON_OPENALEX_KEY" in told
    monkeypatch.setenv("HORIZON_OPENALEX_KEY", KEY)
    assert "no key" not in checked()
