"""What all tests share: golden files, the optional shared folder, no network, one hypothesis profile for CI."""

import difflib
import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
POSTGRESQL_BINARIES = Path("/usr/lib/postgresql")  # Debian keeps initdb off PATH

settings.register_profile("laptop", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "laptop")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew; then read the diff"
    )


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _has_postgresql() -> bool:
    return shutil.which("initdb") is not None or any(POSTGRESQL_BINARIES.glob("*/bin/initdb"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("chromium") and not _has_chromium():
        pytest.skip("no chromium on PATH")
    if item.get_closest_marker("postgresql") and not _has_postgresql():
        pytest.skip("no PostgreSQL server binaries")


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Path of a file or folder of real material kept beside the project; skips where there is none."""

    def find(name: str) -> Path:
        path = ROOT.parent / "shared" / name
        if not path.exists():
            pytest.skip(f"needs ../shared/{name}, which is not part of the project")
        return path

    return find


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """DemoResult of the sample edition played end to end, once for all tests that read what came out."""
    from horizon.demo.play import play

    return play(tmp_path_factory.mktemp("edition") / "demo")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with tests/golden/NAME; `pytest --update-golden` writes it."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            return
        if not path.exists():
            pytest.fail(f"no golden file {name}; write it with --update-golden and read it")
        with path.open(encoding="utf-8", newline="") as file:
            expected = file.read()
        if text != expected:
            diff = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=2
            )
            pytest.fail(f"{name} differs:\n" + "\n".join(list(diff)[:80]), pytrace=False)

    return check


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches for another machine fails at once, with or without a network."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, *, _real: Any = real) -> Any:
                if not _is_local(address):
                    raise AssertionError(f"a test tried to reach {address!r}")
                return _real(self, address)

            patch.setattr(socket.socket, name, guarded)
        yield
